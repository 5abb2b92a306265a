"""Made-up things to follow: soft shapes with a surface taken from pictures, some with lines; half of them bend."""

import random
from collections.abc import Sequence

import cv2
import numpy as np

from app.training.scenes import Cutout

SIDE = 176
"""Pixels a side of a figure."""
REACH = 0.36
"""Mean radius of a figure in shares of its side: lines and bending need room around it."""
FINE = 4
PHASES = 8


def figure(surfaces: Sequence[np.ndarray], draw: random.Random) -> Cutout:
    """Return a thing nobody has seen: an outline, a surface, light from one side; half of them bend in a cycle.

    `surfaces` are pictures (H x W x 3 uint8 RGB) of which small parts become the surface.
    """
    inside = _outline(draw)
    if draw.random() < 0.25:
        inside = np.maximum(inside, _lines(inside, draw))
    layer = np.dstack([_surface(draw.choice(surfaces), inside, draw), inside])
    if draw.random() < 0.5:
        return Cutout((layer,))
    reach, length, turn = draw.uniform(2, 9), draw.uniform(0.6, 1.6), draw.random() * 2 * np.pi
    return Cutout(tuple(_bent(layer, reach, length, turn + 2 * np.pi * phase / PHASES) for phase in range(PHASES)))


def _outline(draw: random.Random) -> np.ndarray:
    """Return the coverage (SIDE x SIDE uint8) of a smooth blob, an angular one, or several grown together."""
    canvas = np.zeros((SIDE * FINE, SIDE * FINE), np.uint8)
    for number in range(draw.choice((1, 1, 2, 3))):
        corners = draw.choice((5, 7, 90, 90, 90))
        angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        radius = np.ones(corners)
        for wave in range(2, 7):
            radius += draw.uniform(0, 0.5) / wave * np.cos(wave * angle + draw.uniform(0, 2 * np.pi))
        stretch, turn = draw.uniform(0.45, 1.0), draw.uniform(0, np.pi)
        across, along = radius * np.cos(angle), radius * np.sin(angle) * stretch
        size = REACH * (1.0 if number == 0 else draw.uniform(0.35, 0.7)) * SIDE * FINE
        shift = 0.0 if number == 0 else 0.7 * REACH * SIDE * FINE
        x = SIDE * FINE / 2 + size * (across * np.cos(turn) - along * np.sin(turn)) + shift * draw.uniform(-1, 1)
        y = SIDE * FINE / 2 + size * (across * np.sin(turn) + along * np.cos(turn)) + shift * draw.uniform(-1, 1)
        cv2.fillPoly(canvas, [np.stack([x, y], axis=1).round().astype(np.int32)], 255)
    return np.asarray(cv2.resize(canvas, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def _lines(inside: np.ndarray, draw: random.Random) -> np.ndarray:
    """Return the coverage of one to four thin lines out of a shape: legs, ropes, poles."""
    canvas = np.zeros((SIDE * FINE, SIDE * FINE), np.uint8)
    rows, columns = np.nonzero(inside > 127)
    for _ in range(draw.randint(1, 4)):
        place = draw.randrange(len(rows))
        start = np.array([columns[place], rows[place]]) * FINE
        end = np.array([draw.uniform(0, SIDE), draw.uniform(0, SIDE)]) * FINE
        ends = [(int(point[0]), int(point[1])) for point in (start, end)]
        cv2.line(canvas, ends[0], ends[1], 255, round(draw.uniform(1.5, 5) * FINE))
    return np.asarray(cv2.resize(canvas, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def _surface(picture: np.ndarray, inside: np.ndarray, draw: random.Random) -> np.ndarray:
    high, wide = picture.shape[:2]
    span = max(8, round(min(high, wide) * draw.uniform(0.1, 0.6)))
    x, y = draw.randint(0, wide - span), draw.randint(0, high - span)
    patch = cv2.resize(picture[y : y + span, x : x + span], (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    if draw.random() < 0.6:  # another color: turn the hue, so that surface and background seldom share it
        tones = cv2.cvtColor(patch, cv2.COLOR_RGB2HSV).astype(np.int32)
        tones[..., 0] = (tones[..., 0] + draw.randrange(180)) % 180
        tones[..., 1] = np.clip(tones[..., 1] * draw.uniform(0.8, 2.5) + draw.uniform(0, 60), 0, 255)
        patch = cv2.cvtColor(tones.astype(np.uint8), cv2.COLOR_HSV2RGB)
    plain = np.array([draw.uniform(20, 235) for _ in range(3)])
    mixed = patch * (keep := draw.choice((0.25, 0.6, 1.0))) + plain * (1 - keep)
    turn = draw.uniform(0, 2 * np.pi)
    down, across = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    light = 1 + draw.uniform(0, 0.45) * (np.cos(turn) * across + np.sin(turn) * down) / REACH / 2
    rim = cv2.GaussianBlur(inside, (0, 0), 0.05 * SIDE).astype(np.float32) / 255
    shade = light * (1 - draw.uniform(0, 0.5) * (1 - rim))
    return np.asarray((mixed * shade[..., None]).clip(0, 255), np.uint8)


def _bent(layer: np.ndarray, reach: float, length: float, phase: float) -> np.ndarray:
    """Return a layer shifted row by row along a wave: `reach` pixels, `length` sides long."""
    down, across = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    shift = reach * np.sin(2 * np.pi * down / (length * SIDE) + phase)
    bent = cv2.remap(layer, across + shift.astype(np.float32), down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(bent, np.uint8)

"""Synthetic objects and backgrounds: shapes, colors and textures that no photograph of the data has."""

import random

import cv2
import numpy as np

from app.training.data.synthetic_clips import Cutout
from app.training.seeding import seeded_random

SIDE = 192
"""Pixels of a synthetic object's longer side, at most."""


def synthetic_object(seed: int, number: int) -> Cutout:
    """Return the `number`-th object of a seed: a closed shape of one to three textures, lit from one side."""
    rng = seeded_random(seed, "thing", number)
    cover = _shape(rng, SIDE)
    picture = _texture(rng, SIDE, SIDE)
    for _ in range(rng.randrange(3)):  # a part of another color: a belly, a fin, a patch
        part = _shape(rng, SIDE, reach=rng.uniform(0.3, 0.7))
        shift = np.array([[1, 0, rng.uniform(-0.3, 0.3) * SIDE], [0, 1, rng.uniform(-0.3, 0.3) * SIDE]])
        part = np.asarray(cv2.warpAffine(part, shift, (SIDE, SIDE)))
        picture[part > 127] = _texture(rng, SIDE, SIDE)[part > 127]
    picture = _lit(rng, picture)
    if rng.random() < 0.5:  # an outline
        inner = cv2.erode(cover, np.ones((rng.randint(3, 7),) * 2, np.uint8))
        picture[(cover > 127) & (inner <= 127)] /= 3
    rows, columns = np.flatnonzero(cover.any(1)), np.flatnonzero(cover.any(0))
    layer = np.dstack([picture.astype(np.uint8), cv2.GaussianBlur(cover, (3, 3), 0)])
    return Cutout((layer[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1],))


def synthetic_background(seed: int, number: int, size: int) -> np.ndarray:
    """Return the `number`-th background of a seed, size x size x 3 uint8 RGB, with shapes that are part of it."""
    rng = seeded_random(seed, "place", number)
    picture = _texture(rng, size, size)
    for _ in range(rng.randrange(12)):
        side = rng.randrange(size // 10, size // 2)
        patch = np.zeros((size, size), np.uint8)
        x, y = rng.randrange(size - side), rng.randrange(size - side)
        patch[y : y + side, x : x + side] = _shape(rng, side)
        picture[patch > 127] = _texture(rng, size, size)[patch > 127]
    return np.asarray(_lit(rng, picture).astype(np.uint8))


def _shape(rng: random.Random, side: int, reach: float = 1.0) -> np.ndarray:
    """Return a closed shape of side x side uint8, 0 and 255: a circle with a few waves, stretched and turned."""
    angles = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    radius = np.ones_like(angles)
    for wave in range(2, rng.randint(2, 7)):
        radius += rng.uniform(0, 0.5 / wave) * np.cos(wave * angles + rng.uniform(0, 2 * np.pi))
    radius *= reach * 0.48 * side / radius.max()
    stretch, turn = rng.uniform(0.4, 1.0), rng.uniform(0, np.pi)
    x, y = radius * np.cos(angles), radius * np.sin(angles) * stretch
    points = np.stack([x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)], 1) + side / 2
    shape = np.zeros((side, side), np.uint8)
    cv2.fillPoly(shape, [points.round().astype(np.int32)], 255, lineType=cv2.LINE_8)
    return shape


def _texture(rng: random.Random, high: int, wide: int) -> np.ndarray:
    """Return high x wide x 3 float32: a color that changes a little, and perhaps stripes, checks, spots or grain."""
    colors = [np.array([rng.uniform(0, 255) for _ in range(3)], np.float32) for _ in range(2)]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    along = (x * np.cos(angle) + y * np.sin(angle)) / max(high, wide)
    kind, scale = rng.randrange(5), rng.uniform(4, 25)
    if kind == 0:
        share = np.clip(along * rng.uniform(-0.4, 0.4) + 0.2, 0, 1)
    elif kind == 1:
        share = (np.sin(along * scale * 2 * np.pi) > rng.uniform(-0.5, 0.5)).astype(np.float32)
    elif kind == 2:
        share = ((np.sin(x / scale) * np.sin(y / scale)) > rng.uniform(-0.3, 0.6)).astype(np.float32)
    else:
        noise = np.random.default_rng(rng.randrange(2**31)).random((high, wide), np.float32)
        blur = rng.uniform(0.6, 2.0) if kind == 3 else rng.uniform(3, 12)
        grain = np.asarray(cv2.GaussianBlur(noise, (0, 0), blur), np.float32)
        share = (grain - grain.min()) / np.ptp(grain) * np.float32(rng.uniform(0.2, 1.0))
    return np.asarray(colors[0] + share[..., None] * (colors[1] - colors[0]))


def _lit(rng: random.Random, picture: np.ndarray) -> np.ndarray:
    """Return the picture brighter towards one side."""
    high, wide = picture.shape[:2]
    y, x = np.mgrid[-0.5 : 0.5 : high * 1j, -0.5 : 0.5 : wide * 1j]
    angle, gain = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.7)
    return np.asarray((picture * (1 + gain * (x * np.cos(angle) + y * np.sin(angle)))[..., None]).clip(0, 255))

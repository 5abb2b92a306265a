"""The simulated annotator: clicks, boxes and corrective clicks drawn from true masks."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
import torch
from torch import Tensor


class Label(IntEnum):
    """What SAM 2 calls a point's label."""

    NEGATIVE = 0
    POSITIVE = 1
    BOX_START = 2
    BOX_END = 3


@dataclass(frozen=True, slots=True)
class Point:
    """A place in shares of the picture's sides, 0..1, and its label."""

    x: float
    y: float
    label: Label


def _depth(mask: np.ndarray) -> np.ndarray:
    framed = np.pad(mask, 1).astype(np.uint8)
    inside: np.ndarray = cv2.distanceTransform(framed, cv2.DIST_L2, 3)[1:-1, 1:-1]
    return inside


def _at(flat: int, shape: tuple[int, ...], label: Label) -> Point:
    y, x = divmod(int(flat), shape[1])
    return Point((x + 0.5) / shape[1], (y + 0.5) / shape[0], label)


def click(mask: np.ndarray, draw: random.Random, label: Label = Label.POSITIVE, *, central: bool) -> Point:
    """Return a click inside an H x W mask that is not empty: at its deepest place, or anywhere in it."""
    depth = _depth(mask)
    if central:
        return _at(int(depth.argmax()), mask.shape, label)
    return _at(draw.choice(np.flatnonzero(depth > 0)), mask.shape, label)


def correction(truth: np.ndarray, given: np.ndarray, draw: random.Random, *, central: bool) -> Point:
    """Return a click on the error: positive where the object was missed, negative where too much was taken.

    Central clicks go to the deepest place of the larger error, as a person would; others anywhere in either. Where
    there is no error at all the click confirms what is there.
    """
    missed, extra = truth & ~given, given & ~truth
    if not missed.any() and not extra.any():
        agreed, label = (truth, Label.POSITIVE) if truth.any() else (~truth, Label.NEGATIVE)
        return click(agreed, draw, label, central=central)
    if central:
        add = _depth(missed).max(initial=0) >= _depth(extra).max(initial=0)
    else:
        add = draw.random() * (missed.sum() + extra.sum()) < missed.sum()
    wrong, label = (missed, Label.POSITIVE) if add else (extra, Label.NEGATIVE)
    return click(wrong, draw, label, central=central)


def box(mask: np.ndarray, draw: random.Random, noise: float = 0.1) -> list[Point]:
    """Return the two corners of a box around a mask that is not empty, each side off by up to `noise` of the box."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    high, wide = mask.shape
    x0, x1, y0, y1 = columns[0] / wide, (columns[-1] + 1) / wide, rows[0] / high, (rows[-1] + 1) / high
    across, down = noise * (x1 - x0), noise * (y1 - y0)

    def moved(value: float, reach: float) -> float:
        reach = min(reach, 0.04)
        return min(1.0, max(0.0, value + draw.uniform(-reach, reach)))

    return [
        Point(moved(x0, across), moved(y0, down), Label.BOX_START),
        Point(moved(x1, across), moved(y1, down), Label.BOX_END),
    ]


def hint(mask: np.ndarray, draw: random.Random, side: int, spill: np.ndarray | None = None) -> np.ndarray:
    """Return a rough idea of a mask as logits, side x side float32: shifted, scaled, blurred and with coarse noise.

    `spill`: a neighbor that it takes in a little, too.
    """
    high, wide = mask.shape
    scale = draw.uniform(0.85, 1.15)
    rows, columns = np.nonzero(mask)
    x, y = float(columns.mean()), float(rows.mean())
    reach = 0.12 * float(np.sqrt(mask.sum()))
    moved = np.array(
        [
            [scale, 0.0, x - scale * x + draw.uniform(-reach, reach)],
            [0.0, scale, y - scale * y + draw.uniform(-reach, reach)],
        ]
    )
    share = cv2.warpAffine(mask.astype(np.float32), moved, (wide, high))
    if spill is not None:
        share = np.maximum(share, draw.uniform(0.2, 0.75) * spill)
    share = cv2.GaussianBlur(share, (0, 0), draw.uniform(0.008, 0.04) * wide)
    noise = np.random.default_rng(draw.getrandbits(32)).normal(0, draw.uniform(0, 0.25), (12, 12)).astype(np.float32)
    share = cv2.resize(share, (side, side), interpolation=cv2.INTER_AREA)
    rough: np.ndarray = np.asarray(share + cv2.resize(noise, (side, side), interpolation=cv2.INTER_CUBIC), np.float32)
    return np.clip((rough - 0.5) * 20, -10, 10)


def to_inputs(prompts: Sequence[Sequence[Point]], size: int, device: torch.device) -> dict[str, Tensor]:
    """Turn B prompts into SAM 2's `point_inputs` for a network of `size` pixels, shorter ones padded."""
    longest = max(len(points) for points in prompts)
    places = torch.zeros(len(prompts), longest, 2)
    labels = -torch.ones(len(prompts), longest, dtype=torch.int32)
    for row, points in enumerate(prompts):
        for column, point in enumerate(points):
            # SAM 2 adds half a pixel to every place: it takes pixel indexes, this takes positions.
            places[row, column] = torch.tensor([point.x * size - 0.5, point.y * size - 0.5])
            labels[row, column] = point.label
    return {"point_coords": places.to(device), "point_labels": labels.to(device)}

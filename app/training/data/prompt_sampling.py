"""Prompts sampled from true masks: clicks, boxes, corrective clicks and rough mask prompts."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
import torch
from torch import Tensor


class PointLabel(IntEnum):
    """SAM 2's point labels."""

    NEGATIVE = 0
    POSITIVE = 1
    BOX_TOP_LEFT = 2
    BOX_BOTTOM_RIGHT = 3


@dataclass(frozen=True, slots=True)
class PromptPoint:
    """A point prompt: x and y in shares of the picture's sides, 0..1, and its label."""

    x: float
    y: float
    label: PointLabel


def _depth(mask: np.ndarray) -> np.ndarray:
    framed = np.pad(mask, 1).astype(np.uint8)
    inside: np.ndarray = cv2.distanceTransform(framed, cv2.DIST_L2, 3)[1:-1, 1:-1]
    return inside


def _at(flat: int, shape: tuple[int, ...], label: PointLabel) -> PromptPoint:
    y, x = divmod(int(flat), shape[1])
    return PromptPoint((x + 0.5) / shape[1], (y + 0.5) / shape[0], label)


def sample_click(
    mask: np.ndarray, rng: random.Random, label: PointLabel = PointLabel.POSITIVE, *, central: bool
) -> PromptPoint:
    """Return a click inside an H x W mask that is not empty: at its deepest point, or anywhere in it."""
    depth = _depth(mask)
    if central:
        return _at(int(depth.argmax()), mask.shape, label)
    return _at(rng.choice(np.flatnonzero(depth > 0)), mask.shape, label)


def sample_correction(truth: np.ndarray, predicted: np.ndarray, rng: random.Random, *, central: bool) -> PromptPoint:
    """Return a click on the error: positive on what the mask missed, negative on what it has too much.

    Central clicks go to the deepest point of the larger error, others anywhere in either. Where there is no error the
    click confirms the mask.
    """
    missed, extra = truth & ~predicted, predicted & ~truth
    if not missed.any() and not extra.any():
        agreement, label = (truth, PointLabel.POSITIVE) if truth.any() else (~truth, PointLabel.NEGATIVE)
        return sample_click(agreement, rng, label, central=central)
    if central:
        add = _depth(missed).max(initial=0) >= _depth(extra).max(initial=0)
    else:
        add = rng.random() * (missed.sum() + extra.sum()) < missed.sum()
    error, label = (missed, PointLabel.POSITIVE) if add else (extra, PointLabel.NEGATIVE)
    return sample_click(error, rng, label, central=central)


def sample_box(mask: np.ndarray, rng: random.Random, noise: float = 0.1) -> list[PromptPoint]:
    """Return the two corners of a box around a mask that is not empty, each side off by up to `noise` of the box."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    high, wide = mask.shape
    x0, x1, y0, y1 = columns[0] / wide, (columns[-1] + 1) / wide, rows[0] / high, (rows[-1] + 1) / high
    across, down = noise * (x1 - x0), noise * (y1 - y0)

    def moved(value: float, reach: float) -> float:
        reach = min(reach, 0.04)
        return min(1.0, max(0.0, value + rng.uniform(-reach, reach)))

    return [
        PromptPoint(moved(x0, across), moved(y0, down), PointLabel.BOX_TOP_LEFT),
        PromptPoint(moved(x1, across), moved(y1, down), PointLabel.BOX_BOTTOM_RIGHT),
    ]


def sample_rough_mask(mask: np.ndarray, rng: random.Random, side: int, spill: np.ndarray | None = None) -> np.ndarray:
    """Return a rough mask as logits, side x side float32: shifted, scaled, blurred and with coarse noise.

    `spill`: the mask of a neighbor it spills onto a little.
    """
    high, wide = mask.shape
    scale = rng.uniform(0.85, 1.15)
    rows, columns = np.nonzero(mask)
    x, y = float(columns.mean()), float(rows.mean())
    reach = 0.12 * float(np.sqrt(mask.sum()))
    moved = np.array(
        [
            [scale, 0.0, x - scale * x + rng.uniform(-reach, reach)],
            [0.0, scale, y - scale * y + rng.uniform(-reach, reach)],
        ]
    )
    share = cv2.warpAffine(mask.astype(np.float32), moved, (wide, high))
    if spill is not None:
        share = np.maximum(share, rng.uniform(0.2, 0.75) * spill)
    share = cv2.GaussianBlur(share, (0, 0), rng.uniform(0.008, 0.04) * wide)
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(0, 0.25), (12, 12)).astype(np.float32)
    share = cv2.resize(share, (side, side), interpolation=cv2.INTER_AREA)
    rough: np.ndarray = np.asarray(share + cv2.resize(noise, (side, side), interpolation=cv2.INTER_CUBIC), np.float32)
    return np.clip((rough - 0.5) * 20, -10, 10)


def to_inputs(prompts: Sequence[Sequence[PromptPoint]], size: int, device: torch.device) -> dict[str, Tensor]:
    """Turn B prompts into SAM 2's `point_inputs` for a network of `size` pixels, shorter ones padded."""
    longest = max(len(points) for points in prompts)
    places = torch.zeros(len(prompts), longest, 2)
    labels = -torch.ones(len(prompts), longest, dtype=torch.int32)
    for row, points in enumerate(prompts):
        for column, point in enumerate(points):
            # SAM 2 adds half a pixel to every point: it takes pixel indexes, this takes positions.
            places[row, column] = torch.tensor([point.x * size - 0.5, point.y * size - 0.5])
            labels[row, column] = point.label
    return {"point_coords": places.to(device), "point_labels": labels.to(device)}

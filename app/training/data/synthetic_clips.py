"""Synthetic clips with exact label maps: cut-out objects move over other pictures, cross, hide, leave and return."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np

from app.training.data.clips import TrainingClip
from app.training.seeding import seeded_random

OCCLUDER = 200
"""Label values from here on are occluders: they cover objects and are none themselves."""


@dataclass(frozen=True, slots=True)
class Cutout:
    """One object cut out of one or more frames: h x w x 4 uint8 RGBA, all of one size."""

    frames: tuple[np.ndarray, ...]


class Motion(Enum):
    """How a cutout moves through a synthetic clip."""

    WANDER = "wander"
    CROSS = "cross"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class MovingCutout:
    """A cutout's positions and sizes (shares of the frame's side) and rotations (degrees), frame by frame."""

    cutout: Cutout
    label: int
    positions: tuple[tuple[float, float], ...]
    sizes: tuple[float, ...]
    rotations: tuple[float, ...]
    flip: bool


@dataclass(frozen=True, slots=True)
class SyntheticClip:
    """Cutouts over a panned background, the last one in front; implements TrainingClip.

    `background_windows` are x, y, w, h in pixels of the background, frame by frame.
    """

    name: str
    background: np.ndarray
    background_windows: tuple[tuple[float, float, float, float], ...]
    cutouts: tuple[MovingCutout, ...]
    size: int

    @property
    def objects(self) -> tuple[int, ...]:
        """The label values that are objects."""
        return tuple(moving.label for moving in self.cutouts if moving.label < OCCLUDER)

    def __len__(self) -> int:
        return len(self.background_windows)

    def frame(self, index: int) -> np.ndarray:
        """Return size x size x 3 uint8 RGB."""
        x, y, wide, high = self.background_windows[index]
        matrix = np.array([[self.size / wide, 0, -x * self.size / wide], [0, self.size / high, -y * self.size / high]])
        canvas = cv2.warpAffine(
            self.background, matrix, (self.size, self.size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
        ).astype(np.float32)
        for moving in self.cutouts:
            layer = _render(moving, index, self.size)
            cover = layer[..., 3:].astype(np.float32) / 255
            canvas = np.asarray(canvas * (1 - cover) + layer[..., :3] * cover, np.float32)
        return np.asarray(canvas.clip(0, 255).astype(np.uint8))

    def labels(self, index: int) -> np.ndarray:
        """Return size x size int32 of the visible pixels; occluders are background."""
        labels = np.zeros((self.size, self.size), np.int32)
        for moving in self.cutouts:
            labels[_render(moving, index, self.size)[..., 3] > 127] = moving.label
        labels[labels >= OCCLUDER] = 0
        return labels


def _render(moving: MovingCutout, index: int, size: int) -> np.ndarray:
    picture = moving.cutout.frames[index % len(moving.cutout.frames)]
    if moving.flip:
        picture = picture[:, ::-1]
    high, wide = picture.shape[:2]
    gain = moving.sizes[index] * size / max(high, wide)
    x, y = moving.positions[index]
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), moving.rotations[index], gain)
    matrix[:, 2] += (x * size - wide / 2, y * size - high / 2)
    return np.asarray(cv2.warpAffine(np.ascontiguousarray(picture), matrix, (size, size), flags=cv2.INTER_LINEAR))


def cut_out(clip: TrainingClip, label: int, frames: Sequence[int], limit: int = 256) -> Cutout | None:
    """Cut an object out of frames of a clip, all within the box that holds it on every one of them.

    Returns None when it is missing on a frame, touches the picture's border over a long stretch (it would be cut off
    straight), or is very small.
    """
    masks = [clip.labels(index) == label for index in frames]
    union = np.logical_or.reduce(masks)
    if any(mask.sum() < 300 for mask in masks):
        return None
    high, wide = union.shape
    edge = union[0].sum() + union[-1].sum() + union[:, 0].sum() + union[:, -1].sum()
    if edge > 0.05 * (high + wide):
        return None
    rows, columns = np.flatnonzero(union.any(1)), np.flatnonzero(union.any(0))
    y0, y1 = max(0, rows[0] - 2), min(high, rows[-1] + 3)
    x0, x1 = max(0, columns[0] - 2), min(wide, columns[-1] + 3)
    shrink = min(1.0, limit / max(y1 - y0, x1 - x0))
    found = []
    for index, mask in zip(frames, masks, strict=True):
        cover = cv2.GaussianBlur((mask[y0:y1, x0:x1] * 255).astype(np.uint8), (3, 3), 0)
        layer = np.dstack([clip.frame(index)[y0:y1, x0:x1], cover])
        found.append(cv2.resize(layer, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA))
    return Cutout(tuple(found))


def _smooth(rng: random.Random, count: int, low: float, high: float) -> np.ndarray:
    knots = [rng.uniform(low, high) for _ in range(4)]
    return np.interp(np.linspace(0, 3, count), range(4), knots)


def _positions(rng: random.Random, motion: Motion, count: int) -> tuple[tuple[float, float], ...]:
    time = np.linspace(0, 1, count)
    ys = _smooth(rng, count, 0.25, 0.75)
    if motion is Motion.WANDER:
        xs = _smooth(rng, count, 0.2, 0.8)
    elif motion is Motion.CROSS:
        xs = rng.uniform(0.1, 0.3) + rng.uniform(0.4, 0.7) * time
    else:
        # Out beyond a border by half a frame's side and back: some frames in the middle are empty.
        xs = rng.uniform(0.3, 0.6) - rng.uniform(1.0, 1.5) * np.sin(np.pi * time ** rng.uniform(0.8, 1.3))
    if rng.random() < 0.5:
        xs = 1 - xs
    if rng.random() < 0.3:
        xs, ys = ys, xs
    return tuple((float(x), float(y)) for x, y in zip(xs, ys, strict=True))


def _approach(rng: random.Random, other: MovingCutout, size: float, count: int) -> tuple[tuple[float, float], ...]:
    """Return positions that come up to another cutout, touch or pass over it, and go on or stay beside it."""
    angle, closest = rng.uniform(0, 2 * np.pi), rng.uniform(0.0, 0.55)
    time = np.linspace(0, 1, count)
    passing = rng.uniform(0.25, 0.75)
    reach = (size + other.sizes[0]) / 2
    along = rng.choice((0.4, 0.8, 1.5, 2.5)) * 2 * reach * (time - passing)
    if rng.random() < 0.3:
        along = np.minimum(along, 0)  # comes and stays
    across = closest * 2 * reach * rng.choice((-1, 1))
    xs = np.array([x for x, _ in other.positions]) + along * np.cos(angle) - across * np.sin(angle)
    ys = np.array([y for _, y in other.positions]) + along * np.sin(angle) + across * np.cos(angle)
    return tuple((float(x), float(y)) for x, y in zip(xs, ys, strict=True))


def _moving(
    rng: random.Random,
    cutout: Cutout,
    label: int,
    motion: Motion,
    count: int,
    scale: float,
    other: MovingCutout | None = None,
) -> MovingCutout:
    """Return a cutout with a motion of its own, or one that brings it to another cutout."""
    if other is not None:
        size = scale * rng.uniform(0.8, 1.2)
        positions = _approach(rng, other, size, count)
    else:
        positions = _positions(rng, motion, count)
        size = scale * rng.uniform(0.8, 1.2)
    sizes = tuple(float(size * v) for v in _smooth(rng, count, 0.85, 1.15))
    rotations = tuple(float(v) for v in _smooth(rng, count, -15, 15) + rng.uniform(-10, 10))
    return MovingCutout(cutout, label, positions, sizes, rotations, flip=rng.random() < 0.5)


def synthetic_clip(
    backgrounds: Sequence[np.ndarray],
    cutouts: Sequence[Cutout],
    *,
    size: int,
    count: int,
    seed: int,
    number: int,
    meeting_chance: float = 0.0,
) -> SyntheticClip:
    """Return the `number`-th synthetic clip of a seed: one to three objects, sometimes look-alikes and an occluder.

    `meeting_chance`: the chance that an object moves up to the one before it; above 0 there are two to four objects.
    """
    rng = seeded_random(seed, "scene", number)
    background = rng.choice(backgrounds)
    high, wide = background.shape[:2]
    moving: list[MovingCutout] = []
    fewest, most, largest = (2, 4, 0.4) if meeting_chance else (1, 3, 0.6)
    for label in range(1, rng.randint(fewest, most) + 1):
        repeat = moving and rng.random() < 0.25
        cutout = moving[-1].cutout if repeat else rng.choice(cutouts)
        motion = rng.choices(tuple(Motion), (0.45, 0.25, 0.3))[0]
        other = moving[-1] if moving and meeting_chance and rng.random() < meeting_chance else None
        moving.append(_moving(rng, cutout, label, motion, count, rng.uniform(0.18, largest), other))
    if meeting_chance:
        rng.shuffle(moving)  # which is in front
    if rng.random() < 0.35:
        moving.append(_moving(rng, rng.choice(cutouts), OCCLUDER, Motion.CROSS, count, rng.uniform(0.4, 0.8)))
    share = rng.uniform(0.6, 1.0)
    xs = _smooth(rng, count, 0, (1 - share) * wide + 1e-3)
    ys = _smooth(rng, count, 0, (1 - share) * high + 1e-3)
    background_windows = tuple((float(x), float(y), share * wide, share * high) for x, y in zip(xs, ys, strict=True))
    return SyntheticClip(f"scene/{seed}-{number}", background, background_windows, tuple(moving), size)

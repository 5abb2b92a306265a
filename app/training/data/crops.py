"""Clips cropped by a moving window: mirrored, color-jittered, sometimes with the object out of view for a while."""

import random
from dataclasses import dataclass

import cv2
import numpy as np

from app.training.data.augmentation import jitter
from app.training.data.clips import TrainingClip
from app.training.seeding import seeded_random


@dataclass(frozen=True, slots=True)
class CropWindow:
    """A crop of a frame: center and size in shares of the frame's sides."""

    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class CroppedClip:
    """A clip of square frames, one crop window a frame; implements TrainingClip.

    `frames` are the source's frame indexes, in any order and with repeats. `color_variant` 0 leaves colors as they are.
    """

    name: str
    source: TrainingClip
    frames: tuple[int, ...]
    windows: tuple[CropWindow, ...]
    size: int
    flip: bool
    color_variant: int

    @property
    def objects(self) -> tuple[int, ...]:
        """Values of the label maps that are objects."""
        return tuple(self.source.objects)

    def __len__(self) -> int:
        return len(self.frames)

    def _crop(self, picture: np.ndarray, index: int, interpolation: int) -> np.ndarray:
        high, wide = picture.shape[:2]
        window = self.windows[index]
        left, top = window.x - window.wide / 2, window.y - window.high / 2
        gain_x, gain_y = self.size / (window.wide * wide), self.size / (window.high * high)
        sign = -1.0 if self.flip else 1.0
        # Pixel centers: the warp maps source to window, mirrored about the window's middle when flipped.
        offset_x = 0.5 * gain_x - 0.5 - left * wide * gain_x
        if self.flip:
            offset_x = self.size - 1 - offset_x
        matrix = np.array(
            [[sign * gain_x, 0.0, offset_x], [0.0, gain_y, 0.5 * gain_y - 0.5 - top * high * gain_y]], np.float64
        )
        border = cv2.BORDER_REFLECT_101 if interpolation != cv2.INTER_NEAREST else cv2.BORDER_CONSTANT
        return np.asarray(
            cv2.warpAffine(picture, matrix, (self.size, self.size), flags=interpolation, borderMode=border)
        )

    def frame(self, index: int) -> np.ndarray:
        """Return size x size x 3 uint8 RGB."""
        picture = self.source.frame(self.frames[index])
        shrink = min(1.0, 1.3 * self.size / (self.windows[index].wide * picture.shape[1]))
        if shrink < 0.8:  # warpAffine does not average; large frames would alias
            picture = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        crop = self._crop(picture, index, cv2.INTER_LINEAR)
        return jitter(crop, seeded_random(self.name, self.color_variant)) if self.color_variant else crop

    def labels(self, index: int) -> np.ndarray:
        """Return size x size int32; outside of the source there is background."""
        labels = self.source.labels(self.frames[index]).astype(np.uint16)
        return self._crop(labels, index, cv2.INTER_NEAREST).astype(np.int32)


def uncropped(source: TrainingClip, size: int, color_variant: int = 0) -> CroppedClip:
    """Return the whole clip, every frame resized to size x size without regard to its shape, as SAM 2 does it."""
    full = CropWindow(0.5, 0.5, 1.0, 1.0)
    frames = tuple(range(len(source)))
    return CroppedClip(
        source.name, source, frames, (full,) * len(frames), size, flip=False, color_variant=color_variant
    )


def _center(source: TrainingClip, frame: int) -> tuple[float, float] | None:
    found = np.argwhere(source.labels(frame) > 0)
    if not len(found):
        return None
    high, wide = source.labels(frame).shape
    y, x = found.mean(axis=0)
    return float(x / wide), float(y / high)


def _drift(rng: random.Random, count: int, reach: float) -> np.ndarray:
    """Return `count` smooth offsets that start at zero and have amplitude `reach`."""
    time = np.linspace(0, 1, count)
    wave = np.sin(2 * np.pi * (time * rng.uniform(0.3, 1.2) + rng.random()))
    smooth = wave - wave[0]
    return np.asarray(reach * smooth)


def random_crop(source: TrainingClip, size: int, count: int, seed: int, number: int, *, excursion: bool) -> CroppedClip:
    """Return `count` consecutive frames of a clip through a random moving window, the `number`-th of a seed.

    With `excursion` the window moves away from the object and comes back, so that it is out of view for a while; else
    it drifts around the object's place on the first frame.
    """
    rng = seeded_random(seed, source.name, number)
    start = rng.randrange(max(1, len(source) - count + 1))
    frames = tuple(min(start + step, len(source) - 1) for step in range(count))
    share = rng.uniform(0.35, 0.5) if excursion else rng.uniform(0.5, 1.0)
    stretch = rng.uniform(0.85, 1.2)
    wide, high = min(1.0, share * stretch), min(1.0, share / stretch)
    center = _center(source, frames[0]) or (0.5, 0.5)
    xs = center[0] + rng.uniform(-0.2, 0.2) * wide + _drift(rng, count, 0.12 * wide)
    ys = center[1] + rng.uniform(-0.2, 0.2) * high + _drift(rng, count, 0.08 * high)
    if excursion:
        away = np.sin(np.linspace(0, np.pi, count) ** rng.uniform(0.9, 1.2)).clip(0)
        side = 1.0 if center[0] < 0.5 else -1.0
        xs = xs + side * away * 1.6 * wide
    zoom = 1 + 0.15 * _drift(rng, count, 1.0) if not excursion else np.ones(count)
    wides, highs = np.minimum(1.0, wide * zoom), np.minimum(1.0, high * zoom)
    # A window never leaves the frame: mirrored borders would have no label.
    xs, ys = xs.clip(wides / 2, 1 - wides / 2), ys.clip(highs / 2, 1 - highs / 2)
    windows = tuple(CropWindow(*(float(v) for v in row)) for row in zip(xs, ys, wides, highs, strict=True))
    name = f"{source.name}/{seed}-{number}"
    return CroppedClip(name, source, frames, windows, size, flip=rng.random() < 0.5, color_variant=rng.randrange(3))

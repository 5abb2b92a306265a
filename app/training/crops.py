"""A clip seen through a moving window: cropped, mirrored, recolored, and now and then with its object out of view."""

import random
from dataclasses import dataclass

import cv2
import numpy as np

from app.training.augmentation import jitter
from app.training.clips import Clip
from app.training.seeding import drawing


@dataclass(frozen=True, slots=True)
class Window:
    """Where a window lies on a frame, in shares of its sides: center and size."""

    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class WindowedClip:
    """A clip of square frames cut by one window a frame; implements Clip.

    `frames` are the source's frame indexes, in any order and with repeats. `coloring` 0 leaves colors as they are.
    """

    name: str
    source: Clip
    frames: tuple[int, ...]
    windows: tuple[Window, ...]
    size: int
    flip: bool
    coloring: int

    @property
    def objects(self) -> tuple[int, ...]:
        """Values of the label maps that are objects."""
        return tuple(self.source.objects)

    def __len__(self) -> int:
        return len(self.frames)

    def _cut(self, picture: np.ndarray, index: int, way: int) -> np.ndarray:
        high, wide = picture.shape[:2]
        window = self.windows[index]
        left, top = window.x - window.wide / 2, window.y - window.high / 2
        gain_x, gain_y = self.size / (window.wide * wide), self.size / (window.high * high)
        turn = -1.0 if self.flip else 1.0
        # Pixel centers: the warp maps source to window, mirrored about the window's middle when flipped.
        offset_x = 0.5 * gain_x - 0.5 - left * wide * gain_x
        if self.flip:
            offset_x = self.size - 1 - offset_x
        matrix = np.array(
            [[turn * gain_x, 0.0, offset_x], [0.0, gain_y, 0.5 * gain_y - 0.5 - top * high * gain_y]], np.float64
        )
        border = cv2.BORDER_REFLECT_101 if way != cv2.INTER_NEAREST else cv2.BORDER_CONSTANT
        return np.asarray(cv2.warpAffine(picture, matrix, (self.size, self.size), flags=way, borderMode=border))

    def frame(self, index: int) -> np.ndarray:
        """Return size x size x 3 uint8 RGB."""
        picture = self.source.frame(self.frames[index])
        shrink = min(1.0, 1.3 * self.size / (self.windows[index].wide * picture.shape[1]))
        if shrink < 0.8:  # warpAffine does not average; large frames would alias
            picture = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        cut = self._cut(picture, index, cv2.INTER_LINEAR)
        return jitter(cut, drawing(self.name, self.coloring)) if self.coloring else cut

    def labels(self, index: int) -> np.ndarray:
        """Return size x size int32; outside of the source there is background."""
        labels = self.source.labels(self.frames[index]).astype(np.uint16)
        return self._cut(labels, index, cv2.INTER_NEAREST).astype(np.int32)


def whole(source: Clip, size: int, coloring: int = 0) -> WindowedClip:
    """Return the whole clip, every frame squashed to size x size, as the application shows frames to the network."""
    full = Window(0.5, 0.5, 1.0, 1.0)
    frames = tuple(range(len(source)))
    return WindowedClip(source.name, source, frames, (full,) * len(frames), size, flip=False, coloring=coloring)


def _center(source: Clip, frame: int) -> tuple[float, float] | None:
    found = np.argwhere(source.labels(frame) > 0)
    if not len(found):
        return None
    high, wide = source.labels(frame).shape
    y, x = found.mean(axis=0)
    return float(x / wide), float(y / high)


def _drift(draw: random.Random, count: int, reach: float) -> np.ndarray:
    """Return `count` smooth offsets that start at zero and stay within about `reach`."""
    time = np.linspace(0, 1, count)
    wave = np.sin(2 * np.pi * (time * draw.uniform(0.3, 1.2) + draw.random()))
    smooth = wave - wave[0]
    return np.asarray(reach * smooth)


def cut(source: Clip, size: int, count: int, seed: int, number: int, *, excursion: bool) -> WindowedClip:
    """Return `count` consecutive frames of a clip through a random window, the `number`-th of a seed.

    With `excursion` the window wanders away from the object and comes back, so that it is out of view for a while; else
    it follows a random drift around the place where the object was.
    """
    draw = drawing(seed, source.name, number)
    start = draw.randrange(max(1, len(source) - count + 1))
    frames = tuple(min(start + step, len(source) - 1) for step in range(count))
    share = draw.uniform(0.35, 0.5) if excursion else draw.uniform(0.5, 1.0)
    stretch = draw.uniform(0.85, 1.2)
    wide, high = min(1.0, share * stretch), min(1.0, share / stretch)
    place = _center(source, frames[0]) or (0.5, 0.5)
    xs = place[0] + draw.uniform(-0.2, 0.2) * wide + _drift(draw, count, 0.12 * wide)
    ys = place[1] + draw.uniform(-0.2, 0.2) * high + _drift(draw, count, 0.08 * high)
    if excursion:
        away = np.sin(np.linspace(0, np.pi, count) ** draw.uniform(0.9, 1.2)).clip(0)
        side = 1.0 if place[0] < 0.5 else -1.0
        xs = xs + side * away * 1.6 * wide
    zoom = 1 + 0.15 * _drift(draw, count, 1.0) if not excursion else np.ones(count)
    wides, highs = np.minimum(1.0, wide * zoom), np.minimum(1.0, high * zoom)
    # A window never leaves the frame: what would be mirrored in there has no label.
    xs, ys = xs.clip(wides / 2, 1 - wides / 2), ys.clip(highs / 2, 1 - highs / 2)
    windows = tuple(Window(*(float(v) for v in place)) for place in zip(xs, ys, wides, highs, strict=True))
    name = f"{source.name}/{seed}-{number}"
    return WindowedClip(name, source, frames, windows, size, flip=draw.random() < 0.5, coloring=draw.randrange(3))

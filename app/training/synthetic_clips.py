"""Made-up clips with exact truth: cut-out objects move over other pictures, cross, hide, leave and return."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np

from app.training.clips import Clip
from app.training.seeding import drawing

OCCLUDER = 200
"""Label values from here on cover others but are never learned themselves."""


@dataclass(frozen=True, slots=True)
class Cutout:
    """One thing on one or more frames of its own: h x w x 4 uint8 RGB and coverage, all of one size."""

    frames: tuple[np.ndarray, ...]


class Course(Enum):
    """How a thing moves through a scene."""

    WANDER = "wander"
    CROSS = "cross"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Actor:
    """A cutout on its way: places (in shares of the scene), sizes (share of the scene's side), turns (degrees)."""

    cutout: Cutout
    label: int
    places: tuple[tuple[float, float], ...]
    sizes: tuple[float, ...]
    turns: tuple[float, ...]
    flip: bool


@dataclass(frozen=True, slots=True)
class SceneClip:
    """Actors over a panned background, the last actor in front; implements Clip. `panes` are x, y, w, h in pixels."""

    name: str
    background: np.ndarray
    panes: tuple[tuple[float, float, float, float], ...]
    actors: tuple[Actor, ...]
    size: int

    @property
    def objects(self) -> tuple[int, ...]:
        """Labels of the actors that are objects to follow."""
        return tuple(actor.label for actor in self.actors if actor.label < OCCLUDER)

    def __len__(self) -> int:
        return len(self.panes)

    def frame(self, index: int) -> np.ndarray:
        """Return size x size x 3 uint8 RGB."""
        x, y, wide, high = self.panes[index]
        matrix = np.array([[self.size / wide, 0, -x * self.size / wide], [0, self.size / high, -y * self.size / high]])
        canvas = cv2.warpAffine(
            self.background, matrix, (self.size, self.size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
        ).astype(np.float32)
        for actor in self.actors:
            layer = _render(actor, index, self.size)
            cover = layer[..., 3:].astype(np.float32) / 255
            canvas = np.asarray(canvas * (1 - cover) + layer[..., :3] * cover, np.float32)
        return np.asarray(canvas.clip(0, 255).astype(np.uint8))

    def labels(self, index: int) -> np.ndarray:
        """Return size x size int32 of what is visible; occluders hide but leave no label of an object."""
        labels = np.zeros((self.size, self.size), np.int32)
        for actor in self.actors:
            labels[_render(actor, index, self.size)[..., 3] > 127] = actor.label
        labels[labels >= OCCLUDER] = 0
        return labels


def _render(actor: Actor, index: int, size: int) -> np.ndarray:
    picture = actor.cutout.frames[index % len(actor.cutout.frames)]
    if actor.flip:
        picture = picture[:, ::-1]
    high, wide = picture.shape[:2]
    gain = actor.sizes[index] * size / max(high, wide)
    x, y = actor.places[index]
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), actor.turns[index], gain)
    matrix[:, 2] += (x * size - wide / 2, y * size - high / 2)
    return np.asarray(cv2.warpAffine(np.ascontiguousarray(picture), matrix, (size, size), flags=cv2.INTER_LINEAR))


def cutout(clip: Clip, label: int, frames: Sequence[int], limit: int = 256) -> Cutout | None:
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


def _smooth(draw: random.Random, count: int, low: float, high: float) -> np.ndarray:
    knots = [draw.uniform(low, high) for _ in range(4)]
    return np.interp(np.linspace(0, 3, count), range(4), knots)


def _places(draw: random.Random, course: Course, count: int) -> tuple[tuple[float, float], ...]:
    time = np.linspace(0, 1, count)
    ys = _smooth(draw, count, 0.25, 0.75)
    if course is Course.WANDER:
        xs = _smooth(draw, count, 0.2, 0.8)
    elif course is Course.CROSS:
        xs = draw.uniform(0.1, 0.3) + draw.uniform(0.4, 0.7) * time
    else:
        # Out beyond a border by half a scene and back: some frames in the middle are empty.
        xs = draw.uniform(0.3, 0.6) - draw.uniform(1.0, 1.5) * np.sin(np.pi * time ** draw.uniform(0.8, 1.3))
    if draw.random() < 0.5:
        xs = 1 - xs
    if draw.random() < 0.3:
        xs, ys = ys, xs
    return tuple((float(x), float(y)) for x, y in zip(xs, ys, strict=True))


def _met(draw: random.Random, other: Actor, size: float, count: int) -> tuple[tuple[float, float], ...]:
    """Return places that come up to another actor, touch or pass over it, and go on or stay beside it."""
    angle, closest = draw.uniform(0, 2 * np.pi), draw.uniform(0.0, 0.55)
    time = np.linspace(0, 1, count)
    passing = draw.uniform(0.25, 0.75)
    reach = (size + other.sizes[0]) / 2
    along = draw.choice((0.4, 0.8, 1.5, 2.5)) * 2 * reach * (time - passing)
    if draw.random() < 0.3:
        along = np.minimum(along, 0)  # comes and stays
    across = closest * 2 * reach * draw.choice((-1, 1))
    xs = np.array([x for x, _ in other.places]) + along * np.cos(angle) - across * np.sin(angle)
    ys = np.array([y for _, y in other.places]) + along * np.sin(angle) + across * np.cos(angle)
    return tuple((float(x), float(y)) for x, y in zip(xs, ys, strict=True))


def _actor(
    draw: random.Random,
    part: Cutout,
    label: int,
    course: Course,
    count: int,
    scale: float,
    other: Actor | None = None,
) -> Actor:
    """Return a part on its way along a course, or up to another actor."""
    if other is not None:
        size = scale * draw.uniform(0.8, 1.2)
        places = _met(draw, other, size, count)
    else:
        places = _places(draw, course, count)
        size = scale * draw.uniform(0.8, 1.2)
    sizes = tuple(float(size * v) for v in _smooth(draw, count, 0.85, 1.15))
    turns = tuple(float(v) for v in _smooth(draw, count, -15, 15) + draw.uniform(-10, 10))
    return Actor(part, label, places, sizes, turns, flip=draw.random() < 0.5)


def scene(
    backgrounds: Sequence[np.ndarray],
    parts: Sequence[Cutout],
    *,
    size: int,
    count: int,
    seed: int,
    number: int,
    meeting: float = 0.0,
) -> SceneClip:
    """Return the `number`-th made-up clip of a seed: one to three objects, sometimes look-alikes and an occluder.

    `meeting`: the chance that an object comes up to the one before it. Where there is any, there are two to four.
    """
    draw = drawing(seed, "scene", number)
    background = draw.choice(backgrounds)
    high, wide = background.shape[:2]
    actors: list[Actor] = []
    fewest, most, largest = (2, 4, 0.4) if meeting else (1, 3, 0.6)
    for label in range(1, draw.randint(fewest, most) + 1):
        again = actors and draw.random() < 0.25
        part = actors[-1].cutout if again else draw.choice(parts)
        course = draw.choices(tuple(Course), (0.45, 0.25, 0.3))[0]
        met = actors[-1] if actors and meeting and draw.random() < meeting else None
        actors.append(_actor(draw, part, label, course, count, draw.uniform(0.18, largest), met))
    if meeting:
        draw.shuffle(actors)  # who is in front
    if draw.random() < 0.35:
        actors.append(_actor(draw, draw.choice(parts), OCCLUDER, Course.CROSS, count, draw.uniform(0.4, 0.8)))
    share = draw.uniform(0.6, 1.0)
    xs = _smooth(draw, count, 0, (1 - share) * wide + 1e-3)
    ys = _smooth(draw, count, 0, (1 - share) * high + 1e-3)
    panes = tuple((float(x), float(y), share * wide, share * high) for x, y in zip(xs, ys, strict=True))
    return SceneClip(f"scene/{seed}-{number}", background, panes, tuple(actors), size)

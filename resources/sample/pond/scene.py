"""The story of the sample: who swims where and when, seen by a drifting camera, with exact masks.

Four objects cross; the koi and the duck leave the picture and return. Positions are world pixels of a 640x360 picture.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from resources.sample.pond.ground import Floats, Water, gravel
from resources.sample.pond.shapes import Ball, Duck, Koi, LilyPad, Shape, mottling

WIDTH, HEIGHT = 640, 360
FRAME_RATE = 24
FRAME_COUNT = 96
NAMES = ("ball", "koi", "duck", "lily pad")
"""Names of the objects 1, 2, 3 and 4."""

_FINE = 3  # points across a pixel: edges have 9 steps and coverage is counted, not estimated
_MARGIN = 48  # of the ground around the picture, for the camera to drift in
_SUNK = (2,)  # objects under the surface
_HEIGHT_OVER_GROUND = {1: 30.0, 2: 9.0, 3: 17.0, 4: 14.0}
_BOTTOM_TO_TOP = (2, 4, 3, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A frame of the sample: `image` (height, width, 3) uint8 RGB; `labels` (height, width) uint8, 0 = no object."""

    image: NDArray[np.uint8]
    labels: NDArray[np.uint8]


class Curve:
    """A smooth path through points, walked at constant speed."""

    def __init__(self, *points: tuple[float, float]) -> None:
        corners = np.array([points[0], *points, points[-1]], np.float64)
        share = np.linspace(0, 1, 60, endpoint=False)[:, None]
        pieces = []
        for a, b, c, d in zip(corners, corners[1:], corners[2:], corners[3:], strict=False):
            pieces.append(
                0.5
                * (2 * b + (c - a) * share + (2 * a - 5 * b + 4 * c - d) * share**2 + (3 * (b - c) + d - a) * share**3)
            )
        self._points = np.concatenate([*pieces, corners[-1:]])
        steps = np.hypot(*np.diff(self._points, axis=0).T)
        self._length = np.concatenate([[0.0], np.cumsum(steps)])

    def at(self, length: float | Floats) -> Floats:
        """Return the point(s) `length` pixels from the start, shape (2,) or (n, 2); straight on beyond the ends."""
        length = np.asarray(length, np.float64)
        inside = np.stack([np.interp(length, self._length, self._points[:, axis]) for axis in (0, 1)], -1)
        before = np.minimum(length, 0)[..., None] * self._direction(0)
        after = np.maximum(length - self._length[-1], 0)[..., None] * self._direction(-1)
        return (inside + before + after).astype(np.float32)

    @property
    def length(self) -> float:
        """The length in pixels."""
        return float(self._length[-1])

    def _direction(self, end: int) -> Floats:
        first, second = (0, 8) if end == 0 else (-9, -1)
        step = self._points[second] - self._points[first]
        return np.asarray(step / np.hypot(*step), np.float32)


class Scene:
    """The whole sample; `picture(i)` draws frame i, any frame in any order."""

    def __init__(self, seed: int = 20) -> None:
        rng = np.random.default_rng(seed)
        self._ground = gravel(rng, 2 * (HEIGHT + 2 * _MARGIN), 2 * (WIDTH + 2 * _MARGIN))
        self._water = Water(rng)
        self._grain = {number: mottling(rng, cell) for number, cell in ((1, 20), (2, 70), (3, 40), (4, 60))}
        self._seed = seed
        self._koi = Curve(
            (640, 335), (520, 318), (430, 290), (340, 235), (230, 175), (100, 135), (-60, 110), (-180, 150),
            (-190, 250), (-80, 290), (60, 280), (180, 255), (300, 245), (420, 300),
        )  # fmt: skip
        self._duck = Curve(
            (110, 92), (200, 96), (300, 84), (400, 20), (450, -70), (530, -100), (588, -30), (580, 60), (550, 130)
        )
        self._ball = Curve((180, 235), (222, 192), (300, 104), (380, 96), (446, 180), (500, 285))
        self._pad = Curve((488, 214), (452, 196), (436, 206))

    def picture(self, index: int) -> Picture:
        """Draw frame `index`."""
        seconds = index / FRAME_RATE
        shapes = self._shapes(index)
        x, y = self._camera(*_grid(1), seconds)
        image = self._lit_ground(x, y, seconds, shapes)
        owner, colors = self._paint_objects(shapes, seconds)
        caustics = self._water.caustics(x, y, seconds)
        image *= _share(owner == 0)[..., None]
        for number, color in colors.items():
            light = self._light_on(number, x, y, shapes, caustics)
            image += cv2.resize(color, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) * light
        labels = np.zeros((HEIGHT, WIDTH), np.uint8)
        for number in colors:
            labels[_share(owner == number) > 0.5] = number
        glitter = self._glitter(x, y, seconds) * _share(np.isin(owner, (0, *_SUNK)))
        return Picture(self._developed(image + glitter[..., None], seconds, index), labels)

    def _shapes(self, index: int) -> dict[int, Shape]:
        """Return the objects at frame `index` by number."""
        part = index / FRAME_COUNT
        seconds = index / FRAME_RATE
        ball = self._ball.at(self._ball.length * part)
        duck_way = self._duck.length * part
        duck, ahead = self._duck.at(duck_way), self._duck.at(duck_way + 4)
        pad = self._pad.at(self._pad.length * part)
        return {
            1: Ball(
                _pair(ball), 37 + 3 * float(np.sin(np.pi * part)), _rolled(ball - self._ball.at(0)), self._grain[1]
            ),
            2: self._swimming(index),
            3: Duck(
                _pair(duck),
                46.0,
                float(np.arctan2(*(ahead - duck)[::-1])) + 0.07 * float(np.sin(seconds * 5)),
                float(np.sin(seconds * 4)),
                self._grain[3],
            ),
            4: LilyPad(_pair(pad), 50.0, 0.6 + 0.5 * part + 0.05 * float(np.sin(seconds * 2)), self._grain[4]),
        }

    def _swimming(self, index: int) -> Koi:
        """Return the koi with its body bent along its path and waving towards the tail."""
        back = np.linspace(0, 178, 23)
        head = 232 + 13.2 * index
        spine = self._koi.at(head - back)
        forward = spine - self._koi.at(head - back - 3)
        across = np.stack([-forward[:, 1], forward[:, 0]], -1) / np.hypot(*forward.T)[:, None]
        swing = 10 * (back / 178) ** 1.6 * np.sin(back / 30 - index * 0.62)
        return Koi((spine + across * swing[:, None]).astype(np.float32), 25.0, index * 0.5, self._grain[2])

    def _camera(self, x: Floats, y: Floats, seconds: float) -> tuple[Floats, Floats]:
        """Return the world coordinates of picture coordinates: a hand-held drift, a little turn and zoom."""
        turn = 0.012 * np.sin(seconds * 0.9 + 0.4)
        zoom = 1 + 0.018 * np.sin(seconds * 0.7)
        dx, dy = x - WIDTH / 2, y - HEIGHT / 2
        world_x = (dx * np.cos(turn) - dy * np.sin(turn)) * zoom + WIDTH / 2 + 9 * np.sin(seconds * 0.8)
        world_y = (dx * np.sin(turn) + dy * np.cos(turn)) * zoom + HEIGHT / 2 + 6 * np.sin(seconds * 1.1 + 1)
        return world_x.astype(np.float32), world_y.astype(np.float32)

    def _lit_ground(self, x: Floats, y: Floats, seconds: float, shapes: dict[int, Shape]) -> Floats:
        """Return the bottom as seen through the water, with the light net and everybody's soft shadow."""
        dx, dy = self._water.offset(x, y, seconds)
        map_x, map_y = (x + dx + _MARGIN) * 2, (y + dy + _MARGIN) * 2
        ground = cv2.remap(self._ground, map_x, map_y, cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT)
        light = 0.86 + 0.62 * self._water.caustics(x, y, seconds)
        for number, shape in shapes.items():
            light *= 1 - 0.55 * self._shadow(shape, x, y, _HEIGHT_OVER_GROUND[number])
        return ground * light[..., None] * np.array([0.95, 1.0, 0.94], np.float32) + np.array([2, 12, 13], np.float32)

    def _shadow(self, shape: Shape, x: Floats, y: Floats, drop: float) -> Floats:
        """Return how much of the sun `shape` takes from the points, 0..1, `drop` pixels below it."""
        inside = (
            shape.paint(x - 0.55 * drop, y - 0.75 * drop).inside if _near(shape, x, y, 2 * drop) else np.zeros(x.shape)
        )
        return cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 1.0 + drop * 0.22)

    def _light_on(self, number: int, x: Floats, y: Floats, shapes: dict[int, Shape], caustics: Floats) -> Floats:
        """Return the light that falls on object `number`, per pixel and channel."""
        light = np.ones((HEIGHT, WIDTH), np.float32)
        above = _BOTTOM_TO_TOP[_BOTTOM_TO_TOP.index(number) + 1 :]
        for other in above:
            drop = _HEIGHT_OVER_GROUND[other] - _HEIGHT_OVER_GROUND[number]
            light *= 1 - 0.5 * self._shadow(shapes[other], x, y, max(drop, 3.0))
        if number not in _SUNK:
            return light[..., None] * np.array([1, 1, 1], np.float32)
        return (light * (0.82 + 0.32 * caustics))[..., None] * np.array([0.92, 1.0, 0.98], np.float32)

    def _paint_objects(self, shapes: dict[int, Shape], seconds: float) -> tuple[NDArray[np.uint8], dict[int, Floats]]:
        """Return who owns each fine point (0 = nobody) and the objects' colors at their own points, 0 elsewhere."""
        x, y = self._camera(*_grid(_FINE), seconds)
        dx, dy = self._water.offset(x, y, seconds)
        owner = np.zeros(x.shape, np.uint8)
        painted: dict[int, tuple[tuple[slice, slice], Floats]] = {}
        for number in _BOTTOM_TO_TOP:
            shape = shapes[number]
            window = _window(shape, x, y)
            if window is None:
                continue
            sunk = np.float32(number in _SUNK)
            painting = shape.paint(x[window] + sunk * dx[window], y[window] + sunk * dy[window])
            owner[window][painting.inside] = number
            painted[number] = (window, painting.color)
        colors = {}
        for number, (window, color) in painted.items():
            colors[number] = np.zeros((*x.shape, 3), np.float32)
            colors[number][window] = color * (owner[window] == number)[..., None]
        return owner, colors

    def _glitter(self, x: Floats, y: Floats, seconds: float) -> Floats:
        """Return the sky's reflection on the crests of the waves."""
        return np.clip(self._water.caustics(x * 0.6 + 90, y * 0.9, seconds * 1.4) - 0.86, 0, 1) * 120

    def _developed(self, image: Floats, seconds: float, index: int) -> NDArray[np.uint8]:
        """Return the picture as a camera would: a passing cloud, darker corners, noise of the sensor."""
        cloud = 1.0 + 0.07 * np.sin(seconds * 1.3 + 2)
        across, down = _grid(1)
        corner = 1 - 0.44 * (((across - WIDTH / 2) / WIDTH) ** 2 + ((down - HEIGHT / 2) / HEIGHT) ** 2)
        noise = np.random.default_rng((self._seed, index)).normal(0, 2.2, image.shape).astype(np.float32)
        return np.clip(image * (cloud * corner)[..., None] + noise + 0.5, 0, 255).astype(np.uint8)


def _grid(fine: int) -> tuple[Floats, Floats]:
    """Return x and y of the centers of the points of a picture with `fine` points across a pixel."""
    y, x = np.mgrid[0 : HEIGHT * fine, 0 : WIDTH * fine].astype(np.float32)
    return (x + 0.5) / fine, (y + 0.5) / fine


def _share(points: NDArray[np.bool_]) -> Floats:
    """Return the share of each pixel's points that are set."""
    return points.reshape(HEIGHT, _FINE, WIDTH, _FINE).mean((1, 3), dtype=np.float32)


def _near(shape: Shape, x: Floats, y: Floats, reach: float) -> bool:
    left, top, right, bottom = shape.box
    return bool(
        right + reach > x.min() and left - reach < x.max() and bottom + reach > y.min() and top - reach < y.max()
    )


def _window(shape: Shape, x: Floats, y: Floats) -> tuple[slice, slice] | None:
    """Return the rows and columns of the points that `shape` can own, None when it is out of the picture."""
    left, top, right, bottom = shape.box
    inside = (x >= left - 4) & (x <= right + 4) & (y >= top - 4) & (y <= bottom + 4)
    rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
    if not len(rows):
        return None
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _rolled(way: Floats) -> Floats:
    """Return the orientation of a ball that came this way, shape (3, 3), by Rodrigues' formula."""
    angle = float(np.hypot(*way)) / 46
    if angle == 0:
        return np.eye(3, dtype=np.float32)
    ax, ay = way / np.hypot(*way)
    cross = np.array([[0, 0, ax], [0, 0, ay], [-ax, -ay, 0]])
    start = np.array([[0.8, 0.6, 0], [-0.42, 0.56, 0.714], [0.428, -0.571, 0.7]])
    turned = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return np.asarray(turned @ start, np.float32)


def _pair(point: Floats) -> tuple[float, float]:
    return float(point[0]), float(point[1])

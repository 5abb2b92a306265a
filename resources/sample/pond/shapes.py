"""What swims and floats in the pond: for points of the picture, whether they lie on the object and their color.

Every `paint` takes world coordinates `x`, `y` (pixels, any equal shape) and returns a Painting of that shape. Colors
are 0..255 before the light of the scene falls on them.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from resources.sample.pond.ground import Floats, smooth_noise


@dataclass(frozen=True, slots=True, eq=False)
class Painting:
    """An object at some points: `inside` has their shape, `color` that shape and three channels."""

    inside: NDArray[np.bool_]
    color: Floats


class Shape(Protocol):
    """An object at one moment."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom that hold the whole object, in world coordinates."""
        ...

    def paint(self, x: Floats, y: Floats) -> Painting:
        """Return the object at the points (x, y)."""
        ...


def _look_up(texture: Floats, u: Floats, v: Floats) -> Floats:
    """Return `texture` (rows v, columns u, both 0..1, mirrored outside) at the nearest texel."""
    rows, columns = texture.shape[:2]
    row = np.abs((v * rows).astype(np.int32)) % rows
    column = np.abs((u * columns).astype(np.int32)) % columns
    return texture[row, column]


def _mix(first: Floats, second: Floats, share: Floats) -> Floats:
    share = np.clip(share, 0, 1)[..., None].astype(np.float32)
    return first * (1 - share) + second * share


def _rgb(red: int, green: int, blue: int) -> Floats:
    return np.array([red, green, blue], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Ball:
    """A blue rubber ball with two pale bands, seen from above; `turn` is its orientation, shape (3, 3)."""

    center: tuple[float, float]
    radius: float
    turn: Floats
    grain: Floats

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        (x, y), r = self.center, self.radius + 1
        return x - r, y - r, x + r, y + r

    def paint(self, x: Floats, y: Floats) -> Painting:
        """Return the ball at the points (x, y)."""
        px, py = (x - self.center[0]) / self.radius, (y - self.center[1]) / self.radius
        square = px**2 + py**2
        pz = np.sqrt(np.clip(1 - square, 0, 1))
        on_ball = np.stack([px, py, pz], -1) @ self.turn
        color = np.broadcast_to(_rgb(32, 84, 190), on_ball.shape).astype(np.float32)
        for axis in (0, 1):
            band = np.clip((0.15 - np.abs(on_ball[..., axis])) * 40, 0, 1)
            color = _mix(color, _rgb(214, 226, 240), band * 0.9)
        around = np.arctan2(on_ball[..., 1], on_ball[..., 0]) / (2 * np.pi)
        color = color * (1 + 0.07 * _look_up(self.grain, around, on_ball[..., 2] * 0.5 + 0.5))[..., None]
        facing = np.clip(-0.45 * px - 0.5 * py + 0.74 * pz, 0, 1)
        shine = np.clip(-0.38 * px - 0.42 * py + 0.82 * pz, 0, 1) ** 60
        color = color * (0.36 + 0.78 * facing)[..., None] + 150 * shine[..., None]
        return Painting(square <= 1, color.astype(np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class LilyPad:
    """A lily pad with a notch, veins and a bright rim, lying on the water."""

    center: tuple[float, float]
    radius: float
    angle: float
    grain: Floats

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        (x, y), r = self.center, self.radius * 1.1
        return x - r, y - r, x + r, y + r

    def paint(self, x: Floats, y: Floats) -> Painting:
        """Return the pad at the points (x, y)."""
        px, py = (x - self.center[0]) / self.radius, (y - self.center[1]) / self.radius
        distance = np.hypot(px, py)
        bearing = np.arctan2(py, px) - self.angle
        bearing = (bearing + np.pi) % (2 * np.pi) - np.pi
        edge = 1 + 0.025 * np.sin(7 * bearing) + 0.015 * np.sin(13 * bearing + 1)
        inside = (distance <= edge) & ~((np.abs(bearing) < 0.30 * np.clip(distance, 0.2, 1)) & (distance > 0.12))
        turned_x, turned_y = distance * np.cos(bearing), distance * np.sin(bearing)
        mottle = _look_up(self.grain, turned_x * 0.4 + 0.5, turned_y * 0.4 + 0.5)
        color = _mix(_rgb(58, 128, 40), _rgb(112, 172, 62), 0.45 + 0.25 * mottle)
        vein = np.abs((bearing / (2 * np.pi) * 15 + 0.5) % 1 - 0.5) * distance
        color = _mix(color, _rgb(164, 204, 110), np.clip(1.3 - vein * 38, 0, 0.75) * np.clip(1.15 - distance, 0, 1))
        color = _mix(color, _rgb(176, 176, 84), np.clip((distance - edge + 0.08) * 12, 0, 0.8))
        color = color * (0.84 + 0.13 * px * -0.7 + 0.13 * py * -0.7 + 0.14 * distance**2)[..., None]
        return Painting(inside, color.astype(np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Duck:
    """A toy duck seen from above: body with folded wings and a tail, head, beak, eyes; `angle` is its heading."""

    center: tuple[float, float]
    size: float
    angle: float
    nod: float
    grain: Floats

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        (x, y), r = self.center, self.size * 1.25
        return x - r, y - r, x + r, y + r

    def paint(self, x: Floats, y: Floats) -> Painting:
        """Return the duck at the points (x, y)."""
        dx, dy = (x - self.center[0]) / self.size, (y - self.center[1]) / self.size
        u = dx * np.cos(self.angle) + dy * np.sin(self.angle)
        v = dy * np.cos(self.angle) - dx * np.sin(self.angle)
        grain = _look_up(self.grain, u * 0.4 + 0.5, v * 0.4 + 0.5)
        body = 1 - (u / 0.80) ** 2 - (v / (0.52 - 0.10 * u)) ** 2
        tail = np.clip(1 - np.abs(v) / np.clip((u + 1.12) * 0.55, 1e-3, None), -1, 1) * (u < -0.4) * (u > -1.12)
        head_u, head_v = u - 0.52, v - 0.12 * self.nod
        head = 1 - (head_u**2 + head_v**2) / 0.36**2
        beak = 1 - ((head_u - 0.36) / 0.24) ** 2 - (head_v / 0.17) ** 2
        color = _mix(_rgb(236, 186, 26), _rgb(255, 218, 60), 0.5 + 0.3 * grain)
        color = color * (0.50 + 0.55 * np.sqrt(np.clip(body, 0.02, 1)))[..., None]
        wing = np.abs(np.hypot((u + 0.12) / 0.55, (np.abs(v) - 0.20) / 0.20) - 1)
        color = _mix(color, _rgb(176, 120, 10), np.clip(0.75 - wing * 7, 0, 0.75) * (body > 0))
        color = np.where(
            ((beak > 0) & (head <= 0))[..., None], _rgb(232, 96, 22) * (0.6 + 0.4 * beak[..., None]), color
        )
        head_light = 0.58 + 0.50 * np.sqrt(np.clip(head, 0, 1)) - 0.25 * (dx + dy - 0.3) * (1 - np.clip(head, 0, 1))
        color = np.where((head > 0)[..., None], _rgb(252, 208, 44) * head_light[..., None], color)
        eye = np.hypot(head_u - 0.12, np.abs(head_v) - 0.22) < 0.065
        color = np.where(eye[..., None], _rgb(18, 16, 20), color)
        color = color * (1.0 - 0.16 * dx - 0.16 * dy)[..., None]
        return Painting((body > 0) | (tail > 0.05) | (head > 0) | (beak > 0), color.astype(np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Koi:
    """A koi: `spine` holds points from the snout to the tail's root, shape (n, 2); `beat` moves the fins (radians)."""

    spine: Floats
    half_width: float
    beat: float
    patches: Floats

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        margin = self.half_width * 2.4
        (left, top), (right, bottom) = self.spine.min(0) - margin, self.spine.max(0) + margin
        return float(left), float(top), float(right), float(bottom)

    def paint(self, x: Floats, y: Floats) -> Painting:
        """Return the koi at the points (x, y)."""
        u, v = self._along_and_across(x, y)
        side = np.abs(v)
        profile = np.clip(np.sin(np.pi * np.clip(u * 0.93, 0, 1) ** 0.62), 0, 1) ** 0.62
        profile = np.where(u > 0.72, np.maximum(profile, 0.20), profile) * (u <= 0.86)
        body = (side < profile) & (u > 0.0)
        fan = np.clip((u - 0.80) / 0.20, 0, None)
        notch = 1.0 - 0.34 * np.exp(-((v / 0.32) ** 2))
        tail = (u > 0.80) & (side < 0.16 + 0.95 * fan**0.8) & (fan < notch)
        fin_u, fin_v = u - 0.30, side - 0.70
        lean = 0.75 + 0.18 * np.sin(self.beat)
        fin_along = fin_u * 5.2 * np.cos(lean) + fin_v * np.sin(lean)
        fin_across = fin_v * np.cos(lean) - fin_u * 5.2 * np.sin(lean)
        fin = ((fin_along - 0.42) / 0.62) ** 2 + (fin_across / 0.30) ** 2 < 1
        return Painting(body | tail | fin, self._color(u, v, profile, body, fan))

    def _color(self, u: Floats, v: Floats, profile: Floats, body: NDArray[np.bool_], fan: Floats) -> Floats:
        side = np.abs(v)
        patch = _look_up(self.patches, u, v * 0.25 + 0.5)
        color = _mix(_rgb(238, 228, 212), _rgb(226, 86, 22), (patch + 0.55) * 5)
        scales = np.sin(u * 150) * np.sin(v * 14 + np.floor(u * 24) * np.pi)
        color = color * (1 + 0.06 * scales * (u > 0.2))[..., None]
        color = _mix(color, _rgb(176, 58, 14), np.clip(1 - side * 7, 0, 0.55) * (u > 0.3))
        round_light = 0.50 + 0.55 * np.sqrt(np.clip(1 - (side / np.maximum(profile, 0.05)) ** 2, 0, 1))
        color = color * round_light[..., None]
        eye = np.hypot((u - 0.085) * 5.6, side - 0.52) < 0.13
        color = np.where((eye & body)[..., None], _rgb(20, 14, 14), color)
        rays = 0.80 + 0.12 * np.sin(v * 30 / (0.4 + fan)) + 0.10 * np.sin(u * 90 + side * 12)
        fins = _rgb(240, 150, 88) * rays[..., None]
        return np.where(body[..., None], color, fins).astype(np.float32)

    def _along_and_across(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return every point's place along the spine (0 snout, 1 end of the tail fin) and across it (1 half width)."""
        start, step = self.spine[:-1], np.diff(self.spine, axis=0)
        best = np.full(x.shape, np.inf, np.float32)
        along, across = np.zeros_like(x), np.zeros_like(x)
        for index in range(len(start)):
            (sx, sy), (tx, ty) = start[index], step[index]
            length = float(np.hypot(tx, ty))
            dx, dy = x - sx, y - sy
            share = (dx * tx + dy * ty) / length**2
            held = np.clip(share, 0, 1)
            distance = (dx - held * tx) ** 2 + (dy - held * ty) ** 2
            nearer = distance < best
            best = np.where(nearer, distance, best)
            place = share if index in (0, len(start) - 1) else held
            along = np.where(nearer, (index + place) / len(start), along)
            across = np.where(nearer, (dy * tx - dx * ty) / length, across)
        return along.astype(np.float32), (across / self.half_width).astype(np.float32)


def mottling(rng: np.random.Generator, cell: float) -> Floats:
    """Return a square of noise that gives an object its grain."""
    return smooth_noise(rng, 256, 256, cell=cell)

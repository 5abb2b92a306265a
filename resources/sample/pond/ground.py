"""The bottom of the pond and the light on it: gravel, caustics, ripples. Everything comes from a seed."""

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_STONES = np.array(
    [[118, 104, 88], [148, 134, 114], [96, 92, 88], [134, 112, 86], [168, 156, 138], [84, 76, 66], [112, 118, 116]],
    np.float32,
)


def smooth_noise(rng: np.random.Generator, height: int, width: int, *, cell: float, octaves: int = 4) -> Floats:
    """Return fractal noise of shape (height, width), mean 0, standard deviation 1; `cell` is its coarsest feature."""
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        size = max(cell / 2**octave, 1.0)
        rows, columns = int(height / size) + 3, int(width / size) + 3
        coarse = rng.standard_normal((rows, columns)).astype(np.float32)
        total += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) / 1.7**octave
    return (total - total.mean()) / total.std()


def gravel(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Return a picture of wet gravel, shape (height, width, 3), values 0..255: stones laid one over the other."""
    sand = smooth_noise(rng, height, width, cell=40)[..., None] * 9 + np.array([92, 84, 70], np.float32)
    picture = sand + rng.normal(0, 7, (height, width, 1)).astype(np.float32)
    grain = smooth_noise(rng, height, width, cell=6, octaves=3)
    sizes = np.sort(rng.gamma(4.0, 2.4, 2400))
    for radius in np.clip(sizes, 4, 34):
        _lay_stone(rng, picture, grain, float(radius))
    return picture


def _lay_stone(rng: np.random.Generator, picture: Floats, grain: Floats, radius: float) -> None:
    """Paint one rounded stone with its contact shadow at a random place of `picture`."""
    height, width = grain.shape
    reach = int(radius * 1.5) + 4
    x, y = int(rng.integers(reach, width - reach)), int(rng.integers(reach, height - reach))
    dy, dx = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    turn, slim = rng.uniform(0, np.pi), rng.uniform(0.6, 0.95)
    along, across = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
    bearing = np.arctan2(across, along)
    wobble = 1 + 0.08 * np.sin(3 * bearing + rng.uniform(0, 6)) + 0.05 * np.sin(5 * bearing + rng.uniform(0, 6))
    distance = np.hypot(along, across / slim) / (radius * wobble)
    place = np.s_[y - reach : y + reach + 1, x - reach : x + reach + 1]
    shadow = np.clip(1.5 - np.hypot(dx - 0.25 * radius, dy - 0.3 * radius) / radius, 0, 0.5)[..., None]
    picture[place] *= 1 - 0.9 * shadow
    dome = np.sqrt(np.clip(1 - distance**2, 0, 1))
    light = 0.52 + 0.42 * dome - 0.28 * (dx + dy) / (radius * 1.6) * (1 - dome)
    color = _STONES[rng.integers(len(_STONES))] * rng.uniform(0.75, 1.2)
    stone = (color + 9 * grain[place][..., None]) * light[..., None]
    cover = np.clip((1 - distance) * radius, 0, 1)[..., None]
    picture[place] = picture[place] * (1 - cover) + stone * cover


class Water:
    """Waves on the surface as a sum of plane waves; everything the water does to light is derived from them."""

    def __init__(self, rng: np.random.Generator) -> None:
        count = 14
        length = rng.uniform(34, 120, count)
        bearing = rng.uniform(0, 2 * np.pi, count)
        self._kx = 2 * np.pi / length * np.cos(bearing)
        self._ky = 2 * np.pi / length * np.sin(bearing)
        self._speed = 1.6 * np.sqrt(120 / length)
        self._phase = rng.uniform(0, 2 * np.pi, count)

    def offset(self, x: Floats, y: Floats, seconds: float) -> tuple[Floats, Floats]:
        """Return by how many pixels refraction moves what is seen at (x, y); the long waves only."""
        dx, dy = np.zeros_like(x), np.zeros_like(x)
        for wave in range(4):
            slope = np.cos(self._angle(wave, x, y, seconds))
            dx += np.float32(0.8 * np.cos(wave * 2.4)) * slope
            dy += np.float32(0.8 * np.sin(wave * 2.4)) * slope
        return dx, dy

    def caustics(self, x: Floats, y: Floats, seconds: float) -> Floats:
        """Return the light net on the bottom, 0 (dim) to about 1 (bright line)."""
        bend_x, bend_y = self.offset(x * 1.7, y * 1.7, seconds * 1.1)
        x, y = x + 7 * bend_x, y + 7 * bend_y
        field = np.zeros_like(x)
        for wave in range(4, 14):
            field += np.sin(self._angle(wave, x, y, seconds))
        return np.exp(-np.abs(field) * 1.1).astype(np.float32)

    def _angle(self, wave: int, x: Floats, y: Floats, seconds: float) -> Floats:
        time = self._phase[wave] - self._speed[wave] * seconds
        return np.float32(self._kx[wave]) * x + np.float32(self._ky[wave]) * y + np.float32(time)

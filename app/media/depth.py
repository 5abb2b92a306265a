"""Pictures of more than 8 bits as 8-bit ones: which value is white is decided once for all frames of a source."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

SAMPLES = 9
"""Pictures of a source that are looked at to find out its range."""

NEGATIVE_SHARE = 0.05
"""Less below 0 than this share of the largest value is noise of a filter, not a range of its own."""


@dataclass(frozen=True, slots=True)
class ValueRange:
    """The values that are shown as black and as white; between them it is linear."""

    black: float
    white: float

    @classmethod
    def chosen(cls, black: float | None, white: float | None) -> "ValueRange | None":
        """Return the range that was chosen, None where none was."""
        return None if black is None or white is None else cls(black, white)

    def to_8_bit(self, values: NDArray[Any]) -> NDArray[np.uint8]:
        """Return values of any number type as 0..255, what is outside as black or white."""
        if values.dtype == np.uint8:
            return np.asarray(values, np.uint8)
        if values.dtype == np.uint16 and self.black == 0:
            return np.asarray(cv2.convertScaleAbs(values, alpha=255 / self.white), np.uint8)
        scaled = (values.astype(np.float64) - self.black) * (255 / (self.white - self.black))
        return np.nan_to_num(np.rint(scaled), posinf=255, neginf=0).clip(0, 255).astype(np.uint8)


def range_of(pictures: Iterable[NDArray[Any]]) -> ValueRange | None:
    """Return the range of some pictures of one source, None when all have 8 bits.

    White is the largest value of the fewest bits that hold what is there: 4095 for 12 bits in 16, 1.0 for fractions.
    """
    low, high, integers, deep = 0.0, 0.0, True, False
    for picture in pictures:
        if picture.dtype == np.uint8:
            continue
        deep = True
        integers = integers and np.issubdtype(picture.dtype, np.integer)
        finite = picture[np.isfinite(picture)] if picture.dtype.kind == "f" else picture
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    if not deep:
        return None
    black = low if low < 0 and (integers or -low > NEGATIVE_SHARE * high) else 0.0
    return ValueRange(black, _white(black, high, integers=integers))


def _white(black: float, high: float, *, integers: bool) -> float:
    if not integers and high <= 1:
        return 1.0 if high > 0 or black == 0 else max(high, black + 1.0)
    if high <= 0:
        return max(high, black + 1.0)
    if high > 65_535:
        return high
    return next(float((1 << bits) - 1) for bits in range(8, 17) if high <= (1 << bits) - 1)


def range_in_words(values: ValueRange) -> str:
    """Return a sentence about how deep pictures are shown."""
    return f"Pictures of more than 8 bits: {values.black:g} is shown as black, {values.white:g} as white."

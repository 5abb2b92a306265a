"""A mask: which pixels of one frame belong to one object, as immutable row-major run lengths."""

from collections.abc import Collection
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.errors import ProjectError
from app.masks import runs
from app.masks.packing import packed, unpacked

MAX_SIDE: Final = 32768
"""Longest side of a mask in pixels."""

Rect = tuple[int, int, int, int]
"""Left, top, right, bottom in whole pixels; right and bottom are the first ones outside."""


class Mask:
    """Immutable, small (about 1 KB for an outline of 1080p), comparable and hashable; safe to share between threads.

    Only the packed bytes are kept and they are unpacked on each use (about 20 µs): a project holds tens of thousands of
    masks, and memory must not grow with those that were read.
    """

    __slots__ = ("_area", "_data", "_height", "_width")
    _area: int
    _data: bytes
    _height: int
    _width: int

    def __init__(self, flips: runs.Flips, height: int, width: int) -> None:
        """`flips` as described in `app.masks.runs`; from_array, from_counts and empty are the usual ways in."""
        _check_size(height, width)
        self._height, self._width = int(height), int(width)
        self._area = runs.area(flips, self._height * self._width)
        self._data = packed(flips, self._width)

    @classmethod
    def from_array(cls, array: ArrayLike) -> "Mask":
        """Return the mask of an array of shape (H, W); what is not zero belongs to the object."""
        pixels = np.asarray(array)
        if pixels.ndim != 2:
            raise ValueError(f"a mask has two dimensions, not {pixels.ndim}")
        if pixels.dtype != np.bool_:
            pixels = pixels != 0
        return cls(runs.from_pixels(pixels), *pixels.shape)

    @classmethod
    def from_counts(cls, counts: ArrayLike, height: int, width: int) -> "Mask":
        """Return the mask of row-major run lengths, alternately outside and inside, the first one outside (maybe 0).

        ProjectError when they are negative or do not add up to height * width.
        """
        _check_size(height, width)
        lengths = np.asarray(counts)
        if lengths.ndim != 1 or (lengths.size and lengths.dtype.kind not in "iu"):
            raise ProjectError("Run lengths of a mask must be whole numbers.")
        size = height * width
        if lengths.size and (int(lengths.min()) < 0 or int(lengths.max()) > size):
            raise ProjectError("Run lengths of a mask must lie between 0 and {size}.", size=size)
        places = np.cumsum(lengths, dtype=np.int64)
        if (int(places[-1]) if lengths.size else 0) != size:
            raise ProjectError(
                "The run lengths of a mask do not add up to {width} x {height} pixels.", width=width, height=height
            )
        # A run of length zero flips twice at one place, which is no flip; and a flip at the end is none.
        kept, times = np.unique(places[:-1], return_counts=True)
        return cls(kept[(times % 2 == 1) & (kept < size)], height, width)

    @classmethod
    def from_bytes(cls, data: bytes, height: int, width: int) -> "Mask":
        """Return the mask that `to_bytes` gave. ProjectError when the bytes are not those of a mask of this size."""
        _check_size(height, width)
        flips = unpacked(bytes(data), height, width)
        return cls.stored(bytes(data), height, width, runs.area(flips, height * width))

    @classmethod
    def stored(cls, data: bytes, height: int, width: int, area: int) -> "Mask":
        """Return the mask of bytes whose checksum was verified, without unpacking them.

        If they are no mask all the same, its first use raises ProjectError.
        """
        mask = object.__new__(cls)
        mask._data, mask._height, mask._width, mask._area = data, height, width, area
        return mask

    @classmethod
    def empty(cls, height: int, width: int) -> "Mask":
        """Return the mask without pixels."""
        return cls(np.zeros(0, np.int64), height, width)

    @classmethod
    def full(cls, height: int, width: int) -> "Mask":
        """Return the mask of all pixels."""
        return cls(np.zeros(1, np.int64), height, width)

    @property
    def height(self) -> int:
        """Rows of the frame."""
        return self._height

    @property
    def width(self) -> int:
        """Columns of the frame."""
        return self._width

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width), as numpy has it."""
        return self._height, self._width

    @property
    def area(self) -> int:
        """Pixels inside."""
        return self._area

    @property
    def nbytes(self) -> int:
        """Size of the packed form in bytes."""
        return len(self._data)

    @property
    def bbox(self) -> Rect | None:
        """(x0, y0, x1, y1), half open, or None when the mask is empty."""
        return runs.bounds(self.flips(), self._height, self._width) if self._area else None

    @property
    def rim_share(self) -> float:
        """The share of the frame's border that is inside, 0..1."""
        return runs.rim(self.flips(), self._height, self._width) / (2 * (self._height + self._width))

    def to_array(self) -> NDArray[np.bool_]:
        """Return a new array of shape (H, W)."""
        return runs.to_pixels(self.flips(), self._height * self._width).reshape(self._height, self._width)

    def to_rows(self, y0: int, y1: int) -> NDArray[np.bool_]:
        """Return a new array of shape (y1 - y0, W): the rows y0 to y1 - 1, which must exist."""
        part = runs.clipped(self.flips(), y0 * self._width, y1 * self._width)
        return runs.to_pixels(part, (y1 - y0) * self._width).reshape(y1 - y0, self._width)

    def counts(self) -> NDArray[np.uint32]:
        """Return row-major run lengths, alternately outside and inside, the first one outside (maybe 0)."""
        return runs.counts(self.flips(), self._height * self._width).astype(np.uint32)

    def flips(self) -> runs.Flips:
        """Return the positions where outside and inside change, as described in `app.masks.runs`; a new array."""
        return unpacked(self._data, self._height, self._width)

    def to_bytes(self) -> bytes:
        """Return the packed form for `from_bytes`; the size is not in it."""
        return self._data

    def contains(self, x: float, y: float) -> bool:
        """Return whether the pixel under the point (x, y), in image pixels, is inside; False beyond the frame."""
        if not (self._area and 0 <= x < self._width and 0 <= y < self._height):
            return False
        place = int(y) * self._width + int(x)
        return int(np.searchsorted(self.flips(), place, side="right")) % 2 == 1

    def union(self, other: "Mask") -> "Mask":
        """Return what is inside at least one of both."""
        return self._combined(other, np.logical_or)

    def intersection(self, other: "Mask") -> "Mask":
        """Return what is inside both."""
        return self._combined(other, np.logical_and)

    def difference(self, other: "Mask") -> "Mask":
        """Return what is inside this one and outside of the other."""
        return self._combined(other, np.greater)

    def changed_as(self, before: "Mask", after: "Mask") -> "Mask":
        """Return this mask with what `after` adds to `before` and takes from it."""
        return self.union(after.difference(before)).difference(before.difference(after))

    def overlap(self, other: "Mask") -> int:
        """Return how many pixels are inside both, without drawing either."""
        self._check_same_size(other)
        if not (self._area and other._area):
            return 0
        return runs.overlap(self.flips(), other.flips(), self._height * self._width)

    def iou(self, other: "Mask") -> float:
        """Return intersection over union, 0..1; two empty masks agree: 1."""
        shared = self.overlap(other)
        together = self._area + other._area - shared
        return shared / together if together else 1.0

    def damage(self) -> str | None:
        """Return what is wrong with a mask made by `stored`, in English, or None. Other masks are never damaged."""
        try:
            area = runs.area(self.flips(), self._height * self._width)
        except ProjectError as error:
            return error.message
        return None if area == self._area else f"A saved mask is damaged: it has {area} pixels, not {self._area}."

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mask):
            return NotImplemented
        if self is other:
            return True
        if (self._area, self._height, self._width) != (other._area, other._height, other._width):
            return False
        # Another version of zlib may deflate the same runs to other bytes.
        return self._data == other._data or np.array_equal(self.flips(), other.flips())

    def __hash__(self) -> int:
        return hash((self._area, self._height, self._width))

    def __repr__(self) -> str:
        return f"Mask({self._width} x {self._height}, {self._area} px)"

    def _combined(self, other: "Mask", operation: runs.Combine) -> "Mask":
        self._check_same_size(other)
        return Mask(runs.combined(self.flips(), other.flips(), operation), self._height, self._width)

    def _check_same_size(self, other: "Mask") -> None:
        if self.shape != other.shape:
            raise ValueError(f"masks differ in size: {self} and {other}")


def all_of_size(masks: Collection[Mask], height: int, width: int) -> bool:
    """Return whether all masks are of frames of this size: quicker than to ask each of tens of thousands."""
    return {mask._height for mask in masks} <= {height} and {mask._width for mask in masks} <= {width}


def areas(masks: Collection[Mask]) -> NDArray[np.int64]:
    """Return the areas of masks, shape (n,): quicker than to ask each of tens of thousands."""
    return np.array([mask._area for mask in masks], np.int64)


def _check_size(height: int, width: int) -> None:
    if not (0 < height <= MAX_SIDE and 0 < width <= MAX_SIDE):
        raise ProjectError(
            "A mask cannot be {width} x {height} pixels.",
            "The longest side is {most} pixels.",
            width=width,
            height=height,
            most=MAX_SIDE,
        )

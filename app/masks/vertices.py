"""The outline of a mask as few vertices that a person can move; where none is touched the outline stays exact."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot

import cv2
import numpy as np
from numpy.typing import NDArray

from app.masks.mask import Mask
from app.masks.polygon import Ring, from_rings, polygons

Point = tuple[float, float]

SMALL = 6.0
"""Rings not longer than so many pixels have no vertices: specks and pinholes are no place for handles."""
MOST = 24
"""A ring with more vertices is simplified further, as far as `COARSEST` lets it."""
FINEST, COARSEST = 0.006, 0.03
"""By how much a side may be off its outline, as a share of the ring's size; at least `LEAST` pixels."""
LEAST, COARSER = 1.0, 1.4
MOST_FLIPS = 8_000
"""A mask of more changes between inside and outside is ragged: following its outline would be felt (5 µs each)."""
CLOSE = 2.0
"""Vertices closer than so many tolerances are one."""


@dataclass(frozen=True, slots=True)
class Vertex:
    """A corner at (x, y) in image pixels. `place`: which of the ring's first vertices it is, None: moved or added."""

    x: float
    y: float
    place: int | None = None

    @property
    def at(self) -> Point:
        """The corner as a pair."""
        return self.x, self.y


@dataclass(frozen=True, slots=True, eq=False)
class EditedRing:
    """One closed outline, of a part or of a hole. `first` are the indices in `exact` of the vertices it began with."""

    exact: Ring
    first: tuple[int, ...]
    vertices: tuple[Vertex, ...]

    def corners(self) -> Ring:
        """Return its corners: exact ones between vertices that were neighbors and are untouched, else straight lines.

        A ring of fewer than three vertices is none.
        """
        if not self.first:
            return self.exact
        if len(self.vertices) < 3:
            return np.zeros((0, 2), np.float64)
        following = (*self.vertices[1:], self.vertices[0])
        return np.concatenate([self._side(a, b) for a, b in zip(self.vertices, following, strict=True)])

    def _side(self, a: Vertex, b: Vertex) -> Ring:
        """Return the corners from `a` on, up to but without `b`."""
        if a.place is None or b.place is None or (a.place + 1) % len(self.first) != b.place:
            return np.array([a.at], np.float64)
        begin, end = self.first[a.place], self.first[b.place]
        return self.exact[begin:end] if begin < end else np.concatenate((self.exact[begin:], self.exact[:end]))


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """All rings of a mask; each change returns another outline. A vertex is named by its ring and its place in that."""

    rings: tuple[EditedRing, ...]
    height: int
    width: int

    @property
    def shown(self) -> tuple[tuple[Point, ...], ...]:
        """The vertices of each ring, in image pixels; empty for rings that have none."""
        return tuple(tuple(vertex.at for vertex in ring.vertices) for ring in self.rings)

    def moved(self, ring: int, index: int, to: Point) -> "Outline":
        """Return the outline with one vertex elsewhere."""
        vertices = self.rings[ring].vertices
        return self._with(ring, (*vertices[:index], Vertex(*to), *vertices[index + 1 :]))

    def added(self, ring: int, after: int, at: Point) -> "Outline":
        """Return the outline with another vertex on the side that begins at vertex `after`."""
        vertices = self.rings[ring].vertices
        return self._with(ring, (*vertices[: after + 1], Vertex(*at), *vertices[after + 1 :]))

    def without(self, ring: int, index: int) -> "Outline":
        """Return the outline without one vertex; a ring of two is gone."""
        vertices = self.rings[ring].vertices
        left = (*vertices[:index], *vertices[index + 1 :])
        return self._with(ring, left if len(left) >= 3 else ())

    def mask(self) -> Mask:
        """Return the pixels inside: those whose centers lie in an odd number of the rings."""
        return from_rings([ring.corners() for ring in self.rings], self.height, self.width)

    def _with(self, ring: int, vertices: tuple[Vertex, ...]) -> "Outline":
        changed = replace(self.rings[ring], vertices=vertices)
        return replace(self, rings=(*self.rings[:ring], changed, *self.rings[ring + 1 :]))


def is_ragged(mask: Mask) -> bool:
    """Return whether a mask is no work for a person's hand, corner by corner."""
    return len(mask.flips()) > MOST_FLIPS


def outline_of(mask: Mask) -> Outline:
    """Return the outline of a mask, with as few vertices as its shape allows; untouched, its mask is that mask."""
    rings = [ring for polygon in polygons(mask) for ring in (polygon.outline, *polygon.holes)]
    return Outline(tuple(map(_edited, rings)), mask.height, mask.width)


def _edited(exact: Ring) -> EditedRing:
    width, height = np.ptp(exact, axis=0).tolist()
    size = hypot(width, height)
    if size <= SMALL:
        return EditedRing(exact, (), ())
    corners, tolerance = exact.astype(np.int32), max(LEAST, FINEST * size)
    few = _simplified(corners, tolerance)
    while len(few) > MOST and tolerance * COARSER <= COARSEST * size:
        tolerance *= COARSER
        few = _simplified(corners, tolerance)
    first = _indices(corners, few) if len(few) >= 3 else tuple(len(exact) * i // 4 for i in range(4))
    kept = exact[list(first)].tolist()
    return EditedRing(exact, first, tuple(Vertex(x, y, place) for place, (x, y) in enumerate(kept)))


def _simplified(corners: NDArray[np.int32], tolerance: float) -> NDArray[np.int32]:
    """Return the corners that Douglas and Peucker keep, in their order.

    They always keep the corner they begin with, which may lie close to another: it goes then.
    """
    kept = np.asarray(cv2.approxPolyDP(corners.reshape(-1, 1, 2), tolerance, True), np.int32).reshape(-1, 2)
    apart = np.abs(kept - np.roll(kept, 1, axis=0)).max(axis=1) > CLOSE * tolerance
    return kept[apart] if np.count_nonzero(apart) >= 3 else kept


def _indices(corners: NDArray[np.int32], few: NDArray[np.int32]) -> tuple[int, ...]:
    """Return which corners the `few` are, ascending. Two corners may lie in one place: then the order tells them apart.

    The first of the few may begin anywhere in the ring.
    """
    where: dict[tuple[int, int], list[int]] = {}
    for index, corner in enumerate(map(tuple, corners.tolist())):
        where.setdefault(corner, []).append(index)
    count, wanted = len(corners), [where[x, y] for x, y in few.tolist()]
    begin = min(wanted[0], key=lambda start: _round(start, wanted, count)[-1])
    return tuple(sorted(index % count for index in _round(begin, wanted, count)))


def _round(begin: int, wanted: Sequence[Sequence[int]], count: int) -> list[int]:
    """Return the first place of each of the wanted corners behind the one before, from `begin` on; beyond `count`
    where the ring begins anew."""
    found = [begin]
    for places in wanted[1:]:
        found.append(min(found[-1] + 1 + (place - found[-1] - 1) % count for place in places))
    return found

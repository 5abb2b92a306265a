"""Outlines as few vertices: what is not touched stays exact, in every part and hole."""

import numpy as np
from hypothesis import given, settings

from app.masks.mask import Mask
from app.masks.polygon import from_rings
from app.masks.vertices import MOST, Outline, outline_of
from tests.masks.strategies import pictures
from tests.masks.test_between import disc


def shape() -> Mask:
    """Return two parts, the first with a hole."""
    return disc(30, 30, 25).difference(disc(30, 30, 8)).union(disc(90, 30, 20))


def corner_at(outline: Outline, x: float, y: float) -> tuple[int, int]:
    """Return the corner nearest to a point."""
    every = [(ring, index) for ring, corners in enumerate(outline.shown) for index in range(len(corners))]
    return min(every, key=lambda at: np.hypot(*np.subtract(outline.shown[at[0]][at[1]], (x, y))))


@settings(max_examples=60, deadline=None)
@given(pictures(max_side=20))
def test_an_untouched_outline_is_its_mask(picture: np.ndarray) -> None:
    mask = Mask.from_array(picture)
    assert outline_of(mask).mask() == mask


def test_a_large_shape_has_few_vertices_and_a_square_four() -> None:
    square = from_rings([[(10, 10), (50, 10), (50, 40), (10, 40)]], 60, 120)
    assert outline_of(square).shown == (((10, 10), (50, 10), (50, 40), (10, 40)),)
    (round_one,) = outline_of(disc(400, 300, 250, 600, 800)).shown
    assert 8 <= len(round_one) <= MOST
    assert outline_of(shape()).mask() == shape()


def test_a_moved_corner_changes_only_the_sides_beside_it() -> None:
    mask = shape()
    outline = outline_of(mask)
    moved = outline.moved(*corner_at(outline, 30, 5), (30, 1)).mask()
    changed = (moved.union(mask)).difference(moved.intersection(mask))
    assert moved.contains(30, 3)
    x0, _y0, x1, y1 = changed.bbox or (0, 0, 0, 0)
    assert (x0, x1, y1) >= (5, 30, 3)
    assert x1 <= 56
    assert y1 <= 22
    assert not moved.contains(30, 30), "the hole is still there"


def test_a_corner_is_added_to_a_side_and_deleted() -> None:
    square = from_rings([[(10, 10), (50, 10), (50, 40), (10, 40)]], 60, 120)
    outline = outline_of(square)
    tent = outline.added(0, 0, (30, 10)).moved(0, 1, (30, 2))
    assert tent.shown == (((10, 10), (30, 2), (50, 10), (50, 40), (10, 40)),)
    assert tent.mask().area > square.area
    assert tent.without(0, 1).mask() == square
    assert outline.without(0, 0).mask().area == square.area / 2


def test_a_ring_without_three_corners_is_gone() -> None:
    outline = outline_of(shape())
    hole = next(ring for ring, corners in enumerate(outline.shown) if all(20 < x < 40 for x, _y in corners))
    while outline.shown[hole]:
        outline = outline.without(hole, 0)
    assert outline.mask() == disc(30, 30, 25).union(disc(90, 30, 20))

"""Polygons become the pixels whose centers they hold; masks become outlines that give the same mask back."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.masks.mask import Mask
from app.masks.polygon import from_rings, polygons
from tests.masks.strategies import pictures

COORDINATES = st.floats(-5, 20, allow_nan=False).map(lambda v: round(v, 2))


def inside(point, ring) -> bool:
    """Even-odd by counting the sides that a ray to the right crosses."""
    x, y = point
    odd = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (ay <= y) != (by <= y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            odd = not odd
    return odd


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=3, max_size=8))
@example([(0.0, 0.0), (0.0, 0.0), (7.06, 7.06)])
def test_a_polygon_is_the_pixels_whose_centers_are_inside(ring):
    array = from_rings([ring], 12, 15).to_array()
    for y, x in np.ndindex(12, 15):
        around = {inside((x + 0.5 + off, y + 0.5), ring) for off in (-1e-7, 0.0, 1e-7)}
        if len(around) == 1:  # else a side goes through the center, and rounding decides
            assert {bool(array[y, x])} == around


@settings(max_examples=50, deadline=None)
@given(pictures())
def test_outlines_give_the_mask_back(picture):
    mask = Mask.from_array(picture)
    found = polygons(mask)
    assert from_rings([ring for part in found for ring in (part.outline, *part.holes)], *picture.shape) == mask
    for part in found:
        alone = from_rings([part.outline, *part.holes], *picture.shape)
        assert alone.difference(mask).area == 0
        assert len(polygons(alone)) == 1


def test_a_ring_in_a_hole_is_a_part_of_its_own():
    picture = np.zeros((20, 20), bool)
    picture[1:15, 1:15] = True
    picture[3:13, 3:13] = False
    picture[6:9, 6:9] = True
    large, small = polygons(Mask.from_array(picture))
    assert large.outline.tolist() == [[1, 1], [15, 1], [15, 15], [1, 15]]
    assert sorted(map(tuple, large.holes[0].tolist())) == [(3, 3), (3, 13), (13, 3), (13, 13)]
    assert len(large.holes) == 1
    assert small.holes == ()
    assert sorted(map(tuple, small.outline.tolist())) == [(6, 6), (6, 9), (9, 6), (9, 9)]


def test_pixels_that_touch_in_a_corner_are_two_parts():
    assert len(polygons(Mask.from_array(np.eye(2, dtype=bool)))) == 2
    assert len(polygons(Mask.from_array(np.eye(2, dtype=bool)[::-1]))) == 2


def test_a_tolerance_drops_the_steps_of_a_slanting_edge():
    mask = from_rings([[(10, 10), (80, 30), (40, 90)]], 100, 100)
    exact, simple = polygons(mask)[0].outline, polygons(mask, tolerance=2.0)[0].outline
    assert len(simple) < 10 < len(exact)
    assert from_rings([simple], 100, 100).iou(mask) > 0.95


def test_a_single_pixel_survives_any_tolerance():
    mask = from_rings([[(3, 3), (4, 3), (4, 4), (3, 4)]], 10, 10)
    assert mask.area == 1
    assert from_rings([polygons(mask, tolerance=5.0)[0].outline], 10, 10) == mask


def test_rings_beyond_the_frame_are_cut_off():
    assert from_rings([[(-100, -100), (200, -100), (200, 200), (-100, 200)]], 7, 9) == Mask.full(7, 9)
    assert from_rings([[(-1e300, -1e300), (1e300, -1e300), (1e300, 1e300), (-1e300, 1e300)]], 7, 9) == Mask.full(7, 9)
    assert from_rings([[(20, 20), (30, 20), (30, 30)]], 7, 9) == Mask.empty(7, 9)


@pytest.mark.parametrize("ring", [[], [(1, 1)], [(1, 1), (5, 5)], [(1, 1), (float("nan"), 5), (5, 1)]])
def test_what_is_no_polygon_holds_nothing(ring):
    assert from_rings([ring], 7, 9) == Mask.empty(7, 9)


def test_an_empty_mask_has_no_parts():
    assert polygons(Mask.empty(5, 5)) == ()

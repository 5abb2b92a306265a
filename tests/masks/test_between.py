"""Masks between two masks travel, keep their shape and their size on the way."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.masks.between import between
from app.masks.mask import Mask

HEIGHT, WIDTH = 60, 120


def disc(x: float, y: float, radius: float, height: int = HEIGHT, width: int = WIDTH) -> Mask:
    rows, columns = np.ogrid[:height, :width]
    return Mask.from_array((columns + 0.5 - x) ** 2 + (rows + 0.5 - y) ** 2 <= radius**2)


def center(mask: Mask) -> tuple[float, float]:
    rows, columns = np.nonzero(mask.to_array())
    return float(columns.mean()) + 0.5, float(rows.mean()) + 0.5


def parts(mask: Mask) -> int:
    return cv2.connectedComponents(mask.to_array().astype(np.uint8))[0] - 1


def test_a_shape_that_moves_farther_than_it_is_large_travels() -> None:
    first, last = disc(12, 15, 8), disc(105, 45, 8)
    made = list(between(first, last, 9))
    for step, mask in enumerate(made, 1):
        x, y = center(mask)
        assert x == pytest.approx(12 + 93 * step / 10, abs=0.6)
        assert y == pytest.approx(15 + 30 * step / 10, abs=0.6)
        assert mask.area == pytest.approx(first.area, rel=0.1)
        assert mask.iou(disc(x, y, 8)) > 0.85


def test_a_shape_that_grows_has_the_size_of_its_share() -> None:
    first, last = disc(40, 30, 6), disc(60, 30, 24)
    for step, mask in enumerate(between(first, last, 4), 1):
        assert mask.area == pytest.approx(first.area + (last.area - first.area) * step / 5, rel=0.05)
        assert parts(mask) == 1


def test_between_equal_masks_is_that_mask() -> None:
    ring = disc(50, 30, 20).difference(disc(55, 30, 6))
    assert list(between(ring, ring, 3)) == [ring] * 3


def test_parts_that_lie_elsewhere_leave_no_gap_in_time() -> None:
    apart = disc(20, 30, 8).union(disc(100, 30, 8))
    assert all(mask.area > 100 for mask in between(apart, disc(60, 30, 10), 9))


def test_what_leaves_the_frame_is_cut_off_there() -> None:
    cut = disc(118, 30, 14)
    made = list(between(disc(40, 30, 14), cut, 5))
    assert all(mask.shape == cut.shape for mask in made)
    assert [mask.area for mask in made] == sorted((mask.area for mask in made), reverse=True)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 14)), min_size=1, max_size=6), st.integers(0, 9))
def test_any_shapes_lead_to_each_other(pixels: list[tuple[int, int]], seed: int) -> None:
    first = np.zeros((12, 15), bool)
    first[tuple(np.transpose(pixels))] = True
    last = np.random.default_rng(seed).random((12, 15)) < 0.3
    last[0, 0] = True
    assert all(mask.area > 0 for mask in between(Mask.from_array(first), Mask.from_array(last), 3))

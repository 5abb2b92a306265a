"""J and F are those of the DAVIS evaluation, written out here pixel by pixel, with its conventions for empty masks."""

from math import ceil, hypot

import numpy as np
import pytest
from hypothesis import given, settings

from app.masks.mask import Mask
from app.masks.metrics import boundary_f, j_and_f, jaccard
from tests.masks.strategies import picture_pairs


def slow_boundary(a: np.ndarray) -> np.ndarray:
    height, width = a.shape
    edge = np.zeros_like(a)
    for y in range(height):
        for x in range(width):
            right, below = x + 1 < width, y + 1 < height
            edge[y, x] |= right and a[y, x] != a[y, x + 1]
            edge[y, x] |= below and a[y, x] != a[y + 1, x]
            edge[y, x] |= right and below and a[y, x] != a[y + 1, x + 1]
    return edge


def slow_f(a: np.ndarray, b: np.ndarray, tolerance: float) -> float:
    radius = ceil(tolerance * hypot(*a.shape))
    found, wanted = np.argwhere(slow_boundary(a)), np.argwhere(slow_boundary(b))
    if not len(found) or not len(wanted):
        return float(len(found) == len(wanted))
    squared = ((found[:, None] - wanted[None]) ** 2).sum(2)
    precision = (squared.min(1) <= radius**2).mean()
    recall = (squared.min(0) <= radius**2).mean()
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@settings(max_examples=50, deadline=None)
@given(picture_pairs())
def test_f_matches_boundaries_within_a_disc(pair):
    a, b = pair
    for tolerance in (0.008, 0.15):
        found = boundary_f(Mask.from_array(a), Mask.from_array(b), tolerance)
        assert found == pytest.approx(slow_f(a, b, tolerance))


def test_f_is_the_same_for_a_small_object_in_a_large_frame():
    a, b = np.zeros((300, 400), bool), np.zeros((300, 400), bool)
    a[100:120, 200:230] = True
    b[104:123, 197:233] = True
    assert boundary_f(Mask.from_array(a), Mask.from_array(b)) == pytest.approx(slow_f(a, b, 0.008))


def test_empty_masks_agree_with_each_other_and_with_nothing_else():
    empty, square = Mask.empty(20, 20), Mask.from_array(np.pad(np.ones((4, 4), bool), 8))
    assert (jaccard(empty, empty), boundary_f(empty, empty)) == (1.0, 1.0)
    assert (jaccard(empty, square), boundary_f(empty, square)) == (0.0, 0.0)
    assert (jaccard(square, empty), boundary_f(square, empty)) == (0.0, 0.0)


def test_a_perfect_mask_scores_one_and_the_mean_is_the_mean():
    square = Mask.from_array(np.pad(np.ones((4, 4), bool), 8))
    moved = Mask.from_array(np.roll(square.to_array(), 2, 1))
    assert j_and_f(square, square).mean == 1.0
    scores = j_and_f(moved, square)
    assert scores.j == pytest.approx(8 / 24)
    assert scores.mean == pytest.approx((scores.j + scores.f) / 2)


def test_masks_of_different_size_cannot_be_compared():
    with pytest.raises(ValueError, match="differ in size"):
        boundary_f(Mask.empty(3, 4), Mask.empty(4, 3))

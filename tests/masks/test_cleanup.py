"""Tidying operations change what they name and nothing else, and leave the mask they were given alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.masks import cleanup
from app.masks.mask import Mask
from tests.masks.strategies import pictures

CHECKED = settings(max_examples=50, deadline=None)


def drawn(*rows: str) -> Mask:
    return Mask.from_array(np.array([[c == "#" for c in row] for row in rows]))


def disc(radius: float, size: int = 60) -> np.ndarray:
    y, x = np.mgrid[:size, :size]
    return (x - size // 2) ** 2 + (y - size // 2) ** 2 <= radius**2


def test_holes_are_filled_up_to_a_size_and_bays_are_not():
    mask = drawn("########", "#.##...#", "####...#", "###.####", "#.######", "#.######")
    assert cleanup.fill_holes(mask, 1) == drawn("########", "####...#", "####...#", "########", "#.######", "#.######")
    assert cleanup.fill_holes(mask) == drawn("########", "########", "########", "########", "#.######", "#.######")


def test_background_that_touches_the_outside_by_a_corner_only_is_a_hole():
    assert cleanup.fill_holes(drawn(".#.", "#.#", ".##")) == drawn(".#.", "###", ".##")


def test_specks_go_and_the_largest_part_stays_however_small():
    mask = drawn("##...#", "##....", "...##.")
    assert cleanup.remove_specks(mask, 1) == drawn("##....", "##....", "...##.")
    assert cleanup.remove_specks(mask, 100) == drawn("##....", "##....", "......")
    assert cleanup.largest_part(mask) == drawn("##....", "##....", "......")


def test_pixels_that_touch_by_a_corner_are_one_part():
    assert cleanup.remove_specks(drawn("#..", ".#.", "..#"), 2) == drawn("#..", ".#.", "..#")


@CHECKED
@given(pictures(), st.floats(0.5, 4))
def test_growing_and_shrinking_are_distances_between_pixels(picture, pixels):
    mask = Mask.from_array(picture)
    grown, shrunk = np.zeros_like(picture), picture.copy()
    ys, xs = np.mgrid[: picture.shape[0], : picture.shape[1]]
    for y, x in np.argwhere(picture):
        grown |= np.hypot(ys - y, xs - x) <= pixels + 1e-6
    for y, x in np.argwhere(~picture):
        shrunk &= np.hypot(ys - y, xs - x) > pixels + 1e-6
    assert np.array_equal(cleanup.grow(mask, pixels).to_array(), grown)
    assert np.array_equal(cleanup.shrink(mask, pixels).to_array(), shrunk)


def test_smoothing_rounds_a_ragged_outline_and_keeps_the_size():
    ragged = disc(20) ^ (np.random.default_rng(0).random((60, 60)) < 0.04)
    smooth = cleanup.smooth(Mask.from_array(ragged), 2.5)
    assert smooth.iou(Mask.from_array(disc(20))) > 0.97 > Mask.from_array(ragged).iou(Mask.from_array(disc(20)))
    assert cleanup.smooth(smooth, 0) == smooth


def test_what_the_frame_cuts_off_does_not_shrink_or_smooth_away():
    half = np.zeros((40, 40), bool)
    half[:, :20] = True
    assert cleanup.smooth(Mask.from_array(half), 3) == Mask.from_array(half)
    assert np.array_equal(cleanup.shrink(Mask.from_array(half), 2).to_array()[:, :18], half[:, :18])


@CHECKED
@given(pictures())
def test_full_and_empty_masks_are_no_exception(picture):
    for mask in (Mask.empty(*picture.shape), Mask.full(*picture.shape)):
        for operation in (
            cleanup.fill_holes,
            cleanup.largest_part,
            lambda m: cleanup.grow(m, 2),
            lambda m: cleanup.shrink(m, 2),
            lambda m: cleanup.smooth(m, 2),
            lambda m: cleanup.remove_specks(m, 3),
        ):
            assert operation(mask) == mask

"""Masks hold exactly what they were made of, and refuse bytes and lengths that are no mask."""

import random
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import ProjectError
from app.masks.mask import MAX_SIDE, Mask
from tests.masks.strategies import picture_pairs, pictures

CHECKED = settings(max_examples=50, deadline=None)


@CHECKED
@given(pictures())
def test_a_mask_is_the_picture_it_was_made_of(picture):
    mask = Mask.from_array(picture)
    assert np.array_equal(mask.to_array(), picture)
    assert (mask.height, mask.width) == mask.shape == picture.shape
    assert mask.area == picture.sum()
    assert Mask.from_bytes(mask.to_bytes(), *picture.shape) == mask
    assert Mask.from_counts(mask.counts(), *picture.shape) == mask
    assert mask.damage() is None


@CHECKED
@given(pictures(), st.data())
def test_rows_are_the_rows_of_the_picture(picture, data):
    y0 = data.draw(st.integers(0, len(picture)))
    y1 = data.draw(st.integers(y0, len(picture)))
    assert np.array_equal(Mask.from_array(picture).to_rows(y0, y1), picture[y0:y1])


@CHECKED
@given(pictures())
def test_box_and_single_pixels_are_those_of_the_picture(picture):
    mask = Mask.from_array(picture)
    ys, xs = np.nonzero(picture)
    if len(ys):
        assert mask.bbox == (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1)
    else:
        assert mask.bbox is None
    rim = sum(int(side.sum()) for side in (picture[0], picture[-1], picture[:, 0], picture[:, -1]))
    assert mask.rim_share == rim / (2 * sum(picture.shape))
    for y, x in np.ndindex(picture.shape):
        assert mask.contains(x + 0.999, y) == picture[y, x]
    assert not mask.contains(-0.1, 0)
    assert not mask.contains(0, picture.shape[0])


@CHECKED
@given(picture_pairs())
def test_set_algebra_works_pixel_by_pixel(pair):
    a, b = pair
    first, second = Mask.from_array(a), Mask.from_array(b)
    assert np.array_equal(first.union(second).to_array(), a | b)
    assert np.array_equal(first.intersection(second).to_array(), a & b)
    assert np.array_equal(first.difference(second).to_array(), a & ~b)
    assert first.overlap(second) == (a & b).sum()
    together = (a | b).sum()
    assert first.iou(second) == pytest.approx((a & b).sum() / together if together else 1.0)


@CHECKED
@given(picture_pairs(max_side=3))
def test_masks_are_equal_when_their_pixels_are(pair):
    a, b = pair
    first, second = Mask.from_array(a), Mask.from_array(b)
    assert (first == second) == np.array_equal(a, b)
    if first == second:
        assert hash(first) == hash(second)


def test_masks_deflated_by_another_zlib_are_equal():
    mask = Mask.from_array(np.random.default_rng(0).random((40, 50)) < 0.5)
    data = mask.to_bytes()
    other = data[:1] + zlib.compress(zlib.decompress(data[1:]), 0)
    assert other != data
    assert Mask.from_bytes(other, 40, 50) == mask


def test_a_mask_differs_from_one_of_another_size_and_from_other_things():
    assert Mask.empty(3, 4) != Mask.empty(4, 3)
    assert Mask.empty(3, 4) != "mask"


def test_masks_of_different_size_cannot_be_combined():
    with pytest.raises(ValueError, match="differ in size"):
        Mask.empty(3, 4).union(Mask.empty(4, 3))


def test_empty_and_full():
    assert Mask.empty(3, 4).area == 0
    assert Mask.full(3, 4).area == 12
    assert Mask.full(3, 4).to_array().all()
    assert Mask.full(3, 4).bbox == (0, 0, 4, 3)


def test_numbers_and_views_become_masks_too():
    picture = np.arange(12).reshape(3, 4)
    assert Mask.from_array(picture) == Mask.from_array(picture != 0)
    assert np.array_equal(Mask.from_array((picture > 5).T).to_array(), (picture > 5).T)
    with pytest.raises(ValueError, match="two dimensions"):
        Mask.from_array(np.zeros((2, 2, 3)))


@pytest.mark.parametrize("counts", [[5, -1, 8], [3, 3], [13], [], [0.5, 11.5], [[12]], [2**63, 2**63]])
def test_run_lengths_that_do_not_add_up_are_refused(counts):
    with pytest.raises(ProjectError):
        Mask.from_counts(np.array(counts), 3, 4)


def test_runs_of_length_zero_join_their_neighbors():
    assert Mask.from_counts([2, 1, 0, 2, 7], 3, 4) == Mask.from_counts([2, 3, 7], 3, 4)
    assert Mask.from_counts([2, 0, 10], 3, 4) == Mask.empty(3, 4)
    assert Mask.from_counts([12, 0, 0], 3, 4) == Mask.empty(3, 4)


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (-1, 5), (MAX_SIDE + 1, 1)])
def test_sizes_out_of_bounds_are_refused(size):
    with pytest.raises(ProjectError, match="cannot be"):
        Mask.empty(*size)
    with pytest.raises(ProjectError, match="cannot be"):
        Mask.from_bytes(b"", *size)


def test_changed_bytes_give_a_mask_or_an_error_in_words():
    data = Mask.from_array(np.random.default_rng(0).random((30, 40)) < 0.3).to_bytes()
    source = random.Random(1)
    refused = 0
    for _ in range(500):
        changed = bytearray(data)
        for _ in range(source.randint(1, 4)):
            changed[source.randrange(len(changed))] = source.randrange(256)
        try:
            mask = Mask.from_bytes(
                bytes(changed[: source.choice([len(changed), source.randrange(1, len(changed))])]), 30, 40
            )
        except ProjectError as error:
            refused += error.message.startswith("A saved mask is damaged")
        else:
            assert 0 <= mask.area <= 1200
    assert refused > 400


@pytest.mark.parametrize(
    "values", [[5, 5, 5], [-3], [1 << 31], [2600], [10, 0xFFFFFFFF], [1] * 1201], ids=lambda v: str(v)[:12]
)
def test_well_deflated_nonsense_is_refused(values):
    codes = (np.array(values, np.int64) & 0xFFFFFFFF).astype("<u4").view(np.uint8).reshape(-1, 4)
    data = b"\x04" + zlib.compress(codes.T.tobytes())
    with pytest.raises(ProjectError, match="damaged"):
        Mask.from_bytes(data, 30, 40)


def test_a_bomb_is_not_inflated():
    bomb = b"\x01" + zlib.compress(bytes(50_000_000), 1)
    with pytest.raises(ProjectError, match="length"):
        Mask.from_bytes(bomb, 30, 40)


def test_a_stored_mask_that_lies_about_its_area_is_found_out():
    good = Mask.from_array(np.eye(6, dtype=bool))
    assert "it has 6 pixels, not 7" in (Mask.stored(good.to_bytes(), 6, 6, 7).damage() or "")
    assert Mask.stored(b"\x09junk", 6, 6, 7).damage() is not None


def test_an_outline_of_full_hd_takes_about_a_kilobyte():
    y, x = np.ogrid[:1080, :1920]
    assert Mask.from_array((x - 900) ** 2 + (y - 500) ** 2 < 300**2).nbytes < 1000

"""The label map shows the topmost mask everywhere, keeps labels stable, and repaints only what changed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.masks.labelmap import MAX_LABELS, LabelMap
from app.masks.mask import Mask
from tests.masks.strategies import picture_of

HEIGHT, WIDTH = 8, 9


def box(x0: int, y0: int, x1: int, y1: int) -> Mask:
    array = np.zeros((HEIGHT, WIDTH), bool)
    array[y0:y1, x0:x1] = True
    return Mask.from_array(array)


def painted(masks, labels) -> np.ndarray:
    """What should be seen, painted the slow way."""
    array = np.zeros((HEIGHT, WIDTH), np.uint8)
    for name, mask in masks:
        array[mask.to_array()] = labels[name]
    return array


STACKS = st.lists(
    st.tuples(st.integers(1, 5), picture_of(HEIGHT, WIDTH).map(Mask.from_array)), max_size=5, unique_by=lambda m: m[0]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(STACKS, min_size=1, max_size=5))
def test_each_frame_shows_the_topmost_masks_and_tells_what_it_repainted(stacks):
    shown = LabelMap(HEIGHT, WIDTH)
    for masks in stacks:
        before, labels = shown.array.copy(), shown.labels()
        rect = shown.show(masks)
        assert np.array_equal(shown.array, painted(masks, shown.labels()))
        changed = before != shown.array
        if rect is not None:
            changed[rect[1] : rect[3], rect[0] : rect[2]] = False
        assert not changed.any()
        for name, label in shown.labels().items():
            assert labels.get(name, label) == label
        assert list(shown.labels()) == [name for name, _mask in masks]


@settings(max_examples=50, deadline=None)
@given(st.lists(STACKS, min_size=1, max_size=5))
def test_what_changes_several_times_before_anybody_looks_is_the_same(stacks):
    shown = LabelMap(HEIGHT, WIDTH)
    for masks in stacks:
        shown.show(masks)
    assert np.array_equal(shown.array, painted(stacks[-1], shown.labels()))


@settings(max_examples=50, deadline=None)
@given(STACKS.filter(bool), picture_of(HEIGHT, WIDTH).map(Mask.from_array), st.data())
def test_replacing_one_mask_gives_the_same_as_showing_all_again(masks, mask, data):
    name = data.draw(st.sampled_from([name for name, _mask in masks]))
    shown = LabelMap(HEIGHT, WIDTH)
    shown.show(masks)
    shown.replace(name, mask)
    again = [(other, mask if other == name else old) for other, old in masks]
    assert np.array_equal(shown.array, painted(again, shown.labels()))


def test_an_unchanged_frame_repaints_nothing():
    shown = LabelMap(HEIGHT, WIDTH)
    assert shown.show([(1, box(0, 0, 3, 3)), (2, box(5, 5, 7, 7))]) == (0, 0, 7, 7)
    assert shown.show([(1, box(0, 0, 3, 3)), (2, box(5, 5, 7, 7))]) is None
    assert shown.show([(1, box(0, 0, 3, 3)), (2, box(5, 5, 8, 7))]) == (5, 5, 8, 7)
    assert shown.replace(1, box(0, 0, 3, 3)) is None


def test_the_label_of_a_pixel_is_the_topmost_masks():
    shown = LabelMap(HEIGHT, WIDTH)
    shown.show([(70, box(0, 0, 4, 4)), (80, box(2, 2, 6, 6))])
    assert [shown.array[1, 1], shown.array[3, 3], shown.array[7, 7]] == [shown.labels()[70], shown.labels()[80], 0]


def test_beyond_255_masks_the_uppermost_are_shown():
    masks = [(i, box(i % WIDTH, 0, i % WIDTH + 1, HEIGHT)) for i in range(1, 301)]
    shown = LabelMap(HEIGHT, WIDTH)
    shown.show(masks)
    assert len(shown.labels()) == MAX_LABELS
    assert set(shown.labels()) == set(range(46, 301))
    assert shown.array[0, 300 % WIDTH] == shown.labels()[300]


def test_the_array_is_one_and_read_only():
    shown = LabelMap(HEIGHT, WIDTH)
    array = shown.array
    shown.show([(1, box(0, 0, 1, 1))])
    assert np.shares_memory(shown.array, array)
    assert array[0, 0] == shown.labels()[1]
    with pytest.raises(ValueError, match="read-only"):
        array[0, 0] = 0


def test_a_mask_of_another_size_is_a_bug():
    with pytest.raises(ValueError, match="does not fit"):
        LabelMap(HEIGHT, WIDTH).show([(1, Mask.full(3, 3))])


def test_another_order_of_the_same_masks_is_repainted():
    shown = LabelMap(HEIGHT, WIDTH)
    below, above = (1, box(0, 0, 4, 4)), (2, box(2, 2, 6, 6))
    shown.show([below, above])
    assert shown.show([above, below]) is not None
    assert shown.array[3, 3] == shown.labels()[1]

"""What is built on a frame that cannot be decoded: all that is decoded behind it, up to the next key frame."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.media.decoding_order import DecodingOrder


def by_hand(order: DecodingOrder, holes: set[int]) -> dict[int, int]:
    found = {}
    for frame, place in enumerate(order.places.tolist()):
        begin = max((key for key in order.keys.tolist() if key <= place), default=-1)
        before = [(order.places[hole], hole) for hole in holes if begin <= order.places[hole] < place]
        if before and frame not in holes:
            found[frame] = max(before)[1]
    return found


@given(st.permutations(range(12)), st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)))
def test_frames_behind_a_hole_are_those_decoded_later_in_its_stretch(
    places: list[int], keys: set[int], holes: set[int]
) -> None:
    order = DecodingOrder(np.array(places, np.int64), np.array(sorted(keys), np.int64))
    assert order.behind(holes) == by_hand(order, holes)


def test_a_frame_that_is_decoded_before_a_hole_is_good_although_it_is_shown_later() -> None:
    order = DecodingOrder(np.array([0, 2, 1, 4, 3], np.int64), np.array([0], np.int64))  # I B P B P
    assert order.behind((1,)) == {3: 1, 4: 1}
    assert order.behind((2,)) == {1: 2, 3: 2, 4: 2}
    assert order.behind(()) == {}

"""Sets of frames as arrays: the same answers as a set of numbers, and nothing for the collector to walk over."""

import gc

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.workspace.tracking.frame_set import FrameSet


@given(st.frozensets(st.integers(0, 60)), st.integers(-3, 63), st.integers(-3, 63))
def test_it_answers_as_a_set_does(frames: frozenset[int], one: int, other: int) -> None:
    made = FrameSet(np.array(list(frames), np.int64))
    assert len(made) == len(frames)
    assert list(made) == made.array().tolist() == sorted(frames)
    assert (one in made) == (np.int64(one) in made) == (one in frames)
    assert "5" not in made
    first, last = sorted((one, other))
    assert made.within(first, last).tolist() == sorted(f for f in frames if first <= f <= last)


def test_the_collector_sees_none_of_its_frames() -> None:
    made = FrameSet(np.arange(100_000))
    assert len(made) == 100_000
    assert sum(len(gc.get_referents(part)) for part in vars(made).values()) < 100

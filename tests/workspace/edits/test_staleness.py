"""Sets of frames as ascending arrays say the same as sets of frames."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.workspace.edits.staleness import spans_of, together, without

FRAMES = st.frozensets(st.integers(0, 30))


def ascending(frames: frozenset[int]) -> np.ndarray:
    return np.array(sorted(frames), np.int64)


@given(FRAMES, FRAMES)
def test_frames_are_joined_and_taken_away_as_sets_are(a: frozenset[int], b: frozenset[int]) -> None:
    assert together(ascending(a), ascending(b)).tolist() == sorted(a | b)
    assert without(ascending(a), ascending(b)).tolist() == sorted(a - b)


@given(FRAMES)
def test_spans_cover_exactly_their_frames(frames: frozenset[int]) -> None:
    spans = spans_of(ascending(frames))
    assert [frame for first, last in spans for frame in range(first, last + 1)] == sorted(frames)
    assert all(right[0] > left[1] + 1 for left, right in pairwise(spans))

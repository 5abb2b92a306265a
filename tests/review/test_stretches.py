"""Suspicious frames as stretches."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.review.stretches import GAP, doubt, stretches


def found(count: int, marks: list[int], worst: dict[int, float] | None = None) -> list[tuple[int, int, int]]:
    doubts = np.zeros(count, np.float32)
    for frame, value in (worst or {}).items():
        doubts[frame] = value
    made = stretches(np.array(marks, np.int64), doubts[marks])
    return list(zip(made.first.tolist(), made.last.tolist(), made.worst.tolist(), strict=True))


def test_neighbors_and_what_flickers_are_one_stretch_with_its_worst_frame() -> None:
    assert found(100, [10, 11, 12, 15, 40], {12: 0.9, 11: 0.3}) == [(10, 15, 12), (40, 40, 40)]
    assert found(100, [0, GAP + 1, 2 * GAP + 3], {}) == [(0, GAP + 1, 0), (2 * GAP + 3, 2 * GAP + 3, 2 * GAP + 3)]
    assert found(100, []) == []


def test_no_doubt_where_nothing_is_known() -> None:
    nothing = np.array([np.nan, 1.0, 0.0, 0.5], np.float32)
    np.testing.assert_allclose(doubt(np.full(4, np.nan, np.float32), nothing), [0, 0, 0, 1])
    np.testing.assert_allclose(doubt(np.array([0.2], np.float32), np.array([0.9], np.float32)), [0.8], atol=1e-6)


@given(st.sets(st.integers(0, 300)), st.integers(0, 2**16))
def test_stretches_hold_all_marks_and_lie_apart(marks: set[int], seed: int) -> None:
    doubts = np.random.default_rng(seed).random(301).astype(np.float32)
    frames = np.array(sorted(marks), np.int64)
    made = stretches(frames, doubts[frames])
    inside = {frame for a, b in zip(made.first, made.last, strict=True) for frame in range(a, b + 1)}
    assert marks <= inside
    assert all(b - a > GAP + 1 for a, b in zip(made.last[:-1], made.first[1:], strict=True))
    for first, last, worst in zip(made.first, made.last, made.worst, strict=True):
        assert worst in marks
        assert doubts[worst] == max(doubts[frame] for frame in marks if first <= frame <= last)

"""Suspicious frames as stretches."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.review.stretches import GAP, Stretches, doubt, found_again, stretches


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


@settings(deadline=None)
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


@settings(deadline=None)
@given(st.sets(st.integers(0, 300)), st.sets(st.integers(0, 60)), st.integers(0, 240), st.integers(0, 2**16))
def test_stretches_found_again_around_a_change_are_those_found_from_scratch(
    marks: set[int], others: set[int], begin: int, seed: int
) -> None:
    doubts = np.random.default_rng(seed).random(301).astype(np.float32)
    end, asked = begin + 61, list[tuple[int, int]]()
    after = {frame for frame in marks if not begin <= frame < end} | {begin + other for other in others}

    def find(marked: set[int], first: int, last: int) -> Stretches:
        asked.append((first, last))
        frames = np.array(sorted(frame for frame in marked if first <= frame < last), np.int64)
        return stretches(frames, doubts[frames])

    known, whole = find(marks, 0, 301), find(after, 0, 301)
    again = found_again(known, begin, end, lambda first, last: find(after, first, last))
    for name in ("first", "last", "worst"):
        np.testing.assert_array_equal(getattr(again, name), getattr(whole, name))


def test_a_change_far_from_all_stretches_is_looked_at_alone() -> None:
    frames, asked = np.arange(0, 1_000_000, 100), list[tuple[int, int]]()
    known = stretches(frames, np.zeros(len(frames), np.float32))

    def find(first: int, last: int) -> Stretches:
        asked.append((first, last))
        return Stretches(*(np.zeros(0, np.int64),) * 3)

    assert len(found_again(known, 500_050, 500_051, find).first) == len(frames)
    assert len(found_again(known, 500_000, 500_001, find).first) == len(frames) - 1
    assert asked == [(500_050, 500_051), (500_000, 500_001)]

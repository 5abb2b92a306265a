"""A cache keeps to its bytes and its count, and the least recently used value goes first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.lru_cache import LruCache

Puts = list[tuple[int, int]]
PUTS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60)), max_size=60)


def cache(budget: int, *, count: int | None = None, keeps_newest: bool = False) -> LruCache[object, bytes]:
    return LruCache(budget, len, count=count, keeps_newest=keeps_newest)


def kept(filled: LruCache[object, bytes]) -> list[bytes]:
    return [value for key in range(10) if (value := filled.get(key)) is not None]


@given(PUTS, st.integers(0, 100), st.sampled_from([None, 1, 4]))
@settings(max_examples=50, deadline=None)
def test_values_never_exceed_the_budget_nor_the_count(puts: Puts, budget: int, count: int | None) -> None:
    filled = cache(budget, count=count)
    for key, size in puts:
        filled.put(key, bytes(size))
        assert (key in filled) == (size <= budget)
        assert filled.bytes_used == sum(map(len, kept(filled))) <= budget
        assert len(filled) == len(kept(filled)) <= (count or 10)
    filled.clear()
    assert (len(filled), filled.bytes_used) == (0, 0)


@given(PUTS, st.integers(0, 100))
@settings(max_examples=50, deadline=None)
def test_the_newest_value_is_there_whatever_its_size_where_that_is_wanted(puts: Puts, budget: int) -> None:
    filled = cache(budget, count=4, keeps_newest=True)
    for key, size in puts:
        filled.put(key, bytes(size))
        assert filled.get(key) == bytes(size)
        assert filled.bytes_used == sum(map(len, kept(filled)))
        assert filled.bytes_used <= budget or len(filled) == 1
        assert len(filled) <= 4


def test_least_recently_used_value_goes_first() -> None:
    filled = cache(30)
    for key in range(3):
        filled.put(key, bytes(10))
    filled.get(0)
    filled.put(3, bytes(10))
    assert [key for key in range(4) if key in filled] == [0, 2, 3]


def test_a_value_larger_than_the_budget_displaces_only_its_own_predecessor() -> None:
    filled = cache(30)
    filled.put(0, bytes(10))
    filled.put(1, bytes(10))
    filled.put(1, bytes(31))
    assert [key for key in range(2) if key in filled] == [0]


def test_a_smaller_budget_holds_at_once() -> None:
    filled, newest = cache(30), cache(30, keeps_newest=True)
    for each in (filled, newest):
        for key in range(3):
            each.put(key, bytes(10))
        each.resize(15)
        assert kept(each) == [bytes(10)]
        each.resize(5)
    assert (len(filled), len(newest)) == (0, 1)


def test_bounds_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="budget"):
        cache(-1)
    with pytest.raises(ValueError, match="count"):
        cache(1, count=0)

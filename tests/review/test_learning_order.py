"""What teaches a model most comes first."""

import numpy as np
import pytest

from app.review.learning_order import LearningReason, Verified, Waiting, learning_order

NOTHING = np.zeros((0, 2))


def waiting(doubt: list[float], category: list[int] | None = None, looks: list[list[float]] | None = None) -> Waiting:
    count = len(doubt)
    seen = np.full((count, 2), np.nan) if looks is None else np.array(looks) / np.linalg.norm(looks, axis=1)[:, None]
    return Waiting(np.array(doubt), np.full(count, np.nan), np.array(category or [0] * count), seen)


def order(found: Waiting, counts: list[int], looks: np.ndarray = NOTHING) -> list[int]:
    return [one.index for one in learning_order(found, Verified(np.array(counts), looks), len(found.doubt))]


def test_the_doubtful_come_first_and_what_is_not_tracked_yet_stands_in_the_middle() -> None:
    assert order(waiting([0.1, 0.6, np.nan, 0.3, 0.05]), [0]) == [1, 3, 2, 0, 4]


def test_a_category_of_which_little_is_verified_comes_before_one_of_which_much_is() -> None:
    ranked = learning_order(waiting([0.3, 0.3], [0, 1]), Verified(np.array([8, 0]), NOTHING), 2)
    assert [one.index for one in ranked] == [1, 0]
    assert LearningReason.RARE in ranked[0].reasons
    assert LearningReason.RARE not in ranked[1].reasons


def test_what_looks_like_a_verified_one_comes_last_and_equals_do_not_follow_each_other() -> None:
    looks = [[1, 0], [0, 1], [0.02, 1], [1, 1.2]]
    found = waiting([0.3, 0.31, 0.32, 0.3], looks=looks)
    assert order(found, [0], np.array([[1.0, 0.0]])) == [2, 3, 1, 0]


KIND = [[1, 0.0], [1, 0.02], [1, -0.02], [1, 0.03], [1, -0.03]]
"""Looks that are nearly the same."""
ODD = [[0, 1.0], [-1, 0.2]]


def test_what_many_look_like_comes_before_the_hardest_while_little_is_verified() -> None:
    found = waiting([0.2, 0.2, 0.2, 0.2, 0.2, 0.9, 0.8], looks=KIND + ODD)
    ranked = learning_order(found, Verified(np.array([0]), NOTHING), 7)
    assert [one.index for one in ranked[:3]] == [0, 5, 6]
    assert LearningReason.TYPICAL in ranked[0].reasons
    assert {LearningReason.UNSURE, LearningReason.UNLIKE} == set(ranked[1].reasons)
    assert all(0 < one.worth <= 1 for one in ranked)


def test_once_much_is_verified_the_hard_come_before_what_many_look_like() -> None:
    found = waiting([0.05, 0.05, 0.05, 0.05, 0.05, 0.9, 0.1], looks=KIND + ODD)
    assert order(found, [0])[0] == 0
    assert order(found, [1000])[0] == 5


def test_of_those_that_look_alike_the_most_doubtful_is_not_passed_over_for_ever() -> None:
    found = waiting([0.2, 0.3, 0.2], looks=KIND[:3])
    verified = Verified(np.array([100]), np.array([[1.0, 0.0]]))
    assert learning_order(found, verified, 3)[0].index == 1


def test_those_whose_looks_are_not_known_come_behind_those_that_many_look_like() -> None:
    found = waiting([0.1] * 5 + [0.3, 0.3, 0.9], looks=[*KIND, *ODD, [np.nan, np.nan]])
    ranked = learning_order(found, Verified(np.array([0]), NOTHING), 8)
    assert ranked[0].index == 0
    assert ranked[0].worth > 3 * next(one.worth for one in ranked if one.index == 7)
    assert sorted(one.index for one in ranked) == list(range(8))


def test_where_two_models_differ_that_counts_as_doubt() -> None:
    found = Waiting(np.array([0.2, 0.2]), np.array([np.nan, 0.7]), np.zeros(2, np.int64), np.full((2, 0), np.nan))
    ranked = learning_order(found, Verified(np.array([0]), np.zeros((0, 0))), 2)
    assert [one.index for one in ranked] == [1, 0]
    assert LearningReason.OTHERWISE in ranked[0].reasons


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_or_one_masklet_is_an_order_too(count: int) -> None:
    assert order(waiting([0.5] * count), [0]) == list(range(count))

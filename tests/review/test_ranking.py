"""Ranks within an object's own frames, and the frames that are suggested by them."""

import numpy as np

from app.masks.mask import Mask
from app.review.evidence import Evidence, order_away
from app.review.movement import grid_of, moved_difference
from app.review.ranking import Reason, ranked, ranks, suggest


def evidence(count: int = 100, **changed: object) -> Evidence:
    """Return the evidence of an object that is the same on all frames, made by a person on the first."""
    by_person = np.zeros(count, np.bool_)
    by_person[:1] = True
    values: dict[str, object] = {
        "frames": np.arange(count),
        "area": np.full(count, 400),
        "by_person": by_person,
        "seen": by_person,
        "score": np.full(count, 0.9),
        "moved": np.full(count, 0.1),
        "disagreement": np.full(count, 0.1),
        "lookalikes": np.full(count, np.nan),
    }
    return Evidence(**(values | changed))  # type: ignore[arg-type]


def test_ties_share_a_rank_and_what_is_unknown_is_in_the_middle() -> None:
    assert ranked(np.array([3.0, 1.0, 1.0, np.nan, 7.0])).tolist() == [2 / 3, 1 / 6, 1 / 6, 0.5, 1.0]
    assert ranked(np.array([4.0])).tolist() == [0.5]


def test_a_frame_that_stands_out_is_among_them_and_says_why() -> None:
    score = np.full(100, 0.9)
    score[60] = 0.3
    found = {one.frame: one.reasons for one in suggest(evidence(score=score), 100)}
    assert found[60] == (Reason.SCORE,)


def test_where_no_number_stands_out_it_says_that_nobody_has_looked() -> None:
    first = suggest(evidence(100), 100)[0]
    assert 40 <= first.frame <= 65
    assert first.reasons == (Reason.UNSEEN,)


def test_suggestions_are_four_and_lie_apart_from_each_other_and_from_what_a_person_saw() -> None:
    seen = np.zeros(100, np.bool_)
    seen[[0, 50]] = True
    found = [one.frame for one in suggest(evidence(seen=seen, score=np.linspace(0.9, 0.2, 100)), 100)]
    assert len(found) == 4
    for frame in found:
        assert all(abs(frame - other) >= 5 for other in (*found, 0, 50) if other != frame)


def test_lost_stretches_come_first() -> None:
    score, area = np.full(100, 0.9), np.full(100, 400)
    score[20] = 0.1
    area[70:90] = 0
    found = suggest(evidence(score=score, area=area), 100)
    assert found[0].reasons == (Reason.LOST,)
    assert 70 <= found[0].frame < 90
    assert 20 in [one.frame for one in found]


def test_person_made_frames_have_no_rank_and_nothing_is_suggested_where_a_person_made_all() -> None:
    assert np.isnan(ranks(evidence(5))[:, 0]).all()
    everything = np.ones(5, np.bool_)
    assert suggest(evidence(5, by_person=everything, seen=everything), 5) == ()
    assert suggest(evidence(0), 5) == ()


def test_one_frame_and_no_person_made_frame_are_no_trouble() -> None:
    nobody = np.zeros(3, np.bool_)
    assert [one.frame for one in suggest(evidence(3, by_person=nobody, seen=nobody), 3)] != []
    assert suggest(evidence(1), 1) == ()
    assert [way.tolist() for way in order_away(np.array([False, True, False]))] == [[1, 2], [1, 0]]


def test_frames_called_fine_part_the_doubt_as_frames_a_person_made_do() -> None:
    fine = np.zeros(100, np.bool_)
    fine[[0, 50]] = True
    first = suggest(evidence(seen=fine), 100)[0]
    assert abs(first.frame - 25) <= 10 or abs(first.frame - 75) <= 10


def test_a_short_lost_stretch_does_not_come_before_a_look_that_mends_more() -> None:
    area, score = np.full(100, 400), np.full(100, 0.9)
    area[4:6], score[40:80] = 0, 0.1
    assert suggest(evidence(area=area, score=score), 100)[0].reasons != (Reason.LOST,)


def test_a_mask_that_only_moves_is_the_same_and_one_that_is_cut_is_not() -> None:
    pixels = np.zeros((480, 854), bool)
    pixels[100:200, 100:300] = True
    whole, cut = Mask.from_array(pixels), pixels.copy()
    cut[100:200, 200:300] = False
    there = grid_of(whole)
    assert moved_difference(there, grid_of(Mask.from_array(np.roll(pixels, (64, 90), (0, 1))))) < 0.1
    assert moved_difference(there, grid_of(Mask.from_array(cut))) > 0.4
    nothing = grid_of(Mask.empty(480, 854))
    assert moved_difference(nothing, nothing) == 0.0
    assert moved_difference(there, nothing) == 1.0

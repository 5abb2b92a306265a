"""Which frame is corrected next, and which corrections count as having made it worse."""

import pytest

from app.evaluation.rounds import (
    TRIED,
    Course,
    FrameChooser,
    LosingStep,
    NextFrame,
    Round,
    duel,
    losing_steps,
    mean_computed,
    mean_scores,
)
from app.project.model import FrameIndex

FRAMES = 9


def chosen(rule: NextFrame, start: int = 0, seed: str = "", ious: tuple[float, ...] = (1.0,) * FRAMES) -> list[int]:
    chooser = FrameChooser(rule, len(ious), FrameIndex(start), seed)
    frames = []
    while (frame := chooser.choose(ious.__getitem__)) is not None:
        frames.append(int(frame))
    return frames


@pytest.mark.parametrize("rule", list(NextFrame))
def test_every_scored_frame_but_the_start_is_chosen_once(rule: NextFrame) -> None:
    assert sorted(chosen(rule, start=3)) == [1, 2, 4, 5, 6, 7]


def test_the_worst_is_the_one_with_the_lowest_iou_and_the_first_of_equals() -> None:
    ious = (0.0, 0.5, 0.2, 0.9, 0.2, 0.0)
    assert chosen(NextFrame.WORST, ious=ious) == [2, 4, 1, 3]


def test_even_ones_begin_in_the_middle() -> None:
    assert chosen(NextFrame.EVEN)[:3] == [4, 2, 6]


def test_random_ones_follow_from_the_seed() -> None:
    assert chosen(NextFrame.RANDOM, seed="1") == chosen(NextFrame.RANDOM, seed="1")
    assert chosen(NextFrame.RANDOM, seed="1") != chosen(NextFrame.RANDOM, seed="2")


def test_the_best_in_hindsight_is_what_its_correction_makes_of_the_sequence() -> None:
    chooser = FrameChooser(NextFrame.BEST, FRAMES, FrameIndex(0), "")
    scores = {1: 0.1, 2: 0.8, 3: 0.2, 4: 0.5, 5: 0.9, 6: 0.3, 7: 0.3}
    assert [chooser.choose(lambda _frame: 1.0, corrected=scores.__getitem__) for _ in range(3)] == [5, 2, 4]


def test_of_many_frames_some_evenly_spread_ones_are_tried() -> None:
    tried: list[int] = []
    chooser = FrameChooser(NextFrame.BEST, 10 * TRIED + 2, FrameIndex(0), "")
    chooser.choose(lambda _frame: 1.0, corrected=lambda frame: tried.append(frame) or 0.0)
    assert tried == [6 + 10 * place for place in range(TRIED)]


def test_nothing_is_left_to_correct_where_no_frame_is_scored() -> None:
    assert chosen(NextFrame.WORST, ious=(0.0, 0.0)) == []


def test_a_step_loses_when_it_falls_by_more_than_the_limit() -> None:
    assert losing_steps([0.8, 0.796, 0.9, 0.89]) == [(3, 0.9, 0.89)]
    assert losing_steps([0.8]) == []


def test_a_course_names_its_losing_steps_and_counts_only_corrections() -> None:
    rounds = (
        Round(FrameIndex(0), 3, 8, 1.0, 0.7),
        Round(FrameIndex(4), 2, 6, 1.0, 0.6),
        Round(None, 0, 0, 0.0, 0.6),
    )
    course = Course("walk", 2, rounds)
    assert course.steps == 1
    assert course.losing == (LosingStep("walk", 2, 1, FrameIndex(4), 0.7, 0.6),)
    assert mean_scores([course, course]) == pytest.approx([0.7, 0.6, 0.6])
    assert mean_computed([course]) == [8, 6, 0]


def test_a_suggested_frame_is_taken_when_it_is_left_else_the_middle() -> None:
    chooser = FrameChooser(NextFrame.SUGGESTED, FRAMES, FrameIndex(0), "")
    suggested = [FrameIndex(0), FrameIndex(6)]
    assert [chooser.choose(lambda _frame: 1.0, lambda: suggested) for _ in range(2)] == [6, 3]


def test_a_duel_counts_objects_that_are_won_and_lost_by_more_than_the_limit() -> None:
    def course(name: str, score: float) -> Course:
        return Course(name, 1, (Round(FrameIndex(0), 0, 8, 1.0, 0.5), Round(FrameIndex(4), 0, 4, 1.0, score)))

    ours = [course("cat", 0.8), course("dog", 0.602), course("owl", 0.5)]
    against = duel(ours, [course("cat", 0.7), course("dog", 0.6), course("owl", 0.9), course("fox", 0.1)])
    assert (against.won, against.lost) == (("cat 1",), ("owl 1",))
    assert against.ahead == pytest.approx((0.1 + 0.002 - 0.4) / 3)

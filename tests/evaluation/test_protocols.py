"""Evaluation protocols through the engine's door, on a predictor whose answers are known."""

from collections.abc import Callable, Generator
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.engine.predictor import TrackedFrame, TrackRequest
from app.evaluation.annotator import Pixels, next_click, tight_box
from app.evaluation.protocols import EvaluationProtocol, clicks_needed, evaluate, mean
from app.evaluation.subjects import Subject
from app.masks.mask import Mask
from app.media import open_media
from app.media.source import FrameSource
from app.project.model import Policy
from tests.engine.stand_in import DiscPredictor

FRAMES, SIZE = 8, 64


@pytest.fixture
def subject(tmp_path: Path) -> Callable[[Callable[[int], Pixels]], Subject]:
    for index in range(FRAMES):
        cv2.imwrite(str(tmp_path / f"{index:05d}.png"), np.full((SIZE, SIZE, 3), 90, np.uint8))
    return lambda truth: Subject("still", 1, open_media(tmp_path), lambda index: Mask.from_array(truth(index)))


def square(x: int, y: int, side: int) -> Pixels:
    pixels = np.zeros((SIZE, SIZE), bool)
    pixels[y : y + side, x : x + side] = True
    return pixels


def test_a_perfect_tracker_scores_one_with_the_mask_protocol(subject) -> None:  # type: ignore[no-untyped-def]
    result = evaluate(DiscPredictor(), subject(lambda _i: square(10, 12, 20)), EvaluationProtocol.MASK)
    assert result is not None
    assert (result.j, result.f, result.jf) == (1.0, 1.0, 1.0)
    assert result.clicks == 0


def test_a_click_lands_in_the_middle_and_is_counted(subject) -> None:  # type: ignore[no-untyped-def]
    result = evaluate(DiscPredictor(), subject(lambda _i: square(20, 20, 24)), EvaluationProtocol.CLICK)
    assert result is not None
    assert result.clicks == 1
    assert 0.6 < result.first_iou < 1
    assert result.j == pytest.approx(result.first_iou)


def test_corrections_with_the_whole_sequence_tracked_again_help(subject) -> None:  # type: ignore[no-untyped-def]
    truth = lambda index: square(10, 10, 20) if index < 4 else square(36, 36, 20)  # noqa: E731
    result = evaluate(DiscPredictor(), subject(truth), EvaluationProtocol.RETRACKED_WHOLE)
    single = evaluate(DiscPredictor(), subject(truth), EvaluationProtocol.CLICK)
    assert result is not None
    assert single is not None
    assert result.rounds[-1] > result.rounds[0]
    assert result.jf > single.jf
    assert result.clicks > 3


def test_the_worst_scored_frame_is_told_with_its_mask(subject) -> None:  # type: ignore[no-untyped-def]
    truth = lambda index: square(10, 12, 10 if index == 5 else 20)  # noqa: E731
    result = evaluate(DiscPredictor(), subject(truth), EvaluationProtocol.MASK)
    assert result is not None
    assert result.worst is not None
    frame, mask = result.worst
    assert frame == 5
    assert np.array_equal(mask.to_array(), square(10, 12, 20))


def test_an_object_that_appears_later_is_prompted_there_and_absence_is_counted(subject) -> None:  # type: ignore[no-untyped-def]
    truth = lambda index: square(10, 10, 20) if 2 <= index <= 5 else square(0, 0, 0)  # noqa: E731
    result = evaluate(DiscPredictor(), subject(truth), EvaluationProtocol.BOX)
    assert result is not None
    assert result.empty_truth == 2
    assert result.left_empty == 0
    assert mean([result])["left_empty"] == 0.0


def test_frames_called_absent_are_counted_and_the_policy_reaches_the_model(subject) -> None:  # type: ignore[no-untyped-def]
    policies: set[Policy] = set()

    class Listening(DiscPredictor):
        def track(self, video: str, source: FrameSource, request: TrackRequest) -> Generator[TrackedFrame]:
            policies.update(context.policy for context in request.context.values())
            return super().track(video, source, request)

    predictor = Listening(shift=(16, 0))
    truth = lambda index: square(10, 10, 20) if index != 3 else square(0, 0, 0)  # noqa: E731
    result = evaluate(predictor, subject(truth), EvaluationProtocol.MASK, Policy.LOOKALIKES)
    assert result is not None
    assert policies == {Policy.LOOKALIKES}
    assert (result.shown_truth, result.empty_truth) == (5, 1)
    assert (result.called_absent, result.left_empty) == (3, 0), "it left the picture with frame 4"
    assert mean([result])["called_absent"] == 3


def test_clicks_are_counted_by_going_forward_from_bad_frame_to_bad_frame(subject) -> None:  # type: ignore[no-untyped-def]
    still = lambda _index: square(18, 18, 24)  # noqa: E731
    assert clicks_needed(DiscPredictor(), subject(still)) == 1, "the first one is enough to the end"
    drifting = clicks_needed(DiscPredictor(shift=(3, 0)), subject(still))
    moving = lambda index: square(4 + 3 * index, 18, 24)  # noqa: E731
    assert clicks_needed(DiscPredictor(shift=(3, 0)), subject(moving)) == 1
    assert drifting > 3
    gone = lambda index: square(18, 18, 24) if index < 4 else square(0, 0, 0)  # noqa: E731
    marked = clicks_needed(DiscPredictor(), subject(gone))
    assert marked == 2, "marked absent once, and what follows is absent, too"


def test_an_object_that_is_never_there_is_left_out(subject) -> None:  # type: ignore[no-untyped-def]
    assert evaluate(DiscPredictor(), subject(lambda _i: square(0, 0, 0)), EvaluationProtocol.MASK) is None


def test_the_simulated_annotator_clicks_the_deepest_error() -> None:
    truth = square(10, 10, 21)
    first = next_click(truth, None)
    assert first is not None
    assert (first.x, first.y, first.positive) == (20.5, 20.5, True)
    spill = truth | square(40, 40, 24)
    second = next_click(truth, spill)
    assert second is not None
    assert not second.positive
    assert spill[int(second.y), int(second.x)]
    assert not truth[int(second.y), int(second.x)]
    assert next_click(truth, truth) is None


def test_the_box_is_tight_and_half_open() -> None:
    box = tight_box(square(10, 12, 20))
    assert box is not None
    assert (box.x0, box.y0, box.x1, box.y1) == (10, 12, 30, 32)
    assert tight_box(square(0, 0, 0)) is None

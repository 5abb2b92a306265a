"""A correction is carried as far as it can matter, and no further."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.extent import Agreement, affected
from app.engine.predictor import Step
from app.masks.mask import Mask
from app.project.model import FrameIndex


def square(left: int, side: int = 20) -> Mask:
    pixels = np.zeros((40, 60), dtype=bool)
    pixels[10 : 10 + side, left : left + side] = True
    return Mask.from_array(pixels)


def test_stretch_ends_before_the_next_conditioning_frame() -> None:
    assert affected(FrameIndex(50), Step.FORWARD, 300, {0, 50, 80, 120}) == range(51, 80)
    assert affected(FrameIndex(50), Step.BACKWARD, 300, {0, 50, 80}) == range(49, 0, -1)


def test_stretch_ends_before_a_locked_frame() -> None:
    assert affected(FrameIndex(50), Step.FORWARD, 300, {80}, lambda frame: frame >= 60) == range(51, 60)


def test_stretch_without_a_stop_reaches_the_end_of_the_video() -> None:
    assert affected(FrameIndex(50), Step.FORWARD, 300, {50}) == range(51, 300)
    assert affected(FrameIndex(50), Step.BACKWARD, 300, {50}) == range(49, -1, -1)
    assert len(affected(FrameIndex(299), Step.FORWARD, 300, set())) == 0
    assert len(affected(FrameIndex(0), Step.BACKWARD, 300, set())) == 0
    assert len(affected(FrameIndex(7), Step.FORWARD, 300, {8})) == 0


@given(st.integers(0, 99), st.sampled_from(Step), st.sets(st.integers(0, 99)), st.sets(st.integers(0, 99)))
@settings(max_examples=50, deadline=None)
def test_stretch_is_connected_and_free_of_stops(
    changed: int, step: Step, conditioning: set[int], locked: set[int]
) -> None:
    frames = affected(FrameIndex(changed), step, 100, conditioning, lambda frame: frame in locked)
    stops = conditioning | locked
    assert not stops & set(frames)
    last = changed
    for frame in frames:
        assert frame == last + step.value
        last = frame
    assert last + step.value in stops | {-1, 100}


def test_agreement_needs_ten_frames_in_a_row() -> None:
    agreement = Agreement()
    same, other = square(5), square(9)
    assert not any(agreement.reached([(same, same)]) for _ in range(9))
    assert not agreement.reached([(same, other)]), "one frame that differs starts the count again"
    assert not any(agreement.reached([(same, same)]) for _ in range(9))
    assert agreement.reached([(same, same)])


def test_all_objects_must_agree_and_nothing_old_is_no_agreement() -> None:
    same, other = square(5), square(9)
    agreement = Agreement(frames=1)
    assert not agreement.reached([(same, same), (same, other)])
    assert not agreement.reached([(None, same)])
    assert not agreement.reached([])
    assert agreement.reached([(same, same), (Mask.empty(40, 60), Mask.empty(40, 60))])

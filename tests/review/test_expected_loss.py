"""How wrong masks probably are, and what of it a correction mends."""

import numpy as np
import pytest

from app.review.evidence import Evidence
from app.review.expected_loss import AT_LEAST, expected_loss, mendable, mended, worth

FRAMES = 60


def made_on(*frames: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which of FRAMES a person made."""
    made = np.zeros(FRAMES, np.bool_)
    made[list(frames)] = True
    return made


def best(loss: np.ndarray[tuple[int], np.dtype[np.float64]], *frames: int) -> int:
    """Return the frame whose correction is worth most where a person made `frames`."""
    made = made_on(*frames)
    loss = np.where(made, 0.0, loss)
    found = worth(loss, mendable(loss, made), made, FRAMES)
    assert found[made].max() == 0.0
    assert 0.0 <= found.min() <= found.max() <= 1.0
    return int(np.argmax(found))


def test_where_nothing_stands_out_the_middle_of_the_longest_stretch_is_worth_most() -> None:
    flat = np.full(FRAMES, 0.1)
    assert best(flat, 0) == pytest.approx(30, abs=4)
    assert best(flat, 0, 50) == pytest.approx(25, abs=3)


def test_where_it_goes_wrong_is_worth_most_and_beyond_a_persons_frame_nothing_is_mended() -> None:
    loss = np.full(FRAMES, 0.05)
    loss[20:40] = 0.6
    assert 20 <= best(loss, 0) <= 31
    assert 20 <= best(loss, 0, 50) <= 31
    assert best(loss, 0, 19, 40) in range(20, 40)


def test_what_is_as_wrong_right_behind_a_persons_frame_is_beyond_the_model() -> None:
    loss = np.full(FRAMES, 0.4)
    assert mendable(loss, made_on(0)).max() == AT_LEAST
    loss[30:] = 0.7
    assert mendable(loss, made_on(0))[[5, 40]].tolist() == pytest.approx([AT_LEAST, 0.3])


def test_a_correction_leaves_less_behind_it_up_to_the_next_one() -> None:
    above = np.full(FRAMES, 0.5)
    less = mended(above, made_on(0, 40), 20)
    assert less[:21].max() == 0.0
    assert less[21:40].min() > 0.0
    assert less[40:].max() == 0.0
    assert mended(above, made_on(0), 20)[21] > mended(above, made_on(0), 20)[-1] > 0.0


def test_that_a_persons_mask_differs_from_those_beside_it_is_no_doubt_about_them() -> None:
    by_person, area, nothing = made_on(0, 30), np.full(FRAMES, 400), np.full(FRAMES, np.nan)
    score, moved = np.full(FRAMES, 0.8), np.full(FRAMES, 0.1)
    moved[30:32] = 0.6
    found = expected_loss(Evidence(np.arange(FRAMES), area, by_person, by_person, score, moved, nothing, nothing))
    assert found[31] == pytest.approx(found[1])
    assert found[29] < found[1] + 0.1


def test_lost_and_unsure_masks_are_expected_to_be_wrong_and_a_persons_are_not() -> None:
    by_person = made_on(0)
    score, area, moved = np.full(FRAMES, 0.9), np.full(FRAMES, 400), np.full(FRAMES, np.nan)
    score[20:30], area[40:45] = 0.3, 0
    nothing = np.full(FRAMES, np.nan)
    found = expected_loss(Evidence(np.arange(FRAMES), area, by_person, by_person, score, moved, nothing, nothing))
    assert found[0] == 0.0
    assert found[42] > found[25] > found[12] + 0.1
    empty = np.zeros(0)
    none = np.zeros(0, np.bool_)
    assert len(expected_loss(Evidence(none.astype(int), none.astype(int), none, none, empty, empty, empty, empty))) == 0

"""Which frame of a video a mask goes onto: that of its picture, or of its number."""

from collections.abc import Sequence

import pytest

from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.fitting import Fit, Target, fit
from app.interchange.questions import ALL, Answer, Choices, Question
from app.masks.mask import Mask
from app.project.model import CellMask, MaskSource, VideoId

FRAMES = 10


def clip(numbers: Sequence[int], name: str = "img_{:04}") -> AnnotatedClip:
    masks = {number: CellMask(Mask.empty(4, 4), MaskSource.IMPORTED) for number in numbers}
    names = {number: name.format(number) for number in numbers}
    return AnnotatedClip("walk", 4, 4, max(numbers) + 1, (Masklet(1, "dog", masks),), frame_names=names)


def video(first: int, name: str = "img_{:04}") -> Target:
    names = {frame: name.format(first + frame) for frame in range(FRAMES)}
    return Target(VideoId(1), "walk", 4, 4, FRAMES, names)


def told(made: Fit) -> str:
    return " ".join(map(str, made.conflicts))


@pytest.mark.parametrize(("numbers", "left_out"), [(range(5, 16), 1), (range(6, 16), 1), (range(2, 13), 3)])
def test_a_picture_that_the_video_lacks_moves_no_other_mask(numbers: range, left_out: int) -> None:
    made = fit(clip(numbers), video(5), Choices())
    assert made.frames == {number: number - 5 for number in numbers if 5 <= number < 15}
    assert f"whose pictures the video does not have: {left_out};" in told(made)
    asked = Choices(answers={(ALL, Question.FRAMES): Answer.FIRST})
    assert fit(clip(numbers), video(5), asked).frames[numbers[0]] == 0


def test_names_of_a_few_pictures_do_not_decide() -> None:
    made = fit(clip(range(13, 18)), video(5), Choices())
    assert made.frames == {13 + place: place for place in range(5)}
    assert "whose pictures" not in told(made)


def test_bare_numbers_that_go_one_beyond_the_end_count_from_one() -> None:
    made = fit(clip(range(1, 11), "{:05}"), video(0, "{:05}"), Choices())
    assert made.frames == {number: number - 1 for number in range(1, 11)}
    assert "frames are counted from 1" in told(made)

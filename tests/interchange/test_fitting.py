"""Which frame of a video a mask goes onto: that of its picture, or of its number."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.detection import detect
from app.interchange.export.options import Option, Pictures
from app.interchange.fitting import Fit, Target, fit, match
from app.interchange.questions import ALL, Answer, Choices, Question
from app.interchange.table import FORMATS
from app.masks.mask import Mask
from app.project.model import CellMask, MaskSource, VideoId
from tests.interchange.samples import exporting, run_to_end

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


def test_numbers_that_a_file_of_ours_tells_count_before_names_of_files() -> None:
    """What was written from frame 0 on with the number 1 lies in files with the names of other pictures."""
    read = replace(clip(range(8)), frame_count=FRAMES, numbers_known=True)
    read = replace(read, frame_names={frame: f"{frame + 1:05}" for frame in range(8)})
    assert fit(read, video(0, "{:05}"), Choices()).frames == {frame: frame for frame in range(8)}
    other = replace(read, frame_count=FRAMES + 1)
    assert fit(other, video(0, "{:05}"), Choices()).frames == {frame: frame + 1 for frame in range(8)}


@pytest.mark.parametrize(
    ("called", "name", "same"),
    [("walk.mp4", "walk", True), ("walk", "walk.mp4", True), ("2026.05.01", "2026.05.02", False)],
)
def test_a_video_is_known_by_its_name_without_suffix_not_by_half_a_date(called: str, name: str, same: bool) -> None:
    target = replace(video(0), name=name)
    assert (match(replace(clip([0]), name=called), [target], alone=False) is target) == same


WITH_NUMBERS = [row.id for row in FORMATS.values() if row.read and row.write and Option.NUMBER in row.options]


@pytest.mark.parametrize("format_id", [*WITH_NUMBERS, "mots"])
def test_what_was_written_with_other_numbers_comes_back_where_it_was(format_id: str, tmp_path: Path) -> None:
    square = np.zeros((12, 16), bool)
    square[2:6, 3:9] = True
    masks = {frame: CellMask(Mask.from_array(square), MaskSource.PAINTED) for frame in range(FRAMES)}
    made = AnnotatedClip("walk", 16, 12, FRAMES, (Masklet(1, "dog", masks, "car"),), rate=25.0)
    made = replace(made, exhaustive={"car": frozenset({1})})
    options = {"variant": "motschallenge"} if format_id == "mots" else {"number": 1}
    run_to_end(exporting(format_id, [made], tmp_path, last=7, pictures=Pictures.NONE, **options))
    found = detect(tmp_path)
    (back,) = run_to_end(found.format.reader()(found.path))
    pictures = {frame: f"{frame:0{len(back.frame_names[0])}}" for frame in range(FRAMES)}
    target = Target(VideoId(1), "walk", 16, 12, FRAMES, pictures)
    assert fit(back, target, Choices()).frames == {frame: frame for frame in range(8)}


def test_bare_numbers_that_go_one_beyond_the_end_count_from_one() -> None:
    made = fit(clip(range(1, 11), "{:05}"), video(0, "{:05}"), Choices())
    assert made.frames == {number: number - 1 for number in range(1, 11)}
    assert "frames are counted from 1" in told(made)

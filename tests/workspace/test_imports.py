"""Masks of other tools become one step: by name and number, without touching what they do not replace."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.errors import ImportFileError
from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.export.options import Pictures
from app.interchange.preview import Preview
from app.interchange.questions import ALL, Answer, Choices, Clash, Question
from app.masks.mask import Mask
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_checks import check
from app.project.model import Cell, CellMask, Direction, FrameIndex, Judgement, MaskSource
from app.workspace.edits.recount import Recount
from app.workspace.interchange.imports import Found, ImportPreview
from tests.interchange.samples import exporting, run_to_end
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, FRAMES, Desk

USUAL = Choices()


def square(frame: int, height: int = CLIP_HEIGHT, width: int = CLIP_WIDTH) -> Mask:
    pixels = np.zeros((height, width), bool)
    pixels[4:20, frame + 2 : frame + 14] = True
    return Mask.from_array(pixels)


def clip(name: str = "clip", objects: tuple[str, ...] = ("dog",), first: int = 0, **facts: object) -> AnnotatedClip:
    size = {"height": CLIP_HEIGHT, "width": CLIP_WIDTH, **facts}
    masks = {first + frame: CellMask(square(frame, **size), MaskSource.IMPORTED) for frame in range(5)}
    masklets = tuple(Masklet(number, name, masks, "animal") for number, name in enumerate(objects, start=1))
    return AnnotatedClip(name, size["width"], size["height"], FRAMES, masklets, rate=25.0)


def written(folder: Path, *clips: AnnotatedClip) -> Path:
    run_to_end(exporting("sav", clips, folder / "masks", pictures=Pictures.NONE))
    return folder / "masks"


def preview(desk: Desk, path: Path, choices: Choices = USUAL) -> ImportPreview:
    found: list[Found] = []
    desk.workspace.imports.read([path], "", found.append)
    desk.settle()
    return desk.workspace.imports.preview(found[0], choices)


def taken(desk: Desk, path: Path, choices: Choices = USUAL, **more: object) -> None:
    desk.workspace.imports.take(preview(desk, path, choices), **more)
    desk.settle()


def masks(desk: Desk, name: str) -> dict[int, CellMask]:
    (record,) = (r for r in desk.workspace.document.all_objects() if r.name == name)
    return dict(desk.workspace.document.masks_of(record.id))


def test_masks_come_in_as_one_step_and_go_as_one(desk: Desk, tmp_path: Path) -> None:
    taken(desk, written(tmp_path, clip(objects=("dog", "cat"))))
    assert desk.errors == []
    assert {f: m.mask for f, m in masks(desk, "dog").items()} == {frame: square(frame) for frame in range(5)}
    assert all(m.source is MaskSource.IMPORTED and not m.source.edited for m in masks(desk, "cat").values())
    records = desk.workspace.document.all_objects()
    assert [record.category for record in records] == ["animal", "animal"]
    assert set(desk.workspace.view.selection) == {record.id for record in records}
    desk.workspace.editor.undo()
    assert desk.workspace.document.all_objects() == ()
    desk.workspace.editor.redo()
    assert len(masks(desk, "cat")) == 5


def test_what_several_files_hold_about_a_video_that_is_new_goes_into_one(desk: Desk, tmp_path: Path) -> None:
    files = [
        written(tmp_path / "a", clip("new", ("dog", "cat"))),
        written(tmp_path / "b", clip("new", ("dog",)), clip("other")),
    ]
    found: list[Found] = []
    desk.workspace.imports.read(files, "", found.append)
    desk.settle()
    desk.workspace.imports.take(desk.workspace.imports.preview(found[0], Choices(into={0: None, 1: None, 2: None})))
    desk.settle()
    assert desk.errors == []
    document = desk.workspace.document
    names = {video.name: [one.name for one in document.objects(video.id)] for video in document.videos()[1:]}
    assert len(document.videos()) == 3
    assert names == {"new": ["dog", "cat", "dog 2"], "other": ["dog"]}


@pytest.mark.parametrize("meanwhile", [False, True])
def test_masks_are_checked_in_their_thread_unless_something_changed_since(
    desk: Desk, tmp_path: Path, meanwhile: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are tens of thousands, for which the window would have to wait."""
    looked: list[bool] = []

    def watched(document: Document, edit: Edit, cells: bool = True) -> None:
        if edit.masks:
            looked.append(cells)
        check(document, edit, cells)

    monkeypatch.setattr("app.workspace.editing.editor.check", watched)
    own = desk.workspace.objects.add("own")
    assert own is not None
    desk.workspace.imports.take(preview(desk, written(tmp_path, clip())))
    if meanwhile:
        desk.workspace.objects.rename(own, "mine")
    desk.settle()
    assert looked == [meanwhile]
    assert len(masks(desk, "dog")) == 5


def test_imported_masks_condition_tracking(desk: Desk, tmp_path: Path) -> None:
    taken(desk, written(tmp_path, clip()))
    (record,) = desk.workspace.document.all_objects()
    before = masks(desk, "dog")
    desk.workspace.runs.track(Direction.FORWARD, (record.id,))
    desk.settle()
    after = masks(desk, "dog")
    assert len(after) == FRAMES
    assert {frame: after[frame] for frame in before} == before


def test_new_objects_are_left_unselected_where_a_person_has_gone_on(desk: Desk, tmp_path: Path) -> None:
    own = desk.workspace.objects.add("Object 1")
    assert own is not None
    desk.workspace.view.select(())
    path = written(tmp_path, clip(objects=("Object 1",)))
    desk.workspace.imports.take(preview(desk, path, Choices(clash=Clash.NEW)))
    desk.workspace.view.select((own,))
    desk.settle()
    assert [record.name for record in desk.workspace.document.all_objects()] == ["Object 1", "Object 1 (2)"]
    assert tuple(desk.workspace.view.selection) == (own,)


@pytest.mark.parametrize(("clash", "names", "counts"), [
    (Clash.NEW, ["dog", "dog 2"], [5, 5]),
    (Clash.REPLACE, ["dog"], [7]),
    (Clash.FILL, ["dog"], [7]),
])  # fmt: skip
def test_a_name_that_there_is_already(
    desk: Desk, tmp_path: Path, clash: Clash, names: list[str], counts: list[int]
) -> None:
    taken(desk, written(tmp_path, clip()))
    moved = clip(first=2)
    (tmp_path / "again").mkdir()
    path = written(tmp_path / "again", moved)
    assert any("name that there is already: 1." in str(loss) for loss in preview(desk, path).losses)
    taken(desk, path, Choices(clash=clash))
    objects = desk.workspace.document.all_objects()
    assert [record.name for record in objects] == names
    assert [len(desk.workspace.document.mask_frames(record.id)) for record in objects] == counts
    expected = square(3) if clash is not Clash.REPLACE else square(1)
    assert desk.workspace.document.mask(Cell(objects[0].id, FrameIndex(3))).mask == expected
    desk.workspace.editor.undo()
    assert [len(masks(desk, "dog"))] == [5]


@pytest.mark.parametrize("clash", [Clash.REPLACE, Clash.FILL])
@pytest.mark.parametrize("kept", ["locked", "verified"])
def test_what_is_locked_or_verified_is_said_before_and_keeps_its_masks(
    desk: Desk, tmp_path: Path, kept: str, clash: Clash
) -> None:
    taken(desk, written(tmp_path, clip()))
    (dog,) = desk.workspace.document.all_objects()
    if kept == "locked":
        desk.workspace.objects.set_locked((dog.id,), True)
    else:
        desk.workspace.verification.judge(dog.id, Judgement.SATISFACTORY)
    desk.settle()
    (tmp_path / "again").mkdir()
    path = written(tmp_path / "again", clip(first=2))
    assert not preview(desk, path).blocked
    seen = preview(desk, path, Choices(clash=clash))
    assert seen.blocked
    assert any("locked or verified, and keep their masks: dog" in str(loss) for loss in seen.losses)
    desk.workspace.imports.take(seen)
    desk.settle()
    assert any(f"dog is {kept}" in words for words in desk.notices)
    assert len(masks(desk, "dog")) == 5


def test_a_locked_frame_keeps_its_mask_and_that_is_said_before(desk: Desk, tmp_path: Path) -> None:
    taken(desk, written(tmp_path, clip()))
    (dog,) = desk.workspace.document.all_objects()
    desk.workspace.masks.set_locked((dog.id,), 3, 3, True)
    before = masks(desk, "dog")[3]
    (tmp_path / "again").mkdir()
    path = written(tmp_path / "again", clip(first=2))
    assert not any("locked" in str(loss) for loss in preview(desk, path).losses)
    assert any("stay as they are: 1." in str(loss) for loss in preview(desk, path, Choices(clash=Clash.REPLACE)).losses)
    taken(desk, path, Choices(clash=Clash.REPLACE))
    assert sorted(masks(desk, "dog")) == list(range(7))
    assert masks(desk, "dog")[3] == before


def test_another_size_is_refused_or_scaled(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, clip(height=2 * CLIP_HEIGHT, width=2 * CLIP_WIDTH))
    seen = preview(desk, path)
    assert seen.blocked
    desk.workspace.imports.take(seen)
    desk.settle()
    assert [type(error) for error in desk.errors] == [ImportFileError]
    assert desk.workspace.document.all_objects() == ()
    taken(desk, path, Choices(scale=True))
    assert masks(desk, "dog")[0].mask.shape == (CLIP_HEIGHT, CLIP_WIDTH)


def test_numbers_from_1001_and_frames_beyond_the_end(desk: Desk, tmp_path: Path) -> None:
    made = clip(first=1001)
    path = written(tmp_path, AnnotatedClip(made.name, made.width, made.height, 1100, made.masklets, rate=25.0))
    assert any("counted from 1001" in str(loss) for loss in preview(desk, path).losses)
    taken(desk, path)
    assert sorted(masks(desk, "dog")) == list(range(5))
    (tmp_path / "long").mkdir()
    masklet = Masklet(1, "long", {f: CellMask(square(0), MaskSource.IMPORTED) for f in (0, FRAMES + 3)})
    path = written(tmp_path / "long", AnnotatedClip("clip", CLIP_WIDTH, CLIP_HEIGHT, FRAMES + 9, (masklet,), rate=25.0))
    assert any("beyond the end of the video: 1;" in str(loss) for loss in preview(desk, path).losses)
    taken(desk, path)
    assert sorted(masks(desk, "long")) == [0]


def test_a_video_that_there_is_not_comes_with_its_media_or_without(desk: Desk, tmp_path: Path, clip_copy: Path) -> None:
    path = written(tmp_path, clip("copy", ("dog",)), clip("nowhere", ("cat",)))
    taken(desk, path, media={"copy": clip_copy})
    videos = {video.name: video for video in desk.workspace.document.videos()}
    assert videos["copy"].frame_count == FRAMES
    assert (videos["nowhere"].head_sha256, videos["nowhere"].frame_count) == ("", FRAMES)
    assert len(masks(desk, "cat")) == 5
    desk.workspace.editor.undo()
    assert [video.name for video in desk.workspace.document.videos()] == ["clip"]


@pytest.fixture
def clip_copy(clip: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copyfile(clip, tmp_path / "other name.mp4"))


@pytest.mark.parametrize("recounted", [False, True])
def test_a_video_that_goes_or_changes_while_masks_are_on_their_way_gets_none(
    desk: Desk, tmp_path: Path, recounted: bool
) -> None:
    fitted, videos = preview(desk, written(tmp_path, clip())), desk.workspace.document.videos()
    desk.workspace.imports.take(fitted)
    if recounted:
        now = replace(videos[0], frame_count=2)
        desk.workspace.videos.take_counting(Recount(videos[0], now, np.array([0, 1, *[-1] * (FRAMES - 2)])))
    else:
        desk.workspace.videos.remove((videos[0].id,))
    desk.settle()
    assert desk.workspace.document.all_objects() == ()
    words = "other frames now" if recounted else "not in the project any more"
    assert [words in error.message for error in desk.errors].count(True) == 1


def test_a_damaged_file_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    file = next(written(tmp_path, clip()).iterdir())
    file.write_bytes(file.read_bytes()[:900])
    found: list[Found] = []
    desk.workspace.imports.read([file], "sav", found.append)
    desk.settle()
    assert (len(desk.errors), found) == (1, [])
    assert desk.workspace.history.newest is not None  # the video; nothing after it


def test_an_export_comes_back_into_another_project(desk: Desk, open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    taken(desk, written(tmp_path, clip(objects=("dog", "cat"))))
    for format_id in ("davis", "coco"):
        desk.workspace.exports.start(format_id, tmp_path / format_id)
        desk.settle()
        other = open_desk(tmp_path / f"project of {format_id}")
        taken(other, tmp_path / format_id)
        (video,) = other.workspace.document.videos()
        assert (video.name, video.frame_count) == ("clip", FRAMES)
        found = {f: m.mask for f, m in masks(other, "dog").items() if m.mask.area}
        assert found == {frame: square(frame) for frame in range(5)}
        assert other.errors == []


def test_each_conflict_is_a_question_of_its_own(desk: Desk, tmp_path: Path) -> None:
    taken(desk, written(tmp_path, clip(objects=("dog",))))
    moved = clip(objects=("Größe", "dog"), first=1001)
    masklets = tuple(replace(masklet, category="Tier") for masklet in moved.masklets)
    (tmp_path / "again").mkdir()
    size = (moved.width, moved.height, 1100)
    path = written(tmp_path / "again", AnnotatedClip(moved.name, *size, masklets, rate=25.0))
    asked = {c.question: c.answer for fit in preview(desk, path).fits[0] for c in fit.conflicts if c.question}
    assert asked == {
        Question.NAMES: Answer.KEEP,
        Question.FRAMES: Answer.FIRST,
        Question.SAME_NAME: Answer.NEW,
        Question.CATEGORIES: Answer.TAKE,
    }
    answers = {
        (ALL, Question.NAMES): Answer.ASCII,
        (0, Question.CATEGORIES): Answer.NONE,
        (0, Question.SAME_NAME): Answer.SKIP,
        (0, Question.FRAMES): Answer.FROM_ONE,
    }
    seen = preview(desk, path, Choices(answers=answers))
    assert any("beyond the end of the video: 5;" in str(loss) for loss in seen.losses)
    answers[0, Question.FRAMES] = Answer.FIRST
    taken(desk, path, Choices(answers=answers))
    assert [(r.name, r.category) for r in desk.workspace.document.all_objects()] == [("dog", "animal"), ("Grosse", "")]


def test_a_video_is_left_out_and_the_others_come_in(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, clip("one", ("dog",), height=90), clip("two", ("cat",)))
    desk_id = desk.workspace.document.videos()[0].id
    into = {0: desk_id, 1: desk_id}
    assert preview(desk, path, Choices(into)).blocked
    taken(desk, path, Choices(into, answers={(0, Question.SIZE): Answer.LEAVE_OUT}))
    assert [record.name for record in desk.workspace.document.all_objects()] == ["cat"]


def test_pictures_show_the_frames_that_masks_go_onto(desk: Desk, tmp_path: Path) -> None:
    found: list[Preview] = []
    (fit,) = preview(desk, written(tmp_path, clip())).fits[0]
    desk.workspace.imports.look(fit, found.extend)
    desk.settle()
    assert [(one.frame, one.frame_there, one.image.shape) for one in found] == [
        (frame, True, (CLIP_HEIGHT, CLIP_WIDTH, 3)) for frame in (0, 2, 4)
    ]

"""Media that an earlier version counted in another way: both counts are told, and the new one can be taken."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import MediaChanged
from app.media.pictures import folder as folders
from app.project.model import Cell, FrameIndex, Video
from app.workspace.edits.recount import Recount
from tests.media.clips import numbered
from tests.media.test_pictures import save
from tests.workspace.conftest import Desk
from tests.workspace.test_annotating import clicked, masks

FRAMES = 6


@pytest.fixture
def counted_otherwise(open_desk: Callable[..., Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A project in which masks beside frames were counted as frames, with something on frame 4 and on "frame" 5."""
    place = tmp_path / "frames"
    place.mkdir()
    for number in range(FRAMES):
        save(place / f"{number:04}.png", numbered(number))
        save(place / f"{number:04}_mask.png", numbered(0))
    with monkeypatch.context() as earlier:
        earlier.setattr(folders, "without_masks", lambda files: (files, ()))
        earlier.setattr(folders, "sequences", lambda _files: {})
        desk = open_desk(tmp_path / "project")
        desk.workspace.videos.add([place])
        desk.settle()
        object = clicked(desk)
        desk.settle()
        for frame in (4, 5):
            desk.workspace.prompts.mark_absent(Cell(object, FrameIndex(frame)))
        desk.settle()
        desk.workspace.close(wait_ms=5000)
    again = open_desk(tmp_path / "project")
    again.qtbot.waitUntil(lambda: bool(again.errors))
    return again


def offered(desk: Desk) -> Recount:
    video = desk.workspace.view.video
    assert video is not None
    with desk.qtbot.waitSignal(desk.workspace.videos.counted_otherwise) as told:
        desk.workspace.videos.keep_media(video.id)
    desk.settle()
    recount = told.args[0]
    assert isinstance(recount, Recount)
    return recount


def video_of(desk: Desk) -> Video:
    (video,) = desk.workspace.document.videos()
    return video


def test_both_counts_and_what_has_no_frame_are_told_and_nothing_is_changed(counted_otherwise: Desk) -> None:
    desk = counted_otherwise
    assert isinstance(desk.errors[0], MediaChanged)
    assert "were 12" in desk.errors[0].message
    assert "now they are 6" in desk.errors[0].message
    before = video_of(desk)
    recount = offered(desk)
    assert (recount.before.frame_count, recount.now.frame_count) == (2 * FRAMES, FRAMES)
    ((_record, frames),) = desk.workspace.videos.homeless(recount)
    assert frames == (5,)
    assert video_of(desk) == before


def test_taken_masks_are_on_their_pictures_and_undo_brings_all_back(counted_otherwise: Desk) -> None:
    desk = counted_otherwise
    workspace = desk.workspace
    (object,) = workspace.view.objects()
    before = masks(desk, object)
    recount = offered(desk)
    desk.errors.clear()
    with desk.qtbot.waitSignal(workspace.view.image_ready):
        workspace.videos.take_counting(recount)
    assert sorted(masks(desk, object)) == [0, 2]
    assert workspace.view.video is not None
    assert workspace.view.video.frame_count == FRAMES
    assert len(workspace.states.of(object).flags) == FRAMES
    assert desk.errors == []
    workspace.view.go_to(FRAMES - 1)
    desk.qtbot.waitUntil(lambda: workspace.view.image_frame == FRAMES - 1)
    workspace.videos.take_counting(recount)
    assert sorted(masks(desk, object)) == [0, 2]
    workspace.editor.undo()
    assert masks(desk, object) == before
    assert video_of(desk) == recount.before


@pytest.mark.parametrize(("gone", "new", "left"), [((0, 2), (), [0, 3]), ((0,), ("0009.png",), [0, 1, 4])])
def test_masks_go_along_with_the_pictures_of_a_folder_from_which_some_were_taken(
    open_desk: Callable[..., Desk], tmp_path: Path, gone: tuple[int, ...], new: tuple[str, ...], left: list[int]
) -> None:
    place = tmp_path / "frames"
    place.mkdir()
    for number in range(FRAMES):
        save(place / f"{number:04}.png", numbered(number))
    desk = open_desk(tmp_path / "project")
    desk.workspace.videos.add([place])
    desk.settle()
    object = clicked(desk)
    desk.settle()
    for frame in (1, 2, 5):
        desk.workspace.prompts.mark_absent(Cell(object, FrameIndex(frame)))
    desk.settle()
    desk.workspace.close(wait_ms=5000)
    for number in gone:
        (place / f"{number:04}.png").unlink()
    for name in new:
        save(place / name, numbered(9))
    again = open_desk(tmp_path / "project")
    again.qtbot.waitUntil(lambda: bool(again.errors))
    recount = offered(again)
    again.workspace.videos.take_counting(recount)
    again.settle()
    (object,) = again.workspace.view.objects()
    assert sorted(masks(again, object)) == left
    again.workspace.videos.take_counting(recount)
    again.settle()
    assert sorted(masks(again, object)) == left

"""A project notices that its media is another: nothing is computed or written before a person has decided."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import MediaChanged
from app.project.model import Direction, FrameIndex, Span
from tests.media.clips import numbered, write, x264
from tests.media.test_pictures import save
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, FRAMES, Desk
from tests.workspace.test_annotating import clicked, masks

WHOLE: Span = (FrameIndex(0), FrameIndex(FRAMES - 1))


def another(path: Path) -> Path:
    """Write a video of the clip's size and length that shows other things."""
    return write(path, range(FRAMES), options=x264(), size=(CLIP_WIDTH, CLIP_HEIGHT))


@pytest.fixture
def annotated(open_desk: Callable[..., Desk], tmp_path: Path, clip: Path) -> Path:
    """Return a project with a tracked object; its media is the copy `walk.mp4` beside it."""
    media = tmp_path / "walk.mp4"
    shutil.copy(clip, media)
    desk = open_desk(tmp_path / "project")
    desk.workspace.videos.add([media])
    desk.settle()
    object = clicked(desk)
    desk.workspace.runs.track(Direction.FORWARD, (object,))
    desk.settle()
    desk.workspace.close(wait_ms=5000)
    return tmp_path / "project"


@pytest.fixture
def replaced(open_desk: Callable[..., Desk], annotated: Path) -> Desk:
    another(annotated.parent / "walk.mp4")
    desk = open_desk(annotated)
    desk.qtbot.waitUntil(lambda: bool(desk.errors))
    return desk


def test_another_video_of_the_same_size_and_length_is_noticed(replaced: Desk) -> None:
    video = replaced.workspace.view.video
    assert video is not None
    assert isinstance(replaced.errors[0], MediaChanged)
    assert "walk.mp4 is not the file" in replaced.errors[0].message
    assert replaced.workspace.view.image is None
    replaced.qtbot.waitUntil(lambda: replaced.workspace.videos.media_replaced(video.id))
    assert not replaced.workspace.videos.media_missing(video.id)


def test_nothing_is_tracked_on_changed_media(replaced: Desk) -> None:
    workspace = replaced.workspace
    (object,) = workspace.view.objects()
    before = dict(workspace.document.masks_of(object))
    workspace.runs.track(Direction.FORWARD, (object,), WHOLE)
    replaced.settle()
    assert dict(workspace.document.masks_of(object)) == before
    assert isinstance(replaced.errors[-1], MediaChanged)


@pytest.mark.parametrize("format_id", ["davis", "overlay"])
def test_nothing_is_exported_of_changed_media(replaced: Desk, tmp_path: Path, format_id: str) -> None:
    replaced.workspace.exports.start(format_id, tmp_path / "out")
    replaced.settle()
    assert isinstance(replaced.errors[-1], MediaChanged)
    assert not (tmp_path / "out").exists()


def test_keeping_it_goes_on_with_the_masks_and_undo_asks_again(replaced: Desk) -> None:
    workspace = replaced.workspace
    video = workspace.view.video
    assert video is not None
    with replaced.qtbot.waitSignal(workspace.view.image_ready):
        workspace.videos.keep_media(video.id)
    (object,) = workspace.view.objects()
    assert len(masks(replaced, object)) == FRAMES
    replaced.qtbot.waitUntil(lambda: not workspace.videos.media_replaced(video.id))
    replaced.errors.clear()
    workspace.editor.undo()
    replaced.qtbot.waitUntil(lambda: bool(replaced.errors))
    assert isinstance(replaced.errors[0], MediaChanged)


def test_relinking_to_the_original_goes_on(replaced: Desk, tmp_path: Path, clip: Path) -> None:
    workspace = replaced.workspace
    video = workspace.view.video
    assert video is not None
    shutil.copy(clip, tmp_path / "original.mp4")
    with replaced.qtbot.waitSignal(workspace.view.image_ready):
        workspace.videos.relink(video.id, tmp_path / "original.mp4")
    assert workspace.document.videos()[0].path.endswith("original.mp4")


def test_other_pixels_cannot_be_kept(annotated: Path, open_desk: Callable[..., Desk]) -> None:
    write(annotated.parent / "walk.mp4", range(FRAMES), options=x264(), size=(CLIP_WIDTH, CLIP_HEIGHT - 2))
    desk = open_desk(annotated)
    video = desk.workspace.view.video
    assert video is not None
    desk.qtbot.waitUntil(lambda: bool(desk.errors))
    desk.workspace.videos.keep_media(video.id)
    desk.settle()
    assert "cannot keep its masks" in desk.errors[-1].message
    assert desk.workspace.document.videos()[0] == video


def change_none(folder: Path) -> None:
    (folder / "notes.txt").write_text("taken on Monday")


def insert(folder: Path) -> None:
    save(folder / "00002b.png", numbered(9))


def rename(folder: Path) -> None:
    (folder / "00002.png").rename(folder / "00009.png")


def repaint(folder: Path) -> None:
    save(folder / "00002.png", numbered(1)[:, ::-1] // 2)


@pytest.mark.parametrize(("change", "noticed"), [(change_none, False), (insert, True), (rename, True), (repaint, True)])
def test_a_folder_is_known_by_the_names_and_sizes_of_its_pictures(
    open_desk: Callable[..., Desk], tmp_path: Path, change: Callable[[Path], None], noticed: bool
) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    for number in range(5):
        save(folder / f"{number:05}.png", numbered(number))
    desk = open_desk(tmp_path / "project")
    desk.workspace.videos.add([folder])
    desk.settle()
    desk.workspace.close(wait_ms=5000)
    change(folder)
    again = open_desk(tmp_path / "project")
    again.qtbot.waitUntil(lambda: again.workspace.view.image is not None or bool(again.errors))
    assert [type(error) for error in again.errors] == ([MediaChanged] if noticed else [])

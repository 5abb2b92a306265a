"""The project folder: media that moved, links that lead out of it, and the folder itself moved away."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import ExportError, MediaError
from app.interchange.export.output import write_whole
from app.project.model import Cell, Click, FrameIndex
from app.project.storage.store import Store
from tests.workspace.conftest import Desk


def test_moved_media_is_recognized_beside_what_goes_on(desk: Desk, clip: Path, tmp_path: Path) -> None:
    workspace = desk.workspace
    video = workspace.document.videos()[0]
    moved = tmp_path / "moved.mp4"
    shutil.copy(clip, moved)
    workspace.videos.relink(video.id, moved)
    assert workspace.document.videos() == (video,)
    assert workspace.busy
    desk.settle()
    assert workspace.document.videos()[0].path == moved.as_posix()
    assert workspace.history.undo_title == "Relink media"


@pytest.mark.parametrize("content", [b"another", None])
def test_other_media_is_refused_in_words(desk: Desk, tmp_path: Path, content: bytes | None) -> None:
    workspace = desk.workspace
    before = workspace.document.videos()
    if content is not None:
        (tmp_path / "other.mp4").write_bytes(content)
    workspace.videos.relink(before[0].id, tmp_path / "other.mp4")
    desk.settle()
    assert [type(error) for error in desk.errors] == [MediaError]
    assert workspace.document.videos() == before


def test_copies_for_other_tools_are_not_written_through_a_link(desk: Desk, tmp_path: Path) -> None:
    workspace = desk.workspace
    object = workspace.objects.add("ball")
    assert object is not None
    workspace.prompts.add_click(Cell(object, FrameIndex(0)), Click(30, 30))
    desk.settle()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (workspace.folder / "masklets").symlink_to(elsewhere)
    workspace.exports.publish()
    desk.settle()
    assert [type(error) for error in desk.errors] == [ExportError]
    assert "leads to another place" in desk.errors[0].message
    assert list(elsewhere.iterdir()) == []


def test_a_file_in_the_place_of_the_copies_is_told_and_stays(
    desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    workspace = desk.workspace
    object = workspace.objects.add("ball")
    assert object is not None
    workspace.prompts.add_click(Cell(object, FrameIndex(0)), Click(30, 30))
    desk.settle()
    place = workspace.folder / "masklets"
    place.write_bytes(b"mine")
    workspace.exports.publish()
    desk.settle()
    assert [type(error) for error in desk.errors] == [ExportError]
    assert "is a file" in desk.errors[0].message
    with pytest.raises(ExportError, match="cannot be written"):
        write_whole(place / "a.json", [b"{}"])
    workspace.objects.rename(object, "disc")
    workspace.close(wait_ms=60_000)  # a last refresh: it must not end as a bug
    assert "Traceback" not in caplog.text
    assert place.read_bytes() == b"mine"


def test_frame_indexes_are_not_written_through_a_link(
    open_desk: Callable[..., Desk], clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MASKLANE_HOME", str(tmp_path / "home"))
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    Store.create(project).close()
    elsewhere.mkdir()
    (project / "cache").symlink_to(elsewhere)  # before there is a thread that could make the folder
    desk = open_desk(project)
    desk.workspace.videos.add([clip])
    desk.settle()
    desk.qtbot.waitUntil(lambda: any((tmp_path / "home").rglob("*.index")), timeout=60_000)
    desk.workspace.close(wait_ms=60_000)  # then no thread is about to write
    assert list(elsewhere.iterdir()) == []


def test_the_note_about_who_has_a_project_open_is_not_written_through_a_link(tmp_path: Path) -> None:
    Store.create(tmp_path / "p").close()
    target = tmp_path / "precious"
    target.write_text("as it was")
    (tmp_path / "p" / "project.masklane-owner").symlink_to(target)
    with Store.open(tmp_path / "p"):
        pass
    assert target.read_text() == "as it was"


def test_what_is_done_after_the_folder_was_moved_is_in_the_moved_folder(desk: Desk, tmp_path: Path) -> None:
    workspace = desk.workspace
    object = workspace.objects.add("before")
    assert object is not None
    workspace.folder.rename(tmp_path / "moved")
    workspace.objects.rename(object, "after")
    workspace.exports.publish()
    desk.settle()
    assert ["is not there any more" in error.message for error in desk.errors] == [True]
    workspace.close(wait_ms=60_000)
    assert not workspace.folder.exists()
    with Store.open(tmp_path / "moved") as store:
        record = store.load().object(object)
    assert record is not None
    assert record.name == "after"
    assert desk.bugs == []

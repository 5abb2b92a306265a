"""A video that is opened leads to the project it is in, or to a new one; what is no video leaves nothing behind."""

import shutil
from pathlib import Path

import pytest

from app import cli
from app.ui.shell import project_switcher
from tests.gui.window_bot import WindowBot


@pytest.fixture
def below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where new projects go."""
    place = tmp_path / "Documents" / "Masklane"
    monkeypatch.setattr(project_switcher, "projects_folder", lambda: place)
    return place


def offer(desk: WindowBot) -> str:
    return desk.window.project_view.offers.bar.words


def close(desk: WindowBot) -> None:
    desk.keep(desk.workspace)
    desk.window.close_project()


def test_a_video_opened_again_leads_to_its_project_and_says_where_that_is(
    empty_window: WindowBot, clip: Path, below: Path
) -> None:
    empty_window.window.open(clip)
    empty_window.wait_for_opening()
    folder = below / "clip"
    assert empty_window.workspace.folder == folder
    assert offer(empty_window) == f"New project: {folder}"
    empty_window.wait_for_picture()
    empty_window.add("thing", 30, 30)
    close(empty_window)
    empty_window.preferences.change(empty_window.preferences.settings.without_recent(folder))
    empty_window.window.open(clip)
    empty_window.wait_for_opening()
    assert empty_window.workspace.folder == folder
    assert [empty_window.name(id) for id in empty_window.objects] == ["thing"]
    assert offer(empty_window) == f"clip is in this project already: {folder}"
    assert [place.name for place in below.iterdir()] == ["clip"]
    empty_window.window.project_view.offers.bar.button.click()
    empty_window.keep(empty_window.workspace)
    empty_window.wait_for_opening()
    assert empty_window.workspace.folder == below / "clip 2"


def test_another_project_is_found_though_its_log_was_left_by_a_kill(
    empty_window: WindowBot, clip: Path, below: Path, tmp_path: Path
) -> None:
    assert empty_window.window.create_project(tmp_path / "there", (clip,))
    empty_window.wait_for_picture()
    left = tmp_path / "killed"
    shutil.copytree(tmp_path / "there", left)  # the log is in the copy, not yet in its database
    close(empty_window)
    shutil.rmtree(tmp_path / "there")
    empty_window.preferences.change(empty_window.preferences.settings.with_recent(left))
    empty_window.window.open(clip)
    empty_window.wait_for_opening()
    assert empty_window.workspace.folder == left
    assert not below.exists()


def test_what_is_no_video_is_refused_on_the_start_page_with_nothing_left(
    empty_window: WindowBot, below: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("to do")
    empty_window.window.open(notes)
    empty_window.window.switcher.await_opening()
    empty_window.wait_for_opening()
    assert not empty_window.window.has_project
    start = empty_window.window.switcher.start
    assert start.isVisible()
    assert "notes.txt” is not a video" in start.errors.message
    assert not below.parent.exists()


def test_the_command_line_refuses_it_in_one_line_before_any_window(tmp_path, capsys) -> None:
    notes, empty = tmp_path / "notes.txt", tmp_path / "empty"
    notes.write_text("to do")
    empty.mkdir()
    for path in (notes, empty):
        assert cli.main([str(path)]) == 2
        said = capsys.readouterr().err
        assert said.startswith("masklane: ")
        assert said.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == [empty, notes]


def test_while_something_is_opened_first_there_is_no_start_page_to_click(
    empty_window: WindowBot, clip: Path, below: Path
) -> None:
    window = empty_window.window
    window.open(clip)
    window.switcher.await_opening()
    assert not window.switcher.start.isVisible()
    window.switcher._opening._cancel.click()
    assert window.switcher.start.isVisible()
    window.open(clip)
    empty_window.wait_for_opening()
    assert window.has_project


def test_several_videos_dropped_on_the_start_page_become_one_project(
    empty_window: WindowBot, clip: Path, below: Path, tmp_path: Path
) -> None:
    other, broken = tmp_path / "other.mp4", tmp_path / "broken.mp4"
    shutil.copyfile(clip, other)
    broken.write_bytes(b"no video")
    empty_window.drop(broken, clip, other)
    empty_window.wait_for_opening()
    assert empty_window.window.has_project
    empty_window.settle()
    assert {video.name for video in empty_window.workspace.document.videos()} == {"clip", "other"}
    assert "broken.mp4" in empty_window.window.project_view.errors.message

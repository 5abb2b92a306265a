"""What is removed is named over the picture, with Undo; a run that was broken off is offered again."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.project.model import Cell, Click, Direction, FrameIndex
from tests.gui.window_bot import CONTROL, NONE, Gate, WindowBot, make_clip

Key = Qt.Key


@pytest.fixture
def two_videos(two_objects: WindowBot, tmp_path: Path) -> WindowBot:
    """The clip with two masks on it, and another one, which is shown."""
    two_objects.workspace.videos.add((make_clip(tmp_path / "second.mp4", frames=12),))
    two_objects.settle()
    return two_objects


def videos(desk: WindowBot) -> list[str]:
    return [video.name for video in desk.workspace.document.videos()]


def words(desk: WindowBot) -> str:
    return desk.window.project_view.offers.bar.words


def take(desk: WindowBot) -> None:
    QApplication.processEvents()
    desk.click(desk.window.project_view.offers.bar.button, 5, 5)
    QApplication.processEvents()


def test_the_key_that_changes_the_video_selects_that_one_alone_so_remove_takes_no_other(two_videos: WindowBot) -> None:
    window = two_videos.window
    first, second = (video.id for video in two_videos.workspace.document.videos())
    two_videos.key(Key.Key_PageDown, CONTROL)
    assert window.selected_videos == (second,)
    two_videos.key(Key.Key_PageUp, CONTROL)
    two_videos.key(Key.Key_PageDown, CONTROL)
    window.action_set["video.remove"].trigger()
    assert [video.id for video in two_videos.workspace.document.videos()] == [first]


def test_control_and_an_arrow_in_the_list_moves_the_focus_and_shows_no_video_that_is_not_selected(
    two_videos: WindowBot,
) -> None:
    window, view = two_videos.window, two_videos.workspace.view
    first = two_videos.workspace.document.videos()[0].id
    two_videos.key(Key.Key_Down, CONTROL, at=window.project_view.videos.list)
    assert (view.video.id, window.selected_videos) == (first, (first,))
    shown = window.project_view.videos.list
    for row, held in ((1, NONE), (0, CONTROL), (0, CONTROL)):  # the last click deselects the one it opened
        place = shown.visualRect(shown.model().index(row, 0)).center()
        two_videos.click(shown.viewport(), place.x(), place.y(), held)
    assert len(window.selected_videos) == 1


def test_removing_videos_names_them_and_what_is_in_them_and_undo_is_beside(two_videos: WindowBot) -> None:
    two_videos.window.project_view.videos.list.selectAll()
    two_videos.window.action_set["video.remove"].trigger()
    assert words(two_videos) == "Removed: clip, second (2 videos, 2 objects, 2 masks)"
    take(two_videos)
    assert videos(two_videos) == ["clip", "second"]
    assert len(two_videos.objects) == 2
    assert words(two_videos) == ""


def test_deleting_an_object_with_masks_and_clearing_one_is_offered_to_be_undone(two_objects: WindowBot) -> None:
    workspace, (left, right) = two_objects.workspace, two_objects.objects
    workspace.objects.delete((left,))
    assert words(two_objects) == "Removed: Left (1 object, 1 mask)"
    workspace.editor.undo()
    assert words(two_objects) == ""
    workspace.runs.track(Direction.FORWARD, (right,))
    two_objects.settle()
    workspace.masks.clear_object(right)
    assert words(two_objects) == "Removed: Right (60 masks)"
    workspace.objects.rename(right, "R")
    assert words(two_objects) == ""


def test_one_mask_an_empty_object_and_a_merge_are_no_removal_to_speak_of(two_objects: WindowBot) -> None:
    workspace, (left, right) = two_objects.workspace, two_objects.objects
    workspace.masks.clear_cell(workspace.view.cell)
    workspace.editor.undo()
    workspace.objects.delete((workspace.objects.add("nothing"),))
    workspace.objects.merge((left, right))
    two_objects.settle()
    assert words(two_objects) == ""


def broken_off(desk: WindowBot, folder: Path) -> None:
    """Track, leave the project in the middle, and open it again."""
    gate = Gate(desk, 30)
    desk.workspace.runs.track(Direction.FORWARD, desk.objects)
    gate.wait()
    desk.keep(desk.workspace)
    desk.window.close_project()
    gate.open()
    assert desk.open(folder)
    desk.wait_for_picture()


def test_a_run_that_was_broken_off_is_offered_and_goes_on_where_it_was(two_objects: WindowBot, tmp_path: Path) -> None:
    broken_off(two_objects, tmp_path / "Project")
    workspace = two_objects.workspace
    before = workspace.document.mask_frames(two_objects.objects[0])
    assert 1 < len(before) < 60
    assert words(two_objects) == "Tracking of Left, Right was interrupted. What it made is kept."
    take(two_objects)
    two_objects.settle()
    assert len(workspace.document.mask_frames(two_objects.objects[0])) == 60
    assert words(two_objects) == ""
    two_objects.keep(workspace)
    two_objects.window.close_project()
    assert two_objects.open(tmp_path / "Project")
    assert words(two_objects) == ""


def test_a_run_that_a_later_one_went_over_is_offered_no_more(two_objects: WindowBot, tmp_path: Path) -> None:
    broken_off(two_objects, tmp_path / "Project")
    workspace, first = two_objects.workspace, two_objects.objects[0]
    workspace.runs.track(Direction.FORWARD, two_objects.objects)
    two_objects.settle()
    workspace.prompts.add_click(Cell(first, FrameIndex(10)), Click(30, 30))
    two_objects.settle()
    record = workspace.document.object(first)
    assert record is not None
    assert record.stale
    two_objects.keep(workspace)
    two_objects.window.close_project()
    assert two_objects.open(tmp_path / "Project")
    assert words(two_objects) == ""


def test_an_offer_that_was_closed_does_not_come_back_and_undo_does(two_objects: WindowBot, tmp_path: Path) -> None:
    broken_off(two_objects, tmp_path / "Project")
    two_objects.window.project_view.offers.bar._close.click()
    workspace = two_objects.workspace
    two_objects.keep(workspace)
    two_objects.window.close_project()
    assert two_objects.open(tmp_path / "Project")
    two_objects.wait_for_picture()
    assert words(two_objects) == ""
    assert two_objects.window.action_set["edit.undo"].text() == "Undo: Track 2 objects"
    two_objects.key(Key.Key_Z, CONTROL)
    assert two_objects.workspace.document.mask_frames(two_objects.objects[0]) == (0,)


def test_an_offer_with_many_words_takes_two_lines_and_is_cut_only_beyond(window: WindowBot) -> None:
    bar = window.window.project_view.offers.bar
    shown = bar.findChild(QLabel, "offerwords")
    assert shown is not None
    seen = {}
    for count in (3, 18, 90):
        bar.show_offer(" ".join(["word"] * count), "Go on", lambda: None)
        QApplication.processEvents()
        seen[count] = (bar.words == shown.text(), bar.height() > 50)
        assert shown.heightForWidth(shown.width()) <= shown.height()

    assert seen == {3: (True, False), 18: (True, True), 90: (False, True)}

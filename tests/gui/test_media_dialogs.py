"""Dialogs about media: what pictures are before they are added, black and white points, and another counting; holes."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDoubleSpinBox, QLabel, QListWidget, QPlainTextEdit, QPushButton

from app.media.pictures import folder as folders
from app.project.model import Cell, FrameIndex, Video
from app.ui.dialogs.add_pictures import AddPicturesDialog
from app.ui.dialogs.new_project import NewProjectDialog
from app.ui.dialogs.recount import RecountDialog
from app.ui.dialogs.values import ValuesDialog
from app.ui.shell import project_switcher
from app.ui.timeline.holes import hole_spans
from app.ui.timeline.scale import Scale
from tests.gui.window_bot import HEIGHT, LEFT, NONE, WIDTH, WindowBot
from tests.media.clips import write, x264
from tests.media.test_holes import spoiled
from tests.media.test_pictures import save

D = TypeVar("D", bound=QDialog)


def dialog(desk: WindowBot, kind: type[D]) -> D:
    """Wait for a dialog and return it."""
    desk.qtbot.waitUntil(lambda: any(found.isVisible() for found in desk.window.findChildren(kind)), timeout=60_000)
    return next(found for found in desk.window.findChildren(kind) if found.isVisible())


def press(box: QDialog, text: str) -> None:
    button = next(b for b in box.findChildren(QPushButton) if b.text() == text)
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT, NONE, QPoint(5, 5))


def texts(box: QDialog) -> str:
    return "\n".join(part.text() for part in box.findChildren(QLabel))


def names(desk: WindowBot) -> list[str]:
    return [video.name for video in desk.workspace.document.videos()]


def pictures(folder: Path, name: Callable[[int], str], numbers: range) -> Path:
    folder.mkdir()
    for number in numbers:
        save(folder / name(number), np.full((HEIGHT, WIDTH, 3), number, np.uint8))
    return folder


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Pictures 0001 to 0012 without 0007, and a mask."""
    folder = pictures(tmp_path / "shots", "take_{:04}.png".format, range(1, 13))
    (folder / "take_0007.png").unlink()
    save(folder / "take_0003_mask.png", np.zeros((HEIGHT, WIDTH), np.uint8))
    return folder


def test_what_pictures_are_is_shown_before_they_are_added(window: WindowBot, shots: Path) -> None:
    window.drop(shots)
    box = dialog(window, AddPicturesDialog)
    assert "11 frames, 0001 to 0012" in texts(box)
    assert "One number is missing: 7" in texts(box)
    assert "take_0003_mask.png" in texts(box)
    assert names(window) == ["clip"]
    press(box, "Add")
    window.qtbot.waitUntil(lambda: names(window) == ["clip", "shots"], timeout=60_000)
    assert window.workspace.document.videos()[1].frame_count == 11


def test_cancelled_pictures_are_not_added_and_videos_need_no_question(
    window: WindowBot, shots: Path, clip: Path
) -> None:
    window.drop(shots)
    press(dialog(window, AddPicturesDialog), "Cancel")
    window.drop(Path(shutil.copyfile(clip, shots / "other.mp4")))
    window.qtbot.waitUntil(lambda: len(names(window)) == 2, timeout=60_000)
    assert names(window) == ["clip", "other"]


def test_pictures_dropped_on_the_start_page_are_shown_before_a_project_is_made_of_them(
    empty_window: WindowBot, shots: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = tmp_path / "projects"
    monkeypatch.setattr(project_switcher, "projects_folder", lambda: below)
    empty_window.drop(shots)
    assert "One number is missing: 7" in texts(dialog(empty_window, AddPicturesDialog))
    assert not empty_window.window.opening
    press(dialog(empty_window, AddPicturesDialog), "Add")
    empty_window.wait_for_opening()
    assert [video.frame_count for video in empty_window.workspace.document.videos()] == [11]
    assert empty_window.workspace.folder == below / "shots"


def test_several_sequences_can_only_be_cancelled(window: WindowBot, tmp_path: Path) -> None:
    folder = pictures(tmp_path / "two", "a{:03}.png".format, range(3))
    for number in range(4):
        save(folder / f"b{number:03}.png", np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    window.drop(folder)
    box = dialog(window, AddPicturesDialog)
    assert "a (3), b (4)" in texts(box)
    assert not next(b for b in box.findChildren(QPushButton) if b.text() == "Add").isEnabled()
    press(box, "Cancel")


@pytest.fixture
def deep(window: WindowBot, tmp_path: Path) -> WindowBot:
    """A video of three pictures of 12 bits is the current one."""
    folder = tmp_path / "deep"
    folder.mkdir()
    for number in range(3):
        picture = np.linspace(800, 1600, WIDTH).astype(np.uint16)[None].repeat(HEIGHT, axis=0)
        save(folder / f"{number}.png", picture)
    window.workspace.videos.add([folder])
    window.settle()
    assert not window.window.action_set.enabled("video.values")
    window.workspace.view.open_video(window.workspace.document.videos()[1].id)
    window.wait_for_picture()
    window.settle_actions()
    return window


def record(desk: WindowBot) -> Video:
    return desk.workspace.document.videos()[1]


def test_black_and_white_are_chosen_beside_a_live_picture(deep: WindowBot) -> None:
    deep.window.action_set["video.values"].trigger()
    box = dialog(deep, ValuesDialog)
    shown = next(part for part in box.findChildren(QLabel) if part.accessibleName() == "How the frame is shown")
    deep.qtbot.waitUntil(lambda: not shown.pixmap().isNull())
    before = shown.pixmap().toImage()
    white = next(field for field in box.findChildren(QDoubleSpinBox) if field.accessibleName() == "White")
    white.setFocus()
    white.selectAll()
    QTest.keyClicks(white, "1600")
    QTest.keyClick(white, Qt.Key.Key_Tab)
    assert shown.pixmap().toImage() != before
    assert record(deep).white is None
    press(box, "Apply")
    assert (record(deep).black, record(deep).white) == (0, 1600)
    deep.qtbot.waitUntil(lambda: deep.workspace.view.values is not None and deep.workspace.view.values.white == 1600)
    deep.workspace.editor.undo()
    assert record(deep).white is None


def test_points_are_fitted_to_the_frame_and_given_back(deep: WindowBot) -> None:
    deep.window.action_set["video.values"].trigger()
    box = dialog(deep, ValuesDialog)
    deep.qtbot.waitUntil(lambda: next(b for b in box.findChildren(QPushButton) if "Fit" in b.text()).isEnabled())
    press(box, "Fit to this frame")
    assert 800 <= box.values.black < 815
    assert 1585 < box.values.white <= 1600
    press(box, "As found")
    press(box, "Apply")
    assert (record(deep).black, record(deep).white) == (None, None)


def test_both_counts_and_what_goes_are_shown_before_a_new_counting_is_taken(
    empty_window: WindowBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = empty_window
    folder = pictures(tmp_path / "frames", "{:03}.png".format, range(4))
    for number in range(4):
        save(folder / f"{number:03}_mask.png", np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    with monkeypatch.context() as earlier:  # a version that knew no masks beside frames
        earlier.setattr(folders, "without_masks", lambda files: (files, ()))
        earlier.setattr(folders, "sequences", lambda _files: {})
        assert window.window.create_project(tmp_path / "Project", (folder,))
        window.wait_for_picture()
        object = window.add("Left", 24, 32)
        window.workspace.prompts.mark_absent(Cell(object, FrameIndex(3)))
        window.settle()
        window.keep(window.workspace)
        window.window.close_project()
    assert window.open(tmp_path / "Project")
    window.qtbot.waitUntil(lambda: "Keep it" in window.offered(), timeout=60_000)
    window.take("Keep it")
    box = dialog(window, RecountDialog)
    assert "had 8 frames" in texts(box)
    assert "now has 4" in texts(box)
    assert [part.toPlainText() for part in box.findChildren(QPlainTextEdit)] == ["Left: 3"]
    press(box, "Take the 4 frames")
    window.wait_for_picture()
    assert window.workspace.document.videos()[0].frame_count == 4
    assert list(window.workspace.document.mask_frames(object)) == [0]
    assert window.window.timeline.view.scale.frame_count == 4
    assert window.window.timeline.view.scale.is_whole
    window.window.timeline.grab()
    window.workspace.editor.undo()
    assert list(window.workspace.document.mask_frames(object)) == [0, 3]


def test_holes_are_marked_and_told_on_hovering(window: WindowBot, tmp_path: Path) -> None:
    path = spoiled(write(tmp_path / "a.mp4", range(30), options=x264(), bframes=0, gop=10), 17)
    window.workspace.videos.add([path])
    window.settle()
    window.workspace.view.open_video(window.workspace.document.videos()[1].id)
    window.wait_for_picture()
    window.add("Left", 24, 24)
    timeline = window.window.timeline
    holes = sorted(window.workspace.view.holes)
    assert 17 in holes
    scale = timeline.view.scale
    lanes, ruler = timeline.lanes.grab().toImage(), timeline.ruler.grab().toImage()
    color = window.window.project_view._theme.palette.color("warning")
    for image, row in ((lanes, 4), (ruler, 24)):
        assert image.pixelColor(round(scale.x(holes[0])), row) == color
        assert image.pixelColor(round(scale.center(3)), row) != color
    assert timeline.lanes.description_at(QPointF(scale.center(17), 5)).startswith("Frame 17 of 29")
    assert "cannot be decoded" in timeline.lanes.description_at(QPointF(scale.center(17), 5))
    assert "cannot be decoded" not in timeline.lanes.description_at(QPointF(scale.center(3), 5))
    QApplication.processEvents()


def test_holes_beside_each_other_are_one_gap_that_is_always_seen() -> None:
    scale = Scale.whole(1000, 100)
    np.testing.assert_allclose(hole_spans({10, 11, 12, 500}, scale), [(1.0, 4.2), (50.0, 53.0)])
    assert hole_spans(set(), scale) == []
    assert hole_spans({5}, scale.zoomed(50, 100)) == []


def test_a_new_project_shows_what_its_pictures_are(empty_window: WindowBot, shots: Path, clip: Path) -> None:
    box = NewProjectDialog(shots.parent, empty_window.window)
    box.add_media((clip, shots))
    shown = box.findChild(QListWidget)
    assert shown is not None
    empty_window.qtbot.waitUntil(lambda: "11 frames, 0001 to 0012" in shown.item(1).text(), timeout=60_000)
    assert shown.item(0).text() == str(clip)
    assert box.media == (clip, shots)
    box.reject()

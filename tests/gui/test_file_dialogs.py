"""Every way that asks for a file or a folder, with an answer in place of the system's own dialog."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton, QTreeView, QWidget

from app.settings import Settings
from app.ui.dialogs.add_pictures import AddPicturesDialog
from app.ui.dialogs.chooser import Chooser, Kind, last_folder
from app.ui.dialogs.interchange.export import ExportDialog
from app.ui.dialogs.new_project import NewProjectDialog
from app.ui.panels.engine import EnginePanel
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.gui.test_media_dialogs import dialog
from tests.gui.test_media_dialogs import press as press_in
from tests.gui.window_bot import CONTROL, SHIFT, WindowBot, make_clip

Key = Qt.Key
SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


class Answers:
    """Stands for the native dialogs, and for nothing else: says what the person would choose, "" for Cancel."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.next: list[str | list[str]] = []
        self.asked: list[str] = []
        take = self._take
        monkeypatch.setattr(Chooser, "ask", lambda dialog: take(dialog))  # noqa: PLW0108  # bound to the dialog

    def _take(self, dialog: Chooser) -> list[str]:
        parent = dialog.parentWidget()
        assert parent is not None
        assert parent.isVisible()
        self.asked.append(dialog.windowTitle())
        dialog.deleteLater()
        answer = self.next.pop(0)
        return answer if isinstance(answer, list) else [answer] if answer else []


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of three pictures."""
    return make_pictures(tmp_path / "pictures", 60)


def make_pictures(folder: Path, step: int) -> Path:
    folder.mkdir()
    for number in range(3):
        cv2.imwrite(str(folder / f"{number}.png"), np.full((20, 30, 3), step * number, np.uint8))
    return folder


def press(desk: WindowBot, dialog: QWidget, text: str) -> None:
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == text)
    desk.click(button, 5, 5)


def names(desk: WindowBot) -> list[str]:
    return [video.name for video in desk.workspace.document.videos()]


def test_a_new_project_of_chosen_videos_and_pictures_in_a_chosen_place(
    empty_window: WindowBot, answers: Answers, tmp_path: Path, clip: Path, pictures: Path
) -> None:
    empty_window.key(Key.Key_N, CONTROL, empty_window.window)
    dialog = empty_window.window.findChild(NewProjectDialog)
    assert dialog is not None
    answers.next = [str(tmp_path), [str(clip)], str(pictures)]
    for text in ("Choose…", "Add videos…", "Add image folder…"):
        press(empty_window, dialog, text)
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "Mine")
    press(empty_window, dialog, "Create")
    empty_window.wait_for_picture()

    assert answers.asked == ["Location of the project", "Add videos or pictures", "Add a folder of images"]
    assert empty_window.workspace.folder == tmp_path / "Mine"
    assert names(empty_window) == ["clip", "pictures"]


def test_cancelling_a_new_project_makes_none(empty_window: WindowBot, answers: Answers, tmp_path: Path) -> None:
    empty_window.key(Key.Key_N, CONTROL, empty_window.window)
    dialog = empty_window.window.findChild(NewProjectDialog)
    assert dialog is not None
    place = dialog.location.text()
    answers.next = ["", [], ""]
    for text in ("Choose…", "Add videos…", "Add image folder…"):
        press(empty_window, dialog, text)
    unchanged = (dialog.location.text(), dialog.media)
    press(empty_window, dialog, "Cancel")

    assert unchanged == (place, ())
    assert not empty_window.window.has_project


def test_a_project_is_opened_from_a_chosen_folder(empty_window: WindowBot, answers: Answers, tmp_path: Path) -> None:
    Workspace.create(tmp_path / "There", Settings(), lambda _choice: DiscPredictor()).close(wait_ms=5000)
    answers.next = ["", str(tmp_path / "There")]
    empty_window.key(Key.Key_O, CONTROL, empty_window.window)
    cancelled = empty_window.window.has_project
    empty_window.key(Key.Key_O, CONTROL, empty_window.window)
    empty_window.wait_for_opening()

    assert not cancelled
    assert empty_window.workspace.name == "There"


def test_a_chosen_folder_that_is_no_project_says_so(empty_window: WindowBot, answers: Answers, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    answers.next = [str(tmp_path / "empty")]
    empty_window.key(Key.Key_O, CONTROL, empty_window.window)
    empty_window.wait_for_opening()

    assert not empty_window.window.has_project
    assert "There is no project in" in empty_window.window.switcher.start.errors.message


def test_videos_and_pictures_are_added(window: WindowBot, answers: Answers, tmp_path: Path, pictures: Path) -> None:
    second = make_clip(tmp_path / "second.mp4", 8)
    answers.next = [[str(second)], str(pictures), []]
    window.window.canvas.setFocus()
    window.key(Key.Key_O, CONTROL | SHIFT)
    window.settle()
    window.window.action_set["video.add_images"].trigger()
    press_in(dialog(window, AddPicturesDialog), "Add")
    window.qtbot.waitUntil(lambda: len(names(window)) == 3, timeout=60_000)
    window.settle()
    window.key(Key.Key_O, CONTROL | SHIFT)
    window.settle()

    assert names(window) == ["clip", "second", "pictures"]


def test_moved_pictures_are_looked_for_as_a_folder(
    window: WindowBot, answers: Answers, pictures: Path, tmp_path: Path
) -> None:
    window.workspace.videos.add([pictures])
    window.settle()
    video = window.workspace.document.videos()[1]
    pictures.rename(tmp_path / "moved")
    window.workspace.view.open_video(video.id)
    window.qtbot.waitUntil(lambda: window.window.action_set.enabled("video.relink"))
    answers.next = ["", str(tmp_path / "moved")]
    window.window.action_set["video.relink"].trigger()
    still = window.workspace.videos.media_missing(video.id)
    window.window.action_set["video.relink"].trigger()
    window.qtbot.waitUntil(lambda: not window.workspace.videos.media_missing(video.id))

    assert still
    assert answers.asked == ["Where is pictures now?"] * 2


def test_another_file_in_place_of_moved_media_is_refused_in_words(
    window: WindowBot, answers: Answers, tmp_path: Path
) -> None:
    first, other = make_clip(tmp_path / "first.mp4", 8), make_clip(tmp_path / "other.mp4", 12)
    window.workspace.videos.add([first])
    window.settle()
    video = window.workspace.document.videos()[1]
    first.unlink()
    window.workspace.view.open_video(video.id)
    window.qtbot.waitUntil(lambda: window.window.action_set.enabled("video.relink"))
    answers.next = [str(other)]
    window.window.action_set["video.relink"].trigger()
    window.qtbot.waitUntil(lambda: "is not the file" in window.window.project_view.errors.message)

    assert window.workspace.videos.media_missing(video.id)


def test_an_export_goes_to_the_chosen_folder(two_objects: WindowBot, answers: Answers, tmp_path: Path) -> None:
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_E, CONTROL)
    dialog = two_objects.window.findChild(ExportDialog)
    assert dialog is not None
    usual = dialog.location.text()
    answers.next = ["", str(tmp_path)]
    press(two_objects, dialog, "Choose…")
    kept = dialog.location.text()
    press(two_objects, dialog, "Choose…")
    place = Path(dialog.location.text())
    press(two_objects, dialog, "Export")
    two_objects.settle()

    assert kept == usual
    assert place.parent == tmp_path
    assert any(place.rglob("*.json"))


def test_a_model_file_of_ones_own_is_loaded(window: WindowBot, answers: Answers, tmp_path: Path) -> None:
    file = tmp_path / "mine.safetensors"
    file.write_bytes(b"")
    panel = window.window.findChild(EnginePanel)
    assert panel is not None
    answers.next = ["", str(file)]
    before = window.workspace.settings.model
    press(window, panel, "Use a model file…")
    cancelled = window.workspace.settings.model
    press(window, panel, "Use a model file…")
    window.settle()

    assert cancelled == before
    assert window.loader.choices[-1].model == str(file)
    assert window.preferences.settings.model == str(file)


def test_no_dialog_is_left_behind(window: WindowBot, answers: Answers) -> None:
    answers.next = [[], "", ""]
    for id in ("video.add", "video.add_images", "file.open"):
        window.window.action_set[id].trigger()
    QApplication.processEvents()

    assert [d for d in window.window.findChildren(QDialog) if d.isVisible()] == []


def test_files_are_filtered_and_each_dialog_opens_where_it_was_left(
    window: WindowBot, tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, Path]] = []
    chosen = [str(clip)]

    def choose(dialog: Chooser) -> bool:
        seen.append((next(iter(dialog.nameFilters()), ""), Path(dialog.directory().absolutePath())))
        monkeypatch.setattr(dialog, "selectedFiles", lambda: chosen)
        return True

    monkeypatch.setattr(Chooser, "exec", choose)
    window.window.action_set["video.add"].trigger()
    window.window.action_set["video.add"].trigger()
    window.settle()
    assert "*.mp4" in seen[0][0]
    assert "*.png" in seen[0][0]
    assert seen[1][1] == clip.parent
    window.window.dialogs.export()
    dialog = window.window.findChild(ExportDialog)
    assert dialog is not None
    chosen = [str(tmp_path / "out")]
    press(window, dialog, "Choose…")
    press(window, dialog, "Choose…")
    dialog.reject()
    assert seen[-2][1] == window.workspace.folder, "its folder for exports is not there yet"
    assert seen[-1][1] == tmp_path


def accept_pictures(window: WindowBot) -> None:
    """Take the pictures as the dialog found them."""
    window.qtbot.waitUntil(lambda: window.window.findChild(AddPicturesDialog) is not None)
    dialog = window.window.findChild(AddPicturesDialog)
    assert dialog is not None
    dialog.accept()
    window.settle()
    window.qtbot.waitUntil(lambda: window.window.findChild(AddPicturesDialog) is None)


def row_of(name: str, files: QAbstractItemModel, folder: QModelIndex) -> int | None:
    return next((row for row in range(files.rowCount(folder)) if files.index(row, 0, folder).data() == name), None)


def test_one_of_many_pictures_can_stand_for_all_and_the_dialog_offers_its_folder(
    window: WindowBot, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Chooser, "exec", lambda _dialog: True)
    monkeypatch.setattr(Chooser, "selectedFiles", lambda _dialog: [str(pictures / "1.png")])
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.defaultButton().click())
    window.window.action_set["video.add"].trigger()
    accept_pictures(window)
    assert names(window) == ["clip", "pictures"]

    opened, selected = (make_pictures(pictures.parent / name, 20 + len(name)) for name in ("opened", "selected"))

    def choose(dialog: Chooser, folder: Path) -> bool:
        dialog.setDirectory(str(folder if folder == opened else folder.parent))
        dialog.show()
        tree = dialog.findChild(QTreeView, "treeView")
        assert sum(tree.header().sectionSize(column) for column in range(4)) <= tree.viewport().width()
        if folder == selected:
            files, root = tree.model(), tree.rootIndex()
            window.qtbot.waitUntil(lambda: row_of(folder.name, files, root) is not None)
            row = row_of(folder.name, files, root)
            assert row is not None
            tree.selectionModel().select(files.index(row, 0, root), QItemSelectionModel.SelectionFlag.Rows | SELECT)
        press(window, dialog, "Add this folder of pictures")
        return bool(dialog.result())

    for folder in (opened, selected):
        monkeypatch.setattr(Chooser, "exec", lambda dialog, folder=folder: choose(dialog, folder))
        window.window.action_set["video.add"].trigger()
        accept_pictures(window)
    assert names(window) == ["clip", "pictures", "opened", "selected"]
    assert last_folder(Kind.MEDIA) == str(pictures.parent)

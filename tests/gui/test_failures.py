"""What goes wrong in the window has its words and a way out, and everything made so far is kept."""

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app import paths
from app.engine.checkpoints import catalog
from app.engine.checkpoints.download import fetch
from app.errors import DeviceLost, EngineError, MediaMissing
from app.project.model import Cell, Click, Direction, FrameIndex, ObjectId
from app.project.storage.store import Store
from app.settings import Settings
from app.ui.dialogs.crash import CrashDialog
from app.ui.dialogs.settings import SettingsDialog
from app.ui.shell.crash_guard import CrashGuard
from app.ui.theme.theme import UiTheme
from app.workspace import model
from app.workspace.workspace import Workspace
from tests.engine.model_server import MODEL, Serve, broken, cut, serving, whole
from tests.engine.stand_in import DiscPredictor
from tests.gui.canvas_bot import write_pictures
from tests.gui.window_bot import CONTROL, FRAMES, WindowBot, open_window

Key = Qt.Key


def masks(desk: WindowBot, object: ObjectId) -> list[int]:
    return [int(frame) for frame in desk.workspace.document.mask_frames(object)]


def reopened(desk: WindowBot) -> Workspace:
    """Close the window's project, and open it again as the next start would."""
    folder, workspace = desk.workspace.folder, desk.workspace
    desk.window.close_project()
    workspace.close(wait_ms=5000)
    again = Workspace.open(folder, Settings(), lambda _choice: DiscPredictor())
    desk.keep(again)
    return again


def failing(frame: int, error: Callable[[], Exception]) -> Callable[[FrameIndex], None]:
    def before(at: FrameIndex) -> None:
        if at == frame:
            raise error()

    return before


# The model


@pytest.fixture
def without_model(
    qtbot: QtBot, theme: UiTheme, tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WindowBot]:
    """A project whose chosen model was never fetched; the catalogue holds a small one instead of Meta's."""
    monkeypatch.setattr(catalog, "OFFICIAL", (MODEL,))
    (paths.checkpoints_folder() / MODEL.file_name).unlink(missing_ok=True)
    desk = open_window(qtbot, theme, tmp_path, Settings(model=MODEL.id))
    desk.loader.before = lambda choice: catalog.resolve(choice.model)
    assert desk.window.create_project(tmp_path / "Project", (clip,))
    desk.wait_for_picture()
    yield desk
    desk.close()
    (paths.checkpoints_folder() / MODEL.file_name).unlink(missing_ok=True)


@pytest.fixture
def serve() -> Iterator[Serve]:
    with serving() as start:
        yield start


def click_here(desk: WindowBot) -> ObjectId:
    object = desk.workspace.objects.add("One")
    assert object is not None
    desk.workspace.prompts.add_click(Cell(object, FrameIndex(0)), Click(40, 30))
    desk.settle()
    return object


def test_a_missing_model_is_told_and_the_embedded_one_is_a_click_away(without_model: WindowBot) -> None:
    bar = without_model.window.project_view.errors
    told, offered = bar.message, without_model.offered()
    without_model.take("Use the embedded model")
    without_model.settle()
    object = click_here(without_model)

    assert told == f"{MODEL.title} is not on this computer yet."
    assert offered == ["Fetch it (1\u00a0MB)", "Use the embedded model", "Model settings…"]
    assert without_model.preferences.settings.model == ""
    assert masks(without_model, object) == [0]


def test_a_click_without_a_model_is_kept_and_answered_when_there_is_one(without_model: WindowBot) -> None:
    object = click_here(without_model)
    cell = Cell(object, FrameIndex(0))
    prompts = without_model.workspace.document.prompts(cell)
    unanswered = masks(without_model, object)
    without_model.take("Use the embedded model")
    without_model.settle()
    without_model.workspace.prompts.add_click(cell, Click(50, 30))
    without_model.settle()

    assert prompts is not None
    assert (len(prompts.clicks), unanswered) == (1, [])
    assert masks(without_model, object) == [0]


def test_a_download_that_is_cut_goes_on_by_a_click_and_the_model_is_loaded(
    without_model: WindowBot, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.engine.checkpoints.download.ATTEMPTS", 1)
    host, starts = serve(cut, broken, whole)
    monkeypatch.setattr(model, "fetch", partial(fetch, host=host))
    without_model.take("Fetch it")
    without_model.settle()
    told, offered = without_model.window.project_view.errors.message, without_model.offered()
    without_model.take("Try again")
    without_model.settle()

    assert "could not be downloaded" in told
    assert offered[0] == "Try again"
    assert starts == [0, 400_000, 400_000]
    assert without_model.workspace.model.state.error is None
    assert without_model.workspace.model.state.device is not None


# The device


def test_memory_that_runs_out_in_a_run_keeps_its_frames_and_a_click_goes_on_smaller(two_objects: WindowBot) -> None:
    import torch

    from app.engine.hardware.execution import translated

    workspace, active = two_objects.workspace, two_objects.objects[1]
    workspace.change_settings(msgspec.structs.replace(workspace.settings, model="sam2.1-large"))
    two_objects.settle()
    lost = translated(torch.OutOfMemoryError("CUDA out of memory"), "SAM 2.1 Large at 1024 px", "cuda")
    two_objects.predictor.before_frame = failing(20, lambda: lost)
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_F)
    two_objects.settle()
    kept, told, offered = (
        masks(two_objects, active),
        two_objects.window.project_view.errors.message,
        two_objects.offered(),
    )
    two_objects.predictor.before_frame = lambda _frame: None
    two_objects.take("Go on at 512 px")
    two_objects.settle()
    two_objects.back_to_canvas()
    two_objects.key(Key.Key_F)
    two_objects.settle()

    assert told == "There is not enough memory for SAM 2.1 Large at 1024 px."
    assert offered[:3] == ["Go on at 512 px", "Use the embedded model", "Model settings…"]
    assert kept == list(range(20))
    assert two_objects.loader.choices[-1].image_size == 512
    assert masks(two_objects, active) == list(range(FRAMES))
    assert two_objects.predictor.tracked[19:] == list(range(20, FRAMES))


def test_a_lost_device_keeps_the_frames_and_a_click_goes_on_with_the_processor(two_objects: WindowBot) -> None:
    from app.engine.hardware.execution import translated

    active = two_objects.objects[1]
    lost = translated(RuntimeError("CUDA error: unspecified launch failure"), "SAM 2.1 Tiny at 1024 px", "cuda")
    two_objects.predictor.before_frame = failing(7, lambda: lost)
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_F)
    two_objects.settle()
    kept, hint = masks(two_objects, active), two_objects.window.project_view.errors.hint
    two_objects.predictor.before_frame = lambda _frame: None
    two_objects.take("Go on with the processor")
    two_objects.settle()
    two_objects.back_to_canvas()
    two_objects.key(Key.Key_F)
    two_objects.settle()

    assert kept == list(range(7))
    assert "Masks made so far are kept" in hint
    assert two_objects.loader.choices[-1].device == "cpu"
    assert masks(two_objects, active) == list(range(FRAMES))


def test_a_bug_of_the_model_in_a_run_keeps_the_frames_and_the_window_goes_on(
    two_objects: WindowBot, theme: UiTheme, tmp_path: Path
) -> None:
    active = two_objects.objects[1]
    guard = CrashGuard(theme, two_objects.window, tmp_path / "logs", lambda: two_objects.window.save_state)
    two_objects.window.crashed.connect(guard.handle)
    two_objects.predictor.before_frame = failing(9, lambda: ZeroDivisionError("in the model"))
    two_objects.workspace.runs.track(Direction.FORWARD)
    two_objects.qtbot.waitUntil(lambda: bool(two_objects.bugs) and not two_objects.workspace.busy, timeout=60_000)
    title = crash_title(two_objects)
    two_objects.predictor.before_frame = lambda _frame: None
    two_objects.workspace.runs.track(Direction.FORWARD)
    two_objects.qtbot.waitUntil(lambda: not two_objects.workspace.busy, timeout=60_000)
    again = reopened(two_objects)

    assert title == "Your work is saved"
    assert [int(f) for f in again.document.mask_frames(active)] == list(range(FRAMES))


def crash_title(desk: WindowBot) -> str:
    dialog = next(d for d in desk.window.findChildren(CrashDialog) if d.isVisible())
    title = next(text.text() for text in dialog.findChildren(QLabel) if text.property("role") == "title")
    desk.key(Qt.Key.Key_Return, at=dialog)
    assert not desk.window.findChildren(CrashDialog), "Enter goes on"
    return title


def test_other_trouble_with_the_model_offers_its_settings(window: WindowBot) -> None:
    window.workspace.messages.failed.emit(EngineError("The model answers nonsense."))
    window.take("Model settings…")
    dialog = window.window.findChild(SettingsDialog)

    assert dialog is not None
    dialog.close()


# The disk


@pytest.fixture
def full_disk(two_objects: WindowBot) -> WindowBot:
    """The project's file may not grow any more: SQLite's own answer to a full disk."""
    connection = database(two_objects)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    return two_objects


def database(desk: WindowBot) -> sqlite3.Connection:
    return desk.workspace._store._connection


def make_room(desk: WindowBot) -> None:
    database(desk).execute("PRAGMA max_page_count = 1073741823")


def saved_words(desk: WindowBot) -> list[str]:
    return [text.text() for text in desk.window.project_view.status.findChildren(QLabel)]


def test_a_full_disk_in_a_run_keeps_what_was_saved_and_tracking_goes_on_when_there_is_room(
    full_disk: WindowBot,
) -> None:
    active = full_disk.objects[1]
    full_disk.window.canvas.setFocus()
    full_disk.key(Key.Key_F)
    full_disk.settle()
    told, status, kept = full_disk.window.project_view.errors.message, saved_words(full_disk), masks(full_disk, active)
    make_room(full_disk)
    full_disk.qtbot.waitUntil(full_disk.window.action_set["track.forward"].isEnabled)  # it follows a moment later
    full_disk.key(Key.Key_F)
    full_disk.settle()
    status_after = saved_words(full_disk)
    again = reopened(full_disk)

    assert told.startswith("The disk is full: the last change of")
    assert "Last change not saved" in status
    assert 1 <= len(kept) < FRAMES
    assert "All changes saved" in status_after
    assert [int(f) for f in again.document.mask_frames(active)] == list(range(FRAMES))


def test_what_a_full_disk_refuses_is_not_shown_as_done(full_disk: WindowBot) -> None:
    workspace = full_disk.workspace
    names: list[str] = []
    for number in range(2000):
        workspace.objects.add(f"{number} {'x' * 150}")
        if full_disk.window.project_view.errors.message:
            break
        names.append(f"{number} {'x' * 150}")
    shown = [full_disk.name(object) for object in full_disk.objects]
    undo = workspace.history.undo_title
    make_room(full_disk)
    full_disk.back_to_canvas()
    full_disk.key(Key.Key_Z, CONTROL)
    after_undo = [full_disk.name(object) for object in full_disk.objects]
    again = reopened(full_disk)
    video = again.document.videos()[0]

    assert undo == "New object"
    assert shown == ["Left", "Right", *names]
    assert after_undo == shown[:-1]
    assert [record.name for record in again.document.objects(video.id)] == after_undo


def test_the_crash_dialog_admits_that_the_last_change_is_not_saved(
    full_disk: WindowBot, theme: UiTheme, tmp_path: Path
) -> None:
    guard = CrashGuard(theme, full_disk.window, tmp_path / "logs", lambda: full_disk.window.save_state)
    for number in range(2000):
        full_disk.workspace.objects.add(f"{number} {'x' * 150}")
        if full_disk.window.project_view.errors.message:
            break
    guard.handle(ZeroDivisionError("and then a bug"))

    assert crash_title(full_disk) == "All but your last change is saved"


def test_a_bug_while_saving_leaves_what_is_seen_and_what_is_saved_the_same(
    two_objects: WindowBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = two_objects.objects[0]

    def bug(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("in the store")

    monkeypatch.setattr(Store, "commit", bug)
    with pytest.raises(ZeroDivisionError):
        two_objects.workspace.objects.rename(left, "Other")
    with pytest.raises(ZeroDivisionError):
        two_objects.workspace.editor.undo()
    monkeypatch.undo()
    shown = [two_objects.workspace.document.object(id) for id in two_objects.objects]
    undo = two_objects.workspace.history.undo_title
    two_objects.workspace.objects.rename(two_objects.objects[1], "Changed")
    two_objects.workspace.editor.undo()
    again = reopened(two_objects)
    video = again.document.videos()[0]

    assert undo == "Add click"
    assert [again.document.object(record.id) for record in again.document.objects(video.id)] == shown


def test_the_key_that_quits_does_so_from_the_crash_dialog(
    two_objects: WindowBot, theme: UiTheme, tmp_path: Path
) -> None:
    guard = CrashGuard(theme, two_objects.window, tmp_path / "logs", lambda: two_objects.window.save_state)
    guard.handle(ZeroDivisionError("oh"))
    dialog = next(d for d in two_objects.window.findChildren(CrashDialog) if d.isVisible())
    names = [button.text() for button in dialog.findChildren(QPushButton) if button.isDefault()]
    two_objects.qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)

    two_objects.qtbot.waitUntil(lambda: not two_objects.window.isVisible())
    assert names == ["Go on"]


def test_without_a_project_the_crash_dialog_claims_nothing(
    empty_window: WindowBot, theme: UiTheme, tmp_path: Path
) -> None:
    guard = CrashGuard(theme, empty_window.window, tmp_path / "logs", lambda: empty_window.window.save_state)
    guard.handle(ZeroDivisionError("oh"))

    assert crash_title(empty_window) == "No work is affected"


def test_a_name_that_is_refused_is_no_unsaved_change(two_objects: WindowBot) -> None:
    two_objects.workspace.objects.rename(two_objects.objects[0], "Right")

    assert "already an object" in two_objects.window.project_view.errors.message
    assert "All changes saved" in saved_words(two_objects)


def test_an_export_that_fails_is_begun_again_by_a_click(two_objects: WindowBot, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "in the way").write_text("")
    two_objects.workspace.exports.start("davis", out)
    two_objects.settle()
    told = two_objects.window.project_view.errors.message
    (out / "in the way").unlink()
    two_objects.take("Try again")
    two_objects.settle()

    assert "is not empty" in told
    assert any(out.rglob("*.png"))


# Media and projects


def test_media_that_has_moved_is_looked_for_by_a_click_and_nothing_is_lost(
    window: WindowBot, tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, moved = tmp_path / "moves.mp4", tmp_path / "elsewhere.mp4"
    copy.write_bytes(clip.read_bytes())
    window.workspace.videos.add([copy])
    window.settle()
    second = window.workspace.document.videos()[1]
    window.workspace.view.open_video(second.id)
    window.wait_for_picture()
    object = window.add("One", 40, 30)
    copy.rename(moved)
    window.workspace.messages.failed.emit(MediaMissing("moves.mp4 is not there any more."))
    offered = window.offered()
    monkeypatch.setattr("app.ui.dialogs.chooser.Chooser.ask", lambda _dialog: [str(moved)])
    window.take("Find it…")
    window.qtbot.waitUntil(lambda: Path(window.workspace.document.video(second.id).path).name == moved.name)
    window.qtbot.waitUntil(lambda: not window.workspace.videos.media_missing(second.id))

    assert "Find it…" in offered
    assert masks(window, object) == [0]
    assert not window.window.action_set.enabled("video.relink")


def test_media_that_is_back_is_not_called_missing_any_more(window: WindowBot, tmp_path: Path) -> None:
    pictures = write_pictures(tmp_path / "pictures")
    window.workspace.videos.add([pictures])
    window.settle()
    second, videos, view = window.workspace.document.videos()[1], window.workspace.videos, window.workspace.view
    pictures.rename(tmp_path / "away")
    view.open_video(second.id)
    window.qtbot.waitUntil(lambda: view.image_error is not None and videos.media_missing(second.id))
    (tmp_path / "away").rename(pictures)
    view.go_to(2)
    window.qtbot.waitUntil(lambda: view.image is not None and not videos.media_missing(second.id))


def test_a_project_of_a_newer_version_is_refused_in_words_and_left_alone(
    empty_window: WindowBot, tmp_path: Path
) -> None:
    folder = tmp_path / "Newer"
    made = Workspace.create(folder, Settings(), lambda _choice: DiscPredictor())
    made.close(wait_ms=5000)
    with sqlite3.connect(folder / "project.masklane") as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = (folder / "project.masklane").read_bytes()
    opened = empty_window.open(folder)
    words = [text.text() for text in empty_window.window.findChildren(QLabel) if text.isVisible()]

    assert not opened
    assert any("newer Masklane" in text for text in words)
    assert "Update Masklane to open it." in words
    assert (folder / "project.masklane").read_bytes() == before


def test_a_way_out_taken_late_leaves_what_was_set_meanwhile(two_objects: WindowBot) -> None:
    workspace = two_objects.workspace
    workspace.messages.failed.emit(DeviceLost("The device stopped answering."))
    workspace.change_settings(msgspec.structs.replace(workspace.settings, threads=3))
    two_objects.settle()
    two_objects.take("Go on with the processor")
    two_objects.settle()

    assert (workspace.settings.device, workspace.settings.threads) == ("cpu", 3)

"""Zooming, hovering, keys that are claimed or left alone, and what the canvas says when there is nothing to see."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.errors import MediaError
from app.project.model import Cell, FrameIndex
from app.settings import Settings
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.overlay import badge_text, placeholder_for
from app.ui.canvas.tools.table import ToolId
from app.ui.canvas.view_model import CanvasViewModel
from app.ui.canvas.view_modes import VIEW_MODES, ViewMode
from app.ui.theme.tokens import LIGHT
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.gui.canvas_desk import LEFT, CanvasDesk, canvas_desk, disc, write_pictures


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[CanvasDesk]:
    with canvas_desk(qtbot, tmp_path) as made:
        yield made


def view_model_of(desk: CanvasDesk) -> CanvasViewModel:
    found = desk.canvas.findChild(CanvasViewModel)
    assert isinstance(found, CanvasViewModel)
    return found


def test_the_wheel_zooms_at_the_pointer(desk: CanvasDesk) -> None:
    before, zoom = desk.canvas.to_widget(40, 30), desk.canvas.zoom
    desk.wheel((40, 30), 2)
    assert desk.canvas.zoom == pytest.approx(zoom * 1.25**2)
    assert (desk.canvas.to_widget(40, 30) - before).manhattanLength() < 3


def test_two_fingers_zoom_smoothly(desk: CanvasDesk) -> None:
    zoom = desk.canvas.zoom
    desk.wheel((40, 30), pixels=24)
    assert zoom < desk.canvas.zoom < zoom * 1.1


def test_fit_and_actual_size(desk: CanvasDesk) -> None:
    with desk.qtbot.waitSignal(desk.canvas.zoom_changed):
        desk.canvas.actual_size()
    assert desk.canvas.zoom == 1.0
    desk.canvas.fit()
    fitted = desk.canvas.zoom
    desk.canvas.resize(320, 240)
    assert desk.canvas.zoom < fitted, "a fitted picture stays fitted"
    desk.canvas.actual_size()
    desk.canvas.resize(640, 480)
    assert desk.canvas.zoom == 1.0, "one that was zoomed stays as it is"


def test_each_video_is_found_as_it_was_left(desk: CanvasDesk, tmp_path: Path) -> None:
    first = desk.workspace.view.video
    assert first is not None
    desk.canvas.zoom_by(3, QPointF(200, 200))
    left = desk.canvas.view()
    desk.workspace.videos.add([write_pictures(tmp_path / "other", 80, 60)])
    desk.settle()
    other = desk.workspace.document.videos()[-1]
    desk.workspace.view.open_video(other.id)
    desk.qtbot.waitUntil(lambda: desk.workspace.view.image is not None)
    assert desk.canvas.view() != left
    desk.workspace.view.open_video(first.id)
    assert desk.canvas.view() == left


def test_hovering_says_where_and_what(desk: CanvasDesk) -> None:
    desk.add_painted(disc(60, 60, 20), "Ball")
    said: list[str] = []
    desk.canvas.hovered.connect(said.append)
    desk.move((60, 50))
    assert "x 60, y 50" in said[-1]
    assert "Ball" in said[-1]
    assert "%" in said[-1]
    desk.move((140, 50))
    assert "Ball" not in said[-1]
    desk.move((-5, 50))
    assert said[-1] == ""


def override(canvas: Canvas, key: Qt.Key) -> bool:
    """Return whether the canvas claims a key before shortcuts get it."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(canvas, event)
    return event.isAccepted()


def test_keys_are_claimed_only_while_they_mean_something_here(desk: CanvasDesk) -> None:
    keys = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Backspace)
    assert not any(override(desk.canvas, key) for key in keys)
    assert not override(desk.canvas, Qt.Key.Key_Delete)
    desk.canvas.set_tool(ToolId.POLYGON)
    desk.click((30, 30))
    assert all(override(desk.canvas, key) for key in keys)
    assert not override(desk.canvas, Qt.Key.Key_Left)
    desk.key(Qt.Key.Key_Escape)
    desk.canvas.set_tool(ToolId.CLICK)
    desk.click((60, 60))
    assert override(desk.canvas, Qt.Key.Key_Delete), "there is a dot under the pointer"


def test_a_windows_shortcut_gets_delete_unless_a_dot_is_under_the_pointer(desk: CanvasDesk, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(desk.canvas)
    fired: list[bool] = []
    QShortcut(QKeySequence(Qt.Key.Key_Delete), window, lambda: fired.append(True))
    window.resize(640, 480)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    desk.canvas.setFocus()
    desk.click((60, 60))
    desk.move((100, 60))
    desk.key(Qt.Key.Key_Delete)
    assert len(fired) == 1
    assert len(desk.prompts().clicks) == 1
    desk.move((60, 60))
    desk.key(Qt.Key.Key_Delete)
    assert len(fired) == 1
    assert desk.prompts().clicks == ()
    desk.canvas.setParent(None)


def test_the_pointer_brings_the_keyboard_along_but_not_from_a_text_field(desk: CanvasDesk, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    button, field = QPushButton(), QLineEdit()
    for widget in (button, field, desk.canvas):
        layout.addWidget(widget)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    for widget, stays in ((field, True), (button, False)):
        widget.setFocus()
        place = QPointF(5, 5)
        QApplication.sendEvent(desk.canvas, QEnterEvent(place, place, place))
        assert widget.hasFocus() is stays
        assert desk.canvas.hasFocus() is not stays
    desk.canvas.setParent(None)


def test_a_click_while_playing_pauses(desk: CanvasDesk) -> None:
    desk.workspace.view.play()
    desk.click((60, 60))
    assert not desk.workspace.view.playing


def test_without_a_video_the_canvas_says_what_to_do_and_takes_no_clicks(qtbot: QtBot, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "empty", Settings(), lambda _choice: DiscPredictor())
    canvas = Canvas(workspace)
    qtbot.addWidget(canvas)
    with qtbot.waitExposed(canvas):
        canvas.show()
    view_model = canvas.findChild(CanvasViewModel)
    assert isinstance(view_model, CanvasViewModel)
    shown = placeholder_for(view_model)
    assert shown is not None
    assert shown.detail
    for tool in ToolId:
        canvas.set_tool(tool)
        QTest.mouseClick(canvas, LEFT)
    canvas.fit()
    canvas.actual_size()
    canvas.zoom_by(2)
    for mode in VIEW_MODES:
        canvas.set_view_mode(mode)
        canvas.grab()
    assert canvas.zoom == 0.0
    assert not workspace.history.can_undo
    workspace.close(wait_ms=5000)


def test_a_frame_that_cannot_be_decoded_is_named_and_not_painted_on(desk: CanvasDesk, tmp_path: Path) -> None:
    (tmp_path / "pictures" / "002.png").write_bytes(b"broken")
    errors: list[object] = []
    desk.workspace.messages.failed.connect(errors.append)
    desk.workspace.view.go_to(2)
    desk.qtbot.waitUntil(lambda: bool(errors), timeout=20_000)
    assert isinstance(errors[0], MediaError)
    shown = placeholder_for(view_model_of(desk))
    assert shown is not None
    assert "2" in shown.title
    desk.click((60, 60))
    assert desk.workspace.view.active_object is None
    desk.show(1)
    assert placeholder_for(view_model_of(desk)) is None
    desk.click((60, 60))
    assert desk.workspace.view.active_object is not None


def test_what_is_special_about_the_active_object_is_said(desk: CanvasDesk) -> None:
    object = desk.add_painted(disc(60, 60, 20), "Ball")
    assert badge_text(view_model_of(desk).scene) == ""
    desk.workspace.prompts.mark_absent(Cell(object, FrameIndex(0)))
    assert "Ball" in badge_text(view_model_of(desk).scene)
    assert "absent" in badge_text(view_model_of(desk).scene)
    desk.workspace.objects.set_locked((object,), True)
    assert "locked" in badge_text(view_model_of(desk).scene)


def test_edits_of_other_frames_do_not_repaint_this_one(desk: CanvasDesk) -> None:
    object = desk.add_painted(disc(60, 60, 20))
    repainted: list[bool] = []
    view_model_of(desk).scene_changed.connect(lambda: repainted.append(True))
    desk.workspace.masks.set_locked((object,), 2, 3, True)
    assert repainted == []
    desk.workspace.masks.set_locked((object,), 0, 1, True)
    assert repainted


def test_removing_the_video_empties_the_canvas_and_undo_brings_it_back(desk: CanvasDesk) -> None:
    video = desk.workspace.view.video
    assert video is not None
    desk.add_painted(disc(60, 60, 20))
    desk.workspace.videos.remove([video.id])
    assert desk.canvas.view() is None
    desk.canvas.grab()
    desk.workspace.editor.undo()
    desk.workspace.view.open_video(video.id)
    desk.qtbot.waitUntil(lambda: desk.workspace.view.image is not None)
    assert desk.color((60, 60)) != desk.color((120, 60))


def test_the_theme_changes_the_ground_not_the_picture(desk: CanvasDesk) -> None:
    dark = desk.shot()
    desk.canvas.set_theme_palette(LIGHT)
    light = desk.shot()
    assert dark.pixelColor(2, 2) != light.pixelColor(2, 2)
    assert desk.color((60, 60), dark) == desk.color((60, 60), light)


def test_view_modes_are_announced(desk: CanvasDesk) -> None:
    modes: list[ViewMode] = []
    desk.canvas.view_mode_changed.connect(modes.append)
    for mode in (*list(ViewMode)[1:], ViewMode.OVERLAY):
        desk.canvas.set_view_mode(mode)
    assert modes == [*list(ViewMode)[1:], ViewMode.OVERLAY]
    assert len({row.title for row in VIEW_MODES.values()}) == len(ViewMode)


def test_the_canvas_has_a_name_for_screen_readers_and_takes_the_keyboard(desk: CanvasDesk) -> None:
    assert desk.canvas.accessibleName()
    assert desk.canvas.focusPolicy() & Qt.FocusPolicy.StrongFocus

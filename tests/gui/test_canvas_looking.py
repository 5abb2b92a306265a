"""Zooming, hovering, keys that are claimed or left alone, and what the canvas says when there is nothing to see."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QImage, QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.errors import MediaError
from app.project.model import Cell, FrameIndex
from app.settings import Settings
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.overlay import badge_text, placeholder_for
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.painting.text_layer import paint_label
from app.ui.canvas.tools.table import ToolId
from app.ui.canvas.view_model import CanvasViewModel
from app.ui.canvas.view_modes import VIEW_MODES, ViewMode
from app.ui.theme.tokens import LIGHT
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.gui.canvas_bot import LEFT, CanvasBot, canvas_bot, disc, write_pictures


@pytest.fixture
def bot(qtbot: QtBot, tmp_path: Path) -> Iterator[CanvasBot]:
    with canvas_bot(qtbot, tmp_path) as made:
        yield made


def view_model_of(bot: CanvasBot) -> CanvasViewModel:
    found = bot.canvas.findChild(CanvasViewModel)
    assert isinstance(found, CanvasViewModel)
    return found


def test_the_wheel_zooms_at_the_pointer(bot: CanvasBot) -> None:
    before, zoom = bot.canvas.to_widget(40, 30), bot.canvas.zoom
    bot.wheel((40, 30), 2)
    assert bot.canvas.zoom == pytest.approx(zoom * 1.25**2)
    assert (bot.canvas.to_widget(40, 30) - before).manhattanLength() < 3


def test_two_fingers_zoom_smoothly(bot: CanvasBot) -> None:
    zoom = bot.canvas.zoom
    bot.wheel((40, 30), pixels=24)
    assert zoom < bot.canvas.zoom < zoom * 1.1


def test_fit_and_actual_size(bot: CanvasBot) -> None:
    with bot.qtbot.waitSignal(bot.canvas.zoom_changed):
        bot.canvas.actual_size()
    assert bot.canvas.zoom == 1.0
    bot.canvas.fit()
    fitted = bot.canvas.zoom
    bot.canvas.resize(320, 240)
    assert bot.canvas.zoom < fitted, "a fitted picture stays fitted"
    bot.canvas.actual_size()
    bot.canvas.resize(640, 480)
    assert bot.canvas.zoom == 1.0, "one that was zoomed stays as it is"


def test_each_video_is_found_as_it_was_left(bot: CanvasBot, tmp_path: Path) -> None:
    first = bot.workspace.view.video
    assert first is not None
    bot.canvas.zoom_by(3, QPointF(200, 200))
    left = bot.canvas.view()
    bot.workspace.videos.add([write_pictures(tmp_path / "other", 80, 60)])
    bot.settle()
    other = bot.workspace.document.videos()[-1]
    bot.workspace.view.open_video(other.id)
    bot.qtbot.waitUntil(lambda: bot.workspace.view.image is not None)
    assert bot.canvas.view() != left
    bot.workspace.view.open_video(first.id)
    assert bot.canvas.view() == left


def test_hovering_says_where_and_what(bot: CanvasBot) -> None:
    bot.add_painted(disc(60, 60, 20), "Ball")
    said: list[str] = []
    bot.canvas.hovered.connect(said.append)
    bot.move((60, 50))
    assert "x 60, y 50" in said[-1]
    assert "Ball" in said[-1]
    assert "%" in said[-1]
    bot.move((140, 50))
    assert "Ball" not in said[-1]
    bot.move((-5, 50))
    assert said[-1] == ""


def override(canvas: Canvas, key: Qt.Key) -> bool:
    """Return whether the canvas claims a key before shortcuts get it."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(canvas, event)
    return event.isAccepted()


def test_keys_are_claimed_only_while_they_mean_something_here(bot: CanvasBot) -> None:
    keys = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Backspace)
    assert not any(override(bot.canvas, key) for key in keys)
    assert not override(bot.canvas, Qt.Key.Key_Delete)
    bot.canvas.set_tool(ToolId.POLYGON)
    bot.click((30, 30))
    assert all(override(bot.canvas, key) for key in keys)
    assert not override(bot.canvas, Qt.Key.Key_Left)
    bot.key(Qt.Key.Key_Escape)
    bot.canvas.set_tool(ToolId.CLICK)
    bot.click((60, 60))
    assert override(bot.canvas, Qt.Key.Key_Delete), "there is a dot under the pointer"


def test_a_windows_shortcut_gets_delete_unless_a_dot_is_under_the_pointer(bot: CanvasBot, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(bot.canvas)
    fired: list[bool] = []
    QShortcut(QKeySequence(Qt.Key.Key_Delete), window, lambda: fired.append(True))
    window.resize(640, 480)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    bot.canvas.setFocus()
    bot.click((60, 60))
    bot.move((100, 60))
    bot.key(Qt.Key.Key_Delete)
    assert len(fired) == 1
    assert len(bot.prompts().clicks) == 1
    bot.move((60, 60))
    bot.key(Qt.Key.Key_Delete)
    assert len(fired) == 1
    assert bot.prompts().clicks == ()
    bot.canvas.setParent(None)


def test_the_pointer_brings_the_keyboard_along_but_not_from_a_text_field(bot: CanvasBot, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    button, field = QPushButton(), QLineEdit()
    for widget in (button, field, bot.canvas):
        layout.addWidget(widget)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    for widget, stays in ((field, True), (button, False)):
        widget.setFocus()
        place = QPointF(5, 5)
        QApplication.sendEvent(bot.canvas, QEnterEvent(place, place, place))
        assert widget.hasFocus() is stays
        assert bot.canvas.hasFocus() is not stays
    bot.canvas.setParent(None)


def test_a_click_while_playing_pauses(bot: CanvasBot) -> None:
    bot.workspace.view.play()
    bot.click((60, 60))
    assert not bot.workspace.view.playing


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


def test_a_frame_that_cannot_be_decoded_is_named_and_not_painted_on(bot: CanvasBot, tmp_path: Path) -> None:
    (tmp_path / "pictures" / "002.png").write_bytes(b"broken")
    errors: list[object] = []
    bot.workspace.view.image_failed.connect(errors.append)
    bot.workspace.view.go_to(2)
    bot.qtbot.waitUntil(lambda: bool(errors), timeout=60_000)
    assert isinstance(errors[0], MediaError)
    shown = placeholder_for(view_model_of(bot))
    assert shown is not None
    assert "2" in shown.title
    bot.click((60, 60))
    assert bot.workspace.view.active_object is None
    bot.show(1)
    assert placeholder_for(view_model_of(bot)) is None
    bot.click((60, 60))
    assert bot.workspace.view.active_object is not None


def test_what_is_special_about_the_active_object_is_said(bot: CanvasBot) -> None:
    object = bot.add_painted(disc(60, 60, 20), "Ball")
    assert badge_text(view_model_of(bot).scene) == ""
    bot.workspace.prompts.mark_absent(Cell(object, FrameIndex(0)))
    assert "Ball" in badge_text(view_model_of(bot).scene)
    assert "absent" in badge_text(view_model_of(bot).scene)
    assert "lost" not in badge_text(view_model_of(bot).scene)
    bot.workspace.objects.set_locked((object,), True)
    assert "locked" in badge_text(view_model_of(bot).scene)


def test_edits_of_other_frames_do_not_repaint_this_one(bot: CanvasBot) -> None:
    object = bot.add_painted(disc(60, 60, 20))
    repainted: list[bool] = []
    view_model_of(bot).scene_changed.connect(lambda: repainted.append(True))
    bot.workspace.masks.set_locked((object,), 2, 3, True)
    assert repainted == []
    bot.workspace.masks.set_locked((object,), 0, 1, True)
    assert repainted


def test_removing_the_video_empties_the_canvas_and_undo_brings_it_back(bot: CanvasBot) -> None:
    video = bot.workspace.view.video
    assert video is not None
    bot.add_painted(disc(60, 60, 20))
    bot.workspace.videos.remove([video.id])
    assert bot.canvas.view() is None
    bot.canvas.grab()
    bot.workspace.editor.undo()
    bot.workspace.view.open_video(video.id)
    bot.qtbot.waitUntil(lambda: bot.workspace.view.image is not None)
    assert bot.color((60, 60)) != bot.color((120, 60))


def test_the_theme_changes_the_ground_not_the_picture(bot: CanvasBot) -> None:
    dark = bot.shot()
    bot.canvas.set_theme_palette(LIGHT)
    light = bot.shot()
    assert dark.pixelColor(2, 2) != light.pixelColor(2, 2)
    assert bot.color((60, 60), dark) == bot.color((60, 60), light)


def test_view_modes_are_announced(bot: CanvasBot) -> None:
    modes: list[ViewMode] = []
    bot.canvas.view_mode_changed.connect(modes.append)
    for mode in (*list(ViewMode)[1:], ViewMode.OVERLAY):
        bot.canvas.set_view_mode(mode)
    assert modes == [*list(ViewMode)[1:], ViewMode.OVERLAY]
    assert len({row.title for row in VIEW_MODES.values()}) == len(ViewMode)


def test_the_canvas_has_a_name_for_screen_readers_and_takes_the_keyboard(bot: CanvasBot) -> None:
    assert bot.canvas.accessibleName()
    assert bot.canvas.focusPolicy() & Qt.FocusPolicy.StrongFocus


def test_a_label_too_long_for_the_picture_goes_on_below(qapp: QApplication) -> None:
    picture = QImage(400, 120, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    style = CanvasStyle.of(LIGHT)
    one = paint_label(painter, QPointF(0, 0), "Object 1: stale", style, 380)
    several = paint_label(painter, QPointF(0, 0), "Object 1: stale: tracked before the last correction", style, 120)
    painter.end()
    assert several >= 2 * one - 8

"""Where the keyboard is can be seen, and the lanes can be worked without a mouse."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import UiTheme
from app.ui.widgets.widgets import ElidedLabel
from tests.gui.window_bot import SHIFT, WindowBot

Key = Qt.Key


def edge(widget: QWidget, inset: int = 0) -> str:
    """Return the color in the middle of a widget's left edge."""
    shot: QImage = widget.grab().toImage()
    ratio = shot.devicePixelRatio()
    return shot.pixelColor(round(inset * ratio), shot.height() // 2).name()


def areas(desk: WindowBot) -> dict[str, QWidget]:
    bench = desk.window.project_view
    return {"canvas": bench.canvas, "lanes": bench.timeline.lanes}


@pytest.mark.parametrize("name", ["canvas", "lanes"])
def test_a_ring_shows_where_the_keyboard_is(two_objects: WindowBot, theme: UiTheme, name: str) -> None:
    area = areas(two_objects)[name]
    other = areas(two_objects)["lanes" if name == "canvas" else "canvas"]
    other.setFocus()
    without = edge(area)
    two_objects.key(Key.Key_F6)
    while QApplication.focusWidget() is not area:
        two_objects.key(Key.Key_F6)

    assert without != theme.palette.accent_mark
    assert edge(area) == edge(area, inset=1) == theme.palette.accent_mark
    assert edge(area, inset=3) != theme.palette.accent_mark


def test_the_ring_is_thin_where_a_click_has_brought_the_keyboard(two_objects: WindowBot, theme: UiTheme) -> None:
    lanes = areas(two_objects)["lanes"]
    two_objects.window.canvas.setFocus()
    two_objects.click(lanes, 200, 10)

    assert QApplication.focusWidget() is lanes
    assert edge(lanes) == theme.palette.accent_mark
    assert edge(lanes, inset=1) != theme.palette.accent_mark


def test_the_current_row_of_a_list_has_a_ring(two_objects: WindowBot, theme: UiTheme) -> None:
    rows = two_objects.window.project_view.objects.list
    rows.setFocus()
    row = rows.visualRect(rows.currentIndex())
    with_focus = rows.viewport().grab(row).toImage().pixelColor(row.width() // 2, 0).name()
    two_objects.window.canvas.setFocus()
    without = rows.viewport().grab(row).toImage().pixelColor(row.width() // 2, 0).name()

    assert with_focus == theme.palette.accent_mark
    assert without != theme.palette.accent_mark


def test_up_and_down_go_from_lane_to_lane(two_objects: WindowBot) -> None:
    left, right = two_objects.objects
    lanes = areas(two_objects)["lanes"]
    lanes.setFocus()
    two_objects.key(Key.Key_Up)
    above = two_objects.workspace.view.selection
    two_objects.key(Key.Key_Up)
    top = two_objects.workspace.view.selection
    two_objects.key(Key.Key_Down, SHIFT)

    assert above == top == (left,)
    assert two_objects.workspace.view.selection == (left, right)
    assert two_objects.workspace.view.active_object == right


def test_the_menu_key_asks_for_the_active_lanes_menu(two_objects: WindowBot) -> None:
    asked: list[tuple[object, int]] = []
    timeline = two_objects.window.timeline
    timeline.context_requested.disconnect()
    timeline.context_requested.connect(lambda object, frame, _at: asked.append((object, frame)))
    two_objects.workspace.view.go_to(7)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), timeline.lanes.mapToGlobal(QPoint(1, 1)))
    QApplication.sendEvent(timeline.lanes, event)
    header = timeline.findChild(QWidget, "laneheaders")
    assert header is not None
    QTest.mouseClick(header, Qt.MouseButton.RightButton, pos=QPoint(40, 10))

    assert asked == [(two_objects.objects[1], 7), (two_objects.objects[0], 7)]


def test_a_cut_name_is_told_whole(two_objects: WindowBot) -> None:
    workspace = two_objects.workspace
    workspace.objects.rename(two_objects.objects[0], "A name that is much too long for the column of names at the left")
    header = two_objects.window.timeline.findChild(QWidget, "laneheaders")
    assert header is not None
    QApplication.sendEvent(header, QHelpEvent(QEvent.Type.ToolTip, QPoint(40, 10), header.mapToGlobal(QPoint(40, 10))))

    assert QToolTip.text().endswith("names at the left")
    QToolTip.hideText()


def test_a_line_without_room_ends_in_an_ellipsis_and_is_told_whole(qtbot: QtBot, theme: UiTheme) -> None:
    line = ElidedLabel("dim")
    qtbot.addWidget(line)
    line.setText("Click adds, right click removes. Shift shows what a click would do.")
    line.resize(120, 20)
    cut = line.grab().toImage()
    tip = line.toolTip()
    line.setText(line.fontMetrics().elidedText(line.text(), Qt.TextElideMode.ElideRight, 120))
    ellipsis = line.grab().toImage()
    tip_of_what_fits = line.toolTip()

    assert tip.endswith("would do.")
    assert line.text().endswith("…")
    assert cut == ellipsis
    assert tip_of_what_fits == ""


def test_the_status_line_gives_way_and_keeps_its_words(two_objects: WindowBot) -> None:
    two_objects.window.resize(960, 640)
    status = two_objects.window.project_view.status
    status.show_hint("A hint that is longer than any window is wide: " + 30 * "word ")
    QApplication.processEvents()

    assert two_objects.window.width() == 960
    assert status.text.endswith("word ")

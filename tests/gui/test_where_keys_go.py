"""Keys act where a person expects it: fields hand the keyboard back, and the wheel changes nothing in passing."""

from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionSpinBox,
    QToolButton,
    QWidget,
)

from app.project.model import Cell, FrameIndex
from app.ui.canvas.tools.table import ToolId
from tests.gui.window_bot import CONTROL, LEFT, NONE, SHIFT, WindowBot

Key = Qt.Key
Field = TypeVar("Field", bound=QWidget)


@pytest.fixture
def desk(two_objects: WindowBot) -> WindowBot:
    """Two clicked objects, the brush in hand, the keyboard on the canvas."""
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_B)
    two_objects.qtbot.waitUntil(lambda: bool(in_side(two_objects, QSlider)), timeout=60_000)
    return two_objects


def in_side(desk: WindowBot, kind: type[Field]) -> list[Field]:
    """Return the fields of a kind that are seen in the right side."""
    side = desk.window.project_view.findChild(QFrame, "rightpanel")
    assert side is not None
    return [field for field in side.findChildren(kind) if field.isVisible()]


def width_field(desk: WindowBot) -> QSpinBox:
    return next(field for field in in_side(desk, QSpinBox) if field.accessibleName() == "Brush width")


def frame_field(desk: WindowBot) -> QSpinBox:
    return next(f for f in desk.window.project_view.transport.findChildren(QSpinBox) if f.accessibleName() == "Frame")


def type_into(field: QSpinBox, text: str) -> None:
    QTest.mouseClick(field.lineEdit(), LEFT, pos=QPoint(8, 8))
    field.selectAll()
    QTest.keyClicks(QApplication.focusWidget(), text)


def test_the_wheel_changes_nothing_in_the_side_that_it_scrolls(desk: WindowBot) -> None:
    fields = [*in_side(desk, QComboBox), *in_side(desk, QSlider), *in_side(desk, QSpinBox)]
    before = [field.currentIndex() if isinstance(field, QComboBox) else field.value() for field in fields]
    left_to_the_side = [not desk.wheel(field, field.width() / 2, field.height() / 2, -1) for field in fields]
    after = [field.currentIndex() if isinstance(field, QComboBox) else field.value() for field in fields]

    assert len(fields) >= 7
    assert after == before
    assert all(left_to_the_side)
    assert desk.window.canvas.hasFocus()


def test_a_number_that_is_typed_into_can_be_turned(desk: WindowBot) -> None:
    field = width_field(desk)
    type_into(field, "20")
    desk.wheel(field, 10, 10, 1)

    assert desk.window.canvas.brush_radius == 10.5


def test_enter_in_a_number_hands_the_keys_back(desk: WindowBot) -> None:
    type_into(width_field(desk), "25")
    typing = not desk.window.canvas.hasFocus()
    desk.key(Key.Key_Return)
    desk.key(Key.Key_C)

    assert typing
    assert desk.window.canvas.brush_radius == 12.5
    assert desk.window.canvas.hasFocus()
    assert desk.window.canvas.tool is ToolId.CLICK


def test_the_arrows_of_a_number_leave_the_keyboard_where_it_is(desk: WindowBot) -> None:
    field, before = width_field(desk), desk.window.canvas.brush_radius
    option = QStyleOptionSpinBox()
    field.initStyleOption(option)
    part = QStyle.SubControl.SC_SpinBoxUp
    arrow: QRect = field.style().subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, field)
    QTest.mouseClick(field, LEFT, pos=arrow.center())

    assert desk.window.canvas.brush_radius == before + 0.5
    assert desk.window.canvas.hasFocus()


@pytest.mark.parametrize("strip", ["Timeline ruler", "Filmstrip", "Timeline objects"])
def test_a_press_on_the_timeline_ends_what_is_typed_elsewhere(desk: WindowBot, strip: str) -> None:
    desk.key(Key.Key_1)
    desk.key(Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "Duck")
    pressed = next(w for w in desk.window.timeline.findChildren(QWidget) if w.accessibleName() == strip)
    QTest.mouseClick(pressed, LEFT, pos=QPoint(60, 8))
    before = desk.workspace.view.frame
    desk.key(Key.Key_Right)

    assert desk.name(desk.objects[0]) == "Duck"
    assert desk.workspace.view.frame == before + 1


def test_taking_a_tool_ends_what_is_typed_and_goes_there(desk: WindowBot) -> None:
    desk.key(Key.Key_G)
    field = frame_field(desk)
    QTest.keyClicks(QApplication.focusWidget(), "12")
    box = next(b for b in desk.window.findChildren(QToolButton) if b.accessibleName() == "Box")
    desk.click(box, 5, 5)
    desk.key(Key.Key_E)

    assert not field.hasFocus()
    assert desk.workspace.view.frame == 12
    assert desk.window.canvas.tool is ToolId.ERASER


@pytest.mark.parametrize("end", [Key.Key_Return, Key.Key_Escape])
@pytest.mark.parametrize("name", [Key.Key_F2, Key.Key_G])
def test_an_edit_begun_by_a_key_hands_the_keyboard_back_to_the_canvas(
    desk: WindowBot, name: Qt.Key, end: Qt.Key
) -> None:
    desk.key(name)
    away = not desk.window.canvas.hasFocus()
    QTest.keyClicks(QApplication.focusWidget(), "7")
    desk.key(end)

    assert away
    assert desk.window.canvas.hasFocus()


def test_escape_takes_the_preview_of_an_operation_away(desk: WindowBot) -> None:
    shown: list[object] = []
    desk.window.project_view.operations.preview_changed.connect(shown.append)
    grow = next(b for b in in_side(desk, QToolButton) if b.accessibleName() == "Grow")
    desk.click(grow, 5, 5)
    desk.qtbot.waitUntil(lambda: bool(shown) and shown[-1] is not None)
    before = desk.workspace.document.mask(desk.workspace.view.cell)  # type: ignore[arg-type]
    desk.key(Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: shown[-1] is None)

    assert not grow.isChecked()
    assert desk.workspace.document.mask(desk.workspace.view.cell) == before  # type: ignore[arg-type]


def test_enter_accepts_what_an_operation_shows_and_else_finishes_the_object(desk: WindowBot) -> None:
    shown: list[object] = []
    desk.window.project_view.operations.preview_changed.connect(shown.append)
    cell = desk.workspace.view.cell
    assert cell is not None
    before = desk.workspace.document.mask(cell)
    grow = next(b for b in in_side(desk, QToolButton) if b.accessibleName() == "Grow")
    desk.click(grow, 5, 5)
    desk.qtbot.waitUntil(lambda: bool(shown) and shown[-1] is not None)
    desk.key(Key.Key_Return)
    desk.qtbot.waitUntil(lambda: shown[-1] is None)
    after, still = desk.workspace.document.mask(cell), desk.workspace.view.active_object
    desk.key(Key.Key_Return)

    assert before is not None
    assert after is not None
    assert after.mask.area > before.mask.area
    assert still == cell.object
    assert desk.workspace.view.active_object is None


def test_a_name_edited_by_the_mouse_leaves_the_keyboard_in_the_list(desk: WindowBot) -> None:
    rows = desk.window.project_view.objects.list
    place = rows.visualRect(rows.model().index(0, 0)).center()
    QTest.mouseClick(rows.viewport(), LEFT, pos=place)
    QTest.mouseDClick(rows.viewport(), LEFT, pos=place)
    QTest.keyClicks(QApplication.focusWidget(), "Duck")
    desk.key(Key.Key_Return)

    assert desk.name(desk.objects[0]) == "Duck"
    assert rows.hasFocus()
    assert desk.workspace.view.frame == FrameIndex(0)


REFUSED = [
    (Key.Key_F, NONE, "There is no object yet: click something first."),
    (Key.Key_M, NONE, "There is no object yet: click something first."),
    (Key.Key_M, CONTROL, "Select two objects first."),
    (Key.Key_PageDown, CONTROL, "There is only one video."),
    (Key.Key_I, SHIFT, "No stretch is marked: set in and out points first."),
    (Key.Key_Q, NONE, "No mask is offered here."),
    (Key.Key_K, CONTROL | SHIFT, "Nothing was learned of the object yet."),
]


@pytest.mark.parametrize(("key", "modifiers", "words"), REFUSED)
def test_a_key_that_can_do_nothing_says_why(
    window: WindowBot, key: Qt.Key, modifiers: Qt.KeyboardModifier, words: str
) -> None:
    window.window.canvas.setFocus()
    window.key(key, modifiers)

    assert window.said == words


def test_what_was_said_goes_with_the_next_step(window: WindowBot) -> None:
    window.window.canvas.setFocus()
    window.key(Key.Key_F)
    refused = window.said
    window.key(Key.Key_N)

    assert refused.startswith("There is no object yet")
    assert not window.said.startswith("There is no object yet")


def test_a_key_for_objects_asks_for_a_selection_and_then_works(desk: WindowBot) -> None:
    desk.key(Key.Key_Return)
    desk.key(Key.Key_L)
    nothing_selected = desk.said
    desk.key(Key.Key_1)
    desk.key(Key.Key_M, CONTROL)
    only_one = desk.said
    desk.key(Key.Key_A, CONTROL)
    desk.key(Key.Key_M, CONTROL)

    assert nothing_selected == "Select an object first."
    assert only_one == "Select two objects first."
    assert len(desk.objects) == 1


def checkbox(desk: WindowBot) -> QCheckBox:
    return next(iter(in_side(desk, QCheckBox)))


def test_space_plays_after_a_click_on_a_check_box_and_toggles_what_tab_has_reached(desk: WindowBot) -> None:
    box, view = checkbox(desk), desk.workspace.view
    QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    clicked = box.isChecked()
    desk.key(Key.Key_Space, at=box)
    played, kept = view.playing, box.isChecked()
    view.pause()
    desk.window.canvas.setFocus()
    box.setFocus(Qt.FocusReason.TabFocusReason)
    desk.key(Key.Key_Space, at=box)

    assert played
    assert kept == clicked
    assert not view.playing
    assert box.isChecked() != clicked


def test_a_click_makes_the_keys_of_a_box_that_tab_had_reached_the_canvas_again(desk: WindowBot) -> None:
    box, view = checkbox(desk), desk.workspace.view
    box.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    after_click = box.isChecked()
    desk.key(Key.Key_Space, at=box)

    assert view.playing
    assert box.isChecked() == after_click
    view.pause()


def test_arrows_step_after_a_slider_was_clicked_and_move_one_that_tab_has_reached(desk: WindowBot) -> None:
    slider, view = in_side(desk, QSlider)[0], desk.workspace.view
    slider.setFocus(Qt.FocusReason.MouseFocusReason)
    value = slider.value()
    desk.key(Key.Key_Right, at=slider)
    stepped, still = int(view.frame), slider.value()
    desk.window.canvas.setFocus()
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    desk.key(Key.Key_Right, at=slider)

    assert stepped == 1
    assert still == value
    assert int(view.frame) == 1
    assert slider.value() > value


def test_del_in_a_list_deletes_what_is_selected_there_and_not_what_is_on_the_frame(two_objects: WindowBot) -> None:
    workspace, (left, right) = two_objects.workspace, two_objects.objects
    objects, videos = two_objects.window.project_view.objects.list, two_objects.window.project_view.videos.list
    prompts = workspace.document.prompts(Cell(left, FrameIndex(0)))
    objects.setFocus()
    workspace.view.select((right,))
    two_objects.key(Key.Key_Delete)
    assert two_objects.objects == [left]
    assert workspace.document.prompts(Cell(left, FrameIndex(0))) == prompts
    assert two_objects.window.project_view.offers.bar.words == "Removed: Right (1 object, 1 mask)"
    videos.setFocus()
    two_objects.key(Key.Key_Delete)
    assert workspace.document.videos() == ()
    workspace.editor.undo()
    workspace.view.select((left,))
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_Delete)
    assert workspace.document.prompts(Cell(left, FrameIndex(0))) is None


def test_the_number_of_the_brush_is_as_wide_as_what_it_paints(desk: WindowBot) -> None:
    canvas, field = desk.window.canvas, width_field(desk)
    shown = (field.value(), canvas.brush_radius)
    type_into(field, "10")
    desk.key(Key.Key_Return)
    desk.workspace.objects.add("Spot")
    desk.click(canvas, canvas.to_widget(48, 32).x(), canvas.to_widget(48, 32).y())
    mask = desk.workspace.document.mask(desk.workspace.view.cell)
    assert mask is not None
    x0, _y0, x1, _y1 = mask.mask.bbox

    assert shown == (24, 12)
    assert x1 - x0 == 10

"""Masks from one object and frame to another, by real gestures: brush rules, vertices, the clipboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QEvent, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.masks.mask import Mask
from app.project.model import Cell, FrameIndex, ObjectId
from app.ui.canvas.tools.others import OtherPixels
from app.ui.canvas.tools.table import ToolId
from app.ui.dialogs.carry_mask import CarryMaskDialog
from app.ui.mask_clipboard import MASK, PNG, copied_mask
from tests.gui.canvas_bot import ALT, LEFT, RIGHT, CanvasBot, canvas_bot, disc
from tests.gui.window_bot import CONTROL, HEIGHT, WIDTH, WindowBot

Key = Qt.Key


@pytest.fixture
def bot(qtbot: QtBot, tmp_path: Path) -> Iterator[CanvasBot]:
    with canvas_bot(qtbot, tmp_path) as made:
        yield made


def on(bot: CanvasBot, object: ObjectId) -> Mask:
    found = bot.mask(Cell(object, FrameIndex(0)))
    assert found is not None
    return found.mask


# The brush and other objects


@pytest.fixture
def pair(bot: CanvasBot) -> tuple[ObjectId, ObjectId]:
    """Two discs side by side; the left one is active, the brush in hand."""
    left, right = bot.add_painted(disc(50, 60, 20), "Left"), bot.add_painted(disc(110, 60, 20), "Right")
    bot.workspace.view.select((left,))
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.canvas.set_brush_radius(5)
    return left, right


ACROSS = ((50.0, 60.0), (80.0, 60.0), (110.0, 60.0))


@pytest.mark.parametrize("rule", OtherPixels)
def test_a_stroke_over_another_object_keeps_to_the_rule(
    bot: CanvasBot, pair: tuple[ObjectId, ObjectId], rule: OtherPixels
) -> None:
    left, right = pair
    before, steps = (on(bot, left), on(bot, right)), bot.steps()
    bot.canvas.set_other_pixels(rule)
    bot.drag(ACROSS)
    painted, other = on(bot, left), on(bot, right)
    assert painted.contains(85, 60)
    assert painted.contains(108, 60) is (rule is not OtherPixels.KEPT)
    assert other.contains(108, 60) is (rule is not OtherPixels.TAKEN)
    assert (painted.overlap(other) > 0) is (rule is OtherPixels.SHARED)
    assert bot.steps() == steps + 1
    bot.workspace.editor.undo()
    assert (on(bot, left), on(bot, right)) == before


@pytest.mark.parametrize("rule", OtherPixels)
def test_the_eraser_keeps_to_the_rule(bot: CanvasBot, pair: tuple[ObjectId, ObjectId], rule: OtherPixels) -> None:
    left, right = pair
    bot.drag(ACROSS)
    bot.canvas.set_tool(ToolId.ERASER)
    bot.canvas.set_other_pixels(rule)
    bot.drag(ACROSS)
    assert not on(bot, left).contains(80, 60)
    assert on(bot, left).contains(108, 60) is (rule is OtherPixels.KEPT)
    assert on(bot, right).contains(108, 60) is (rule is not OtherPixels.TAKEN)


def test_a_stroke_takes_nothing_from_what_is_locked_or_hidden(bot: CanvasBot, pair: tuple[ObjectId, ObjectId]) -> None:
    left, right = pair
    bot.workspace.objects.set_locked((right,), True)
    bot.canvas.set_other_pixels(OtherPixels.TAKEN)
    bot.drag(ACROSS)
    assert on(bot, right) == disc(110, 60, 20)
    assert on(bot, left).overlap(on(bot, right)) == 0
    bot.workspace.editor.undo()
    bot.workspace.objects.set_locked((right,), False)
    bot.workspace.objects.set_visible((right,), False)
    bot.drag(ACROSS)
    assert on(bot, right) == disc(110, 60, 20)
    assert on(bot, left).contains(108, 60)


def test_what_a_stroke_takes_is_gone_while_it_is_painted(bot: CanvasBot, pair: tuple[ObjectId, ObjectId]) -> None:
    bot.canvas.set_outline_weight(0)
    bot.canvas.set_tool(ToolId.ERASER)
    bot.canvas.set_other_pixels(OtherPixels.TAKEN)
    bare, filled = bot.color((80, 20)), bot.color((110, 60))
    bot.press((50, 60))
    for place in ACROSS:
        bot.move(place, held=LEFT)
    bot.canvas.set_brush_radius(1)
    bot.move((140, 60), held=LEFT)
    assert bare != filled
    assert bot.color((104, 60)) == bare
    bot.release((140, 60))
    assert bot.color((104, 60)) == bare


# Vertices


@pytest.fixture
def square(bot: CanvasBot) -> ObjectId:
    """A square of 40 pixels with a square hole, active; the vertices tool in hand."""
    pixels = disc(0, 0, 0).to_array()
    pixels[30:90, 40:100] = True
    pixels[50:70, 60:80] = False
    made = bot.add_painted(Mask.from_array(pixels))
    bot.workspace.view.select((made,))
    bot.canvas.set_tool(ToolId.VERTICES)
    return made


def test_a_corner_is_dragged_a_side_makes_one_and_enter_takes_both_over(bot: CanvasBot, square: ObjectId) -> None:
    steps = bot.steps()
    bot.drag([(100, 30), (120, 25), (130, 20)])
    bot.drag([(70, 90), (70, 100), (70, 110)])
    assert on(bot, square).area == 60 * 60 - 20 * 20, "nothing is changed before"
    bot.key(Key.Key_Return)
    mask = on(bot, square)
    assert mask.contains(120, 26)
    assert mask.contains(70, 105)
    assert not mask.contains(70, 60), "the hole stays"
    assert (bot.steps(), bot.workspace.history.undo_title) == (steps + 1, "Edit outline")


def test_undo_and_redo_take_and_give_parts_of_it(bot: CanvasBot, square: ObjectId) -> None:
    before, steps = on(bot, square), bot.steps()
    bot.drag([(100, 30), (130, 20)])
    bot.click((40, 90), RIGHT)
    bot.workspace.editor.undo()
    bot.workspace.editor.redo()
    bot.workspace.editor.undo()
    bot.key(Key.Key_Return)
    assert on(bot, square).contains(120, 25)
    assert on(bot, square).contains(45, 85), "the corner that was deleted is back"
    bot.workspace.editor.undo()
    bot.drag([(100, 30), (130, 20)])
    bot.workspace.editor.undo()
    assert not bot.workspace.editor.in_hand
    assert (on(bot, square), bot.steps()) == (before, steps)
    controller = bot.canvas._controller
    enter = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert controller.wants(enter), "Enter takes nothing over now, and does not finish the object"
    bot.key(Key.Key_Return)
    assert bot.workspace.view.active_object == square


def test_a_hole_goes_with_its_corners(bot: CanvasBot, square: ObjectId) -> None:
    for corner in ((60, 50), (80, 50)):
        bot.click(corner, LEFT, ALT)
    bot.key(Key.Key_Return)
    assert on(bot, square).area == 60 * 60


def test_another_command_finishes_it_on_the_object_it_began_on(bot: CanvasBot, square: ObjectId) -> None:
    other = bot.workspace.objects.add("Other")
    bot.workspace.view.select((square,))
    bot.drag([(100, 30), (130, 20)])
    assert other is not None
    bot.workspace.view.select((other,))
    assert on(bot, square).contains(120, 25)
    assert bot.mask(Cell(other, FrameIndex(0))) is None


def test_escape_drops_it_and_a_click_alone_begins_nothing(bot: CanvasBot, square: ObjectId) -> None:
    before = on(bot, square)
    bot.click((100, 30))
    assert not bot.workspace.editor.in_hand
    bot.drag([(100, 30), (130, 20)])
    bot.key(Key.Key_Escape)
    assert not bot.workspace.editor.in_hand
    assert on(bot, square) == before


def test_a_ragged_outline_is_refused_in_words(
    bot: CanvasBot, square: ObjectId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.masks.vertices.MOST_FLIPS", 20)
    bot.workspace.prompts.paint(Cell(square, FrameIndex(0)), disc(70, 60, 20))
    bot.drag([(70, 40), (70, 20)])
    assert "smooth it first" in bot.canvas.note.words
    assert on(bot, square) == disc(70, 60, 20)


@pytest.mark.parametrize("rule", OtherPixels)
@pytest.mark.parametrize("tool", [ToolId.LASSO, ToolId.POLYGON])
def test_an_outlined_area_keeps_to_the_rule(
    bot: CanvasBot, pair: tuple[ObjectId, ObjectId], tool: ToolId, rule: OtherPixels
) -> None:
    left, right = pair
    before, steps = (on(bot, left), on(bot, right)), bot.steps()
    bot.canvas.set_other_pixels(rule)
    outline(bot, tool, AREA)
    drawn, other = on(bot, left), on(bot, right)
    assert drawn.contains(80, 60)
    assert drawn.contains(105, 60) is (rule is not OtherPixels.KEPT)
    assert other.contains(105, 60) is (rule is not OtherPixels.TAKEN)
    assert other.contains(120, 60)
    assert bot.steps() == steps + 1
    bot.workspace.editor.undo()
    assert (on(bot, left), on(bot, right)) == before


def test_an_area_takes_nothing_from_a_locked_object(bot: CanvasBot, pair: tuple[ObjectId, ObjectId]) -> None:
    left, right = pair
    bot.workspace.objects.set_locked((right,), True)
    before = on(bot, right)
    bot.canvas.set_other_pixels(OtherPixels.TAKEN)
    outline(bot, ToolId.LASSO, AREA)
    assert on(bot, right) == before
    assert on(bot, left).contains(80, 60)
    assert not on(bot, left).contains(105, 60)


AREA = [(60.0, 50.0), (108.0, 50.0), (108.0, 70.0), (60.0, 70.0)]


def outline(bot: CanvasBot, tool: ToolId, corners: list[tuple[float, float]]) -> None:
    bot.canvas.set_tool(tool)
    if tool is ToolId.LASSO:
        bot.drag(corners)
        return
    for corner in corners:
        bot.click(corner)
    bot.key(Key.Key_Return)


# Clipboard, carrying on, interpolating


def test_a_mask_is_copied_to_another_object_and_frame_by_keys(two_objects: WindowBot) -> None:
    desk = two_objects
    left, right = desk.objects
    desk.workspace.view.select((left,))
    desk.key(Key.Key_C, CONTROL)
    desk.workspace.view.go_to(5)
    desk.workspace.view.select((right,))
    desk.key(Key.Key_V, CONTROL)
    document = desk.workspace.document
    copied, pasted = (document.mask(Cell(id, FrameIndex(f))) for id, f in ((left, 0), (right, 5)))
    assert copied is not None
    assert pasted is not None
    assert pasted.mask == copied.mask
    data = QGuiApplication.clipboard().mimeData()
    picture = QImage.fromData(data.data(PNG), "PNG")
    assert (picture.width(), picture.height()) == (WIDTH, HEIGHT)
    assert QImage(data.imageData()).pixelColor(24, 32).red() == 255
    assert picture.pixelColor(24, 32).red() == 255
    elsewhere = QMimeData()
    elsewhere.setData(PNG, data.data(PNG))
    QGuiApplication.clipboard().setMimeData(elsewhere)
    assert copied_mask() == copied.mask


def test_a_picture_of_another_program_is_pasted_only_in_the_frame_s_size(two_objects: WindowBot) -> None:
    desk = two_objects
    cell = desk.workspace.view.cell
    assert cell is not None
    picture = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.black)
    for x in range(30, 60):
        picture.setPixelColor(x, 20, Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(picture)
    desk.key(Key.Key_V, CONTROL)
    pasted = desk.workspace.document.mask(cell)
    assert pasted is not None
    assert pasted.mask.bbox == (30, 20, 60, 21)
    QGuiApplication.clipboard().setImage(picture.copy(30, 15, 20, 10))
    desk.key(Key.Key_V, CONTROL)
    assert "20×10 pixels" in desk.said
    broken = QMimeData()
    broken.setData(MASK, QByteArray(b"\0\0\0\x40\0\0\0\x60 of another version"))
    QGuiApplication.clipboard().setMimeData(broken)
    desk.key(Key.Key_V, CONTROL)
    assert desk.said == "There is no mask on the clipboard."
    assert desk.workspace.document.mask(cell) == pasted


def test_masks_are_carried_on_by_a_dialog_and_interpolated_by_a_key(two_objects: WindowBot) -> None:
    desk = two_objects
    right = desk.objects[1]
    desk.workspace.view.set_range(0, 3)
    desk.key(Key.Key_V, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    dialog = desk.window.findChild(CarryMaskDialog)
    assert dialog is not None
    assert dialog.count.value() == 3
    dialog.accept()
    assert set(desk.workspace.document.mask_frames(right)) == {0, 1, 2, 3}
    desk.back_to_canvas()
    desk.workspace.prompts.paint(Cell(right, FrameIndex(9)), Mask.full(HEIGHT, WIDTH))
    desk.workspace.view.go_to(5)
    desk.key(Key.Key_I, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    assert set(desk.workspace.document.mask_frames(right)) == set(range(10))


def test_a_mask_is_carried_back_by_a_key_and_a_dialog(two_objects: WindowBot) -> None:
    desk = two_objects
    right = desk.objects[1]
    desk.workspace.prompts.paint(Cell(right, FrameIndex(9)), Mask.full(HEIGHT, WIDTH))
    desk.workspace.view.go_to(9)
    desk.workspace.view.set_range(6, 12)
    desk.key(Key.Key_V, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = desk.window.findChild(CarryMaskDialog)
    assert dialog is not None
    assert (dialog.windowTitle(), dialog.count.value()) == ("Carry mask back", 3)
    dialog.accept()
    assert set(desk.workspace.document.mask_frames(right)) == {0, 6, 7, 8, 9}


def test_a_key_goes_through_what_the_brush_does_about_others(two_objects: WindowBot) -> None:
    seen = []
    for _ in range(3):
        two_objects.key(Key.Key_S)
        seen.append(two_objects.window.canvas.other_pixels)
    assert seen == [OtherPixels.KEPT, OtherPixels.TAKEN, OtherPixels.SHARED]
    QApplication.processEvents()
    assert two_objects.window.action_set["tool.others_shared"].isChecked()

"""What the model learns from corrections, in the window: said in the panel, forgotten and offered by keys."""

import msgspec
from PySide6.QtCore import Qt

from app.masks.mask import Mask
from app.project.model import Cell, Click, Direction, FrameIndex, ObjectId
from app.ui.panels.lessons import LessonsPanel
from tests.gui.window_bot import CONTROL, SHIFT, WindowBot

Key = Qt.Key


def corrected(desk: WindowBot, *frames: int) -> ObjectId:
    """Track the left object, and correct it on one frame after the other."""
    settings = desk.workspace.settings
    desk.workspace.change_settings(msgspec.structs.replace(settings, learn_from_corrections=True))
    object = desk.objects[0]
    desk.workspace.view.select((object,))
    for frame in frames:
        desk.workspace.runs.track(Direction.FORWARD, (object,))
        desk.settle()
        desk.workspace.view.go_to(frame)
        desk.workspace.prompts.add_click(Cell(object, FrameIndex(frame)), Click(60, 20))
        desk.settle()
    desk.window.canvas.setFocus()
    return object


def test_keys_forget_what_was_learned_and_switch_learning_off_and_the_panel_says_so(two_objects: WindowBot) -> None:
    desk = two_objects
    desk.wait_for_picture()
    panel = desk.window.findChild(LessonsPanel)
    assert panel is not None
    before = panel.words
    corrected(desk, 10, 20)
    learned = panel.words
    desk.key(Key.Key_L, CONTROL | SHIFT)
    off = panel.words
    assert desk.said == "The model does not learn from corrections now."
    desk.key(Key.Key_L, CONTROL | SHIFT)
    assert desk.said == "The model learns from corrections now."
    desk.key(Key.Key_K, CONTROL | SHIFT)
    forgotten = panel.words
    desk.key(Key.Key_Z, CONTROL)
    assert before == forgotten == ""
    assert "learned" in learned
    assert "not used" in off
    assert panel.words == learned


def test_q_takes_the_mask_that_is_offered_as_corrected_before(two_objects: WindowBot) -> None:
    desk = two_objects
    object = corrected(desk, 10)
    desk.workspace.runs.track(Direction.FORWARD, (object,))
    desk.settle()
    cell = Cell(object, FrameIndex(30))
    shown = desk.workspace.document.mask(cell)
    assert shown is not None
    pixels = shown.mask.to_array().copy()
    pixels[:30, :30] = True
    desk.predictor.offered = Mask.from_array(pixels)
    desk.workspace.view.go_to(30)
    desk.workspace.offers.look()
    desk.qtbot.waitUntil(lambda: desk.window.canvas._view_model.scene.learned)
    desk.key(Key.Key_Q)
    taken = desk.workspace.document.mask(cell)
    desk.settle()
    assert taken is not None
    assert taken.mask == desk.predictor.offered

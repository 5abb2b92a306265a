"""What is said beside the pointer: why nothing happened and the way out, and another object where one is meant."""

from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.masks.vertices import outline_of
from app.project.model import Cell, FrameIndex, Judgement
from app.ui.canvas import pointer_note
from app.ui.canvas.overlay import badge_text
from app.ui.canvas.tools.others import OtherPixels
from app.ui.canvas.tools.table import ToolId
from tests.gui.canvas_bot import LEFT, RIGHT, CanvasBot, canvas_bot, disc
from tests.gui.window_bot import WindowBot

Key = Qt.Key
ZERO = FrameIndex(0)


@pytest.fixture
def bot(qtbot: QtBot, tmp_path: Path) -> Iterator[CanvasBot]:
    with canvas_bot(qtbot, tmp_path) as made:
        yield made


def take(bot: CanvasBot, offer: str) -> None:
    """Press a button of the note."""
    button = next(b for b in bot.canvas.note.findChildren(QPushButton) if b.isVisible() and b.text() == offer)
    QTest.mouseClick(button, LEFT)
    bot.settle()


def names(bot: CanvasBot) -> list[str]:
    return [record.name for record in bot.workspace.document.all_objects()]


# Refusals


def test_a_locked_object_is_unlocked_where_it_was_clicked(bot: CanvasBot) -> None:
    ball = bot.add_painted(disc(60, 60, 20), "Ball")
    bot.workspace.objects.set_locked((ball,), True)
    bot.move((70, 60))
    bot.click((70, 60))
    refused, beside = bot.canvas.note.words, bot.canvas.note.geometry()
    take(bot, "Unlock")

    assert refused == "Ball is locked."
    assert not beside.contains(bot.at((70, 60)))
    assert (beside.topLeft() - bot.at((70, 60))).manhattanLength() < 60
    assert bot.notices == [], "it is said in one place"
    assert bot.canvas.note.words == ""
    assert len(bot.prompts().clicks) == 1


def test_a_locked_frame_is_unlocked_and_no_other(bot: CanvasBot) -> None:
    ball = bot.add_painted(disc(60, 60, 20), "Ball")
    bot.workspace.masks.set_locked((ball,), 0, 2, True)
    bot.move((70, 60))
    bot.workspace.prompts.mark_absent(bot.cell)
    refused = bot.canvas.note.words
    take(bot, "Unlock")

    assert refused == "Ball is locked on frame 0."
    assert not bot.workspace.document.locked(bot.cell)
    assert bot.workspace.history.undo_title == "Mark absent"
    assert bot.workspace.document.locked(Cell(ball, FrameIndex(1)))


@pytest.mark.parametrize("way", ["Unlock", "Edit and verify again"])
@pytest.mark.parametrize("tool", [ToolId.BRUSH, ToolId.ERASER, ToolId.LASSO, ToolId.BOX, ToolId.VERTICES])
def test_a_drag_that_was_refused_is_made_when_the_way_out_is_taken(bot: CanvasBot, tool: ToolId, way: str) -> None:
    ball = bot.add_painted(disc(60, 60, 20), "Ball")
    if way == "Unlock":
        bot.workspace.objects.set_locked((ball,), True)
    else:
        bot.workspace.verification.judge(ball, Judgement.SATISFACTORY)
        bot.workspace.view.select((ball,))
    before, steps = bot.pixels(), bot.steps()
    bot.canvas.set_tool(tool)
    corner = outline_of(disc(60, 60, 20)).shown[0][0] if tool is ToolId.VERTICES else (60, 75)
    bot.move(corner)
    bot.drag([corner, (80, 90), (90, 60), (50, 50)])
    if tool is ToolId.VERTICES:
        bot.key(Key.Key_Return)
    refused = bot.canvas.note.words
    untouched = bot.steps() == steps and (bot.pixels() == before).all()
    take(bot, way)
    if tool is ToolId.VERTICES:
        bot.key(Key.Key_Return)
    bot.settle()
    changed, made = bot.steps(), bot.pixels()
    bot.workspace.editor.undo()
    back = bot.pixels()
    bot.workspace.editor.undo()

    assert refused.startswith("Ball is ")
    assert untouched
    assert changed == steps + 2
    assert (made != before).any()
    assert (back == before).all()
    assert bot.steps() == steps


def test_a_polygon_whose_first_corner_was_refused_goes_on_from_there(bot: CanvasBot) -> None:
    ball = bot.add_painted(disc(60, 60, 20), "Ball")
    bot.workspace.objects.set_locked((ball,), True)
    bot.canvas.set_tool(ToolId.POLYGON)
    bot.move((100, 20))
    bot.click((100, 20))
    take(bot, "Unlock")
    for corner in ((140, 20), (140, 60)):
        bot.click(corner)
    bot.key(Key.Key_Return)

    assert bot.pixels()[25, 130]


def test_a_refused_drag_is_not_made_with_another_tool_in_hand(bot: CanvasBot) -> None:
    ball = bot.add_painted(disc(60, 60, 20), "Ball")
    bot.workspace.objects.set_locked((ball,), True)
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.move((100, 20))
    bot.drag([(100, 20), (120, 20)])
    bot.canvas.set_tool(ToolId.CLICK)
    take(bot, "Unlock")

    assert not bot.pixels()[20, 110]


def test_a_verified_object_that_loses_pixels_to_a_stroke_is_asked_about_and_loses_them_then(bot: CanvasBot) -> None:
    other = bot.add_painted(disc(120, 60, 20), "Other")
    ball = bot.add_painted(disc(60, 60, 20), "Ball")
    bot.workspace.verification.judge(other, Judgement.SATISFACTORY)
    bot.workspace.view.select((ball,))
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.canvas._context.other_pixels = OtherPixels.TAKEN
    bot.move((70, 60))
    bot.drag([(70, 60), (120, 60)])
    refused = bot.canvas.note.words
    take(bot, "Edit and verify again")

    assert refused == "Other is verified."
    assert bot.pixels(Cell(ball, ZERO))[60, 120]
    assert not bot.pixels(Cell(other, ZERO))[60, 120]


@pytest.mark.parametrize("tool", [ToolId.CLICK, ToolId.BRUSH, ToolId.BOX])
def test_a_hidden_object_is_not_changed_unseen_but_shown_where_it_was_clicked(bot: CanvasBot, tool: ToolId) -> None:
    ball = bot.add_painted(disc(60, 60, 20), "Ball")
    bot.workspace.objects.set_visible((ball,), False)
    before = bot.workspace.history.place
    said = badge_text(bot.canvas._view_model.scene)
    bot.canvas.set_tool(tool)
    bot.move((70, 60))
    bot.click((70, 60))
    refused, changed = bot.canvas.note.words, bot.workspace.history.place != before
    take(bot, "Show")
    record = bot.workspace.document.object(ball)

    assert said == "Ball: hidden"
    assert refused == "Ball is hidden."
    assert not changed
    assert record is not None
    assert record.visible
    assert badge_text(bot.canvas._view_model.scene) == ""


def test_where_the_pointer_is_elsewhere_the_words_are_a_notice_and_the_way_out_is_over_the_picture(
    bot: CanvasBot,
) -> None:
    ball = bot.add_painted(disc(60, 60, 20), "Ball")
    bot.workspace.objects.set_locked((ball,), True)
    QApplication.sendEvent(bot.canvas, QEvent(QEvent.Type.Leave))
    bot.workspace.prompts.mark_absent(bot.cell)
    assert bot.notices[-1] == "Ball is locked."
    take(bot, "Unlock")
    record = bot.workspace.document.object(ball)

    assert record is not None
    assert not record.locked


@pytest.mark.parametrize("end", ["press", "step", "frame", "selection"])
def test_a_note_goes_with_what_is_done_next(bot: CanvasBot, end: str) -> None:
    ball = bot.add_painted(disc(60, 60, 20), "Ball")
    bot.workspace.objects.set_locked((ball,), True)
    bot.move((70, 60))
    bot.click((70, 60))
    shown = bot.canvas.note.isVisible()
    if end == "press":
        bot.press((-9, 60))
    elif end == "step":
        bot.workspace.objects.rename(ball, "Hat")
    elif end == "frame":
        bot.show(1)
    else:
        bot.workspace.view.finish_object()

    assert shown
    assert not bot.canvas.note.isVisible()


@pytest.mark.parametrize("where", ["over", "near", "far"])
def test_a_note_with_a_button_stays_while_the_pointer_is_near_and_a_moment_after(
    bot: CanvasBot, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(pointer_note, "SHOWN_MS", 600)
    ball, canvas = bot.add_painted(disc(60, 60, 20), "Ball"), bot.canvas
    bot.workspace.objects.set_locked((ball,), True)
    QTest.mouseMove(canvas, bot.at((10, 10)))
    bot.click((10, 10))
    note = canvas.note
    places = {
        "over": note.geometry().center(),
        "near": note.geometry().bottomRight() + QPoint(80, 80),
        "far": canvas.rect().bottomRight() - QPoint(5, 5),
    }
    QTest.mouseMove(canvas, places[where])
    QTest.qWait(1_500)
    stays = note.isVisible()
    QTest.mouseMove(canvas, places["far"])
    QTest.qWait(1_000)
    lingers = note.isVisible()

    assert stays is lingers is (where != "far")
    bot.qtbot.waitUntil(lambda: not note.isVisible())


def test_a_note_without_a_button_goes_after_its_time_under_the_pointer(
    bot: CanvasBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pointer_note, "SHOWN_MS", 300)
    bot.workspace.objects.add("Duck")
    QTest.mouseMove(bot.canvas, bot.at((60, 60)))
    bot.click((60, 60), RIGHT)
    bot.settle()
    assert bot.canvas.note.isVisible()
    bot.qtbot.waitUntil(lambda: not bot.canvas.note.isVisible(), timeout=5_000)


def test_a_note_stays_on_the_canvas_and_off_the_pointer(bot: CanvasBot) -> None:
    ball = bot.add_painted(disc(60, 60, 20), "A ball with quite a long name " * 4)
    bot.workspace.objects.set_locked((ball,), True)
    for corner in ((1, 1), (159, 1), (1, 119), (159, 119)):
        bot.move(corner)
        bot.click(corner)
        note = bot.canvas.note.geometry()
        assert bot.canvas.rect().contains(note)
        assert not note.contains(bot.at(corner))


def test_a_click_that_removes_without_a_mask_says_why(bot: CanvasBot) -> None:
    bot.workspace.objects.add("Duck")
    bot.move((60, 60))
    bot.click((60, 60), RIGHT)
    bot.settle()

    assert bot.canvas.note.words.startswith("Noted as not Duck.")
    assert bot.mask() is None


def test_a_click_that_removes_without_an_object_makes_none(bot: CanvasBot) -> None:
    bot.move((60, 60))
    bot.click((60, 60), RIGHT)

    assert bot.canvas.note.words.startswith("No object is selected")
    assert names(bot) == []


@pytest.mark.parametrize("tool", [ToolId.ERASER, ToolId.LASSO])
def test_taking_away_where_there_is_no_mask_says_so(bot: CanvasBot, tool: ToolId) -> None:
    bot.workspace.objects.add("Duck")
    steps = bot.steps()
    bot.canvas.set_tool(tool)
    bot.drag([(30, 30), (90, 30), (90, 80), (30, 80)], RIGHT)

    assert bot.canvas.note.words.startswith("There is no mask on this frame")
    assert bot.steps() == steps


# Another object


def test_a_click_on_another_thing_is_offered_to_be_an_object_of_its_own(bot: CanvasBot) -> None:
    bot.click((30, 40))
    bot.settle()
    bot.click((130, 90))
    bot.settle()
    offers = bot.canvas.note.offers
    take(bot, "New object here")
    first, second = (record.id for record in bot.workspace.document.all_objects())

    assert offers == ["New object here"]
    assert bot.pixels(Cell(second, ZERO))[90, 130]
    assert not bot.pixels(Cell(first, ZERO))[90, 130]
    assert bot.workspace.view.active_object == second


def test_a_click_on_another_thing_says_where_it_goes_while_the_model_loads(window: WindowBot) -> None:
    canvas, loaded = window.window.canvas, SimpleQueue[None]()
    window.loader.before = lambda _choice: loaded.get(timeout=60)
    window.workspace.model.choose(msgspec.structs.replace(window.workspace.settings, device="cpu", precision="exact"))
    for x, y in ((20, 30), (80, 30)):
        QTest.mouseClick(canvas, LEFT, pos=canvas.to_widget(x, y).toPoint())
        QApplication.processEvents()
    said = (canvas.note.words, canvas.note.offers)
    window.loader.before = lambda _choice: None
    loaded.put(None)
    window.settle()

    assert said == ("This click goes to Object 1.", ["New object here (N)"])


def test_a_click_on_another_objects_mask_can_be_given_to_it(bot: CanvasBot) -> None:
    other = bot.add_painted(disc(130, 80, 15), "Other")
    first = bot.add_painted(disc(30, 40, 15), "First")
    bot.click((130, 84))
    offers = bot.canvas.note.offers
    take(bot, "To Other")

    assert offers == ["To Other", "New object here"]
    assert len(bot.prompts(Cell(other, ZERO)).clicks) == 1
    assert bot.prompts(Cell(first, ZERO)).clicks == ()
    assert not bot.pixels(Cell(first, ZERO))[84, 130]


@pytest.mark.parametrize("button", [LEFT, RIGHT])
def test_with_nothing_selected_a_click_on_a_mask_selects_its_object(bot: CanvasBot, button: Qt.MouseButton) -> None:
    ball = bot.add_painted(disc(60, 60, 20), "Ball")
    bot.workspace.view.finish_object()
    steps = bot.steps()
    bot.click((60, 60), button)

    assert bot.workspace.view.selection == (ball,)
    assert bot.steps() == steps
    assert bot.canvas.note.words.startswith("Ball is selected")
    assert bot.canvas.note.offers == (["New object here"] if button is LEFT else [])
    bot.workspace.new_objects.begin()
    assert len(names(bot)) == 2


def test_the_drag_of_a_tool_that_draws_makes_a_new_object_over_a_mask(bot: CanvasBot) -> None:
    bot.add_painted(disc(60, 60, 20), "Ball")
    bot.workspace.view.finish_object()
    bot.canvas.set_tool(ToolId.BOX)
    bot.drag([(40, 40), (60, 60), (80, 80)])

    assert len(names(bot)) == 2


# In the window


def test_n_takes_the_offer_and_twice_makes_no_empty_object(window: WindowBot) -> None:
    canvas = window.window.canvas
    canvas.setFocus()
    for x, y in ((20, 30), (80, 30)):
        QTest.mouseClick(canvas, LEFT, pos=canvas.to_widget(x, y).toPoint())
        window.settle()
    offers = canvas.note.offers
    window.key(Key.Key_N)
    window.settle()
    parted = len(window.objects)
    for _ in range(2):
        window.key(Key.Key_N)

    assert offers == ["New object here (N)"]
    assert parted == 2
    assert len(window.objects) == 3


def test_a_key_that_can_do_nothing_says_why_at_the_pointer(window: WindowBot) -> None:
    canvas = window.window.canvas
    canvas.setFocus()
    QTest.mouseMove(canvas, QPoint(100, 100))
    window.key(Key.Key_F)

    assert canvas.note.words == "There is no object yet: click something first."

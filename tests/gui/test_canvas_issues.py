"""Issues on the canvas: a drag marks a region, a click on one selects it, and the rules of gestures hold."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.project.model import Box, FrameIndex, Issue, ObjectId
from app.ui.canvas.tools.table import ToolId
from tests.gui.canvas_bot import LEFT, CanvasBot, canvas_bot, disc

FIRST, LAST = (30.0, 40.0), (90.0, 100.0)


@pytest.fixture
def bot(qtbot: QtBot, tmp_path: Path) -> Iterator[CanvasBot]:
    with canvas_bot(qtbot, tmp_path) as made:
        made.show(1)
        yield made


def issues(bot: CanvasBot, object: ObjectId) -> tuple[Issue, ...]:
    return bot.workspace.document.issues_of(object)


def test_a_drag_is_an_issue_on_this_frame_and_one_step(bot: CanvasBot) -> None:
    object = bot.add_painted(disc(60, 60, 20), "Ball", 1)
    bot.canvas.set_tool(ToolId.ISSUE)
    plain = bot.color((60, 39.9))
    bot.drag([FIRST, (60.0, 60.0), LAST])
    (issue,) = issues(bot, object)
    assert (issue.span, issue.text) == ((1, 1), "")
    assert issue.region is not None
    assert (round(issue.region.x0), round(issue.region.y1)) == (30, 100)
    assert bot.workspace.issue_marks.selected == issue.id
    assert bot.color((60, 39.9)) != plain
    bot.show(2)
    assert bot.canvas._view_model.scene.issues == ()
    bot.workspace.editor.undo()
    assert issues(bot, object) == ()


def test_escape_drops_it_another_command_finishes_it_and_a_click_is_none(bot: CanvasBot) -> None:
    object = bot.add_painted(disc(60, 60, 20), "Ball", 1)
    bot.canvas.set_tool(ToolId.ISSUE)
    bot.press(FIRST)
    bot.move(LAST, held=LEFT)
    bot.key(Qt.Key.Key_Escape)
    bot.release(LAST)
    bot.click((60.0, 60.0))
    assert issues(bot, object) == ()
    bot.press(FIRST)
    bot.move(LAST, held=LEFT)
    bot.workspace.objects.rename(object, "Other name")
    assert len(issues(bot, object)) == 1
    bot.release(LAST)
    assert len(issues(bot, object)) == 1


def test_without_an_object_it_is_refused(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.ISSUE)
    bot.drag([FIRST, LAST])
    assert bot.canvas.note.words == "Select the object that is wrong first."


def test_a_click_on_a_number_selects_it_in_any_tool_and_on_its_region_with_the_hand(bot: CanvasBot) -> None:
    object = bot.add_painted(disc(60, 60, 20), "<b>Ball</b>", 1)
    verification, marks = bot.workspace.verification, bot.workspace.issue_marks
    here = (FrameIndex(1), FrameIndex(1))
    one = verification.raise_issue(object, "one", here, Box(20, 40, 50, 80))
    two = verification.raise_issue(object, "<i>two</i> & more", here, Box(70, 40, 120, 80))
    whole = verification.raise_issue(object, "three", None)
    bot.qtbot.waitUntil(lambda: not bot.workspace.turns.busy)
    assert [shown.number for shown in bot.canvas._view_model.scene.issues] == [1, 2, 3]
    before = bot.prompts()
    bot.canvas.set_tool(ToolId.CLICK)
    bot.click((22.0, 38.0))
    assert (marks.selected, bot.prompts()) == (one, before)
    bot.canvas.set_tool(ToolId.HAND)
    bot.click((100.0, 60.0))
    assert marks.selected == two
    marks.select(one)
    marks.resolve()
    assert marks.selected is None
    bot.qtbot.waitUntil(lambda: not bot.workspace.turns.busy)
    assert [shown.number for shown in bot.canvas._view_model.scene.issues] == [1, 2]
    verification.describe(two, "other words") if two is not None else None
    bot.qtbot.waitUntil(lambda: not bot.workspace.turns.busy)
    assert [shown.text for shown in bot.canvas._view_model.scene.issues] == ["other words", "three"]
    bot.show(3)
    assert [shown.id for shown in bot.canvas._view_model.scene.issues] == [whole]

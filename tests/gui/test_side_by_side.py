"""A matte or cut-out that is empty says why."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.masks.mask import Mask
from app.project.edit_builder import EditBuilder
from app.project.model import CellMask, FrameIndex, MaskSource, ObjectId
from app.ui.canvas.overlay import badge_text, nothing_to_show
from app.ui.canvas.scene import read_scene
from app.ui.canvas.tools.table import ToolId
from app.ui.canvas.view_modes import ViewMode
from tests.gui.canvas_bot import HEIGHT, LEFT, WIDTH, CanvasBot, canvas_bot, disc

MODES = [ViewMode.MATTE, ViewMode.CUTOUT, ViewMode.SIDE_BY_SIDE, ViewMode.SIDE_BY_SIDE_CUTOUT]


@pytest.fixture
def bot(qtbot: QtBot, tmp_path: Path) -> Iterator[CanvasBot]:
    with canvas_bot(qtbot, tmp_path) as made:
        yield made


def said(bot: CanvasBot) -> str:
    found = nothing_to_show(read_scene(bot.workspace, bot.workspace.view.frame, None))
    return found.title if found is not None else ""


def ink(bot: CanvasBot) -> int:
    """How many pixels of words there are in the last pane."""
    shot = bot.shot()
    left = shot.width() // 2
    light = [
        (x, y)
        for x in range(left, shot.width(), 2)
        for y in range(shot.height() * 2 // 5, shot.height() * 3 // 5)
        if min(shot.pixelColor(x, y).getRgb()[:3]) > 180
    ]
    return len(light)


def put(bot: CanvasBot, object: ObjectId, source: MaskSource) -> None:
    """Give the shown frame an empty mask."""
    draft = EditBuilder(bot.workspace.document)
    draft.mask(bot.cell, CellMask(Mask.empty(HEIGHT, WIDTH), source))
    bot.workspace.editor.do("Track", draft.edit())


def test_it_says_what_is_missing(bot: CanvasBot) -> None:
    nothing = said(bot)
    ball = bot.add_painted(disc(60, 60, 20), "Ball", frame=1)
    no_mask = said(bot)
    bot.workspace.prompts.mark_absent(bot.cell)
    absent = said(bot)
    bot.show(1)
    there = said(bot)
    bot.show(2)
    put(bot, ball, MaskSource.TRACKED)
    lost = said(bot)
    bot.workspace.view.finish_object()
    all_together = said(bot)

    assert nothing == "No object yet"
    assert no_mask == "Ball has no mask on this frame"
    assert absent == "Ball is absent on this frame"
    assert there == ""
    assert lost == "Ball was not found on this frame"
    assert all_together == "Ball was not found on this frame"


@pytest.mark.parametrize("mode", MODES)
def test_the_words_are_seen_until_there_is_a_mask(bot: CanvasBot, mode: ViewMode) -> None:
    bot.add_painted(disc(60, 60, 4), "Ball", frame=1)
    bot.canvas.set_view_mode(mode)
    empty = ink(bot)
    bot.canvas.set_masks_hidden(True)
    hidden = ink(bot)
    bot.canvas.set_masks_hidden(False)
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.canvas.set_brush_radius(1)
    bot.press((2, 2))
    bot.move((3, 2), held=LEFT)
    painting = ink(bot)

    assert empty > 100
    assert hidden == 0
    assert painting == 0


def test_the_label_tells_lost_from_absent(bot: CanvasBot) -> None:
    ball = bot.add_painted(disc(60, 60, 20), "Ball", frame=1)
    put(bot, ball, MaskSource.TRACKED)
    lost = badge_text(read_scene(bot.workspace, FrameIndex(0), None))
    bot.workspace.prompts.mark_absent(bot.cell)
    absent = badge_text(read_scene(bot.workspace, FrameIndex(0), None))

    assert lost == "Ball: lost here: the model found nothing"
    assert absent == "Ball: absent on this frame"

"""Click, box, brush, eraser, polygon, lasso and hand, as a person uses them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.project.model import Cell, Click, FrameIndex, MaskSource
from app.ui.canvas.tools.table import TOOLS, ToolId
from tests.gui.canvas_bot import (
    ALT,
    CONTROL,
    LEFT,
    NO_KEY,
    RIGHT,
    SHIFT,
    CanvasBot,
    canvas_bot,
    disc,
    write_pictures,
)


@pytest.fixture
def bot(qtbot: QtBot, tmp_path: Path) -> Iterator[CanvasBot]:
    with canvas_bot(qtbot, tmp_path) as made:
        yield made


def close(click: Click, x: float, y: float) -> bool:
    return abs(click.x - x) < 0.6 and abs(click.y - y) < 0.6


# Click


def test_the_first_click_makes_an_object_and_its_mask_follows(bot: CanvasBot) -> None:
    bot.click((60, 50))
    clicks = bot.prompts().clicks
    assert len(clicks) == 1
    assert clicks[0].positive
    assert close(clicks[0], 60, 50)
    bot.settle()
    assert bot.pixels()[50, 60]


@pytest.mark.parametrize(("button", "keys"), [(RIGHT, NO_KEY), (LEFT, ALT), (LEFT, CONTROL)])
def test_right_click_or_alt_or_ctrl_removes(bot: CanvasBot, button: Qt.MouseButton, keys: Qt.KeyboardModifier) -> None:
    bot.click((60, 50))
    bot.click((90, 50), button, keys)
    assert [click.positive for click in bot.prompts().clicks] == [True, False]


def test_a_click_beside_the_image_does_nothing(bot: CanvasBot) -> None:
    bot.click((-8, 50))
    bot.click((170, 50))
    assert bot.workspace.view.active_object is None


def test_prompting_one_object_leaves_another_ones_mask_alone(bot: CanvasBot) -> None:
    first = bot.add_painted(disc(40, 40, 20))
    bot.add_painted(disc(100, 80, 20))
    before = bot.mask(Cell(first, FrameIndex(0)))
    bot.click((45, 45))
    bot.settle()
    assert bot.mask(Cell(first, FrameIndex(0))) is before
    assert bot.pixels()[45, 45]


def test_a_dot_is_dragged_elsewhere_in_one_step(bot: CanvasBot) -> None:
    bot.click((60, 50))
    bot.settle()
    steps = bot.steps()
    bot.drag([(60, 50), (70, 60), (110, 90)])
    bot.settle()
    clicks = bot.prompts().clicks
    assert len(clicks) == 1
    assert close(clicks[0], 110, 90)
    assert bot.steps() == steps + 1


def test_pressing_a_dot_without_moving_changes_nothing(bot: CanvasBot) -> None:
    bot.click((60, 50))
    steps = bot.steps()
    bot.click((60, 50))
    assert bot.steps() == steps


def test_delete_takes_the_dot_under_the_pointer(bot: CanvasBot) -> None:
    bot.click((40, 50))
    bot.click((120, 50))
    bot.move((40, 50))
    bot.key(Qt.Key.Key_Delete)
    clicks = bot.prompts().clicks
    assert len(clicks) == 1
    assert close(clicks[0], 120, 50)


def test_shift_shows_what_a_click_would_do_and_moving_on_takes_it_away(bot: CanvasBot) -> None:
    with bot.qtbot.waitSignal(bot.workspace.click_preview.changed):
        bot.move((60, 50), SHIFT)
    assert bot.workspace.click_preview.shown is not None
    assert bot.workspace.click_preview.shown.mask.contains(60, 50)
    bot.move((60, 52))
    assert bot.workspace.click_preview.shown is None
    assert bot.workspace.view.active_object is None


# Box


def test_a_box_is_dragged_in_any_direction_and_kept_on_the_image(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BOX)
    bot.drag([(100, 90), (60, 60), (30, -6)])
    box = bot.prompts().box
    assert box is not None
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((30, 0, 100, 90), abs=0.6)


def test_a_slip_of_the_box_tool_makes_no_object(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BOX)
    bot.click((60, 60))
    assert bot.workspace.view.active_object is None


def test_a_corner_of_the_box_is_pulled(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BOX)
    bot.drag([(30, 30), (90, 80)])
    bot.drag([(90, 80), (100, 90), (120, 100)])
    box = bot.prompts().box
    assert box is not None
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((30, 30, 120, 100), abs=1)


# Brush and eraser


def test_a_stroke_is_one_step_and_conditions_the_model(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.canvas.set_brush_radius(5)
    bot.workspace.objects.add()
    steps = bot.steps()
    bot.drag([(30, 60), (60, 60), (90, 60)])
    assert bot.steps() == steps + 1
    found = bot.mask()
    assert found is not None
    assert found.source is MaskSource.PAINTED
    assert bot.prompts().mask == found.mask
    pixels = bot.pixels()
    assert pixels[60, 30:90].all()
    assert not pixels[68:].any()


def test_a_stroke_is_seen_before_it_is_done(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.canvas.set_brush_radius(8)
    bot.workspace.objects.add()
    gray = bot.color((60, 60))
    bot.press((30, 60))
    bot.move((60, 60), held=LEFT)
    bot.move((90, 60), held=LEFT)
    assert bot.mask() is None
    assert bot.color((60, 60)) != gray
    bot.release((90, 60))
    assert bot.mask() is not None


def test_every_move_of_a_stroke_is_on_the_screen_at_the_next_painting(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.canvas.set_brush_radius(6)
    gray = bot.color((150, 10))
    bot.press((20, 20))
    behind, ahead = [], []
    for x in range(30, 140, 10):
        bot.move((x, 20 + x / 2), held=LEFT)
        shot = bot.canvas.grab().toImage()
        behind.append(bot.color((x - 5, 17.5 + x / 2), shot) != gray)
        ahead.append(bot.color((x + 12, 20 + x / 2), shot) != gray)
    bot.release((130, 85))

    assert all(behind)
    assert not any(ahead)


def test_escape_drops_a_stroke(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.workspace.objects.add()
    steps, gray = bot.steps(), bot.color((60, 60))
    bot.press((30, 60))
    bot.move((90, 60), held=LEFT)
    bot.key(Qt.Key.Key_Escape)
    bot.release((90, 60))
    assert bot.steps() == steps
    assert bot.mask() is None
    assert bot.color((60, 60)) == gray


def test_the_eraser_takes_away_and_shows_what_lies_below(bot: CanvasBot) -> None:
    below = bot.add_painted(disc(60, 60, 30), "below")
    top = bot.add_painted(disc(60, 60, 20), "top")
    bot.workspace.view.select((below,))
    shown_below = bot.color((60, 75))
    bot.workspace.view.select((top,))
    bot.canvas.set_tool(ToolId.ERASER)
    bot.canvas.set_brush_radius(6)
    bot.press((60, 60))
    bot.move((60, 80), held=LEFT)
    during = bot.color((60, 75))
    bot.release((60, 80))
    assert not bot.pixels(Cell(top, FrameIndex(0)))[60:78, 60].any()
    assert bot.pixels(Cell(below, FrameIndex(0)))[75, 60]
    bot.workspace.view.select((below,))
    assert bot.color((60, 75)) == shown_below
    assert during != shown_below, "an object that is not selected is filled less"


def test_the_brush_goes_on_from_the_mask_that_is_there(bot: CanvasBot) -> None:
    bot.add_painted(disc(40, 40, 15))
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.drag([(100, 40), (110, 40)])
    pixels = bot.pixels()
    assert pixels[40, 40]
    assert pixels[40, 105]


def test_shift_draws_a_straight_line_from_the_last_stroke(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.canvas.set_brush_radius(3)
    bot.drag([(20, 20), (25, 20)])
    bot.click((105, 100), keys=SHIFT)
    pixels = bot.pixels()
    for part in np.linspace(0, 1, 20):
        assert pixels[int(20 + 80 * part), int(25 + 80 * part)]


def test_the_right_button_erases_with_the_brush(bot: CanvasBot) -> None:
    bot.add_painted(disc(60, 60, 30))
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.drag([(60, 60), (64, 60)], RIGHT)
    assert not bot.pixels()[60, 62]


def test_a_stroke_that_changes_nothing_is_no_step(bot: CanvasBot) -> None:
    bot.add_painted(disc(60, 60, 30))
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.canvas.set_brush_radius(4)
    steps = bot.steps()
    bot.drag([(60, 60), (65, 60)])
    assert bot.steps() == steps


def test_moving_to_another_frame_finishes_the_stroke_where_it_was_painted(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BRUSH)
    object = bot.workspace.objects.add()
    assert object is not None
    bot.press((30, 60))
    bot.move((90, 60), held=LEFT)
    bot.show(2)
    bot.move((90, 100), held=LEFT)
    bot.release((90, 100))
    assert bot.mask(Cell(object, FrameIndex(0))) is not None
    assert bot.mask(Cell(object, FrameIndex(2))) is None


def test_a_second_button_does_not_disturb_a_stroke(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.press((30, 60))
    bot.move((60, 60), held=LEFT)
    bot.click((60, 60), RIGHT)
    bot.move((90, 60), held=LEFT)
    bot.release((90, 60))
    assert bot.pixels()[60, 30:90].all()


def test_a_release_that_went_elsewhere_ends_the_stroke(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.press((30, 60))
    bot.move((60, 60), held=LEFT)
    bot.move((120, 100))
    assert bot.pixels()[60, 60]
    assert not bot.pixels()[100, 120]
    bot.drag([(30, 100), (60, 100)])
    assert bot.pixels()[100, 50]


def test_brush_size_by_wheel_stays_in_bounds(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.canvas.set_brush_radius(10)
    zoom = bot.canvas.zoom
    with bot.qtbot.waitSignal(bot.canvas.brush_radius_changed):
        bot.wheel((60, 60), 1, CONTROL)
    assert bot.canvas.brush_radius > 10
    assert bot.canvas.zoom == zoom
    for _ in range(100):
        bot.wheel((60, 60), -1, CONTROL)
    assert bot.canvas.brush_radius == 0.5


# Polygon and lasso


SQUARE = [(30.0, 30.0), (90.0, 30.0), (90.0, 80.0), (30.0, 80.0)]


def draw(bot: CanvasBot, corners: list[tuple[float, float]], keys: Qt.KeyboardModifier = NO_KEY) -> None:
    for corner in corners:
        bot.click(corner, keys=keys)


@pytest.mark.parametrize("ending", ["enter", "first corner", "double click"])
def test_a_polygon_is_closed_in_three_ways(bot: CanvasBot, ending: str) -> None:
    bot.canvas.set_tool(ToolId.POLYGON)
    draw(bot, SQUARE)
    assert bot.workspace.view.active_object is None
    if ending == "enter":
        bot.key(Qt.Key.Key_Return)
    elif ending == "first corner":
        bot.click(SQUARE[0])
    else:
        bot.double_click((31, 60))
    pixels = bot.pixels()
    assert pixels[55, 60]
    assert abs(int(pixels.sum()) - 60 * 50) < 200


def test_backspace_takes_a_corner_back_and_escape_all(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.POLYGON)
    draw(bot, [*SQUARE, (150, 110)])
    bot.key(Qt.Key.Key_Backspace)
    bot.key(Qt.Key.Key_Return)
    assert not bot.pixels()[105, 140]
    steps = bot.steps()
    draw(bot, [(100, 90), (150, 90), (150, 110)])
    bot.key(Qt.Key.Key_Escape)
    bot.key(Qt.Key.Key_Return)
    assert bot.steps() == steps


def test_a_corner_is_dragged_before_the_polygon_is_closed(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.POLYGON)
    draw(bot, SQUARE)
    bot.drag([SQUARE[2], (100, 90), (140, 110)])
    bot.key(Qt.Key.Key_Return)
    assert bot.pixels()[100, 125]


def test_the_view_can_be_moved_while_a_polygon_is_drawn(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.POLYGON)
    draw(bot, SQUARE[:2])
    bot.wheel((60, 60), 1)
    bot.drag([(60, 60), (70, 66)], Qt.MouseButton.MiddleButton)
    draw(bot, SQUARE[2:])
    bot.key(Qt.Key.Key_Return)
    assert abs(int(bot.pixels().sum()) - 60 * 50) < 250


def test_alt_cuts_a_polygon_out(bot: CanvasBot) -> None:
    bot.add_painted(disc(80, 60, 50))
    bot.canvas.set_tool(ToolId.POLYGON)
    draw(bot, SQUARE, ALT)
    bot.key(Qt.Key.Key_Return)
    pixels = bot.pixels()
    assert not pixels[55, 60]
    assert pixels[60, 120]


def test_the_lasso_adds_and_with_alt_cuts_out(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.LASSO)
    bot.drag([(30, 30), (60, 28), (90, 30), (92, 60), (90, 80), (60, 82), (30, 80)])
    assert bot.pixels()[55, 60]
    bot.drag([(50, 45), (70, 45), (70, 65), (50, 65)], keys=ALT)
    pixels = bot.pixels()
    assert not pixels[55, 60]
    assert pixels[40, 40]


# Hand, panning, locks


def test_the_hand_moves_the_picture_and_selects_by_a_click(bot: CanvasBot) -> None:
    first = bot.add_painted(disc(40, 40, 15))
    bot.add_painted(disc(110, 80, 15))
    bot.canvas.set_tool(ToolId.HAND)
    before = bot.canvas.to_widget(40, 40)
    bot.drag([(80, 60), (90, 60), (100, 70)])
    moved = bot.canvas.to_widget(40, 40) - before
    assert moved.x() > 20
    assert moved.y() > 10
    bot.click((40, 40))
    assert bot.workspace.view.active_object == first


@pytest.mark.parametrize("tool", list(ToolId))
def test_space_and_middle_button_pan_in_every_tool(bot: CanvasBot, tool: ToolId) -> None:
    bot.canvas.set_tool(tool)
    before = bot.canvas.to_widget(0, 0)
    bot.drag([(80, 60), (90, 60), (100, 60)], Qt.MouseButton.MiddleButton)
    by_middle = bot.canvas.to_widget(0, 0)
    assert by_middle.x() > before.x() + 20
    bot.hold_space()
    bot.drag([(80, 60), (90, 60), (100, 60)])
    bot.let_go_of_space()
    assert bot.canvas.to_widget(0, 0).x() > by_middle.x() + 20
    assert bot.workspace.view.active_object is None


def test_a_tap_of_space_is_passed_on_but_panning_is_not(bot: CanvasBot) -> None:
    taps: list[bool] = []
    bot.canvas.space_tapped.connect(lambda: taps.append(True))
    bot.move((60, 60))
    bot.hold_space()
    bot.let_go_of_space()
    assert len(taps) == 1
    bot.hold_space()
    bot.drag([(80, 60), (90, 60)])
    bot.let_go_of_space()
    assert len(taps) == 1


@pytest.mark.parametrize("tool", [row.id for row in TOOLS.values() if row.changes and row.id is not ToolId.ISSUE])
def test_a_locked_object_is_not_changed_and_the_person_is_told(bot: CanvasBot, tool: ToolId) -> None:
    object = bot.add_painted(disc(60, 60, 20), "Ball")
    bot.workspace.objects.set_locked((object,), True)
    steps = bot.steps()
    bot.notices.clear()
    bot.canvas.set_tool(tool)
    bot.move((60, 60))
    assert bot.canvas.cursor().shape() is Qt.CursorShape.ForbiddenCursor
    bot.drag([(60, 60), (90, 90), (60, 100)])
    bot.key(Qt.Key.Key_Return)
    assert bot.steps() == steps
    assert bot.canvas.note.words == "Ball is locked."
    assert bot.canvas.note.offers == ["Unlock"]


def test_a_locked_frame_is_not_changed(bot: CanvasBot) -> None:
    object = bot.add_painted(disc(60, 60, 20))
    bot.workspace.masks.set_locked((object,), 0, 0, True)
    before = bot.mask()
    bot.click((90, 90))
    assert bot.mask() is before
    bot.show(1)
    bot.click((90, 90))
    assert len(bot.prompts().clicks) == 1


def test_taking_another_tool_finishes_the_drag_under_way(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BOX)
    bot.press((30, 30))
    bot.move((90, 80), held=LEFT)
    bot.canvas.set_tool(ToolId.CLICK)
    bot.release((90, 80))
    box = bot.prompts().box
    assert box is not None
    assert (box.x1, box.y1) == pytest.approx((90, 80), abs=0.6)


def test_a_polygon_is_closed_by_another_tool(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.POLYGON)
    draw(bot, SQUARE)
    bot.canvas.set_tool(ToolId.BRUSH)
    assert bot.pixels()[60, 60]
    assert bot.steps() == 2  # the pictures were added, and this


def test_a_polygon_is_closed_on_the_frame_it_was_drawn_on(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.POLYGON)
    draw(bot, SQUARE)
    bot.show(2)
    made = bot.workspace.view.active_object
    assert made is not None
    assert bot.workspace.document.prompt_frames(made) == (FrameIndex(0),)


def test_a_polygon_is_closed_when_another_video_is_opened(bot: CanvasBot, tmp_path: Path) -> None:
    first = bot.workspace.view.video
    assert first is not None
    bot.workspace.videos.add([write_pictures(tmp_path / "other", 80, 60)])
    bot.settle()
    bot.canvas.set_tool(ToolId.POLYGON)
    draw(bot, SQUARE)
    other = bot.workspace.document.videos()[-1]
    bot.workspace.view.open_video(other.id)
    (made,) = bot.workspace.document.all_objects()
    assert made.video == first.id
    mask = bot.workspace.document.mask(Cell(made.id, FrameIndex(0)))
    assert mask is not None
    assert mask.mask.contains(60, 60)
    assert bot.workspace.view.active_object is None, "the other video has no objects"


def test_two_corners_are_no_polygon(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.POLYGON)
    draw(bot, SQUARE[:2])
    with bot.qtbot.waitSignal(bot.canvas.tool_changed):
        bot.canvas.set_tool(ToolId.CLICK)
    bot.key(Qt.Key.Key_Return)
    assert bot.workspace.view.active_object is None


def test_every_tool_says_what_it_does(bot: CanvasBot) -> None:
    hints = []
    bot.canvas.hint_changed.connect(hints.append)
    for tool in (*list(ToolId)[1:], ToolId.CLICK):
        bot.canvas.set_tool(tool)
    assert len(set(hints)) == len(ToolId)
    assert all(hints)
    assert len({row.key for row in TOOLS.values()}) == len(TOOLS)


def test_a_click_belongs_to_the_frame_that_is_shown(bot: CanvasBot) -> None:
    bot.show(3)
    bot.click((60, 50))
    object = bot.workspace.view.active_object
    assert object is not None
    assert bot.workspace.document.prompt_frames(object) == (FrameIndex(3),)

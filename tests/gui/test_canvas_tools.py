"""Click, box, brush, eraser, polygon, lasso and hand, as a person uses them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.project.model import Cell, Click, FrameIndex, MaskSource
from app.ui.canvas.tools.table import TOOLS, ToolId
from tests.gui.canvas_desk import (
    ALT,
    CONTROL,
    LEFT,
    NO_KEY,
    RIGHT,
    SHIFT,
    CanvasDesk,
    canvas_desk,
    disc,
    write_pictures,
)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[CanvasDesk]:
    with canvas_desk(qtbot, tmp_path) as made:
        yield made


def close(click: Click, x: float, y: float) -> bool:
    return abs(click.x - x) < 0.6 and abs(click.y - y) < 0.6


# Click


def test_the_first_click_makes_an_object_and_its_mask_follows(desk: CanvasDesk) -> None:
    desk.click((60, 50))
    clicks = desk.prompts().clicks
    assert len(clicks) == 1
    assert clicks[0].positive
    assert close(clicks[0], 60, 50)
    desk.settle()
    assert desk.pixels()[50, 60]


@pytest.mark.parametrize(("button", "keys"), [(RIGHT, NO_KEY), (LEFT, ALT), (LEFT, CONTROL)])
def test_right_click_or_alt_or_ctrl_removes(
    desk: CanvasDesk, button: Qt.MouseButton, keys: Qt.KeyboardModifier
) -> None:
    desk.click((60, 50))
    desk.click((90, 50), button, keys)
    assert [click.positive for click in desk.prompts().clicks] == [True, False]


def test_a_click_beside_the_image_does_nothing(desk: CanvasDesk) -> None:
    desk.click((-8, 50))
    desk.click((170, 50))
    assert desk.workspace.view.active_object is None


def test_prompting_one_object_leaves_another_ones_mask_alone(desk: CanvasDesk) -> None:
    first = desk.add_painted(disc(40, 40, 20))
    desk.add_painted(disc(100, 80, 20))
    before = desk.mask(Cell(first, FrameIndex(0)))
    desk.click((45, 45))
    desk.settle()
    assert desk.mask(Cell(first, FrameIndex(0))) is before
    assert desk.pixels()[45, 45]


def test_a_dot_is_dragged_elsewhere_in_one_step(desk: CanvasDesk) -> None:
    desk.click((60, 50))
    desk.settle()
    steps = desk.steps()
    desk.drag([(60, 50), (70, 60), (110, 90)])
    desk.settle()
    clicks = desk.prompts().clicks
    assert len(clicks) == 1
    assert close(clicks[0], 110, 90)
    assert desk.steps() == steps + 1


def test_pressing_a_dot_without_moving_changes_nothing(desk: CanvasDesk) -> None:
    desk.click((60, 50))
    steps = desk.steps()
    desk.click((60, 50))
    assert desk.steps() == steps


def test_delete_takes_the_dot_under_the_pointer(desk: CanvasDesk) -> None:
    desk.click((40, 50))
    desk.click((120, 50))
    desk.move((40, 50))
    desk.key(Qt.Key.Key_Delete)
    clicks = desk.prompts().clicks
    assert len(clicks) == 1
    assert close(clicks[0], 120, 50)


def test_shift_shows_what_a_click_would_do_and_moving_on_takes_it_away(desk: CanvasDesk) -> None:
    with desk.qtbot.waitSignal(desk.workspace.prompts.preview_changed):
        desk.move((60, 50), SHIFT)
    assert desk.workspace.prompts.preview is not None
    assert desk.workspace.prompts.preview.mask.contains(60, 50)
    desk.move((60, 52))
    assert desk.workspace.prompts.preview is None
    assert desk.workspace.view.active_object is None


# Box


def test_a_box_is_dragged_in_any_direction_and_kept_on_the_image(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.BOX)
    desk.drag([(100, 90), (60, 60), (30, -6)])
    box = desk.prompts().box
    assert box is not None
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((30, 0, 100, 90), abs=0.6)


def test_a_slip_of_the_box_tool_makes_no_object(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.BOX)
    desk.click((60, 60))
    assert desk.workspace.view.active_object is None


def test_a_corner_of_the_box_is_pulled(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.BOX)
    desk.drag([(30, 30), (90, 80)])
    desk.drag([(90, 80), (100, 90), (120, 100)])
    box = desk.prompts().box
    assert box is not None
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((30, 30, 120, 100), abs=1)


# Brush and eraser


def test_a_stroke_is_one_step_and_conditions_the_model(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.BRUSH)
    desk.canvas.set_brush_radius(5)
    desk.workspace.objects.add()
    steps = desk.steps()
    desk.drag([(30, 60), (60, 60), (90, 60)])
    assert desk.steps() == steps + 1
    found = desk.mask()
    assert found is not None
    assert found.source is MaskSource.PAINTED
    assert desk.prompts().mask == found.mask
    pixels = desk.pixels()
    assert pixels[60, 30:90].all()
    assert not pixels[68:].any()


def test_a_stroke_is_seen_before_it_is_done(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.BRUSH)
    desk.canvas.set_brush_radius(8)
    desk.workspace.objects.add()
    gray = desk.color((60, 60))
    desk.press((30, 60))
    desk.move((60, 60), held=LEFT)
    desk.move((90, 60), held=LEFT)
    assert desk.mask() is None
    assert desk.color((60, 60)) != gray
    desk.release((90, 60))
    assert desk.mask() is not None


def test_every_move_of_a_stroke_is_on_the_screen_at_the_next_painting(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.BRUSH)
    desk.canvas.set_brush_radius(6)
    gray = desk.color((150, 10))
    desk.press((20, 20))
    behind, ahead = [], []
    for x in range(30, 140, 10):
        desk.move((x, 20 + x / 2), held=LEFT)
        shot = desk.canvas.grab().toImage()
        behind.append(desk.color((x - 5, 17.5 + x / 2), shot) != gray)
        ahead.append(desk.color((x + 12, 20 + x / 2), shot) != gray)
    desk.release((130, 85))

    assert all(behind)
    assert not any(ahead)


def test_escape_drops_a_stroke(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.BRUSH)
    desk.workspace.objects.add()
    steps, gray = desk.steps(), desk.color((60, 60))
    desk.press((30, 60))
    desk.move((90, 60), held=LEFT)
    desk.key(Qt.Key.Key_Escape)
    desk.release((90, 60))
    assert desk.steps() == steps
    assert desk.mask() is None
    assert desk.color((60, 60)) == gray


def test_the_eraser_takes_away_and_shows_what_lies_below(desk: CanvasDesk) -> None:
    below = desk.add_painted(disc(60, 60, 30), "below")
    top = desk.add_painted(disc(60, 60, 20), "top")
    desk.workspace.view.select((below,))
    shown_below = desk.color((60, 75))
    desk.workspace.view.select((top,))
    desk.canvas.set_tool(ToolId.ERASER)
    desk.canvas.set_brush_radius(6)
    desk.press((60, 60))
    desk.move((60, 80), held=LEFT)
    during = desk.color((60, 75))
    desk.release((60, 80))
    assert not desk.pixels(Cell(top, FrameIndex(0)))[60:78, 60].any()
    assert desk.pixels(Cell(below, FrameIndex(0)))[75, 60]
    desk.workspace.view.select((below,))
    assert desk.color((60, 75)) == shown_below
    assert during != shown_below, "an object that is not selected is filled less"


def test_the_brush_goes_on_from_the_mask_that_is_there(desk: CanvasDesk) -> None:
    desk.add_painted(disc(40, 40, 15))
    desk.canvas.set_tool(ToolId.BRUSH)
    desk.drag([(100, 40), (110, 40)])
    pixels = desk.pixels()
    assert pixels[40, 40]
    assert pixels[40, 105]


def test_shift_draws_a_straight_line_from_the_last_stroke(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.BRUSH)
    desk.canvas.set_brush_radius(3)
    desk.drag([(20, 20), (25, 20)])
    desk.click((105, 100), keys=SHIFT)
    pixels = desk.pixels()
    for part in np.linspace(0, 1, 20):
        assert pixels[int(20 + 80 * part), int(25 + 80 * part)]


def test_the_right_button_erases_with_the_brush(desk: CanvasDesk) -> None:
    desk.add_painted(disc(60, 60, 30))
    desk.canvas.set_tool(ToolId.BRUSH)
    desk.drag([(60, 60), (64, 60)], RIGHT)
    assert not desk.pixels()[60, 62]


def test_a_stroke_that_changes_nothing_is_no_step(desk: CanvasDesk) -> None:
    desk.add_painted(disc(60, 60, 30))
    desk.canvas.set_tool(ToolId.BRUSH)
    desk.canvas.set_brush_radius(4)
    steps = desk.steps()
    desk.drag([(60, 60), (65, 60)])
    assert desk.steps() == steps


def test_moving_to_another_frame_finishes_the_stroke_where_it_was_painted(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.BRUSH)
    object = desk.workspace.objects.add()
    assert object is not None
    desk.press((30, 60))
    desk.move((90, 60), held=LEFT)
    desk.show(2)
    desk.move((90, 100), held=LEFT)
    desk.release((90, 100))
    assert desk.mask(Cell(object, FrameIndex(0))) is not None
    assert desk.mask(Cell(object, FrameIndex(2))) is None


def test_a_second_button_does_not_disturb_a_stroke(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.BRUSH)
    desk.press((30, 60))
    desk.move((60, 60), held=LEFT)
    desk.click((60, 60), RIGHT)
    desk.move((90, 60), held=LEFT)
    desk.release((90, 60))
    assert desk.pixels()[60, 30:90].all()


def test_a_release_that_went_elsewhere_ends_the_stroke(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.BRUSH)
    desk.press((30, 60))
    desk.move((60, 60), held=LEFT)
    desk.move((120, 100))
    assert desk.pixels()[60, 60]
    assert not desk.pixels()[100, 120]
    desk.drag([(30, 100), (60, 100)])
    assert desk.pixels()[100, 50]


def test_brush_size_by_wheel_stays_in_bounds(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.BRUSH)
    desk.canvas.set_brush_radius(10)
    zoom = desk.canvas.zoom
    with desk.qtbot.waitSignal(desk.canvas.brush_radius_changed):
        desk.wheel((60, 60), 1, CONTROL)
    assert desk.canvas.brush_radius > 10
    assert desk.canvas.zoom == zoom
    for _ in range(100):
        desk.wheel((60, 60), -1, CONTROL)
    assert desk.canvas.brush_radius == 0.5


# Polygon and lasso


SQUARE = [(30.0, 30.0), (90.0, 30.0), (90.0, 80.0), (30.0, 80.0)]


def draw(desk: CanvasDesk, corners: list[tuple[float, float]], keys: Qt.KeyboardModifier = NO_KEY) -> None:
    for corner in corners:
        desk.click(corner, keys=keys)


@pytest.mark.parametrize("ending", ["enter", "first corner", "double click"])
def test_a_polygon_is_closed_in_three_ways(desk: CanvasDesk, ending: str) -> None:
    desk.canvas.set_tool(ToolId.POLYGON)
    draw(desk, SQUARE)
    assert desk.workspace.view.active_object is None
    if ending == "enter":
        desk.key(Qt.Key.Key_Return)
    elif ending == "first corner":
        desk.click(SQUARE[0])
    else:
        desk.double_click((31, 60))
    pixels = desk.pixels()
    assert pixels[55, 60]
    assert abs(int(pixels.sum()) - 60 * 50) < 200


def test_backspace_takes_a_corner_back_and_escape_all(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.POLYGON)
    draw(desk, [*SQUARE, (150, 110)])
    desk.key(Qt.Key.Key_Backspace)
    desk.key(Qt.Key.Key_Return)
    assert not desk.pixels()[105, 140]
    steps = desk.steps()
    draw(desk, [(100, 90), (150, 90), (150, 110)])
    desk.key(Qt.Key.Key_Escape)
    desk.key(Qt.Key.Key_Return)
    assert desk.steps() == steps


def test_a_corner_is_dragged_before_the_polygon_is_closed(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.POLYGON)
    draw(desk, SQUARE)
    desk.drag([SQUARE[2], (100, 90), (140, 110)])
    desk.key(Qt.Key.Key_Return)
    assert desk.pixels()[100, 125]


def test_the_view_can_be_moved_while_a_polygon_is_drawn(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.POLYGON)
    draw(desk, SQUARE[:2])
    desk.wheel((60, 60), 1)
    desk.drag([(60, 60), (70, 66)], Qt.MouseButton.MiddleButton)
    draw(desk, SQUARE[2:])
    desk.key(Qt.Key.Key_Return)
    assert abs(int(desk.pixels().sum()) - 60 * 50) < 250


def test_alt_cuts_a_polygon_out(desk: CanvasDesk) -> None:
    desk.add_painted(disc(80, 60, 50))
    desk.canvas.set_tool(ToolId.POLYGON)
    draw(desk, SQUARE, ALT)
    desk.key(Qt.Key.Key_Return)
    pixels = desk.pixels()
    assert not pixels[55, 60]
    assert pixels[60, 120]


def test_the_lasso_adds_and_with_alt_cuts_out(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.LASSO)
    desk.drag([(30, 30), (60, 28), (90, 30), (92, 60), (90, 80), (60, 82), (30, 80)])
    assert desk.pixels()[55, 60]
    desk.drag([(50, 45), (70, 45), (70, 65), (50, 65)], keys=ALT)
    pixels = desk.pixels()
    assert not pixels[55, 60]
    assert pixels[40, 40]


# Hand, panning, locks


def test_the_hand_moves_the_picture_and_selects_by_a_click(desk: CanvasDesk) -> None:
    first = desk.add_painted(disc(40, 40, 15))
    desk.add_painted(disc(110, 80, 15))
    desk.canvas.set_tool(ToolId.HAND)
    before = desk.canvas.to_widget(40, 40)
    desk.drag([(80, 60), (90, 60), (100, 70)])
    moved = desk.canvas.to_widget(40, 40) - before
    assert moved.x() > 20
    assert moved.y() > 10
    desk.click((40, 40))
    assert desk.workspace.view.active_object == first


@pytest.mark.parametrize("tool", list(ToolId))
def test_space_and_middle_button_pan_in_every_tool(desk: CanvasDesk, tool: ToolId) -> None:
    desk.canvas.set_tool(tool)
    before = desk.canvas.to_widget(0, 0)
    desk.drag([(80, 60), (90, 60), (100, 60)], Qt.MouseButton.MiddleButton)
    by_middle = desk.canvas.to_widget(0, 0)
    assert by_middle.x() > before.x() + 20
    desk.hold_space()
    desk.drag([(80, 60), (90, 60), (100, 60)])
    desk.let_go_of_space()
    assert desk.canvas.to_widget(0, 0).x() > by_middle.x() + 20
    assert desk.workspace.view.active_object is None


def test_a_tap_of_space_is_passed_on_but_panning_is_not(desk: CanvasDesk) -> None:
    taps: list[bool] = []
    desk.canvas.space_tapped.connect(lambda: taps.append(True))
    desk.move((60, 60))
    desk.hold_space()
    desk.let_go_of_space()
    assert len(taps) == 1
    desk.hold_space()
    desk.drag([(80, 60), (90, 60)])
    desk.let_go_of_space()
    assert len(taps) == 1


@pytest.mark.parametrize("tool", [row.id for row in TOOLS.values() if row.changes])
def test_a_locked_object_is_not_changed_and_the_person_is_told(desk: CanvasDesk, tool: ToolId) -> None:
    object = desk.add_painted(disc(60, 60, 20), "Ball")
    desk.workspace.objects.set_locked((object,), True)
    steps = desk.steps()
    desk.notices.clear()
    desk.canvas.set_tool(tool)
    desk.move((60, 60))
    assert desk.canvas.cursor().shape() is Qt.CursorShape.ForbiddenCursor
    desk.drag([(60, 60), (90, 90), (60, 100)])
    desk.key(Qt.Key.Key_Return)
    assert desk.steps() == steps
    assert any("Ball" in notice for notice in desk.notices)


def test_a_locked_frame_is_not_changed(desk: CanvasDesk) -> None:
    object = desk.add_painted(disc(60, 60, 20))
    desk.workspace.masks.set_locked((object,), 0, 0, True)
    before = desk.mask()
    desk.click((90, 90))
    assert desk.mask() is before
    desk.show(1)
    desk.click((90, 90))
    assert len(desk.prompts().clicks) == 1


def test_taking_another_tool_drops_the_drag_under_way(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.BOX)
    desk.press((30, 30))
    desk.move((90, 80), held=LEFT)
    desk.canvas.set_tool(ToolId.CLICK)
    desk.release((90, 80))
    assert desk.workspace.view.active_object is None


def test_a_polygon_is_closed_by_another_tool(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.POLYGON)
    draw(desk, SQUARE)
    desk.canvas.set_tool(ToolId.BRUSH)
    assert desk.pixels()[60, 60]
    assert desk.steps() == 2  # the pictures were added, and this


def test_a_polygon_is_closed_on_the_frame_it_was_drawn_on(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.POLYGON)
    draw(desk, SQUARE)
    desk.show(2)
    made = desk.workspace.view.active_object
    assert made is not None
    assert desk.workspace.document.prompt_frames(made) == (FrameIndex(0),)


def test_a_polygon_is_closed_when_another_video_is_opened(desk: CanvasDesk, tmp_path: Path) -> None:
    first = desk.workspace.view.video
    assert first is not None
    desk.workspace.videos.add([write_pictures(tmp_path / "other", 80, 60)])
    desk.settle()
    desk.canvas.set_tool(ToolId.POLYGON)
    draw(desk, SQUARE)
    other = desk.workspace.document.videos()[-1]
    desk.workspace.view.open_video(other.id)
    (made,) = desk.workspace.document.all_objects()
    assert made.video == first.id
    mask = desk.workspace.document.mask(Cell(made.id, FrameIndex(0)))
    assert mask is not None
    assert mask.mask.contains(60, 60)
    assert desk.workspace.view.active_object is None, "the other video has no objects"


def test_two_corners_are_no_polygon(desk: CanvasDesk) -> None:
    desk.canvas.set_tool(ToolId.POLYGON)
    draw(desk, SQUARE[:2])
    with desk.qtbot.waitSignal(desk.canvas.tool_changed):
        desk.canvas.set_tool(ToolId.CLICK)
    desk.key(Qt.Key.Key_Return)
    assert desk.workspace.view.active_object is None


def test_every_tool_says_what_it_does(desk: CanvasDesk) -> None:
    hints = []
    desk.canvas.hint_changed.connect(hints.append)
    for tool in (*list(ToolId)[1:], ToolId.CLICK):
        desk.canvas.set_tool(tool)
    assert len(set(hints)) == len(ToolId)
    assert all(hints)
    assert len({row.key for row in TOOLS.values()}) == len(TOOLS)


def test_a_click_belongs_to_the_frame_that_is_shown(desk: CanvasDesk) -> None:
    desk.show(3)
    desk.click((60, 50))
    object = desk.workspace.view.active_object
    assert object is not None
    assert desk.workspace.document.prompt_frames(object) == (FrameIndex(3),)

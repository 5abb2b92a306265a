"""What helps the eye and the hand on the canvas: cursors that say what a press does, handles, grid, ghost, names."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.masks.mask import Mask
from app.project.model import Cell, Color, FrameIndex, ObjectId, Prompts
from app.ui.canvas.aids import DEFAULT_AIDS, Aid
from app.ui.canvas.geometry import Pane, View
from app.ui.canvas.painting.outlines_layer import paint_outline
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.scene import ShownMask, ShownObject
from app.ui.canvas.tools.table import ToolId
from app.ui.theme.tokens import DARK
from tests.gui.canvas_bot import ALT, CONTROL, LEFT, NO_KEY, RIGHT, CanvasBot, canvas_bot, disc
from tests.gui.window_bot import WindowBot

MIDDLE = Qt.MouseButton.MiddleButton
GRAY = 60


@pytest.fixture
def bot(qtbot: QtBot, tmp_path: Path) -> Iterator[CanvasBot]:
    with canvas_bot(qtbot, tmp_path) as made:
        yield made


def cursor(bot: CanvasBot) -> QImage:
    return bot.canvas.cursor().pixmap().toImage()


# Dots, boxes, selecting


@pytest.mark.parametrize(("button", "keys"), [(RIGHT, NO_KEY), (LEFT, ALT), (LEFT, CONTROL)])
def test_what_removes_takes_a_dot_back_that_it_hits(
    bot: CanvasBot, button: Qt.MouseButton, keys: Qt.KeyboardModifier
) -> None:
    bot.click((40, 50))
    bot.click((120, 50))
    bot.settle()
    steps = bot.steps()
    bot.click((40, 50), button, keys)
    bot.settle()

    assert [round(click.x) for click in bot.prompts().clicks] == [120]
    assert bot.steps() == steps + 1
    assert not bot.pixels()[50, 40]


@pytest.mark.parametrize(
    ("grip", "to", "expected"),
    [
        ((90, 55), (130, 20), (30, 30, 130, 80)),
        ((30, 55), (10, 90), (10, 30, 90, 80)),
        ((60, 30), (100, 5), (30, 5, 90, 80)),
        ((60, 80), (5, 110), (30, 30, 90, 110)),
        ((30, 80), (5, 110), (5, 30, 90, 110)),
        ((90, 55), (10, 55), (10, 30, 30, 80)),
    ],
)
def test_sides_and_corners_of_a_box_are_pulled(
    bot: CanvasBot, grip: tuple[float, float], to: tuple[float, float], expected: tuple[float, ...]
) -> None:
    bot.canvas.set_tool(ToolId.BOX)
    bot.drag([(30, 30), (90, 80)])
    bot.drag([grip, ((grip[0] + to[0]) / 2, (grip[1] + to[1]) / 2), to])
    box = bot.prompts().box

    assert box is not None
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx(expected, abs=1)


def test_the_pointer_says_which_way_a_handle_goes(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BOX)
    bot.drag([(30, 30), (90, 80)])
    shapes = []
    for place in ((30, 30), (90, 30), (90, 55), (60, 80), (60, 55)):
        bot.move(place)
        shapes.append(bot.canvas.cursor().shape())

    assert shapes == [
        Qt.CursorShape.SizeFDiagCursor,
        Qt.CursorShape.SizeBDiagCursor,
        Qt.CursorShape.SizeHorCursor,
        Qt.CursorShape.SizeVerCursor,
        Qt.CursorShape.BitmapCursor,
    ]


@pytest.mark.parametrize("tool", [ToolId.CLICK, ToolId.BRUSH, ToolId.POLYGON])
def test_a_middle_click_selects_the_object_under_it_in_any_tool(bot: CanvasBot, tool: ToolId) -> None:
    first = bot.add_painted(disc(40, 40, 15))
    bot.add_painted(disc(110, 80, 15))
    bot.canvas.set_tool(tool)
    steps = bot.steps()
    bot.click((40, 40), MIDDLE)

    assert bot.workspace.view.active_object == first
    assert bot.steps() == steps


# Cursors


def test_the_cursor_says_whether_a_click_adds_or_removes(bot: CanvasBot) -> None:
    bot.move((60, 50))
    adds = cursor(bot)
    bot.move((60, 50), ALT)
    removes = cursor(bot)
    bot.canvas.set_tool(ToolId.BOX)
    bot.move((60, 50))
    plain = cursor(bot)

    assert adds != removes
    assert plain not in (adds, removes)


def test_the_sign_follows_the_key_without_a_move(bot: CanvasBot) -> None:
    bot.canvas.setFocus()
    bot.move((60, 50))
    adds = cursor(bot)
    QTest.keyPress(bot.canvas, Qt.Key.Key_Control, NO_KEY)
    held = cursor(bot)
    QTest.keyRelease(bot.canvas, Qt.Key.Key_Control, CONTROL)

    assert held != adds
    assert cursor(bot) == adds


def test_a_brush_that_erases_looks_like_an_eraser(bot: CanvasBot) -> None:
    bot.add_painted(disc(80, 60, 40))
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.canvas.set_brush_radius(10)
    bot.move((80, 60))
    paints = bot.shot()
    bot.move((80, 60), ALT)
    erases = bot.shot()
    bot.canvas.set_tool(ToolId.ERASER)
    bot.move((80, 60))

    assert paints != erases
    assert bot.shot() == erases


# Aids


def test_the_pixel_grid_is_seen_where_pixels_are_large_and_can_be_switched_off(bot: CanvasBot) -> None:
    bot.canvas.zoom_by(4 / bot.canvas.zoom, bot.canvas.to_widget(80, 60))
    far = {bot.color((80 + i / 4, 60.5)) for i in range(8)}
    bot.canvas.zoom_by(16 / bot.canvas.zoom, bot.canvas.to_widget(80, 60))
    near = bot.shot()
    border, inside = bot.color((80.01, 60.5), near), bot.color((80.5, 60.5), near)
    bot.canvas.toggle_aid(Aid.PIXEL_GRID)

    assert far == {(GRAY,) * 3}
    assert inside == (GRAY,) * 3
    assert border[0] > GRAY
    assert bot.color((80.01, 60.5)) == (GRAY,) * 3


def test_the_ghost_is_the_mask_a_frame_ago_and_follows_it(bot: CanvasBot) -> None:
    object = bot.add_painted(disc(50, 60, 20))
    bot.show(1)
    plain = bot.shot()
    bot.canvas.toggle_aid(Aid.GHOST)
    shown = bot.shot()
    bot.workspace.prompts.paint(Cell(object, FrameIndex(0)), disc(110, 60, 20))
    moved = bot.shot()
    left, right = QRect(bot.at((25, 35)), bot.at((75, 85))), QRect(bot.at((85, 35)), bot.at((135, 85)))

    assert shown.copy(left) != plain.copy(left)
    assert shown.copy(right) == plain.copy(right)
    assert moved.copy(left) == plain.copy(left)
    assert moved.copy(right) != plain.copy(right)


def test_there_is_no_ghost_without_a_mask_a_frame_ago(bot: CanvasBot) -> None:
    bot.add_painted(disc(50, 60, 20))
    plain = bot.shot()
    bot.canvas.toggle_aid(Aid.GHOST)

    assert bot.shot() == plain


def test_names_stand_above_their_masks(bot: CanvasBot) -> None:
    bot.add_painted(disc(50, 70, 20), "Ball")
    plain = bot.shot()
    bot.canvas.toggle_aid(Aid.NAMES)
    named = bot.shot()
    above = QRect(bot.at((35, 38)), bot.at((65, 48)))

    assert named.copy(above) != plain.copy(above)
    assert named.copy(QRect(bot.at((90, 20)), bot.at((150, 100)))) == plain.copy(
        QRect(bot.at((90, 20)), bot.at((150, 100)))
    )


def lines_through(bot: CanvasBot, point: tuple[float, float]) -> tuple[bool, bool]:
    """Return whether something is drawn left of a point and above it, far away from it."""
    shot, at = bot.canvas.grab().toImage(), bot.at(point)
    across, down = shot.pixelColor(at.x() - 150, at.y()), shot.pixelColor(at.x(), at.y() - 150)
    return across.lightness() > 200, down.lightness() > 200


def test_guides_follow_the_pointer_of_the_box_tool(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BOX)
    bot.move((90, 70))
    aimed = lines_through(bot, (90, 70))
    bot.move((110, 60))
    moved, left_behind = lines_through(bot, (110, 60)), lines_through(bot, (90, 70))
    bot.press((110, 60))
    bot.move((140, 90), held=LEFT)
    drawing = lines_through(bot, (140, 90))
    bot.release((140, 90))
    bot.canvas.set_tool(ToolId.CLICK)

    assert aimed == moved == drawing == (True, True)
    assert left_behind == (False, False)
    assert lines_through(bot, (140, 90)) == (False, False)


def test_guides_can_be_switched_off(bot: CanvasBot) -> None:
    bot.canvas.set_tool(ToolId.BOX)
    bot.move((90, 70))
    bot.canvas.toggle_aid(Aid.GUIDES)

    assert lines_through(bot, (90, 70)) == (False, False)


def test_outlines_get_thicker_thinner_and_go(bot: CanvasBot) -> None:
    bot.add_painted(disc(80, 60, 30))
    bot.canvas.set_opacity(0)

    def marked(weight: float) -> int:
        bot.canvas.set_outline_weight(weight)
        shot, line = bot.shot(), bot.at((110, 60))
        return sum(shot.pixelColor(line.x() + i, line.y()).lightness() != GRAY for i in range(-9, 10))

    thick, default, none = marked(2), marked(1), marked(0)

    assert thick > default > none == 0


# The window


def test_keys_change_opacity_outlines_and_aids_and_all_is_kept(window: WindowBot, tmp_path: Path) -> None:
    canvas = window.window.canvas
    canvas.setFocus()
    window.key(Qt.Key.Key_BracketRight, CONTROL)
    window.key(Qt.Key.Key_BracketLeft, Qt.KeyboardModifier.AltModifier)
    window.key(Qt.Key.Key_Y)
    before = canvas.opacity, canvas.outline_weight, canvas.aids
    window.keep(window.workspace)
    window.window.close_project()
    window.open(tmp_path / "Project")
    window.wait_for_picture()
    again = window.window.canvas
    checked = window.window.action_set["view.ghost"].isChecked()

    assert before == (pytest.approx(0.6), pytest.approx(0.75), DEFAULT_AIDS | {Aid.GHOST})
    assert (again.opacity, again.outline_weight, again.aids) == before
    assert checked


# High pixel ratios


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("zoom", [0.8, 5.0])
def test_outlines_are_whole_and_as_thick_as_they_should_be(ratio: float, zoom: float) -> None:
    pixels = np.zeros((400, 400), np.bool_)
    pixels[100:300, 100:300] = True
    shown = ShownObject(
        id=ObjectId(1),
        name="",
        color=Color(200, 40, 40),
        mask=ShownMask(Mask.from_array(pixels)),
        prompts=Prompts(),
        has_mask=True,
        painted=False,
        selected=True,
        active=True,
        locked=False,
        stale=False,
    )
    view = View(400, 400, Pane(0, 0, 200, 200), dpr=ratio).centered(100, 200, zoom)
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    style = CanvasStyle.of(DARK)
    paint_outline(painter, view, QRect(0, 0, 200, 200), shown, style, 1.0)
    painter.end()
    reds = [image.pixelColor(x, 100) for x in range(200)]
    strong = [x for x, color in enumerate(reds) if color.red() - color.blue() > 120]

    assert strong == list(range(strong[0], strong[-1] + 1)), "no gap between the hairlines"
    assert len(strong) == pytest.approx(style.active_outline_width * ratio, abs=1.3)
    assert (strong[0] + strong[-1] + 1) / 2 == pytest.approx(view.to_widget(100, 0).x() * ratio, abs=1.3)

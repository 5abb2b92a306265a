"""The timeline under real mouse and wheel events: zoom, pan, scrub, range, menus, and what hovering says."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.project.model import Cell, Click, FrameIndex, ObjectId
from app.ui.timeline.column_grip import ColumnGrip
from app.ui.timeline.filmstrip import Filmstrip
from app.ui.timeline.headers import LaneHeaders
from app.ui.timeline.lane_image import LANE_HEIGHT
from tests.gui.canvas_bot import disc
from tests.gui.window_bot import CONTROL, FRAMES, NONE, SHIFT, WindowBot

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


@pytest.fixture
def tracked(two_objects: WindowBot) -> WindowBot:
    two_objects.window.canvas.setFocus()
    two_objects.key(Qt.Key.Key_A, CONTROL)
    two_objects.key(Qt.Key.Key_F)
    two_objects.settle()
    return two_objects


def move(widget: QWidget, x: float, y: float, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    place = QPointF(round(x), round(y))
    event = QMouseEvent(QEvent.Type.MouseMove, place, widget.mapToGlobal(place), Qt.MouseButton.NoButton, held, NONE)
    QApplication.sendEvent(widget, event)


def strips(desk: WindowBot) -> list[QWidget]:
    timeline = desk.window.timeline
    film = timeline.findChild(Filmstrip)
    assert film is not None
    return [timeline.ruler, film]


@pytest.mark.parametrize("strip", [0, 1])
def test_the_wheel_zooms_where_the_pointer_is_and_pans_with_shift(window: WindowBot, strip: int) -> None:
    area, view = strips(window)[strip], window.window.timeline.view
    under = view.scale.frame_at(300)
    window.wheel(area, 300, 10, 6)
    zoomed = view.scale
    window.wheel(area, 300, 10, -1, SHIFT)

    assert zoomed.per_frame > 3 * view.scale.width / FRAMES
    assert zoomed.frame_at(300) == under
    assert view.scale.per_frame == zoomed.per_frame
    assert view.scale.left > zoomed.left


def test_the_middle_button_drags_the_lanes_along(two_objects: WindowBot) -> None:
    lanes, view = two_objects.window.timeline.lanes, two_objects.window.timeline.view
    two_objects.wheel(lanes, 300, 10, 6, CONTROL)
    before, frame = view.scale, two_objects.workspace.view.frame
    QTest.mousePress(lanes, MIDDLE, NONE, QPoint(400, 10))
    move(lanes, 300, 10, MIDDLE)
    QTest.mouseRelease(lanes, MIDDLE, NONE, QPoint(300, 10))
    move(lanes, 100, 10)

    assert view.scale.x(before.frame_at(400)) == pytest.approx(before.x(before.frame_at(400)) - 100, abs=1)
    assert view.scale.per_frame == before.per_frame
    assert two_objects.workspace.view.frame == frame


def test_the_wheel_alone_scrolls_lanes_that_do_not_fit(two_objects: WindowBot) -> None:
    for _ in range(20):
        two_objects.workspace.objects.add()
    lanes = two_objects.window.timeline.lanes
    two_objects.workspace.view.select((two_objects.objects[0],))
    QApplication.processEvents()
    top = lanes.lane_at(4)
    two_objects.wheel(lanes, 200, 10, -2)
    scrolled = lanes.lane_at(4)
    header = two_objects.window.timeline.findChild(LaneHeaders)
    assert header is not None
    two_objects.click(header, 60, 4)

    assert top is not None
    assert scrolled is not None
    assert top.id == two_objects.objects[0]
    assert scrolled.id == two_objects.objects[2]
    assert two_objects.workspace.view.selection == (two_objects.objects[2],)


@pytest.mark.parametrize("strip", [0, 1])
def test_ruler_and_filmstrip_scrub(window: WindowBot, strip: int) -> None:
    area, view = strips(window)[strip], window.window.timeline.view
    window.press(area, view.scale.center(5), 10)
    first = window.workspace.view.frame
    for frame in (9, 20, 41):
        window.drag(area, view.scale.center(frame), 10)
    window.release(area, view.scale.center(41), 10)

    assert first == 5
    assert window.workspace.view.frame == 41
    window.qtbot.waitUntil(lambda: window.workspace.view.image_frame == 41, timeout=60_000)


def test_lanes_scrub_too_and_select_only_at_the_press(two_objects: WindowBot) -> None:
    lanes, view = two_objects.window.timeline.lanes, two_objects.window.timeline.view
    left = two_objects.objects[0]
    two_objects.press(lanes, view.scale.center(3), 10)
    two_objects.drag(lanes, view.scale.center(30), LANE_HEIGHT + 10)
    two_objects.release(lanes, view.scale.center(30), LANE_HEIGHT + 10)

    assert two_objects.workspace.view.frame == 30
    assert two_objects.workspace.view.selection == (left,)


def test_the_in_point_is_dragged_and_the_pointer_says_that_it_can_be(window: WindowBot) -> None:
    ruler, view = window.window.timeline.ruler, window.window.timeline.view
    window.workspace.view.set_range(20, 40)
    move(ruler, view.scale.x(20), 24)
    shape = ruler.cursor().shape()
    window.press(ruler, view.scale.x(20), 24)
    window.drag(ruler, view.scale.center(8), 24)
    window.release(ruler, view.scale.center(8), 24)
    move(ruler, view.scale.center(50), 24)

    assert shape == Qt.CursorShape.SizeHorCursor
    assert window.workspace.view.range == (8, 40)
    assert ruler.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_double_click_on_the_ruler_shows_the_range_and_then_all(window: WindowBot) -> None:
    ruler, view = window.window.timeline.ruler, window.window.timeline.view
    window.workspace.view.set_range(20, 29)
    QTest.mouseDClick(ruler, Qt.MouseButton.LeftButton, NONE, QPoint(200, 8))
    near = view.scale
    QTest.mouseDClick(ruler, Qt.MouseButton.LeftButton, NONE, QPoint(200, 8))

    assert near.left <= 20
    assert 30 <= near.left + near.span < 40
    assert view.scale.is_whole


def test_control_adds_lanes_to_the_selection(two_objects: WindowBot) -> None:
    lanes = two_objects.window.timeline.lanes
    two_objects.click(lanes, 100, 10)
    two_objects.click(lanes, 100, LANE_HEIGHT + 10, CONTROL)
    both = two_objects.workspace.view.selection
    two_objects.click(lanes, 100, 10, CONTROL)

    assert both == tuple(two_objects.objects)
    assert two_objects.workspace.view.selection == (two_objects.objects[1],)


def test_hovering_says_every_state_in_words(tracked: WindowBot) -> None:
    workspace, lanes = tracked.workspace, tracked.window.timeline.lanes
    left = tracked.objects[0]
    workspace.prompts.paint(Cell(left, FrameIndex(20)), disc(40, 30, 9, 96, 64))
    workspace.prompts.mark_absent(Cell(left, FrameIndex(40)))
    workspace.masks.set_locked((left,), 50, 52, True)
    tracked.window.project_view.status.show_notice("")
    words = {}
    for frame in (0, 10, 20, 30, 40, 51):
        lanes.hovered.emit("")
        move(lanes, tracked.window.timeline.view.scale.center(frame), 10)
        words[frame] = tracked.window.project_view.status.text

    assert all(text.startswith(f"Frame {frame} of {FRAMES - 1} · 0:0") for frame, text in words.items())
    assert "Left: prompted" in words[0]
    assert "Left: tracked, confidence 90 %" in words[10]
    assert "painted" in words[20]
    assert "stale" in words[30]
    assert "absent" in words[40]
    assert "locked" in words[51]


def test_states_differ_in_shape_not_only_in_color(tracked: WindowBot) -> None:
    workspace, timeline = tracked.workspace, tracked.window.timeline
    left = ObjectId(tracked.objects[0])
    scale, lanes = timeline.view.scale, timeline.lanes

    def lightness(frame: int) -> list[int]:
        """Return how light the lane is around the middle of a frame, row by row, without any color."""
        image = lanes.grab().toImage()
        x = round(scale.center(frame))
        return [image.pixelColor(column, row).lightness() for row in range(31) for column in range(x - 5, x + 6)]

    workspace.view.go_to(FRAMES - 1)
    workspace.view.select(())
    plain = lightness(30)
    looks = {"tracked": plain}
    workspace.masks.set_locked((left,), 30, 30, True)
    looks["locked"] = lightness(30)
    workspace.masks.set_locked((left,), 30, 30, False)
    workspace.prompts.paint(Cell(left, FrameIndex(30)), disc(40, 30, 9, 96, 64))
    looks["painted"] = lightness(30)
    looks["stale"] = lightness(33)
    workspace.prompts.mark_absent(Cell(left, FrameIndex(30)))
    looks["absent"] = lightness(30)
    prompted = lightness(0)

    assert len({tuple(look) for look in (*looks.values(), prompted)}) == len(looks) + 1


def test_the_filmstrip_is_never_blank_while_pictures_are_on_their_way(window: WindowBot) -> None:
    film, view = strips(window)[1], window.window.timeline.view
    assert isinstance(film, Filmstrip)
    video = window.workspace.view.video
    assert video is not None
    film.grab()
    window.qtbot.waitUntil(
        lambda: all(
            window.workspace.videos.thumbnail(video.id, frame) is not None for frame, _x, _w in film.tiles(video)
        ),
        timeout=60_000,
    )
    film.grab()
    window.workspace.view.go_to(FRAMES - 1)
    view.zoom(8, view.scale.width / 2)
    image = film.grab().toImage()
    lane = window.window.project_view._theme.palette.color("lane")
    middles = [round(left + width / 2) for _frame, left, width in film.tiles(video)]
    inside = [x for x in middles if 4 < x < film.width() - 4]

    assert len(inside) > 3
    assert all(image.pixelColor(x, film.height() // 2) != lane for x in inside)


# The ends and the names


@pytest.mark.parametrize("frame", [0, FRAMES - 1])
def test_handle_and_diamond_are_whole_at_both_ends_of_the_video(two_objects: WindowBot, frame: int) -> None:
    timeline, accent = two_objects.window.timeline, two_objects.window.timeline.ruler
    two_objects.workspace.prompts.add_click(Cell(two_objects.objects[0], FrameIndex(frame)), Click(24, 33))
    two_objects.workspace.view.go_to(frame)
    two_objects.settle()
    x = timeline.view.scale.center(frame)
    ruler, lanes = accent.grab().toImage(), timeline.lanes.grab().toImage()
    head = ruler.pixelColor(round(x), 5)
    handle = [i for i in range(-8, 9) if ruler.pixelColor(round(x) + i, 5) == head]
    ground = lanes.pixelColor(round(x) - 9, 12) if frame else lanes.pixelColor(round(x) + 9, 12)
    diamond = [i for i in range(-8, 9) if lanes.pixelColor(round(x) + i, 12) not in (ground,)]

    assert 9 < x < ruler.width() - 9
    assert len(handle) >= 10
    assert min(diamond) <= -4
    assert max(diamond) >= 4


def test_zooming_and_paging_keep_the_ends_whole(window: WindowBot) -> None:
    view, ruler = window.window.timeline.view, window.window.timeline.ruler
    window.wheel(ruler, 300, 10, 8)
    for frame in (FRAMES - 1, 0):
        window.workspace.view.go_to(frame)
        assert 8 < view.scale.center(frame) < view.scale.width - 8
    window.wheel(ruler, 300, 10, -30)

    assert view.scale.is_whole
    assert view.scale.frame_at(0) == 0
    assert view.scale.frame_at(view.scale.width) == FRAMES - 1


def test_the_column_of_names_is_dragged_wider_and_kept(two_objects: WindowBot, tmp_path: Path) -> None:
    timeline = two_objects.window.timeline
    grip = timeline.findChild(ColumnGrip)
    assert grip is not None
    before, lanes_before = timeline.names_width, timeline.lanes.width()
    QTest.mousePress(grip, LEFT, NONE, QPoint(3, 40))
    move(grip, 103, 40, LEFT)
    QTest.mouseRelease(grip, LEFT, NONE, QPoint(3, 40))
    QApplication.processEvents()
    dragged, lanes_after = timeline.names_width, timeline.lanes.width()
    two_objects.keep(two_objects.workspace)
    two_objects.window.close_project()
    two_objects.open(tmp_path / "Project")

    assert dragged == pytest.approx(before + 100, abs=4)
    assert lanes_after == lanes_before - (dragged - before)
    assert two_objects.window.timeline.names_width == dragged


def test_a_double_click_fits_the_column_to_the_names(two_objects: WindowBot) -> None:
    timeline = two_objects.window.timeline
    grip = timeline.findChild(ColumnGrip)
    assert grip is not None
    two_objects.workspace.objects.rename(two_objects.objects[0], "A name that is too long for the usual width")
    QTest.mouseDClick(grip, LEFT, NONE, QPoint(3, 40))
    wide = timeline.names_width
    two_objects.workspace.objects.rename(two_objects.objects[0], "Left")
    QTest.mouseDClick(grip, LEFT, NONE, QPoint(3, 40))

    assert wide > 250
    assert timeline.names_width < 168


@pytest.mark.parametrize("area", ["ruler", "lanes"])
def test_the_status_bar_follows_the_pointer_while_scrubbing_and_forgets_it_when_it_leaves(
    two_objects: WindowBot, area: str
) -> None:
    timeline, status = two_objects.window.timeline, two_objects.window.project_view.status
    strip = timeline.ruler if area == "ruler" else timeline.lanes
    hint = status.text
    move(strip, 100, 4)
    hovered = status.text
    two_objects.press(strip, 100, 4)
    move(strip, 400, 4, LEFT)
    scrubbed, frame = status.text, two_objects.workspace.view.frame
    two_objects.release(strip, 400, 4)
    two_objects.wheel(strip, 400, 4, 5, CONTROL)
    zoomed = status.text
    QApplication.sendEvent(strip, QEvent(QEvent.Type.Leave))

    assert hovered not in ("", hint, scrubbed)
    assert str(int(frame)) in scrubbed
    assert str(timeline.view.scale.frame_at(400)) in zoomed
    assert status.text == hint

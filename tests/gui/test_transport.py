"""The transport: it fits any width, pushes nothing, takes times, and plays at a speed and in a loop."""

import re
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget

from app.media.frame_times import FrameTimes
from app.ui.shell.frame_field import FrameField
from app.ui.timeline.descriptions import clock, frame_at, seconds_of
from tests.gui.window_bot import FRAMES, WindowBot

ALT = Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0:02.5", 2.5), ("1:03", 63.0), ("0:02,5", 2.5), ("1:00:01.25", 3601.25), ("90:00", 5400.0), ("0:0", 0.0)],
)
def test_times_are_read_as_people_write_them(text: str, seconds: float) -> None:
    assert seconds_of(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["12", "", ":", "1:", "1.5", "x", "0:02.5s", "1:2:3:4"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert seconds_of(text) is None


def test_the_time_shown_of_a_frame_leads_to_that_frame() -> None:
    times = FrameTimes.even(2000, 30_000 / 1001)
    for frame in range(0, 2000, 37):
        seconds = seconds_of(clock(times.of(frame)))
        assert seconds is not None
        assert frame_at(times, seconds) == frame


def typed(desk: WindowBot, text: str) -> int:
    desk.key(Qt.Key.Key_G)
    QTest.keyClicks(QApplication.focusWidget(), text)
    desk.key(Qt.Key.Key_Return)
    return int(desk.workspace.view.frame)


def test_frames_and_times_are_typed_into_one_field(window: WindowBot) -> None:
    window.window.canvas.setFocus()
    assert typed(window, "0:01.0") == 25
    assert typed(window, "0:00.37") == 9
    assert typed(window, "7") == 7
    assert typed(window, "1:03") == FRAMES - 1
    assert typed(window, "3") == 3
    assert window.window.canvas.hasFocus()


def parts(transport: QWidget) -> list[QWidget]:
    """Return the transport's visible parts from left to right."""
    found = [child for child in transport.findChildren(QWidget) if child.isVisible() and child.parent() is transport]
    return sorted(found, key=lambda part: part.x())


@pytest.mark.parametrize("width", [960, 1100, 1280, 1600])
def test_nothing_is_cut_and_nothing_overlaps(two_objects: WindowBot, width: int) -> None:
    window, transport = two_objects.window, two_objects.window.project_view.transport
    two_objects.workspace.view.set_range(7, FRAMES - 1)
    window.resize(width, 720)
    QApplication.processEvents()
    shown = parts(transport)
    for left, right in pairwise(shown):
        assert left.geometry().right() < right.geometry().left()
    for part in shown:
        assert part.geometry().right() < transport.width()
        if isinstance(part, QLabel):
            assert part.width() >= part.fontMetrics().horizontalAdvance(part.text())
    field = transport.findChild(FrameField)
    assert field is not None
    assert field in shown
    more = [part for part in shown if isinstance(part, QToolButton) and part.menu() is not None]
    reachable = {
        action.objectName() for button in shown if isinstance(button, QToolButton) for action in button.actions()
    }
    reachable |= {action.objectName() for button in more for action in button.menu().actions()}
    assert {"playback.play", "playback.in", "playback.next_suspicious", "playback.first", "playback.loop"} <= reachable


@pytest.mark.parametrize("width", [960, 1280])
def test_a_range_moves_nothing_beside_the_transport(window: WindowBot, width: int) -> None:
    view = window.window.project_view
    window.window.resize(width, 720)
    QApplication.processEvents()
    before = [view.objects.width(), view.tracking.width(), view.transport.width()]
    window.workspace.view.set_range(5, FRAMES - 2)
    QApplication.processEvents()
    assert [view.objects.width(), view.tracking.width(), view.transport.width()] == before


def speed_shown(desk: WindowBot) -> str:
    texts = (button.text() for button in desk.window.project_view.transport.findChildren(QToolButton))
    return next(text for text in texts if re.fullmatch(r"[\d.]+×", text))


def test_speed_and_loop_have_keys_and_are_seen(window: WindowBot) -> None:
    view = window.workspace.view
    window.window.canvas.setFocus()
    assert speed_shown(window) == "1×"
    window.key(Qt.Key.Key_Period, ALT)
    assert (view.speed, speed_shown(window)) == (2.0, "2×")
    for _ in range(5):
        window.key(Qt.Key.Key_Comma, ALT)
    assert (view.speed, speed_shown(window)) == (0.25, "0.25×")
    window.window.action_set["playback.speed_100"].trigger()
    assert view.speed == 1.0
    window.key(Qt.Key.Key_R, ALT)
    window.settle_actions()
    assert view.loops
    assert window.window.action_set["playback.loop"].isChecked()
    window.key(Qt.Key.Key_R, ALT)
    assert not view.loops

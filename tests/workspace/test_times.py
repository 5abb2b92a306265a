"""Playing and looking at a video whose frames come unevenly: each frame at its own time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.workspace.viewing import playhead
from tests.media.test_times import uneven
from tests.workspace.conftest import Desk


class Clock:
    """The time, as a test sets it."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(playhead, "time", made)
    return made


@pytest.fixture
def desk(open_desk: Callable[..., Desk], tmp_path: Path, clock: Clock) -> Desk:
    made = open_desk(tmp_path / "project")
    made.workspace.videos.add([uneven(tmp_path / "uneven.mp4")])
    made.settle()
    made.qtbot.waitUntil(lambda: made.workspace.view.image is not None)
    return made


def frame_after(desk: Desk, clock: Clock, seconds: float, frame: int) -> None:
    """Let time pass and wait for the frame that is due then."""
    clock.now += seconds
    desk.qtbot.waitUntil(lambda: desk.workspace.view.frame == frame and desk.workspace.view.image_frame == frame)


def test_times_are_those_of_the_file(desk: Desk) -> None:
    times = desk.workspace.view.times
    assert times.of(15) == pytest.approx(0.25, abs=0.001)
    assert times.of(59) == pytest.approx(3.4, abs=0.001)


def test_playing_shows_each_frame_at_its_time_and_stops_when_the_last_is_over(desk: Desk, clock: Clock) -> None:
    view = desk.workspace.view
    view.play()
    frame_after(desk, clock, 0.255, 15)
    frame_after(desk, clock, 0.255, 30)
    frame_after(desk, clock, 1.0, 40)
    frame_after(desk, clock, 1.9, 59)
    assert view.playing
    clock.now += 0.2
    desk.qtbot.waitUntil(lambda: not view.playing)
    assert view.frame == 59


def test_playing_slower_and_faster(desk: Desk, clock: Clock) -> None:
    view = desk.workspace.view
    view.set_speed(0.25)
    view.play()
    frame_after(desk, clock, 1.02, 15)
    view.set_speed(4)
    frame_after(desk, clock, 0.32, 40)
    view.set_speed(1000)
    assert view.speed == 4


def test_a_range_is_played_again_and_again(desk: Desk, clock: Clock) -> None:
    view = desk.workspace.view
    view.set_loops(True)
    view.set_range(30, 34)
    view.play()
    frame_after(desk, clock, 0.15, 31)
    frame_after(desk, clock, 0.4, 30)
    frame_after(desk, clock, 0.25, 32)
    assert view.playing
    view.set_loops(False)
    clock.now += 1
    desk.qtbot.waitUntil(lambda: not view.playing)
    assert view.frame == 34

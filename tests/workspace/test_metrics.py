"""The numbers of the data engine, live: what was in the log when the project was opened, and each gesture since."""

import json
from collections.abc import Callable
from pathlib import Path

from app.project.model import Cell, Click, FrameIndex
from app.review.report import Report
from app.workspace.workspace import Workspace
from tests.workspace.conftest import Desk


def told(desk: Desk) -> Report:
    """Return the numbers as they are now."""
    found: list[Report] = []
    desk.workspace.metrics.report(found.append)
    desk.qtbot.waitUntil(lambda: bool(found), timeout=60_000)
    return found[0]


def click(workspace: Workspace, frame: int, x: int = 30) -> None:
    record = workspace.document.all_objects()[0]
    workspace.prompts.add_click(Cell(record.id, FrameIndex(frame)), Click(x, 30))


def test_gestures_before_and_after_the_log_was_counted_count_once(
    desk: Desk, open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk.workspace.objects.add("Ball")
    click(desk.workspace, 3)
    desk.settle()
    desk.workspace.close(wait_ms=5000)
    again = open_desk(tmp_path / "project")
    click(again.workspace, 3, 33)
    again.settle()
    assert told(again).project.numbers.clicks == 2
    click(again.workspace, 5)
    again.settle()
    ball = again.workspace.document.all_objects()[0].id
    live = again.workspace.metrics.of(ball)
    assert live is not None
    assert (live.clicks, live.edited_frames) == (3, 2)
    last = told(again)
    assert (last.project.numbers.clicks, last.project.numbers.edited_frames) == (3, 2)


def test_numbers_are_written_with_pictures(desk: Desk, tmp_path: Path) -> None:
    desk.workspace.objects.add("Ball")
    desk.workspace.metrics.write(told(desk), tmp_path / "numbers", {"weeks": lambda: b"PNG"})
    desk.settle()
    assert (tmp_path / "numbers" / "weeks.png").read_bytes() == b"PNG"
    assert json.loads((tmp_path / "numbers" / "metrics.json").read_text())["project"]["masklets"] == 1
    (tmp_path / "file").write_text("")
    desk.workspace.metrics.write(told(desk), tmp_path / "file" / "below", {})
    desk.settle()
    assert "cannot be written" in desk.errors[0].message

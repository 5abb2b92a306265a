"""How long the event loop is held up while the application works, and how soon a click during a run is answered."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app import paths
from app.project.model import Cell, Click, Direction, FrameIndex, ObjectId
from app.settings import Settings
from app.workspace.engine import open_predictor
from app.workspace.workspace import Workspace
from tests.bench.heartbeat import Gap, Heartbeat, wait
from tests.bench.result import Result

WINDOW_LIMIT_S = 1.5


def measure() -> list[Result]:
    """Measure on the bundled sample with the embedded model."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    heart = Heartbeat()
    results: list[Result] = []

    def gap(name: str, worst: Gap) -> None:
        results.append(heart.result(name, worst))

    with tempfile.TemporaryDirectory() as folder:
        made: list[Workspace] = []
        create = lambda: made.append(Workspace.create(Path(folder) / "p", Settings(), open_predictor))  # noqa: E731
        gap("making a project", heart.during(create, lambda: True))
        workspace = made[0]
        idle = lambda: not workspace.busy  # noqa: E731
        clip = paths.sample_folder() / "pond.mp4"
        gap("adding a video", heart.during(lambda: workspace.videos.add([clip]), idle))
        gap("loading the model", heart.during(workspace.model.load, idle))
        object = workspace.objects.add("koi")
        assert object is not None
        workspace.prompts.add_click(Cell(object, FrameIndex(0)), Click(200, 180))
        wait(idle)
        started = time.perf_counter()
        gap("tracking", heart.during(lambda: workspace.runs.track(Direction.FORWARD), idle))
        frames = workspace.document.runs()[-1].frames_done
        a_frame = (time.perf_counter() - started) / max(frames, 1)
        results.append(_click_during_run(workspace, object, a_frame))
        gap("scrubbing", heart.during(lambda: [workspace.view.go_to(f) for f in range(0, 90, 3)], lambda: True))
        gap("exporting", heart.during(lambda: workspace.exports.start("overlay", Path(folder) / "out"), idle))
        workspace.close(wait_ms=60_000)
        reopen = lambda: made.append(Workspace.open(Path(folder) / "p", Settings(), open_predictor))  # noqa: E731
        gap("opening a project", heart.during(reopen, lambda: True))
        made[-1].close(wait_ms=60_000)
    application.sendPostedEvents()
    results.append(_window_start())
    return results


def _click_during_run(workspace: Workspace, object: ObjectId, a_frame: float) -> Result:
    """Click another object while this one is tracked again; how many frame times until its mask is there."""
    other = workspace.objects.add("other")
    assert other is not None
    cell = Cell(other, FrameIndex(30))
    workspace.runs.track(Direction.FORWARD, (object,), frames=(1, 90))
    run = workspace.document.runs()[-1].id

    def under_way() -> bool:
        now = workspace.document.run(run)
        return now is not None and now.frames_done >= 3

    wait(under_way)
    started = time.perf_counter()
    workspace.prompts.add_click(cell, Click(400, 200))
    wait(lambda: workspace.document.mask(cell) is not None)
    times = (time.perf_counter() - started) / a_frame
    workspace.stop()
    wait(lambda: not workspace.busy)
    return Result("click during tracking, in frame times", times, "x", "<= 2", times <= 2)


def _window_start() -> Result:
    """Start the application in a process of its own until its window is visible; torch must not be there yet."""
    script = (
        "import sys, time; started = time.perf_counter()\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from app.imports import restore_import; restore_import()\n"
        "application = QApplication([])\n"
        "from app.ui.shell.application import build\n"
        "window = build(application, lambda choice: None).window\n"
        "window.show()\n"
        "application.processEvents()\n"
        "assert 'torch' not in sys.modules, 'torch was imported'\n"
        "print(time.perf_counter() - started)\n"
    )
    environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's Python compiles a module once, not at each start
    command = [sys.executable, "-c", script]
    subprocess.run(command, env=environment, capture_output=True, check=True)
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    seconds = float(run.stdout.strip().splitlines()[-1])
    return Result("window visible", seconds, "s", f"< {WINDOW_LIMIT_S} s, no torch", seconds < WINDOW_LIMIT_S)

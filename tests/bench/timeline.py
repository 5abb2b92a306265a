"""How long drawing 50 objects on 100,000 frames takes: idle, while a run adds masks, panning and zooming."""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.project.cell_changes import CellChanges
from app.project.edit import Delta, Edit
from app.project.model import Cell, Color, FrameIndex, ObjectId, Video, VideoId, VideoObject
from app.settings import Settings
from app.ui.theme.theme import UiTheme
from app.ui.timeline.lane_image import LANE_HEIGHT
from app.ui.timeline.lanes import Lanes
from app.ui.timeline.scale import Scale
from app.ui.timeline.viewport import Viewport
from app.workspace.viewing.frame_states import FrameState, ObjectStates
from app.workspace.workspace import Workspace
from tests.bench.result import Result, at_most
from tests.engine.stand_in import DiscPredictor

FRAMES, OBJECTS, WIDTH = 100_000, 50, 1600
TARGET_MS = 8.0
ROUNDS = 15


def _long_video(folder: Path) -> Workspace:
    """Return a project of 50 objects in a video of 100,000 frames; nothing is decoded, and states are made up."""
    workspace = Workspace.create(folder, Settings(), lambda _choice: DiscPredictor())
    video = Video(VideoId(1), "long", "long.mp4", 1920, 1080, FRAMES, 25.0, 1, "0" * 64)
    records = [
        VideoObject(ObjectId(i + 1), video.id, f"Object {i + 1}", Color(40 + 4 * i, 200 - 3 * i, 90 + i), position=i)
        for i in range(OBJECTS)
    ]
    objects = {record.id: Delta(None, record) for record in records}
    workspace.editor.do("objects", Edit(videos={video.id: Delta(None, video)}, objects=objects))
    workspace.view.open_video(video.id)
    workspace.view.select((ObjectId(1),))
    states = {record.id: _states(int(record.id)) for record in records}
    for book in (workspace.states, workspace.shown_states):
        book.of = states.__getitem__  # type: ignore[assignment]  # what the timeline reads of it
    workspace.states.update = lambda _edit: None  # type: ignore[assignment, method-assign]
    return workspace


def _states(seed: int) -> ObjectStates:
    """Return the states of an object that comes and goes, with prompts, stale and locked stretches."""
    random = np.random.default_rng(seed)
    flags = np.zeros(FRAMES, np.uint16)
    flags[FRAMES // 50 :] |= np.uint16(FrameState.HAS_MASK)
    for flag, count, length in (
        (FrameState.ABSENT, 6, FRAMES // 30),
        (FrameState.STALE, 2, FRAMES // 8),
        (FrameState.LOCKED, 2, FRAMES // 10),
        (FrameState.PROMPT, 60, 1),
        (FrameState.PAINTED, 10, 1),
        (FrameState.SUSPICIOUS, 80, 1),
    ):
        for start in random.integers(0, FRAMES, count):
            flags[start : start + length] |= np.uint16(flag)
    score = np.clip(0.8 + 0.2 * np.sin(np.arange(FRAMES) / 3000 + seed), 0, 1).astype(np.float32)
    score[(flags & int(FrameState.HAS_MASK)) == 0] = np.nan
    return ObjectStates(flags, score, score.copy(), np.full(FRAMES, 100, np.int64))


def _milliseconds(step: Callable[[int], None], draw: Callable[[], None]) -> float:
    """Return the median time of `draw` after each of some steps, in processor time: other programs do not count."""
    taken = []
    for round in range(ROUNDS):
        step(round)
        start = time.thread_time()
        draw()
        taken.append((time.thread_time() - start) * 1000)
    return median(taken[2:])


def measure() -> list[Result]:
    """Draw into an image, as the screen's back buffer would be."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication([])
    theme = UiTheme(application)
    results = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        workspace = _long_video(Path(home) / "long")
        viewport = Viewport(workspace)
        for lanes_in_view in (12, OBJECTS):
            lanes = Lanes(viewport, theme)
            lanes.resize(WIDTH, lanes_in_view * LANE_HEIGHT)
            viewport.resize(WIDTH)
            image = QImage(lanes.size(), QImage.Format.Format_RGB32)
            results += _measure_lanes(workspace, viewport, lanes, image, lanes_in_view)
            lanes.deleteLater()
        workspace.close(wait_ms=10_000)
    return results


def _measure_lanes(workspace: Workspace, viewport: Viewport, lanes: Lanes, image: QImage, count: int) -> list[Result]:
    def draw() -> None:
        lanes.render(image)

    def nothing(_round: int) -> None:
        pass

    def add_mask(round: int) -> None:
        cell = Cell(ObjectId(1), FrameIndex(50_000 + round))
        workspace.editor.changed.emit(Edit(masks=CellChanges({cell: Delta(None, None)})))

    def pan(round: int) -> None:
        viewport.show(Scale.whole(FRAMES, WIDTH).zoomed(40, 700).panned(37.3 * round))

    def zoom(round: int) -> None:
        viewport.show(Scale.whole(FRAMES, WIDTH).zoomed(1.13**round, 700))

    viewport.fit()
    draw()
    words = f"{OBJECTS} x {FRAMES:,} frames, {count} lanes in view"
    return [
        at_most(f"repaint all, {words}", _milliseconds(nothing, draw), "ms", TARGET_MS),
        at_most(f"repaint after a mask, {words}", _milliseconds(add_mask, draw), "ms", TARGET_MS),
        at_most(f"pan, {words}", _milliseconds(pan, draw), "ms", TARGET_MS),
        at_most(f"zoom, {words}", _milliseconds(zoom, draw), "ms", TARGET_MS),
    ]

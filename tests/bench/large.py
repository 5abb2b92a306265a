"""Event-loop gaps of the real window on a large project: 100,000 frames, 20 objects, 50,000 masks.

MASKLANE_PARTS: only some of small,edits,jobs,exchange, in this order.
"""

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from PySide6.QtWidgets import QApplication

from app.interchange.questions import Choices
from app.masks.mask import Mask
from app.media import fingerprint
from app.project.cell_changes import CellChanges
from app.project.edit import Delta, Edit
from app.project.model import (
    Cell,
    CellMask,
    Click,
    Color,
    Direction,
    FrameIndex,
    MaskSource,
    ObjectId,
    Prompts,
    Run,
    RunId,
    Video,
    VideoId,
    VideoObject,
)
from app.project.storage.store import Store
from app.settings import Settings
from app.ui.preferences import Preferences
from app.ui.shell.main_window import MainWindow
from app.ui.shell.window_state import WindowState
from app.ui.theme.theme import UiTheme
from app.workspace.interchange.imports import Found
from app.workspace.workspace import Workspace
from tests.bench.heartbeat import Heartbeat, wait
from tests.bench.result import Result, at_most
from tests.engine.stand_in import DiscPredictor

FRAMES, OBJECTS, RUN, OTHERS = 100_000, 20, 20_000, 1_580
WIDTH, HEIGHT = 320, 180
LOCKED = 50_000
GOP = 250
SMALL_LIMIT_MS = 10.0
"""What a small edit may take in the main thread, however large the project."""
LONG, OTHER, BRIEF = ObjectId(1), ObjectId(2), ObjectId(OBJECTS)


def measure() -> list[Result]:
    """Make a project and do with it what could hold up the window."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication([])
    heart = Heartbeat()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        folder = make_project(Path(home) / "large", long_clip(Path(home) / "long.mp4"))
        preferences = Preferences(Settings(), Path(home) / "settings.json")
        state = WindowState(Path(home) / "window.ini")
        window = MainWindow(preferences, UiTheme(application), lambda _choice: DiscPredictor(), state)
        window.resize(1600, 1000)
        window.show()
        wait(window.isVisible)
        results = _Measured(heart, window, folder, Path(home)).results()
        window.close()
    return results


class _Measured:
    """One window with the project, and what was measured so far."""

    def __init__(self, heart: Heartbeat, window: MainWindow, folder: Path, home: Path) -> None:
        self._heart = heart
        self._window = window
        self._folder = folder
        self._home = home
        self._results: list[Result] = []

    @property
    def _workspace(self) -> Workspace:
        return self._window.workspace

    def results(self) -> list[Result]:
        """Measure everything, the opening first."""
        self._gap("opening", lambda: self._window.open(self._folder), self._shown)
        parts = {"small": self._small_edits, "edits": self._large_edits, "jobs": self._jobs, "exchange": self._exchange}
        for name in os.environ.get("MASKLANE_PARTS", ",".join(parts)).split(","):
            parts[name]()
        self._workspace.close(wait_ms=60_000)
        return self._results

    def _shown(self) -> bool:
        there = self._window.has_project and self._window.project_view.panels_ready
        return there and self._workspace.view.image is not None and self._idle()

    def _idle(self) -> bool:
        return not self._workspace.busy

    def _gap(self, name: str, work: Callable[[], object], until: Callable[[], bool] | None = None) -> None:
        gap = self._heart.during(work, until or self._idle)
        self._results.append(self._heart.result(f"large project, {name}", gap))

    def _small(self, name: str, work: Callable[[], object]) -> None:
        """Measure what the verb itself costs: what is repainted after it is the canvas' and the timeline's business."""
        wait(self._idle)
        taken = self._heart.work_of(work)
        self._results.append(at_most(f"large project, {name}: main thread", taken, "ms", SMALL_LIMIT_MS))
        wait(self._idle)

    def _small_edits(self) -> None:
        workspace = self._workspace
        cell = Cell(LONG, FrameIndex(10_000))
        square = np.zeros((HEIGHT, WIDTH), bool)
        square[40:80, 60:140] = True
        self._small("frame change", lambda: workspace.view.go_to(10_000))
        self._small("selection", lambda: workspace.view.select((BRIEF,)))
        self._small("rename", lambda: workspace.objects.rename(LONG, "another name"))
        self._small("click", lambda: workspace.prompts.add_click(cell, Click(100, 60)))
        self._small("brush stroke", lambda: workspace.prompts.paint(cell, Mask.from_array(square)))
        self._small("lock of a frame", lambda: workspace.masks.set_locked((LONG,), 5, 5, True))
        self._small("undo of it", workspace.editor.undo)

    def _large_edits(self) -> None:
        workspace = self._workspace
        self._gap(f"locking {LOCKED} frames", lambda: workspace.masks.set_locked((BRIEF,), 0, LOCKED - 1, True))
        self._gap("undoing that", workspace.editor.undo)
        self._gap(f"deleting an object with {RUN} masks", lambda: workspace.objects.delete((LONG,)))
        self._gap("undoing that", workspace.editor.undo)
        self._gap(f"clearing {RUN} masks", lambda: workspace.masks.clear_object(LONG))
        self._gap("undoing that", workspace.editor.undo)
        self._gap("redoing that", workspace.editor.redo)
        self._gap("undoing it again", workspace.editor.undo)
        full = Mask.full(HEIGHT, WIDTH)
        fill = lambda: workspace.masks.apply((LONG,), 0, FRAMES, lambda _mask: full, "Fill")  # noqa: E731
        self._gap(f"an operation on {RUN} masks", fill)
        self._gap("undoing that", workspace.editor.undo)
        self._gap(
            f"swapping {RUN} masks with another object", lambda: workspace.objects.swap(LONG, OTHER, 0, FRAMES - 1)
        )
        self._gap("undoing that", workspace.editor.undo)
        self._gap(f"duplicating an object with {RUN} masks", lambda: workspace.objects.duplicate(LONG))
        twin = workspace.document.all_objects()[-1].id
        self._gap(f"merging two objects with {RUN} masks each", lambda: workspace.objects.merge((LONG, twin)))
        self._gap("undoing that", workspace.editor.undo)
        self._gap(
            f"giving {RUN} masks to another object", lambda: workspace.objects.reassign(LONG, OTHER, 0, FRAMES - 1)
        )
        self._gap("undoing that", workspace.editor.undo)

    def _jobs(self) -> None:
        workspace = self._workspace
        ids = tuple(record.id for record in workspace.document.all_objects())
        self._gap(
            f"starting a run over {FRAMES} frames", lambda: workspace.runs.track(Direction.BOTH, ids), self._under_way
        )
        self._gap("stopping it", workspace.stop)
        everything = (0, FRAMES - 1)
        again = lambda: workspace.runs.track(Direction.BOTH, ids, everything)  # noqa: E731
        self._gap("starting to track everything again", again, self._under_way)
        self._gap("stopping it", workspace.stop)
        self._gap("Ctrl+S, published copies written", workspace.exports.publish)
        self._gap("exporting", lambda: workspace.exports.start("davis", self._home / "out"), self._under_way)
        self._gap("stopping it", workspace.stop)

    def _exchange(self) -> None:
        """All masks out, and in again as further objects."""
        workspace, out, found = self._workspace, self._home / "sav", list[Found]()
        self._gap(
            "checking and estimating an export",
            lambda: workspace.exports.check("sav", None, lambda _: None, plan=lambda _: None),
        )
        self._gap("exporting all masks", lambda: workspace.exports.start("sav", out))
        self._gap("looking into masks of another tool", lambda: workspace.imports.read([out], "", found.append))
        take = lambda: workspace.imports.take(workspace.imports.preview(found[0], Choices()))  # noqa: E731
        self._gap("taking them over", take)
        self._gap("undoing that", workspace.editor.undo)

    def _under_way(self) -> bool:
        return self._idle() or any(job.done >= 20 for job in self._workspace.jobs.active)


def long_clip(path: Path) -> Path:
    """Write a clip of FRAMES frames: one encoded group of pictures again and again."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "30", "g": str(GOP), "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        packets = []
        for index in range(GOP):
            picture = np.full((HEIGHT, WIDTH, 3), index, np.uint8)
            packets += stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24"))
        packets += stream.encode()
        coded = [(bytes(packet), packet.is_keyframe) for packet in packets]
        for place in range(FRAMES):
            data, is_key = coded[place % GOP]
            packet = av.Packet(data)
            packet.pts = packet.dts = place
            packet.time_base, packet.is_keyframe, packet.stream = Fraction(1, 25), is_key, stream
            container.mux(packet)
    return path


def make_project(folder: Path, clip: Path) -> Path:
    """Make the project: one object tracked through RUN frames, the others here and there."""
    mark = fingerprint(clip)
    video = Video(VideoId(1), "long", clip.as_posix(), WIDTH, HEIGHT, FRAMES, 25.0, mark.size_bytes, mark.head_sha256)
    shapes = [_disc(seed) for seed in range(50)]
    with Store.create(folder) as store:
        store.commit(Edit(videos={video.id: Delta(None, video)}))
        for number in range(1, OBJECTS + 1):
            store.commit(_object(ObjectId(number), shapes), flush=False)
    return folder


def _object(id: ObjectId, shapes: list[Mask]) -> Edit:
    count = RUN if id == LONG else OTHERS
    step = 1 if id == LONG else FRAMES // OTHERS
    run = Run(
        RunId(id), VideoId(1), (id,), Direction.FORWARD, FrameIndex(0), FrameIndex(FRAMES - 1), "d", datetime.now(UTC)
    )
    record = VideoObject(id, VideoId(1), f"object {id}", Color(255, 12 * id % 255, 0), position=id)
    masks: dict[FrameIndex, CellMask | None] = {
        FrameIndex(place * step): CellMask(shapes[place % len(shapes)], MaskSource.TRACKED, run.id, 0.9, 0.99)
        for place in range(1, count)
    }
    masks[FrameIndex(0)] = CellMask(shapes[0], MaskSource.PROMPTED, None, 0.9, 0.99)
    made: CellChanges[CellMask] = CellChanges()
    made.put_all(id, dict.fromkeys(masks), masks)
    start = Cell(id, FrameIndex(0))
    return Edit(
        objects={id: Delta(None, record)},
        runs={run.id: Delta(None, run)},
        masks=made,
        prompts=CellChanges({start: Delta(None, Prompts((Click(100, 60),)))}),
    )


def _disc(seed: int) -> Mask:
    source = np.random.default_rng(seed)
    picture = np.zeros((HEIGHT, WIDTH), np.uint8)
    center = (int(source.uniform(60, 260)), int(source.uniform(40, 140)))
    cv2.circle(picture, center, int(source.uniform(10, 35)), 1, -1)
    return Mask.from_array(picture)

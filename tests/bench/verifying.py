"""A person who verifies 60 masklets of 100 frames with real keys: how long the next one takes to be on the screen."""

import statistics
import tempfile
import time
from pathlib import Path

import av
import numpy as np
from msgspec import structs
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.masks.mask import Mask
from app.project.document import Document
from app.project.edit_builder import EditBuilder
from app.project.model import (
    Cell,
    CellMask,
    FrameIndex,
    Judgement,
    MaskSource,
    ObjectId,
    Stage,
    VideoId,
    VideoObject,
)
from app.project.storage.store import Store
from app.ui.shell.application import build
from app.ui.shell.main_window import MainWindow
from app.workspace.edits.objects import PALETTE
from app.workspace.engine import open_predictor
from app.workspace.media.media_facts import describe
from tests.bench.heartbeat import wait
from tests.bench.resident import touch_memory
from tests.bench.result import Result, at_most
from tests.bench.window import at_home

VIDEOS, EACH, FRAMES = 6, 10, 100
WIDTH, HEIGHT = 1280, 720


def measure() -> list[Result]:
    """Measure keys in Verify."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication([])
    with tempfile.TemporaryDirectory() as home, at_home(home):
        window = build(application, open_predictor).window
        window.resize(1600, 1000)
        window.show()
        window.open(_project(Path(home) / "project"))
        wait(lambda: window.has_project and not window.workspace.busy and window.project_view.panels_ready)
        window.workspace.change_settings(structs.replace(window.settings, annotator="Ada"))
        here, elsewhere = _verified(window)
        judged = window.workspace.document.verdicts().values()
        assert [verdict.judgement for verdict in judged] == [Judgement.SATISFACTORY] * VIDEOS * EACH
        window.close()
    return [
        at_most("own time a masklet (mean)", statistics.mean([*here, *elsewhere]), "s", 0.2),
        at_most("key to the next masklet's picture, same video (median)", statistics.median(here) * 1000, "ms", 100),
        at_most("the same, slowest", max(here) * 1000, "ms", 100),
        at_most("key to the next, in another video (median)", statistics.median(elsewhere) * 1000, "ms", 100),
    ]


def _verified(window: MainWindow) -> tuple[list[float], list[float]]:
    """Press Enter for each masklet, and for those that come back unannounced.

    Return the seconds until the next one's picture is there: of those in the same video, and of those in another.
    """
    QTest.keyClick(window.canvas, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: _shown(window))
    painted = _Painted(window)
    here: list[float] = []
    elsewhere: list[float] = []
    while window.workspace.verifying.current is not None:
        before, began = window.workspace.view.video, time.perf_counter()
        painted.done = False
        QTest.keyClick(window.canvas, Qt.Key.Key_Return)
        wait(lambda: painted.done or window.workspace.verifying.current is None)
        if window.workspace.verifying.current is not None:
            same = before is not None and window.workspace.view.video == before
            (here if same else elsewhere).append(time.perf_counter() - began)
        watched = time.perf_counter() + 0.3
        wait(lambda until=watched: time.perf_counter() > until)  # type: ignore[misc]
        touch_memory()
    window.canvas.removeEventFilter(painted)
    return here, elsewhere


class _Painted(QObject):
    """Notes that the canvas is painted with the picture of the masklet in hand."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.done = False
        window.canvas.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look before each painting whether it is the one."""
        if event.type() is QEvent.Type.Paint and _shown(self._window):
            self.done = True
        return False


def _shown(window: MainWindow) -> bool:
    view, current = window.workspace.view, window.workspace.verifying.current
    record = None if current is None else window.workspace.document.object(current)
    there = record is not None and view.video is not None and view.video.id == record.video
    return there and view.image is not None and view.image_frame == view.frame


def _project(folder: Path) -> Path:
    draft = EditBuilder(Document())
    folder.mkdir()
    discs = [_disc(40 + 8 * frame, 360) for frame in range(FRAMES)]
    for number in range(VIDEOS):
        clip = folder / f"street {number}.mp4"
        _write_clip(clip)
        video = VideoId(number + 1)
        draft.video(video, describe(folder, video, clip))
        for place in range(EACH):
            id = ObjectId(number * EACH + place + 1)
            color = PALETTE[place % len(PALETTE)]
            draft.object(id, VideoObject(id, video, f"Car {id}", color, stage=Stage.VERIFICATION, position=place))
            for frame, mask in enumerate(discs):
                draft.mask(Cell(id, FrameIndex(frame)), CellMask(mask, MaskSource.TRACKED, None, 0.9, 0.9))
    with Store.create(folder) as store:
        store.commit(draft.edit())
    return folder


def _write_clip(file: Path) -> None:
    random = np.random.default_rng(1)
    texture = random.integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast", "g": "25", "crf": "30"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for frame in range(FRAMES):
            picture = np.roll(texture, 4 * frame, axis=1)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())


def _disc(x: float, y: float) -> Mask:
    rows, columns = np.ogrid[:HEIGHT, :WIDTH]
    return Mask.from_array((columns - x) ** 2 + (rows - y) ** 2 <= 60**2)

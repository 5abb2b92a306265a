"""The log of who did what: what 100,000 lines take on the disk, what a line adds to a gesture, and reading them."""

import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app.project.model import Event, FrameIndex, ObjectId, VideoId
from app.project.storage.store import Store
from app.review.report import as_csv, report
from app.review.work import counted
from app.settings import Settings
from app.workspace.workspace import Workspace
from tests.bench.result import Result, at_most
from tests.engine.stand_in import DiscPredictor
from tests.project.samples import start

LINES = 100_000
GESTURES = 300


def measure() -> list[Result]:
    """Measure a project with 100,000 lines."""
    application = QCoreApplication.instance() or QCoreApplication([])
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "project"
        with Store.create(folder) as store:
            store.commit(start())
        before = _size(folder)
        with Store.open(folder) as store:
            for number in range(LINES):
                store.append_event(_line(number))
        added = (_size(folder) - before) / 2**20
        with Store.open(folder) as store:
            document = store.load()
            began = time.process_time()
            told = report(counted(store.fetch_log()()), document)
            reading = time.process_time() - began
            assert told.events == LINES
            began = time.process_time()
            as_csv(told)
            writing = time.process_time() - began
        gesture = _gesture(folder)
    application.processEvents()
    return [
        at_most("100,000 lines of the log on the disk", added, "MiB", 20),
        at_most("a gesture with its line, saved (median)", gesture * 1000, "ms", 5),
        at_most("the page's numbers of 100,000 lines: read, counted, in groups, on the processor", reading, "s", 1),
        at_most("those as CSV", writing, "s", 1),
    ]


def _line(number: int) -> Event:
    details = {"s": "4.2", "tool": "click", "stage": "annotation", "phase": "3", "model": "embedded"}
    when = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=4 * number)
    return Event(when, "Ada Lovelace", "click", VideoId(1), ObjectId(number % 500), FrameIndex(number % 300), details)


def _gesture(folder: Path) -> float:
    """Return the median time of a small edit that writes its line."""
    workspace = Workspace.open(folder, Settings(annotator="Ada"), lambda _choice: DiscPredictor())
    ids = [record.id for record in workspace.document.all_objects()]
    times = []
    for number in range(GESTURES):
        began = time.perf_counter()
        workspace.objects.set_visible(ids, number % 2 == 1)
        times.append(time.perf_counter() - began)
    workspace.close(wait_ms=5000)
    return statistics.median(times)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("project.masklane*"))

"""A workspace driven without a window: Ctrl+C, and bugs in what Qt calls."""

import io
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from app.api.session import Session, session
from app.cli.terminal import ProgressLine
from app.interrupts import Interrupted
from app.project.edit import Edit
from app.project.model import Cell, Click, Direction, FrameIndex, ObjectId
from app.project.storage.store import Store
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.workspace.conftest import FRAMES, make_clip

Drive = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def drive(tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> Drive:
    monkeypatch.setenv("MASKLANE_HOME", str(tmp_path / "home"))
    return lambda: session(lambda settings: Workspace.create(tmp_path / "p", settings, lambda _choice: DiscPredictor()))


@pytest.fixture
def long_clip(tmp_path: Path) -> Path:
    return make_clip(tmp_path / "clip.mp4")


def clicked(driven: Session, clip: Path) -> ObjectId:
    driven.workspace.videos.add([clip])
    driven.settle()
    object = driven.object("ball")
    driven.workspace.prompts.add_click(Cell(object, FrameIndex(0)), Click(30, 30))
    driven.settle()
    return object


def masks_in(folder: Path) -> Iterator[int]:
    with Store.open(folder) as store:
        document = store.load()
        for record in document.all_objects():
            yield len(document.mask_frames(record.id))


def test_interrupting_a_run_keeps_what_is_done_and_frees_the_project(
    drive: Drive, tmp_path: Path, long_clip: Path
) -> None:
    usual = signal.getsignal(signal.SIGINT)  # ignored where the tests run behind a shell
    with drive() as driven:
        object = clicked(driven, long_clip)
        document = driven.workspace.document

        def interrupt(_edit: Edit) -> None:
            if len(document.mask_frames(object)) == 10:
                signal.raise_signal(signal.SIGINT)

        driven.workspace.editor.changed.connect(interrupt)
        driven.workspace.runs.track(Direction.FORWARD, (object,))
        with pytest.raises(KeyboardInterrupt):
            driven.settle()
    (kept,) = masks_in(tmp_path / "p")
    assert 10 <= kept < FRAMES
    assert signal.getsignal(signal.SIGINT) is usual


def test_a_bug_in_a_slot_is_not_passed_over(drive: Drive, tmp_path: Path, long_clip: Path) -> None:
    with drive() as driven:
        driven.workspace.editor.changed.connect(lambda _edit: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            clicked(driven, long_clip)
    with Store.open(tmp_path / "p") as store:
        assert len(store.load().videos()) == 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("columns", [30, 60, 200])
def test_progress_stays_in_one_line_of_the_terminal_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("COLUMNS", str(columns))
    clock = iter(range(100))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    line = ProgressLine()
    line.show_title("Loading the model")
    for done in (1, 50, 100):
        line.show("Track \x1b[2J" + "long " * 9, done, 100, "frames")
    line.finish()
    updates = terminal.getvalue().split("\r")
    assert all(len(update) < columns for update in updates)
    assert updates[2].startswith("Track \\x1b")
    assert "\x1b" not in terminal.getvalue()
    assert updates[-1] == ""
    assert not updates[-2].strip()


def test_progress_is_nothing_where_it_would_be_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr("sys.stderr", pipe)
    line = ProgressLine()
    line.show_title("Loading the model")
    line.show("Track dog", 1, 2, "frames")
    line.finish()
    assert pipe.getvalue() == ""


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows ends a process without asking")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_an_export_that_is_asked_to_end_leaves_nothing_and_says_by_its_status_why(
    drive: Drive, tmp_path: Path, long_clip: Path, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    asked = getattr(signal, number)
    usual = signal.signal(asked, signal.default_int_handler)
    try:
        with drive() as driven:
            clicked(driven, long_clip)
            raised, jobs = [asked], driven.workspace.jobs
            progress = jobs.progress

            def once(*arguments: Any) -> None:
                progress(*arguments)
                if raised:
                    signal.raise_signal(raised.pop())

            # The thread waits for each few frames to be told: it has not ended when the first of them is.
            monkeypatch.setattr(jobs, "progress", once)
            driven.workspace.exports.start("overlay", tmp_path / "out" / "here")
            with pytest.raises(Interrupted) as interrupted:
                driven.settle()
    finally:
        signal.signal(asked, usual)
    assert interrupted.value.status == 128 + asked
    assert list((tmp_path / "out").glob("*")) == list((tmp_path / "out").glob(".*")) == []

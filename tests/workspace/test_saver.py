"""Large edits: seen at once, saved on a thread in the order they were made, whole or not at all."""

import inspect
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import ProjectError
from app.masks.mask import Mask
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import Cell, CellMask, Color, FrameIndex, MaskSource, ObjectId, Video, VideoId, VideoObject
from app.project.storage.sqlite_errors import disk_full
from app.project.storage.store import Store
from app.workspace.editing import saver
from app.workspace.editing.saver import AT_ONCE
from tests.workspace.conftest import Desk

LONG = 4 * AT_ONCE
ONE, OTHER = ObjectId(1), ObjectId(2)


def make_long_project(folder: Path, frames: int = LONG) -> Path:
    """A project whose media is missing: one object with a mask on every frame, another with none."""
    video = Video(VideoId(1), "long", "long.mp4", 64, 48, frames, 25.0, 1000, "00" * 32)
    tracked = CellMask(Mask.full(48, 64), MaskSource.TRACKED, None, 0.9, 0.9)
    with Store.create(folder) as store:
        store.commit(
            Edit(
                videos={video.id: Delta(None, video)},
                objects={id: Delta(None, VideoObject(id, video.id, f"{id}", Color(1, 2, 3))) for id in (ONE, OTHER)},
                masks={Cell(ONE, FrameIndex(frame)): Delta(None, tracked) for frame in range(frames)},
            )
        )
    return folder


@pytest.fixture
def long_desk(open_desk: Callable[..., Desk], tmp_path: Path) -> Desk:
    desk = open_desk(make_long_project(tmp_path / "long"))
    desk.qtbot.waitUntil(lambda: bool(desk.errors))  # the media is missing, and that was said
    desk.errors.clear()
    return desk


def saved(folder: Path) -> Document:
    with Store.open(folder) as store:
        document = store.load()
        assert store.findings == ()
        assert store.check() == []
    return document


def test_a_large_edit_is_seen_at_once_and_is_in_the_file_when_saving_is_over(long_desk: Desk) -> None:
    workspace = long_desk.workspace
    workspace.objects.delete((ONE,))
    assert workspace.document.object(ONE) is None
    assert workspace.editor.saving
    workspace.editor.undo()
    assert len(workspace.document.mask_frames(ONE)) == LONG
    workspace.editor.redo()
    long_desk.settle()
    assert not workspace.editor.saving
    workspace.close(wait_ms=60_000)
    assert saved(workspace.folder).object(ONE) is None


def test_small_edits_made_meanwhile_follow_in_their_order(long_desk: Desk) -> None:
    workspace = long_desk.workspace
    workspace.masks.set_locked((OTHER,), 0, LONG - 1, True)
    workspace.objects.rename(OTHER, "first")
    workspace.masks.set_locked((OTHER,), 5, 6, False)
    workspace.objects.rename(OTHER, "second")
    assert workspace.editor.saving
    long_desk.settle()
    workspace.close(wait_ms=60_000)
    document = saved(workspace.folder)
    record = document.object(OTHER)
    assert record is not None
    assert record.name == "second"
    assert len(document.lock_frames(OTHER)) == LONG - 2


def test_a_large_edit_made_the_moment_another_is_written_is_written_once(
    long_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = long_desk.workspace
    again = iter([False, True, False, True])
    take_off, commit = workspace.editor._saver._take_off, workspace._store.commit
    written: list[Edit] = []

    def count(edit: Edit, *more: object, **options: bool) -> None:
        commit(edit, *more, **options)  # type: ignore[arg-type]
        written.append(edit)

    def go_on() -> None:
        take_off()
        if not workspace.editor.saving:
            for locked in again:
                workspace.masks.set_locked((OTHER,), 0, LONG - 1, locked)
                workspace.objects.rename(OTHER, f"{locked}")
                return

    monkeypatch.setattr(workspace.editor._saver, "_take_off", go_on)
    monkeypatch.setattr(workspace._store, "commit", count)
    workspace.masks.set_locked((OTHER,), 0, LONG - 1, True)
    long_desk.settle()
    assert list(again) == []
    assert len(written) == 9
    workspace.close(wait_ms=60_000)
    document = saved(workspace.folder)
    record = document.object(OTHER)
    assert record is not None
    assert record.name == "True"
    assert len(document.lock_frames(OTHER)) == LONG


def test_closing_saves_what_is_still_on_its_way(long_desk: Desk) -> None:
    workspace = long_desk.workspace
    workspace.masks.set_locked((OTHER,), 0, LONG - 1, True)
    workspace.objects.rename(OTHER, "last")
    assert workspace.editor.saving
    workspace.close(wait_ms=60_000)
    document = saved(workspace.folder)
    record = document.object(OTHER)
    assert record is not None
    assert record.name == "last"
    assert len(document.lock_frames(OTHER)) == LONG


def fill_the_disk(desk: Desk) -> None:
    """Let the project's file grow no more."""
    connection = desk.workspace._store._connection
    connection.execute("VACUUM")  # no free pages inside either
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")


def make_room(desk: Desk) -> None:
    desk.workspace._store._connection.execute("PRAGMA max_page_count = 1000000")


def test_a_large_edit_that_finds_the_disk_full_is_taken_back_and_can_be_done_again(long_desk: Desk) -> None:
    workspace = long_desk.workspace
    fill_the_disk(long_desk)
    workspace.masks.set_locked((OTHER,), 0, LONG - 1, True)
    long_desk.settle()
    assert [type(error) for error in long_desk.errors] == [ProjectError]
    assert "disk is full" in long_desk.errors[0].message
    assert workspace.document.lock_frames(OTHER) == ()
    assert not workspace.history.can_undo
    make_room(long_desk)
    workspace.masks.set_locked((OTHER,), 0, LONG - 1, True)
    long_desk.settle()
    workspace.close(wait_ms=60_000)
    assert len(saved(workspace.folder).lock_frames(OTHER)) == LONG


def test_an_undo_that_finds_the_disk_full_can_be_tried_again(long_desk: Desk) -> None:
    workspace = long_desk.workspace
    workspace.masks.set_locked((OTHER,), 0, LONG - 1, True)
    workspace.editor.undo()
    long_desk.settle()
    fill_the_disk(long_desk)
    workspace.editor.redo()
    long_desk.settle()
    assert workspace.document.lock_frames(OTHER) == ()
    assert workspace.history.can_redo
    make_room(long_desk)
    workspace.editor.redo()
    long_desk.settle()
    assert len(workspace.document.lock_frames(OTHER)) == LONG


def test_what_was_built_on_a_large_edit_goes_with_it_when_it_cannot_be_saved(long_desk: Desk) -> None:
    workspace = long_desk.workspace
    workspace.objects.rename(OTHER, "before")
    fill_the_disk(long_desk)
    workspace.masks.set_locked((OTHER,), 0, LONG - 1, True)
    workspace.masks.set_locked((OTHER,), 0, 9, False)
    workspace.objects.rename(OTHER, "after")
    long_desk.settle()
    record = workspace.document.object(OTHER)
    assert record is not None
    assert record.name == "before"
    assert workspace.document.lock_frames(OTHER) == ()
    assert len(long_desk.errors) == 1
    workspace.close(wait_ms=60_000)
    again = saved(workspace.folder).object(OTHER)
    assert again == record


SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.settings import Settings
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.workspace.test_saver import ONE

application = QCoreApplication([])
workspace = Workspace.open(Path(sys.argv[1]), Settings(), lambda _choice: DiscPredictor())
workspace.editor.changed.connect(lambda _edit: print("changed", flush=True))
workspace.editor.saving_changed.connect(lambda: print("saving" if workspace.editor.saving else "saved", flush=True))
workspace.objects.delete((ONE,))
application.exec()
"""


@pytest.mark.parametrize("moment", ["saving", "changed", "saved"])
def test_a_process_killed_during_a_large_edit_leaves_all_of_it_or_nothing(tmp_path: Path, moment: str) -> None:
    folder = make_long_project(tmp_path / "killed", 5 * LONG)
    child = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert child.stdout is not None
    with child.stdout as lines:
        for line in lines:
            if line.strip() == moment:
                child.kill()
                break
    assert child.wait(timeout=120) != 0
    document = saved(folder)
    there = document.object(ONE) is not None
    assert len(document.mask_frames(ONE)) == (5 * LONG if there else 0)
    assert not (there and moment == "saved")


def test_the_log_is_moved_into_the_database_by_the_thread_and_nothing_is_lost(
    open_desk: Callable[..., Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidied: list[bool] = []
    tidy = Store.tidy

    def noted(store: Store) -> None:
        tidied.append(any(frame.function == "_advance" for frame in inspect.stack()))  # a worker's thread runs it
        tidy(store)

    monkeypatch.setattr(saver, "LOG_BYTES", 1 << 16)
    monkeypatch.setattr(Store, "tidy", noted)
    folder = make_long_project(tmp_path / "long", frames=4)
    desk = open_desk(folder)
    workspace = desk.workspace
    for number in range(60):
        workspace.objects.rename(ONE, f"name {number}")
    desk.settle()
    workspace.objects.rename(ONE, "the last")
    desk.settle()
    workspace.close(wait_ms=10_000)

    assert tidied
    assert all(tidied)
    record = saved(folder).object(ONE)
    assert record is not None
    assert record.name == "the last"


BUSY = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from app.project.storage.sqlite_errors import disk_full
from app.project.storage.store import Store
from app.settings import Settings
from app.workspace.editing import saver
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.workspace.test_saver import LONG, ONE, OTHER

moment, large = sys.argv[2], sys.argv[3] == "large"
tidy = Store.tidy

def slow(store):
    if moment == "behind it":
        tidy(store)
    busy.append(store)
    time.sleep(600)

busy = []
Store.tidy = slow
saver.LOG_BYTES = 1 << 14
application = QCoreApplication([])
workspace = Workspace.open(Path(sys.argv[1]), Settings(), lambda _choice: DiscPredictor())
if large:
    workspace.masks.set_locked((OTHER,), 0, LONG - 1, True)
number = 0

def name():
    global number
    if workspace.editor.saving and not busy:
        return  # a slow machine would never come to the end of what waits, and so not to the tidying
    number += 1
    workspace.objects.rename(ONE, f"name {number}")
    if busy:
        workspace.masks.set_locked((OTHER,), number % 50, number % 50, number % 2 == 0)
        print(number, number % 50, number % 2, flush=True)

timer = QTimer(interval=1)
timer.timeout.connect(name)
timer.start()
application.exec()
"""


@pytest.mark.parametrize("size", ["small", "large"])
@pytest.mark.parametrize("moment", ["before it", "behind it"])
def test_what_is_done_while_a_slow_disk_is_tidied_survives_a_kill(tmp_path: Path, moment: str, size: str) -> None:
    folder = make_long_project(tmp_path / "killed")
    child = subprocess.Popen(
        [sys.executable, "-c", BUSY, str(folder), moment, size],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert child.stdout is not None
    with child.stdout as lines:
        for _line, told in zip(range(30), lines, strict=False):
            last = [int(word) for word in told.split()]
        child.kill()
    assert child.wait(timeout=120) != 0
    number, frame, odd = last
    document = saved(folder)
    record = document.object(ONE)
    assert record is not None
    assert int(record.name.removeprefix("name ")) >= number
    assert (FrameIndex(frame) in document.lock_frames(OTHER)) is (not odd)
    assert not list(folder.glob("*-waiting"))


def test_edits_in_the_file_that_the_database_refuses_stay_there_until_it_takes_them(
    open_desk: Callable[..., Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, full = Store.commit, True

    def refusing(store: Store, edit: Edit, *rest: object, waited: int = 0, **options: bool) -> None:
        if waited and full:
            raise disk_full(store.folder)
        commit(store, edit, *rest, waited=waited, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(saver, "LOG_BYTES", 1)
    monkeypatch.setattr(Store, "commit", refusing)
    folder = make_long_project(tmp_path / "long", frames=4)
    desk = open_desk(folder)
    workspace = desk.workspace
    workspace.editor._saver._tidy_at = 1
    workspace.objects.rename(ONE, "first")
    workspace.objects.rename(ONE, "second")
    desk.settle()
    named = workspace.document.object(ONE)
    assert named is not None
    assert named.name == "second"
    assert not workspace.editor.saving
    assert any("kept in a file" in error.message for error in desk.errors)
    full = False
    workspace.objects.rename(OTHER, "third")
    desk.settle()
    workspace.close(wait_ms=10_000)
    record, other = saved(folder).object(ONE), saved(folder).object(OTHER)
    assert record is not None
    assert other is not None
    assert (record.name, other.name) == ("second", "third")

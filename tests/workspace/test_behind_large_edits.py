"""What is done while a large edit is not written yet survives a kill, unless it builds on that edit."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from app.project.edit import Edit
from app.project.model import FrameIndex, ObjectId
from app.project.storage.store import Store
from app.workspace.editing.saver import AT_ONCE
from tests.workspace.conftest import Desk
from tests.workspace.test_saver import LONG, ONE, OTHER, fill_the_disk, make_long_project, saved

Open = Callable[..., Desk]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_long_project(tmp_path / "long")


@pytest.fixture
def let_write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """A large edit is written once this is called: the disk is slow."""
    gate, commit = SimpleQueue[None](), Store.commit

    def slow(store: Store, edit: Edit, *rest: object, **options: object) -> None:
        if edit.size > AT_ONCE:
            gate.get(timeout=60)
        commit(store, edit, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "commit", slow)
    yield lambda: gate.put(None)
    gate.put(None)


def the_name(folder: Path, id: ObjectId) -> str:
    record = saved(folder).object(id)
    assert record is not None
    return record.name


def test_small_edits_behind_a_large_one_survive_a_kill_and_can_be_undone(
    open_desk: Open, folder: Path, tmp_path: Path, let_write: Callable[[], None]
) -> None:
    desk = open_desk(folder)
    workspace = desk.workspace
    workspace.masks.set_locked((OTHER,), 0, LONG - 1, True)
    workspace.objects.rename(ONE, "after")
    workspace.masks.set_locked((OTHER,), 5, 9, False)  # builds on the large one
    workspace.masks.set_locked((ONE,), 3, 4, True)
    assert workspace.editor.saving
    killed = shutil.copytree(workspace.folder, tmp_path / "killed")  # what a kill would leave
    let_write()
    desk.settle()

    document = saved(killed)
    assert document.lock_frames(OTHER) == ()
    assert list(document.lock_frames(ONE)) == [3, 4]
    assert the_name(killed, ONE) == "after"
    again = open_desk(killed).workspace
    again.editor.undo()
    again.editor.undo()
    assert not again.history.can_undo
    assert (again.document.lock_frames(ONE), again.document.lock_frames(OTHER)) == ((), ())
    assert len(workspace.document.lock_frames(OTHER)) == LONG - 5


def test_the_first_edit_after_opening_may_be_the_large_one(
    open_desk: Open, folder: Path, tmp_path: Path, let_write: Callable[[], None]
) -> None:
    desk = open_desk(folder)
    desk.workspace.objects.delete((ONE,))
    desk.workspace.objects.rename(OTHER, "after")
    killed = shutil.copytree(folder, tmp_path / "killed")
    let_write()
    desk.settle()
    assert the_name(killed, OTHER) == "after"
    assert len(saved(killed).mask_frames(ONE)) == LONG


def test_a_large_edit_that_finds_the_disk_full_takes_nothing_back_that_came_before(
    open_desk: Open, folder: Path
) -> None:
    desk = open_desk(folder)
    workspace = desk.workspace
    fill_the_disk(desk)
    workspace.editor.read_log(lambda _events: None, lambda _nothing: None)  # the thread has the store: all waits
    workspace.objects.rename(ONE, "before")
    workspace.masks.set_locked((OTHER,), 0, LONG - 1, True)
    workspace.objects.rename(OTHER, "behind")
    desk.settle()
    assert workspace.document.lock_frames(OTHER) == ()
    workspace.close(wait_ms=60_000)
    assert (the_name(workspace.folder, ONE), the_name(workspace.folder, OTHER)) == ("before", f"{OTHER}")
    assert FrameIndex(0) not in saved(workspace.folder).lock_frames(OTHER)

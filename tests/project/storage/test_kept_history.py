"""The history comes back with the project: what was done can be undone, and what was undone redone, as before."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.edit_checks import check
from app.project.history import History
from app.project.step_records import RecordKind, StepRecord
from app.project.storage import step_rows
from app.project.storage.store import Store
from tests.project.samples import a_document, a_mask, a_video, an_object, apply, cell, start
from tests.project.storage.test_damage import edit_raw
from tests.project.storage.test_store import full_edit
from tests.project.test_history import ACTIONS, OBJECTS, Machine


class KeptMachine(Machine):
    """The machine of the history's tests, whose every change is saved with its step."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        store.commit(start(OBJECTS))

    def push(self, edit: Edit) -> None:
        self.store.commit(edit, flush=False, steps=(self.history.upcoming("step", edit),))
        super().push(edit)

    def amend(self, back: int, edit: Edit) -> None:
        if self.model.ids:
            id = self.model.ids[max(len(self.model.ids) - 1 - back, 0)]
            records: list[StepRecord] = []
            applied = self.history.amend(id, edit, records=records)
            self.store.commit(applied, flush=False, steps=records)
            apply(self.document, applied)
            self.model.amend(id, edit)

    def run(self, action: tuple) -> None:
        step = {"undo": self.history.newest, "redo": self.history.next}.get(action[0])
        before = self.document.frozen()
        super().run(action)
        if step is not None:
            edit = changes(before, self.document)
            self.store.commit(edit, flush=False, steps=(self.history.turned(step),))


def changes(before: Document, after: Document) -> Edit:
    """The edit between two states of what the machine changes."""
    masks, objects = {}, {}
    for id in OBJECTS:
        if before.object(id) != after.object(id):
            objects[id] = Delta(before.object(id), after.object(id))
        for frame in range(3):
            was, now = before.mask(cell(id, frame)), after.mask(cell(id, frame))
            if was != now:
                masks[cell(id, frame)] = Delta(was, now)
    return Edit(masks=masks, objects=objects)


def replays(document: Document, history: History) -> Iterator[tuple[str, Edit]]:
    """Everything the history can do: back to its beginning, and forth to its end."""
    copy = document.frozen()
    while history.can_redo:
        title, edit = history.redo_title, history.redo()
        apply(copy, edit)
        yield title, edit
    while history.can_undo:
        title, edit = history.undo_title, history.undo()
        apply(copy, edit)
        yield title, edit


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ACTIONS, max_size=20))
def test_the_history_that_is_read_is_the_one_that_was_left(actions):
    with TemporaryDirectory() as folder:
        with Store.create(Path(folder) / "p") as store:
            machine = KeptMachine(store)
            for action in actions:
                machine.run(action)
        with Store.open(Path(folder) / "p") as store:
            document = store.load()
            kept = store.history(document)
        assert list(replays(document, kept.history)) == [
            (title, edit) for title, edit in replays(machine.document, machine.history) if not edit.empty
        ]


def three_steps(folder: Path) -> History:
    """A project with three steps, each a mask on a frame of its own."""
    history = History()
    with Store.create(folder) as store:
        store.commit(start())
        document = a_document()
        for frame in range(3):
            do(store, document, history, f"Mask {frame}", Edit(masks={cell(1, frame): Delta(None, a_mask(frame))}))
    return history


def do(store: Store, document: Document, history: History, title: str, edit: Edit) -> None:
    check(document, edit)
    store.commit(edit, flush=False, steps=(history.upcoming(title, edit),))
    document.apply(edit)
    history.push(title, edit)


def read(folder: Path) -> tuple[Document, History]:
    with Store.open(folder) as store:
        document = store.load()
        assert store.findings == ()
        return document, store.history(document).history


def titles(history: History) -> list[str]:
    return [line.title for line in history.titles()]


@pytest.mark.parametrize(("damaged", "left"), [(1, ["Mask 1", "Mask 2"]), (2, ["Mask 2"]), (3, [])])
def test_a_damaged_row_ends_the_history_there_and_nothing_else(tmp_path, damaged, left):
    three_steps(tmp_path / "p")
    edit_raw(tmp_path / "p" / "project.masklane", f"UPDATE steps SET data = zeroblob(30) WHERE id = {damaged}")
    document, history = read(tmp_path / "p")
    assert titles(history) == left
    assert len(document.mask_frames(OBJECTS[0])) == 3
    with Store.open(tmp_path / "p") as store:  # goes on from there
        document = store.load()
        history = store.history(document).history
        do(store, document, history, "More", Edit(masks={cell(1, 9): Delta(None, a_mask(9))}))
    assert titles(read(tmp_path / "p")[1]) == [*left, "More"]


@pytest.mark.parametrize(
    "forged",
    [
        Edit(masks={cell(7, 0): Delta(None, a_mask(1))}),  # of an object that is not there
        Edit(masks={cell(1, 100_000): Delta(None, a_mask(1))}),
        Edit(objects={OBJECTS[0]: Delta(None, an_object(1, video=9))}),
        Edit(videos={a_video().id: Delta(None, a_video(frame_count=0))}),
    ],
)
def test_a_step_that_does_not_fit_the_project_is_not_believed(tmp_path, forged):
    history = three_steps(tmp_path / "p")
    with Store.open(tmp_path / "p") as store:
        store.commit(Edit(), flush=False, steps=(StepRecord(99, RecordKind.DONE, "forged", forged),))
    document, history = read(tmp_path / "p")
    assert titles(history) == []
    assert len(document.mask_frames(OBJECTS[0])) == 3


def test_a_number_that_leaves_no_room_for_more_steps_is_damage(tmp_path):
    three_steps(tmp_path / "p")
    with Store.open(tmp_path / "p") as store:
        store.commit(Edit(), flush=False, steps=(StepRecord((1 << 63) - 1, RecordKind.DONE),))
    with Store.open(tmp_path / "p") as store:
        document = store.load()
        history = store.history(document).history
        assert not history.can_undo
        do(store, document, history, "More", Edit(masks={cell(1, 9): Delta(None, a_mask(9))}))
    assert titles(read(tmp_path / "p")[1]) == ["More"]


def test_what_is_saved_without_a_step_ends_the_history(tmp_path):
    three_steps(tmp_path / "p")
    with Store.open(tmp_path / "p") as store:
        store.commit(Edit(masks={cell(1, 9): Delta(None, a_mask(9))}))
    assert titles(read(tmp_path / "p")[1]) == []


def test_everything_a_project_holds_comes_back_by_undo(tmp_path):
    with Store.create(tmp_path / "p") as store:
        document, history = Document(), History()
        do(store, document, history, "All", full_edit())
        gone = full_edit().inverse()
        do(store, document, history, "Nothing", gone)
    document, history = read(tmp_path / "p")
    apply(document, history.undo())
    apply(document, history.undo())
    apply(document, history.redo())
    with Store.create(tmp_path / "q") as store:
        store.commit(full_edit())
        expected = store.load()
    assert document.videos() == expected.videos()
    assert document.all_objects() == expected.all_objects()
    for record in expected.all_objects():
        assert document.contents_of(record.id) == expected.contents_of(record.id)
    assert document.runs() == expected.runs()
    assert document.verdicts() == expected.verdicts()


def test_a_large_step_is_kept_in_parts(tmp_path):
    edit = Edit(masks={cell(1, frame): Delta(None, a_mask(frame % 5)) for frame in range(100)})
    with Store.create(tmp_path / "p") as store:
        store.commit(start())
        document, history = a_document(), History()
        do(store, document, history, "Fill", edit)
        for _ in range(3):
            do(store, document, history, "Clear", edit.inverse())
            do(store, document, history, "Fill", edit)
    document, history = read(tmp_path / "p")
    assert len(titles(history)) == 7
    while history.can_undo:
        apply(document, history.undo())
    assert len(document.mask_frames(OBJECTS[0])) == 0


def test_old_steps_are_dropped_when_the_database_is_tidied_and_the_newest_never(tmp_path, monkeypatch):
    monkeypatch.setattr(step_rows, "KEPT_STEPS", 3)
    with Store.create(tmp_path / "p") as store:
        store.commit(start())
        document, history = a_document(), History()
        for frame in range(8):
            do(store, document, history, f"Mask {frame}", Edit(masks={cell(1, frame): Delta(None, a_mask(frame))}))
        store.tidy()
        apply(document, undone := history.undo())
        store.commit(undone, flush=False, steps=(history.turned(history.next),))
        do(store, document, history, "Last", Edit(masks={cell(1, 50): Delta(None, a_mask(1))}))
    assert titles(read(tmp_path / "p")[1]) == ["Mask 5", "Mask 6", "Last"]
    monkeypatch.setattr(step_rows, "KEPT_BYTES", 1)
    with Store.open(tmp_path / "p") as store:
        document = store.load()
        do(
            store,
            document,
            store.history(document).history,
            "Newest",
            Edit(masks={cell(1, 60): Delta(None, a_mask(1))}),
        )
    assert titles(read(tmp_path / "p")[1]) == ["Newest"]


def test_steps_that_wait_beside_the_database_come_back_too(tmp_path):
    history = three_steps(tmp_path / "p")
    file = tmp_path / "p" / "project.masklane"
    with Store.open(tmp_path / "p") as store:
        document = store.load()
        history = store.history(document).history
        do(store, document, history, "First", Edit(masks={cell(1, 20): Delta(None, a_mask(1))}))
        edit = Edit(masks={cell(1, 21): Delta(None, a_mask(2))})
        store.keep_waiting(edit, steps=(history.upcoming("Waits", edit),))
        left = file.with_name("project.masklane-waiting").read_bytes()
    file.with_name("project.masklane-waiting").write_bytes(left)
    document, history = read(tmp_path / "p")
    assert history.undo_title == "Waits"
    assert len(document.mask_frames(OBJECTS[0])) == 5


def test_a_run_that_was_not_ended_is_known(tmp_path):
    with Store.create(tmp_path / "p") as store:
        document, history = Document(), History()
        do(store, document, history, "All", full_edit())
        run = full_edit().runs
        store.commit(Edit(), flush=False, steps=(StepRecord(1, RecordKind.OPEN, "Track", full_edit().inverse()),))
    with Store.open(tmp_path / "p") as store:
        kept = store.history(store.load())
        assert [left.run for left in kept.unfinished] == [max(run)]
        store.commit(Edit(), flush=False, steps=(StepRecord(1, RecordKind.SEALED),))
    with Store.open(tmp_path / "p") as store:
        assert store.history(store.load()).unfinished == ()

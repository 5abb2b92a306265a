"""The log of who did what: in order, and as safe as the edits around it."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import ProjectError
from app.project.edit import Delta, Edit
from app.project.model import Event, FrameIndex, VideoId
from app.project.storage.log_reader import fetch_lines
from app.project.storage.rows import EVENT_COLUMNS
from app.project.storage.store import Store
from tests.project.samples import CELL, FRAMES, a_mask, cell, start

NOW = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "My Project"


def an_event(number: int) -> Event:
    return Event(NOW, "Ann", f"verb {number}", frame=FrameIndex(number))


def test_the_log_is_kept_in_order(folder):
    events = [Event(NOW, "Ann", f"verb {i}", VideoId(1), None, FrameIndex(i), {"seconds": str(i)}) for i in range(3)]
    with Store.create(folder) as store:
        store.append_event(events[0])
        store.commit(start(), events[1])
        store.append_event(events[2])
        assert list(store.events()) == events
    with Store.open(folder) as store:
        assert list(store.events()) == events


_COMMIT_AND_LOG_FOR_EVER = """
import sys
from pathlib import Path
from app.project.edit import Delta, Edit
from app.project.model import MaskSource
from app.project.storage.log_reader import fetch_lines
from app.project.storage.rows import EVENT_COLUMNS
from app.project.storage.store import Store
from tests.project.samples import a_mask, cell, start
from tests.project.storage.test_event_log import an_event

store = Store.create(Path(sys.argv[1]))
store.commit(start())
for frame in range(100_000):
    store.append_event(an_event(2 * frame))
    mask = a_mask(frame % 7, MaskSource.TRACKED)
    store.commit(Edit(masks={cell(1, frame % 100): Delta(None, mask)}), an_event(2 * frame + 1), flush=frame % 5 == 0)
    print(frame, flush=True)
"""


def test_a_killed_process_loses_no_line_of_the_log_and_no_edit_beside_one(folder):
    child = subprocess.Popen(
        [sys.executable, "-c", _COMMIT_AND_LOG_FOR_EVER, str(folder)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    lines = [child.stdout.readline() for _ in range(40)]
    child.kill()
    lines += child.stdout.readlines()
    child.stdout.close()
    child.wait()
    last = int([line for line in lines if line.endswith("\n")][-1])
    with Store.open(folder) as store:
        events, document = list(store.events()), store.load()
    assert len(events) >= 2 * (last + 1)
    assert events == [an_event(number) for number in range(len(events))]
    saved = len(events) // 2  # the last line may be one whose edit had not come yet
    assert document.mask(cell(1, (saved - 1) % 100)).mask == a_mask((saved - 1) % 7).mask
    assert saved >= FRAMES or document.mask(cell(1, saved)) is None


def test_an_edit_that_cannot_be_saved_takes_its_own_line_of_the_log_along_and_no_other(folder):
    with Store.create(folder) as store:
        store.commit(start(), an_event(0))
        store.append_event(an_event(1))
        store._connection.execute("CREATE TEMP TRIGGER no BEFORE INSERT ON masks BEGIN SELECT RAISE(ABORT, 'no'); END")
        with pytest.raises(ProjectError):
            store.commit(Edit(masks={CELL: Delta(None, a_mask())}), an_event(2))
        store.append_event(an_event(3))
        store.commit(Edit(locks={CELL: Delta(None, True)}), an_event(4))
        kept = [an_event(number) for number in (0, 1, 3, 4)]
        assert list(store.events()) == kept
    with Store.open(folder) as store:
        assert list(store.events()) == kept
        assert (store.load().mask(CELL), store.load().locked(CELL)) == (None, True)


BAD_LINES = (
    (b"2026-01-01T00:00:00+00:00", "Ann", "click", 1, 2, 3, b'{"tool":"\xff"}'),
    ("2026-01-01T00:00:00+00:00", "Ann", "click", 1, 2, 3, '{"s":"1"}\n{"s":"2"}'),
    ("2026-01-01T00:00:00+00:00", "Ann", "click", 1, 2, 3, ""),
    ("2026-01-01T00:00:00+00:00", "Ann", "click", 1, 2, 3, '{"s":'),
    ("2026-01-01T00:00:00+00:00", "Ann", "click", 1, 2, 3, '"2"}'),
    ("2026-01-01T00:00:00+00:00", "Ann", "click", 1, 2, 3, "[]"),
    ("yesterday", "Ann", "click", 1, 2, 3, "{}"),
    ("2026-01-01T00:00:00+00:00", 5.5, "click", 1, 2, 3, "{}"),
)


@pytest.mark.parametrize("bad", [(line,) for line in BAD_LINES] + [BAD_LINES])
def test_a_fetched_log_has_each_line_that_can_be_read(folder, bad):
    events = [Event(NOW, "Ann", f"verb {i}", VideoId(1), None, FrameIndex(i), {"seconds": str(i)}) for i in range(9)]
    with Store.create(folder) as store:
        for event in events[:5]:
            store.append_event(event)
    with sqlite3.connect(folder / "project.masklane") as connection:
        query = f"INSERT INTO events ({EVENT_COLUMNS}) VALUES (CAST(? AS TEXT), ?, ?, ?, ?, ?, CAST(? AS TEXT))"
        connection.executemany(query, bad)
    connection.close()
    with Store.open(folder) as store:
        for event in events[5:]:
            store.append_event(event)
        fetched = list(store.fetch_log()())
        assert fetched == list(store.events())
        assert [event for event in fetched if event in events] == events
        assert list(store.fetch_log(3)()) == events[:3]


def test_a_fetched_log_is_whole_where_it_is_long(folder):
    with Store.create(folder) as store:
        assert list(store.fetch_log()()) == []
        for number in range(2_345):
            store.append_event(an_event(number))
        assert [event.frame for event in store.fetch_log()()] == list(range(2_345))
        assert len(list(store.fetch_log(2_000)())) == 2_000


class Circle:
    """Stands for a connection to a damaged file that gives the same lines again and again."""

    text_factory: object = bytes

    def execute(self, _query: str) -> "Circle":
        return self

    def fetchmany(self, count: int) -> list[tuple[int, ...]]:
        return [(number,) for number in range(count)]


def test_a_damaged_log_that_leads_in_circles_is_refused() -> None:
    circle = Circle()
    with pytest.raises(sqlite3.DatabaseError, match="do not ascend"):
        fetch_lines(circle)  # type: ignore[arg-type]
    assert circle.text_factory is bytes

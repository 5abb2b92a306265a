"""The open project on disk: one transaction an edit, durable when the call returns."""

import os
import secrets
import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from msgspec import structs

from app.collector import collector_resting
from app.generators import result_of
from app.project import paths
from app.project.document import Document
from app.project.edit import Edit
from app.project.model import Event, IssueId, ObjectId, RunId, VideoId
from app.project.rules import MAX_TEXT, clean_text
from app.project.step_records import StepRecord
from app.project.storage.damaged_reader import DamagedReader, Rebuilder
from app.project.storage.database import create_database, no_project, open_database
from app.project.storage.first_page import mend_first_page
from app.project.storage.lock_note import remove_note
from app.project.storage.log_reader import events_of, fetch_lines
from app.project.storage.read_only_copy import copied
from app.project.storage.reader import Reader
from app.project.storage.sqlite_errors import as_project_errors
from app.project.storage.step_reader import KeptHistory, StepReader
from app.project.storage.step_rows import step_tables, tidy_steps
from app.project.storage.waiting_edits import WAITING, WaitingEdits, last_taken
from app.project.storage.writer import ISSUES, OBJECTS, RUNS, VIDEOS, TableRows, Writer, next_ids_of, rows_of

NAME: Final = "name"
ANNOTATOR: Final = "annotator"
CREATED: Final = "created"
MODIFIED: Final = "modified"
"""Keys of `Store.meta` that every project has."""


class Store:
    """The database of one project, locked against other programs while it is open. Belongs to one thread at a time.

    All methods raise ProjectError when the file cannot be read or written; what was saved before is kept then.
    """

    def __init__(self, path: Path, copy: Path | None = None, damaged: bool = False) -> None:
        """`path` is the database, `copy` what is opened instead, to be read only, even if it is `damaged`.

        Store.open and Store.create are the usual ways in.
        """
        self.path = path
        self._is_copy = copy is not None
        self.folder = path.parent
        self.findings: tuple[str, ...] = ()
        self.lacks_masks = False
        """True when masks were left out by the last loading."""
        self._mended = False
        self._touched = False
        self._keeps_steps = True
        self._useless_steps: tuple[int, int, int] | None = None
        self._flushing: bool | None = None
        self._token = secrets.token_hex(8)
        self._connection, self.format_before = open_database(path, copy, damaged)
        found = None
        with suppress(sqlite3.DatabaseError):  # a damaged one is read as far as it goes
            found = last_taken(self._connection)
        self._waiting = WaitingEdits(path, self._token, found)
        self._writer: Writer | None = None
        try:
            if copy is None:
                with as_project_errors(path):
                    self._writer = Writer(self._connection)
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, folder: Path, name: str = "", annotator: str = "") -> "Store":
        """Make a project in `folder` (made too if missing) and open it. `name`: "" for that of the folder."""
        folder = folder.absolute()
        create_database(folder / paths.DATABASE_NAME)
        store = cls(folder / paths.DATABASE_NAME)
        now = datetime.now().astimezone().isoformat()
        about = {NAME: name or folder.name, ANNOTATOR: annotator, CREATED: now}
        with as_project_errors(store.path), store._transaction(flush=True):
            for key, value in about.items():
                store._put_meta(key, clean_text(value, MAX_TEXT))
        return store

    @classmethod
    def open(cls, path: Path) -> "Store":
        """Open the project given by its folder or its file."""
        return cls(paths.database_path(path.absolute()))

    @classmethod
    @contextmanager
    def open_copy(cls, path: Path, damaged: bool = False, while_open: bool = False) -> Iterator[Self]:
        """Open a copy of the project given by its folder or its file; nothing at `path` changes, not even its schema.

        `format_before` is the number of the schema that the project has. `damaged`: to read what is left of it, even
        when its first page is lost. `while_open`: also when another process has it open; see `copied`.
        """
        file = paths.database_path(path.absolute())
        with copied(file, while_open) as copy:
            mended = damaged and mend_first_page(copy)
            with cls(file, copy, damaged) as store:
                if mended and not store.load_readable().videos():
                    raise no_project(file)
                store._mended = mended
                yield store

    def load(self) -> Document:
        """Return what is in the project. Rows that cannot be used are left out and named in `findings`."""
        return result_of(self.loading())

    def loading(self) -> Generator[float, None, Document]:
        """Load step by step: yields how much is read, 0..1, and returns the document."""
        reader = Reader(self._connection, self.path)
        with as_project_errors(self.path), collector_resting():
            contents = yield from reader.contents()
        self.findings, self.lacks_masks = reader.findings, reader.lacks_masks
        return Document(contents)

    def history(self, document: Document) -> KeptHistory:
        """Return the history of `document`, which was just loaded: empty where it is damaged, or the document is."""
        try:
            reader = StepReader(self._connection)
        except sqlite3.DatabaseError:
            self._keeps_steps = False
            return KeptHistory()
        kept = reader.nothing() if self.findings else reader.history(document)
        self._useless_steps = kept.useless
        return kept

    def commit(
        self,
        edit: Edit,
        event: Event | None = None,
        flush: bool = True,
        waited: int = 0,
        steps: Sequence[StepRecord] | None = None,
        merged: Sequence[Event] = (),
    ) -> None:
        """Save an edit that was checked, and a line of the log and what becomes of the history's steps with it, in one
        transaction. Without `steps` nothing can be undone any more. `merged`: lines of another log, which come before.

        With `flush` it survives a power cut from here on. Without, it survives the end of this process in any way, and
        a power cut from the next flush on: for the frames of a run, which can be computed again. `waited`: its number
        when it has one by `keep_waiting` or `number_of_large`.
        """
        if edit.empty and event is None and not steps and not merged:
            return
        with as_project_errors(self.path), self._transaction(flush):
            if steps is None and not edit.empty and self._keeps_steps:
                self._connection.execute("DELETE FROM steps")
            self._writing.write(edit, (*merged, *_lines(event)), self._rows_of_steps(steps))
            if waited:
                self._put_meta(WAITING, f"{self._token} {waited}")

    def _rows_of_steps(self, steps: Sequence[StepRecord] | None) -> Iterator[TableRows]:
        return step_tables(steps or () if self._keeps_steps else ())

    def keep_waiting(
        self,
        edit: Edit,
        event: Event | None = None,
        steps: Sequence[StepRecord] = (),
        merged: Sequence[Event] = (),
        needs: tuple[int, ...] = (),
    ) -> int:
        """Keep an edit in a file of its own until it is committed, and return its number, which `commit` wants then.

        It survives the end of this process in any way: the next opening commits it, unless it `needs` a large edit of
        these numbers that was not committed. May be called while another thread has the store.
        """
        tables = tuple(
            structs.replace(table, gone=list(table.gone), kept=list(table.kept))
            for table in chain(rows_of(edit, (*merged, *_lines(event))), self._rows_of_steps(steps))
        )
        written = tuple(table for table in tables if table.gone or table.kept)
        return self._waiting.append(written, next_ids_of(edit), needs)

    def number_of_large(self) -> int:
        """Return the number, which `commit` wants then, of an edit that is too large for that file.

        It has its place between those that are kept there. May be called while another thread has the store.
        """
        return self._waiting.number_of_large()

    def forget_waiting(self, behind: int = 0) -> None:
        """Take out of that file what is behind this number: it is committed, or was taken back."""
        self._waiting.clear(behind)

    def flusher(self) -> Callable[[], None]:
        """Return a function that makes all commits so far safe from a power cut. It may run on any thread, any time.

        A window that commits with `flush=False` and hands this to a worker does not wait for a slow disk.
        """
        log = Path(f"{self.path}-wal")

        def flush() -> None:
            # Closing a file gives up the process' locks on it: harmless here, SQLite keeps none on its log.
            with suppress(FileNotFoundError), log.open("r+b") as file:
                os.fsync(file.fileno())

        return flush

    def tidy_by_hand(self) -> None:
        """Leave it to `tidy` from now on to move what is committed into the database, which waits for the disk."""
        with as_project_errors(self.path):
            self._connection.execute("PRAGMA wal_autocheckpoint = 0")

    @property
    def log_bytes(self) -> int:
        """The size of what was committed since the database was tidied last."""
        try:
            return Path(f"{self.path}-wal").stat().st_size
        except FileNotFoundError:
            return 0

    def tidy(self) -> None:
        """Drop steps that are too old, move what is committed from the log into the database, and begin the log anew.

        All of it waits for the disk, so that no commit has to.
        """
        with as_project_errors(self.path):
            self._tidy_steps()
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            with self._transaction(flush=False):
                self._put_meta(MODIFIED, datetime.now().astimezone().isoformat())

    def append_event(self, event: Event) -> None:
        """Add a line to the log of who did what when; lines are never changed.

        It lies behind everything committed before and in front of everything committed later, and is as safe as a
        commit without `flush`.
        """
        self.commit(Edit(), event, flush=False)

    def events(self) -> Iterator[Event]:
        """Yield the log, oldest first."""
        with as_project_errors(self.path):
            yield from Reader(self._connection, self.path).events()

    @property
    def log_end(self) -> int:
        """The number of the newest line of the log, 0 when there is none."""
        with as_project_errors(self.path):
            return int(self._connection.execute("SELECT coalesce(max(rowid), 0) FROM events").fetchone()[0])

    def fetch_log(self, end: int | None = None) -> Callable[[], Iterator[Event]]:
        """Fetch the log up to line number `end`, and return what makes events of it, oldest first.

        That takes as long again, and may be done on any thread. Lines that cannot be read are left out.
        """
        with as_project_errors(self.path):
            lines = fetch_lines(self._connection)
        return lambda: events_of([line for line in lines if end is None or line[0] <= end])

    def new_video_id(self) -> VideoId:
        """Return an id no video of this project ever had."""
        return VideoId(self._writing.new_id(VIDEOS))

    def new_object_id(self) -> ObjectId:
        """Return an id no object of this project ever had."""
        return ObjectId(self._writing.new_id(OBJECTS))

    def new_run_id(self) -> RunId:
        """Return an id no run of this project ever had."""
        return RunId(self._writing.new_id(RUNS))

    def new_issue_id(self) -> IssueId:
        """Return an id no issue of this project ever had."""
        return IssueId(self._writing.new_id(ISSUES))

    def meta(self, key: str, default: str = "") -> str:
        """Return a text kept with the project: NAME, ANNOTATOR, CREATED ... or a setting of the project."""
        with as_project_errors(self.path):
            row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return clean_text(row[0], MAX_TEXT) if row is not None and isinstance(row[0], str) else default

    def load_readable(self) -> Document:
        """Load what can be read of a damaged database, with lost records of videos and objects rebuilt from masks.

        `findings` names the rest. Nothing may be saved after that.
        """
        reader = Rebuilder(self._connection, self.path)
        document = Document(result_of(reader.contents()))
        self.findings, self.lacks_masks = reader.findings, reader.lacks_masks
        return document

    def readable_events(self) -> Iterator[Event]:
        """Yield what can be read of the log of a damaged database."""
        yield from DamagedReader(self._connection, self.path).events()

    def check(self) -> list[str]:
        """Return everything that is wrong with the project, in English, [] for nothing. Takes seconds when large."""
        findings = self._integrity()
        reader = DamagedReader(self._connection, self.path)
        document = Document(result_of(reader.contents()))
        for _event in reader.events():
            pass
        findings += reader.findings
        for record in document.all_records():
            for frame, mask in document.masks_of(record.id):
                damage = mask.mask.damage()
                if damage is not None:
                    findings.append(f"Mask of object {record.id} ({record.name}) on frame {frame}: {damage}")
        return findings

    def close(self) -> None:
        """Tidy up and let others open the project. A second call does nothing."""
        with suppress(sqlite3.DatabaseError):  # nothing is lost: the log is read at the next opening
            if self._touched:
                self._tidy_steps()
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()
        self._waiting.close()
        if not self._is_copy:
            remove_note(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _writing(self) -> Writer:
        assert self._writer is not None, "a copy is read only"
        return self._writer

    def _integrity(self) -> list[str]:
        """Return what SQLite finds in its own structures."""
        if self._mended:
            return ["The database is damaged: its first page is lost."]
        try:
            lines = self._connection.execute("PRAGMA integrity_check(20)").fetchall()
        except sqlite3.DatabaseError as error:
            lines = [(str(error),)]
        return [f"The database is damaged: {line}" for (line,) in lines if line != "ok"]

    @contextmanager
    def _transaction(self, flush: bool) -> Iterator[None]:
        """Begin; commit at the end, or take everything back when something is raised."""
        connection = self._connection
        # The first one flushes always: with it the log itself, new since opening, gets its place in the folder.
        flush = flush or not self._touched
        if flush is not self._flushing:
            connection.execute(f"PRAGMA synchronous = {'FULL' if flush else 'NORMAL'}")
            self._flushing = flush
        connection.execute("BEGIN IMMEDIATE")
        try:
            if not self._touched:
                self._put_meta(MODIFIED, datetime.now().astimezone().isoformat())
                self._put_meta(WAITING, f"{self._token} 0")
                self._drop_useless_steps()
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        self._touched = True

    def _drop_useless_steps(self) -> None:
        """Forget what the history could not be made of, before new steps come."""
        if self._useless_steps is not None:
            self._connection.execute("DELETE FROM steps WHERE id <= ? OR step <= ? OR step >= ?", self._useless_steps)

    def _tidy_steps(self) -> None:
        if self._keeps_steps:
            with self._transaction(flush=False):
                tidy_steps(self._connection)

    def _put_meta(self, key: str, value: str) -> None:
        self._connection.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )


def _lines(event: Event | None) -> tuple[Event, ...]:
    return () if event is None else (event,)

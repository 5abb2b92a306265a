"""The history of a project as it was kept: each step is tried on the document before it is believed."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, takewhile
from typing import Any, Final

import msgspec

from app.errors import DAMAGED, ProjectError
from app.project.document import Document
from app.project.edit import CELLS, Edit
from app.project.edit_builder import EditBuilder
from app.project.edit_checks import check
from app.project.history import History, StepId
from app.project.history_steps import Step
from app.project.model import Cell, FrameIndex, IssueId, ObjectId, RunId, Video, VideoId
from app.project.rules import MAX_ID
from app.project.step_records import RecordKind
from app.project.storage import rows
from app.project.storage.reader import mask_of
from app.project.storage.step_rows import KEPT_BYTES, KEPT_STEPS, StepPart, checksum, is_new

Key = tuple[Any, ...]
Values = dict[str, dict[Key, dict[str, rows.Value] | None]]
"""By table and key: the row that is there after a step was turned, None for none."""

_UNUSABLE: Final = (*DAMAGED, *rows.UNREADABLE, TypeError, KeyError, OverflowError, ProjectError)


@dataclass(frozen=True, slots=True)
class UnfinishedRun:
    """A run whose results were still coming when the project was left, and its step."""

    step: StepId
    run: RunId


@dataclass(frozen=True, slots=True)
class KeptHistory:
    """What was read. `unfinished`: the newest first.

    `useless`: rows up to this one, steps up to this one and steps from this one on are of no use; None: all are of use.
    """

    history: History = field(default_factory=History)
    unfinished: tuple[UnfinishedRun, ...] = ()
    useless: tuple[int, int, int] | None = None


@dataclass(slots=True)
class _Kept:
    """One step as its rows have it."""

    kind: str
    title: str
    open: bool
    parts: list[StepPart]
    size: int

    @property
    def done(self) -> bool:
        return self.kind != RecordKind.UNDONE.value


class StepReader:
    """Reads the rows of the steps once. sqlite3.DatabaseError when SQLite itself calls the table damaged."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._steps: dict[int, _Kept] = {}
        self._undone: set[int] = set()
        self._newest = 0
        self._damaged = 0
        for id, *row in connection.execute(f"SELECT id, {', '.join(_COLUMNS)} FROM steps ORDER BY id"):  # noqa: S608
            try:
                self._take(*row)
            except _UNUSABLE:  # what came before is not the whole truth any more
                self._steps.clear()
                self._undone.clear()
                self._damaged = id
            if 0 < row[0] <= MAX_ID:
                self._newest = max(self._newest, row[0])

    def _take(self, step: int, kind: str, title: str, data: bytes, crc: int) -> None:
        if checksum(step, kind, title, data) != crc or not 0 < step <= MAX_ID:
            raise ValueError("its bytes are damaged")
        part = msgspec.msgpack.decode(data, type=StepPart)
        known = self._steps.get(step)
        match RecordKind(kind):
            case RecordKind.SEALED if known is not None:
                known.open = False
            case RecordKind.VANISHED if known is not None:
                del self._steps[step]
                self._undone.discard(step)
            case RecordKind.MORE if known is not None:
                known.parts.append(part)
                known.size += len(data)
            case RecordKind.OPEN | RecordKind.DONE | RecordKind.UNDONE:
                if is_new(step, kind, self._newest):
                    for undone in self._undone:
                        del self._steps[undone]
                    self._undone.clear()
                (self._undone.add if kind == RecordKind.UNDONE.value else self._undone.discard)(step)
                self._steps[step] = _Kept(kind, title, kind == RecordKind.OPEN.value, [part], len(data))
            case _:  # of a step that is not kept any more
                pass

    def nothing(self) -> KeptHistory:
        """Return an empty history, in place of all that was kept."""
        return KeptHistory(History.restored((), 0, self._newest + 1), (), (_NONE, 0, _NONE) if self._newest else None)

    def history(self, document: Document) -> KeptHistory:
        """Return the steps that fit `document`: of those in effect the newest ones, and what can be redone."""
        newest = max((id for id, kept in self._steps.items() if kept.done), default=0)
        done = sorted((id for id, kept in self._steps.items() if kept.done), reverse=True)
        undone = sorted(id for id in self._steps if id > newest)
        sizes = accumulate(self._steps[id].size for id in done)
        limited = list(takewhile(lambda pair: pair[1] <= KEPT_BYTES, zip(done, sizes, strict=True))) or [(newest, 0)]
        done = [id for id, _size in limited if id][:KEPT_STEPS]
        back, below = self._turned(done, document)
        forth, above = self._turned(undone, document)
        steps = [(StepId(id), Step(title, edit.inverse())) for id, title, edit in reversed(back)]
        steps += [(StepId(id), Step(title, edit)) for id, title, edit in forth]
        useless = (self._damaged, below or 0, above or _NONE)
        return KeptHistory(
            History.restored(steps, len(back), self._newest + 1),
            tuple(self._unfinished(document, [id for id, _title, _edit in back])),
            None if useless == (0, 0, _NONE) else useless,
        )

    def _turned(self, ids: list[int], document: Document) -> tuple[list[tuple[int, str, Edit]], int | None]:
        """Turn steps one by one on a copy of `document`; return their edits, and the first that does not fit."""
        copy = document.frozen()
        turned: list[tuple[int, str, Edit]] = []
        for id in ids:
            kept = self._steps[id]
            try:
                edit = _edit_of(copy, _values(kept.parts))
                check(copy, edit)
            except _UNUSABLE:
                return turned, id
            copy.apply(edit)
            if not edit.empty:  # a run that found nothing
                turned.append((id, kept.title, edit))
        return turned, None

    def _unfinished(self, document: Document, done: list[int]) -> Iterator[UnfinishedRun]:
        """Yield the run that each step still open was making last, the newest step's first."""
        for id in done:
            if self._steps[id].open:
                runs = [RunId(run) for (run,) in _values(self._steps[id].parts).get("runs", {})]
                if runs and document.run(max(runs)) is not None:
                    yield UnfinishedRun(StepId(id), max(runs))


_COLUMNS: Final = ("step", "kind", "title", "data", "checksum")
_NONE: Final = (1 << 63) - 1
"""Behind all steps."""


def _values(parts: list[StepPart]) -> Values:
    """Return what the rows of a step say together: later ones over earlier ones."""
    values: Values = {}
    for part in parts:
        for table in part.tables:
            names, there = table.columns.split(", "), values.setdefault(table.table, {})
            kind = str if table.table == "conventions" else int
            there.update((_key(row, kind), None) for row in table.gone)
            there.update((_key(row[: table.keys], kind), dict(zip(names, row, strict=True))) for row in table.kept)
        for name, key in part.vanished:
            values.get(name, {}).pop(key, None)
    return values


def _key(row: Sequence[rows.Value], kind: type[int | str]) -> Key:
    key = tuple(row)
    if not all(isinstance(value, kind) for value in key):
        raise ValueError(f"a key is no {kind.__name__}")
    return key


def _edit_of(document: Document, values: Values) -> Edit:
    """Return the edit that brings what has these keys to these values. Raises one of _UNUSABLE."""
    unknown = values.keys() - {"videos", "objects", "runs", "verdicts", "issues", "conventions", *CELLS}
    if unknown:
        raise ValueError(f"unknown tables: {unknown}")
    draft, homes = EditBuilder(document), _Homes(document)
    for (id,), row in values.get("videos", {}).items():
        draft.video(VideoId(id), homes.add_video(VideoId(id), row))
    for (id,), row in values.get("objects", {}).items():
        record = None if row is None else rows.object_of(row)
        homes.objects[ObjectId(id)] = None if record is None else record.video
        draft.object(ObjectId(id), record)
    for (id,), row in values.get("runs", {}).items():
        draft.run(RunId(id), None if row is None else rows.run_of(row))
    for (id,), row in values.get("verdicts", {}).items():
        draft.verdict(ObjectId(id), None if row is None else rows.verdict_of(row))
    for (id,), row in values.get("issues", {}).items():
        draft.issue(IssueId(id), None if row is None else rows.issue_of(row))
    for (name,), row in values.get("conventions", {}).items():
        draft.convention(name, None if row is None else rows.convention_of(row)[1])
    _put_cells(draft, homes, values)
    return draft.edit()


def _put_cells(draft: EditBuilder, homes: "_Homes", values: Values) -> None:
    masks: dict[ObjectId, dict[FrameIndex, Any]] = {}
    prompts: dict[ObjectId, dict[FrameIndex, Any]] = {}
    columns = rows.MASK_COLUMNS.split(", ")
    for (object, frame), row in values.get("masks", {}).items():
        mask = None if row is None else mask_of((0, *map(row.__getitem__, columns)), homes.of(object))
        masks.setdefault(ObjectId(object), {})[FrameIndex(frame)] = mask
    for (object, frame), row in values.get("prompts", {}).items():
        made = None if row is None else rows.prompts_of(row, homes.of(object)[ObjectId(object)])
        prompts.setdefault(ObjectId(object), {})[FrameIndex(frame)] = made
    for id in masks.keys() | prompts.keys():
        draft.set_all(id, masks.get(id, {}), prompts.get(id, {}))
    for (object, frame), row in values.get("locks", {}).items():
        draft.lock(Cell(ObjectId(object), FrameIndex(frame)), row is not None)


class _Homes:
    """The video of each object, as it will be after the step was turned."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._videos: dict[VideoId, Video | None] = {}
        self.objects: dict[ObjectId, VideoId | None] = {}

    def add_video(self, id: VideoId, row: dict[str, rows.Value] | None) -> Video | None:
        """Note a video that comes, changes or goes, and return it."""
        path = row["path"] if row is not None else None
        if row is not None and isinstance(path, bytes):  # written so, because it need not be valid text
            row = {**row, "path": path.decode("utf-8", "surrogateescape")}
        self._videos[id] = None if row is None else rows.video_of(row)
        return self._videos[id]

    def of(self, object: int) -> dict[ObjectId, Video]:
        """Return the video of an object, by the object. KeyError for none."""
        id = ObjectId(object)
        record = self._document.object(id)
        home = self.objects.get(id, record.video if record is not None else None)
        video = None if home is None else self._videos.get(home, self._document.video(home))
        if video is None:
            raise KeyError(object)
        return {id: video}

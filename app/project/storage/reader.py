"""Everything in a project's database as the contents of a document; what cannot be used is left out and named."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Generator, Hashable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

from app.errors import ProjectError
from app.masks.mask import Mask
from app.project import rules
from app.project.cells import ObjectCells
from app.project.document import Contents
from app.project.model import (
    NO_DOUBTS,
    Cell,
    CellMask,
    Doubts,
    Event,
    FrameIndex,
    Issue,
    IssueId,
    MaskSource,
    ObjectId,
    Prompts,
    Run,
    RunId,
    Verdict,
    Video,
    VideoId,
    VideoObject,
)
from app.project.storage import rows
from app.project.storage.sqlite_errors import corrupt

MAX_FINDINGS: Final = 200
"""Findings that are named; the rest is counted."""

_WITH_MASKS: Final = frozenset({"videos", "objects", "masks"})
_STEP: Final = 2_000
"""Masks between two reports of progress."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Named = Mapping[str, rows.Value]
_SOURCES: Final = {source.value: source for source in MaskSource}


class Reader:
    """Reads a database once. `findings` names what was left out, in English.

    Raises sqlite3.DatabaseError for tables that SQLite itself calls damaged.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self.lacks_masks = False
        """True when a mask, or what it belongs to, was left out."""
        self._more = 0
        self._found: list[str] = []

    @property
    def findings(self) -> tuple[str, ...]:
        """What was left out or changed, and why."""
        more = (f"There are {self._more} more findings like these.",) if self._more else ()
        return (*self._found, *more)

    def contents(self) -> Generator[float, None, Contents]:
        """Read all of the project; yields how much is read, 0..1, and returns it."""
        videos, objects = self.records()
        runs = self._runs(videos)
        homes = {record.id: videos[record.video] for record in objects.values()}
        masks = yield from self._masks(homes, runs)
        prompts = self._prompts(homes)
        locks = self._locks(homes)
        cells = {
            id: ObjectCells(masks.get(id), prompts.get(id), locks.get(id))
            for id in (masks.keys() | prompts.keys() | locks.keys())
        }
        verdicts, issues = self._verdicts(homes), self._issues(homes)
        return Contents(videos, objects, cells, runs, verdicts, issues, self._conventions())

    def events(self) -> Iterator[Event]:
        """Yield the log of who did what, oldest first; lines that cannot be read are left out."""
        for row in self.rows("events", rows.EVENT_COLUMNS):
            try:
                event = rows.event_in(row[1:])
            except rows.UNREADABLE as error:
                self.leave_out(f"Row {row[0]} of events was left out: {error}.", "events")
            else:
                yield event

    def records(self) -> tuple[dict[VideoId, Video], dict[ObjectId, VideoObject]]:
        """Return the videos and the objects."""
        videos = self.videos()
        return videos, self.objects(videos)

    def videos(self) -> dict[VideoId, Video]:
        """Return the videos whose records can be used."""

        def made(row: Named) -> Video:
            return _obeying(rows.video_of(row), rules.video_problem)

        return {video.id: video for video in self._things("videos", rows.VIDEO_COLUMNS, made)}

    def objects(self, videos: dict[VideoId, Video]) -> dict[ObjectId, VideoObject]:
        """Return the objects in `videos` whose records can be used."""

        def made(row: Named) -> VideoObject:
            record = rows.object_of(row)
            video = _known(videos, record.video, "video")
            return _obeying(record, lambda record: rules.object_problem(record, video))

        return {record.id: record for record in self._things("objects", rows.OBJECT_COLUMNS, made)}

    def _runs(self, videos: dict[VideoId, Video]) -> dict[RunId, Run]:
        def made(row: Named) -> Run:
            run = rows.run_of(row)
            video = _known(videos, run.video, "video")
            return _obeying(run, lambda run: rules.run_problem(run, video))

        return {run.id: run for run in self._things("runs", rows.RUN_COLUMNS, made)}

    def _verdicts(self, homes: dict[ObjectId, Video]) -> dict[ObjectId, Verdict]:
        def made(row: Named) -> Verdict:
            verdict = rows.verdict_of(row)
            video = _known(homes, verdict.object, "object")
            return _obeying(verdict, lambda verdict: rules.verdict_problem(verdict, video))

        return {verdict.object: verdict for verdict in self._things("verdicts", rows.VERDICT_COLUMNS, made)}

    def _issues(self, homes: dict[ObjectId, Video]) -> dict[IssueId, Issue]:
        def made(row: Named) -> Issue:
            issue = rows.issue_of(row)
            video = _known(homes, issue.object, "object")
            return _obeying(issue, lambda issue: rules.issue_problem(issue, video))

        return {issue.id: issue for issue in self._things("issues", rows.ISSUE_COLUMNS, made)}

    def _conventions(self) -> dict[str, str]:
        def made(row: Named) -> tuple[str, str]:
            return _obeying(rows.convention_of(row), lambda pair: rules.convention_problem(*pair))

        return dict(self._things("conventions", rows.CONVENTION_COLUMNS, made))

    def _prompts(self, homes: dict[ObjectId, Video]) -> dict[ObjectId, dict[FrameIndex, Prompts]]:
        def made(row: Named) -> tuple[Cell, Prompts]:
            cell, video = _cell(row, homes)
            return cell, _obeying(rows.prompts_of(row, video), lambda prompts: rules.prompts_problem(prompts, video))

        found: dict[ObjectId, dict[FrameIndex, Prompts]] = {}
        for cell, prompts in self._things("prompts", rows.PROMPT_COLUMNS, made):
            found.setdefault(cell.object, {})[cell.frame] = prompts
        return found

    def _locks(self, homes: dict[ObjectId, Video]) -> dict[ObjectId, set[FrameIndex]]:
        found: dict[ObjectId, set[FrameIndex]] = {}
        for cell, _video in self._things("locks", rows.LOCK_COLUMNS, lambda row: _cell(row, homes)):
            found.setdefault(cell.object, set()).add(cell.frame)
        return found

    def _masks(
        self, homes: dict[ObjectId, Video], runs: dict[RunId, Run]
    ) -> Generator[float, None, dict[ObjectId, dict[FrameIndex, CellMask]]]:
        """Read the masks; one by one they are too many for the generic way, so what is common is tested in one go."""
        found: dict[ObjectId, dict[FrameIndex, CellMask]] = {id: {} for id in homes}
        without_run: Counter[RunId] = Counter()
        count = self._count("masks")
        for number, row in enumerate(self.rows("masks", rows.MASK_COLUMNS)):
            if number % _STEP == 0:
                yield min(number / max(count, 1), 1.0)
            try:
                mask = mask_of(row, homes)
            except (TypeError, ValueError) as error:
                self.leave_out(f"Mask of object {row[1]!r} on frame {row[2]!r} was left out: {error}.", "masks")
                continue
            if mask.run is not None and mask.run not in runs:
                without_run[mask.run] += 1
                mask = replace(mask, run=None)
            found[row[1]][row[2]] = mask
        for run, masks in without_run.items():
            self.leave_out(f"Masks that were kept without their run {run}, which is not there: {masks}.", "runs")
        return {id: masks for id, masks in found.items() if masks}

    def _count(self, table: str) -> int:
        """Return how many rows there seem to be; 0 when a damaged file cannot be counted."""
        try:
            return int(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
        except sqlite3.DatabaseError:  # reading the rows raises it, too, or knows a way around
            return 0

    def _things(self, table: str, columns: str, make: Callable[[Named], V]) -> Iterator[V]:
        """Yield what `make` makes of each row; where it cannot, that is a finding."""
        names = columns.split(", ")
        for row in self.rows(table, columns):
            try:
                thing = make(dict(zip(names, row[1:], strict=True)))
            except (*rows.UNREADABLE, ProjectError) as error:
                self.leave_out(f"Row {row[0]} of {table} was left out: {error}.", table)
            else:
                yield thing

    def rows(self, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield (row id, *columns) of each row."""
        last = -1
        for row in self.connection.execute(f"SELECT rowid, {columns} FROM {table} ORDER BY rowid"):  # noqa: S608
            if row[0] <= last:  # a damaged file can lead in circles
                raise corrupt("row ids do not ascend")
            last = row[0]
            yield row

    def leave_out(self, finding: str, table: str) -> None:
        """Note what was left out of `table`, or changed."""
        self.lacks_masks = self.lacks_masks or table in _WITH_MASKS
        if len(self._found) < MAX_FINDINGS:
            self._found.append(finding)
        else:
            self._more += 1


def mask_of(row: tuple[Any, ...], homes: Mapping[ObjectId, Video]) -> CellMask:
    """Return the mask in a row of (row id, *MASK_COLUMNS). ValueError or TypeError when it is none."""
    _rowid, object, frame, source, run, score, presence, area, data, checksum, *known = row
    disagreement, lookalikes, fine, stability = known
    video = homes.get(object)
    if video is None:
        raise ValueError("its object is not there")
    if not 0 <= frame < video.frame_count:
        raise ValueError("the video has no such frame")
    height, width = video.height, video.width
    if rows.checksum(data, object, frame, area, height, width) != checksum:
        raise ValueError("its bytes are damaged")
    if not (0 <= area <= width * height and 0.0 <= score <= 1.0 and 0.0 <= presence <= 1.0):
        raise ValueError("its area, score or presence is out of range")
    if disagreement is None and lookalikes is None and stability is None:  # as most: this is done for tens of thousands
        doubts = NO_DOUBTS
    elif rules.doubts_fit(disagreement, lookalikes, stability):
        doubts = Doubts(disagreement, lookalikes, stability)
    else:
        raise ValueError("its disagreement, share of look-alikes or stability is out of range")
    if source not in _SOURCES:
        raise ValueError(f"its source {source!r} is unknown")
    if run is not None and not isinstance(run, int):
        raise TypeError(f"its run {run!r} is no number")
    return CellMask(
        Mask.stored(data, height, width, area),
        _SOURCES[source],
        None if run is None else RunId(run),
        score,
        presence,
        doubts,
        fine != 0,
    )


def _cell(row: Named, homes: dict[ObjectId, Video]) -> tuple[Cell, Video]:
    cell = rows.cell_of(row)
    video = _known(homes, cell.object, "object")
    return _obeying(cell, lambda cell: rules.cell_problem(cell, video)), video


def _known(things: Mapping[K, V], id: K, what: str) -> V:
    if id not in things:
        raise ValueError(f"its {what} {id} is not there")
    return things[id]


def _obeying(thing: V, problem: Callable[[V], str | None]) -> V:
    found = problem(thing)
    if found is not None:
        raise ValueError(found)
    return thing

"""An edit in the making: says what comes after, and fills in what was before from the document."""

from typing import TypeVar

from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import (
    Cell,
    CellMask,
    ObjectId,
    Prompts,
    Run,
    RunId,
    Verdict,
    Video,
    VideoId,
    VideoObject,
)

K = TypeVar("K")
V = TypeVar("V")


class Draft:
    """Collects changes against `document`, which it only reads. Reads through the draft see what it has set so far."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._videos: dict[VideoId, Delta[Video]] = {}
        self._objects: dict[ObjectId, Delta[VideoObject]] = {}
        self._prompts: dict[Cell, Delta[Prompts]] = {}
        self._masks: dict[Cell, Delta[CellMask]] = {}
        self._locks: dict[Cell, Delta[bool]] = {}
        self._runs: dict[RunId, Delta[Run]] = {}
        self._verdicts: dict[ObjectId, Delta[Verdict]] = {}

    def video(self, id: VideoId, value: Video | None) -> None:
        """Set or remove a video."""
        _put(self._videos, id, self._document.video(id), value)

    def object(self, id: ObjectId, value: VideoObject | None) -> None:
        """Set or remove an object's record."""
        _put(self._objects, id, self._document.object(id), value)

    def prompts(self, cell: Cell, value: Prompts | None) -> None:
        """Set or remove a cell's prompts; empty prompts are removed."""
        _put(self._prompts, cell, self._document.prompts(cell), None if value is None or value.empty else value)

    def mask(self, cell: Cell, value: CellMask | None) -> None:
        """Set or remove a cell's mask."""
        _put(self._masks, cell, self._document.mask(cell), value)

    def lock(self, cell: Cell, locked: bool) -> None:
        """Lock or unlock a cell."""
        _put(self._locks, cell, True if self._document.locked(cell) else None, True if locked else None)

    def run(self, id: RunId, value: Run | None) -> None:
        """Set or remove a run's record."""
        _put(self._runs, id, self._document.run(id), value)

    def verdict(self, object: ObjectId, value: Verdict | None) -> None:
        """Set or remove a masklet's verdict."""
        _put(self._verdicts, object, self._document.verdict(object), value)

    def object_now(self, id: ObjectId) -> VideoObject | None:
        """Return the object as this draft leaves it."""
        delta = self._objects.get(id)
        return delta.after if delta is not None else self._document.object(id)

    def mask_now(self, cell: Cell) -> CellMask | None:
        """Return the cell's mask as this draft leaves it."""
        delta = self._masks.get(cell)
        return delta.after if delta is not None else self._document.mask(cell)

    def edit(self) -> Edit:
        """Return what was collected as an edit."""
        return Edit(
            videos=self._videos,
            objects=self._objects,
            prompts=self._prompts,
            masks=self._masks,
            locks=self._locks,
            runs=self._runs,
            verdicts=self._verdicts,
        )


def _put(changes: dict[K, Delta[V]], key: K, before: V | None, after: V | None) -> None:
    """Note the change, or forget it when the key ends as it began."""
    if before is after or before == after:
        changes.pop(key, None)
    else:
        changes[key] = Delta(before, after)

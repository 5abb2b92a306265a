"""Frames worth a look, object by object: found on the background thread after each change, walked and answered here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from app.project.document import Document
from app.project.model import Cell, FrameIndex, MaskSource, ObjectId
from app.review.ranking import Reason, Suggested, suggest
from app.workspace.editing.applied import Applied
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.edits.cells import fine
from app.workspace.jobs.worker import Ending, Priority, Worker
from app.workspace.review.evidence import LONG, EvidenceBook
from app.workspace.viewing.frame_states import StateBook
from app.workspace.viewing.view import Navigation

SETTLE_MS = 250
"""How long nothing must have changed before suggestions are looked for again; at the end of a run at once. Those of
very long masklets are looked for then only."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A cell worth a look, and why; `rank` 0..1 says how it stands among the frames of its object."""

    cell: Cell
    rank: float
    reasons: tuple[Reason, ...]

    @property
    def lost(self) -> bool:
        """True where the model found nothing."""
        return Reason.LOST in self.reasons


class Suggestions(QObject):
    """Where to look next. A correction or `fine` takes a frame, and what is near it, off the list."""

    changed = Signal(object)
    """The cells that are suggested now and were not, or were and are not any more: by object, frozenset[FrameIndex]."""

    def __init__(self, editor: Editor, view: Navigation, states: StateBook, background: Worker) -> None:
        super().__init__()
        self.editor = editor
        self._view = view
        self._states = states
        self._background = background
        self._evidence = EvidenceBook()
        self._found: dict[ObjectId, tuple[Suggestion, ...]] = {}
        self._due: set[ObjectId] = set()
        self._computing = False
        self._closed = False
        self._settled = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settled.timeout.connect(self.look)
        view.video_changed.connect(self._take_up_video)
        view.playing_changed.connect(self._go_on)

    @property
    def waiting(self) -> bool:
        """True while suggestions are looked for, or soon will be."""
        return self._computing or bool(self._due)

    def of(self, object: ObjectId) -> tuple[Suggestion, ...]:
        """Return the suggestions for an object, lost stretches first; those found last."""
        return self._found.get(object, ())

    def among(self, objects: Iterable[ObjectId]) -> tuple[Suggestion, ...]:
        """Return the suggestions for several objects, lost stretches first, then the worst first."""
        found = [one for id in objects for one in self.of(id)]
        return tuple(sorted(found, key=lambda one: (not one.lost, -one.rank, one.cell)))

    def shown(self) -> tuple[Suggestion, ...]:
        """Return the suggestions for what is selected, else for all objects of the video."""
        return self.among(self._view.selection or self._view.objects())

    def next(self) -> None:
        """Go to the next suggestion of those shown; to the first from anywhere else."""
        self._walk(1)

    def previous(self) -> None:
        """Go to the suggestion before; from anywhere else there is none."""
        self._walk(-1)

    def go_to(self, suggestion: Suggestion) -> None:
        """Show a suggestion, its object selected."""
        record = self.editor.document.object(suggestion.cell.object)
        if record is None:
            return
        self._view.open_video(record.video)
        if record.id not in self._view.selection:
            self._view.select((record.id,))
        self._view.go_to(suggestion.cell.frame)

    @reports
    def call_fine(self, cell: Cell | None = None) -> None:
        """Say that the model's mask of a cell (None: the active object here) is fine, and go to the next suggestion."""
        cell = cell or self._view.cell
        mask = None if cell is None else self.editor.document.mask(cell)
        if cell is None or mask is None or mask.source is not MaskSource.TRACKED:
            self.editor.messages.say(self.tr("There is no tracked mask here to call fine."))
            return
        shown = self.shown()
        self.editor.do(self.tr("This is fine"), fine(self.editor.document, cell))
        left = [one for one in shown if one.cell != cell]
        if left:
            at = next((index for index, one in enumerate(shown) if one.cell == cell), 0)
            self.go_to(left[at % len(left)])

    # Looking

    def follow(self, applied: Applied) -> None:
        """Note whose masks have changed."""
        edit = applied.edit
        for id, delta in edit.objects.items():
            if delta.after is None:
                self._due.discard(id)
                self._found.pop(id, None)
        ids = [id for id in edit.masks.by_object() if self.editor.document.object(id) is not None]
        # A look shares the document with the thread: the next edit of a very long masklet would have to copy it.
        if any(len(self.editor.document.mask_frames(id)) > LONG for id in ids):
            self._due.update(ids)
        else:
            self._note(ids)

    def look(self) -> None:
        """Look for suggestions where masks have changed, on the background thread; while a video plays, afterwards."""
        if self._computing or not self._due or self._closed or self._view.playing:
            return
        document, due = self.editor.document.frozen(), tuple(sorted(self._due))
        self._due.clear()
        self._computing = True
        self._background.submit(
            lambda: self._looking(document, due), priority=Priority.IDLE, on_result=self._take, on_end=self._ended
        )

    def close(self) -> None:
        """Look no more."""
        self._closed = True
        self._settled.stop()
        self._due.clear()

    def _take_up_video(self) -> None:
        """Look at the objects of the video that is shown now, if that was not done yet."""
        self._note(id for id in self._view.objects() if id not in self._found)

    def _go_on(self, playing: bool) -> None:
        """Look for what became due while a video was playing."""
        if not playing:
            self._note(())

    def _note(self, ids: Iterable[ObjectId]) -> None:
        self._due.update(ids)
        if self._due and not self._closed:
            self._settled.start()

    def _looking(
        self, document: Document, objects: tuple[ObjectId, ...]
    ) -> Iterator[Mapping[ObjectId, tuple[Suggestion, ...]] | None]:
        """Yield what is found of each object, and None now and then (background thread)."""
        for id in objects:
            video = document.video_of(id)
            if video is None:
                continue
            evidence = yield from self._evidence.gather(document, id)
            found = suggest(evidence, video.frame_count)
            yield {id: tuple(_suggestion(id, one) for one in found)}

    def _take(self, found: Mapping[ObjectId, tuple[Suggestion, ...]] | None) -> None:
        other: dict[ObjectId, frozenset[FrameIndex]] = {}
        for id, suggestions in (found or {}).items():
            if self.editor.document.object(id) is not None:
                self._found[id] = suggestions
                other[id] = self._states.suggest(id, [one.cell.frame for one in suggestions])
        if other:
            self.changed.emit(other)

    def _ended(self, _ending: Ending, _error: object) -> None:
        self._computing = False
        if self._due:
            self._settled.start()

    def _walk(self, by: int) -> None:
        shown = self.shown()
        if not shown:
            nothing = self.tr("Nothing here needs a look.")
            others = self.tr("Nothing of what is selected needs a look, but another object does.")
            self.editor.messages.say(others if self.among(self._view.objects()) else nothing)
            return
        cell = self._view.cell
        at = next((index for index, one in enumerate(shown) if one.cell == cell), None)
        if at is None and by > 0:
            self.go_to(shown[0])
        elif at is None:
            self.editor.messages.say(self.tr("There is no suggestion before this frame: the next one is the first."))
        elif 0 <= at + by < len(shown):
            self.go_to(shown[at + by])
        elif by > 0:
            self.editor.messages.say(self.tr("That was the last suggestion."))
        else:
            self.editor.messages.say(self.tr("That was the first suggestion."))


def _suggestion(object: ObjectId, found: Suggested) -> Suggestion:
    return Suggestion(Cell(object, FrameIndex(found.frame)), found.rank, found.reasons)

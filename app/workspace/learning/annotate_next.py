"""What to annotate next, in all videos: the masklets from which a model would learn most, found in the background."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from app.engine.predictor import TrackRequest
from app.errors import MediaError, UserError
from app.masks.mask import Mask
from app.project.document import Document
from app.project.model import Cell, Judgement, ObjectId, Video, VideoObject
from app.review.learning_order import LearningReason, Verified, Waiting, learning_order
from app.review.masklet_states import MaskletState, state_of
from app.workspace.editing.applied import Applied
from app.workspace.editing.editor import Editor
from app.workspace.engine import Engine, video_key
from app.workspace.jobs.worker import Ending, Priority, Task, Worker
from app.workspace.learning.masklet_doubt import MaskletDoubt, doubt_of
from app.workspace.tracking.plan import remembered
from app.workspace.viewing.view import Navigation

MOST = 20
"""Masklets that are told."""
MOST_LOOKS = 48
"""Masklets that wait, and verified ones, whose looks are compared: the frame of each has to be encoded."""
SPREAD = 0x9E3779B1
"""Numbers times this, modulo 2^32, lie evenly: the first few of them are some of all, and stay so when some go."""
SETTLE_MS = 800
WAITING = (MaskletState.SELECTED, MaskletState.ANNOTATING, MaskletState.UNSATISFACTORY)
Look = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ToAnnotate:
    """A masklet, by the frame that is to be looked at first; `worth` 0..1."""

    cell: Cell
    worth: float
    reasons: tuple[LearningReason, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """How an object looks to a model on its sure frame, `mask` there; on its most doubtful one, how far its mask is.

    That is 1 - IoU with `doubted`, the mask that is there, NaN where no other model has tracked that.
    """

    model: str
    mask: Mask
    doubted: Mask
    look: Look
    otherwise: float


class AnnotateNext(QObject):
    """Looks only while it is watched: then after each change, doubts first, then looks while the engine is idle."""

    changed = Signal()
    """`order` is another."""
    went = Signal()
    """`next` went to one of the order."""

    def __init__(self, editor: Editor, view: Navigation, engine: Engine, background: Worker) -> None:
        super().__init__()
        self.editor = editor
        self._view = view
        self._engine = engine
        self._background = background
        self._doubts: dict[ObjectId, MaskletDoubt] = {}
        self._seen: dict[ObjectId, _Seen] = {}
        self._order: tuple[ToAnnotate, ...] = ()
        self._gone_to: set[ObjectId] = set()
        self._watched = self._due = self._counting = self._closed = self._goes = False
        self._task: Task[tuple[ObjectId, _Seen]] | None = None
        self._settled = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settled.timeout.connect(self.look)

    @property
    def order(self) -> tuple[ToAnnotate, ...]:
        """The masklets that wait for annotation, what teaches most first."""
        return self._order

    @property
    def waiting(self) -> bool:
        """True while the order may still change by itself."""
        return self._due or self._counting or self._task is not None

    def watch(self, watched: bool) -> None:
        """Look from now on, or no longer."""
        self._watched = watched
        if watched and not self._order and not self.waiting:
            self.look()
        elif watched and self._due:
            self._settled.start()

    def next(self) -> None:
        """Go to the masklet that teaches most of those not gone to yet, and watch from here on; behind the last, anew.

        The order may change meanwhile: nothing is passed over, or gone to twice.
        """
        if not self._order:
            self._goes = True
            self.watch(True)
            return
        left = [one for one in self._order if one.cell.object not in self._gone_to and one.cell != self._view.cell]
        if left:
            self._go_on(left[0])
        else:
            self._gone_to.clear()
            self.editor.messages.say(self.tr("That was the last one."))

    def _go_on(self, one: ToAnnotate) -> None:
        self.go_to(one)
        self.went.emit()

    def go_to(self, one: ToAnnotate) -> None:
        """Show a masklet on its frame, selected."""
        record = self.editor.document.object(one.cell.object)
        if record is not None:
            self._view.open_video(record.video)
            self._view.select((record.id,))
            self._view.go_to(one.cell.frame)
            self._gone_to.add(record.id)

    def follow(self, applied: Applied) -> None:
        """Note whose masks have changed, and what is decided."""
        edit = applied.edit
        touched = {*edit.masks.by_object(), *edit.prompts.by_object(), *edit.objects}
        for id in touched:
            self._doubts.pop(id, None)
        if touched or edit.verdicts or edit.videos:
            self._due = True
            if self._watched and not self._closed:
                self._settled.start()

    def look(self) -> None:
        """Find the order now: on the background thread, then with the engine, without keeping anybody waiting."""
        if self._closed or self._counting:
            return
        self._stop()
        self._due, self._counting = False, True
        document = self.editor.document.frozen()
        known = dict(self._doubts)
        self._background.submit(
            lambda: _doubting(document, known), priority=Priority.IDLE, on_result=self._take, on_end=self._counted
        )

    def close(self) -> None:
        """Look no more."""
        self._closed = True
        self._settled.stop()
        self._stop()

    def _stop(self) -> None:
        if self._task is not None:
            self._engine.worker.stop(self._task, discard=True)
            self._task = None

    def _take(self, found: Mapping[ObjectId, MaskletDoubt]) -> None:
        self._doubts.update(found)

    def _counted(self, ending: Ending, _error: UserError | None) -> None:
        self._counting = False
        if self._closed or ending is not Ending.DONE:
            return
        self._put_in_order()
        self._compare_looks()
        if self._goes:
            self._goes = False
            if self._order:
                self._go_on(self._order[0])
            else:
                self.editor.messages.say(self.tr("Nothing waits for annotation."))

    def _compare_looks(self) -> None:
        """Let the engine look at some of all that wait, and at what is verified."""
        document = self.editor.document
        waits = [record.id for record in document.all_objects() if state_of(document, record) in WAITING]
        first = sorted(sorted(waits, key=lambda id: id * SPREAD % 2**32)[:MOST_LOOKS])  # those of a video together
        done = _verified(document)
        wanted = [*first, *done[:: max(1, -(-len(done) // MOST_LOOKS))]]
        places = {id: self._doubts[id] for id in wanted if id in self._doubts}
        if len(first) < 2 or not places:
            return
        document, seen = document.frozen(), dict(self._seen)
        task = self._engine.worker.submit(
            lambda: _looking(self._engine, document, places, seen),
            priority=Priority.IDLE,
            on_result=lambda found: self._seen.__setitem__(*found),
            on_end=lambda _ending, _error: self._compared(task),
        )
        self._task = task

    def _compared(self, task: Task[tuple[ObjectId, _Seen]]) -> None:
        if self._task is task:
            self._task = None
            self._put_in_order()

    def _put_in_order(self) -> None:
        order = self._ordered(MOST)
        if order != self._order:
            self._order = order
            self.changed.emit()

    def _ordered(self, most: int) -> tuple[ToAnnotate, ...]:
        document = self.editor.document
        records = [record for record in document.all_objects() if record.id in self._doubts]
        waits = [record for record in records if state_of(document, record) in WAITING]
        done = [record for id in _verified(document) if (record := document.object(id)) is not None]
        kinds = {name: number for number, name in enumerate(sorted({one.category for one in (*waits, *done)}))}
        waiting = Waiting(
            np.array([self._doubts[one.id].doubt for one in waits], np.float64),
            np.array([self._otherwise(one.id) for one in waits], np.float64),
            np.array([kinds[one.category] for one in waits], np.int64),
            self._looks(waits),
        )
        counts = np.bincount([kinds[one.category] for one in done], minlength=len(kinds)).astype(np.int64)
        ranked = learning_order(waiting, Verified(counts, self._looks(done)), most)
        return tuple(
            ToAnnotate(Cell(waits[one.index].id, self._doubts[waits[one.index].id].frame), one.worth, one.reasons)
            for one in ranked
        )

    def _otherwise(self, id: ObjectId) -> float:
        return self._seen[id].otherwise if id in self._seen else np.nan

    def _looks(self, records: Iterable[VideoObject]) -> NDArray[np.float64]:
        """Return the looks of objects, NaN where they are not known; of one model only: lengths may differ."""
        found = [self._seen[record.id].look if record.id in self._seen else None for record in records]
        length = max((len(look) for look in found if look is not None), default=0)
        blank = np.full(length, np.nan)
        whole = [blank if look is None or len(look) != length else look.astype(np.float64) for look in found]
        return np.stack(whole) if whole else np.zeros((0, length))


def _verified(document: Document) -> list[ObjectId]:
    verdicts = document.verdicts().items()
    return [id for id, verdict in verdicts if verdict.judgement is Judgement.SATISFACTORY]


def _doubting(document: Document, known: Mapping[ObjectId, MaskletDoubt]) -> Iterator[Mapping[ObjectId, MaskletDoubt]]:
    """Yield the doubts that are not known yet, object by object (background thread)."""
    for record in document.all_objects():
        if record.id not in known:
            yield {record.id: doubt_of(document, record.id)}


def _looking(
    engine: Engine, document: Document, places: Mapping[ObjectId, MaskletDoubt], seen: Mapping[ObjectId, _Seen]
) -> Generator[tuple[ObjectId, _Seen]]:
    """Yield how objects look to the model (engine thread); those that cannot be seen are passed over."""
    for id, place in places.items():
        cell = Cell(id, place.frame)
        sure, doubted, video = document.mask(Cell(id, place.sure)), document.mask(cell), document.video_of(id)
        if sure is None or doubted is None or video is None or sure.empty:
            continue
        predictor, before = engine.predictor(), seen.get(id)
        if before is not None and (before.mask is not sure.mask or before.model != predictor.name):
            before = None
        if before is not None and before.doubted is doubted.mask:
            continue
        with suppress(MediaError):
            source = engine.source(video)
            look = before.look if before else predictor.describe(video_key(video), source, place.sure, sure.mask)
            other = _other_mask(engine, document, video, cell)
            otherwise = np.nan if other is None else 1 - other.iou(doubted.mask)
            yield id, _Seen(predictor.name, sure.mask, doubted.mask, look, float(otherwise))


def _other_mask(engine: Engine, document: Document, video: Video, cell: Cell) -> Mask | None:
    """Return what the model in use makes of a cell that another model has tracked; None where there is no other."""
    found, predictor = document.mask(cell), engine.predictor()
    run = None if found is None or found.run is None else document.run(found.run)
    context = remembered(document, cell)
    if run is None or run.model == predictor.name or not context.conditioning:
        return None
    nearest = min((one.frame for one in context.conditioning), key=lambda at: abs(at - cell.frame))
    step = 1 if nearest < cell.frame else -1
    request = TrackRequest((cell.object,), range(cell.frame, cell.frame + step, step), {cell.object: context})
    for tracked in predictor.track(video_key(video), engine.source(video), request):
        if cell.object in tracked.predictions:
            return tracked.predictions[cell.object].mask
    return None

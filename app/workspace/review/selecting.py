"""Going through candidates: one is in hand, accepting or dismissing it brings the next."""

from collections.abc import Callable, Collection
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from app.phrases import plural
from app.project.model import Cell, CellMask, FrameIndex, ObjectId, VideoId, VideoObject
from app.review.candidate_worth import worth
from app.workspace.objects import ObjectEditor
from app.workspace.review.verification import Verification
from app.workspace.viewing.view import Navigation

USUAL_THRESHOLD = 0.8
MOST_KEYS = 9
"""Categories that have a number key."""
TRAIL = 50
"""Candidates that are remembered to have been in hand."""
Place = tuple[VideoId, FrameIndex]


class _Rank(NamedTuple):
    """Where a candidate was found, how good the model thinks it is, and how early it comes."""

    frame: FrameIndex
    score: float
    worth: float


_NOWHERE = _Rank(FrameIndex(0), 0.0, 0.0)


class Selecting(QObject):
    """The candidate in hand, `current`, and its verbs; None when there is none. `pointed`: the one under the pointer.

    `on` while the window shows candidates; nobody sees them elsewhere.
    """

    changed = Signal()
    """Other candidates, another one in hand, or they are shown from now on, or no more."""
    pointed_changed = Signal()
    threshold_changed = Signal()

    def __init__(self, verification: Verification, objects: ObjectEditor, view: Navigation) -> None:
        super().__init__()
        self._verification = verification
        self._objects = objects
        self._view = view
        self.on = False
        self.current: ObjectId | None = None
        self.pointed: ObjectId | None = None
        self._threshold = USUAL_THRESHOLD
        self._waiting: tuple[ObjectId, ...] | None = None
        self._found_at: dict[Place, tuple[ObjectId, ...]] = {}
        self._ranks: dict[ObjectId, _Rank] = {}
        """Of each candidate that was ever there: it keeps its place when another is joined to it."""
        self._counted: dict[VideoId, int] = {}
        self._answered: list[ObjectId] = []
        self._trail: list[ObjectId] = []
        """What was in hand before, newest last."""
        self._answering = False
        self._elsewhere = False
        """Nothing is in hand, because the video that is shown has no candidates; others have."""
        self._unseen = False
        """What is in hand was taken up because its video is shown; its frame was not yet."""
        verification.changed.connect(self._follow)
        view.video_changed.connect(self._follow_video)

    def begin(self) -> None:
        """Take up the candidate that was in hand, or the first."""
        self.on = True
        self.show(self.current if self.current in self.waiting() else self._first())

    def end(self) -> None:
        """Do something else."""
        self.on = False
        self.point_at(None)
        self.changed.emit()

    # What there is

    def waiting(self) -> tuple[ObjectId, ...]:
        """Return all candidates: video by video, frame by frame, on each the best first."""
        if self._waiting is None:
            self._rank()
        assert self._waiting is not None
        return self._waiting

    def on_frame(self, video: VideoId, frame: FrameIndex) -> tuple[ObjectId, ...]:
        """Return the candidates that were found on a frame, the best first."""
        self.waiting()
        return self._found_at.get((video, frame), ())

    def mask(self, candidate: ObjectId) -> tuple[FrameIndex, CellMask] | None:
        """Return the mask of a candidate, and the frame on which it was found."""
        return next(iter(self._verification.editor.document.masks_of(candidate)), None)

    @property
    def threshold(self) -> float:
        """The score from which on `accept_above` accepts, 0..1."""
        return self._threshold

    def set_threshold(self, threshold: float) -> None:
        """Let `accept_above` accept from another score on."""
        self._threshold = min(max(threshold, 0.0), 1.0)
        self.threshold_changed.emit()

    def above(self) -> tuple[ObjectId, ...]:
        """Return the candidates whose score is the threshold or more."""
        return tuple(id for id in self.waiting() if self._ranks[id].score >= self._threshold)

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of the project's objects, in the order in which they came up; as many as number keys."""
        records = sorted(self._verification.editor.document.all_objects(), key=lambda record: record.id)
        return tuple(dict.fromkeys(record.category for record in records if record.category))[:MOST_KEYS]

    @property
    def before(self) -> VideoObject | None:
        """What was in hand before the candidate in hand, on the same frame, and is still there."""
        document, id = self._verification.editor.document, self.current
        now = None if id is None else document.object(id)
        found = None if id is None else self.mask(id)
        if now is None or found is None:
            return None
        former = (document.object(other) for other in reversed(self._trail) if other != id)
        here = (record for record in former if record is not None and record.video == now.video)
        return next((record for record in here if document.mask(Cell(record.id, found[0])) is not None), None)

    # Going through them

    def show(self, object: ObjectId | None) -> None:
        """Take a candidate in hand, on the frame it was found on."""
        if self.current is not None and self.current != object:
            self._trail = [*(id for id in self._trail if id != self.current), self.current][-TRAIL:]
        self.current = object
        self._elsewhere = self._elsewhere and object is None
        self._unseen = False
        document = self._verification.editor.document
        record = None if object is None else document.object(object)
        if record is not None:
            self._view.open_video(record.video)
            self._view.select(())
            for frame in document.mask_frames(record.id)[:1]:
                self._view.go_to(frame)
        self.changed.emit()

    def point_at(self, candidate: ObjectId | None) -> None:
        """Note which one is under the pointer, in the list or on the canvas."""
        if candidate != self.pointed:
            self.pointed = candidate
            self.pointed_changed.emit()

    def step(self, by: int) -> None:
        """Take the next candidate in hand, or the one before, without an answer."""
        waiting = self.waiting()
        if waiting:
            at = waiting.index(self.current) if self.current in waiting else -1
            self.show(waiting[(at + by) % len(waiting)])

    def accept(self, candidate: ObjectId | None = None) -> None:
        """Make an object of a candidate (None: the one in hand); the next one."""
        if candidate is not None or not self.shown_first():
            self._answer(self.current if candidate is None else candidate, self._verification.accept)

    def accept_as(self, name: str = "", category: str = "") -> None:
        """Make an object of the candidate in hand, under a name and of a category; the next one."""
        candidate = self.current
        if candidate is not None and not self.shown_first():
            self._answer(candidate, lambda _ids: self._verification.accept_as(candidate, name, category))

    def accept_in(self, number: int) -> None:
        """Make an object of the candidate in hand, of the category of that number, from 1; the next one."""
        if 1 <= number <= len(self.categories):
            self.accept_as(category=self.categories[number - 1])

    def join(self) -> None:
        """Make the candidate in hand a part of the one before; the next one."""
        target, part = self.before, self.current
        if target is not None and part is not None and not self.shown_first():
            self._answer(part, lambda _ids: self._verification.join(target.id, part))

    def dismiss(self) -> None:
        """Drop the candidate in hand; the next one."""
        if not self.shown_first():
            self._answer(self.current, self._objects.delete)

    def accept_above(self) -> None:
        """Make objects of all candidates whose score is the threshold or more, in one step."""
        chosen = self.above()
        if chosen:
            self._verification.accept(chosen)

    def dismiss_rest(self) -> None:
        """Drop the candidate in hand and all that follow, in one step."""
        waiting = self.waiting()
        if self.current in waiting and not self.shown_first():
            rest = waiting[waiting.index(self.current) :]
            self._objects.delete(rest)
            if rest[0] not in self.waiting():  # else it could not be saved
                words = plural(len(rest), self.tr("1 candidate dismissed."), self.tr("{count} candidates dismissed."))
                self._objects.editor.messages.say(words.format(count=len(rest)))

    def _answer(self, candidate: ObjectId | None, verb: Callable[[Collection[ObjectId]], object]) -> None:
        if candidate is None or candidate not in self.waiting():
            return
        following = self._following(candidate) if candidate == self.current else self.current
        self._answering = True
        try:
            verb((candidate,))
        finally:
            self._answering = False
        if candidate in self.waiting():  # it could not be saved
            return
        self._answered.append(candidate)
        if candidate == self.current:
            self.show(following)
        else:
            self.changed.emit()

    def _following(self, candidate: ObjectId) -> ObjectId | None:
        waiting = self.waiting()
        at = waiting.index(candidate)
        return next(iter((*waiting[at + 1 :], *waiting[:at])), None)

    # Following edits

    def _follow(self) -> None:
        """Bring back what was answered last when the answer is taken back; pass over what waits no more."""
        self._waiting = None
        if not self.on or self._answering:
            return
        waiting = self.waiting()
        if self._answered and self._answered[-1] in waiting:
            self.current = None  # what has come behind it was not before it
            self.show(self._answered.pop())
        elif self.current is None and self._elsewhere:
            self.changed.emit()
        elif self.current not in waiting:
            self.show(self._first())
        else:
            self.changed.emit()

    def _follow_video(self) -> None:
        """Take a candidate of the video that is shown in hand, or none; the playhead stays where it was led to."""
        video, current = self._view.video, self.current
        record = None if current is None else self._verification.editor.document.object(current)
        if not self.on or video is None or (record is not None and record.video == video.id):
            return
        on_frame = self.on_frame(video.id, self._view.frame)
        self.current = on_frame[0] if on_frame else self._first_in(video.id)
        self._elsewhere = self.current is None
        self._unseen = self.current is not None and not on_frame
        self.changed.emit()

    def shown_first(self) -> bool:
        """Show what is in hand where another video has come and its frame has not; an answer is for what is seen."""
        found = None if self.current is None else self.mask(self.current)
        if not self._unseen or found is None or found[0] == self._view.frame:
            return False
        self.show(self.current)
        return True

    def _first(self) -> ObjectId | None:
        """Return the first candidate of the video that is shown, where there is none the first of all."""
        video = self._view.video
        here = None if video is None else self._first_in(video.id)
        return next(iter(self.waiting()), None) if here is None else here

    def _first_in(self, video: VideoId) -> ObjectId | None:
        self.waiting()
        frames = (frame for other, frame in self._found_at if other == video)
        return next((self._found_at[video, frame][0] for frame in frames), None)

    def _rank(self) -> None:
        document = self._verification.editor.document
        order: list[ObjectId] = []
        self._found_at = {}
        for video in document.videos():
            if self._counted.setdefault(video.id, video.frame_count) != video.frame_count:
                self._counted[video.id] = video.frame_count
                for record in document.candidates(video.id):
                    self._ranks.pop(record.id, None)
            here = sorted(document.candidates(video.id), key=self._key)
            for frame, group in groupby(here, key=lambda record: self._ranks[record.id].frame):
                ids = tuple(record.id for record in group)
                self._found_at[video.id, frame] = ids
                order += ids
        self._waiting = tuple(order)

    def _key(self, record: VideoObject) -> tuple[FrameIndex, float, ObjectId]:
        rank = self._ranks.get(record.id)
        if rank is None:
            found = self.mask(record.id)
            rank = _NOWHERE
            if found is not None:
                rank = _Rank(found[0], found[1].score, worth(found[1].mask, found[1].score))
            self._ranks[record.id] = rank
        return rank.frame, -rank.worth, record.id

"""What a run is asked for: its objects, its wish, why it is refused, and the record and title that it begins with."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject

from app.errors import NotTrackable
from app.project.conventions import PHASE, TRACKING, phase_in
from app.project.model import Direction, FrameIndex, ObjectId, Run, Span, Video, VideoObject
from app.review.masklet_states import is_verified
from app.workspace.editing.editor import Editor
from app.workspace.engine import Engine
from app.workspace.prompting.pending_answers import PendingAnswers
from app.workspace.tracking.next_step import untrackable
from app.workspace.tracking.plan import Wish, needed, policy_of
from app.workspace.tracking.shot_limits import Shots
from app.workspace.tracking.undecodable import UndecodableFrames
from app.workspace.viewing.view import Navigation


class RunSetup(QObject):
    """Reads document, playhead, selection and range; starts nothing and changes nothing."""

    def __init__(
        self,
        editor: Editor,
        view: Navigation,
        engine: Engine,
        pending: PendingAnswers,
        undecodable: UndecodableFrames,
    ) -> None:
        super().__init__()
        self._editor = editor
        self._view = view
        self._engine = engine
        self._pending = pending
        self._undecodable = undecodable
        self.shots: Callable[[Video], Shots] = lambda _video: ()
        """Returns the shot changes of a video at which runs stop."""

    def refusal(self, objects: Sequence[ObjectId] | None = None) -> NotTrackable | None:
        """Return why `objects` (None: the selected ones, or all) cannot be tracked now, None when one of them can."""
        if self._view.video is None:
            return NotTrackable("There is no video to track in.", "Add a video to the project first.")
        if phase_in(self._editor.document.convention(PHASE)) < TRACKING:
            return NotTrackable(
                "Nothing is tracked in phase 1: each frame is annotated by itself.",
                "Choose another phase in the menu Stage.",
            )
        chosen = self._chosen(objects)
        return None if self._pending.awaited(chosen) else untrackable(self._editor.document, chosen)

    def wish(
        self,
        direction: Direction,
        objects: Sequence[ObjectId] | None,
        frames: tuple[int, int] | None,
        only_stale: bool = False,
    ) -> Wish:
        """Return the wish for `objects` (None: the selected ones, or all) of the shown video, from the playhead."""
        view, video = self._view, self._view.video
        assert video is not None
        span = _within(video, frames) if frames is not None else None
        shots = self.shots(video) if span is None else ()  # a range that a person has set is tracked as it is
        lost = self._undecodable.of(video)
        return Wish(self._chosen(objects), direction, view.frame, span, only_stale, lost=lost, shots=shots)

    def wish_in(self, video: Video, objects: Sequence[ObjectId]) -> Wish:
        """Return the wish for objects of any video, to both sides."""
        return Wish(tuple(objects), Direction.BOTH, FrameIndex(0), lost=self._undecodable.of(video))

    def _chosen(self, objects: Sequence[ObjectId] | None) -> tuple[ObjectId, ...]:
        return tuple(objects) if objects is not None else (self._view.selection or self._view.objects())

    def to_do(self, wish: Wish, video: Video) -> bool:
        """Return whether a mask to start from is on its way, or something that is wished for is not up to date."""
        return self._pending.awaited(wish.objects) or needed(self._editor.document, wish, video.frame_count)

    def verified(self, wish: Wish, video: Video, anew: bool) -> tuple[VideoObject, ...]:
        """Return the verified objects that a run would track again; `anew`: it computes its range as a whole."""
        document = self._editor.document
        return tuple(
            record
            for record in map(document.object, wish.objects)
            if record is not None
            and is_verified(document, record.id)
            and (anew or needed(document, replace(wish, objects=(record.id,)), video.frame_count))
        )

    def record(self, video: Video, wish: Wish) -> Run:
        """Return the record of a new run."""
        first, last = wish.frames or (FrameIndex(0), FrameIndex(video.frame_count - 1))
        return Run(
            id=self._editor.new_run_id(),
            video=video.id,
            objects=wish.objects,
            direction=wish.direction,
            first=first,
            last=last,
            model=self._engine.chosen.model,
            started=datetime.now(UTC),
            policies=tuple(policy_of(self._editor.document, id) for id in wish.objects),
        )

    def title(self, run: Run) -> str:
        """Return what is tracked, and in which video where there are several."""
        document = self._editor.document
        record, video = document.object(run.objects[0]), document.video(run.video)
        if len(run.objects) == 1:
            title = self.tr("Track {name}").format(name=record.name if record else run.objects[0])
        else:
            title = self.tr("Track {count} objects").format(count=len(run.objects))
        if video is None or len(document.videos()) == 1:
            return title
        return self.tr("{title} in {video}").format(title=title, video=video.name)


def _within(video: Video, frames: tuple[int, int]) -> Span:
    """Return `frames` in order and inside the video."""
    first, last = sorted(max(0, min(frame, video.frame_count - 1)) for frame in frames)
    return FrameIndex(first), FrameIndex(last)

"""Going through candidates: one is in hand, accepting or dismissing it brings the next."""

from PySide6.QtCore import QObject, Signal

from app.project.model import ObjectId, Stage
from app.workspace.objects import ObjectEditor
from app.workspace.verification import Verification
from app.workspace.view import Navigation


class Selecting(QObject):
    """The candidate in hand, `current`, and its verbs; None when there is none."""

    changed = Signal()

    def __init__(self, verification: Verification, objects: ObjectEditor, view: Navigation) -> None:
        super().__init__()
        self._verification = verification
        self._objects = objects
        self._view = view
        self._on = False
        self.current: ObjectId | None = None
        verification.changed.connect(self._follow)

    def begin(self) -> None:
        """Take up the candidate that was in hand, or the first."""
        self._on = True
        waiting = self.waiting()
        self.show(self.current if self.current in waiting else next(iter(waiting), None))

    def end(self) -> None:
        """Do something else."""
        self._on = False

    def waiting(self) -> tuple[ObjectId, ...]:
        """Return all candidates, video by video."""
        return tuple(record.id for record in self._verification.queue(Stage.SELECTION))

    def show(self, object: ObjectId | None) -> None:
        """Take a candidate in hand, on the frame it was found on."""
        self.current = object
        document = self._verification.editor.document
        record = None if object is None else document.object(object)
        if record is not None:
            self._view.open_video(record.video)
            self._view.select((record.id,))
            for frame in document.mask_frames(record.id)[:1]:
                self._view.go_to(frame)
        self.changed.emit()

    def step(self, by: int) -> None:
        """Take the next candidate in hand, or the one before, without an answer."""
        waiting = self.waiting()
        if waiting:
            at = waiting.index(self.current) if self.current in waiting else -1
            self.show(waiting[(at + by) % len(waiting)])

    def accept(self) -> None:
        """Take the candidate in hand for annotation; the next one."""
        if self.current is not None:
            following = self._following()
            self._verification.accept([self.current])
            self.show(following)

    def dismiss(self) -> None:
        """Drop the candidate in hand; the next one."""
        if self.current is not None:
            following = self._following()
            self._objects.delete([self.current])
            self.show(following)

    def dismiss_rest(self) -> None:
        """Drop the candidate in hand and all that follow, in one step."""
        waiting = self.waiting()
        if self.current in waiting:
            rest = waiting[waiting.index(self.current) :]
            self._objects.delete(rest)
            self.show(next(iter(self.waiting()), None))

    def _following(self) -> ObjectId | None:
        waiting = self.waiting()
        at = waiting.index(self.current) if self.current in waiting else -1
        after = (*waiting[at + 1 :], *waiting[: max(at, 0)])
        return next((id for id in after if id != self.current), None)

    def _follow(self) -> None:
        if not self._on:
            return
        waiting = self.waiting()
        if self.current not in waiting:
            self.show(next(iter(waiting), None))
        else:
            self.changed.emit()

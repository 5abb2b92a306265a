"""Issues where they are: their numbers, the one that is selected, and regions that a person marks."""

from PySide6.QtCore import QObject, Signal

from app.project.model import Box, FrameIndex, Issue, IssueId, ObjectId, Span
from app.workspace.review.verification import Verification
from app.workspace.review.verifying import Verifying
from app.workspace.viewing.view import Navigation


class IssueMarks(QObject):
    """What canvas, lanes and lists show of issues."""

    changed = Signal()
    """Another issue is selected, or none."""
    asked = Signal(object)
    """An IssueId: a person has just marked it, and may want to say what is wrong."""

    def __init__(self, verification: Verification, verifying: Verifying, view: Navigation) -> None:
        super().__init__()
        self._verification = verification
        self._verifying = verifying
        self._view = view
        self.selected: IssueId | None = None
        verification.changed.connect(self._follow)

    def numbered(self, object: ObjectId) -> tuple[tuple[int, Issue], ...]:
        """Return the open issues of an object with their numbers, from 1, oldest first."""
        issues = self._verification.editor.document.issues_of(object)
        return tuple(enumerate((issue for issue in issues if not issue.resolved), start=1))

    def select(self, id: IssueId | None) -> None:
        """Select an issue and its object."""
        issue = None if id is None else self._verification.editor.document.issue(id)
        if issue is not None and issue.object != self._view.active_object:
            self._view.select((issue.object,))
        if self.selected != id:
            self.selected = id
            self.changed.emit()

    def show(self, id: IssueId) -> None:
        """Select an issue and go to where it begins; of one that was answered the object is selected alone."""
        issue = self._verification.editor.document.issue(id)
        if issue is None:
            return
        if issue.resolved:
            self._view.select((issue.object,))
        self.select(None if issue.resolved else id)
        if issue.span is not None and not issue.span[0] <= self._view.frame <= issue.span[1]:
            self._view.go_to(issue.span[0])

    def show_object(self, id: ObjectId) -> None:
        """Go to an object at its first open issue that is on frames, else at its first mask."""
        document = self._verification.editor.document
        record = document.object(id)
        if record is None:
            return
        self._view.open_video(record.video)
        self._view.select((id,))
        issue = next((issue for _number, issue in self.numbered(id) if issue.span is not None), None)
        if issue is not None:
            self.show(issue.id)
        else:
            for frame in document.mask_frames(id)[:1]:
                self._view.go_to(frame)

    def mark(self, frame: FrameIndex, region: Box) -> None:
        """Say that the active object is wrong in a region of a frame; in Verify the reason is asked for."""
        object = self._view.active_object
        if self._verifying.on:
            self._verifying.mark(frame, region)
        elif object is not None:
            self._raise(object, (frame, frame), region)

    def note(self) -> None:
        """Say that the active object is wrong on the range that is set, or on this frame."""
        object, frame = self._view.active_object, self._view.frame
        if object is not None:
            self._raise(object, self._view.range or (frame, frame))

    def _raise(self, object: ObjectId, span: Span, region: Box | None = None) -> None:
        id = self._verification.raise_issue(object, "", span, region)
        self.select(id)
        if id is not None:
            self.asked.emit(id)

    def resolve(self) -> None:
        """Say that the selected issue is answered."""
        if self.selected is not None:
            self._verification.resolve([self.selected])

    def delete(self) -> None:
        """Remove the selected issue."""
        if self.selected is not None:
            self._verification.remove_issues([self.selected])

    def answered_last(self) -> IssueId | None:
        """Return the issue of the active object that was answered last, None where none was."""
        object = self._view.active_object
        issues = () if object is None else self._verification.editor.document.issues_of(object)
        answered = [(issue.resolved_at, issue.id) for issue in issues if issue.resolved_at is not None]
        return max(answered)[1] if answered else None

    def open_again(self) -> None:
        """Say that the issue of the active object that was answered last is not answered after all, and select it."""
        id = self.answered_last()
        if id is not None:
            self._verification.open_again([id])
            self.select(id)

    def _follow(self) -> None:
        issue = None if self.selected is None else self._verification.editor.document.issue(self.selected)
        if issue is None or issue.resolved:
            self.select(None)

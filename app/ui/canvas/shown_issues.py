"""Issues as the canvas shows them on one frame."""

from dataclasses import dataclass

from app.project.model import Box, FrameIndex, Issue, IssueId
from app.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ShownIssue:
    """An open issue: `region` in image pixels, None for the whole frame. `id` and `number` are None while in hand."""

    id: IssueId | None
    number: int | None
    text: str
    region: Box | None
    selected: bool = False


def read_issues(workspace: Workspace, frame: FrameIndex) -> tuple[ShownIssue, ...]:
    """Return the issues on `frame`: of the selected objects, or of all that are visible; and the region in hand.

    Those of a masklet as a whole are shown while it is the active object.
    """
    document, marks, view = workspace.document, workspace.issue_marks, workspace.view
    if not document.issues():
        return _in_hand(workspace, frame)
    records = [record for record in map(document.object, view.selection or view.objects()) if record is not None]
    found = [
        ShownIssue(issue.id, number, issue.text, issue.region, issue.id == marks.selected)
        for record in records
        if record.visible or record.id == view.active_object
        for number, issue in marks.numbered(record.id)
        if _is_on(issue, frame, whole=record.id == view.active_object)
    ]
    return (*found, *_in_hand(workspace, frame))


def _is_on(issue: Issue, frame: FrameIndex, *, whole: bool) -> bool:
    return whole if issue.span is None else issue.span[0] <= frame <= issue.span[1]


def _in_hand(workspace: Workspace, frame: FrameIndex) -> tuple[ShownIssue, ...]:
    marked = workspace.verifying.marked
    if marked is None or marked.frame != frame:
        return ()
    return (ShownIssue(None, None, "", marked.region, selected=True),)

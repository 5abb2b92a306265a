"""Lets a person see what is undone and redone: the place it was done at, what was selected there, and its name."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QObject

from app.project.edit import Edit
from app.project.history import StepId
from app.project.model import Cell, FrameIndex, ObjectId, VideoId
from app.workspace.editing.applied import Applied, Origin
from app.workspace.editing.editor import Editor
from app.workspace.viewing.view import Navigation


class Replays(QObject):
    """Follows every edit: first of all followers it notes where it is done, last of all it goes there."""

    def __init__(self, editor: Editor, view: Navigation) -> None:
        super().__init__()
        self._editor = editor
        self._view = view
        self._selected_at: dict[StepId, tuple[ObjectId, ...]] = {}
        """What was selected on the other side of each step that makes or deletes objects: before it, or after if
        undone."""
        self._selected_before: tuple[ObjectId, ...] = ()
        self._done_at: dict[StepId, FrameIndex] = {}
        """Where the playhead stood at each step."""

    def note(self, applied: Applied) -> None:
        """Remember what is selected before an edit, and where it is done, for when it is undone or redone."""
        self._selected_before = self._view.selection
        if applied.origin is not Origin.DONE or applied.step is None:
            return
        self._done_at[applied.step] = self._view.frame
        if any(None in (delta.before, delta.after) for delta in applied.edit.objects.values()):
            self._selected_at[applied.step] = self._view.selection

    def show(self, applied: Applied) -> None:
        """Let the person see what was undone or redone, and select what was selected on that side of it."""
        if not applied.origin.replayed:
            return
        self._look_at(applied)
        if applied.step is not None:
            self._select_again(applied.step)
            title = self._told(self._editor.history.title(applied.step), applied.edit)
            undone = applied.origin is Origin.UNDONE
            words = self.tr("Undone: {title}") if undone else self.tr("Redone: {title}")
            self._editor.messages.say(words.format(title=title))

    def _told(self, title: str, edit: Edit) -> str:
        """Return the title of a step with the object it was about, where it is one and not named in it."""
        ids, document = set(_objects_of(edit)), self._editor.document
        if len(ids) != 1:
            return title
        (id,) = ids
        record, delta = document.object(id), edit.objects.get(id)
        if record is None and delta is not None:
            record = delta.before or delta.after
        return title if record is None or record.name in title else f"{title} · {record.name}"

    def _select_again(self, step: StepId) -> None:
        """Select what was selected on the other side of a step that has just been undone or redone."""
        wanted = self._selected_at.get(step)
        if wanted is None:
            return
        self._selected_at[step] = self._selected_before
        here = set(self._view.objects())
        found = [id for id in wanted if id in here]
        if found or not self._view.selection:
            self._view.select(found)

    def _look_at(self, applied: Applied) -> None:
        """Go to the video that it is about or that came back, and there to the only cell with another mask or other
        prompts, or to where an issue was raised, answered or deleted.

        Where several cells are, stay on the frame, and when it was done from another one: to a whole object that has
        content on one frame only. A run is done nowhere, and seen on its lane.
        """
        edit, cell, video = applied.edit, _only_cell(applied.edit), self._view.video
        about = _first_back(edit) if applied.origin is Origin.UNDONE else None
        if about is None and not edit.runs:
            about = self._only_video(edit)
        if video is None or about is None:
            return
        if about != video.id:
            self._view.open_video(about)
        done_at = None if applied.step is None else self._done_at.get(applied.step)
        if cell is not None and done_at in (None, cell.frame):
            self._view.go_to(cell.frame)
        elif done_at is not None and edit.issues and cell is None:
            self._view.go_to(done_at)

    def _only_video(self, edit: Edit) -> VideoId | None:
        """Return the video of all objects that an edit changes anything of; None where there are several, or none."""
        document, found = self._editor.document, set[VideoId]()
        for id in set(_objects_of(edit)):
            record, delta = document.object(id), edit.objects.get(id)
            if record is None and delta is not None:
                record = delta.before
            if record is not None and document.video(record.video) is not None:
                found.add(record.video)
        return found.pop() if len(found) == 1 else None


def _first_back(edit: Edit) -> VideoId | None:
    """Return the first of the videos that an edit brings, by its place in the list; None where it brings none."""
    came = [delta.after for delta in edit.videos.values() if delta.before is None and delta.after is not None]
    return min(came, key=lambda video: video.position).id if came else None


def _objects_of(edit: Edit) -> Iterator[ObjectId]:
    """Yield the objects that an edit changes anything of, each at least once."""
    changes: tuple[Iterable[ObjectId], ...] = (
        edit.objects,
        edit.verdicts,
        *(cells.by_object() for cells in (edit.prompts, edit.masks, edit.locks)),
    )
    for ids in changes:
        yield from ids
    for delta in edit.issues.values():
        for issue in (delta.before, delta.after):
            if issue is not None:
                yield issue.object


def _only_cell(edit: Edit) -> Cell | None:
    """Return the only cell with other prompts, another mask or lock; None where there are several, or none."""
    found: Cell | None = None
    for changes in (edit.prompts, edit.masks, edit.locks):
        for cell in changes:
            if found is not None and cell != found:
                return None
            found = cell
    return found

"""Verbs on whole objects."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject

from app.phrases import plural
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_checks import tried
from app.project.history import StepId
from app.project.model import Cell, Color, FrameIndex, ObjectId, Policy, VideoObject
from app.project.rules import clean_text
from app.workspace.editing.bulk_edits import BulkEdits, Work, counted
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import arrives, reports
from app.workspace.editing.locks import Locks
from app.workspace.edits import memory as memory_edits
from app.workspace.edits import objects as edits
from app.workspace.viewing.view import Navigation

AT_ONCE = 50
"""Frames of masks that are joined before the verb returns; more are a job."""


class ObjectEditor(QObject):
    """Make, name, color, order, show, lock, delete, duplicate, merge, split, swap and reassign objects."""

    def __init__(
        self,
        editor: Editor,
        view: Navigation,
        locks: Locks,
        bulk: BulkEdits,
        ask_again: Callable[[StepId, Edit], None],
    ) -> None:
        """`ask_again` asks for the masks of prompts that went to another object before theirs were there."""
        super().__init__()
        self.editor = editor
        self._view = view
        self._locks = locks
        self._bulk = bulk
        self._ask_again = ask_again

    @reports
    def add(self, name: str = "", category: str = "") -> ObjectId | None:
        """Make an object in the current video and select it. Returns its id, None without a video."""
        if self._view.video is None:
            self.editor.messages.say(self.tr("Open a video first."))
            return None
        id = self.editor.new_object_id()
        usual = self.tr("Object {number}")
        self.editor.do(
            self.tr("New object"), edits.add(self.editor.document, id, self._view.video.id, name, category, usual)
        )
        self._view.select((id,))
        return id

    def has_usual_name(self, record: VideoObject) -> bool:
        """Return whether nobody has given an object a name of its own."""
        return edits.has_usual_name(record, self.tr("Object {number}"))

    @reports
    def rename(self, id: ObjectId, name: str) -> None:
        """Name an object."""
        self.editor.do(self.tr("Rename object"), edits.rename(self.editor.document, id, name))

    @reports
    def recolor(self, id: ObjectId, color: Color) -> None:
        """Color an object."""
        self.editor.do(self.tr("Recolor object"), edits.revise(self.editor.document, (id,), color=color))

    @reports
    def set_category(self, ids: Iterable[ObjectId], category: str) -> None:
        """Say what kind of thing objects are."""
        self.editor.do(
            self.tr("Set category"), edits.revise(self.editor.document, ids, category=clean_text(category.strip()))
        )

    @reports
    def set_visible(self, ids: Iterable[ObjectId], visible: bool) -> None:
        """Show or hide the masks of objects."""
        title = self.tr("Show object") if visible else self.tr("Hide object")
        self.editor.do(title, edits.revise(self.editor.document, ids, visible=visible))

    @reports
    def set_locked(self, ids: Iterable[ObjectId], locked: bool) -> None:
        """Protect all masks of objects from changes, or release them."""
        title = self.tr("Lock object") if locked else self.tr("Unlock object")
        self.editor.do(title, edits.revise(self.editor.document, ids, locked=locked))

    @reports
    def set_policy(self, ids: Iterable[ObjectId], policy: Policy | None) -> None:
        """Choose how the memory of objects is chosen while they are tracked; None: as usual."""
        self.editor.do(self.tr("Choose memory"), memory_edits.choose_policy(self.editor.document, ids, policy))

    @reports
    def set_exclusive(self, ids: Iterable[ObjectId], exclusive: bool) -> None:
        """Let objects share no pixel with other exclusive ones where they are tracked, or let them overlap."""
        title = self.tr("Keep objects apart") if exclusive else self.tr("Let objects overlap")
        self.editor.do(title, memory_edits.set_exclusive(self.editor.document, ids, exclusive))

    @reports
    def reorder(self, ids: Sequence[ObjectId], place: int) -> None:
        """Move objects of one video, together, before the one at index `place` of its list."""
        self.editor.do(self.tr("Reorder objects"), edits.reorder(self.editor.document, ids, place))

    @reports
    def delete(self, ids: Iterable[ObjectId]) -> None:
        """Delete objects with everything they have, or dismiss candidates; undo brings all of it back."""
        gone = self._locks.unlocked(ids)
        records = [record for id in gone if (record := self.editor.document.object(id)) is not None]
        dismissed = bool(records) and all(record.candidate for record in records)
        title = self.tr("Dismiss candidate") if dismissed else self.tr("Delete object")
        self.editor.do(title, edits.delete(self.editor.document, gone))

    @reports
    def duplicate(self, id: ObjectId) -> ObjectId | None:
        """Copy an object with masks and prompts, and select the copy."""
        usual, copy = self.tr("{name} copy"), self.editor.new_object_id()
        make = lambda document: edits.duplicate(document, id, copy, usual)  # noqa: E731
        self._bulk.step((id,), make, lambda edit: self._do_and_select(self.tr("Duplicate object"), edit, copy))
        return copy

    @reports
    def merge(self, ids: Sequence[ObjectId]) -> None:
        """Join objects into the first of `ids`. Where many masks overlap, they are joined in the background before."""
        masks = tuple(self.editor.document.contents_of(id)[0] for id in ids)
        shared = edits.overlapping(masks)
        locked = [Cell(id, frame) for id in ids[1:] for frame in self.editor.document.locks_of(id) & shared]
        again = lambda: self.merge(ids)  # noqa: E731
        if len(self._locks.changeable(ids, again)) < len(ids) or not self._locks.allow(sorted(locked), again):
            return
        title = self.tr("Merge into {name}").format(name=edits.required(self.editor.document, ids[0]).name)
        if len(shared) <= AT_ONCE:
            self._bulk.step(ids, lambda document: edits.merge(document, ids), lambda edit: self._join(title, ids, edit))
            return
        was = self.editor.document.frozen()

        def work() -> Work[tuple[edits.Joined, Edit, Document]]:
            joined = edits.Joined(tuple(was.contents_of(id)[0] for id in ids), {})
            yield from counted(joined.fill(shared))
            edit = edits.merge(was, ids, joined)
            return joined, edit, tried(was, edit)

        def now(joined: edits.Joined, edit: Edit, after: Document) -> Edit:
            if not self.editor.document.agrees(was, ids):
                return edits.merge(self.editor.document, ids, joined)
            self.editor.vouch(edit, after)
            return edit

        self._bulk.compute(title, len(shared), work, lambda made: self._merge(title, ids, lambda: now(*made)))

    @arrives
    def _merge(self, title: str, ids: Sequence[ObjectId], make: Callable[[], Edit]) -> None:
        if len(self._locks.changeable(ids)) == len(ids):
            self._join(title, ids, make())

    def _join(self, title: str, ids: Sequence[ObjectId], edit: Edit) -> StepId | None:
        """Do a merge, and say which object is left: nobody sees what was decided by the order of a selection."""
        kept, *gone = (edits.required(self.editor.document, id).name for id in ids)
        step = self._do_unlocked(title, edit)
        if step is not None:
            words = plural(
                len(gone), self.tr("{gone} is a part of {kept} now."), self.tr("{gone} are parts of {kept} now.")
            )
            self.editor.messages.say(words.format(gone=", ".join(gone), kept=kept))
        return step

    @reports
    def split(self, id: ObjectId, frame: int) -> ObjectId | None:
        """Hand everything of an object from `frame` on to a new object, and select that. Returns the new one."""
        if not self._locks.changeable((id,), lambda: self.split(id, frame)):
            return None
        new = self.editor.new_object_id()
        make = lambda document: edits.split(document, id, FrameIndex(frame), new)  # noqa: E731
        taken = self._bulk.step((id,), make, lambda edit: self._do_and_select(self.tr("Split object"), edit, new))
        return new if taken else None

    @reports
    def swap(self, a: ObjectId, b: ObjectId, first: int, last: int) -> None:
        """Exchange the identities of two objects on frames first..last."""
        if len(self._locks.changeable((a, b), lambda: self.swap(a, b, first, last))) == 2:
            make = lambda document: edits.swap(document, a, b, FrameIndex(first), FrameIndex(last))  # noqa: E731
            self._bulk.step((a, b), make, lambda edit: self._do_unlocked(self.tr("Swap identities"), edit))

    @reports
    def reassign(self, id: ObjectId, target: ObjectId, first: int, last: int) -> None:
        """Give the masks of one object on frames first..last to another."""
        if len(self._locks.changeable((id, target), lambda: self.reassign(id, target, first, last))) == 2:
            make = lambda document: edits.reassign(document, id, target, FrameIndex(first), FrameIndex(last))  # noqa: E731
            self._bulk.step((id, target), make, lambda edit: self._do_unlocked(self.tr("Reassign masks"), edit))

    def _do_unlocked(self, title: str, edit: Edit) -> StepId | None:
        """Do `edit`, unless it would change locked cells: then say where."""
        step = self.editor.do(title, edit) if self._locks.allow_edit(edit) else None
        if step is not None:
            self._ask_again(step, edit)
        return step

    def _do_and_select(self, title: str, edit: Edit, made: ObjectId) -> StepId | None:
        step = self._do_unlocked(title, edit)
        if step is not None:
            self._view.select((made,))
        return step

"""What a person has locked or verified: asked before a verb changes it, and said with the way out."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from app.project.edit import Edit
from app.project.model import Cell, ObjectId, Stage, VideoObject
from app.review.masklet_states import is_verified
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.edits import cells as cell_edits
from app.workspace.edits import objects as object_edits
from app.workspace.edits.stages import moved
from app.workspace.messages import WayOut


class Locks(QObject):
    """Locked objects and locked cells, and verified masklets: an edit to one of these asks first."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self.editor = editor

    def allow(self, cells: Iterable[Cell], again: Callable[[], object] = lambda: None) -> bool:
        """Return whether a person may change all of `cells`, and say which lock forbids it otherwise.

        `again` does what was asked for, once the way out was taken: it is unlocked, or not verified any more.
        """
        document = self.editor.document
        for cell in cells:
            record = document.object(cell.object)
            if record is None:
                self.editor.messages.refuse(self.tr("The object is not there any more."))
                return False
            if record.locked:
                self._refuse_object(record, again)
                return False
            if document.locked(cell):
                self._refuse_cell(record, cell, again)
                return False
            if not self.allow_verified((cell.object,), again):
                return False
        return True

    def allow_edit(self, edit: Edit, again: Callable[[], object] = lambda: None) -> bool:
        """Return whether `edit` changes no locked cell, and say which one otherwise. `again`: see `allow`."""
        return self.allow(
            sorted(
                Cell(id, frame)
                for changes in (edit.masks, edit.prompts)
                for id, columns in changes.by_object().items()
                for frame in self.editor.document.locks_of(id) & columns.before.keys()
            ),
            again,
        )

    def unlocked(self, ids: Iterable[ObjectId], again: Callable[[], object] = lambda: None) -> tuple[ObjectId, ...]:
        """Return those of `ids` that may be changed, and say which may not. EditRefused when one does not exist.

        `again`: see `allow`.
        """
        found = []
        for id in ids:
            record = object_edits.required(self.editor.document, id)
            if record.locked:
                self._refuse_object(record, again)
            else:
                found.append(id)
        return tuple(found)

    def changeable(self, ids: Iterable[ObjectId], again: Callable[[], object] = lambda: None) -> tuple[ObjectId, ...]:
        """Return those of `ids` whose masks may be changed, as `unlocked` does; verified ones are asked about."""
        found = self.unlocked(ids, again)
        return found if self.allow_verified(found, again) else ()

    def allow_verified(self, ids: Iterable[ObjectId], again: Callable[[], object] = lambda: None) -> bool:
        """Return whether none of `ids` is verified, and ask about the first that is otherwise. `again`: see `allow`."""
        for id in ids:
            record = self.editor.document.object(id)
            if record is not None and is_verified(self.editor.document, id):
                self._refuse_verified(record, again)
                return False
        return True

    def _refuse_verified(self, record: VideoObject, again: Callable[[], object]) -> None:
        def edit() -> None:
            self._verify_again(record.id)
            again()

        edit_it = WayOut(self.tr("Edit and verify again"), edit)
        self.editor.messages.refuse(self.tr("{name} is verified.").format(name=record.name), edit_it)

    def _refuse_object(self, record: VideoObject, again: Callable[[], object]) -> None:
        def release() -> None:
            self._release_object(record.id)
            again()

        unlock = WayOut(self.tr("Unlock"), release)
        self.editor.messages.refuse(self.tr("{name} is locked.").format(name=record.name), unlock)

    def _refuse_cell(self, record: VideoObject, cell: Cell, again: Callable[[], object]) -> None:
        def release() -> None:
            self._release_cell(cell)
            again()

        words = self.tr("{name} is locked on frame {frame}.").format(name=record.name, frame=cell.frame)
        self.editor.messages.refuse(words, WayOut(self.tr("Unlock"), release))

    @reports
    def _verify_again(self, id: ObjectId) -> None:
        self.editor.do(self.tr("Verify again"), moved(self.editor.document, (id,), Stage.VERIFICATION))

    @reports
    def _release_object(self, id: ObjectId) -> None:
        self.editor.do(self.tr("Unlock object"), object_edits.revise(self.editor.document, (id,), locked=False))

    @reports
    def _release_cell(self, cell: Cell) -> None:
        edit = cell_edits.lock(self.editor.document, (cell.object,), cell.frame, cell.frame, locked=False)
        self.editor.do(self.tr("Unlock frames"), edit)

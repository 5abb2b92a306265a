"""What a person has locked: asked before a verb changes anything, and said where it is in the way."""

from collections.abc import Iterable

from PySide6.QtCore import QObject

from app.project.document import Document
from app.project.edit import Edit
from app.project.model import Cell, ObjectId
from app.workspace.edits.objects import required
from app.workspace.messages import Messages


class Locks(QObject):
    """Locked objects and locked cells."""

    def __init__(self, document: Document, messages: Messages) -> None:
        super().__init__()
        self._document = document
        self._messages = messages

    def allow(self, cells: Iterable[Cell]) -> bool:
        """Return whether a person may change all of `cells`, and say which lock forbids it otherwise."""
        for cell in cells:
            record = self._document.object(cell.object)
            if record is None:
                return False
            if record.locked:
                self._messages.say(self.tr("{name} is locked.").format(name=record.name))
                return False
            if self._document.locked(cell):
                words = self.tr("{name} is locked on frame {frame}.")
                self._messages.say(words.format(name=record.name, frame=cell.frame))
                return False
        return True

    def allow_edit(self, edit: Edit) -> bool:
        """Return whether `edit` changes no locked cell, and say which one otherwise."""
        return self.allow(
            sorted(
                Cell(id, frame)
                for changes in (edit.masks, edit.prompts)
                for id, columns in changes.by_object().items()
                for frame in self._document.locks_of(id) & columns.before.keys()
            )
        )

    def unlocked(self, ids: Iterable[ObjectId]) -> tuple[ObjectId, ...]:
        """Return those of `ids` that may be changed, and say which may not. EditRefused when one does not exist."""
        found = []
        for id in ids:
            record = required(self._document, id)
            if record.locked:
                self._messages.say(self.tr("{name} is locked.").format(name=record.name))
            else:
                found.append(id)
        return tuple(found)

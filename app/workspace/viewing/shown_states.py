"""The states of objects that are on screen, read for some objects a turn of the event loop.

Many new objects with many masks (an import, an undo of it) would else be read in one paint.
"""

from PySide6.QtCore import QObject, Signal

from app.project.edit import Edit
from app.project.model import ObjectId
from app.workspace.editing.editor import Editor
from app.workspace.turns import Later, Turns
from app.workspace.viewing.frame_states import ObjectStates, StateBook

TURN_MASKS = 5_000
"""Masks that are read in a turn, and one object with more. An edit of more masks has its turn for itself, and so has
the first paint after it."""


class ShownStates(QObject):
    """Answers who paints: with the states of an object, or with None until its turn comes."""

    read_next = Signal(object)
    """Objects (frozenset of ObjectId) that had to wait: who shows them paints them again."""

    def __init__(self, editor: Editor, states: StateBook, turns: Turns) -> None:
        super().__init__()
        self._editor = editor
        self._states = states
        self._read = 0
        self._waiting: set[ObjectId] = set()
        self._turn = Later(turns, self)
        self._turn.due.connect(self._begin_turn)
        editor.changed.connect(self._follow)

    def of(self, object: ObjectId) -> ObjectStates | None:
        """Return the states of an object, which must exist; None until its turn comes, of which `read_next` tells."""
        if not self._states.knows(object):
            masks, _prompts, _locks = self._editor.document.contents_of(object)
            self._turn.start()
            if self._read and self._read + len(masks) > TURN_MASKS:
                self._waiting.add(object)
                return None
            self._read += len(masks)
        return self._states.of(object)

    def _follow(self, edit: Edit) -> None:
        if len(edit.masks) > TURN_MASKS:
            self._read = TURN_MASKS  # until somebody asks: what is painted after it may have a turn of its own

    def _begin_turn(self) -> None:
        self._read = 0
        waiting, self._waiting = frozenset(self._waiting), set()
        if waiting:
            self.read_next.emit(waiting)

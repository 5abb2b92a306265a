"""Which objects the person works on; the last one chosen is the active one and gets the clicks."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from app.project.model import ObjectId


class Selection(QObject):
    """The selected objects in the order they were chosen."""

    left = Signal()
    """Other objects are going to be selected: `objects` are those left for as long as this is heard."""
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._objects: tuple[ObjectId, ...] = ()

    @property
    def objects(self) -> tuple[ObjectId, ...]:
        """The selected objects."""
        return self._objects

    @property
    def active(self) -> ObjectId | None:
        """The object that gets clicks."""
        return self._objects[-1] if self._objects else None

    def set(self, objects: Iterable[ObjectId]) -> None:
        """Select exactly `objects`; the last one becomes active."""
        wanted = tuple(dict.fromkeys(objects))
        if wanted != self._objects:
            self.left.emit()
            self._objects = wanted
            self.changed.emit()

    def discard(self, gone: Iterable[ObjectId]) -> None:
        """Forget objects that do not exist any more."""
        lost = set(gone)
        self.set(o for o in self._objects if o not in lost)

    def step(self, order: Sequence[ObjectId], by: int) -> None:
        """Select the object `by` places after the active one in `order`, around the ends."""
        if not order:
            return
        if self.active in order:
            self.set((order[(order.index(self.active) + by) % len(order)],))
        else:
            self.set((order[0] if by > 0 else order[-1],))

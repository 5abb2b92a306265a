"""Turns of the event loop: what may wait until an edit is shown gets one of its own, each, and never two at once."""

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid


class Turns(QObject):
    """Gives turns to those who asked for one, in the order in which they did.

    What one of them lets be painted is painted before the next one's turn, and a key or a click is answered in between.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: dict[Later, None] = {}
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._give_one)

    @property
    def busy(self) -> bool:
        """True while somebody waits for a turn."""
        return bool(self._waiting)

    def give(self, later: "Later") -> None:
        """Give `later` a turn behind all that wait already, unless it is one of them."""
        self._waiting.setdefault(later)
        self._timer.start()

    def take_back(self, later: "Later") -> None:
        """Give `later` no turn, should it wait for one."""
        self._waiting.pop(later, None)

    def waits(self, later: "Later") -> bool:
        """Return whether the turn of `later` is still to come."""
        return later in self._waiting

    def _give_one(self) -> None:
        for later in tuple(self._waiting):
            del self._waiting[later]
            if isValid(later):  # its owner may be gone
                later.due.emit()
                break
        if not self._waiting:
            self._timer.stop()


class Later(QObject):
    """One piece of work for a turn of its own, which lives as long as `parent`."""

    due = Signal()
    """Its turn has come."""

    def __init__(self, turns: Turns, parent: QObject) -> None:
        super().__init__(parent)
        self._turns = turns

    @property
    def waiting(self) -> bool:
        """True from `start` until its turn comes."""
        return self._turns.waits(self)

    def start(self) -> None:
        """Ask for a turn; asking again before it comes changes nothing."""
        self._turns.give(self)

    def stop(self) -> None:
        """Do without."""
        self._turns.take_back(self)

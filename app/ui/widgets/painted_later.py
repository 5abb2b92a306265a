"""A widget that is painted behind the canvas: what an edit changed is seen there first."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.workspace.turns import Later
from app.workspace.workspace import Workspace


class PaintedLater(QObject):
    """Lets a widget wait with painting from an edit to a turn of its own. It should paint little besides the change:
    all of it is painted then."""

    def __init__(self, workspace: Workspace, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._later = Later(workspace.turns, self)
        self._later.due.connect(lambda: self._widget.setUpdatesEnabled(True))
        workspace.editor.changed.connect(self._wait)

    def _wait(self) -> None:
        self._widget.setUpdatesEnabled(False)
        self._later.start()

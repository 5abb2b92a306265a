"""The line that tells what the masklet in hand has cost so far, or the project; a click opens the page."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton

from app.phrases import plural
from app.review.report import Report
from app.ui.metrics.words import clock, in_short
from app.ui.widgets.tooltips import plain_tip
from app.workspace.workspace import Workspace

BEGIN_MS = 1500
"""How long after a project is seen its log is counted: the window has other things to do before."""
SETTLE_MS = 300


class LiveLine(QPushButton):
    """Follows the active object; without one it is about the whole project. Empty where nothing was done yet."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.setProperty("kind", "quiet")
        self.setProperty("stature", "small")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._begin = QTimer(self, interval=BEGIN_MS, singleShot=True)
        self._begin.timeout.connect(self._start)
        self._settled = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settled.timeout.connect(self.show_numbers)
        workspace.metrics.changed.connect(self._settled.start)
        workspace.view.selection_changed.connect(self._settled.start)
        workspace.editor.changed.connect(self._settled_soon)
        self._held = False
        self._say("", "")
        self._begin.start()

    def _start(self) -> None:
        """Have the log counted; it was before where the window is made anew, in another language."""
        self._workspace.metrics.begin()
        self.show_numbers()

    def hold_back(self, others: bool) -> None:
        """Leave the room to a failure or a result while there is one."""
        self._held = others
        self.setVisible(bool(self.text()) and not others)

    def _settled_soon(self) -> None:
        """Count again after an edit, also while a run makes one after the other."""
        if not self._settled.isActive():
            self._settled.start()

    def show_numbers(self) -> None:
        """Show the numbers as they are now."""
        metrics, active = self._workspace.metrics, self._workspace.view.active_object
        if not metrics.ready:
            return
        record = None if active is None else self._workspace.document.object(active)
        own = None if record is None else metrics.of(record.id)
        if record is None or own is None:
            metrics.report(self._show_project)
            return
        parts = (
            clock(own.seconds),
            plural(own.clicks, self.tr("1 click"), self.tr("{count} clicks")).format(count=own.clicks),
            self.tr("{count} edited").format(count=own.edited_frames),
        )
        tip = self.tr("{name}: time annotated, clicks, frames that were changed. A click shows all numbers.")
        self._say(" · ".join(parts), tip.format(name=record.name))

    def _show_project(self, told: Report) -> None:
        if self._workspace.view.active_object is not None:
            return
        tip = self.tr("The whole project: time a frame, edited frames, clicks a clicked frame. A click shows more.")
        worked = told.project.numbers.seconds_a_frame is not None
        self._say(in_short(told.project.numbers) if worked else "", tip)

    def _say(self, text: str, tip: str) -> None:
        self.setText(text)
        self.setToolTip(plain_tip(tip))
        self.setAccessibleName(text or self.tr("Numbers of the data engine"))
        self.hold_back(self._held)

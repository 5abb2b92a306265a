"""A note beside the pointer: why nothing happened, or what could be done now, with a button for each way."""

from collections.abc import Sequence

from PySide6.QtCore import QDeadlineTimer, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QCursor, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.workspace.messages import WayOut
from app.workspace.workspace import Workspace

SHOWN_MS = 8_000
NEAR, LINGER_MS = 120, 1_500
"""Logical pixels from a note with a button within which the pointer keeps it, and how long it stays after that."""
_LOOK_MS = 200
"""How often it is looked where the pointer is."""
WIDEST = 360
"""Logical pixels of a line of words."""
_BESIDE = QPoint(16, 14)
"""From the pointer to the nearest corner: what lies under the pointer stays free for the next press."""
_STYLE = """
#pointernote { background: rgba(20, 21, 24, 238); border: 1px solid rgba(255, 255, 255, 46); border-radius: 6px; }
#pointernote QLabel { background: transparent; color: white; }
#pointernote QPushButton { background: rgba(255, 255, 255, 30); border: 1px solid rgba(255, 255, 255, 80);
    border-radius: 4px; color: white; padding: 3px 9px; min-height: 0px; font-weight: 600; }
#pointernote QPushButton:hover { background: rgba(255, 255, 255, 66); }
#pointernote QPushButton:pressed { background: rgba(255, 255, 255, 90); }
"""


class PointerNote(QFrame):
    """One note on a canvas. It goes by itself: after a while, and as soon as something is done or shown elsewhere.

    With buttons it stays while the pointer is near: it may be on its way to one.
    """

    def __init__(self, workspace: Workspace, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("pointernote")
        self.setStyleSheet(_STYLE)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 6, 8, 6)
        self._row.setSpacing(8)
        self._row.addWidget(self._words)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._until = QDeadlineTimer()
        self._history = workspace.history
        self._shown_at = self._history.place
        workspace.editor.history_changed.connect(self._follow_history)
        for signal in (
            workspace.view.frame_changed,
            workspace.view.video_changed,
            workspace.view.selection_changed,
        ):
            signal.connect(self.hide)
        self.hide()

    @property
    def words(self) -> str:
        """The words shown, empty when there is no note."""
        return self._words.text() if self.isVisible() else ""

    @property
    def offers(self) -> list[str]:
        """The texts of the buttons shown."""
        return [button.text() for button in self._buttons] if self.isVisible() else []

    def show_at(self, place: QPointF, words: str, ways: Sequence[WayOut]) -> None:
        """Show words and a button for each way beside `place`, a point of the canvas in logical pixels."""
        self._shown_at = self._history.place
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._words.setWordWrap(self._words.fontMetrics().horizontalAdvance(words) > WIDEST)
        self._words.setMinimumWidth(WIDEST if self._words.wordWrap() else 0)
        self._drop_buttons()
        for way in ways:
            button = QPushButton(way.text.replace("&", "&&"), self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, way=way: self._take(way))
            self._row.addWidget(button)
            self._buttons.append(button)
            button.show()
        self.adjustSize()
        self._put_beside(place.toPoint())
        self.raise_()
        self.show()
        self._until.setRemainingTime(SHOWN_MS)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was offered, also when the window is hidden."""
        super().hideEvent(event)
        self._timer.stop()
        self.hide()
        self._drop_buttons()

    def _look(self) -> None:
        """Go when the time is over; a pointer near a button puts that off."""
        near = self.rect().adjusted(-NEAR, -NEAR, NEAR, NEAR).contains(self.mapFromGlobal(QCursor.pos()))
        if self._buttons and near and self._until.remainingTime() < LINGER_MS:
            self._until.setRemainingTime(LINGER_MS)
        if self._until.hasExpired():
            self.hide()

    def _follow_history(self) -> None:
        """Go when something has been done; that a run has ended is nothing the person did."""
        if self._history.place != self._shown_at:
            self.hide()

    def _drop_buttons(self) -> None:
        while self._buttons:
            button = self._buttons.pop()
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()

    def _take(self, way: WayOut) -> None:
        self.hide()
        way.run()

    def _put_beside(self, place: QPoint) -> None:
        """Stand right below the place, or on the other sides of it where there is no room."""
        canvas = self.parentWidget()
        assert canvas is not None
        area = canvas.rect()
        x, y = place.x() + _BESIDE.x(), place.y() + _BESIDE.y()
        if x + self.width() > area.right():
            x = place.x() - _BESIDE.x() - self.width()
        if y + self.height() > area.bottom():
            y = place.y() - _BESIDE.y() - self.height()
        self.move(max(x, 0), max(y, 0))

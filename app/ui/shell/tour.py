"""The first steps: a few words beside the real control of each, from the first click to the export."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from app.ui.shell.project_view import ProjectView
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import column, label, push_button, row
from app.workspace.workspace import Workspace

WIDTH, GAP = 320, 3 * UNIT


@dataclass(frozen=True, slots=True)
class TourStep:
    """`place` returns the control; `done` whether the person has done it: then the next step comes by itself."""

    title: str
    words: str
    place: Callable[[ProjectView], QWidget]
    done: Callable[[Workspace], bool] | None = None


class Tour(QObject):
    """Goes through the steps over a project's view, which stays usable. `ended` comes once."""

    ended = Signal()

    def __init__(self, view: ProjectView, theme: UiTheme) -> None:
        super().__init__(view)
        self._view = view.with_panels
        self._steps = self._all_steps()
        self._at = 0
        self._was_done = False
        self._frame = _Frame(view, theme)
        self._bubble = _Bubble(view)
        self._bubble.back.clicked.connect(lambda: self._turn(-1))
        self._bubble.next.clicked.connect(lambda: self._turn(1))
        self._bubble.skip.clicked.connect(self.end)
        self._bubble.escaped.connect(self.end)
        view.workspace.editor.changed.connect(self._look)
        view.workspace.jobs.changed.connect(self._look)
        view.installEventFilter(self)
        self.show_step(0)

    @property
    def step(self) -> int:
        """The number of the step shown, from 0."""
        return self._at

    @property
    def bubble(self) -> QFrame:
        """What shows the words and the buttons."""
        return self._bubble

    def show_step(self, number: int) -> None:
        """Show a step; behind the last one the tour ends."""
        if number >= len(self._steps):
            self.end()
            return
        self._at = max(number, 0)
        step = self._steps[self._at]
        self._was_done = step.done is not None and step.done(self._view.workspace)
        self._bubble.show_step(step.title, step.words, self._at, len(self._steps))
        self._place()

    def _turn(self, by: int) -> None:
        """Show another step. A second press where the button was meets nothing: on the canvas it would make a dot."""
        left_at = self._bubble.geometry()
        self.show_step(self._at + by)
        if not self._bubble.isHidden() and self._bubble.geometry() != left_at:
            _Shield(self._view, left_at)
            self._bubble.raise_()

    def end(self) -> None:
        """Take everything away."""
        if self._frame.isHidden() and self._bubble.isHidden():
            return
        self._view.removeEventFilter(self)
        for part in (self._frame, self._bubble):
            part.hide()
            part.deleteLater()
        self._view.canvas.setFocus()
        self.ended.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside the control."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def _look(self, *_what: object) -> None:
        """Go on when the person has just done what the step says."""
        step = self._steps[self._at]
        if step.done is None or self._bubble.isHidden():
            return
        done = step.done(self._view.workspace)
        if done and not self._was_done:
            self.show_step(self._at + 1)
        else:
            self._was_done = done

    def _place(self) -> None:
        if self._bubble.isHidden():
            return
        view, target = self._view, self._steps[self._at].place(self._view)
        shown = target.isVisible()
        area = QRect(target.mapTo(view, QPoint(0, 0)), target.size()) if shown else view.rect()
        self._frame.show_around(area if shown else QRect())
        room = view.rect().adjusted(GAP, GAP, -GAP, -GAP - view.status.height())
        self._bubble.put_beside(area, room, inside=not shown or target is view.canvas)

    def _all_steps(self) -> tuple[TourStep, ...]:
        return (
            TourStep(
                self.tr("Click an object"),
                self.tr("Left click: this is it. Right click: not this. The mask appears once the model answers."),
                lambda view: view.canvas,
                _has_mask,
            ),
            TourStep(
                self.tr("Track it"),
                self.tr("F follows the object through the video. You can go on clicking meanwhile; Esc stops."),
                lambda view: view.tracking.button,
                lambda workspace: workspace.runs.tracking,
            ),
            TourStep(
                self.tr("Find what went wrong"),
                self.tr("One lane an object. J and K jump to frames that look wrong; drag to scrub, Space plays."),
                lambda view: view.playing,
            ),
            TourStep(
                self.tr("Correct it"),
                self.tr("Click what is wrong there, then track again. Your corrections are never overwritten."),
                lambda view: view.canvas,
            ),
            TourStep(
                self.tr("More objects"),
                self.tr("N begins another object. All of them stand in this list, each with its own masks."),
                lambda view: view.objects,
            ),
            TourStep(
                self.tr("Export"),
                self.tr("Ctrl+E writes the masks for other tools. There is nothing to save: everything is, at once."),
                lambda view: view.export_button,
            ),
        )


def _has_mask(workspace: Workspace) -> bool:
    return any(workspace.document.mask_frames(record.id) for record in workspace.document.all_objects())


class _Bubble(QFrame):
    """Title, words, and buttons to go back, on, or away."""

    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bubble")
        self._title = label("")
        self._title.setStyleSheet("font-weight: 600;")
        self._count = label("", "caption")
        self._words = label("", "dim", wrap=True)
        self.skip = push_button(self.tr("Skip"), "quiet")
        self.back = push_button(self.tr("Back"), "quiet")
        self.next = push_button("", "primary")
        layout = column(
            row(self._title, None, self._count), self._words, row(self.skip, None, self.back, self.next), gap=2
        )
        layout.setContentsMargins(4 * UNIT, 3 * UNIT, 3 * UNIT, 3 * UNIT)
        self.setLayout(layout)
        self.setFixedWidth(WIDTH)

    def show_step(self, title: str, words: str, number: int, count: int) -> None:
        """Show a step."""
        self._title.setText(title)
        self._words.setText(words)
        self._count.setText(f"{number + 1} / {count}")
        self.setAccessibleName(f"{title}. {words}")
        self.back.setVisible(number > 0)
        last = number == count - 1
        self.skip.setVisible(not last)
        self.next.setText(self.tr("Done") if last else self.tr("Next"))
        self._words.setFixedHeight(self._words.heightForWidth(WIDTH - 7 * UNIT))
        self.show()
        self.raise_()
        self.adjustSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape skips the rest."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def put_beside(self, area: QRect, room: QRect, *, inside: bool) -> None:
        """Lie in `room` where it covers nothing of `area`, or `inside` it at the top right."""
        size = self.size()
        if inside:
            place = QPoint(area.right() - size.width() - GAP, area.top() + GAP)
        else:
            places = (
                QPoint(area.left() - size.width() - GAP, area.top()),
                QPoint(area.right() + GAP, area.top()),
                QPoint(area.left(), area.top() - size.height() - GAP),
                QPoint(area.right() - size.width(), area.bottom() + GAP),
            )
            place = next((p for p in places if room.contains(QRect(p, size))), places[0])
        x = min(max(place.x(), room.left()), room.right() - size.width())
        y = min(max(place.y(), room.top()), room.bottom() - size.height())
        self.move(x, y)


class _Shield(QWidget):
    """Takes presses where the bubble was, for as long as they may be the second of a double click."""

    def __init__(self, parent: QWidget, area: QRect) -> None:
        super().__init__(parent)
        self.setGeometry(area)
        self.show()
        QTimer.singleShot(QApplication.doubleClickInterval(), self, self.deleteLater)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        event.accept()


class _Frame(QWidget):
    """A line around a control, through which the pointer reaches it."""

    def __init__(self, parent: QWidget, theme: UiTheme) -> None:
        super().__init__(parent)
        self._host = parent
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_around(self, area: QRect) -> None:
        """Surround an area; an empty one is not."""
        self.setVisible(not area.isEmpty())
        self.setGeometry(area.adjusted(-3, -3, 3, 3).intersected(self._host.rect()))
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.palette.color("accent_mark"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 6, 6)

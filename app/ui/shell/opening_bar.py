"""The bar that shows how far the opening of a project is, with a button to cancel it; it lies over the page."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.project.paths import database_path
from app.ui.dropped_paths import is_project
from app.ui.jobs.progress_bar import ProgressBar
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import label, push_button
from app.workspace.projects.loading import Loaded
from app.workspace.projects.opening import Opening, Prepare

TOP, MARGIN = 56, 4 * UNIT
"""Logical pixels above it, where the window's own bar is, and at least beside it."""
QUICK_MS = 150
"""A project that opens faster shows no bar."""


class OpeningBar(QFrame):
    """Opens one project at a time: opening another cancels the first. Hidden while nothing is opened.

    It lies over `page`, in the middle of its upper edge, and takes no room from it.
    """

    opened = Signal(object)
    """Loaded: everything of the project is read."""
    failed = Signal(object)
    """A UserError."""
    crashed = Signal(object)
    stopped = Signal()
    """Cancelled by its button."""

    def __init__(self, theme: UiTheme, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("openingbar")
        self._page = page
        self._opening: Opening | None = None
        self._path = Path()
        self._label = label("")
        self._progress = ProgressBar(theme, self)
        self._progress.setFixedWidth(240)
        self._cancel = push_button("", "quiet")
        self._cancel.clicked.connect(self._give_up)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(3 * UNIT)
        layout.addWidget(self._label)
        layout.addWidget(self._progress)
        layout.addWidget(self._cancel)
        page.installEventFilter(self)
        self._show_timer = QTimer(self, interval=QUICK_MS, singleShot=True)
        self._show_timer.timeout.connect(self._show_over)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Show all texts in the language that has been installed."""
        self._cancel.setText(self.tr("Cancel"))
        path = self._path.absolute()
        name = database_path(path).parent.name if is_project(path) or not path.exists() else path.name
        self._label.setText(self.tr("Opening {name}…").format(name=name))
        self._progress.setAccessibleName(self._label.text())

    @property
    def under_way(self) -> bool:
        """True while a project is being opened."""
        return self._opening is not None

    def start(self, path: Path, prepare: Prepare | None = None) -> None:
        """Open the project given by its folder or file; nothing happens when that is under way already.

        `prepare` makes it first, see `Opening`: `path` may be the media that it is to be made of.
        """
        if self._opening is not None and self._path == path:
            return
        self.stop()
        self._path = path
        self.retranslate()
        self._progress.show_share(0.0)
        opening = self._opening = Opening(path, self, prepare)
        opening.progressed.connect(self._progress.show_share)
        opening.opened.connect(self._finish)
        opening.failed.connect(self._fail)
        opening.crashed.connect(self._crash)
        self._show_timer.start()

    def stop(self, wait_ms: int = 0) -> None:
        """Cancel. Waits for the thread, at most `wait_ms`."""
        if self._opening is not None:
            self._opening.stop(wait_ms)
        self._end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place over the page."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _show_over(self) -> None:
        self._place()
        self.raise_()
        self.show()

    def _place(self) -> None:
        page, size = self._page, self.sizeHint()
        width = min(size.width(), page.width() - 2 * MARGIN)
        self.setGeometry((page.width() - width) // 2, TOP, width, size.height())

    def _give_up(self) -> None:
        self.stop()
        self.stopped.emit()

    def _finish(self, loaded: Loaded) -> None:
        self._end()
        self.opened.emit(loaded)

    def _fail(self, error: object) -> None:
        self._end()
        self.failed.emit(error)

    def _crash(self, bug: object) -> None:
        self._end()
        self.crashed.emit(bug)

    def _end(self) -> None:
        self._opening = None
        self._show_timer.stop()
        self.hide()

"""The bar above the canvas that says what went wrong and what to do, without stopping anything."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.errors import UserError
from app.ui.failures.error_actions import Way
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import column, label, push_button, row
from app.workspace.translation import spoken

KEPT = 20


class ErrorBar(QFrame):
    """Shows the newest failure; older ones wait behind it until it is closed."""

    def __init__(self, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorbar")
        self._theme = theme
        self._waiting: list[tuple[UserError, tuple[Way, ...]]] = []
        self._icon = QLabel()
        self._message = label("", wrap=True)
        self._message.setStyleSheet("font-weight: 600;")
        self._hint = label("", "dim", wrap=True)
        self._ways = row()
        self._close = push_button(self.tr("Close"), "quiet")
        words = column(self._message, self._hint, gap=0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(3 * UNIT)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addLayout(self._ways)
        layout.addWidget(self._close)
        self._close.clicked.connect(self.close_one)
        theme.set_pixmap(self._icon, "error", "danger", 20)
        self.hide()

    @property
    def message(self) -> str:
        """What is shown, empty when nothing is."""
        return self._message.text() if self._waiting else ""

    @property
    def hint(self) -> str:
        """What can be done about it, as shown."""
        return self._hint.text() if self._waiting else ""

    @property
    def errors(self) -> tuple[UserError, ...]:
        """The failure shown, last, and those behind it."""
        return tuple(error for error, _ways in self._waiting)

    def show_error(self, error: UserError, *ways: Way) -> None:
        """Show a failure, with a button for each of the `ways` out. The same failure is not shown twice in a row."""
        if self._waiting and self._waiting[-1][0].message == error.message:
            return
        self._waiting.append((error, ways))
        del self._waiting[:-KEPT]
        self._show()

    def speak(self) -> None:
        """Say everything in the language that has been installed."""
        self._show()

    def close_one(self) -> None:
        """Close the failure shown and show the one before it, if there is one."""
        if self._waiting:
            self._waiting.pop()
        self._show()

    def clear(self) -> None:
        """Close all."""
        self._waiting.clear()
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._waiting))
        if not self._waiting:
            return
        error, ways = self._waiting[-1]
        self._message.setText(spoken(error.what))
        self._hint.setText(spoken(error.advice))
        self._hint.setVisible(bool(error.advice))
        self._offer(ways)
        more = len(self._waiting) - 1
        self._close.setText(self.tr("Close ({more} more)").format(more=more) if more else self.tr("Close"))

    def _offer(self, ways: tuple[Way, ...]) -> None:
        while (item := self._ways.takeAt(0)) is not None:
            button = item.widget()
            if button is not None:
                button.hide()
                button.deleteLater()
        for way in ways:
            button = push_button(way.text)
            button.clicked.connect(lambda _checked=False, way=way: self._take(way))
            self._ways.addWidget(button)
            QWidget.setTabOrder(button, self._close)
            button.show()

    def _take(self, way: Way) -> None:
        self.close_one()
        way.go()

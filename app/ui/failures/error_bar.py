"""The bar that shows a failure and what can be done about it, without blocking the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.errors import UserError
from app.ui.failures.error_actions import ErrorAction
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import column, label, push_button, row
from app.workspace.translation import translated

MAX_ERRORS = 20


class ErrorBar(QFrame):
    """Shows the newest failure; closing it shows the one before."""

    def __init__(self, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorbar")
        self._theme = theme
        self._errors: list[tuple[UserError, tuple[ErrorAction, ...]]] = []
        self._icon = QLabel()
        self._message = label("", wrap=True)
        self._message.setStyleSheet("font-weight: 600;")
        self._hint = label("", "dim", wrap=True)
        self._buttons = row()
        self._close = push_button(self.tr("Close"), "quiet")
        texts = column(self._message, self._hint, gap=0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(3 * UNIT)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        layout.addLayout(self._buttons)
        layout.addWidget(self._close)
        self._close.clicked.connect(self.close_one)
        theme.set_pixmap(self._icon, "error", "danger", 20)
        self.hide()

    @property
    def message(self) -> str:
        """The message shown, empty when there is none."""
        return self._message.text() if self._errors else ""

    @property
    def hint(self) -> str:
        """The hint shown, empty when there is none."""
        return self._hint.text() if self._errors else ""

    @property
    def errors(self) -> tuple[UserError, ...]:
        """All failures, the one shown last."""
        return tuple(error for error, _ways in self._errors)

    def show_error(self, error: UserError, *actions: ErrorAction) -> None:
        """Show a failure, with a button for each of the `actions` out. The same failure is not shown twice in a row."""
        if self._errors and self._errors[-1][0].message == error.message:
            return
        self._errors.append((error, actions))
        del self._errors[:-MAX_ERRORS]
        self._show()

    def retranslate(self) -> None:
        """Show all texts in the language that has been installed."""
        self._show()

    def close_one(self) -> None:
        """Close the failure shown and show the one before it, if there is one."""
        if self._errors:
            self._errors.pop()
        self._show()

    def clear(self) -> None:
        """Close all."""
        self._errors.clear()
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._errors))
        if not self._errors:
            return
        error, actions = self._errors[-1]
        self._message.setText(translated(error.what))
        self._hint.setText(translated(error.advice))
        self._hint.setVisible(bool(error.advice))
        self._show_actions(actions)
        more = len(self._errors) - 1
        self._close.setText(self.tr("Close ({more} more)").format(more=more) if more else self.tr("Close"))

    def _show_actions(self, actions: tuple[ErrorAction, ...]) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            button = item.widget()
            if button is not None:
                button.hide()
                button.deleteLater()
        for action in actions:
            button = push_button(action.text)
            button.clicked.connect(lambda _checked=False, action=action: self._run(action))
            self._buttons.addWidget(button)
            QWidget.setTabOrder(button, self._close)
            button.show()

    def _run(self, action: ErrorAction) -> None:
        self.close_one()
        action.run()

"""The line that says where something was written, with a button that opens the folder."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.ui.failures.message_line import MessageLine, Severity, Way
from app.ui.theme.theme import UiTheme
from app.workspace.messages import Messages

SHOWN_MS = 30_000


class ResultLine(MessageLine):
    """Shows the newest result for half a minute, or until it is closed or opened."""

    def __init__(self, messages: Messages, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, Qt.TextElideMode.ElideMiddle)
        self._messages = messages
        self._words = ""
        self._timer = QTimer(self, interval=SHOWN_MS, singleShot=True)
        self._timer.timeout.connect(self.say_nothing)
        self.closed.connect(self.say_nothing)
        self.taken.connect(self._take)
        messages.wrote.connect(self.show_result)

    @property
    def message(self) -> str:
        """What is said, empty when that is nothing."""
        return self._words if self.says_something else ""

    def show_result(self, words: str, folder: Path) -> None:
        """Say that something was written to `folder`."""
        self._words = words
        self.show_message(Severity.DONE, words, ways=(Way(self.tr("Open folder"), lambda: self._open(folder)),))
        self._timer.start()

    def _take(self, way: Way) -> None:
        self.say_nothing()
        way.run()

    def _open(self, folder: Path) -> None:
        if not folder.is_dir() or not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._messages.report(
                UserError("{folder} cannot be opened.", "It may have been moved or deleted.", folder=folder)
            )

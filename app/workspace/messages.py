"""What a workspace tells a person: failures, short notices, bugs."""

import logging
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import UserError

_log = logging.getLogger(__name__)


class Messages(QObject):
    """Failures and short notices, for whoever shows them."""

    failed = Signal(object)
    """A UserError to show; nothing was lost."""
    notice = Signal(str)
    """A few words for the status bar."""
    wrote = Signal(str, object)
    """Words and the Path of a folder: something was written there for the person."""
    crashed = Signal(object)
    """A bug in a job; for the crash guard."""

    def report(self, error: UserError) -> None:
        """Announce an expected failure."""
        _log.info("%s %s", error.message, error.hint)
        self.failed.emit(error)

    def written(self, words: str, folder: Path) -> None:
        """Tell that something lies in `folder` now."""
        self.wrote.emit(words, folder)

    def say(self, words: str) -> None:
        """Show a few words in passing."""
        self.notice.emit(words)

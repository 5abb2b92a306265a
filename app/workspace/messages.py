"""What a workspace tells a person: failures, refusals, short notices, bugs."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import UserError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WayOut:
    """What can be done about a refusal: the text of a button, translated, and what it does."""

    text: str
    run: Callable[[], object]


@dataclass(slots=True, eq=False)
class Refusal:
    """Why nothing happened, in a few words for where the person looks. `shown`: somebody has shown it there."""

    words: str
    ways: tuple[WayOut, ...] = ()
    shown: bool = False


class Messages(QObject):
    """Failures, refusals and short notices, for whoever shows them."""

    failed = Signal(object)
    """A UserError to show; nothing was lost."""
    refused = Signal(object)
    """A Refusal, to be shown at the pointer. Where nobody can, its words are a notice."""
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

    def refuse(self, words: str, *ways: WayOut) -> None:
        """Say why nothing happens, and what can be done about it."""
        refusal = Refusal(words, ways)
        self.refused.emit(refusal)
        if not refusal.shown:
            self.say(words)

    def written(self, words: str, folder: Path) -> None:
        """Tell that something lies in `folder` now."""
        self.wrote.emit(words, folder)

    def say(self, words: str) -> None:
        """Show a few words in passing."""
        self.notice.emit(words)

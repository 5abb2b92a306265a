"""What a workspace tells a person, and the border of every verb: an expected failure is reported, not raised."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from app.collector import collector_resting
from app.errors import UserError

if TYPE_CHECKING:
    from app.workspace.editor import Editor

P = ParamSpec("P")
R = TypeVar("R")

_log = logging.getLogger(__name__)


class Messages(QObject):
    """Failures and short notices, for whoever shows them."""

    failed = Signal(object)
    """A UserError to show; nothing was lost."""
    notice = Signal(str)
    """A few words for the status bar."""
    crashed = Signal(object)
    """A bug in a job; for the crash guard."""

    def report(self, error: UserError) -> None:
        """Announce an expected failure."""
        _log.info("%s %s", error.message, error.hint)
        self.failed.emit(error)

    def say(self, words: str) -> None:
        """Show a few words in passing."""
        self.notice.emit(words)


class Noun(Protocol):
    """What has verbs that change the document."""

    @property
    def editor(self) -> "Editor":
        """The path that every change takes."""
        ...


N = TypeVar("N", bound=Noun)


def reports(verb: Callable[Concatenate[N, P], R]) -> Callable[Concatenate[N, P], R | None]:
    """Wrap a verb so that a UserError is reported and the verb returns None; nothing has changed then."""

    @wraps(verb)
    def guarded(noun: N, /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        try:
            # The collector would walk over the tens of thousands of things that a large edit makes.
            with collector_resting():
                noun.editor.catch_up()
                return verb(noun, *args, **kwargs)
        except UserError as error:
            noun.editor.messages.report(error)
            return None

    return guarded

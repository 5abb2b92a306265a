"""The border of every verb: an expected failure is reported, not raised into the event loop."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from app.collector import collector_resting
from app.errors import UserError
from app.workspace.editor import Editor

P = ParamSpec("P")
R = TypeVar("R")


class Noun(Protocol):
    """What has verbs that change the document."""

    @property
    def editor(self) -> Editor:
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

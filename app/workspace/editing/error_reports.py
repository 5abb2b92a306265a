"""The border of every verb: an expected failure is reported, not raised into the event loop."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from app.collector import collector_resting
from app.errors import UserError
from app.workspace.editing.editor import Editor

P = ParamSpec("P")
R = TypeVar("R")


class Noun(Protocol):
    """What has verbs that change the document."""

    @property
    def editor(self) -> Editor:
        """The path that every change takes."""
        ...


N = TypeVar("N", bound=Noun)
Verb = Callable[Concatenate[N, P], R]
GuardedVerb = Callable[Concatenate[N, P], R | None]


def reports(verb: Verb[N, P, R]) -> GuardedVerb[N, P, R]:
    """Wrap a person's verb so that a UserError is reported and the verb returns None; nothing has changed then.

    What the person is in the middle of is finished before (see `in_hand`).
    """
    return _guarded(verb, Editor.begin_command)


def arrives(verb: Verb[N, P, R]) -> GuardedVerb[N, P, R]:
    """Wrap what takes over a result that was computed meanwhile: as `reports`, but a gesture in hand goes on."""
    return _guarded(verb, Editor.catch_up)


def takes_back(verb: Verb[N, P, R]) -> GuardedVerb[N, P, R]:
    """Wrap a verb that takes back the newest of something: the last part of a gesture in hand is newer than that."""
    guarded = reports(verb)

    @wraps(verb)
    def newest_first(noun: N, /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        return None if noun.editor.in_hand.take_back() else guarded(noun, *args, **kwargs)

    return newest_first


def _guarded(verb: Verb[N, P, R], before: Callable[[Editor], None]) -> GuardedVerb[N, P, R]:
    @wraps(verb)
    def guarded(noun: N, /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        try:
            # The collector would walk over the tens of thousands of things that a large edit makes.
            with collector_resting():
                before(noun.editor)
                return verb(noun, *args, **kwargs)
        except UserError as error:
            noun.editor.messages.report(error)
            return None

    return guarded

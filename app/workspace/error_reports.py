"""At the border of every verb: an expected failure is announced, not raised into the event loop."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from app.collector import collector_resting
from app.errors import UserError
from app.workspace.editor import Core

C = TypeVar("C", bound=Core)
P = ParamSpec("P")
R = TypeVar("R")


def reports(verb: Callable[Concatenate[C, P], R]) -> Callable[Concatenate[C, P], R | None]:
    """Wrap a verb so that a UserError goes to `failed` and the verb returns None; nothing has changed then."""

    @wraps(verb)
    def guarded(workspace: C, /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        try:
            # The collector would walk over the tens of thousands of things that a large edit makes.
            with collector_resting():
                workspace.catch_up()
                return verb(workspace, *args, **kwargs)
        except UserError as error:
            workspace.report(error)
            return None

    return guarded

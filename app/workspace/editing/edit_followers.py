"""What goes with every edit: what completes it before it is applied, its line of the log, and who follows it."""

from collections import deque
from collections.abc import Callable, Sequence

from app.collector import freeze_heap
from app.project.document import Document
from app.project.edit import Edit
from app.project.model import Event
from app.workspace.editing.applied import Applied

LARGE = 5_000
"""Changes of an edit from which the collector's walks over what it made would be felt, and all that follows it."""

Completion = Callable[[Edit], Edit]
"""Returns what has to change, too, when an edit of the history is applied: against the document as it is after it."""
Consequence = Callable[[Document, Edit], Edit]
"""Returns what has to change, too, when a new edit or a late result is applied to the document as it is."""
Follower = Callable[[Applied], None]
Scribe = Callable[[Applied], Event | None]
"""Returns the line of the log of an edit, which is saved in the same transaction."""


class EditFollowers:
    """Knows none of them: the workspace wires its nouns to it, and it calls them in that order."""

    def __init__(self) -> None:
        self._completions: tuple[Completion, ...] = ()
        self._consequences: tuple[Consequence, ...] = ()
        self._scribe: Scribe = _no_line
        self._followers: tuple[Follower, ...] = ()
        self._untold: deque[Applied] = deque()
        self._telling = False
        self.telling_large = False
        """True while an edit of many changes is told."""

    def wire(
        self,
        completions: Sequence[Completion],
        followers: Sequence[Follower],
        consequences: Sequence[Consequence] = (),
        scribe: Scribe | None = None,
    ) -> None:
        """Say who completes an edit before it is applied, who writes the log, and who follows each edit, in this order.

        `completions` are for edits of the history, `consequences` for others.
        """
        self._completions, self._followers = tuple(completions), tuple(followers)
        self._consequences, self._scribe = tuple(consequences), scribe or _no_line

    def completing(self, edit: Edit) -> Edit:
        """Return what has to change, too, with an edit of the history."""
        more = Edit()
        for completion in self._completions:
            more = more.then(completion(edit.then(more)))
        return more

    def with_consequences(self, document: Document, edit: Edit) -> Edit:
        """Return a new edit, or a late result, with all that follows from it."""
        for consequence in self._consequences:
            edit = edit.then(consequence(document, edit))
        return edit

    def line(self, applied: Applied) -> Event | None:
        """Return the line of the log of an edit that is about to be saved."""
        return self._scribe(applied)

    def tell(self, applied: Applied) -> None:
        """Let everybody follow an edit. When a follower makes another one, that is told after this one is."""
        self._untold.append(applied)
        if self._telling:
            return
        self._telling = True
        try:
            while self._untold:
                told = self._untold.popleft()
                self.telling_large = told.edit.size > LARGE
                for follow in self._followers:
                    follow(told)
        finally:
            self._telling = self.telling_large = False
        if applied.edit.size > LARGE:
            freeze_heap()


def _no_line(_applied: Applied) -> None:
    return None

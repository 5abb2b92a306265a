"""Work on many masks: done in the background, as a job where it takes a while, and taken over as one step."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TypeVar

from app.collector import collector_resting
from app.errors import UserError
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_checks import tried
from app.project.model import ObjectId
from app.workspace.editing.editor import Editor
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.runner import JobRunner
from app.workspace.jobs.worker import Ending, Priority, Worker

T = TypeVar("T")

Work = Generator[int, None, T]
"""Yields now and then how many masks are done since; returns what came of them."""

REPORT_S = 0.02
MANY = 2_000
"""Up to so many masks an edit is made before the verb returns; making that of more would be felt."""


class BulkEdits:
    """What verbs on many masks share."""

    def __init__(self, editor: Editor, runner: JobRunner, background: Worker) -> None:
        self._editor = editor
        self._runner = runner
        self._background = background

    def step(self, ids: Sequence[ObjectId], make: Callable[[Document], Edit], take: Callable[[Edit], object]) -> bool:
        """Make the edit of a document and let `take` do it; where `ids` have many masks, a moment later.

        Whatever a person does meanwhile comes after it (see `Editor.catch_up`). `ids` are the objects whose cells it
        moves: a late result may change those meanwhile. Returns False when `take` was called at once and returned
        nothing.
        """
        editor = self._editor
        if sum(len(editor.document.contents_of(id)[0]) for id in ids) <= MANY:
            return bool(take(make(editor.document)))
        was = editor.document.frozen()
        made: list[tuple[Edit, Document]] = []

        def making() -> Iterator[None]:
            edit = make(was)
            made.append((edit, tried(was, edit)))
            yield

        def finish() -> None:
            fits = bool(made) and editor.document.agrees(was, ids)
            try:
                with collector_resting():
                    if fits:
                        editor.vouch(*made[0])
                    take(made[0][0] if fits else make(editor.document))
            except UserError as error:
                editor.messages.report(error)

        editor.defer(finish)
        # When it could not be made there, the same is said by making it here.
        end = lambda _ending, _error: editor.catch_up() if editor.is_deferred(finish) else None  # noqa: E731
        self._background.submit(making, priority=Priority.INTERACTIVE, on_end=end)
        return True

    def compute(self, title: str, total: int, work: Callable[[], Work[T]], take: Callable[[T], object]) -> Job:
        """Work on `total` masks in the background as a job; `take` gets the result, or nothing when it is stopped."""
        made: list[T] = []

        def running() -> Iterator[int]:
            made.append((yield from work()))

        return self._runner.run(
            self._background,
            title,
            JobKind.SEGMENT,
            running,
            total=total,
            unit="masks",
            priority=Priority.INTERACTIVE,
            on_result=lambda job, more: self._runner.jobs.progress(job, job.done + more),
            on_end=lambda _job, ending: take(made[0]) if ending is Ending.DONE else None,
        )


def counted(steps: Iterable[object]) -> Iterator[int]:
    """Go through `steps`, one a mask; yield about fifty times a second how many are done since."""
    done, due = 0, time.monotonic() + REPORT_S
    for _ in steps:
        done += 1
        if time.monotonic() >= due:
            yield done
            done, due = 0, time.monotonic() + REPORT_S
    yield done

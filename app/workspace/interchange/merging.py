"""Verbs that bring in what others did in a copy of the project: looked at first, then one step of undo."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import ProjectError
from app.phrases import plural
from app.project.edit import Edit
from app.project.history import StepId
from app.project.model import Event, ObjectId
from app.project.paths import database_path
from app.project.storage.store import Store
from app.review.shared_log import ProjectCopy
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import arrives, reports
from app.workspace.edits.merge_plan import MergePlan, Side, planned
from app.workspace.edits.merging import Merging, NewIds
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.runner import JobRunner
from app.workspace.jobs.worker import Worker

SHARE = 1_000
"""Units of the progress of looking."""


class ProjectMerger(QObject):
    """Looking runs on the transfer thread, and so does making the edit; the document changes when that is there."""

    lines_taken = Signal(object)
    """Lines of the copy's log that are in the project's now: tuple[Event, ...]."""

    def __init__(
        self,
        editor: Editor,
        folder: Path,
        runner: JobRunner,
        transfer: Worker,
        ask_again: Callable[[StepId, Edit], None],
    ) -> None:
        """`ask_again` asks for the masks of prompts that had none yet in the copy."""
        super().__init__()
        self.editor = editor
        self._folder = folder
        self._runner = runner
        self._transfer = transfer
        self._ask_again = ask_again
        self._looks = 0

    @property
    def looking(self) -> bool:
        """True while a copy is looked at."""
        return self._looks > 0

    @reports
    def look(self, path: Path, then: Callable[[MergePlan], None]) -> None:
        """Find out what merging the copy in the project folder `path` comes to, and hand it to `then`."""
        file = database_path(path)
        if not file.is_file():
            raise ProjectError("There is no project in {path}.", "Choose a copy of this project.", path=path)
        if file.resolve() == database_path(self._folder).resolve():
            raise ProjectError("That is this project itself.", "Choose a copy of it.")
        self._looks += 1
        self.editor.fetch_log(lambda log: self._plan(path, log, then), otherwise=self._looked)

    def _looked(self) -> None:
        self._looks -= 1

    def _plan(self, path: Path, log: Callable[[], Iterator[Event]], then: Callable[[MergePlan], None]) -> None:
        document, folder = self.editor.document.frozen(), database_path(path.absolute()).parent

        def planning() -> Iterator[float | MergePlan]:
            with Store.open_copy(path) as store:
                theirs = ProjectCopy(store.load(), tuple(store.events()))
            yield 0.0
            mine = ProjectCopy(document, tuple(log()))
            steps = planned(mine, theirs, folder)
            while True:
                try:
                    yield next(steps)
                except StopIteration as end:
                    yield end.value
                    return

        def take(job: Job, step: float | MergePlan) -> None:
            if isinstance(step, MergePlan):
                then(step)
            else:
                self._runner.jobs.progress(job, round(step * SHARE), SHARE)

        title = self.tr("Look at {name}").format(name=path.name)
        self._runner.run(
            self._transfer,
            title,
            JobKind.COMPARE,
            planning,
            on_result=take,
            on_end=lambda _job, _ending: self._looked(),
            discard=True,
        )

    @reports
    def take(self, plan: MergePlan, choices: Mapping[ObjectId, Side] | None = None) -> Job | None:
        """Take over what was done in the copy, as one step; `choices` for conflicts, by the object's id there."""
        if plan.nothing:
            self.editor.messages.say(self.tr("There is nothing in the copy that is not here."))
            return None
        editor, theirs = self.editor, plan.theirs.document
        ids = NewIds(
            iter([editor.new_video_id() for _ in plan.new_videos]),
            iter([editor.new_object_id() for _ in (*plan.new, *plan.conflicts)]),
            iter([editor.new_run_id() for _ in theirs.runs()]),
            iter([editor.new_issue_id() for _ in theirs.issues()]),
        )
        chosen, name = dict(choices or {}), secrets.token_hex(4)

        def making() -> Iterator[tuple[Edit, tuple[Event, ...]]]:
            yield Merging(plan, chosen, ids, self._folder).made(name)

        return self._runner.run(
            self._transfer,
            self.tr("Merge"),
            JobKind.IMPORT,
            making,
            on_result=lambda _job, made: self._do(plan, *made),
            discard=True,
        )

    @arrives
    def _do(self, plan: MergePlan, edit: Edit, lines: tuple[Event, ...]) -> None:
        was, now = plan.mine.document, self.editor.document
        touched = [id for id in edit.objects_touched() if was.object(id) is not None]
        if was.videos() != now.videos() or not now.agrees(was, touched) or was.conventions() != now.conventions():
            raise ProjectError(
                "The project has changed since the copy was looked at: nothing was taken over.", "Merge once more."
            )
        step = self.editor.do(self.tr("Merge"), edit, merged=lines)
        self.lines_taken.emit(lines)
        if step is not None:
            self._ask_again(step, edit)
        count = len(edit.objects_touched())
        words = plural(count, self.tr("{count} object was taken over."), self.tr("{count} objects were taken over."))
        self.editor.messages.say(words.format(count=count))

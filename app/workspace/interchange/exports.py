"""Verbs that write results for others: exports, and the published copies in the project folder."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from app.errors import ExportError
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss, clip_of
from app.interchange.export.estimate import Estimate, estimate
from app.interchange.export.losses import check
from app.interchange.export.options import Outgoing, WriteOptions
from app.interchange.export.output import free_destination
from app.interchange.export.staging import LeftOver, left_over
from app.interchange.export.writing import Writer, chosen, export, identity, passed_over, passes
from app.interchange.publish import publish
from app.interchange.table import format_named
from app.media.source import FrameSource
from app.project.document import Document
from app.project.model import VideoId
from app.project.paths import MASKLETS, own_place
from app.workspace.editing.applied import Applied
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.jobs.jobs import Job, JobKind, JobList
from app.workspace.jobs.runner import JobRunner
from app.workspace.jobs.worker import Ending, Worker
from app.workspace.media.sources import open_checked
from app.workspace.messages import Messages
from app.workspace.translation import translated


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be written: about how much (None where the frames cannot be read), and what of it is there already,
    as an earlier export of the same to the same place was stopped or killed. `refusal`: why nothing can be."""

    estimate: Estimate | None
    left_over: LeftOver | None
    refusal: ExportError | None = None


class _ExportUnderWay:
    """What turns out to be lost in one export, and what is said at its end: the project may be closed by then."""

    def __init__(
        self,
        messages: Messages,
        jobs: JobList,
        out: Path,
        done: str,
        stopped: str,
        then: Callable[[tuple[Loss, ...]], None],
    ) -> None:
        self._messages = messages
        self._jobs = jobs
        self._out = out
        self._done = done
        self._stopped = stopped
        self._then = then
        self._losses: list[Loss] = []

    def take(self, job: Job, step: ExportProgress | Loss) -> None:
        """Take what the export yields."""
        if isinstance(step, Loss):
            self._losses.append(step)
        else:
            self._jobs.progress(job, step.done, step.total)

    def tell_end(self, _job: Job, ending: Ending) -> None:
        """Say where it went and what was lost, or that it was stopped; failures are told elsewhere."""
        if ending is Ending.DONE:
            words = [f"{loss.video}: {translated(loss.words)}" for loss in self._losses]
            self._messages.written(" ".join([self._done, *words]), self._out)
            self._then(tuple(self._losses))
        elif ending is Ending.STOPPED:
            self._messages.say(self._stopped)


class Exports(QObject):
    """Exports run on the transfer thread, on the masks as they were when the verb was called."""

    def __init__(self, editor: Editor, folder: Path, runner: JobRunner, background: Worker, transfer: Worker) -> None:
        super().__init__()
        self.editor = editor
        self._folder = folder
        self._runner = runner
        self._background = background
        self._transfer = transfer
        self._unpublished = False
        """True when something has changed that the copies in masklets/ do not show yet."""

    @reports
    def start(
        self,
        format_id: str,
        out: Path,
        videos: Sequence[VideoId] | None = None,
        then: Callable[[tuple[Loss, ...]], None] = lambda _losses: None,
        options: WriteOptions = WriteOptions(),  # noqa: B008  frozen
        anew: bool = False,
    ) -> Job:
        """Write `videos` (None: all) into the new folder `out`, which appears when it is whole.

        Of an export that is stopped or killed nothing can be seen; the next one of the same to the same place goes on
        where it was, unless `anew`. What turned out to be lost is said at the end, and handed to `then`. Closing the
        project does not stop it.
        """
        row = format_named(format_id)
        writer = row.writer()
        options = row.checked(options)
        self._require(videos)
        clips = self._snapshot(videos)
        under_way = _ExportUnderWay(
            self.editor.messages,
            self._runner.jobs,
            out,
            self.tr("Exported to {folder}.").format(folder=out),
            self.tr("The export was stopped. The same one to the same folder goes on with the files that were whole."),
            then,
        )
        return self._runner.run(
            self._transfer,
            self.tr("Export {title}").format(title=translated(row.title)),
            JobKind.EXPORT,
            lambda: export(writer, chosen(clips(), options), out, passes(row.pictures, options), anew=anew),
            on_result=under_way.take,
            on_end=under_way.tell_end,
            again=lambda: self.start(format_id, out, videos, then, options),
            unit="frames",
            outlasts=True,
        )

    @reports
    def check(
        self,
        format_id: str,
        videos: Sequence[VideoId] | None,
        then: Callable[[tuple[Loss, ...]], None],
        options: WriteOptions = WriteOptions(),  # noqa: B008  frozen
        out: Path | None = None,
        plan: Callable[[Plan], None] | None = None,
    ) -> Job:
        """Find out what the format cannot hold of `videos` (None: all) and hand it to `then`; then, for `plan`, about
        how much would be written, and what of it lies beside `out` already.
        """
        row = format_named(format_id)
        writer = row.writer()
        options = row.checked(options)
        self._require(videos)
        snapshot = self._snapshot(videos)
        frames = row.writes_frames(options)

        def checking() -> Iterator[ExportProgress | tuple[Loss, ...] | Plan]:
            asked = snapshot()
            clips = chosen(asked, options)
            found = yield from check(row.title, row.holding(options.variant), clips, row.loses, frames)
            yield passed_over(asked, clips) + found
            if plan is not None:
                yield from _planned(writer, clips, frames, out)

        def take(job: Job, result: ExportProgress | tuple[Loss, ...] | Plan) -> None:
            if isinstance(result, Plan):
                assert plan is not None
                plan(result)
            elif isinstance(result, tuple):
                then(result)
            else:
                self._follow_progress(job, result)

        return self._runner.run(
            self._transfer, self.tr("Check export"), JobKind.EXPORT, checking, on_result=take, unit="frames"
        )

    @reports
    def publish(self) -> Job:
        """Refresh the copies for other tools in masklets/: SA-V JSON, a file for each video."""
        self._unpublished = False
        told = self.tr("The masklets in {folder} are up to date.").format(folder=MASKLETS)

        def ended(_job: Job, ending: Ending) -> None:
            self._unpublished = self._unpublished or ending is not Ending.DONE
            if ending is Ending.DONE:
                self.editor.messages.written(told, self._folder / MASKLETS)

        return self._runner.run(
            self._background,
            self.tr("Refresh masklets"),
            JobKind.PUBLISH,
            self._publishing(),
            on_result=self._follow_progress,
            on_end=ended,
            again=self.publish,
            unit="frames",
        )

    def follow(self, applied: Applied) -> None:
        """Note when the copies in masklets/ are out of date."""
        edit = applied.edit
        self._unpublished = self._unpublished or bool(edit.masks or edit.objects or edit.verdicts)

    def closing(self) -> Iterator[ExportProgress]:
        """Return a generator that refreshes the copies a last time, if something has changed."""
        return self._publishing()() if self._unpublished else iter(())

    def _publishing(self) -> Callable[[], Iterator[ExportProgress]]:
        """Return what makes the generator that refreshes the copies, as the masks are now."""
        project, clips = self._folder, self._snapshot(None)

        def publishing() -> Iterator[ExportProgress]:
            if not project.is_dir():
                raise ExportError(
                    "The project folder {folder} is not there any more.",
                    "What you do is still saved in it: close the project and open it where it is now.",
                    folder=project,
                )
            folder = own_place(project, MASKLETS)
            if folder is None:
                raise ExportError(
                    "“{name}” in the project folder leads to another place: nothing is written there.",
                    "Remove that link, then refresh the masklets again.",
                    name=MASKLETS,
                )
            if folder.exists() and not folder.is_dir():
                raise ExportError(
                    "“{name}” in the project folder is a file: the copies for other tools cannot be written.",
                    "Move that file away, then refresh the masklets again.",
                    name=MASKLETS,
                )
            yield from publish(clips(), folder)

        return publishing

    def _require(self, videos: Sequence[VideoId] | None) -> None:
        if not (self.editor.document.videos() if videos is None else videos):
            raise ExportError("There is nothing to export: the project has no video.", "Add one first.")

    def _snapshot(self, videos: Sequence[VideoId] | None) -> Callable[[], tuple[AnnotatedClip, ...]]:
        """Return what makes, on any thread, the clips of `videos` (None: all) as they are now."""
        document, folder = self.editor.document.frozen(), self._folder
        wanted = tuple(video.id for video in document.videos()) if videos is None else tuple(videos)
        return lambda: tuple(clip_of(document, id, _opener(document, folder, id)) for id in wanted)

    def _follow_progress(self, job: Job, progress: ExportProgress) -> None:
        self._runner.jobs.progress(job, progress.done, progress.total)


def _planned(
    writer: Writer, clips: Sequence[Outgoing], frames: bool, out: Path | None
) -> Iterator[ExportProgress | Plan]:
    """Yield the plan of an export of `clips` to `out`; `frames`: the writer reads the frames."""
    try:
        if out is not None:
            free_destination(out)
        guess = yield from estimate(writer, clips, frames)
    except ExportError as refusal:
        yield Plan(None, None, refusal)
        return
    left = left_over(out, (yield from identity(writer, clips))) if out is not None else None
    yield Plan(guess, left)


def _opener(document: Document, folder: Path, id: VideoId) -> Callable[[], FrameSource]:
    video = document.video(id)

    def opened() -> FrameSource:
        if video is None:
            raise ExportError("The video to export is not in the project any more.")
        return open_checked(folder, video)

    return opened

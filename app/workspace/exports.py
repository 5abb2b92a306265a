"""Verbs that write results for others: exports, and the published copies in the project folder."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import ExportError, UserError
from app.interchange.clip import ExportClip, ExportProgress, Loss, clip_of
from app.interchange.formats import FORMATS, ExportFormat
from app.interchange.sav import publish
from app.media import open_media
from app.media.source import FrameSource
from app.project.edit import Edit
from app.project.model import Video, VideoId
from app.project.paths import MASKLETS, media_path, own_place
from app.workspace.editor import Core
from app.workspace.error_reports import reports
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.worker import Ending
from app.workspace.sources import index_file
from app.workspace.translation import spoken


@dataclass(frozen=True, slots=True)
class Checked:
    """What a format cannot hold of the clips that were checked."""

    losses: tuple[Loss, ...]


class ExportVerbs(Core):
    """Exports run in the background, on the masks as they were when the verb was called."""

    _unpublished = False
    """True when something has changed that the copies in masklets/ do not show yet."""

    @reports
    def export(self, format_id: str, out: Path, videos: Sequence[VideoId] | None = None) -> Job:
        """Write `videos` (None: all) into the new folder `out`. A stopped or failed export leaves nothing behind.

        Closing the project does not stop it.
        """
        row = _format(format_id)
        clips = self._clips(videos)
        title = self.tr("Export {title}").format(title=spoken(row.title))
        told = self.tr("Exported to {folder}.").format(folder=out)
        job = self._write(title, lambda: row.export(clips, out), told=told, outlasts=True)
        job.again = lambda: self.export(format_id, out, videos)
        return job

    @reports
    def check_export(
        self, format_id: str, videos: Sequence[VideoId] | None, then: Callable[[tuple[Loss, ...]], None]
    ) -> Job:
        """Find out what the format cannot hold of `videos` (None: all) and hand it to `then`."""
        row = _format(format_id)
        clips = self._clips(videos)

        def check() -> Iterator[ExportProgress | Checked]:
            losses = yield from row.check(clips)
            yield Checked(losses)

        return self._write(
            self.tr("Check export"), check, lambda result: then(result.losses) if isinstance(result, Checked) else None
        )

    @reports
    def publish(self) -> Job:
        """Refresh the copies for other tools in masklets/: SA-V JSON, a file for each video."""
        self._unpublished = False

        def ended(ending: Ending) -> None:
            self._unpublished = self._unpublished or ending is not Ending.DONE

        told = self.tr("The copies in {folder} are up to date.").format(folder=MASKLETS)
        return self._write(self.tr("Refresh masklets"), self._publishing(), ended=ended, told=told)

    def _publishing(self) -> Callable[[], Iterator[ExportProgress]]:
        """Return what makes the generator that refreshes the copies, as the masks are now."""
        clips = tuple(clip_of(self.document, video.id, self._opener(video.id)) for video in self.document.videos())
        project = self.folder

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
            yield from publish(clips, folder)

        return publishing

    def _announce(self, edit: Edit) -> None:
        super()._announce(edit)
        self._unpublished = self._unpublished or bool(edit.masks or edit.objects or edit.verdicts)

    def _clips(self, videos: Sequence[VideoId] | None) -> tuple[ExportClip, ...]:
        wanted = tuple(video.id for video in self.document.videos()) if videos is None else tuple(videos)
        if not wanted:
            raise ExportError("There is nothing to export: the project has no video.", "Add one first.")
        return tuple(clip_of(self.document, id, self._opener(id)) for id in wanted)

    def _opener(self, id: VideoId) -> Callable[[], FrameSource]:
        video, folder = self.document.video(id), self.folder

        def opened() -> FrameSource:
            if video is None:
                raise ExportError("The video to export is not in the project any more.")
            return _open(folder, video)

        return opened

    def _write(
        self,
        title: str,
        make: Callable[[], Iterator[ExportProgress | Checked]],
        take: Callable[[ExportProgress | Checked], None] = lambda _result: None,
        ended: Callable[[Ending], None] = lambda _ending: None,
        told: str = "",
        outlasts: bool = False,
    ) -> Job:
        """Run a generator in the background as a job; `told` is said when it is done.

        A job that `outlasts` goes on when the project is closed.
        """
        job = self.jobs.add(title, JobKind.EXPORT, lambda: None, unit="frames")

        def follow(result: ExportProgress | Checked) -> None:
            if isinstance(result, ExportProgress):
                self.jobs.progress(job, result.done, result.total)
            take(result)

        def end(ending: Ending, error: UserError | None) -> None:
            ended(ending)
            self._end_job(job, ending, error)
            if told and ending is Ending.DONE:
                self.notice.emit(told)

        task = self._background.submit(make, on_result=follow, on_end=end, outlasts=outlasts)
        job.stopper = lambda: self._background.stop(task)
        return job


def _open(folder: Path, video: Video) -> FrameSource:
    return open_media(media_path(folder, video.path), index_file(folder, video))


def _format(id: str) -> ExportFormat:
    row = FORMATS.get(id)
    if row is None:
        raise ExportError("There is no format {id!r}.", "There are: {formats}.", id=id, formats=", ".join(FORMATS))
    return row

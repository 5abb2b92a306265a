"""Verbs on videos: add, rename, remove, relink; and thumbnails of their frames."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from app.errors import MediaChanged, MediaError, MediaMissing, ProjectError, UserError
from app.masks.mask import Rect
from app.media.pictures.folder import check_one_sequence
from app.media.pictures.sequence_summary import SequenceSummary
from app.media.pictures.stills import stored_values
from app.media.source import Image
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_builder import EditBuilder
from app.project.history import StepId
from app.project.model import Video, VideoId, VideoObject
from app.project.rules import clean_text
from app.workspace.editing.applied import Applied
from app.workspace.editing.bulk_edits import BulkEdits
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import arrives, reports
from app.workspace.edits import objects as object_edits
from app.workspace.edits import recount as recounting
from app.workspace.edits.order import moved
from app.workspace.edits.recount import Recount
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.runner import JobRunner
from app.workspace.jobs.worker import Ending, Priority, Worker
from app.workspace.media.given_paths import are_pictures, as_media, summaries_of
from app.workspace.media.media_facts import as_it_is_now, known_as, looked_into, recognized
from app.workspace.media.sources import media_problem, open_checked
from app.workspace.media.thumbnails import Thumbnails


@dataclass(frozen=True, slots=True)
class Opened:
    """What the background found out about one file; `error` when it cannot be used, `known` when it is there already.

    `warnings`: sentences about what of it is not used, or not as it is stored.
    """

    path: Path
    video: Video | None = None
    error: UserError | None = None
    known: VideoId | None = None
    warnings: tuple[str, ...] = ()


class VideoList(QObject):
    """The project's videos."""

    thumbnail_ready = Signal(int, int)
    """A VideoId and a frame."""
    media_changed = Signal()
    """The media of other videos is missing or was replaced."""
    proposed = Signal(object, object)
    """Paths that a person wants to add, and a SequenceSummary of each folder of pictures among them."""
    counted_otherwise = Signal(object)
    """A Recount: what lies where the media of a video was has other frames, or in other places. A person decides."""
    known_again = Signal(int)
    """The VideoId of a video that was to be added, and is in the project already."""
    warned = Signal(object, object)
    """A video that was added, and sentences about what of it is not used, or not as it is stored."""

    def __init__(
        self,
        editor: Editor,
        folder: Path,
        runner: JobRunner,
        bulk: BulkEdits,
        background: Worker,
        transfer: Worker,
        ask_again: Callable[[StepId, Edit], None],
    ) -> None:
        """`ask_again` asks for the masks of prompts that went to another frame before theirs were there."""
        super().__init__()
        self.editor = editor
        self._bulk = bulk
        self._ask_again = ask_again
        self._folder = folder
        self._runner = runner
        self._background = background
        self._transfer = transfer
        self._thumbnails = Thumbnails(folder, background)
        self._thumbnails.ready.connect(self.thumbnail_ready)
        self._problems: dict[VideoId, UserError] = {}

    @reports
    def add(self, paths: Sequence[Path]) -> Job:
        """Add videos and image folders; each is indexed in the background and appears when it is ready.

        The first one becomes current when there was none. Files that cannot be used are reported one by one.
        """
        paths = as_media(paths)
        files = [(self.editor.new_video_id(), path) for path in dict.fromkeys(paths)]
        folder, known = self._folder, self.editor.document.videos()
        return self._runner.run(
            self._transfer,
            self._add_title(paths),
            JobKind.IMPORT,
            lambda: _open_all(folder, known, files),
            on_result=self._take,
            priority=Priority.INTERACTIVE,
            total=len(paths),
            unit="videos",
        )

    def propose(self, paths: Sequence[Path]) -> None:
        """Look at what pictures would be as videos, and let a person decide: `proposed` follows.

        Where there is nothing to decide they are added at once.
        """
        paths = tuple(paths)
        if not are_pictures(paths):
            self.add(paths)
            return

        def look() -> Iterator[tuple[SequenceSummary, ...]]:
            yield summaries_of(paths)

        def show(found: tuple[SequenceSummary, ...]) -> None:
            if found:
                self.proposed.emit(paths, found)
            else:
                self.add(paths)

        def ended(_ending: Ending, error: UserError | None) -> None:
            if error is not None:
                self.editor.messages.report(error)

        self._transfer.submit(look, priority=Priority.INTERACTIVE, on_result=show, on_end=ended)

    @reports
    def rename(self, id: VideoId, name: str) -> None:
        """Name a video."""
        name = clean_text(name.strip())
        if name:
            self._set_video(self.tr("Rename video"), replace(_required(self.editor.document, id), name=name))

    @reports
    def reorder(self, ids: Sequence[VideoId], place: int) -> None:
        """Move videos, together, before the one at index `place` of the list."""
        document = self.editor.document
        draft = EditBuilder(document)
        for index, video in enumerate(moved(document.videos(), lambda video: video.id in ids, place)):
            draft.video(video.id, replace(video, position=index))
        self.editor.do(self.tr("Reorder videos"), draft.edit())

    @reports
    def remove(self, ids: Sequence[VideoId]) -> None:
        """Remove videos with all their objects from the project; media files are left alone. Undo brings all back."""
        document = self.editor.document
        draft = EditBuilder(document)
        edit = object_edits.delete(document, [o.id for id in ids for o in document.records(id)])
        for id in ids:
            for run in document.runs(id):
                draft.run(run.id, None)
            draft.video(id, None)
        self.editor.do(self.tr("Remove video"), edit.then(draft.edit()))

    @reports
    def relink(self, id: VideoId, path: Path) -> Job:
        """Show where the media of a video is now. It is recognized in the background; another video is refused."""
        video, folder = _required(self.editor.document, id), self._folder

        def recognize() -> Iterator[str]:
            yield recognized(folder, video, path)

        return self._runner.run(
            self._transfer,
            self.tr("Relink {name}").format(name=video.name),
            JobKind.IMPORT,
            recognize,
            on_result=lambda _job, reference: self._relinked(id, reference),
            priority=Priority.INTERACTIVE,
            discard=True,
        )

    @reports
    def keep_media(self, id: VideoId) -> Job:
        """Take what lies where the media of a video was as its media from now on: its frames are the same.

        What has other pixels is refused. Where it has another number of frames, or has them in other places,
        `counted_otherwise` asks whether that is to be taken. Undo takes the decision back.
        """
        video, folder = _required(self.editor.document, id), self._folder

        def look() -> Iterator[Recount]:
            yield as_it_is_now(folder, video)

        return self._runner.run(
            self._transfer,
            self.tr("Keep the media of {name}").format(name=video.name),
            JobKind.IMPORT,
            look,
            on_result=lambda _job, found: self._looked_at(found),
            priority=Priority.INTERACTIVE,
            discard=True,
        )

    @arrives
    def _looked_at(self, found: Recount) -> None:
        if found.moves or found.now.frame_count != found.before.frame_count:
            self.counted_otherwise.emit(found)
        else:
            self._kept(found.before.id, found.now)

    @arrives
    def _kept(self, id: VideoId, now: Video) -> None:
        before = _required(self.editor.document, id)
        self._set_video(
            self.tr("Keep changed media"),
            replace(before, size_bytes=now.size_bytes, head_sha256=now.head_sha256, rate=now.rate),
        )

    def homeless(self, recount: Recount) -> list[tuple[VideoObject, tuple[int, ...]]]:
        """Return the objects that have masks or prompts on frames that another counting does not have, with these."""
        return recounting.homeless(self.editor.document, recount)

    @reports
    def take_counting(self, recount: Recount) -> None:
        """Take the number of frames that the media of a video has now; masks go where their frames are.

        Those whose frames are gone are removed. Undo brings everything back.
        """
        known, before = _required(self.editor.document, recount.before.id), recount.before
        if (known.frame_count, known.head_sha256) != (before.frame_count, before.head_sha256):
            return  # it was taken meanwhile
        ids = [record.id for record in self.editor.document.records(recount.before.id)]

        def take(edit: Edit) -> None:
            if (step := self.editor.do(self.tr("Count frames anew"), edit)) is not None:
                self._ask_again(step, edit)

        self._bulk.step(ids, lambda document: recounting.take(document, recount), take)

    @reports
    def set_values(self, id: VideoId, black: float | None, white: float | None) -> None:
        """Choose which values of pictures of more than 8 bits are black and white; None: those found out."""
        video = _required(self.editor.document, id)
        self._set_video(self.tr("Set black and white point"), replace(video, black=black, white=white))

    @arrives
    def _relinked(self, id: VideoId, reference: str) -> None:
        self._set_video(self.tr("Relink media"), replace(_required(self.editor.document, id), path=reference))

    def media_missing(self, id: VideoId) -> bool:
        """Return whether the media of a video was not where the project expects it when it was looked for last."""
        return isinstance(self._problems.get(id), MediaMissing | ProjectError)

    def media_replaced(self, id: VideoId) -> bool:
        """Return whether something else lay where the media of a video was, when it was looked for last."""
        return isinstance(self._problems.get(id), MediaChanged)

    def look_for_media(self) -> None:
        """See in the background whose media is there, as a network drive takes its time; `media_changed` tells news."""
        folder, videos = self._folder, self.editor.document.videos()

        def look() -> Iterator[dict[VideoId, UserError]]:
            found = ((video.id, media_problem(folder, video)) for video in videos)
            yield {id: problem for id, problem in found if problem is not None}

        self._background.submit(look, priority=Priority.INTERACTIVE, key="media", on_result=self._media_is)

    def follow(self, applied: Applied) -> None:
        """Look for the media of videos that came or went."""
        if applied.edit.videos:
            self.look_for_media()

    def thumbnail(self, id: VideoId, frame: int, part: Rect | None = None) -> Image | None:
        """Return a small picture of a frame, or of a part of it in image pixels, if it is there already.

        Otherwise `thumbnail_ready` follows.
        """
        video = self.editor.document.video(id)
        return None if video is None else self._thumbnails.get(video, frame, part)

    def stored_values(self, id: VideoId, frame: int, side: int, take: Callable[[NDArray[Any] | None], None]) -> None:
        """Hand the stored values of a deep picture to `take`, at most `side` pixels large, None if there are none."""
        video, folder = _required(self.editor.document, id), self._folder

        def read() -> Iterator[NDArray[Any] | None]:
            source = open_checked(folder, video)
            try:
                yield stored_values(source, frame, side)
            finally:
                source.close()

        def ended(ending: Ending, _error: UserError | None) -> None:
            if ending is Ending.FAILED:
                take(None)

        self._background.submit(read, priority=Priority.INTERACTIVE, key="values", on_result=take, on_end=ended)

    def closing(self) -> Iterator[None]:
        """Close what thumbnails are made from (on the background thread)."""
        self._thumbnails.close()
        yield

    def _media_is(self, problems: dict[VideoId, UserError]) -> None:
        news = {id: type(problem) for id, problem in problems.items()}
        if news != {id: type(problem) for id, problem in self._problems.items()}:
            self._problems = problems
            self._thumbnails.try_again()
            self.media_changed.emit()

    def _add_title(self, paths: Sequence[Path]) -> str:
        if len(paths) == 1:
            return self.tr("Add {name}").format(name=paths[0].name)
        return self.tr("Add {count} videos").format(count=len(paths))

    def _take(self, job: Job, opened: Opened) -> None:
        """Take over a video that was indexed, or say why it cannot be used."""
        self._runner.jobs.progress(job, job.done + 1)
        if opened.error is not None:
            self.editor.messages.report(opened.error)
        elif opened.known is not None:
            self._tell_known(opened.known)
        elif opened.video is not None:
            self._append(opened.video)
            self.warn(opened.video, opened.warnings)

    def _tell_known(self, id: VideoId) -> None:
        """Show a video that was to be added, and is in the project already."""
        video = self.editor.document.video(id)
        if video is not None:
            self.known_again.emit(id)
            self.editor.messages.refuse(self.tr("{name} is in this project already.").format(name=video.name))

    def warn(self, video: Video, warnings: Sequence[str]) -> None:
        """Say what of a video is not used, or not as it is stored."""
        if warnings:
            self.warned.emit(video, warnings)
            self.editor.messages.say(f"{video.name}: {' '.join(warnings)}")

    @arrives
    def _append(self, video: Video) -> None:
        position = max((v.position for v in self.editor.document.videos()), default=-1) + 1
        self._set_video(self.tr("Add video"), replace(video, position=position))

    def _set_video(self, title: str, video: Video) -> None:
        draft = EditBuilder(self.editor.document)
        draft.video(video.id, video)
        self.editor.do(title, draft.edit())


def _open_all(folder: Path, known: Sequence[Video], files: Sequence[tuple[VideoId, Path]]) -> Iterator[Opened]:
    for id, path in files:
        try:
            there = known_as(folder, known, path)
            if there is not None:
                yield Opened(path, known=there)
                continue
            if path.is_dir():
                check_one_sequence(path)
            video, info = looked_into(folder, id, path)
            yield Opened(path, video, warnings=info.warnings)
        except UserError as error:
            yield Opened(path, error=error)


def _required(document: Document, id: VideoId) -> Video:
    video = document.video(id)
    if video is None:
        raise MediaError("This video is not in the project any more.", "Undo brings it back.")
    return video

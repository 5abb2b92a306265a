"""Verbs on videos: add, rename, remove, relink; and thumbnails of their frames."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import MediaError, UserError
from app.lru_cache import LruCache
from app.media import fingerprint, open_media, thumbnail
from app.media.source import Image
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_builder import Draft
from app.project.model import Video, VideoId
from app.project.paths import media_found, media_reference
from app.project.rules import clean_text
from app.workspace.editor import Core
from app.workspace.edits import objects as object_edits
from app.workspace.edits.order import moved
from app.workspace.error_reports import reports
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.worker import Priority
from app.workspace.sources import Sources, index_file

THUMBNAIL_SIDE = 160
THUMBNAIL_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Opened:
    """What the background found out about one file; `error` when it cannot be used."""

    path: Path
    video: Video | None = None
    error: UserError | None = None


class VideoVerbs(Core):
    """The project's videos."""

    _thumbnails: LruCache[tuple[VideoId, int], Image] | None = None
    _thumbnail_sources: Sources | None = None
    _missing: frozenset[VideoId] = frozenset()

    @reports
    def add_videos(self, paths: Sequence[Path]) -> Job:
        """Add videos and image folders; each is indexed in the background and appears when it is ready.

        The first one becomes current when there was none. Files that cannot be used are reported one by one.
        """
        job = self.jobs.add(self._add_title(paths), JobKind.IMPORT, lambda: None, total=len(paths), unit="videos")
        ids = [self._store.new_video_id() for _ in paths]
        folder = self.folder
        task = self._background.submit(
            lambda: _open_all(folder, list(zip(ids, paths, strict=True))),
            on_result=lambda opened: self._take(job, opened),
            on_end=lambda ending, error: self._end_job(job, ending, error),
        )
        job.stopper = lambda: self._background.stop(task)
        return job

    @reports
    def rename_video(self, id: VideoId, name: str) -> None:
        """Name a video."""
        name = clean_text(name.strip())
        if name:
            self._set_video(self.tr("Rename video"), replace(_required(self.document, id), name=name))

    @reports
    def reorder_videos(self, ids: Sequence[VideoId], place: int) -> None:
        """Move videos, together, before the one at index `place` of the list."""
        draft = Draft(self.document)
        for index, video in enumerate(moved(self.document.videos(), lambda video: video.id in ids, place)):
            draft.video(video.id, replace(video, position=index))
        self._do(self.tr("Reorder videos"), draft.edit())

    @reports
    def remove_videos(self, ids: Sequence[VideoId]) -> None:
        """Remove videos with all their objects from the project; media files are left alone. Undo brings all back."""
        draft = Draft(self.document)
        edit = object_edits.delete(self.document, [o.id for id in ids for o in self.document.objects(id)])
        for id in ids:
            for run in self.document.runs(id):
                draft.run(run.id, None)
            draft.video(id, None)
        self._do(self.tr("Remove video"), edit.then(draft.edit()))

    @reports
    def relink(self, id: VideoId, path: Path) -> Job:
        """Show where the media of a video is now. It is recognized in the background; another video is refused."""
        video = _required(self.document, id)
        job = self.jobs.add(self.tr("Relink {name}").format(name=video.name), JobKind.IMPORT, lambda: None)

        def recognize() -> Iterator[str]:
            yield _recognized(self.folder, video, path)

        task = self._background.submit(
            recognize,
            priority=Priority.INTERACTIVE,
            on_result=lambda reference: self._relinked(id, reference),
            on_end=lambda ending, error: self._end_job(job, ending, error),
        )
        job.stopper = lambda: self._background.stop(task, discard=True)
        return job

    @reports
    def _relinked(self, id: VideoId, reference: str) -> None:
        self._set_video(self.tr("Relink media"), replace(_required(self.document, id), path=reference))

    def media_missing(self, id: VideoId) -> bool:
        """Return whether the media of a video was not where the project expects it when it was looked for last."""
        return id in self._missing

    def look_for_media(self) -> None:
        """See in the background whose media is there, as a network drive takes its time; `media_changed` tells news."""
        folder, videos = self.folder, self.document.videos()

        def look() -> Iterator[frozenset[VideoId]]:
            yield frozenset(video.id for video in videos if not media_found(folder, video.path))

        self._background.submit(look, priority=Priority.INTERACTIVE, key="media", on_result=self._media_is)

    def _media_is(self, missing: frozenset[VideoId]) -> None:
        if missing != self._missing:
            self._missing = missing
            self.media_changed.emit()

    def _announce(self, edit: Edit) -> None:
        super()._announce(edit)
        if edit.videos:
            self.look_for_media()

    def thumbnail(self, id: VideoId, frame: int) -> Image | None:
        """Return a small picture of a frame if it is there already; otherwise `thumbnail_ready` follows."""
        video = self.document.video(id)
        if video is None:
            return None
        cache = self._thumbnail_cache()
        small = cache.get((id, frame))
        if small is None:
            self._ask_thumbnail(video, frame)
        return small

    def _thumbnail_cache(self) -> LruCache[tuple[VideoId, int], Image]:
        if self._thumbnails is None:
            self._thumbnails = LruCache(THUMBNAIL_BYTES, lambda image: image.nbytes)
            self._thumbnail_sources = Sources(self.folder)
        return self._thumbnails

    def _ask_thumbnail(self, video: Video, frame: int) -> None:
        sources = self._thumbnail_sources
        assert sources is not None

        def make() -> Iterator[Image]:
            yield thumbnail(sources.get(video).frame(frame), THUMBNAIL_SIDE)

        def show(small: Image) -> None:
            self._thumbnail_cache().put((video.id, frame), small)
            self.thumbnail_ready.emit(video.id, frame)

        key = f"thumbnail {video.id} {frame}"
        self._background.submit(make, priority=Priority.IDLE, key=key, on_result=show)

    def _add_title(self, paths: Sequence[Path]) -> str:
        if len(paths) == 1:
            return self.tr("Add {name}").format(name=paths[0].name)
        return self.tr("Add {count} videos").format(count=len(paths))

    def _take(self, job: Job, opened: Opened) -> None:
        self.jobs.progress(job, job.done + 1)
        if opened.error is not None or opened.video is None:
            if opened.error is not None:
                self.report(opened.error)
            return
        position = max((v.position for v in self.document.videos()), default=-1) + 1
        video = replace(opened.video, position=position)
        try:
            self._set_video(self.tr("Add video"), video)
        except UserError as error:
            self.report(error)

    def _set_video(self, title: str, video: Video) -> None:
        draft = Draft(self.document)
        draft.video(video.id, video)
        self._do(title, draft.edit())


def _open_all(folder: Path, files: Sequence[tuple[VideoId, Path]]) -> Iterator[Opened]:
    for id, path in files:
        try:
            yield Opened(path, describe(folder, id, path))
        except UserError as error:
            yield Opened(path, error=error)


def describe(folder: Path, id: VideoId, path: Path) -> Video:
    """Return the record of the media at `path` for a project in `folder`, indexing it. Raises MediaError."""
    mark = fingerprint(path)
    name, reference = clean_text(path.stem or path.name), media_reference(folder, path)
    video = Video(id, name, reference, 1, 1, 1, 1.0, mark.size_bytes, mark.head_sha256)
    source = open_media(path, index_file(folder, video))
    info = source.info
    source.close()
    return replace(video, width=info.width, height=info.height, frame_count=info.frame_count, rate=float(info.rate))


def _recognized(folder: Path, video: Video, path: Path) -> str:
    """Return how a project in `folder` refers to `path`. MediaError when that is not the media of `video`."""
    found = fingerprint(path)
    if (found.size_bytes, found.head_sha256) != (video.size_bytes, video.head_sha256):
        raise MediaError(
            "{name} is not the file that {video_name} was made from.",
            "Choose the original file; a re-encoded copy may have other frames.",
            name=path.name,
            video_name=video.name,
        )
    return media_reference(folder, path)


def _required(document: Document, id: VideoId) -> Video:
    video = document.video(id)
    if video is None:
        raise MediaError("This video is not in the project any more.", "Undo brings it back.")
    return video

"""Verbs that bring in masks of other tools: look, read, and take over as one step."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject

from app.collector import collector_resting
from app.errors import ImportFileError, UserError
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss
from app.interchange.detection import Detected, check_kind, detecting
from app.interchange.fitting import Fit, Incoming, Target, absences_in, fit_all
from app.interchange.preview import Preview, previews
from app.interchange.questions import Choices
from app.interchange.reading import Amount
from app.interchange.table import format_named
from app.media.fingerprint import Fingerprint
from app.media.pictures.folder import pictures_in
from app.media.source import FrameSource
from app.phrases import Phrase, plural
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_checks import tried
from app.project.model import ObjectId, Video, VideoId
from app.project.paths import media_path
from app.project.rules import clean_text
from app.review.masklet_states import is_verified
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import arrives, reports
from app.workspace.editing.locks import Locks
from app.workspace.edits.imports import PlannedImport, imported, new_videos
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.runner import JobRunner
from app.workspace.jobs.worker import Ending, Priority, Worker
from app.workspace.media.media_facts import describe
from app.workspace.media.sources import open_checked
from app.workspace.viewing.view import Navigation

USUAL_RATE = 24.0


@dataclass(frozen=True, slots=True)
class Found:
    """What lies at the paths of an import, and the names of frames of the project's videos that are pictures."""

    incoming: tuple[Incoming, ...]
    frame_names: Mapping[VideoId, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What was read and how it fits the project."""

    incoming: tuple[Incoming, ...]
    fits: tuple[tuple[Fit, ...], ...] = field(default=())

    @property
    def masks(self) -> int:
        """How many masks there are."""
        return sum(len(m.masks) for one in self.incoming for clip in one.clips for m in clip.masklets)

    @property
    def absences(self) -> int:
        """How many of the masks are empty: the files say, or their format means, that an object is absent there."""
        return sum(one.absences for one in self.incoming)

    @property
    def blocked(self) -> bool:
        """True when a clip cannot go where it would, or would change what is locked or verified."""
        return self.refused or any(fit.blocked for fits in self.fits for fit in fits)

    @property
    def refused(self) -> bool:
        """True when masks would change that are locked or verified."""
        return any(fit.refused and not fit.left_out for fits in self.fits for fit in fits)

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What was passed over, and what is in the way."""
        notes = [note for one in self.incoming for note in one.notes]
        return (*notes, *(conflict.loss for fits in self.fits for fit in fits for conflict in fit.conflicts))


Seen = tuple[VideoId | None, tuple[ObjectId, ...]]
"""The video that is shown, and what is selected in it."""
_Made = tuple[tuple[PlannedImport, ...], Edit, Document]
"""What is imported, the edit that does it, and the document on which it was tried."""


class Imports(QObject):
    """Reading runs on the transfer thread; what was read becomes one edit when `take` is called."""

    def __init__(
        self, editor: Editor, view: Navigation, folder: Path, runner: JobRunner, transfer: Worker, locks: Locks
    ) -> None:
        super().__init__()
        self.editor = editor
        self._view = view
        self._folder = folder
        self._runner = runner
        self._transfer = transfer
        self._locks = locks

    @property
    def _seen(self) -> Seen:
        video = self._view.video
        return None if video is None else video.id, tuple(self._view.selection)

    @reports
    def read(
        self, paths: Sequence[Path], format_id: str, then: Callable[[Found], None], *, reported: bool = True
    ) -> Job:
        """Read files and folders (`format_id` empty: found out by looking) and hand what is in them to `then`.

        Why they cannot be read is the job's `error`, and `reported`.
        """
        title = self.tr("Read {name}").format(name=paths[0].name) if len(paths) == 1 else self.tr("Read masks")
        made: list[Incoming] = []
        names: dict[VideoId, Mapping[int, str]] = {}
        folder, videos = self._folder, self.editor.document.videos()

        def looking() -> Iterator[ExportProgress | Incoming]:
            for video in videos:
                names[video.id] = frame_names(folder, video)
            yield from reading(paths, format_id)

        def take(job: Job, step: ExportProgress | Incoming) -> None:
            if isinstance(step, Incoming):
                made.append(step)
            else:
                self._runner.jobs.progress(job, step.done, step.total, step.unit)

        def ended(_job: Job, ending: Ending) -> None:
            if ending is Ending.DONE:
                then(Found(tuple(made), names))

        return self._runner.run(
            self._transfer,
            title,
            JobKind.IMPORT,
            looking,
            on_result=take,
            on_end=ended,
            discard=True,
            reported=reported,
        )

    def preview(self, found: Found, choices: Choices) -> ImportPreview:
        """Return how what was read fits the project as it is now."""
        targets = targets_of(self.editor.document, found.frame_names)
        fits, first = [], 0
        for one in found.incoming:
            fits.append(fit_all(one, targets, choices, first))
            first += len(one.clips)
        return ImportPreview(found.incoming, tuple(fits))

    @reports
    def look(self, fit: Fit, then: Callable[[tuple[Preview, ...]], None]) -> Job:
        """Make pictures of some frames of a clip with its masks, as it fits now, and hand them to `then`."""
        folder, document, made = self._folder, self.editor.document.frozen(), list[Preview]()

        def looking() -> Iterator[Preview]:
            source = None
            with suppress(UserError, OSError):
                source = _frames_of(folder, document, fit)
            try:
                yield from previews(fit, source)
            finally:
                if source is not None:
                    source.close()

        return self._runner.run(
            self._transfer,
            self.tr("Look at masks"),
            JobKind.IMPORT,
            looking,
            on_result=lambda _job, picture: made.append(picture),
            on_end=lambda _job, ending: then(tuple(made)) if ending is Ending.DONE else None,
            priority=Priority.PREVIEW,
            discard=True,
        )

    @reports
    def take(self, preview: ImportPreview, media: Mapping[str, Path] | None = None) -> Job:
        """Take over what was read, as one step. `media` says where the frames of new videos are, by name of the clip.

        A new video without any is added all the same; its media can be shown later.
        """
        fits = [fit for one in preview.fits for fit in one if not fit.left_out]
        blocked = next((fit for fit in fits if fit.blocked), None)
        if blocked is not None:
            raise ImportFileError("“{name}” does not fit its video.", "Scale the masks, or choose another video.",
                                  name=blocked.clip.name)  # fmt: skip
        ids = new_videos(preview.fits, self.editor.new_video_id)
        objects = tuple(self.editor.new_object_id() for fit in fits for _ in fit.clip.masklets)
        was, seen = self.editor.document.frozen(), self._seen
        folder, where = self._folder, dict(media or {})

        def making() -> Iterator[_Made]:
            with collector_resting():  # it would walk over tens of thousands of masks, and the window would wait
                planned = tuple(_planned(folder, was, fit, ids.get(id(fit)), where) for fit in fits)
                edit = imported(was, planned, iter(objects))
                after = tried(was, edit)
            yield planned, edit, after

        return self._runner.run(
            self._transfer,
            self.tr("Import masks"),
            JobKind.IMPORT,
            making,
            on_result=lambda _job, made: self._do(was, made, objects, seen),
            discard=True,
        )

    @arrives
    def _do(
        self,
        was: Document,
        made: _Made,
        objects: Sequence[ObjectId],
        seen: Seen,
    ) -> None:
        planned, edit, after = made
        document = self.editor.document
        for plan in planned:
            if not plan.new:
                _target(document, plan.video.id, plan.video)
        touched = [record.id for plan in planned if not plan.new for record in was.objects(plan.video.id)]
        same = document.videos() == was.videos() and document.agrees(was, touched)
        if not same:
            edit = imported(document, planned, iter(objects))
        changed = _changed(document, edit)
        if self._locks.allow_edit(edit) and len(self._locks.changeable(changed)) == len(changed):
            if same:
                self.editor.vouch(edit, after)
            with collector_resting():
                self.editor.do(self.tr("Import masks"), edit)
            count = len(edit.masks)
            self._select_new(edit, seen)
            words = plural(count, self.tr("1 mask imported."), self.tr("{count} masks imported."))
            self.editor.messages.say(words.format(count=count))

    def _select_new(self, edit: Edit, seen: Seen) -> None:
        """Select the new objects of the video that is shown, unless a person has gone elsewhere meanwhile."""
        if seen != self._seen or self.editor.in_hand:
            return
        made = [delta.after for delta in edit.objects.values() if delta.before is None and delta.after is not None]
        here = [record.id for record in made if record.video == seen[0] and not record.candidate]
        if here:
            self._view.select(here)


def targets_of(document: Document, frame_names: Mapping[VideoId, Mapping[int, str]]) -> tuple[Target, ...]:
    """Return the videos of a project as places that masks may go to, with the names of their frames."""
    return tuple(
        Target(
            id=video.id,
            name=video.name,
            width=video.width,
            height=video.height,
            frame_count=video.frame_count,
            frame_names=frame_names.get(video.id, {}),
            objects=frozenset(record.name for record in document.objects(video.id)),
            kept=frozenset(
                record.name
                for record in document.objects(video.id)
                if record.locked or is_verified(document, record.id)
            ),
            locked={record.name: frozenset(document.locks_of(record.id)) for record in document.objects(video.id)},
            categories=frozenset(record.category for record in document.all_objects() if record.category),
            fingerprint=Fingerprint(video.size_bytes, video.head_sha256) if video.head_sha256 else None,
        )
        for video in document.videos()
    )


def reading(paths: Sequence[Path], format_id: str) -> Iterator[ExportProgress | Incoming]:
    """Yield progress, and what each path holds; all together must fit into memory. ImportFileError."""
    amount = Amount()
    for path in paths:
        row = format_named(format_id) if format_id else None
        check_kind(path)
        found = (yield from detecting(path)) if row is None else Detected(row, path)
        notes = [_passed_over(path, found)] if found.others else []
        clips: tuple[AnnotatedClip, ...] = ()
        with closing(found.format.reader(amount)(found.path)) as job:
            while True:
                try:
                    step = next(job)
                except StopIteration as end:
                    clips = end.value
                    break
                if isinstance(step, Loss):
                    notes.append(step)
                else:
                    yield step
        if not clips:
            raise ImportFileError("“{name}” holds no masks.", name=path.name)
        yield Incoming(found.format.id, path, clips, tuple(notes), absences_in(clips))


def _passed_over(path: Path, found: Detected) -> Loss:
    """Return in words that only one of several files was read."""
    return Loss(
        path.name,
        Phrase("only {name} is read, of {count} files with masks.", name=found.path.name, count=1 + len(found.others)),
        Phrase("Name the others one by one: {names}.", names=", ".join(found.others)),
    )


def _frames_of(folder: Path, document: Document, fit: Fit) -> FrameSource | None:
    """Open the frames that masks go onto: those of the video, else those that lie with the masks."""
    if fit.target is not None:
        video = document.video(fit.target.id)
        return open_checked(folder, video) if video is not None else None
    return fit.clip.opened() if fit.clip.has_frames else None


def _changed(document: Document, edit: Edit) -> list[ObjectId]:
    """Return the objects that are there already and get other masks."""
    return [id for id in edit.masks.by_object() if document.object(id) is not None]


def _target(document: Document, id: VideoId, known: Video | Target) -> Video:
    """Return the video that masks were fitted to as `known`. ImportFileError: it is gone, or has other frames now."""
    video = document.video(id)
    if video is None:
        raise ImportFileError("The video “{name}” is not in the project any more.", name=known.name)
    if (video.width, video.height, video.frame_count) != (known.width, known.height, known.frame_count):
        raise ImportFileError(
            "The video “{name}” has other frames now: no masks were imported.", "Import them again.", name=known.name
        )
    return video


def _planned(
    folder: Path, document: Document, fit: Fit, id: VideoId | None, media: Mapping[str, Path]
) -> PlannedImport:
    if fit.target is not None:
        return PlannedImport(fit, _target(document, fit.target.id, fit.target), False)
    assert id is not None
    clip = fit.clip
    path = media.get(fit.called) or clip.media_at or clip.frames_at
    if path is None:
        return PlannedImport(fit, _without_media(clip, id), True)
    video = replace(describe(folder, id, path), name=clean_text(clip.name))
    target = Target(id, video.name, video.width, video.height, video.frame_count, _names_in(path))
    again = fit_all(Incoming("", path, (clip,)), (target,), Choices(into={0: id}))[0]
    if again.blocked:
        raise ImportFileError(
            "The masks of “{name}” have {width}×{height} pixels, its frames {video_width}×{video_height}.",
            "Show other media, or none.",
            name=clip.name,
            width=clip.width,
            height=clip.height,
            video_width=video.width,
            video_height=video.height,
        )
    return PlannedImport(replace(again, target=None), video, True)


def _without_media(clip: AnnotatedClip, id: VideoId) -> Video:
    """Return a video whose media is to be shown later: what the clip was made on, or where nobody knows, any."""
    name, mark = clean_text(clip.name), clip.fingerprint or Fingerprint(0, "")
    return Video(id, name, f"media/{name.replace('/', '_')}", clip.width, clip.height, clip.frame_count,
                 clip.rate if clip.rate > 0 else USUAL_RATE, mark.size_bytes, mark.head_sha256)  # fmt: skip


def frame_names(folder: Path, video: Video) -> Mapping[int, str]:
    """Return the names of a video's frames that lie as pictures, by frame; nothing where they do not, or are gone."""
    with suppress(UserError, OSError):
        return _names_in(media_path(folder, video.path))
    return {}


def _names_in(path: Path) -> Mapping[int, str]:
    """Return the names of the pictures in a folder, by frame; nothing for a video."""
    if not path.is_dir():
        return {}
    return {frame: picture.stem for frame, picture in enumerate(pictures_in(path))}

"""What crosses the door of a format, in and out: one video with its masklets, from any thread."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import ExportError, FrameLost, UserError
from app.interchange.encoding.numbered_frames import NumberedFrames
from app.masks.mask import Mask
from app.media.fingerprint import Fingerprint
from app.media.source import FrameSource, Image
from app.phrases import Phrase, ranges
from app.project.category_checks import CategoryAnswer, category_checks
from app.project.document import Document
from app.project.model import (
    CellMask,
    Color,
    Judgement,
    ObjectId,
    ObjectKind,
    Prompts,
    Span,
    Verdict,
    VideoId,
    VideoObject,
)
from app.project.origins import object_origin, video_origin

MOST_TRIED = 64
"""Frames without masks that are decoded to find out whether they can be; more are a video that is not annotated."""


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """How far an export or import is, in units of its own, or in bytes."""

    done: int
    total: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that does not get through a format, for the person to read: the video it concerns, what, a way out."""

    video: str
    words: Phrase
    advice: Phrase = field(default_factory=lambda: Phrase(""))

    def __str__(self) -> str:
        return f"{self.video}: {self.words} {self.advice}".rstrip()


@dataclass(frozen=True, slots=True)
class Masklet:
    """One object with its masks by frame index; an empty mask says: absent there.

    `id` is positive and unique in its clip: the project's, or the format's number. `edited`: on how many frames a
    person determined the mask, where a file says so; None: told by the masks' sources. A `candidate` is an automatic
    masklet that nobody has accepted: it is never written. `tags` say what makes it hard. `prompts` by frame and the
    object of `verdict` are those of another project: what is taken over gets ids of its own.
    """

    id: int
    name: str
    masks: Mapping[int, CellMask]
    category: str = ""
    kind: ObjectKind = ObjectKind.MANUAL
    color: Color | None = None
    stale: tuple[Span, ...] = ()
    verdict: Verdict | None = None
    edited: int | None = None
    candidate: bool = False
    tags: tuple[str, ...] = ()
    prompts: Mapping[int, Prompts] = field(default_factory=dict)

    @property
    def judgement(self) -> Judgement | None:
        """What was decided, None when nobody has."""
        return None if self.verdict is None else self.verdict.judgement


@dataclass(frozen=True, slots=True)
class AnnotatedClip:
    """One video and its masklets in the order of the project or file.

    `frame_names` are the names (without suffix) of frames that lie as pictures, by index; `step`: frames are annotated
    every so many; `rate` 0: not known. `open_frames` opens the frames of a project's video; `frames_at` is the folder
    where a reader found them, `media_at` the file or folder that another project has them from, `media` tells them from
    other ones, and `fingerprint` is what they are recognized by, wherever they are. `exhaustive`: categories of which
    everything is masked, with the ids of their masklets; `negatives`: those of which there is nothing. `video_id` is
    what another tool calls the video. `duration` (in seconds), `environment` and `split` are SA-V's. `absent_on`: while
    it is read, frames on which masklets without a mask are absent; at the door of a format they have an empty one.
    `numbers_known`: a file of ours says which of the video's `frame_count` frames have masks.
    """

    name: str
    width: int
    height: int
    frame_count: int
    masklets: tuple[Masklet, ...]
    rate: float = 0.0
    frame_names: Mapping[int, str] = field(default_factory=dict)
    step: int = 1
    open_frames: Callable[[], FrameSource] | None = None
    frames_at: Path | None = None
    media_at: Path | None = None
    fingerprint: Fingerprint | None = None
    exhaustive: Mapping[str, frozenset[int]] = field(default_factory=dict)
    negatives: tuple[str, ...] = ()
    video_id: str = ""
    duration: float = 0.0
    environment: str = ""
    split: str = ""
    media: str = ""
    absent_on: Sequence[int] = ()
    numbers_known: bool = False

    def on(self, frame: int) -> Iterator[tuple[Masklet, Mask]]:
        """Yield (masklet, mask) for the objects with a mask on a frame, empty masks (absent objects) too."""
        for masklet in self.masklets:
            found = masklet.masks.get(frame)
            if found is not None:
                yield masklet, found.mask

    @property
    def annotated(self) -> tuple[Masklet, ...]:
        """The masklets that are written unless asked otherwise: those with a mask on any frame, without candidates."""
        return tuple(masklet for masklet in self.masklets if masklet.masks and not masklet.candidate)

    @property
    def has_frames(self) -> bool:
        """True when the frames are said to be somewhere."""
        return self.open_frames is not None or self.frames_at is not None

    def opened(self) -> FrameSource:
        """Open the frames; who calls this closes them. ExportError: there are none, or others than were annotated."""
        if self.open_frames is None and self.frames_at is not None:
            return NumberedFrames(self.frames_at, self.frame_names, self.frame_count, self.rate)
        if self.open_frames is None:
            raise ExportError(
                "The frames of “{name}” are not there.", "Say where they are, or write none.", name=self.name
            )
        source = self.open_frames()
        info = source.info
        expected = (self.width, self.height, self.frame_count)
        if (info.width, info.height, info.frame_count) != expected:
            source.close()
            raise ExportError(
                "The file of “{name}” has changed: its masks were made for other frames and pixels "
                "({old_count} and {old_width}×{old_height}, now {frame_count} and {width}×{height}).",
                "Relink the video to the file it was annotated on.",
                name=self.name,
                frame_count=info.frame_count,
                width=info.width,
                height=info.height,
                old_count=expected[2],
                old_width=expected[0],
                old_height=expected[1],
            )
        return source


def clip_of(
    document: Document,
    video: VideoId,
    open_frames: Callable[[], FrameSource] | None,
    frame_names: Mapping[int, str] | None = None,
) -> AnnotatedClip:
    """Return a snapshot of one video: in the thread of `document` (frozen: in any). ExportError: no such video."""
    record = document.video(video)
    if record is None:
        raise ExportError("The video to export is not in the project.")
    verdicts, origin = document.verdicts(), video_origin(document, video)
    checks = [check for (where, _), check in category_checks(document).items() if where == video]
    masklets = tuple(_masklet(document, item, verdicts.get(item.id)) for item in document.records(video))
    return AnnotatedClip(
        name=record.name,
        width=record.width,
        height=record.height,
        frame_count=record.frame_count,
        masklets=masklets,
        rate=record.rate,
        frame_names=frame_names or {},
        step=_step(document.annotation_step(video), origin.step, masklets),
        open_frames=open_frames,
        video_id=str(record.id),
        duration=origin.duration,
        environment=origin.environment,
        split=origin.split,
        exhaustive={
            one.category: frozenset(map(int, one.masklets)) for one in checks if one.answer is CategoryAnswer.ALL
        },
        negatives=tuple(sorted(one.category for one in checks if one.answer is CategoryAnswer.NONE)),
        media=record.head_sha256,
    )


def _masklet(document: Document, record: VideoObject, verdict: Verdict | None) -> Masklet:
    return Masklet(
        id=record.id,
        name=record.name,
        masks={int(frame): mask for frame, mask in document.masks_of(record.id)},
        category=record.category,
        kind=record.kind,
        color=record.color,
        stale=record.stale,
        verdict=verdict,
        edited=_edited(document, record.id),
        candidate=record.candidate,
        tags=record.tags,
    )


def _edited(document: Document, id: ObjectId) -> int | None:
    """Return on how many frames a person determined the mask: elsewhere, as a file said, and here. None: only here."""
    elsewhere = object_origin(document, id).edited
    return None if elsewhere is None else elsewhere + sum(mask.source.edited for _, mask in document.masks_of(id))


def _step(agreed: int, step: int, masklets: Sequence[Masklet]) -> int:
    """Return every how many frames are annotated: as the project has agreed, or as the file said while that holds."""
    regular = step > 1 and all(frame % step == 0 for masklet in masklets for frame in masklet.masks)
    return agreed if agreed > 1 or not regular else step


def frame_or_none(source: FrameSource, frame: int) -> Image | None:
    """Return a frame, None for one that cannot be decoded. Raises MediaError when the source cannot be read."""
    try:
        return source.frame(frame)
    except FrameLost:
        return None


def undecodable(clip: AnnotatedClip, frames: Sequence[int]) -> list[int]:
    """Return which of `frames` cannot be decoded: those known of an opened source, and of a few the others are tried.

    Nothing where the frames cannot be read at all.
    """
    if not frames or not clip.has_frames:
        return []
    try:
        with closing(clip.opened()) as source:
            tried = frames if len(frames) <= MOST_TRIED else sorted({*frames} & {*source.info.holes})
            return [frame for frame in tried if frame_or_none(source, frame) is None]
    except UserError:
        return []


def left_out(name: str, holes: Sequence[int]) -> Loss:
    """Return in words that frames could not be decoded and are not in the export."""
    words = Phrase("frames that cannot be decoded and are left out: {frames}.", frames=ranges(holes))
    return Loss(name, words, Phrase("In a video those behind, up to the next key frame, may look wrong: check them."))

"""What crosses the door of a format, in and out: one video with its masklets, from any thread."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import ExportError, FrameLost
from app.interchange.numbered_frames import NumberedFrames
from app.masks.mask import Mask
from app.media.source import FrameSource, Image
from app.phrases import Phrase, ranges
from app.project.document import Document
from app.project.model import CellMask, Color, Judgement, ObjectKind, Span, Stage, VideoId


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """How far an export or import is, in units of its own."""

    done: int
    total: int


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
    masklet that nobody has accepted: it is never written. `tags` say what makes it hard.
    """

    id: int
    name: str
    masks: Mapping[int, CellMask]
    category: str = ""
    kind: ObjectKind = ObjectKind.MANUAL
    color: Color | None = None
    stale: tuple[Span, ...] = ()
    judgement: Judgement | None = None
    edited: int | None = None
    candidate: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedClip:
    """One video and its masklets in the order of the project or file.

    `frame_names` are the names (without suffix) of frames that lie as pictures, by index; `step`: frames are annotated
    every so many; `rate` 0: not known. `open_frames` opens the frames of a project's video; `frames_at` is the folder
    where a reader found them, `media` tells them from other ones. `video_id` is what another tool calls the video.
    `duration` (in seconds), `environment` and `split` are SA-V's.
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
    video_id: str = ""
    duration: float = 0.0
    environment: str = ""
    split: str = ""
    media: str = ""

    def on(self, frame: int) -> Iterator[tuple[Masklet, Mask]]:
        """Yield (masklet, mask) for the objects with a mask on a frame, empty masks (absent objects) too."""
        for masklet in self.masklets:
            found = masklet.masks.get(frame)
            if found is not None:
                yield masklet, found.mask

    @property
    def annotated(self) -> tuple[Masklet, ...]:
        """The masklets that are written: those with a mask on any frame, without candidates."""
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
    """Return a snapshot of one video. Runs in the document's thread. ExportError: no such video."""
    record = document.video(video)
    if record is None:
        raise ExportError("The video to export is not in the project.")
    verdicts = document.verdicts()
    masklets = tuple(
        Masklet(
            id=item.id,
            name=item.name,
            masks={int(frame): mask for frame, mask in document.masks_of(item.id)},
            category=item.category,
            kind=item.kind,
            color=item.color,
            stale=item.stale,
            judgement=verdicts[item.id].judgement if item.id in verdicts else None,
            candidate=item.kind is ObjectKind.AUTO and item.stage is Stage.SELECTION,
            tags=item.tags,
        )
        for item in document.objects(video)
    )
    return AnnotatedClip(
        name=record.name,
        width=record.width,
        height=record.height,
        frame_count=record.frame_count,
        masklets=masklets,
        rate=record.rate,
        frame_names=frame_names or {},
        open_frames=open_frames,
        video_id=str(record.id),
        media=record.head_sha256,
    )


def frame_or_none(source: FrameSource, frame: int) -> Image | None:
    """Return a frame, None for one that cannot be decoded. Raises MediaError when the source cannot be read."""
    try:
        return source.frame(frame)
    except FrameLost:
        return None


def left_out(name: str, holes: Sequence[int]) -> Loss:
    """Return in words that frames could not be decoded and are not in the export."""
    return Loss(name, Phrase("frames that cannot be decoded and are left out: {frames}.", frames=ranges(holes)))

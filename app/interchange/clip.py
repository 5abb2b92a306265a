"""What an export reads: one video with its masklets as they were at one moment, from any thread."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.errors import ExportError, FrameLost
from app.masks.mask import Mask
from app.media.source import FrameSource, Image
from app.phrases import Phrase, ranges
from app.project.document import Document
from app.project.model import CellMask, FrameIndex, ObjectId, Verdict, Video, VideoId, VideoObject


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """How far an export is, in units of its own."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Loss:
    """Something a format cannot hold, for the person to read, and the video it concerns."""

    video: str
    words: Phrase

    def __str__(self) -> str:
        return f"{self.video}: {self.words}"


ExportJob = Generator[ExportProgress | Loss, None, None]
"""Yields progress, and what it turned out to lose; closing it stops the export and removes unfinished files."""

ExportCheck = Generator[ExportProgress, None, tuple[Loss, ...]]
"""Yields progress, returns the losses."""


@dataclass(frozen=True, slots=True)
class ExportClip:
    """One video and its objects in the order of the project; `masks[object][frame]` are their masks.

    `open_source` opens the frames; who calls it closes what it returns.
    """

    video: Video
    objects: tuple[VideoObject, ...]
    masks: Mapping[ObjectId, Mapping[FrameIndex, CellMask]]
    verdicts: Mapping[ObjectId, Verdict]
    open_source: Callable[[], FrameSource]

    def on(self, frame: int) -> Iterator[tuple[VideoObject, Mask]]:
        """Yield (object, mask) for the objects with a mask on a frame, empty masks (absent objects) too."""
        for record in self.objects:
            found = self.masks[record.id].get(FrameIndex(frame))
            if found is not None:
                yield record, found.mask

    @property
    def annotated(self) -> tuple[VideoObject, ...]:
        """The objects that have a mask on any frame."""
        return tuple(record for record in self.objects if self.masks[record.id])

    def opened(self) -> FrameSource:
        """Open the frames. ExportError when they are not those the masks were made for."""
        source = self.open_source()
        info = source.info
        expected = (self.video.width, self.video.height, self.video.frame_count)
        if (info.width, info.height, info.frame_count) != expected:
            source.close()
            raise ExportError(
                "The file of “{name}” has changed: its masks were made for other frames and pixels "
                "({old_count} and {old_width}×{old_height}, now {frame_count} and {width}×{height}).",
                "Relink the video to the file it was annotated on.",
                name=self.video.name,
                frame_count=info.frame_count,
                width=info.width,
                height=info.height,
                old_count=expected[2],
                old_width=expected[0],
                old_height=expected[1],
            )
        return source


def clip_of(document: Document, video: VideoId, open_source: Callable[[], FrameSource]) -> ExportClip:
    """Return a snapshot of one video. Runs in the document's thread. ExportError: no such video."""
    record = document.video(video)
    if record is None:
        raise ExportError("The video to export is not in the project.")
    objects = document.objects(video)
    verdicts = document.verdicts()
    return ExportClip(
        video=record,
        objects=objects,
        masks={item.id: dict(document.masks_of(item.id)) for item in objects},
        verdicts={item.id: verdicts[item.id] for item in objects if item.id in verdicts},
        open_source=open_source,
    )


def frame_total(clips: Sequence[ExportClip]) -> int:
    """Return the number of frames of all clips together."""
    return sum(clip.video.frame_count for clip in clips)


def frame_or_none(source: FrameSource, frame: int) -> Image | None:
    """Return a frame, None for one that cannot be decoded. Raises MediaError when the source cannot be read."""
    try:
        return source.frame(frame)
    except FrameLost:
        return None


def left_out(clip: ExportClip, holes: Sequence[int]) -> Loss:
    """Return in words that frames could not be decoded and are not in the export."""
    return Loss(
        clip.video.name, Phrase("frames that cannot be decoded and are left out: {frames}.", frames=ranges(holes))
    )

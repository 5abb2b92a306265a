"""What a person can choose of any export, and a clip as it is written by such a choice."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from app.errors import ExportError
from app.interchange.clip import AnnotatedClip, Masklet
from app.masks.mask import Mask
from app.project.model import CellMask, Judgement

MOST_PADDING: Final = 12
MOST_NUMBER: Final = 10**9
MOST_FEATHER: Final = 500


class Pictures(Enum):
    """How frames are written beside the masks."""

    JPEG = "jpeg"
    PNG = "png"
    NONE = "none"


class Winner(Enum):
    """Which object gets a pixel that several have, in a format that cannot hold overlaps."""

    LOWEST = "lowest"
    HIGHEST = "highest"
    SMALLEST = "smallest"


class Option(Enum):
    """Options that not every format has."""

    PICTURES = "frames"
    NUMBER = "first-number"
    PADDING = "padding"
    WINNER = "overlap"
    VARIANT = "variant"
    FEATHER = "feather"


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """What to write and how; the defaults are those of every format.

    `objects` are ids of masklets, None: all. Frames first..last, both included, every `every`-th of them (0: as the
    clip is annotated). `number` is that of the first written frame's file, None: frames keep their own numbers.
    `pictures` and `variant` None / "": what the format does by itself. Edges of masks rise over `feather` pixels, 0:
    they are exact.
    """

    objects: frozenset[int] | None = None
    first: int = 0
    last: int | None = None
    every: int = 0
    only_satisfactory: bool = False
    pictures: Pictures | None = None
    number: int | None = None
    padding: int = 5
    winner: Winner = Winner.LOWEST
    variant: str = ""
    feather: int = 0

    def __post_init__(self) -> None:
        whole = self.every >= 0 and self.first >= 0 and (self.last is None or self.last >= self.first)
        whole = whole and 0 <= self.feather <= MOST_FEATHER
        if not (whole and 0 <= self.padding <= MOST_PADDING and 0 <= (self.number or 0) <= MOST_NUMBER):
            raise ExportError("These options make no sense: see which values each can have.")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A clip with only what is to be written of it, under a name that is safe and no other clip's.

    `numbers` counts its masklets from 1 by id, so that objects added later change no number. `candidates` were left
    out. `dense`: the frames' files are counted from this number without gaps, whatever was chosen.
    """

    clip: AnnotatedClip
    name: str
    frames: range
    options: WriteOptions
    holes: frozenset[int] = frozenset()
    candidates: int = 0
    dense: int | None = None

    @property
    def masklets(self) -> tuple[Masklet, ...]:
        """The masklets to write, by id."""
        return self.clip.masklets

    @property
    def numbers(self) -> dict[int, int]:
        """Numbers 1, 2 ... by the ids of masklets."""
        return {masklet.id: place for place, masklet in enumerate(self.masklets, start=1)}

    def on(self, frame: int) -> list[tuple[Masklet, Mask]]:
        """Return (masklet, mask) for the objects with a mask on a frame that can be decoded, absent ones too."""
        return [] if frame in self.holes else list(self.clip.on(frame))

    def stem(self, frame: int) -> str:
        """Return the name, without suffix, of the files of a frame."""
        return f"{self.number(frame):0{self.options.padding}}"

    def number(self, frame: int) -> int:
        """Return the number of a frame's files."""
        if self.dense is not None:
            return self.dense + (frame - self.frames.start) // self.frames.step
        start = self.options.number
        return frame if start is None else start + frame - self.frames.start

    def written(self) -> Iterator[tuple[int, int]]:
        """Yield (place, frame) of the frames that can be decoded, places counted from 0 without gaps."""
        yield from enumerate(frame for frame in self.frames if frame not in self.holes)

    def without(self, holes: frozenset[int]) -> "Outgoing":
        """Return the same without frames that turned out to be holes."""
        return replace(self, holes=holes)


def outgoing(clip: AnnotatedClip, name: str, options: WriteOptions) -> Outgoing:
    """Return what is to be written of a clip. ExportError when no frame or a wrong object is chosen."""
    last = clip.frame_count - 1 if options.last is None else min(options.last, clip.frame_count - 1)
    frames = range(options.first, last + 1, options.every or clip.step)
    if not frames:
        raise ExportError(
            "“{name}” has no frame {first}: its frames are 0 to {last}.",
            name=clip.name,
            first=options.first,
            last=clip.frame_count - 1,
        )
    chosen = [
        replace(masklet, masks=_within(masklet, frames))
        for masklet in sorted(clip.annotated, key=lambda masklet: masklet.id)
        if (options.objects is None or masklet.id in options.objects)
        and (not options.only_satisfactory or masklet.judgement is Judgement.SATISFACTORY)
    ]
    candidates = sum(masklet.candidate and bool(masklet.masks) for masklet in clip.masklets)
    kept = replace(clip, masklets=tuple(masklet for masklet in chosen if masklet.masks))
    return Outgoing(kept, name, frames, options, candidates=candidates)


def _within(masklet: Masklet, frames: range) -> dict[int, CellMask]:
    masks = masklet.masks
    if len(frames) < len(masks):
        return {frame: masks[frame] for frame in frames if frame in masks}
    return {frame: mask for frame, mask in masks.items() if frame in frames}

"""What a person can choose of any export, and a clip as it is written by such a choice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from app.errors import ExportError
from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.export.resizing import resized
from app.interchange.names import safe_name
from app.masks.mask import MAX_SIDE, Mask
from app.project.model import CellMask, Judgement

MOST_PADDING: Final = 12
MOST_NUMBER: Final = 10**9
MOST_FEATHER: Final = 500
MOST_RATE: Final = 1000.0
LEAST_HEIGHT: Final = 16
NUMBER, VIDEO = "{number}", "{video}"
"""What stands in a pattern of names for a frame's number and for its video's name."""
LONGEST_PATTERN: Final = 60


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
    NAMES = "names"
    NUMBER = "first-number"
    PADDING = "padding"
    WINNER = "overlap"
    VARIANT = "variant"
    FEATHER = "feather"


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """What to write and how; the defaults are those of every format.

    `objects` are ids of masklets, None: all. Frames first..last, both included, every `every`-th of them, or as many
    as make `rate` a second (0 both: as the clip is annotated). `height` in pixels is that of masks and frames, 0: the
    video's own. `names` is the pattern of files of frames; `number` is that of the first one, None: frames keep their
    own. `pictures` and `variant` None / "": what the format does by itself. Edges of masks rise over `feather` pixels,
    0: they are exact. With `candidates` those are written, too.
    """

    objects: frozenset[int] | None = None
    first: int = 0
    last: int | None = None
    every: int = 0
    rate: float = 0.0
    height: int = 0
    only_satisfactory: bool = False
    candidates: bool = False
    pictures: Pictures | None = None
    names: str = NUMBER
    number: int | None = None
    padding: int = 5
    winner: Winner = Winner.LOWEST
    variant: str = ""
    feather: int = 0

    def __post_init__(self) -> None:
        whole = self.every >= 0 and self.first >= 0 and (self.last is None or self.last >= self.first)
        sized = self.height == 0 or LEAST_HEIGHT <= self.height <= MAX_SIDE
        rated = 0 <= self.rate <= MOST_RATE and not (self.rate and self.every)
        numbered = 0 <= self.padding <= MOST_PADDING and 0 <= (self.number or 0) <= MOST_NUMBER
        if not (whole and sized and rated and numbered and 0 <= self.feather <= MOST_FEATHER):
            raise ExportError("These options make no sense: see which values each can have.")
        check_names(self.names)


def check_names(pattern: str) -> None:
    """Raise ExportError for a pattern that files cannot have, or whose numbers no reader would find again."""
    before, number, after = pattern.partition(NUMBER)
    text = before.replace(VIDEO, "video")
    apart = not text or text[-1] in "_-. "
    plain = safe_name(text + "0") == text + "0" and not set(text) & set("{}")
    if not (number and not after and apart and plain and len(pattern) <= LONGEST_PATTERN):
        raise ExportError(
            "Files cannot be named “{pattern}”.",
            "A pattern ends in {number}, alone or after one of _ - . and a space; {video} stands for the video's name.",
            pattern=pattern[:LONGEST_PATTERN],
            number=NUMBER,
            video=VIDEO,
        )


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A clip with only what is to be written of it, under a name that is safe and no other clip's.

    `numbers` counts its masklets from 1 by id, so that objects added later change no number. `candidates` were left
    out. `dense`: the frames' files are counted from this number without gaps, whatever was chosen. `was` is (width,
    height) of the video, where that is not what is written.
    """

    clip: AnnotatedClip
    name: str
    frames: range
    options: WriteOptions
    holes: frozenset[int] = frozenset()
    candidates: int = 0
    dense: int | None = None
    was: tuple[int, int] | None = None

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
        number = f"{self.number(frame):0{self.options.padding}}"
        return self.options.names.replace(VIDEO, self.name).replace(NUMBER, number)

    def number(self, frame: int) -> int:
        """Return the number of a frame's files."""
        if self.dense is not None:
            return self.dense + (frame - self.frames.start) // self.frames.step
        start = self.options.number
        return frame if start is None else start + frame - self.frames.start

    def written(self) -> Iterator[tuple[int, int]]:
        """Yield (place, frame) of the frames that can be decoded, places counted from 0 without gaps."""
        yield from enumerate(frame for frame in self.frames if frame not in self.holes)

    def masks_of(self, masklet: Masklet) -> Iterator[tuple[int, Mask | None]]:
        """Yield (place, mask) of the frames that can be decoded, None where the object is not to be seen."""
        for place, frame in self.written():
            found = masklet.masks.get(frame)
            yield place, None if found is None or found.empty else found.mask

    def without(self, holes: frozenset[int]) -> "Outgoing":
        """Return the same without frames that turned out to be holes."""
        return replace(self, holes=holes)


def outgoing(clip: AnnotatedClip, name: str, options: WriteOptions) -> Outgoing:
    """Return what is to be written of a clip. ExportError when no frame or a wrong object is chosen."""
    last = clip.frame_count - 1 if options.last is None else min(options.last, clip.frame_count - 1)
    frames = range(options.first, last + 1, _step(clip, options))
    if not frames:
        raise ExportError(
            "“{name}” has no frame {first}: its frames are 0 to {last}.",
            name=clip.name,
            first=options.first,
            last=clip.frame_count - 1,
        )
    chosen = [
        replace(masklet, masks=within(masklet.masks, frames))
        for masklet in sorted(clip.masklets if options.candidates else clip.annotated, key=lambda masklet: masklet.id)
        if (options.objects is None or masklet.id in options.objects)
        and (not options.only_satisfactory or masklet.judgement is Judgement.SATISFACTORY)
    ]
    found = sum(masklet.candidate and bool(masklet.masks) for masklet in clip.masklets)
    candidates = 0 if options.candidates else found
    kept = replace(clip, masklets=tuple(masklet for masklet in chosen if masklet.masks))
    sized = resized(kept, options.height) if options.height else kept
    was = (clip.width, clip.height) if sized is not kept else None
    return Outgoing(sized, name, frames, options, candidates=candidates, was=was)


def _step(clip: AnnotatedClip, options: WriteOptions) -> int:
    """Return every how many frames are written. ExportError: a rate is asked for, and the clip's is not known."""
    if not options.rate:
        return options.every or clip.step
    if not clip.rate > 0:
        raise ExportError("How many frames a second “{name}” has is not known.", "Say every how many frames instead.",
                          name=clip.name)  # fmt: skip
    return max(1, round(clip.rate / options.rate))


def within(masks: Mapping[int, CellMask], frames: range) -> dict[int, CellMask]:
    """Return the masks on some frames."""
    if len(frames) < len(masks):
        return {frame: masks[frame] for frame in frames if frame in masks}
    return {frame: mask for frame, mask in masks.items() if frame in frames}

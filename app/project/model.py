"""The nouns of a project: videos, objects, prompts, masks, runs and verdicts, all immutable."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, NewType

import msgspec

from app.masks.mask import Mask

VideoId = NewType("VideoId", int)
ObjectId = NewType("ObjectId", int)
"""Unique in the whole project (not only within a video), never given out again."""
RunId = NewType("RunId", int)
IssueId = NewType("IssueId", int)
FrameIndex = NewType("FrameIndex", int)
"""0-based position of a frame in its video; never a time."""
Span = tuple[FrameIndex, FrameIndex]
"""First and last frame of a stretch, both included."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One object on one frame."""

    object: ObjectId
    frame: FrameIndex


@dataclass(frozen=True, slots=True)
class Color:
    """An object's display color, 0..255 a channel."""

    red: int
    green: int
    blue: int


@dataclass(frozen=True, slots=True)
class Video:
    """A referenced video or image folder.

    `path` is POSIX text, relative to the project folder when the media lies inside it, absolute otherwise.
    `size_bytes`, `frame_count` and `head_sha256` (of its first megabyte, hex) identify the media when it is relinked.
    `black` and `white` are the values of pictures of more than 8 bits that a person chose to be shown as such; None:
    found out from the pictures.
    """

    id: VideoId
    name: str
    path: str
    width: int
    height: int
    frame_count: int
    rate: float
    size_bytes: int
    head_sha256: str
    position: int = 0
    black: float | None = None
    white: float | None = None


class ObjectKind(Enum):
    """Who proposed the object."""

    MANUAL = "manual"
    AUTO = "auto"


class Stage(Enum):
    """Where an object is in the data engine's workflow."""

    SELECTION = "selection"
    ANNOTATION = "annotation"
    VERIFICATION = "verification"


class Policy(Enum):
    """How an object's memory is chosen while it is tracked."""

    CLEAN = "clean"
    """The newest frames on which the object was seen, however old they are, and the frame before (SAM 3's rule)."""
    LOOKALIKES = "look-alikes"
    """Frames some way apart, and frames on which something that looks alike was told apart."""
    META = "meta"
    """The newest frames whatever is on them, as in SAM 2."""


DEFAULT_POLICY: Final = Policy.META
"""That of an object for which a person has chosen none."""


@dataclass(frozen=True, slots=True)
class VideoObject:
    """An object in one video, of which there is one masklet. Its id and its video never change.

    `stale` holds the frames whose tracked masks were made before the prompts they depend on changed: inclusive spans
    (first, last), ascending, disjoint, not touching. Spans, not a flag a mask: a click then changes one record, however
    long the video is. `policy`: what a person chose, None for the usual one. `exclusive`: shares no pixel with other
    exclusive objects of its video. `tags`: what makes it hard, see app.project.conventions. `annotator`: who handed its
    masklet in for verification last; empty: nobody yet, or somebody without a name. `adapter`: the name of what was
    learned from its corrections, see app.project.adapter_files; empty: nothing.
    """

    id: ObjectId
    video: VideoId
    name: str
    color: Color
    category: str = ""
    kind: ObjectKind = ObjectKind.MANUAL
    stage: Stage = Stage.ANNOTATION
    visible: bool = True
    locked: bool = False
    position: int = 0
    stale: tuple[Span, ...] = ()
    policy: Policy | None = None
    exclusive: bool = False
    tags: tuple[str, ...] = ()
    annotator: str = ""
    adapter: str = ""

    @property
    def tracked_by(self) -> Policy:
        """The policy that tracking goes by."""
        return self.policy or DEFAULT_POLICY

    @property
    def candidate(self) -> bool:
        """True for what the model found by itself and nobody has accepted: it is no object yet."""
        return self.kind is ObjectKind.AUTO and self.stage is Stage.SELECTION


@dataclass(frozen=True, slots=True)
class Click:
    """A point in image pixels (origin: the outer corner of the top-left pixel); positive adds, negative removes."""

    x: float
    y: float
    positive: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in image pixels with x0 < x1 and y0 < y1."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Prompts:
    """The prompts on one cell. A painted mask replaces clicks and box; clicks after it refine it."""

    clicks: tuple[Click, ...] = ()
    box: Box | None = None
    mask: Mask | None = None

    @property
    def empty(self) -> bool:
        """True without clicks, box and mask."""
        return not self.clicks and self.box is None and self.mask is None

    @property
    def locates(self) -> bool:
        """True when something says where the object is: a click that adds, a box, or pixels that were painted."""
        painted = self.mask is not None and self.mask.area > 0
        return painted or self.box is not None or any(click.positive for click in self.clicks)


class MaskSource(Enum):
    """Where a mask came from."""

    PROMPTED = "prompted"
    PAINTED = "painted"
    TRACKED = "tracked"
    AUTO = "auto"
    IMPORTED = "imported"

    @property
    def conditions(self) -> bool:
        """True when tracking starts from this mask and never overwrites it: every mask that was not tracked."""
        return self is not MaskSource.TRACKED

    @property
    def edited(self) -> bool:
        """True when a person determined this mask in this project: an edited frame in the data engine's numbers."""
        return self in (MaskSource.PROMPTED, MaskSource.PAINTED)


@dataclass(frozen=True, slots=True)
class Doubts:
    """What a model knows against its own mask, None where it does not say.

    `disagreement`: 1 - IoU of the mask with the decoder's best alternative, 0..1. `lookalikes`: cells outside the mask
    that look like the object, by the number of the object's cells, 0 or more. `stability` of a mask that was found
    without prompts: its IoU with itself at a higher and a lower threshold, 0..1.
    """

    disagreement: float | None = None
    lookalikes: float | None = None
    stability: float | None = None


NO_DOUBTS: Final = Doubts()


@dataclass(frozen=True, slots=True)
class CellMask:
    """The mask of a cell and what is known about it. An empty mask says: absent, or lost, on this frame.

    `score` is the predicted IoU in 0..1, `presence` the probability that the object is on the frame in 0..1 (both 1.0
    for masks a person painted). `fine`: a person looked at this mask of the model and called it fine.
    """

    mask: Mask
    source: MaskSource
    run: RunId | None = None
    score: float = 1.0
    presence: float = 1.0
    doubts: Doubts = NO_DOUBTS
    fine: bool = False

    @property
    def empty(self) -> bool:
        """True when the object is not seen on this frame: absent or lost."""
        return self.mask.area == 0

    @property
    def absent(self) -> bool:
        """True when a person said that the object is not on this frame: an empty mask that was not tracked."""
        return self.source.conditions and self.empty

    @property
    def lost(self) -> bool:
        """True when the model found nothing on this frame: an empty tracked mask."""
        return not self.source.conditions and self.empty


class Direction(Enum):
    """Which way a run goes through time."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Run:
    """One tracking job, kept as provenance of the masks it made.

    `policies`: those of `objects`, in their order; empty for runs of before there was a choice. `adapters`: names of
    what was learned about each of `objects` ("" for nothing), empty where nothing was: then masks are the model's own.
    """

    id: RunId
    video: VideoId
    objects: tuple[ObjectId, ...]
    direction: Direction
    first: FrameIndex
    last: FrameIndex
    model: str
    started: datetime
    frames_done: int = 0
    policies: tuple[Policy, ...] = ()
    adapters: tuple[str, ...] = ()


class Judgement(Enum):
    """The three answers of quality verification."""

    SATISFACTORY = "satisfactory"
    UNSATISFACTORY = "unsatisfactory"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reviewer's answer about one masklet, with the reason and the frame where it shows."""

    object: ObjectId
    judgement: Judgement
    annotator: str
    when: datetime
    reason: str = ""
    frame: FrameIndex | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """What a reviewer found wrong with a masklet, until somebody answers it by *Resolved*.

    `span`: its frames, None for all of the masklet. `region`: where on them, in image pixels, None for everywhere; it
    needs a span. `resolved_by` and `resolved_at`: who answered it, and when.
    """

    id: IssueId
    object: ObjectId
    text: str
    annotator: str
    when: datetime
    span: Span | None = None
    region: Box | None = None
    resolved_by: str = ""
    resolved_at: datetime | None = None

    @property
    def resolved(self) -> bool:
        """True when somebody answered it."""
        return self.resolved_at is not None


class Event(msgspec.Struct, frozen=True):
    """One line of the project's append-only log of who did what when (work time, metrics); not undone, not edited.

    A struct and no dataclass, as a hundred thousand of them are made for a look at the numbers.
    """

    when: datetime
    annotator: str
    verb: str
    video: VideoId | None = None
    object: ObjectId | None = None
    frame: FrameIndex | None = None
    details: dict[str, str] = msgspec.field(default_factory=dict)

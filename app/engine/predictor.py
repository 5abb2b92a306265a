"""The door of the engine: what a video segmentation model offers, in numpy, run lengths and dataclasses."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.masks.mask import Mask
from app.media.source import FrameSource
from app.project.model import NO_DOUBTS, Doubts, FrameIndex, ObjectId, Policy, Prompts


class PassDirection(Enum):
    """Direction of one pass through a video."""

    FORWARD = 1
    BACKWARD = -1


@dataclass(frozen=True, slots=True)
class Prediction:
    """A mask at the video's resolution, with the scores that the model gives it.

    `score`: predicted IoU, 0..1. `presence`: probability that the object is on the frame, 0..1. An empty mask: absent.
    `doubts`: what else speaks against the mask. `unsure`: an answer to prompts of which the model is so much less sure
    than of others that tracking does not read it.
    """

    mask: Mask
    score: float
    presence: float
    doubts: Doubts = NO_DOUBTS
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Conditioning:
    """A cell whose mask a person made: it conditions tracking and is never overwritten by it.

    `mask` is the saved mask of the cell (empty: absent here); `prompts` are what led to it (may be empty for imports).
    `score`: predicted IoU of a mask with which the model answered prompts, None of any other.
    """

    frame: FrameIndex
    mask: Mask
    prompts: Prompts = field(default_factory=Prompts)
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What goes into one object's memory: conditioning cells, and saved masks of other frames nearby.

    `policy` chooses among these and the frames that are tracked. Cells on which a person called the object absent are
    never remembered, unless there are no others.
    """

    conditioning: tuple[Conditioning, ...] = ()
    neighbors: Mapping[FrameIndex, Mask] = field(default_factory=dict)
    policy: Policy = Policy.META


@dataclass(frozen=True, slots=True)
class Adapter:
    """What a model has learned from corrections of one object: small additions to its mask decoder.

    `data` is the content of a file; `name` is that of this content and of no other.
    """

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Lesson:
    """A frame from which an adapter learns: the mask to make of it, and what was remembered before it was corrected.

    `key` tells it from all other lessons of the session; the same frame with another mask may have the same key.
    `confirmed`: the model made the mask itself, and nobody objected to it.
    """

    key: int
    frame: FrameIndex
    context: Context
    mask: Mask
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Learning:
    """How far lessons are: `steps` done, and at the end the adapter, None where there was nothing to learn from."""

    steps: int
    adapter: Adapter | None = None


@dataclass(frozen=True, slots=True)
class TrackRequest:
    """One pass over `frames` (a range with step +1 or -1, first frame first) for one or several objects.

    `context[object]` must hold at least one conditioning cell or neighbor. Frames of an object that are conditioning,
    or for which `fixed(object, frame)` returns a mask (locked cells), are not predicted: that mask goes into memory.

    No two of the `exclusive` objects get the same pixel: the surer one keeps it. What `claimed(object, frame)` returns
    belongs to others, which are not predicted here, already. `adapters`: what was learned about objects; their masks
    are not those of the model alone.
    """

    objects: tuple[ObjectId, ...]
    frames: range
    context: Mapping[ObjectId, Context]
    fixed: Callable[[ObjectId, FrameIndex], Mask | None] = lambda _object, _frame: None
    exclusive: frozenset[ObjectId] = frozenset()
    claimed: Callable[[ObjectId, FrameIndex], Mask | None] = lambda _object, _frame: None
    adapters: Mapping[ObjectId, Adapter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrackedFrame:
    """The result of one step: predictions for the objects that were computed here (fixed ones are left out).

    `lost`: the frame cannot be decoded; there are no predictions, and the next frame follows as if it were not there.
    """

    frame: FrameIndex
    predictions: Mapping[ObjectId, Prediction]
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a search for objects has found so far: clean masks, none twice, in the order in which they were found.

    The list only grows. `share` of the search is done, 0..1.
    """

    found: tuple[Prediction, ...] = ()
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """The device a predictor runs on, by a name for people, and its memory in bytes (0: unknown or shared).

    `memory_used` is what all programs hold of it together, `memory_own` what this one does.
    """

    kind: str
    name: str
    memory_total: int
    memory_used: int
    memory_own: int = 0


@dataclass(frozen=True, slots=True)
class Device:
    """A device a model can run on. `id` is torch's name for it ("cuda:0"), `kind` the one for people ("rocm").

    `memory_total` in bytes, 0: unknown.
    """

    id: str
    kind: str
    name: str
    memory_total: int


class Predictor(Protocol):
    """A model, loaded on a device. Belongs to the engine thread.

    `video` is a stable key of the source for the feature cache. All methods raise EngineError.
    """

    @property
    def name(self) -> str:
        """The model's name as kept in a project's runs."""
        ...

    def device(self) -> DeviceInfo:
        """Return what it runs on, with memory use now."""
        ...

    def devices(self) -> tuple[Device, ...]:
        """Return everything it could run on, the best first."""
        ...

    def prepare(self, video: str, source: FrameSource, frame: FrameIndex) -> bool:
        """Encode a frame into the feature cache (idle work). Returns False when it is there already."""
        ...

    def preview(self, video: str, source: FrameSource, frame: FrameIndex, prompts: Prompts) -> Prediction:
        """Segment one frame from prompts alone, without memory; for hover previews."""
        ...

    def segment(
        self,
        video: str,
        source: FrameSource,
        frame: FrameIndex,
        prompts: Prompts,
        context: Context,
        previous: Mask | None,
    ) -> Prediction:
        """Segment a cell from its prompts, with the memory of `context`.

        `previous` is the cell's tracked mask that the prompts correct, None when there is none. A painted mask in
        `prompts` with clicks after it is refined by them.
        """
        ...

    def track(self, video: str, source: FrameSource, request: TrackRequest) -> Generator[TrackedFrame]:
        """Yield one TrackedFrame a frame of `request.frames`, in order. Closing the iterator stops at once."""
        ...

    def proposing(self, video: str, source: FrameSource, frame: FrameIndex) -> Generator[Proposals]:
        """Find objects on a frame without prompts (auto masks), in short steps.

        Yields what was found so far, nothing at first; the last yield is the whole result.
        """
        ...

    def understands(self, adapter: Adapter) -> bool:
        """Return whether an adapter was made for this model, and is whole."""
        ...

    def learn(
        self, video: str, source: FrameSource, lessons: Sequence[Lesson], start: Adapter | None
    ) -> Generator[Learning]:
        """Teach an adapter, oldest lesson first, from `start` on, in steps short enough for other jobs in between.

        The last yield has the adapter.
        """
        ...

    def offer(
        self, video: str, source: FrameSource, frame: FrameIndex, context: Context, lessons: Sequence[Lesson]
    ) -> Prediction | None:
        """Return the mask of a tracked frame that follows from how masks were corrected, None where it is the usual.

        It is one of the decoder's other masks, or one cut at another threshold; nothing is trained.
        """
        ...

    def describe(self, video: str, source: FrameSource, frame: FrameIndex, mask: Mask) -> NDArray[np.float32]:
        """Return what an object and its surroundings look like to the model: a vector of unit length, shape (d,).

        The cosine of two such vectors tells how alike two objects are, on the same model only.
        """
        ...

    def release(self) -> None:
        """Free caches and device memory that can be computed again."""
        ...

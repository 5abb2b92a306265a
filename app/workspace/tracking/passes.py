"""The generator of a run on the engine thread: a plan, then its passes, each ended once masks agree with old ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from app.engine.predictor import TrackedFrame, TrackRequest
from app.masks.mask import Mask
from app.project.document import Document
from app.project.model import FrameIndex, ObjectId, Span, Video
from app.workspace.engine import Engine, video_key
from app.workspace.tracking.claims import Claims
from app.workspace.tracking.plan import Pass, Wish, frames_wanted, plan

# Two masks agree above this IoU, and so many frames in a row end a re-tracking (DESIGN, section 5)
AGREEING_IOU = 0.98
AGREEING_FRAMES = 10


@dataclass(frozen=True, slots=True)
class Computing:
    """What comes from now on is made by the weights of `model`, and by `adapters`, which have these names."""

    model: str
    adapters: Mapping[ObjectId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The rest of a pass need not be computed: the masks that exist there are what it would give."""

    spans: Mapping[ObjectId, Span]
    cells: int


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """What a run is going to compute. `masks`: how many of them on each frame, shape (frame_count,)."""

    passes: tuple[Pass, ...]
    masks: NDArray[np.int32]


def planned(document: Document, wish: Wish, frame_count: int) -> Planned:
    """Return what a run has to compute to fulfil `wish`."""
    passes = plan(document, wish, frame_count)
    return Planned(passes, frames_wanted(passes, frame_count))


RunResult = Planned | Computing | TrackedFrame | Unchanged


def run(engine: Engine, video: Video, document: Document, wish: Wish) -> Iterator[RunResult]:
    """Yield the plan for `wish`, who computes, one TrackedFrame a frame, and Unchanged where a pass could end early.

    `document` is a frozen one. The model stays what it is until the end.
    """
    work_ahead = planned(document, wish, video.frame_count)
    yield work_ahead
    if not work_ahead.passes:
        return
    with engine.held() as predictor:
        adapters = engine.adapters(document, wish.objects)
        yield Computing(predictor.name, {id: adapter.name for id, adapter in adapters.items()})
        source = engine.source(video)
        claims = Claims(document, video.id)
        for work in work_ahead.passes:
            request = replace(_keeping_apart(work, claims), adapters=adapters)
            tracking = predictor.track(video_key(video), source, request)
            try:
                yield from _until_agreed(work, _noted(tracking, work, claims))
            finally:
                tracking.close()


def _keeping_apart(work: Pass, claims: Claims) -> TrackRequest:
    """Return the request of a pass in which exclusive objects share no pixel, with each other or with the others."""

    def claimed(_object: ObjectId, frame: FrameIndex) -> Mask | None:
        return claims.by_others([id for id, todo in work.todo.items() if frame in todo], frame)

    exclusive = claims.objects & work.todo.keys()
    return replace(work.request, exclusive=exclusive, claimed=claimed) if exclusive else work.request


def _noted(tracking: Iterator[TrackedFrame], work: Pass, claims: Claims) -> Iterator[TrackedFrame]:
    for result in tracking:
        claims.note(result.frame, {id: p for id, p in result.predictions.items() if result.frame in work.todo[id]})
        yield result


def _until_agreed(work: Pass, tracking: Iterator[TrackedFrame]) -> Iterator[TrackedFrame | Unchanged]:
    """Yield the wanted masks of a pass; where it is open and they have been the old ones for a while, that it ends."""
    agreement = Agreement()
    frames = work.request.frames
    for result in tracking:
        wanted = {id: p for id, p in result.predictions.items() if result.frame in work.todo[id]}
        yield replace(result, predictions=wanted)
        if result.lost:
            continue
        pairs = {id: (_before(work, id, result.frame), prediction.mask) for id, prediction in wanted.items()}
        rest = frames[frames.index(result.frame) + 1 :]
        if work.open and agreement.reached(pairs) and rest and _all_have_masks(work, rest):
            yield _unchanged(work, rest)
            return


def _before(work: Pass, object: ObjectId, frame: FrameIndex) -> Mask | None:
    """Return the mask that a pass replaces."""
    old = work.old[object].get(frame)
    return old.mask if old is not None else None


def _all_have_masks(work: Pass, rest: range) -> bool:
    first, last = sorted((rest[0], rest[-1]))
    return all(frame in work.old[id] for id, todo in work.todo.items() for frame in todo.within(first, last).tolist())


def _unchanged(work: Pass, rest: range) -> Unchanged:
    first, last = sorted((FrameIndex(rest[0]), FrameIndex(rest[-1])))
    cells = sum(len(todo.within(first, last)) for todo in work.todo.values())
    return Unchanged(dict.fromkeys(work.request.objects, (first, last)), cells)


class Agreement:
    """Counts frames in a row on which new masks are the old ones; to be asked after each frame of a re-tracking.

    Two empty masks are no agreement: an object that both do not see may come back differently.
    """

    def __init__(self, frames: int = AGREEING_FRAMES, iou: float = AGREEING_IOU) -> None:
        self._frames = frames
        self._iou = iou
        self._rows: dict[ObjectId, int] = {}

    def reached(self, pairs: Mapping[ObjectId, tuple[Mask | None, Mask]]) -> bool:
        """Take one frame's (old, new) masks; True once every object has agreed on enough frames in a row."""
        for id, (old, new) in pairs.items():
            agrees = old is not None and new.area > 0 and old.iou(new) > self._iou
            self._rows[id] = self._rows.get(id, 0) + 1 if agrees else 0
        return bool(pairs) and all(row >= self._frames for row in self._rows.values())

"""What a run has to compute: passes over stretches of frames, outwards from the masks a person made."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.engine.predictor import Conditioning, Context, PassDirection, TrackRequest
from app.masks.mask import Mask
from app.project import spans
from app.project.document import Document
from app.project.model import Cell, CellMask, Direction, FrameIndex, ObjectId, Prompts, Span, VideoObject
from app.workspace.tracking.frame_set import FrameSet

NEIGHBORS = 6
"""Saved masks before the start of a pass that go into memory: what SAM 2 reads besides conditioning frames."""
CONDITIONING = 4
"""Person-made masks that SAM 2 reads at once wherever they are: the nearest ones."""
REACH = 15
"""How far back a saved mask still matters, in frames: SAM 2's farthest object pointer."""
JOIN = 8
"""Stretches closer than this are one pass: rebuilding the memory costs more than going through."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for: everything not up to date within `frames` (inclusive span, None = the whole video).

    `anchor` is the playhead: runs start at the person-made mask nearest to it. `anchors` overrides it for objects that
    were corrected during the run: a one-way run covers them from exactly that frame on. `lost`: frames known to be
    undecodable, on which nothing can be tracked.
    """

    objects: tuple[ObjectId, ...]
    direction: Direction
    anchor: FrameIndex
    frames: Span | None = None
    only_stale: bool = False
    anchors: Mapping[ObjectId, FrameIndex] = field(default_factory=dict)
    lost: frozenset[FrameIndex] = frozenset()


@dataclass(frozen=True, slots=True)
class Pass:
    """One call of `Predictor.track`. `todo`: frames whose masks are wanted; `old`: all masks there were before."""

    request: TrackRequest
    todo: Mapping[ObjectId, FrameSet]
    old: Mapping[ObjectId, Mapping[FrameIndex, CellMask]]

    @property
    def cells(self) -> int:
        """How many masks this pass is to make."""
        return sum(len(frames) for frames in self.todo.values())


@dataclass(frozen=True, slots=True)
class _Stretch:
    object: ObjectId
    step: PassDirection
    first: int
    last: int
    todo: FrameSet


@dataclass(frozen=True, slots=True)
class _Known:
    """What an object has at the time of planning, taken once for all of its passes."""

    conditioning: tuple[Conditioning, ...]
    masks: Mapping[FrameIndex, CellMask]


def plan(document: Document, wish: Wish, frame_count: int) -> tuple[Pass, ...]:
    """Return the passes that fulfil `wish`, in the order to run them. `document` must not change while they run.

    Objects whose pass covers the same frames in the same direction share one. Objects without a person-made mask and
    locked objects yield none.
    """
    stretches: list[_Stretch] = []
    known: dict[ObjectId, _Known] = {}
    for id in wish.objects:
        record = document.object(id)
        if record is not None and document.conditioning_frames(id) and not record.locked:
            found = _stretches(document, record, wish, frame_count)
            if found:
                known[id] = _Known(conditioning(document, id), document.contents_of(id)[0])
            stretches += found
    groups: dict[tuple[PassDirection, int, int], list[_Stretch]] = {}
    for stretch in stretches:
        groups.setdefault((stretch.step, stretch.first, stretch.last), []).append(stretch)
    return tuple(_pass(document, group, known) for group in groups.values())


def needed(document: Document, wish: Wish, frame_count: int) -> bool:
    """Return whether there is anything to plan for `wish`; quick, however long the video is."""
    for id in wish.objects:
        record = document.object(id)
        if record is None or record.locked or not document.conditioning_frames(id):
            continue
        wanted, _masked = _wanted(document, record, wish, frame_count)
        if any(len(frames) for _step, frames in _ahead(document, record, wish, wanted)):
            return True
    return False


def frames_wanted(passes: Sequence[Pass], frame_count: int) -> NDArray[np.int32]:
    """Return how many masks the passes make on each frame, shape (frame_count,)."""
    masks = np.zeros(frame_count, np.int32)
    for work in passes:
        for todo in work.todo.values():
            masks[todo.array()] += 1
    return masks


def _stretches(document: Document, record: VideoObject, wish: Wish, frame_count: int) -> list[_Stretch]:
    wanted, masked = _wanted(document, record, wish, frame_count)
    return [
        stretch
        for step, frames in _ahead(document, record, wish, wanted)
        for stretch in _cut(record.id, step, frames, masked)
    ]


def _ahead(
    document: Document, record: VideoObject, wish: Wish, wanted: NDArray[np.int64]
) -> Iterator[tuple[PassDirection, NDArray[np.int64]]]:
    """Yield the wanted frames that lie ahead of where a pass starts, for each direction of the wish."""
    edited = document.frame_arrays(record.id).conditioning
    if wish.direction in (Direction.FORWARD, Direction.BOTH):
        yield PassDirection.FORWARD, wanted[wanted > _start(edited, record.id, wish, PassDirection.FORWARD)]
    if wish.direction in (Direction.BACKWARD, Direction.BOTH):
        yield PassDirection.BACKWARD, wanted[wanted < _start(edited, record.id, wish, PassDirection.BACKWARD)]


def _wanted(
    document: Document, record: VideoObject, wish: Wish, frame_count: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the frames to compute, ascending, and for every frame of the video whether it has a mask.

    Wanted is what lies in range and is neither person-made nor locked nor up to date.
    """
    first, last = wish.frames or (FrameIndex(0), FrameIndex(frame_count - 1))
    there = document.frame_arrays(record.id)
    masked, stale = np.zeros(frame_count, np.bool_), spans.mask(record.stale, frame_count)
    masked[there.masks] = True
    wanted = stale if wish.only_stale else stale | ~masked
    wanted[there.conditioning] = False
    wanted[there.locks] = False
    wanted[list(wish.lost)] = False
    return np.flatnonzero(wanted[first : last + 1]) + first, masked


def _start(edited: NDArray[np.int64], object: ObjectId, wish: Wish, step: PassDirection) -> int:
    """Return the frame a pass starts behind, usually one that a person made.

    One-way runs start at the nearest one behind the playhead (as seen in the direction of the run), or the first one
    ahead. Both ways start from the one nearest to the playhead, so that together they cover everything once.
    """
    anchor = wish.anchors.get(object, wish.anchor)
    if wish.direction is Direction.BOTH:
        return int(edited[np.argmin(np.abs(edited - anchor))])
    if object in wish.anchors:
        return anchor - step.value
    if step is PassDirection.FORWARD:
        return int(edited[max(int(np.searchsorted(edited, anchor, "right")) - 1, 0)])
    return int(edited[min(int(np.searchsorted(edited, anchor)), len(edited) - 1)])


def _cut(object: ObjectId, step: PassDirection, wanted: NDArray[np.int64], masked: NDArray[np.bool_]) -> list[_Stretch]:
    """Cut the wanted frames into stretches, in the order of the pass.

    They are cut at larger gaps, and at any gap between masks that exist: there each stretch may end early, as soon as
    new masks agree with the old ones.
    """
    if not len(wanted):
        return []
    gap = np.diff(wanted)
    replaces = masked[wanted[1:]] & masked[wanted[:-1]]
    cuts = np.flatnonzero((gap > JOIN) | ((gap > 1) & replaces)) + 1
    pieces = np.split(wanted, cuts)
    if step is PassDirection.BACKWARD:
        pieces.reverse()
    return [_Stretch(object, step, int(piece[0]), int(piece[-1]), FrameSet(piece)) for piece in pieces]


def _pass(document: Document, group: list[_Stretch], known: Mapping[ObjectId, _Known]) -> Pass:
    first = group[0]
    frames = range(first.first, first.last + 1)
    if first.step is PassDirection.BACKWARD:
        frames = range(first.last, first.first - 1, -1)
    start = FrameIndex(frames[0])
    todo = {stretch.object: stretch.todo for stretch in group}

    def fixed(object: ObjectId, frame: FrameIndex) -> Mask | None:
        saved = known[object].masks.get(frame)
        return None if saved is None or frame in todo[object] else saved.mask

    request = TrackRequest(
        objects=tuple(todo),
        frames=frames,
        context={id: Context(known[id].conditioning, _neighbors(document, id, start, first.step)) for id in todo},
        fixed=fixed,
    )
    return Pass(request, todo, {id: known[id].masks for id in todo})


def conditioning(document: Document, object: ObjectId) -> tuple[Conditioning, ...]:
    """Return the person-made cells of `object`, ascending."""
    return tuple(_condition(document, Cell(object, frame)) for frame in document.conditioning_frames(object))


def _condition(document: Document, cell: Cell) -> Conditioning:
    mask = document.mask(cell)
    assert mask is not None
    return Conditioning(cell.frame, mask.mask, document.prompts(cell) or Prompts())


def remembered(document: Document, cell: Cell) -> Context:
    """Return what the model may remember when a person points at `cell`: person-made cells and saved masks nearby.

    It reads no more than these, so a click costs the same however many masks were made or imported.
    """
    frames, at = document.conditioning_frames(cell.object), cell.frame
    before, after = bisect_left(frames, at), bisect_right(frames, at)
    first = min(bisect_left(frames, at - REACH), max(before - CONDITIONING, 0))
    last = max(bisect_right(frames, at + REACH), after + CONDITIONING)
    near = [*frames[first:before], *frames[after:last]]
    if not near:
        return Context()
    others = tuple(_condition(document, Cell(cell.object, frame)) for frame in near)
    return Context(others, _neighbors(document, cell.object, at, PassDirection.FORWARD))


def _neighbors(document: Document, object: ObjectId, start: FrameIndex, step: PassDirection) -> dict[FrameIndex, Mask]:
    record = document.object(object)
    assert record is not None
    neighbors: dict[FrameIndex, Mask] = {}
    for distance in range(1, REACH + 1):
        frame = FrameIndex(start - step.value * distance)
        mask = document.mask(Cell(object, frame))
        if mask is not None and not mask.source.conditions and not spans.contains(record.stale, frame):
            neighbors[frame] = mask.mask
        if len(neighbors) == NEIGHBORS:
            break
    return neighbors

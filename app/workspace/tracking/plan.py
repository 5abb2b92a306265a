"""What a run has to compute: passes over stretches of frames, outwards from the masks a person made."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from app.engine.predictor import Conditioning, Context, PassDirection, TrackRequest
from app.masks.mask import Mask
from app.project import spans
from app.project.document import Document
from app.project.model import (
    DEFAULT_POLICY,
    Cell,
    CellMask,
    Direction,
    FrameIndex,
    MaskSource,
    ObjectId,
    Policy,
    Prompts,
    Span,
    VideoObject,
)
from app.workspace.tracking.frame_set import FrameSet
from app.workspace.tracking.shot_limits import Shots, parted, within_reach

NEIGHBORS = 6
"""Saved masks before the start of a pass that go into memory: what SAM 2 reads besides conditioning frames."""
CONDITIONING = 4
"""Person-made masks that SAM 2 reads at once wherever they are: the nearest ones."""
REACH = 15
"""How far back a saved mask still matters, in frames: SAM 2's farthest object pointer."""
NOTED_ABSENT, LOOKALIKES_REACH, CLEAN_REACH = 3, 30, 150
"""Under other policies than SAM 2's own: how far back empty masks are noted, and saved masks are looked for that the
policy reads."""
JOIN = 8
"""Stretches closer than this are one pass: rebuilding the memory costs more than going through."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for: everything not up to date within `frames` (inclusive span, None = the whole video).

    `anchor` is the playhead: a one-way run starts at the person-made mask nearest to it. `starts` keeps where it did
    for each object, so that a run that begins again covers the same frames whatever was corrected meanwhile. `lost`:
    frames known to be undecodable, on which nothing can be tracked. `shots`: shot changes at which it stops.
    """

    objects: tuple[ObjectId, ...]
    direction: Direction
    anchor: FrameIndex
    frames: Span | None = None
    only_stale: bool = False
    starts: Mapping[ObjectId, FrameIndex] = field(default_factory=dict)
    lost: frozenset[FrameIndex] = frozenset()
    shots: Shots = ()

    def started(self, document: Document) -> "Wish":
        """Return this wish with the start of each object fixed."""
        known = {id: document.frame_arrays(id).conditioning for id in self.objects}
        starts = {id: FrameIndex(_start(edited, id, self)) for id, edited in known.items() if len(edited)}
        return replace(self, starts=starts)


@dataclass(frozen=True, slots=True)
class Pass:
    """One call of `Predictor.track`. `todo`: frames whose masks are wanted; `old`: all masks there were before.

    An `open` pass goes outwards from the last person-made mask and may end as soon as its masks are the old ones; one
    that goes from a person-made mask to the next is computed to its end.
    """

    request: TrackRequest
    todo: Mapping[ObjectId, FrameSet]
    old: Mapping[ObjectId, Mapping[FrameIndex, CellMask]]
    open: bool

    @property
    def cells(self) -> int:
        """How many masks this pass is to make."""
        return sum(len(frames) for frames in self.todo.values())


@dataclass(frozen=True, slots=True)
class _Stretch:
    object: ObjectId
    direction: PassDirection
    first: int
    last: int
    todo: FrameSet
    open: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What an object has at the time of planning, taken once for all of its passes."""

    conditioning: tuple[Conditioning, ...]
    masks: Mapping[FrameIndex, CellMask]


def plan(document: Document, wish: Wish, frame_count: int) -> tuple[Pass, ...]:
    """Return the passes that fulfil `wish`, in the order to run them. `document` must not change while they run.

    What lies between two person-made masks is one pass, from the surer of them towards the other; what lies beyond the
    first and the last goes outwards. Objects whose pass covers the same frames in the same direction share one. Objects
    without a person-made mask and locked objects yield none.
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
    groups: dict[tuple[PassDirection, int, int, bool], list[_Stretch]] = {}
    for stretch in stretches:
        groups.setdefault((stretch.direction, stretch.first, stretch.last, stretch.open), []).append(stretch)
    return tuple(_pass(document, group, known) for group in groups.values())


def needed(document: Document, wish: Wish, frame_count: int) -> bool:
    """Return whether there is anything to plan for `wish`; quick, however long the video is."""
    return any(len(frames) for frames in _wanted_by_object(document, wish, frame_count))


def _wanted_by_object(document: Document, wish: Wish, frame_count: int) -> Iterator[NDArray[np.int64]]:
    """Yield the frames to compute of each object of `wish` that can be tracked."""
    for id in wish.objects:
        record = document.object(id)
        if record is not None and not record.locked and document.conditioning_frames(id):
            yield _wanted(document, record, wish, frame_count)[0]


def frames_wanted(passes: Sequence[Pass], frame_count: int) -> NDArray[np.int32]:
    """Return how many masks the passes make on each frame, shape (frame_count,)."""
    masks = np.zeros(frame_count, np.int32)
    for work in passes:
        for todo in work.todo.values():
            masks[todo.array()] += 1
    return masks


def _stretches(document: Document, record: VideoObject, wish: Wish, frame_count: int) -> list[_Stretch]:
    """Return what is to be computed of an object, gap by gap, in the order of a one-way run's direction.

    A run both ways begins with what follows the last person-made mask, then goes through the gaps, and ends with what
    lies before the first.
    """
    wanted, masked = _wanted(document, record, wish, frame_count)
    edited = document.frame_arrays(record.id).conditioning
    gaps = np.searchsorted(edited, wanted)
    found: list[_Stretch] = []
    for gap in np.unique(gaps).tolist():
        frames = wanted[gaps == gap]
        inside = 0 < gap < len(edited)
        change = parted(document, record.id, wish.shots, edited[gap - 1], edited[gap]) if inside else None
        if change is not None:
            sides = (
                (PassDirection.FORWARD, frames[frames < change]),
                (PassDirection.BACKWARD, frames[frames >= change]),
            )
            for direction, side in sides:
                found += _cut(record.id, direction, side, masked, open=False) if len(side) else []
            continue
        if inside:
            direction = from_surer_end(document, record.id, edited[gap - 1], edited[gap], wish)
        else:
            direction = PassDirection.FORWARD if gap else PassDirection.BACKWARD
        found += _cut(record.id, direction, frames, masked, open=not inside)
    return found if wish.direction is Direction.FORWARD else found[::-1]


def from_surer_end(
    document: Document, object: ObjectId, first: FrameIndex, last: FrameIndex, wish: Wish
) -> PassDirection:
    """Return from which end the frames between two person-made masks are computed.

    Where masks are there already it is the end that they agree with: they came from there, and it is the other end
    that a person had to correct. Otherwise it is the end a person painted, or that the model is surer of. A pass cannot
    begin where the object is absent.
    """
    ends = [document.mask(Cell(object, frame)) for frame in (first, last)]
    beside = [document.mask(Cell(object, FrameIndex(frame))) for frame in (first + 1, last - 1)]
    sure: list[tuple[bool, float, float]] = []
    for end, near in zip(ends, beside, strict=True):
        assert end is not None
        agreement = end.mask.iou(near.mask) if near is not None and all(beside) else 0.0
        sure.append((end.mask.area > 0, agreement, 1.0 if end.source is MaskSource.PAINTED else end.score))
    if sure[0] == sure[1]:
        return PassDirection.BACKWARD if wish.direction is Direction.BACKWARD else PassDirection.FORWARD
    return PassDirection.FORWARD if sure[0] > sure[1] else PassDirection.BACKWARD


def _wanted(
    document: Document, record: VideoObject, wish: Wish, frame_count: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the frames to compute, ascending, and for every frame of the video whether it has a mask.

    Wanted is what lies in range and ahead of the start and is neither person-made nor locked nor up to date.
    """
    first, last = wish.frames or (FrameIndex(0), FrameIndex(frame_count - 1))
    there = document.frame_arrays(record.id)
    masked, stale = np.zeros(frame_count, np.bool_), spans.mask(record.stale, frame_count)
    masked[there.masks] = True
    missing = ~masked & within_reach(document, record.id, wish.shots, frame_count) if wish.shots else ~masked
    wanted = stale if wish.only_stale else stale | missing
    wanted[there.conditioning] = False
    wanted[there.locks] = False
    wanted[list(wish.lost)] = False
    if wish.direction is Direction.FORWARD:
        first = FrameIndex(max(first, _start(there.conditioning, record.id, wish) + 1))
    elif wish.direction is Direction.BACKWARD:
        last = FrameIndex(min(last, _start(there.conditioning, record.id, wish) - 1))
    return np.flatnonzero(wanted[first : max(last + 1, first)]) + first, masked


def _start(edited: NDArray[np.int64], object: ObjectId, wish: Wish) -> int:
    """Return the person-made frame a one-way run starts behind.

    That is where it started before, or the nearest one behind the playhead (as seen in the direction of the run), or
    the first one ahead.
    """
    anchor = wish.anchor
    start = wish.starts.get(object)
    if start is not None:
        place = int(np.searchsorted(edited, start))
        if place < len(edited) and edited[place] == start:
            return start
        anchor = start
    if wish.direction is Direction.BACKWARD:
        return int(edited[min(int(np.searchsorted(edited, anchor)), len(edited) - 1)])
    return int(edited[max(int(np.searchsorted(edited, anchor, "right")) - 1, 0)])


def _cut(
    object: ObjectId, direction: PassDirection, wanted: NDArray[np.int64], masked: NDArray[np.bool_], *, open: bool
) -> list[_Stretch]:
    """Cut the wanted frames of one gap into stretches, in the order of the pass.

    They are cut at larger holes, and in open ends at any hole between masks that exist: there each stretch may end
    early, as soon as new masks agree with the old ones.
    """
    hole = np.diff(wanted)
    replaces = masked[wanted[1:]] & masked[wanted[:-1]] & open
    cuts = np.flatnonzero((hole > JOIN) | ((hole > 1) & replaces)) + 1
    pieces = np.split(wanted, cuts)
    if direction is PassDirection.BACKWARD:
        pieces.reverse()
    return [_Stretch(object, direction, int(piece[0]), int(piece[-1]), FrameSet(piece), open) for piece in pieces]


def _pass(document: Document, group: list[_Stretch], known: Mapping[ObjectId, _Known]) -> Pass:
    first = group[0]
    frames = range(first.first, first.last + 1)
    if first.direction is PassDirection.BACKWARD:
        frames = range(first.last, first.first - 1, -1)
    start = FrameIndex(frames[0])
    todo = {stretch.object: stretch.todo for stretch in group}

    def fixed(object: ObjectId, frame: FrameIndex) -> Mask | None:
        saved = known[object].masks.get(frame)
        return None if saved is None or frame in todo[object] else saved.mask

    request = TrackRequest(
        objects=tuple(todo),
        frames=frames,
        context={
            id: Context(
                known[id].conditioning, saved_behind(document, id, start, first.direction), policy_of(document, id)
            )
            for id in todo
        },
        fixed=fixed,
    )
    return Pass(request, todo, {id: known[id].masks for id in todo}, first.open)


def conditioning(document: Document, object: ObjectId) -> tuple[Conditioning, ...]:
    """Return the person-made cells of `object`, ascending."""
    return tuple(_condition(document, Cell(object, frame)) for frame in document.conditioning_frames(object))


def _condition(document: Document, cell: Cell) -> Conditioning:
    mask = document.mask(cell)
    assert mask is not None
    score = mask.score if mask.source is MaskSource.PROMPTED else None
    return Conditioning(cell.frame, mask.mask, document.prompts(cell) or Prompts(), score)


def remembered(document: Document, cell: Cell) -> Context:
    """Return what the model may remember when a person points at `cell`: person-made cells and saved masks nearby.

    It reads no more than these, so a click costs the same however many masks were made or imported. Masks are those on
    the side the cell was tracked from, which is that of the nearest person-made cell.
    """
    frames, at = document.conditioning_frames(cell.object), cell.frame
    before, after = bisect_left(frames, at), bisect_right(frames, at)
    earlier = _nearest(document, cell.object, list(reversed(frames[:before])), at)
    near = [*earlier[::-1], *_nearest(document, cell.object, frames[after:], at)]
    if not near:
        return Context()
    others = tuple(_condition(document, Cell(cell.object, frame)) for frame in near)
    nearest = min(near, key=lambda frame: (abs(frame - at), frame))
    direction = PassDirection.FORWARD if nearest < at else PassDirection.BACKWARD
    return Context(others, saved_behind(document, cell.object, at, direction), policy_of(document, cell.object))


def _nearest(document: Document, object: ObjectId, frames: Sequence[FrameIndex], at: FrameIndex) -> list[FrameIndex]:
    """Return which of a person's frames on one side of `at`, nearest first, the model may read from there.

    Those without the object are never read, so there may be any number of them before the last one that is.
    """
    found: list[FrameIndex] = []
    shown = 0
    for frame in frames:
        if shown >= CONDITIONING and abs(frame - at) > REACH:
            break
        mask = document.mask(Cell(object, frame))
        shown += mask is not None and mask.mask.area > 0
        found.append(frame)
    return found


def saved_behind(
    document: Document,
    object: ObjectId,
    start: FrameIndex,
    direction: PassDirection,
    policy: Policy | None = None,
) -> dict[FrameIndex, Mask]:
    """Return the up-to-date tracked masks that may be read where a pass starts, under a policy (None: the object's)."""
    record = document.object(object)
    assert record is not None
    policy, neighbors, shown = policy or record.tracked_by, dict[FrameIndex, Mask](), 0
    reach = {Policy.META: REACH, Policy.LOOKALIKES: LOOKALIKES_REACH, Policy.CLEAN: CLEAN_REACH}[policy]
    for distance in range(1, reach + 1):
        frame = FrameIndex(start - direction.value * distance)
        mask = document.mask(Cell(object, frame))
        if mask is None or mask.source.conditions or spans.contains(record.stale, frame):
            continue
        if policy is Policy.META or mask.mask.area or distance <= NOTED_ABSENT:
            neighbors[frame] = mask.mask
            shown += policy is Policy.META or mask.mask.area > 0
        if shown == NEIGHBORS and policy is not Policy.LOOKALIKES:
            break
    return neighbors


def policy_of(document: Document, object: ObjectId) -> Policy:
    """Return the policy by which an object is tracked."""
    record = document.object(object)
    return DEFAULT_POLICY if record is None else record.tracked_by

"""What a run has to compute: passes over stretches of frames, outwards from the masks a person made."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.engine.predictor import Conditioning, Context, Step, TrackRequest
from app.masks.mask import Mask
from app.project.document import Document
from app.project.model import Cell, Direction, FrameIndex, ObjectId, Prompts, Span, VideoObject
from app.project.spans import frames as frames_of

NEIGHBORS = 6
"""Saved masks before the start of a pass that go into memory: what SAM 2 reads besides conditioning frames."""
REACH = 15
"""How far back a saved mask still matters, in frames: SAM 2's farthest object pointer."""
JOIN = 8
"""Stretches closer than this are one pass: rebuilding the memory costs more than going through."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for: everything not up to date within `frames` (inclusive span, None = the whole video).

    `anchor` is the playhead: runs start at the person-made mask nearest to it. `anchors` overrides it for objects that
    were corrected during the run: a one-way run covers them from exactly that frame on.
    """

    objects: tuple[ObjectId, ...]
    direction: Direction
    anchor: FrameIndex
    frames: Span | None = None
    only_stale: bool = False
    anchors: Mapping[ObjectId, FrameIndex] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pass:
    """One call of `Predictor.track`. `todo`: frames whose masks are wanted; `old`: the masks they replace."""

    request: TrackRequest
    todo: Mapping[ObjectId, frozenset[FrameIndex]]
    old: Mapping[ObjectId, Mapping[FrameIndex, Mask]]

    @property
    def cells(self) -> int:
        """How many masks this pass is to make."""
        return sum(len(frames) for frames in self.todo.values())


@dataclass(frozen=True, slots=True)
class _Stretch:
    object: ObjectId
    step: Step
    first: int
    last: int
    todo: frozenset[FrameIndex]


def plan(document: Document, wish: Wish, frame_count: int) -> tuple[Pass, ...]:
    """Return the passes that fulfil `wish`, in the order to run them.

    Objects whose pass covers the same frames in the same direction share one. Objects without a person-made mask and
    locked objects yield none.
    """
    stretches: list[_Stretch] = []
    for id in wish.objects:
        record = document.object(id)
        edited = document.conditioning_frames(id)
        if record is not None and edited and not record.locked:
            stretches += _stretches(document, record, edited, wish, frame_count)
    groups: dict[tuple[Step, int, int], list[_Stretch]] = {}
    for stretch in stretches:
        groups.setdefault((stretch.step, stretch.first, stretch.last), []).append(stretch)
    return tuple(_pass(document, group) for group in groups.values())


def _stretches(
    document: Document, record: VideoObject, edited: Sequence[FrameIndex], wish: Wish, frame_count: int
) -> list[_Stretch]:
    wanted = _wanted(document, record, edited, wish, frame_count)
    if not wanted:
        return []
    masked = frozenset(document.mask_frames(record.id))
    found: list[_Stretch] = []
    if wish.direction in (Direction.FORWARD, Direction.BOTH):
        start = _start(edited, record.id, wish, Step.FORWARD)
        found += _cut(record.id, Step.FORWARD, [f for f in wanted if f > start], masked)
    if wish.direction in (Direction.BACKWARD, Direction.BOTH):
        start = _start(edited, record.id, wish, Step.BACKWARD)
        found += _cut(record.id, Step.BACKWARD, [f for f in wanted if f < start], masked)
    return found


def _wanted(
    document: Document, record: VideoObject, edited: Sequence[FrameIndex], wish: Wish, frame_count: int
) -> list[FrameIndex]:
    """Return the frames to compute, ascending: not person-made, not locked, in range, and not up to date."""
    first, last = wish.frames or (FrameIndex(0), FrameIndex(frame_count - 1))
    fixed = {*edited, *document.lock_frames(record.id)}
    stale = set(frames_of(record.stale))
    if wish.only_stale:
        return sorted(f for f in stale if first <= f <= last and f not in fixed)
    have = set(document.mask_frames(record.id)) - stale
    return [FrameIndex(f) for f in range(first, last + 1) if f not in fixed and f not in have]


def _start(edited: Sequence[FrameIndex], object: ObjectId, wish: Wish, step: Step) -> int:
    """Return the frame a pass starts behind, usually one that a person made.

    One-way runs start at the nearest one behind the playhead (as seen in the direction of the run), or the first one
    ahead. Both ways start from the one nearest to the playhead, so that together they cover everything once.
    """
    anchor = wish.anchors.get(object, wish.anchor)
    if wish.direction is Direction.BOTH:
        return min(edited, key=lambda f: (abs(f - anchor), f))
    if object in wish.anchors:
        return anchor - step.value
    if step is Step.FORWARD:
        return edited[max(bisect_right(edited, anchor) - 1, 0)]
    return edited[min(bisect_left(edited, anchor), len(edited) - 1)]


def _cut(object: ObjectId, step: Step, wanted: list[FrameIndex], masked: frozenset[FrameIndex]) -> list[_Stretch]:
    """Cut the wanted frames into stretches, in the order of the pass.

    They are cut at larger gaps, and at any gap between masks that exist: there each stretch may end early, as soon as
    new masks agree with the old ones.
    """
    pieces: list[list[FrameIndex]] = []
    for frame in wanted:
        gap = frame - pieces[-1][-1] if pieces else 0
        replaces = frame in masked and bool(pieces) and pieces[-1][-1] in masked
        if pieces and (gap == 1 or (gap <= JOIN and not replaces)):
            pieces[-1].append(frame)
        else:
            pieces.append([frame])
    if step is Step.BACKWARD:
        pieces.reverse()
    return [_Stretch(object, step, piece[0], piece[-1], frozenset(piece)) for piece in pieces]


def _pass(document: Document, group: list[_Stretch]) -> Pass:
    first = group[0]
    frames = range(first.first, first.last + 1)
    if first.step is Step.BACKWARD:
        frames = range(first.last, first.first - 1, -1)
    fixed: dict[Cell, Mask] = {}
    contexts: dict[ObjectId, Context] = {}
    old: dict[ObjectId, dict[FrameIndex, Mask]] = {}
    for stretch in group:
        contexts[stretch.object] = context(document, stretch.object, FrameIndex(frames[0]), first.step)
        for cell, mask in _known(document, stretch.object, stretch.first, stretch.last):
            if cell.frame in stretch.todo:
                old.setdefault(stretch.object, {})[cell.frame] = mask
            else:
                fixed[cell] = mask
    request = TrackRequest(
        objects=tuple(stretch.object for stretch in group),
        frames=frames,
        context=contexts,
        fixed=lambda object, frame: fixed.get(Cell(object, frame)),
    )
    return Pass(request, {s.object: s.todo for s in group}, old)


def _known(document: Document, object: ObjectId, first: int, last: int) -> Iterable[tuple[Cell, Mask]]:
    frames = document.mask_frames(object)
    for frame in frames[bisect_left(frames, first) : bisect_right(frames, last)]:
        cell = Cell(object, frame)
        mask = document.mask(cell)
        if mask is not None:
            yield cell, mask.mask


def conditioning(document: Document, object: ObjectId, without: FrameIndex | None = None) -> tuple[Conditioning, ...]:
    """Return the person-made cells of `object`, ascending, except the one on frame `without`."""
    cells = [Cell(object, frame) for frame in document.conditioning_frames(object) if frame != without]
    return tuple(_condition(document, cell) for cell in cells)


def _condition(document: Document, cell: Cell) -> Conditioning:
    mask = document.mask(cell)
    assert mask is not None
    return Conditioning(cell.frame, mask.mask, document.prompts(cell) or Prompts())


def context(document: Document, object: ObjectId, start: FrameIndex, step: Step) -> Context:
    """Return what a pass of `object` that begins on `start` may remember: conditioning, and saved masks behind it."""
    record = document.object(object)
    assert record is not None
    stale = set(frames_of(record.stale))
    edited = set(document.conditioning_frames(object))
    neighbors: dict[FrameIndex, Mask] = {}
    for distance in range(1, REACH + 1):
        frame = FrameIndex(start - step.value * distance)
        mask = document.mask(Cell(object, frame))
        if mask is not None and frame not in stale and frame not in edited:
            neighbors[frame] = mask.mask
        if len(neighbors) == NEIGHBORS:
            break
    return Context(conditioning(document, object), neighbors)

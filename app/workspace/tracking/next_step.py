"""What there is to track next: again where masks are stale, then on where there are none, or nothing, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.errors import NotTrackable
from app.project.document import Document
from app.project.model import Direction, ObjectId
from app.workspace.tracking.plan import Wish, needed
from app.workspace.tracking.shot_limits import come_to
from app.workspace.tracking.stale_frames import StaleFrames


@dataclass(frozen=True, slots=True)
class NextStep:
    """The `wish` to track, or why there is none. `stale`: on how many frames it tracks again what is stale."""

    wish: Wish | None
    stale: int = 0
    refusal: NotTrackable | None = None


def next_step(
    document: Document, wish: Wish, frame_count: int, stale_frames: StaleFrames, *, awaited: bool
) -> NextStep:
    """Return what comes next of `wish`. `awaited`: a mask to start from is being computed.

    Frames that a person has named come as they are wished for. Otherwise stale masks come first, on both sides of what
    was corrected whatever the direction: a person corrects in mid-clip.
    """
    if wish.frames is not None:
        return NextStep(wish)
    if any(record is not None and record.stale for record in map(document.object, wish.objects)):
        again = replace(wish, direction=Direction.BOTH, only_stale=True)
        stale = stale_frames.count(document, wish.objects, frame_count, wish.lost)
        if stale:
            return NextStep(again, stale)
    if awaited or needed(document, wish, frame_count):
        return NextStep(wish)
    beyond = past_shots(document, wish, frame_count)
    if beyond is not None:
        return NextStep(beyond)
    if needed(document, replace(wish, direction=Direction.BOTH), frame_count):
        refusal = NotTrackable("Nothing is left to track in this direction.", "Choose another one.")
    else:
        refusal = NotTrackable("Nothing is left to track.", "Set a range with I and O to track frames again.")
    return NextStep(None, refusal=refusal)


def past_shots(document: Document, wish: Wish, frame_count: int) -> Wish | None:
    """Return the wish that goes on over the shot changes to which was tracked already, None where nothing is left."""
    crossed = come_to(document, wish.objects, wish.direction, wish.shots, frame_count)
    beyond = replace(wish, shots=tuple(start for start in wish.shots if start not in crossed))
    return beyond if crossed and needed(document, beyond, frame_count) else None


def untrackable(document: Document, objects: Sequence[ObjectId]) -> NotTrackable | None:
    """Return why none of `objects` can be tracked, None when one of them can."""
    records = [record for record in map(document.object, objects) if record is not None]
    if not records:
        return NotTrackable("There is no object to track.", "Click on one in the video first.")
    if any(document.conditioning_frames(r.id) and not r.locked for r in records):
        return None
    if all(r.locked for r in records):
        return NotTrackable("{name} is locked.", "Unlock it to track it.", name=records[0].name)
    bare = next(r for r in records if not r.locked)
    return NotTrackable(
        "{name} has no mask to start from.", "Click on it, draw a box or paint it on one frame.", name=bare.name
    )

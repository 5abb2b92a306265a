"""A second opinion: a stretch of one object tracked once more, from the other side or by another memory policy."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.engine.predictor import Context, PassDirection, TrackedFrame, TrackRequest
from app.masks.mask import Mask
from app.project.document import Document
from app.project.model import Direction, FrameIndex, ObjectId, Policy, Span, Video
from app.workspace.engine import Engine, video_key
from app.workspace.tracking.passes import Computing
from app.workspace.tracking.plan import Wish, conditioning, from_surer_end, saved_behind


@dataclass(frozen=True, slots=True)
class Opinion:
    """How a stretch is tracked once more. `frames` are those wanted: not locked, not a person's."""

    object: ObjectId
    span: Span
    request: TrackRequest
    policy: Policy
    frames: frozenset[FrameIndex]


def another_way(document: Document, object: ObjectId, span: Span) -> Opinion | None:
    """Return how to track a stretch otherwise than its masks were, None where there is no other way or nothing to do.

    Between two frames on which a person showed the object it is the other side; elsewhere another policy.
    """
    record, masks = document.object(object), document.contents_of(object)[0]
    locks, edited = document.locks_of(object), document.conditioning_frames(object)
    shown = [frame for frame in edited if masks[frame].mask.area]
    if record is None or record.locked or not shown:
        return None
    first, last = span
    wanted = frozenset(
        frame
        for frame in map(FrameIndex, range(first, last + 1))
        if frame not in locks and (frame not in masks or not masks[frame].source.conditions)
    )
    before = max((frame for frame in shown if frame < first), default=None)
    after = min((frame for frame in shown if frame > last), default=None)
    policy = record.tracked_by
    if before is not None and after is not None:
        came_from = from_surer_end(document, object, before, after, Wish((object,), Direction.FORWARD, before))
        frames = range(after - 1, first - 1, -1) if came_from is PassDirection.FORWARD else range(before + 1, last + 1)
        context = Context(conditioning(document, object), policy=policy)
    else:
        policy = Policy.CLEAN if policy is Policy.META else Policy.META
        forward = before is not None or after is None
        frames = range(first, last + 1) if forward else range(last, first - 1, -1)
        direction = PassDirection.FORWARD if forward else PassDirection.BACKWARD
        saved = saved_behind(document, object, FrameIndex(frames.start), direction, policy)
        context = Context(conditioning(document, object), saved, policy)

    def fixed(_object: ObjectId, frame: FrameIndex) -> Mask | None:
        return masks[frame].mask if frame in locks and frame in masks else None

    request = TrackRequest((object,), frames, {object: context}, fixed)
    return Opinion(object, span, request, policy, wanted) if wanted else None


def tracked_again(engine: Engine, video: Video, opinion: Opinion) -> Iterator[Computing | TrackedFrame]:
    """Yield who computes, then the frames of an opinion, in the order of its pass; those outside of its stretch too."""
    with engine.held() as predictor:
        yield Computing(predictor.name)
        tracking = predictor.track(video_key(video), engine.source(video), opinion.request)
        try:
            yield from tracking
        finally:
            tracking.close()

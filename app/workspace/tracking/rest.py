"""What a run that was broken off has left to do, seen from what the project holds."""

from dataclasses import dataclass

from app.project.document import Document
from app.project.model import Direction, FrameIndex, RunId, VideoId
from app.workspace.tracking.plan import Wish, needed


@dataclass(frozen=True, slots=True)
class Rest:
    """The wish that ends the run, in its video."""

    video: VideoId
    wish: Wish


def rest_of(document: Document, id: RunId) -> Rest | None:
    """Return what is left of a run from the frame it came to, None when nothing is or a later run went over it."""
    run = document.run(id)
    video = document.video(run.video) if run is not None else None
    if run is None or video is None:
        return None
    objects = tuple(object for object in run.objects if document.object(object) is not None)
    by_run = [(mask.run, f) for object in objects for f, mask in document.contents_of(object).masks.items() if mask.run]
    if any(run > id for run, _frame in by_run):
        return None
    made = [f for run, f in by_run if run == id]
    anchor = (min(made) if run.direction is Direction.BACKWARD else max(made)) if made else FrameIndex(0)
    whole = (run.first, run.last) == (0, video.frame_count - 1)
    wish = Wish(objects, run.direction, anchor, None if whole else (run.first, run.last))
    return Rest(video.id, wish) if needed(document, wish, video.frame_count) else None

"""What is still to be done to a masklet: frames without a mask, stale ones, issues that nobody has answered."""

from dataclasses import dataclass

import numpy as np

from app.project import spans
from app.project.document import Document
from app.project.model import ObjectId


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Numbers of frames that the project annotates, and of issues."""

    missing: int = 0
    stale: int = 0
    issues: int = 0

    def __add__(self, other: "OpenWork") -> "OpenWork":
        return OpenWork(self.missing + other.missing, self.stale + other.stale, self.issues + other.issues)


def open_work(document: Document, object: ObjectId) -> OpenWork:
    """Return what is to be done to a masklet, nothing for an unknown object. What a person keeps is not stale."""
    record = document.object(object)
    video = None if record is None else document.video(record.video)
    if record is None or video is None:
        return OpenWork()
    there = document.frame_arrays(object)
    masked = np.zeros(video.frame_count, np.bool_)
    masked[there.masks] = True
    stale = spans.mask(() if record.locked else record.stale, video.frame_count)
    stale[there.locks] = stale[there.conditioning] = False
    annotated = slice(None, None, document.annotation_step(record.video))
    issues = sum(not issue.resolved for issue in document.issues_of(object))
    return OpenWork(int((~masked)[annotated].sum()), int((stale & masked)[annotated].sum()), issues)

"""Edits of how objects are remembered while they are tracked: their policy, and whether they share pixels."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from app.project import spans
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_builder import EditBuilder
from app.project.model import ObjectId, Policy, VideoObject
from app.workspace.edits.objects import required, revise
from app.workspace.edits.staleness import spans_of, without


def choose_policy(document: Document, objects: Iterable[ObjectId], policy: Policy | None) -> Edit:
    """Return the edit that has objects tracked by `policy`, None for the usual one.

    What was tracked by another one becomes stale, but for locked frames.
    """
    draft = EditBuilder(document)
    for id in objects:
        record = required(document, id)
        after = replace(record, policy=policy)
        if after.tracked_by is not record.tracked_by and not record.locked:
            there = document.frame_arrays(id)
            tracked = without(there.masks, np.concatenate((there.conditioning, there.locks)))
            after = replace(after, stale=spans.add(record.stale, spans_of(tracked)))
        draft.object(id, after)
    return draft.edit()


def set_exclusive(document: Document, objects: Iterable[ObjectId], exclusive: bool) -> Edit:
    """Return the edit after which objects share no pixel with other exclusive ones where they are tracked."""
    return revise(document, objects, exclusive=exclusive)


def remembers_otherwise(before: VideoObject | None, after: VideoObject | None) -> bool:
    """Tell whether a change of an object is one of how it is tracked."""
    if before is None or after is None:
        return False
    return before.tracked_by is not after.tracked_by or before.exclusive is not after.exclusive

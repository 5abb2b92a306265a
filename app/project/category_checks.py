"""Whether everything of a category in a video has a masklet: what people answered, for each video and category.

An answer is kept as a convention of the project, so it is undone, saved and read like all that people agree upon. It
holds for the masklets that were there when it was given: with another masklet of the category, or one less, it is void.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

import msgspec

from app.errors import DAMAGED
from app.project.document import Document
from app.project.model import FrameIndex, ObjectId, Stage, VideoId

CATEGORY_CHECK: Final = "category check "
"""How the names of these conventions begin."""


class CategoryAnswer(Enum):
    """The answers to "Is every dog in this video masked?"."""

    ALL = "all"
    NOT_ALL = "not all"
    """Some is not: `frame` shows it."""
    NONE = "none"
    """There is none in the video: a negative."""


@dataclass(frozen=True, slots=True)
class CategoryCheck:
    """An answer. `masklets`: those of the category that were there then, ascending."""

    video: VideoId
    category: str
    answer: CategoryAnswer
    annotator: str
    when: datetime
    masklets: tuple[ObjectId, ...] = ()
    frame: FrameIndex | None = None


def category_checks(document: Document) -> dict[tuple[VideoId, str], CategoryCheck]:
    """Return the answers that hold, by video and category; candidates do not count."""
    there = masklets_by_category(document)
    found: dict[tuple[VideoId, str], CategoryCheck] = {}
    for name, text in document.conventions().items():
        check = check_in(text) if name.startswith(CATEGORY_CHECK) else None
        if check is None or document.video(check.video) is None:
            continue
        key = (check.video, check.category)
        if name == check_name(*key) and check.masklets == there.get(key, ()):
            found[key] = check
    return found


def masklets_by_category(document: Document) -> Mapping[tuple[VideoId, str], tuple[ObjectId, ...]]:
    """Return the masklets of each category in each video, ascending, without candidates and without a category."""
    found: dict[tuple[VideoId, str], list[ObjectId]] = {}
    for record in document.all_objects():
        if record.category and record.stage is not Stage.SELECTION:
            found.setdefault((record.video, record.category), []).append(record.id)
    return {key: tuple(sorted(ids)) for key, ids in found.items()}


def check_name(video: VideoId, category: str) -> str:
    """Return the name of the convention that has the answer for a category; categories may be longer than names."""
    return f"{CATEGORY_CHECK}{video} {hashlib.sha256(category.encode()).hexdigest()[:24]}"


def check_text(check: CategoryCheck) -> str:
    """Return the text of the convention."""
    return msgspec.json.encode(check).decode()


def check_in(text: str) -> CategoryCheck | None:
    """Return the answer in the text of a convention, None where it is none."""
    try:
        return msgspec.json.decode(text, type=CategoryCheck)
    except DAMAGED:
        return None

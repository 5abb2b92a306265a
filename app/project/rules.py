"""What must hold for each thing in a project. Each `..._problem` returns what is wrong, in English, or None.

Edits that break a rule are refused (app.project.edit_checks): a bug. The store leaves out rows that do: the file is
damaged or forged.
"""

import math
from collections.abc import Collection

import numpy as np

from app.masks.mask import MAX_SIDE, all_of_size
from app.project.conventions import MAX_TAGS
from app.project.model import NO_DOUBTS, Cell, CellMask, Color, Issue, Prompts, Run, Verdict, Video, VideoObject

MAX_ID = (1 << 62) - 1
"""Ids stay in SQLite's signed 64 bits with room to count on."""
MAX_FRAMES = 50_000_000
"""Frames of a video: nine days at 60 a second."""
MAX_NAME = 1_000
"""Characters of a name, category, annotator or model."""
MAX_TEXT = 100_000
"""Characters of a path, a reason or an event's details."""
ADAPTER_NAME = 24
"""Digits of an adapter's name."""
MAX_CLICKS = 10_000
"""Clicks on one cell."""


def clean_text(text: str, longest: int = MAX_NAME) -> str:
    """Return any text as the rules want it: valid Unicode without NUL, at most `longest` characters."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")[:longest]


def is_adapter_name(name: str) -> bool:
    """Return whether a text is the name of an adapter: the first digits of a SHA-256, so no path hides in it."""
    return len(name) == ADAPTER_NAME and all(letter in "0123456789abcdef" for letter in name)


def video_problem(video: Video) -> str | None:
    """Return what is wrong with a video's record."""
    if not _id(video.id):
        return "its id is out of range"
    if not (0 < video.width <= MAX_SIDE and 0 < video.height <= MAX_SIDE):
        return f"its size {video.width} x {video.height} is not between 1 and {MAX_SIDE} pixels"
    if not 0 < video.frame_count <= MAX_FRAMES:
        return f"its number of frames, {video.frame_count}, is not between 1 and {MAX_FRAMES}"
    if not (math.isfinite(video.rate) and video.rate > 0):
        return "its frame rate is not a positive number"
    if not 0 <= video.size_bytes <= MAX_ID:
        return "its file size is out of range"
    if not _place(video.position):
        return "its place in the list is out of range"
    if video.head_sha256 and not _hex64(video.head_sha256):
        return "its fingerprint is not a SHA-256"
    if not _values(video.black, video.white):
        return "its black and white points are not two ascending numbers"
    if not video.path or len(video.path) > MAX_TEXT or "\0" in video.path:
        return "its path is empty, too long or holds a NUL"
    return None if _text(video.name, MAX_NAME) else "its name is too long or no plain text"


def object_problem(record: VideoObject, video: Video) -> str | None:
    """Return what is wrong with an object's record in its video."""
    if not _id(record.id):
        return "its id is out of range"
    if not all(_text(text, MAX_NAME) for text in (record.name, record.category, record.annotator)):
        return "its name, category or annotator is too long or no plain text"
    if record.adapter and not is_adapter_name(record.adapter):
        return "its adapter has no name of one"
    if not _color(record.color):
        return "its color is not three numbers of 0 to 255"
    if not _place(record.position):
        return "its place in the list is out of range"
    if len(record.tags) > MAX_TAGS or not all(tag and _text(tag, MAX_NAME) for tag in record.tags):
        return "its tags are too many, too long or no plain text"
    last = -2
    for begin, end in record.stale:
        if not last + 1 < begin <= end < video.frame_count:
            return "its stale spans are not ascending and apart, or lie outside the video"
        last = end
    return None


def cell_problem(cell: Cell, video: Video) -> str | None:
    """Return what is wrong with a cell of an object of `video`."""
    if 0 <= cell.frame < video.frame_count:
        return None
    return f"frame {cell.frame} is not one of the video's {video.frame_count}"


def prompts_problem(prompts: Prompts, video: Video) -> str | None:
    """Return what is wrong with prompts on a cell of `video`."""
    if prompts.empty:
        return "they are empty"
    if len(prompts.clicks) > MAX_CLICKS:
        return f"there are more than {MAX_CLICKS} clicks"
    if prompts.clicks and not all(math.isfinite(click.x) and math.isfinite(click.y) for click in prompts.clicks):
        return "a click has no finite position"
    box = prompts.box
    if box is not None:
        if not all(math.isfinite(side) for side in (box.x0, box.y0, box.x1, box.y1)):
            return "the box has no finite corners"
        if not (box.x0 < box.x1 and box.y0 < box.y1):
            return "the box is empty"
    if prompts.mask is not None and prompts.mask.shape != (video.height, video.width):
        return f"the painted mask is {prompts.mask.width} x {prompts.mask.height}, the video {_size(video)}"
    return None


def mask_problem(mask: CellMask, video: Video) -> str | None:
    """Return what is wrong with the mask of a cell of `video`."""
    if mask.mask.shape != (video.height, video.width):
        return f"it is {mask.mask.width} x {mask.mask.height}, the video {_size(video)}"
    if not (0.0 <= mask.score <= 1.0 and 0.0 <= mask.presence <= 1.0):
        return "its score or presence is not between 0 and 1"
    if not doubts_fit(mask.doubts.disagreement, mask.doubts.lookalikes, mask.doubts.stability):
        return "its disagreement or stability is not between 0 and 1, or its share of look-alikes is negative"
    return None


def doubts_fit(disagreement: float | None, lookalikes: float | None, stability: float | None) -> bool:
    """Return whether the numbers of Doubts are in their ranges."""
    shares = (disagreement is None or 0.0 <= disagreement <= 1.0) and (stability is None or 0.0 <= stability <= 1.0)
    return shares and (lookalikes is None or (lookalikes >= 0.0 and math.isfinite(lookalikes)))


def masks_fit(masks: Collection[CellMask], video: Video) -> bool:
    """Return whether `mask_problem` finds nothing wrong with any of `masks`: quicker for tens of thousands."""
    for numbers in ([mask.score for mask in masks], [mask.presence for mask in masks]):
        array = np.array(numbers, np.float64)
        if not ((array >= 0.0) & (array <= 1.0)).all():
            return False
    doubtful = [mask.doubts for mask in masks if mask.doubts is not NO_DOUBTS]
    if not all(doubts_fit(doubts.disagreement, doubts.lookalikes, doubts.stability) for doubts in doubtful):
        return False
    return all_of_size([mask.mask for mask in masks], video.height, video.width)


def run_problem(run: Run, video: Video) -> str | None:
    """Return what is wrong with a run's record in its video."""
    if not _id(run.id):
        return "its id is out of range"
    if not all(_id(object) for object in run.objects):
        return "the id of one of its objects is out of range"
    if not 0 <= run.first <= run.last < video.frame_count:
        return f"its frames {run.first} to {run.last} do not lie in the video"
    if not 0 <= run.frames_done <= MAX_ID:
        return "its number of frames done is out of range"
    if not all(not name or is_adapter_name(name) for name in run.adapters):
        return "one of its adapters has no name of one"
    return None if _text(run.model, MAX_NAME) else "its model's name is too long or no plain text"


def verdict_problem(verdict: Verdict, video: Video) -> str | None:
    """Return what is wrong with a verdict on an object of `video`."""
    if not (_text(verdict.annotator, MAX_NAME) and _text(verdict.reason, MAX_TEXT)):
        return "its annotator or reason is too long or no plain text"
    if verdict.frame is not None and not 0 <= verdict.frame < video.frame_count:
        return f"frame {verdict.frame} is not one of the video's {video.frame_count}"
    return None


def issue_problem(issue: Issue, video: Video) -> str | None:
    """Return what is wrong with an issue of an object of `video`."""
    if not _id(issue.id):
        return "its id is out of range"
    if not all(_text(text, MAX_NAME) for text in (issue.annotator, issue.resolved_by)):
        return "its annotator is too long or no plain text"
    if not _text(issue.text, MAX_TEXT):
        return "its text is too long or no plain text"
    if issue.span is not None and not 0 <= issue.span[0] <= issue.span[1] < video.frame_count:
        return f"its frames {issue.span[0]} to {issue.span[1]} do not lie in the video"
    region = issue.region
    if region is not None and not (
        issue.span is not None
        and all(math.isfinite(side) for side in (region.x0, region.y0, region.x1, region.y1))
        and region.x0 < region.x1
        and region.y0 < region.y1
    ):
        return "its region is empty, or on no frame"
    return None


def convention_problem(name: str, text: str) -> str | None:
    """Return what is wrong with what a project has agreed upon."""
    return None if name and _text(name, MAX_NAME) and _text(text, MAX_TEXT) else "it is too long or no plain text"


def _id(value: int) -> bool:
    return 0 < value <= MAX_ID


def _place(position: int) -> bool:
    return abs(position) <= MAX_ID


def _text(text: str, longest: int) -> bool:
    return len(text) <= longest and "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def _values(black: float | None, white: float | None) -> bool:
    if black is None or white is None:
        return black is white
    return math.isfinite(black) and math.isfinite(white) and black < white


def _hex64(text: str) -> bool:
    return len(text) == 64 and all(c in "0123456789abcdef" for c in text)


def _color(color: Color) -> bool:
    return all(0 <= channel <= 255 for channel in (color.red, color.green, color.blue))


def _size(video: Video) -> str:
    return f"{video.width} x {video.height}"

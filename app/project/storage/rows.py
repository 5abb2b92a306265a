"""Things of a project as rows of its database, and back with the right types; rules are checked by the reader."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, TypeVar

import msgspec

from app.masks.mask import Mask
from app.project.model import (
    Box,
    Cell,
    CellMask,
    Click,
    Event,
    FrameIndex,
    Issue,
    ObjectId,
    Prompts,
    Run,
    Span,
    Verdict,
    Video,
    VideoObject,
)

Value = int | float | str | bytes | None
Row = tuple[Value, ...]
T = TypeVar("T")

VIDEO_COLUMNS = "id, name, path, width, height, frame_count, rate, size_bytes, head_sha256, position, black, white"
OBJECT_COLUMNS = (
    "id, video, name, color, category, kind, stage, visible, locked, position, stale, policy, exclusive, tags, "
    "annotator, adapter"
)
PROMPT_COLUMNS = "object, frame, clicks, box, mask"
MASK_COLUMNS = (
    "object, frame, source, run, score, presence, area, data, checksum, disagreement, lookalikes, fine, stability"
)
LOCK_COLUMNS = "object, frame"
RUN_COLUMNS = "id, video, objects, direction, first, last, model, started, frames_done, policies, adapters"
VERDICT_COLUMNS = "object, judgement, annotator, at, reason, frame"
ISSUE_COLUMNS = "id, object, text, annotator, at, span, region, resolved_by, resolved_at"
CONVENTION_COLUMNS = "name, text"
EVENT_COLUMNS = "at, annotator, verb, video, object, frame, details"

UNREADABLE = (ValueError, RecursionError)
"""What a row that is damaged raises."""

_DETAILS: Final = msgspec.json.Decoder(dict[str, str])


def checksum(data: bytes, object: int, frame: int, area: int, height: int, width: int) -> int:
    """Return the CRC-32 of a stored mask with its cell, area and size mixed in.

    It shows damage without unpacking the mask, so that opening a project does not have to.
    """
    return zlib.crc32(data, mixed_in(object, frame, area, height, width) & 0xFFFFFFFF)


def mixed_in(object: int, frame: int, area: int, height: int, width: int) -> int:
    """Return the number that the checksum of a mask starts from; its lowest 32 bits count."""
    return object * 1_000_003 + frame * 8_191 + area * 31 + (height << 15) + width


def video_row(video: Video) -> Row:
    """Return the row of a video, as VIDEO_COLUMNS; the path as bytes, since a file's name need not be valid text."""
    return (
        int(video.id),
        video.name,
        video.path.encode("utf-8", "surrogateescape"),
        int(video.width),
        int(video.height),
        int(video.frame_count),
        float(video.rate),
        int(video.size_bytes),
        video.head_sha256,
        int(video.position),
        None if video.black is None else float(video.black),
        None if video.white is None else float(video.white),
    )


def video_of(row: Mapping[str, Value]) -> Video:
    """Return the video in a row."""
    return _convert({**row, "name": _clean(row["name"])}, Video)


def object_row(record: VideoObject) -> Row:
    """Return the row of an object, as OBJECT_COLUMNS."""
    color = record.color
    return (
        int(record.id),
        int(record.video),
        record.name,
        int(color.red) << 16 | int(color.green) << 8 | int(color.blue),
        record.category,
        record.kind.value,
        record.stage.value,
        int(record.visible),
        int(record.locked),
        int(record.position),
        _json(record.stale),
        None if record.policy is None else record.policy.value,
        int(record.exclusive),
        _json(record.tags),
        record.annotator,
        record.adapter,
    )


def object_of(row: Mapping[str, Value]) -> VideoObject:
    """Return the object in a row."""
    color = _convert(row["color"], int)
    values = {
        **row,
        "name": _clean(row["name"]),
        "category": _clean(row["category"]),
        "annotator": _clean(row.get("annotator", "")),  # steps of before have none
        "adapter": _clean(row.get("adapter", "")),
        "color": {"red": color >> 16, "green": color >> 8 & 255, "blue": color & 255},
        "visible": row["visible"] != 0,
        "locked": row["locked"] != 0,
        "exclusive": row["exclusive"] != 0,
        "stale": stale_of(row["stale"]),
        "tags": _parse(row.get("tags", "[]"), tuple[str, ...]),  # steps of older projects have none
    }
    return _convert(values, VideoObject)


def stale_of(text: Value) -> tuple[Span, ...]:
    """Return the stale spans in an object's row."""
    return _parse(text, tuple[Span, ...])


def prompts_row(cell: Cell, prompts: Prompts) -> Row:
    """Return the row of a cell's prompts, as PROMPT_COLUMNS."""
    box = prompts.box
    return (
        int(cell.object),
        int(cell.frame),
        _json([[float(click.x), float(click.y), bool(click.positive)] for click in prompts.clicks]),
        None if box is None else _json([float(side) for side in (box.x0, box.y0, box.x1, box.y1)]),
        None if prompts.mask is None else prompts.mask.to_bytes(),
    )


def prompts_of(row: Mapping[str, Value], video: Video) -> Prompts:
    """Return the prompts in the row of a cell of `video`."""
    clicks = _parse(row["clicks"], tuple[tuple[float, float, bool], ...])
    box = None if row["box"] is None else Box(*_parse(row["box"], tuple[float, float, float, float]))
    data = row["mask"]
    mask = None if data is None else Mask.from_bytes(_convert(data, bytes), video.height, video.width)
    return Prompts(tuple(Click(*click) for click in clicks), box, mask)


def mask_row(cell: Cell, mask: CellMask) -> Row:
    """Return the row of a cell's mask, as MASK_COLUMNS."""
    data, area = mask.mask.to_bytes(), mask.mask.area
    return (
        int(cell.object),
        int(cell.frame),
        mask.source.value,
        None if mask.run is None else int(mask.run),
        float(mask.score),
        float(mask.presence),
        area,
        data,
        checksum(data, int(cell.object), int(cell.frame), area, mask.mask.height, mask.mask.width),
        mask.doubts.disagreement,
        mask.doubts.lookalikes,
        int(mask.fine),
        mask.doubts.stability,
    )


def run_row(run: Run) -> Row:
    """Return the row of a run, as RUN_COLUMNS."""
    return (
        int(run.id),
        int(run.video),
        _json([int(id) for id in run.objects]),
        run.direction.value,
        int(run.first),
        int(run.last),
        run.model,
        run.started.isoformat(),
        int(run.frames_done),
        _json([policy.value for policy in run.policies]),
        _json(run.adapters),
    )


def run_of(row: Mapping[str, Value]) -> Run:
    """Return the run in a row."""
    values = {
        **row,
        "model": _clean(row["model"]),
        "objects": _parse(row["objects"], tuple[ObjectId, ...]),
        "policies": _parse(row["policies"], tuple[str, ...]),
        "adapters": _parse(row.get("adapters", "[]"), tuple[str, ...]),  # steps of older projects have none
    }
    return _convert(values, Run)


def verdict_row(verdict: Verdict) -> Row:
    """Return the row of a verdict, as VERDICT_COLUMNS."""
    return (
        int(verdict.object),
        verdict.judgement.value,
        verdict.annotator,
        verdict.when.isoformat(),
        verdict.reason,
        None if verdict.frame is None else int(verdict.frame),
    )


def verdict_of(row: Mapping[str, Value]) -> Verdict:
    """Return the verdict in a row."""
    return _convert(
        {**row, "when": row["at"], "annotator": _clean(row["annotator"]), "reason": _clean(row["reason"])}, Verdict
    )


def issue_row(issue: Issue) -> Row:
    """Return the row of an issue, as ISSUE_COLUMNS."""
    region = issue.region
    return (
        int(issue.id),
        int(issue.object),
        issue.text,
        issue.annotator,
        issue.when.isoformat(),
        None if issue.span is None else _json([int(frame) for frame in issue.span]),
        None if region is None else _json([float(side) for side in (region.x0, region.y0, region.x1, region.y1)]),
        issue.resolved_by,
        None if issue.resolved_at is None else issue.resolved_at.isoformat(),
    )


def issue_of(row: Mapping[str, Value]) -> Issue:
    """Return the issue in a row."""
    region = row["region"]
    return _convert(
        {
            **row,
            "text": _clean(row["text"]),
            "annotator": _clean(row["annotator"]),
            "resolved_by": _clean(row["resolved_by"]),
            "when": row["at"],
            "span": None if row["span"] is None else _parse(row["span"], tuple[FrameIndex, FrameIndex]),
            "region": None if region is None else Box(*_parse(region, tuple[float, float, float, float])),
        },
        Issue,
    )


def convention_of(row: Mapping[str, Value]) -> tuple[str, str]:
    """Return name and text in a row."""
    return _convert((_clean(row["name"]), _clean(row["text"])), tuple[str, str])


def event_row(event: Event) -> Row:
    """Return the row of an event, as EVENT_COLUMNS."""
    return (
        event.when.isoformat(),
        event.annotator,
        event.verb,
        None if event.video is None else int(event.video),
        None if event.object is None else int(event.object),
        None if event.frame is None else int(event.frame),
        _json(event.details),
    )


def event_in(row: Sequence[Value]) -> Event:
    """Return the event in the values of EVENT_COLUMNS; written for speed, there are a hundred thousand of them."""
    at, annotator, verb, video, object, frame, details = row
    if not (isinstance(at, str) and isinstance(annotator, str) and isinstance(verb, str)):
        raise ValueError("text was expected")
    for id in (video, object, frame):
        if id is not None and not isinstance(id, int):
            raise ValueError("a whole number was expected")
    return Event(datetime.fromisoformat(at), annotator, verb, video, object, frame, _details(details))  # type: ignore[arg-type]


def _details(text: Value) -> dict[str, str]:
    if not isinstance(text, str):
        raise ValueError("text was expected")
    return _DETAILS.decode(text.encode("utf-8", "replace"))


def cell_of(row: Mapping[str, Value]) -> Cell:
    """Return the cell that a row belongs to."""
    return Cell(ObjectId(_convert(row["object"], int)), FrameIndex(_convert(row["frame"], int)))


def _convert(value: object, kind: type[T]) -> T:
    """Return `value` as `kind` with every part of the right type. ValueError when one is not."""
    return msgspec.convert(value, type=kind)


def _parse(text: Value, kind: type[T]) -> T:
    if not isinstance(text, str):
        raise ValueError("text was expected")
    return msgspec.json.decode(text.encode("utf-8", "replace"), type=kind)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _clean(text: Value) -> Value:
    """Return text whose bytes may be no UTF-8 (they come as surrogates) with a mark where they are not."""
    return text.encode("utf-8", "replace").decode() if isinstance(text, str) else text

"""Published copies for other tools: the JSON of Meta's Segment Anything Video, one file a video and kind of object."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from app.errors import UserError
from app.interchange.clip import ExportClip, ExportProgress
from app.interchange.coco_rle import Rle, to_rle
from app.interchange.names import safe_name
from app.interchange.output import remove_unfinished, write_whole
from app.project.model import CellMask, FrameIndex, ObjectKind, VideoObject

BUCKETS: Final = ((32**2, "small"), (96**2, "medium"))
"""Mean areas in pixels below which a masklet is small or medium; above it is large."""

VERSION: Final = 2
"""Of what we write; a new one writes every file again."""

PUBLISHED_FPS: Final = 24
"""Meta's loader divides 24 by this to know on which frames there are annotations: here on each."""


STEP: Final = 20
"""Frames between two words of progress."""

STAMP: Final = b'{"masklane":{"digest":"'
"""How a file of ours begins; no other file is ever removed or taken for one that is up to date."""


def publish(clips: Sequence[ExportClip], folder: Path) -> Iterator[ExportProgress]:
    """Refresh the published copies: write those that changed, remove ours of videos and objects not in `clips`.

    Each file appears whole or stays as it was.
    """
    total = sum(clip.video.frame_count for clip in clips)
    done = 0
    wanted: set[str] = set()
    for clip in clips:
        for kind in ObjectKind:
            # by id: a masklet keeps its place in the file when the list in the window is put in another order
            annotated = sorted(clip.annotated, key=lambda record: record.id)
            objects = tuple(record for record in annotated if record.kind is kind)
            if not objects:
                continue
            file = folder / f"{file_stem(clip)}_{kind.value}.json"
            wanted.add(file.name)
            digest = _digest(clip, objects)
            yield ExportProgress(done, total)
            if _stamp(file) == digest:
                continue
            # Encoded and written in pieces: the whole at once would hold up the other threads.
            rows: list[bytes] = []
            for first in range(0, clip.video.frame_count, STEP):
                frames = range(first, min(first + STEP, clip.video.frame_count))
                rows.append(msgspec.json.encode([_row(clip, objects, FrameIndex(frame)) for frame in frames])[1:-1])
                yield ExportProgress(done + first, total)
            write_whole(file, _document(clip, objects, kind, rows, digest))
        done += clip.video.frame_count
    _remove_stale(folder, wanted)
    remove_unfinished(folder)
    yield ExportProgress(total, total)


def file_stem(clip: ExportClip) -> str:
    """Return the SA-V name of a video: its own with the id that keeps it apart from others of the same name."""
    return f"{safe_name(clip.video.name)}_{clip.video.id}"


def _document(
    clip: ExportClip, objects: Sequence[VideoObject], kind: ObjectKind, rows: Sequence[bytes], digest: str
) -> Iterator[bytes]:
    """Yield the JSON document piece by piece; `rows` is JSON without brackets, some frames in each: masks or null.

    What is ours alone stands first, so that a file says what it is in its first bytes.
    """
    yield msgspec.json.encode(_head(clip, objects, digest))[:-1] + b',"masklet":['
    for number, row in enumerate(rows):
        yield b"," + row if number else row
    yield b"]," + msgspec.json.encode(_tail(clip, objects, kind))[1:]


def _head(clip: ExportClip, objects: Sequence[VideoObject], digest: str) -> dict[str, object]:
    """Return what stands before the masks."""
    video = clip.video
    return {
        "masklane": {
            "digest": digest,
            "video": video.name,
            "frame_rate": video.rate,
            "objects": [_described(clip, record) for record in objects],
        },
        "video_id": file_stem(clip),
        "video_duration": _duration(clip),
        "video_frame_count": video.frame_count,
        "video_height": video.height,
        "video_width": video.width,
        "video_resolution": video.height * video.width,
        "video_environment": "",
        "video_split": "",
        "fps": PUBLISHED_FPS,
    }


def _duration(clip: ExportClip) -> float:
    """Return the seconds from the first frame to the end of the last: from the media, if it is there, as the average
    rate of a screen recording or a GIF says little."""
    try:
        source = clip.opened()
    except UserError:
        return clip.video.frame_count / clip.video.rate
    end = source.info.frame_times.end
    source.close()
    return end


def _tail(clip: ExportClip, objects: Sequence[VideoObject], kind: ObjectKind) -> dict[str, object]:
    """Return what stands after the masks."""
    video = clip.video
    visible = {record.id: _areas(clip.masks[record.id]) for record in objects}
    means = [float(np.mean(areas)) if len(areas) else 0.0 for areas in visible.values()]
    auto = kind is ObjectKind.AUTO
    return {
        "masklet_id": list(range(len(objects))),
        "masklet_size_rel": [mean / (video.height * video.width) for mean in means],
        "masklet_size_abs": means,
        "masklet_size_bucket": [bucket(mean) for mean in means],
        "masklet_visibility_changes": [visibility_changes(clip.masks[record.id]) for record in objects],
        "masklet_first_appeared_frame": [_first_appeared(clip.masks[record.id]) for record in objects],
        "masklet_frame_count": [len(clip.masks[record.id]) for record in objects],
        "masklet_edited_frame_count": [0 if auto else _edited(clip.masks[record.id]) for record in objects],
        "masklet_type": [kind.value] * len(objects),
        "masklet_stability_score": _scores(clip, objects) if auto else [None] * len(objects),
        "masklet_num": len(objects),
    }


def bucket(mean_area: float) -> str:
    """Return the size class of a masklet."""
    return next((name for limit, name in BUCKETS if mean_area < limit), "large")


def visibility_changes(masks: Mapping[FrameIndex, CellMask]) -> int:
    """Return how often the object comes or goes after it first appeared."""
    seen = [masks[frame].mask.area > 0 for frame in sorted(masks)]
    after = seen[seen.index(True) :] if True in seen else []
    return int(np.count_nonzero(np.diff(np.array(after, np.int8)))) if after else 0


def _row(clip: ExportClip, objects: Sequence[VideoObject], frame: FrameIndex) -> list[Rle | None]:
    """An absent object is an empty mask; None says that nobody looked yet."""
    found = [clip.masks[record.id].get(frame) for record in objects]
    return [None if mask is None else to_rle(mask.mask) for mask in found]


def _areas(masks: Mapping[FrameIndex, CellMask]) -> list[int]:
    return [mask.mask.area for mask in masks.values() if mask.mask.area]


def _first_appeared(masks: Mapping[FrameIndex, CellMask]) -> int:
    """The frame on which the object is first seen; 0 when it never is, as no value says so."""
    return min((int(frame) for frame, mask in masks.items() if mask.mask.area), default=0)


def _edited(masks: Mapping[FrameIndex, CellMask]) -> int:
    return sum(mask.source.edited for mask in masks.values())


def _scores(clip: ExportClip, objects: Sequence[VideoObject]) -> list[list[float | None]]:
    frames = (FrameIndex(frame) for frame in range(clip.video.frame_count))
    found = ([clip.masks[record.id].get(frame) for record in objects] for frame in frames)
    return [[None if mask is None else mask.score for mask in row] for row in found]


def _described(clip: ExportClip, record: VideoObject) -> dict[str, object]:
    verdict = clip.verdicts.get(record.id)
    described: dict[str, object] = {
        "id": record.id,
        "name": record.name,
        "category": record.category,
        "color": [record.color.red, record.color.green, record.color.blue],
    }
    if verdict is not None:
        described["verdict"] = verdict.judgement.value
    return described


def _digest(clip: ExportClip, objects: Sequence[VideoObject]) -> str:
    """Return a hash of all that goes into a file."""
    digest = hashlib.sha256(repr((VERSION, clip.video)).encode("utf-8", "replace"))
    for record in objects:
        digest.update(repr(_described(clip, record)).encode("utf-8", "replace"))
        for frame, mask in sorted(clip.masks[record.id].items()):
            digest.update(f"{frame} {mask.source.edited} {mask.score}".encode())
            digest.update(mask.mask.to_bytes())
    return digest.hexdigest()


def _stamp(file: Path) -> str | None:
    """Return the digest in a file of ours, None for anything else."""
    try:
        with file.open("rb") as opened:
            head = opened.read(len(STAMP) + 64)
    except OSError:
        return None
    return head[len(STAMP) :].decode("ascii", "replace") if head.startswith(STAMP) else None


def _remove_stale(folder: Path, wanted: set[str]) -> None:
    for kind in ObjectKind:
        for file in folder.glob(f"*_{kind.value}.json"):
            if file.name not in wanted and _stamp(file) is not None:
                file.unlink(missing_ok=True)

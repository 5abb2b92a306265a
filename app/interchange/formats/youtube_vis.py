"""YouTube-VIS JSON: masklets as a list of run lengths by frame; ground truth, or results with scores."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from app.errors import ImportFileError
from app.interchange.bounds import Bound, check_count
from app.interchange.categories import Categories, category_names
from app.interchange.clip import Masklet
from app.interchange.encoding.coco_rle import checked_size
from app.interchange.encoding.json_files import decode, piece
from app.interchange.export.options import Outgoing, Pictures
from app.interchange.export.output import placed_in_pieces
from app.interchange.export.sidecar import read_sidecar_at, write_sidecar
from app.interchange.export.writing import WriteJob, write_pictures
from app.interchange.long_lists import around_lists, elements
from app.interchange.masklet_rows import (
    FRAMES,
    LONG_LISTS,
    MASKS_OF_ROWS,
    ClipOfRows,
    MaskletRow,
    VideoRow,
    listed_videos,
    outline_facts,
    put_masks,
    required_video,
)
from app.interchange.parallel.mask_tasks import Form, write_json
from app.interchange.reading import ReadJob
from app.masks.mask import Mask

GROUND_TRUTH: Final = "ground-truth"
"""Run lengths as numbers: evaluators take no other ground truth."""
RESULTS: Final = "results"


def write_youtube_vis(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write frames and `instances.json`, or `results.json` in its form."""
    variant = clips[0].options.variant
    done: list[Outgoing] = []
    for clip in clips:
        done.append((yield from write_pictures(clip, folder / FRAMES / clip.name)))
    categories = Categories(masklet for clip in done for masklet in clip.masklets)
    with placed_in_pieces(folder / f"{'results' if variant == RESULTS else 'instances'}.json") as file:
        if variant != RESULTS:
            head = {"info": {}, "videos": [_video(n, clip) for n, clip in enumerate(done, 1)]}
            head["categories"] = categories.rows()
            file.write(msgspec.json.encode(head)[:-1] + b',"annotations":[\n')
        else:
            file.write(b"[\n")
        yield from write_json(file, Form.COMPRESSED if variant == RESULTS else Form.COUNTS, _parts(done, categories))
        file.write(b"\n]" if variant == RESULTS else b"\n]}")
    write_sidecar(folder, done)


def _parts(clips: Sequence[Outgoing], categories: Categories) -> Iterator[tuple[bytes, bool, list[Mask | None]]]:
    """Yield the annotations in parts, masks beside the text before them; those of a clip say once a frame that one is
    done."""
    number = 0
    for video, clip in enumerate(clips, start=1):
        for place, masklet in enumerate(clip.masklets):
            number += 1
            about = {"id": number, "video_id": video, "category_id": categories.of(masklet)}
            head = msgspec.json.encode(_head(clip, masklet, about))
            yield (b",\n" if number > 1 else b"") + head[:-1] + b',"segmentations":[', False, []
            for row, mask in clip.masks_of(masklet):
                yield b"," if row else b"", row % len(clip.masklets) == place, [mask]
            yield b"]}", False, []


def _head(clip: Outgoing, masklet: Masklet, about: dict[str, Any]) -> dict[str, Any]:
    """Return what stands before the masks of an object."""
    if clip.options.variant == RESULTS:
        scores = [mask.score for mask in masklet.masks.values() if not mask.empty]
        head = {key: about[key] for key in ("video_id", "category_id")}
        head["score"] = sum(scores) / len(scores) if scores else 0.0
        head["track_id"] = clip.numbers[masklet.id]
        return head
    there = [mask for _, mask in clip.masks_of(masklet)]
    size = {"height": clip.clip.height, "width": clip.clip.width, "length": len(there)}
    head = {**about, **size, "iscrowd": 0, "track_id": clip.numbers[masklet.id]}
    return head | outline_facts(there)


def _video(number: int, clip: Outgoing) -> dict[str, object]:
    suffix = ".png" if clip.options.pictures is Pictures.PNG else ".jpg"
    names = [f"{clip.name}/{clip.stem(frame)}{suffix}" for _, frame in clip.written()]
    size = {"width": clip.clip.width, "height": clip.clip.height, "length": len(names)}
    return {"id": number, "name": clip.clip.name, **size, "file_names": names}


# Reading


class _File(msgspec.Struct):
    videos: list[VideoRow]
    annotations: list[MaskletRow] | None
    categories: list[dict[str, Any]] = msgspec.field(default_factory=list)


def read_youtube_vis(path: Path) -> ReadJob:
    """Read ground truth, or results (whose videos are named by the file beside them, if at all).

    Every frame counts as annotated: an object without a mask on one is absent there.
    """
    data = yield from around_lists(path, {**LONG_LISTS, MASKS_OF_ROWS[1:]: Bound.ABSENT, (None,): Bound.MASKLETS})
    if data.lstrip()[:1] == b"[":
        return (yield from _read_results(path, data))
    found = decode(path, data, _File)
    names = category_names(found.categories)
    made = listed_videos(path, found.videos)
    yield from put_masks(
        path,
        found.annotations or [],
        lambda row: required_video(path, made, row),
        lambda row: names.get(row.category_id, ""),
    )
    return tuple(video.clip() for video in made.values())


def _read_results(path: Path, data: bytes) -> ReadJob:
    rows = decode(path, data, list[MaskletRow])
    made: dict[int, ClipOfRows] = {}

    def clip_of(row: MaskletRow) -> ClipOfRows:
        if row.video_id not in made:
            check_count(Bound.VIDEOS, path.name, len(made) + 1)
            made[row.video_id] = _unnamed(path, row)
        return made[row.video_id]

    yield from put_masks(path, rows, clip_of, lambda _row: "")
    return tuple(video.clip() for video in made.values())


def _unnamed(path: Path, row: MaskletRow) -> ClipOfRows:
    """Return a clip for a video that has only a number, of the size of its first mask."""
    rles: Iterator[Any] = (piece(path, raw, Any) for raw in elements(path, row.segmentations))
    first = next((rle for rle in rles if isinstance(rle, dict)), None)
    if first is None:
        raise ImportFileError("“{name}” has an object without a mask.", name=path.name)
    height, width = checked_size(first.get("size"))
    about = read_sidecar_at(path.parent, row.video_id)
    frames = [about.frame_at(place) for place in range(row.segmentations.count)]
    return ClipOfRows(f"video {row.video_id}", height, width, frames, about)

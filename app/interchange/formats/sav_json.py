"""SA-V JSON (Meta's Segment Anything Video): one file a video and kind of object, COCO run lengths frame by frame."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from math import gcd
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from app.errors import ImportFileError, UserError
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss, Masklet
from app.interchange.encoding.coco_rle import Rle, to_rle
from app.interchange.encoding.frame_numbers import frame_numbers
from app.interchange.encoding.json_files import decode, piece, whole
from app.interchange.export.options import NUMBER, Outgoing, Pictures
from app.interchange.export.output import placed_in_pieces
from app.interchange.export.writing import WriteJob, write_pictures
from app.interchange.long_lists import LongList, around_lists, elements
from app.interchange.parallel.mask_tasks import Form, as_json, from_json
from app.interchange.reading import ClipBuilder, ReadJob, files_in, folder_in, frames_in, read_all, text_of
from app.media.pictures.folder import pictures_in
from app.phrases import Phrase
from app.project.model import CellMask, Color, Judgement, ObjectId, ObjectKind, Verdict
from app.project.rules import MAX_TEXT, clean_text

BUCKETS: Final = ((32**2, "small"), (96**2, "medium"))
"""Mean areas in pixels below which a masklet is small or medium; above it is large."""

LOADER_FPS: Final = 24
"""Meta's loader divides 24 by the file's `fps` to know that there are annotations on every so many frames."""
USUAL_STEP: Final = 4
FRAMES: Final = "JPEGImages_24fps"
"""The folder beside the files, in which each video has one with its frames."""
DIGITS_OF_FRAMES: Final = 5
NOBODY: Final = ObjectId(0)
"""Whose verdict one is before the object is in a project."""
DIGITS: Final = 10
"""Decimals of sizes, as published."""


def write_sav(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write `<video>_manual.json` and `<video>_auto.json` for each clip, and its frames if that is asked for."""
    done = list[Outgoing]()
    for clip in clips:
        plain = replace(clip.options, names=NUMBER, number=None, padding=DIGITS_OF_FRAMES)  # as Meta's loader has them
        there = yield from write_pictures(replace(clip, options=plain), folder / FRAMES / clip.name, Pictures.NONE)
        done.append(there)
    for clip in done:
        rows_of = rows_for(clip.frames, clip.clip.frame_count)
        for kind in ObjectKind:
            masklets = tuple(masklet for masklet in clip.masklets if masklet_type(masklet) is kind)
            if not masklets:
                continue
            file = folder / f"{clip.name}_{kind.value}.json"
            if file.exists():
                continue
            about: dict[str, object] = {"video": clip.clip.name, "frame_rate": clip.clip.rate, "step": rows_of.step}
            with placed_in_pieces(file) as opened, closing(_encoded(masklets, rows_of)) as rows:
                for part in pieces(clip.clip, masklets, kind, rows_of, rows, clip.name, about):
                    opened.write(part)
                    yield None


def losses_of(clip: Outgoing) -> Iterator[Loss]:
    """Yield what is lost: a rate that Meta's loader does not find out by itself."""
    step = rows_for(clip.frames, clip.clip.frame_count).step
    if LOADER_FPS % step:
        yield Loss(
            clip.clip.name,
            Phrase("every {step} frames are annotated, and 24 cannot be divided by that.", step=step),
            Phrase("Tell Meta's loader by ann_every, or write every 1, 2, 3, 4, 6, 8, 12 or 24 frames."),
        )


def rows_for(frames: range, frame_count: int) -> range:
    """Return the frames that have a row: from 0 on, so many apart that all of `frames` are among them."""
    step = gcd(frames.start, frames.step) or 1
    return range(0, max(frame_count, frames[-1] + 1), step)


def _encoded(masklets: Sequence[Masklet], frames: range) -> Generator[bytes, None, None]:
    found = ([masklet.masks.get(frame) for masklet in masklets] for frame in frames)
    groups = ((None, [None if cell is None else cell.mask for cell in row]) for row in found)
    with closing(as_json(Form.COMPRESSED, groups)) as made:
        for _, texts in made:
            yield b"[" + b",".join(texts) + b"]"


def masklet_type(masklet: Masklet) -> ObjectKind:
    """Return what SA-V calls a masklet: automatic is what the model found and no person changed a frame of."""
    if masklet.kind is ObjectKind.AUTO and not _edited(masklet, masklet.masks.values()):
        return ObjectKind.AUTO
    return ObjectKind.MANUAL


def row(masklets: Sequence[Masklet], frame: int) -> list[Rle | None]:
    """Return the masks of a frame: an absent object is an empty mask; None says that nobody looked yet."""
    found = [masklet.masks.get(frame) for masklet in masklets]
    return [None if mask is None else to_rle(mask.mask) for mask in found]


def pieces(
    clip: AnnotatedClip,
    masklets: Sequence[Masklet],
    kind: ObjectKind,
    frames: range,
    rows: Iterable[bytes],
    video_id: str,
    about: Mapping[str, object],
) -> Iterator[bytes]:
    """Yield the JSON document piece by piece; `rows` are the rows of `frames`, encoded, one or several in each.

    What is ours alone (`about` and the objects' names) stands first, so that a file says what it is in its first bytes.
    """
    ours = {**about, "objects": [described(masklet) for masklet in masklets]}
    head: dict[str, object] = {
        "masklane": ours,
        "video_id": video_id,
        "video_duration": _duration(clip),
        "video_frame_count": clip.frame_count,
        "video_height": clip.height,
        "video_width": clip.width,
        "video_resolution": clip.height * clip.width,
        "video_environment": clip.environment,
        "video_split": clip.split,
    }
    if LOADER_FPS % frames.step == 0:
        head["fps"] = LOADER_FPS // frames.step
    yield msgspec.json.encode(head)[:-1] + b',"masklet":['
    for number, text in enumerate(rows):
        yield b"," + text if number else text
    yield b"]," + msgspec.json.encode(_tail(clip, masklets, kind, frames))[1:]


def described(masklet: Masklet) -> dict[str, object]:
    """Return what SA-V has no place for: id, name, category, color, verdict."""
    made: dict[str, object] = {"id": masklet.id, "name": masklet.name, "category": masklet.category}
    if masklet.color is not None:
        made["color"] = [masklet.color.red, masklet.color.green, masklet.color.blue]
    verdict = masklet.verdict
    if verdict is not None:
        made["verdict"] = verdict.judgement.value
        about = {"reviewer": verdict.annotator, "reviewed": verdict.when.isoformat(), "reason": verdict.reason}
        made |= {key: value for key, value in about.items() if value}
    return made


def _tail(clip: AnnotatedClip, masklets: Sequence[Masklet], kind: ObjectKind, frames: range) -> dict[str, object]:
    """Return what stands after the masks."""
    rows = [[masklet.masks.get(frame) for frame in frames] for masklet in masklets]
    means = [_mean([mask.mask.area for mask in found if mask is not None and mask.mask.area]) for found in rows]
    auto = kind is ObjectKind.AUTO
    return {
        "masklet_id": list(range(len(masklets))),
        "masklet_size_rel": [round(mean / (clip.height * clip.width), DIGITS) for mean in means],
        "masklet_size_abs": [round(mean, DIGITS) for mean in means],
        "masklet_size_bucket": [bucket(mean) for mean in means],
        "masklet_visibility_changes": [visibility_changes(found) for found in rows],
        "masklet_first_appeared_frame": [_first_appeared(found) for found in rows],
        "masklet_frame_count": [sum(mask is not None for mask in found) for found in rows],
        "masklet_edited_frame_count": [
            0 if auto else _edited(masklet, found) for masklet, found in zip(masklets, rows, strict=True)
        ],
        "masklet_type": [kind.value] * len(masklets),
        "masklet_stability_score": _scores(rows) if auto else [None] * len(masklets),
        "masklet_num": len(masklets),
    }


def bucket(mean_area: float) -> str:
    """Return the size class of a masklet."""
    return next((name for limit, name in BUCKETS if mean_area < limit), "large")


def visibility_changes(masks: Sequence[CellMask | None]) -> int:
    """Return how often the object comes or goes after it first appeared; frames nobody looked at do not count."""
    seen = [mask.mask.area > 0 for mask in masks if mask is not None]
    after = seen[seen.index(True) :] if True in seen else []
    return int(np.count_nonzero(np.diff(np.array(after, np.int8)))) if after else 0


def _duration(clip: AnnotatedClip) -> float:
    """Return the seconds from the first frame to the end of the last: as the clip says, else from the media, as the
    average rate of a screen recording or a GIF says little; 0 where nothing is known."""
    if clip.duration or clip.open_frames is None:
        return clip.duration or (clip.frame_count / clip.rate if clip.rate else 0.0)
    with suppress(UserError):
        source = clip.opened()
        end = source.info.frame_times.end
        source.close()
        return end
    return clip.frame_count / clip.rate


def _mean(areas: Sequence[int]) -> float:
    return float(np.mean(areas)) if areas else 0.0


def _first_appeared(masks: Sequence[CellMask | None]) -> int:
    """The place among the annotated frames where the object is first seen; 0 when it never is, as no value says so."""
    return next((place for place, mask in enumerate(masks) if mask is not None and mask.mask.area), 0)


def _edited(masklet: Masklet, masks: Iterable[CellMask | None]) -> int:
    if masklet.edited is not None:
        return masklet.edited
    return sum(mask is not None and mask.source.edited for mask in masks)


def _scores(rows: Sequence[Sequence[CellMask | None]]) -> list[list[float | None]]:
    return [[None if mask is None else mask.score for mask in frame] for frame in zip(*rows, strict=True)]


# Reading


class _File(msgspec.Struct):
    video_id: str
    video_frame_count: float
    video_height: float
    video_width: float
    masklet: LongList
    masklet_num: float
    video_duration: float = 0.0
    video_environment: str | None = ""
    video_split: str | None = ""
    fps: float | None = None
    masklet_type: list[str] | str = ""
    masklet_edited_frame_count: list[float | None] | None = None
    masklet_stability_score: list[Any] | None = None
    masklane: dict[str, Any] | None = None


def read_sav(path: Path) -> ReadJob:
    """Read a file, or all SA-V files of a folder; manual and auto masklets of one video become one clip."""
    files = files_in(path, (".json",)) if path.is_dir() else (path,)
    parts: dict[str, list[AnnotatedClip]] = {}
    for clip in (yield from read_all(files, _read_file)):
        parts.setdefault(clip.video_id, []).append(clip)
    return tuple(_joined(clips) for clips in parts.values())


def _read_file(file: Path) -> ReadJob:
    found = decode(file, (yield from around_lists(file, {(b"masklet",): None})), _File)
    height, width = whole(found.video_height, "video_height", file, 1), whole(found.video_width, "video_width", file, 1)
    count = whole(found.video_frame_count, "video_frame_count", file, 1)
    number = whole(found.masklet_num, "masklet_num", file)
    step = _step(found, count, file)
    made = ClipBuilder(str(_ours(found).get("video") or found.video_id), height, width, count)
    scores = found.masklet_stability_score or []
    for place in range(number):
        made.describe(place + 1, **_about(found, place, file))
    with closing(from_json(file, _rows(file, found.masklet, number))) as rows:
        for place, masks in rows:
            for index, mask in enumerate(masks):
                if mask is not None:
                    made.put(index + 1, place * step, mask, _score(scores, place, index))
            yield ExportProgress(place + 1, found.masklet.count)
    clip = made.clip(
        step=step,
        video_id=found.video_id,
        rate=LOADER_FPS if not found.video_duration > 0 else count / found.video_duration,
        duration=max(found.video_duration, 0.0),
        environment=found.video_environment or "",
        split=found.video_split or "",
    )
    return (_with_frames(clip, file.parent),)


def _with_frames(clip: AnnotatedClip, folder: Path) -> AnnotatedClip:
    """Return the clip with the frames that may lie beside its file, by the numbers in their names."""
    with suppress(ImportFileError):  # its id is no name of a folder
        place = frames_in(folder / FRAMES / folder_in(f"{clip.video_id}/"))
        if place is not None:
            stems = [picture.stem for picture in pictures_in(place)]
            return replace(clip, frames_at=place, frame_names=dict(zip(frame_numbers(stems), stems, strict=True)))
    return clip


def _rows(file: Path, rows: LongList, number: int) -> Iterator[tuple[int, list[msgspec.Raw]]]:
    """Yield (place, values) of each row of masks; one of a frame that nobody looked at has none."""
    for place, raw in enumerate(elements(file, rows)):
        values = piece(file, raw, list[msgspec.Raw] | None)  # type: ignore[arg-type]
        if values is not None and len(values) != number:
            raise ImportFileError("“{name}” is damaged: a row of masks is too short or too long.", name=file.name)
        yield place, values or []


def _step(found: _File, count: int, file: Path) -> int:
    """Return on every how many frames there are annotations: as the file says, else by how many rows it has."""
    rows = found.masklet.count
    said = _ours(found).get("step")
    if found.fps and said is None:
        said = LOADER_FPS / found.fps
    if said is not None:
        step = whole(float(said) if isinstance(said, int | float) else -1, "step", file, 1)
        if (rows - 1) * step < max(count, 1):
            return step
    fitting = [step for step in (USUAL_STEP, -(-count // max(rows, 1))) if -(-count // step) == rows]
    if rows != count and not fitting:
        raise ImportFileError(
            "“{name}” is damaged: it has {rows} rows of masks for {count} frames.",
            name=file.name,
            rows=rows,
            count=count,
        )
    return 1 if rows == count else fitting[0]


def _ours(found: _File) -> Mapping[str, Any]:
    return found.masklane or {}


def _about(found: _File, place: int, file: Path) -> dict[str, Any]:
    types = found.masklet_type
    said = types if isinstance(types, str) else (types[place] if place < len(types) else "")
    kind = ObjectKind.AUTO if said == "auto" else ObjectKind.MANUAL
    edited = found.masklet_edited_frame_count or []
    count = edited[place] if place < len(edited) else None
    objects = _ours(found).get("objects")
    known = objects[place] if isinstance(objects, list) and place < len(objects) else {}
    about = known if isinstance(known, dict) else {}
    return {
        "name": str(about.get("name") or f"{kind.value} {place}"),
        "category": str(about.get("category") or ""),
        "kind": kind,
        "color": color_of(about.get("color")),
        "verdict": _verdict(about),
        "edited": None if count is None else whole(count, "masklet_edited_frame_count", file),
    }


def _verdict(about: Mapping[str, Any]) -> Verdict | None:
    """Return the verdict on an object; of whoever and whenever, where a file of ours does not say so."""
    judgement = next((j for j in Judgement if j.value == about.get("verdict")), None)
    if judgement is None:
        return None
    try:
        when = datetime.fromisoformat(text_of(about, "reviewed"))
    except ValueError:
        when = datetime.now(UTC)
    when = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
    reason = clean_text(text_of(about, "reason"), MAX_TEXT)
    return Verdict(NOBODY, judgement, clean_text(text_of(about, "reviewer")), when, reason)


def color_of(value: object) -> Color | None:
    """Return a color of three numbers, None for anything else."""
    if isinstance(value, list) and len(value) == 3 and all(type(c) is int and 0 <= c <= 255 for c in value):
        return Color(*value)
    return None


def _score(scores: Sequence[Any], place: int, index: int) -> float:
    row = scores[place] if place < len(scores) else None
    value = row[index] if isinstance(row, list) and index < len(row) else None
    return float(value) if isinstance(value, int | float) else 1.0


def _joined(clips: Sequence[AnnotatedClip]) -> AnnotatedClip:
    """Return the clips of one video as one."""
    first = clips[0]
    sizes = {(clip.width, clip.height, clip.frame_count, clip.step) for clip in clips}
    if len(sizes) > 1:
        raise ImportFileError("The files of “{name}” do not agree about its size or frames.", name=first.name)
    if len(clips) == 1:
        return first
    masklets = (masklet for clip in clips for masklet in clip.masklets)
    return replace(first, masklets=tuple(replace(masklet, id=id) for id, masklet in enumerate(masklets, start=1)))

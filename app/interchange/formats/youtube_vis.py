"""YouTube-VIS JSON: masklets as a list of run lengths by frame; ground truth, or results with scores."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from app.errors import ImportFileError
from app.interchange.categories import Categories, category_names
from app.interchange.clip import AnnotatedClip, ExportProgress, Masklet
from app.interchange.encoding.coco_rle import checked_size, from_rle, to_plain_rle, to_rle
from app.interchange.encoding.frame_numbers import frame_numbers
from app.interchange.encoding.json_files import decode, piece, read_bytes
from app.interchange.export.options import Outgoing, Pictures
from app.interchange.export.output import placed_in_pieces
from app.interchange.export.sidecar import About, read_sidecar, read_sidecar_at, write_sidecar
from app.interchange.export.writing import WriteJob, write_pictures
from app.interchange.reading import ClipBuilder, ReadJob, folder_in, frames_in, plain_name, regular_step

GROUND_TRUTH: Final = "ground-truth"
"""Run lengths as numbers: evaluators take no other ground truth."""
RESULTS: Final = "results"
FRAMES: Final = "JPEGImages"


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
        number = 0
        for video, clip in enumerate(done, start=1):
            for place, masklet in enumerate(clip.masklets):
                number += 1
                about = {"id": number, "video_id": video, "category_id": categories.of(masklet)}
                file.write(b",\n" if number > 1 else b"")
                yield from _write_masklet(file, clip, masklet, about, place)
        file.write(b"\n]" if variant == RESULTS else b"\n]}")
    write_sidecar(folder, done)


def _write_masklet(file: Any, clip: Outgoing, masklet: Masklet, about: dict[str, Any], place: int) -> WriteJob:
    """Write one annotation; yields so often that all masklets of a clip together yield once a frame."""
    results = clip.options.variant == RESULTS
    if results:
        scores = [mask.score for mask in masklet.masks.values() if not mask.empty]
        head = {key: about[key] for key in ("video_id", "category_id")}
        head["score"] = sum(scores) / len(scores) if scores else 0.0
        head["track_id"] = clip.numbers[masklet.id]
    else:
        size = {"height": clip.clip.height, "width": clip.clip.width, "length": len(list(clip.written()))}
        head = {**about, **size, "iscrowd": 0, "track_id": clip.numbers[masklet.id]}
        masks = [masklet.masks.get(frame) for _, frame in clip.written()]
        there = [None if mask is None or mask.empty else mask.mask for mask in masks]
        head["areas"] = [None if mask is None else mask.area for mask in there]
        head["bboxes"] = [None if mask is None else _box(mask.bbox) for mask in there]
    file.write(msgspec.json.encode(head)[:-1] + b',"segmentations":[')
    for row, frame in clip.written():
        found = masklet.masks.get(frame)
        rle = None if found is None or found.empty else (to_rle if results else to_plain_rle)(found.mask)
        file.write((b"," if row else b"") + msgspec.json.encode(rle))
        if row % len(clip.masklets) == place:
            yield None
    file.write(b"]}")


def _box(box: tuple[int, int, int, int] | None) -> list[int] | None:
    return None if box is None else [box[0], box[1], box[2] - box[0], box[3] - box[1]]


def _video(number: int, clip: Outgoing) -> dict[str, object]:
    suffix = ".png" if clip.options.pictures is Pictures.PNG else ".jpg"
    names = [f"{clip.name}/{clip.stem(frame)}{suffix}" for _, frame in clip.written()]
    size = {"width": clip.clip.width, "height": clip.clip.height, "length": len(names)}
    return {"id": number, "name": clip.clip.name, **size, "file_names": names}


# Reading


class _Video(msgspec.Struct):
    id: int
    width: int
    height: int
    file_names: list[str]
    name: str = ""


class _Annotation(msgspec.Struct):
    video_id: int
    segmentations: list[msgspec.Raw]
    category_id: int = 0
    id: int = 0
    track_id: int = 0
    score: float = 1.0


class _File(msgspec.Struct):
    videos: list[_Video]
    annotations: list[msgspec.Raw] | None
    categories: list[dict[str, Any]] = msgspec.field(default_factory=list)


def read_youtube_vis(path: Path) -> ReadJob:
    """Read ground truth, or results (whose videos are named by the file beside them, if at all).

    Every frame counts as annotated: an object without a mask on one is absent there.
    """
    data = read_bytes(path)
    if data.lstrip()[:1] == b"[":
        return (yield from _read_results(path, data))
    found = decode(path, data, _File)
    names = category_names(found.categories)
    made = {video.id: _builder(path, video) for video in found.videos}
    if len(made) < len(found.videos):
        raise ImportFileError("“{name}” is damaged: two videos have one id.", name=path.name)
    rows = found.annotations or []
    for done, raw in enumerate(rows):
        annotation = piece(path, raw, _Annotation)
        if annotation.video_id not in made:
            raise ImportFileError(
                "“{name}” has masks of video {id}, which it does not list.", name=path.name, id=annotation.video_id
            )
        made[annotation.video_id].take(path, annotation, names)
        yield ExportProgress(done + 1, len(rows))
    return tuple(video.clip() for video in made.values())


class _Made:
    """A clip in the making, with the frames that places in lists mean."""

    def __init__(self, name: str, height: int, width: int, frames: Sequence[int], about: About) -> None:
        self.frames = frames
        self.about = about
        self.names: dict[int, str] = {}
        self.folder: Path | None = None
        self.builder = ClipBuilder(about.title or name, height, width, about.frame_count)
        self._keys: set[int] = set()

    def take(self, file: Path, annotation: _Annotation, categories: dict[int, str]) -> None:
        key = annotation.track_id or annotation.id or len(self._keys) + 1
        if key in self._keys:
            raise ImportFileError("“{name}” is damaged: two objects have one id.", name=file.name)
        self._keys.add(key)
        if len(annotation.segmentations) > len(self.frames):
            raise ImportFileError("“{name}” is damaged: it has more masks than frames.", name=file.name)
        category = categories.get(annotation.category_id, "")
        self.builder.describe(key, **self.about.of(key, f"{category} {key}".strip(), category))
        for place, raw in enumerate(annotation.segmentations):
            rle = piece(file, raw, Any)
            if rle is not None:
                self.builder.put(key, self.frames[place], from_rle(rle), annotation.score)

    def clip(self) -> AnnotatedClip:
        self.builder.absent_elsewhere(self.frames)
        return self.builder.clip(
            frame_names=self.names,
            step=regular_step(self.frames),
            rate=self.about.rate,
            frames_at=frames_in(self.folder),
        )


def _builder(path: Path, video: _Video) -> _Made:
    height, width = checked_size([video.height, video.width])
    stems = [plain_name(name, "a frame") for name in video.file_names]
    folder = folder_in(video.file_names[0]) if stems else ""
    name = video.name or folder or f"video {video.id}"
    about = read_sidecar(path.parent, folder or name)
    frames = about.frames(frame_numbers(stems))
    made = _Made(name, height, width, frames, about)
    made.names = dict(zip(frames, stems, strict=True))
    made.folder = path.parent / FRAMES / folder if folder else None
    return made


def _read_results(path: Path, data: bytes) -> ReadJob:
    rows = decode(path, data, list[msgspec.Raw])
    made: dict[int, _Made] = {}
    for done, raw in enumerate(rows):
        annotation = piece(path, raw, _Annotation)
        video = made.get(annotation.video_id)
        if video is None:
            video = made[annotation.video_id] = _unnamed(path, annotation)
        video.take(path, annotation, {})
        yield ExportProgress(done + 1, len(rows))
    return tuple(video.clip() for video in made.values())


def _unnamed(path: Path, annotation: _Annotation) -> _Made:
    """Return a clip for a video that has only a number, of the size of its first mask."""
    rles: Iterator[Any] = (piece(path, raw, Any) for raw in annotation.segmentations)
    first = next((rle for rle in rles if isinstance(rle, dict)), None)
    if first is None:
        raise ImportFileError("“{name}” has an object without a mask.", name=path.name)
    height, width = checked_size(first.get("size"))
    about = read_sidecar_at(path.parent, annotation.video_id)
    frames = [about.frame_at(place) for place in range(len(annotation.segmentations))]
    return _Made(f"video {annotation.video_id}", height, width, frames, about)

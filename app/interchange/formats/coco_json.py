"""COCO with a picture a frame: images with video and frame, annotations with track; run lengths or polygons."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from app.errors import ImportFileError
from app.interchange.bounds import Bound, check_count
from app.interchange.categories import Categories, category_names
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss
from app.interchange.encoding.coco_rle import checked_size
from app.interchange.encoding.frame_numbers import frame_numbers
from app.interchange.encoding.json_files import decode, piece
from app.interchange.export.options import Outgoing, Pictures
from app.interchange.export.output import placed_in_pieces
from app.interchange.export.sidecar import About, read_sidecar, write_sidecar
from app.interchange.export.writing import WriteJob, write_pictures
from app.interchange.linking import Linker, joined_by_overlap
from app.interchange.long_lists import KeyPath, LongList, around_lists, elements
from app.interchange.parallel.mask_tasks import Form, as_json, from_json
from app.interchange.reading import ClipBuilder, ReadJob, folder_in, frames_in, plain_name, regular_step
from app.masks.mask import Mask
from app.media.pictures.sequences import natural_key
from app.phrases import Phrase

POLYGONS: Final = "polygons"
RUN_LENGTHS: Final = "rle"
FRAMES: Final = "images"


def write_coco(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write frames and `instances.json`."""
    done: list[Outgoing] = []
    for clip in clips:
        done.append((yield from write_pictures(clip, folder / FRAMES / clip.name)))
    categories = Categories(masklet for clip in done for masklet in clip.masklets)
    with placed_in_pieces(folder / "instances.json") as file:
        videos = [{"id": number, "name": clip.clip.name} for number, clip in enumerate(done, start=1)]
        head = {"info": {}, "licenses": [], "videos": videos, "categories": categories.rows()}
        head["images"] = list(_images(done))
        file.write(msgspec.json.encode(head)[:-1] + b',"annotations":[')
        form = Form.POLYGONS if clips[0].options.variant == POLYGONS else Form.COMPRESSED
        first = True
        with closing(as_json(form, _rows(done, categories))) as frames:
            for rows, shapes in frames:
                for row, shape in zip(rows, shapes, strict=True):
                    file.write((b"\n" if first else b",\n") + row[:-1] + b',"segmentation":' + shape + b"}")
                    first = False
                yield None
        file.write(b"\n]}")
    write_sidecar(folder, done)


def _rows(clips: Sequence[Outgoing], categories: Categories) -> Iterator[tuple[list[bytes], list[Mask | None]]]:
    """Yield the annotations of each frame, encoded but for the masks, which are beside them."""
    image = number = 0
    for video, clip in enumerate(clips, start=1):
        numbers = clip.numbers
        for _, frame in clip.written():
            image += 1
            rows, masks = list[bytes](), list[Mask | None]()
            for masklet, mask in clip.on(frame):
                if not mask.area:
                    continue
                track, number = numbers[masklet.id], number + 1
                row: dict[str, object] = {
                    "id": number,
                    "image_id": image,
                    "video_id": video,
                    "category_id": categories.of(masklet),
                }
                row |= {"track_id": track, "instance_id": track, "iscrowd": 0, "area": mask.area}
                row |= {"bbox": _box(mask), "score": masklet.masks[frame].score}
                row["attributes"] = {"track_id": track, **dict.fromkeys(masklet.tags, True)}  # for datumaro
                rows.append(msgspec.json.encode(row))
                masks.append(mask)
            yield rows, masks


def _images(clips: Sequence[Outgoing]) -> Iterator[dict[str, object]]:
    image = 0
    for video, clip in enumerate(clips, start=1):
        suffix = ".png" if clip.options.pictures is Pictures.PNG else ".jpg"
        for place, frame in clip.written():
            image += 1
            size = {"width": clip.clip.width, "height": clip.clip.height}
            name = f"{clip.name}/{clip.stem(frame)}{suffix}"
            yield {"id": image, "file_name": name, "video_id": video, "frame_id": place, **size}


def _box(mask: Mask) -> list[int]:
    box = mask.bbox
    return [0, 0, 0, 0] if box is None else [box[0], box[1], box[2] - box[0], box[3] - box[1]]


# Reading


LONG_LISTS: Final[Mapping[KeyPath, Bound | None]] = {
    (b"annotations",): Bound.MASKS,
    (b"images",): Bound.PICTURES,
    (b"videos", None): Bound.VIDEOS,
    (b"categories", None): Bound.CATEGORIES,
}
"""Which lists stay in the file, and of which of the others it is counted how long they are."""
IMAGES_A_STEP: Final = 1_000


class _Image(msgspec.Struct):
    id: int
    file_name: str
    width: int
    height: int
    video_id: int | None = None
    frame_id: int | None = None


class _Annotation(msgspec.Struct):
    image_id: int
    segmentation: msgspec.Raw = msgspec.Raw(b"null")
    category_id: int = 0
    track_id: int | None = None
    instance_id: int | None = None
    score: float | None = None
    attributes: Any = None

    @property
    def track(self) -> int | None:
        """The track; CVAT has it among the attributes."""
        own = self.track_id if self.track_id is not None else self.instance_id
        said = self.attributes.get("track_id") if own is None and isinstance(self.attributes, dict) else own
        return said if type(said) is int else None


class _File(msgspec.Struct):
    images: LongList
    annotations: LongList
    categories: list[dict[str, Any]] = msgspec.field(default_factory=list)
    videos: list[dict[str, Any]] = msgspec.field(default_factory=list)


@dataclass(slots=True)
class _Video:
    """A clip in the making: its images in order, and which frame each is."""

    builder: ClipBuilder
    about: About
    frames: dict[int, int]
    names: dict[int, str]
    folder: Path | None
    loose: dict[int, list[tuple[str, Mask, float]]] = field(default_factory=dict)
    """Masks without a track, by frame."""
    described: set[int] = field(default_factory=set)

    @property
    def size(self) -> tuple[int, int]:
        return self.builder.height, self.builder.width


def read_coco(path: Path) -> ReadJob:
    """Read a file. Every image counts as annotated: an object without a mask on one is absent there."""
    found = decode(path, (yield from around_lists(path, LONG_LISTS)), _File)
    videos = yield from _videos(path, found)
    video_of = {image: video for video in videos for image in video.frames}
    categories = category_names(found.categories)
    rows = ((_placed(path, raw, video_of), done) for done, raw in enumerate(elements(path, found.annotations)))
    values = ((at, [at[0][1].segmentation]) for at in rows)
    boxes = 0
    with closing(from_json(path, values, lambda at: at[0][0].size)) as masks:
        for ((video, row), done), (mask,) in masks:
            boxes += mask is None
            if mask is not None:
                _take(video, row, video.frames[row.image_id], categories.get(row.category_id, ""), mask)
            yield ExportProgress(done + 1, found.annotations.count)
    if boxes:
        yield Loss(path.name, Phrase("annotations without a mask, which are passed over: {count}.", count=boxes))
    for video in videos:
        if video.loose:
            yield from _linked(video)
    return tuple(_clip(video) for video in videos)


def _placed(path: Path, raw: msgspec.Raw, video_of: Mapping[int, _Video]) -> tuple[_Video, _Annotation]:
    """Return an annotation and the video that its image belongs to. ImportFileError."""
    row = piece(path, raw, _Annotation)
    video = video_of.get(row.image_id)
    if video is None:
        raise ImportFileError(
            "“{name}” has masks of image {id}, which it does not list.", name=path.name, id=row.image_id
        )
    return video, row


def _take(video: _Video, row: _Annotation, frame: int, category: str, mask: Mask) -> None:
    track = row.track
    score = 1.0 if row.score is None else row.score
    if track is None:
        video.loose.setdefault(frame, []).append((category, mask, score))
        return
    if track not in video.described:
        video.described.add(track)
        video.builder.describe(track, **video.about.of(track, f"{category} {track}".strip(), category))
    video.builder.put(track, frame, mask, score)


def _linked(video: _Video) -> Iterator[ExportProgress | Loss]:
    """Join masks without a track to objects, and say so."""
    linker = Linker()
    highest = max(video.described, default=0)
    for done, (frame, found) in enumerate(sorted(video.loose.items())):
        ids = linker.link(frame, [(category, mask) for category, mask, _ in found])
        for id, (category, mask, score) in zip(ids, found, strict=True):
            if highest + id not in video.described:
                video.described.add(highest + id)
                video.builder.describe(highest + id, f"{category} {highest + id}".strip(), category)
            video.builder.put(highest + id, frame, mask, score)
        yield ExportProgress(done + 1, len(video.loose))
    yield joined_by_overlap(video.builder.name, linker.objects)


def _clip(video: _Video) -> AnnotatedClip:
    frames = sorted(video.frames.values())
    video.builder.absent_elsewhere(frames)
    return video.builder.clip(
        frame_names=video.names,
        step=regular_step(frames),
        rate=video.about.rate,
        numbers_known=video.about.known,
        frames_at=frames_in(video.folder),
    )


def _videos(path: Path, found: _File) -> Generator[ExportProgress, None, list[_Video]]:
    """Return the clips of a file: by the images' video, else by the folder they lie in."""
    ids: set[int] = set()
    groups: dict[object, list[_Image]] = {}
    for done, raw in enumerate(elements(path, found.images)):
        image = piece(path, raw, _Image)
        ids.add(image.id)
        folder = image.file_name.replace("\\", "/").rpartition("/")[0]
        groups.setdefault(folder if image.video_id is None else image.video_id, []).append(image)
        if done % IMAGES_A_STEP == 0:
            check_count(Bound.VIDEOS, path.name, len(groups))
            yield ExportProgress(done, found.images.count)
    if len(ids) < found.images.count:
        raise ImportFileError("“{name}” is damaged: two images have one id.", name=path.name)
    check_count(Bound.VIDEOS, path.name, len(groups))
    titles = {row.get("id"): row.get("name") for row in found.videos}
    videos: list[_Video] = []
    for images in groups.values():
        videos.append(_video(path, images, titles.get(images[0].video_id)))
        yield ExportProgress(0, found.annotations.count)
    return videos


def _video(path: Path, images: list[_Image], title: object) -> _Video:
    if all(image.frame_id is not None for image in images):
        images = sorted(images, key=lambda image: image.frame_id or 0)
    else:
        images = sorted(images, key=lambda image: natural_key(image.file_name))
    if len({(image.width, image.height) for image in images}) > 1:
        raise ImportFileError(
            "The pictures of “{name}” differ in size: they are not the frames of one video.",
            "Sort them into a folder for each video.",
            name=str(title or path.name),
        )
    height, width = checked_size([images[0].height, images[0].width])
    stems = [plain_name(image.file_name, "a frame") for image in images]
    folder = folder_in(images[0].file_name)
    about = read_sidecar(path.parent, folder)
    frames = about.frames(frame_numbers(stems))
    numbered = [image.frame_id for image in images if image.frame_id is not None]
    if not about.title and frames == list(range(len(frames))) and len(numbered) == len(images):
        frames = numbered  # names without numbers say less than the file does
    if len(set(frames)) < len(frames):
        raise ImportFileError("“{name}” is damaged: two images are one frame.", name=path.name)
    name = about.title or (title if isinstance(title, str) else "") or folder or _plain_stem(path)
    return _Video(
        ClipBuilder(name, height, width, about.frame_count),
        about,
        dict(zip((image.id for image in images), frames, strict=True)),
        dict(zip(frames, stems, strict=True)),
        _frames_of(path, images[0].file_name, folder),
    )


def _plain_stem(path: Path) -> str:
    """Return the name of a file, or of its folder where other tools call every file the same."""
    return path.parent.name if path.stem.startswith("_") and path.parent.name else path.stem


def _frames_of(path: Path, first: str, folder: str) -> Path:
    """Return the folder of the pictures: as ours lie, or with the file, as those of other tools do."""
    beside = not folder and (path.parent / Path(first).name).is_file()
    return path.parent if beside else path.parent / FRAMES / folder

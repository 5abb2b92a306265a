"""Masklets as rows of a JSON file, each with its masks by frame: what YouTube-VIS and SA-Co VEval have in common."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from app.errors import ImportFileError
from app.interchange.bounds import Bound
from app.interchange.clip import AnnotatedClip, ExportProgress
from app.interchange.encoding.coco_rle import checked_size
from app.interchange.encoding.frame_numbers import frame_numbers
from app.interchange.export.sidecar import About, read_sidecar
from app.interchange.long_lists import KeyPath, LongList, elements
from app.interchange.parallel.mask_tasks import from_json
from app.interchange.reading import ClipBuilder, folder_in, frames_in, plain_name, regular_step
from app.masks.mask import Mask

FRAMES: Final = "JPEGImages"
"""The folder with the frames, beside the file."""
MASKS_OF_ROWS: Final[KeyPath] = (b"annotations", None, b"segmentations")
LONG_LISTS: Final[Mapping[KeyPath, Bound | None]] = {
    MASKS_OF_ROWS: Bound.ABSENT,
    (b"annotations", None): Bound.MASKLETS,
    (b"videos", None): Bound.VIDEOS,
    (b"categories", None): Bound.CATEGORIES,
}
"""Which lists stay in the file, and of which of the others it is counted how long they are."""


class VideoRow(msgspec.Struct):
    """A video as such a file lists it."""

    id: int
    width: int
    height: int
    file_names: list[str]
    name: str = ""
    video_name: str = ""


class MaskletRow(msgspec.Struct):
    """A masklet; its masks stay in the file."""

    video_id: int
    segmentations: LongList
    category_id: int = 0
    id: int = 0
    track_id: int = 0
    score: float = 1.0
    noun_phrase: str = ""


def outline_facts(masks: Sequence[Mask | None]) -> dict[str, Any]:
    """Return the areas and the boxes [x, y, width, height] of masks as a row has them."""
    boxes = [None if mask is None else mask.bbox for mask in masks]
    return {
        "areas": [None if mask is None else mask.area for mask in masks],
        "bboxes": [None if box is None else [box[0], box[1], box[2] - box[0], box[3] - box[1]] for box in boxes],
    }


class ClipOfRows:
    """A clip in the making, with the frames that places in lists mean."""

    def __init__(self, name: str, height: int, width: int, frames: Sequence[int], about: About) -> None:
        self.frames = frames
        self.about = about
        self.names: dict[int, str] = {}
        self.folder: Path | None = None
        self.builder = ClipBuilder(about.title or name, height, width, about.frame_count)
        self._keys: set[int] = set()

    @classmethod
    def listed(cls, file: Path, video: VideoRow) -> "ClipOfRows":
        """Return the clip of a video that the file lists. ImportFileError."""
        height, width = checked_size([video.height, video.width])
        stems = [plain_name(name, "a frame") for name in video.file_names]
        folder = folder_in(video.file_names[0]) if stems else ""
        name = video.name or video.video_name or folder or f"video {video.id}"
        about = read_sidecar(file.parent, folder or name)
        frames = about.frames(frame_numbers(stems))
        made = cls(name, height, width, frames, about)
        made.names = dict(zip(frames, stems, strict=True))
        made.folder = file.parent / FRAMES / folder if folder else None
        return made

    def begin(self, file: Path, row: MaskletRow, category: str) -> int:
        """Describe the object of a row and return its key. ImportFileError: there is one already, or too many masks."""
        key = row.track_id or row.id or len(self._keys) + 1
        if key in self._keys:
            raise ImportFileError("“{name}” is damaged: two objects have one id.", name=file.name)
        self._keys.add(key)
        if row.segmentations.count > len(self.frames):
            raise ImportFileError("“{name}” is damaged: it has more masks than frames.", name=file.name)
        self.builder.describe(key, **self.about.of(key, f"{category} {key}".strip(), category))
        return key

    def clip(self) -> AnnotatedClip:
        """Return the clip. Every frame counts as annotated: an object without a mask on one is absent there."""
        self.builder.absent_elsewhere(self.frames)
        return self.builder.clip(
            frame_names=self.names,
            step=regular_step(self.frames),
            rate=self.about.rate,
            numbers_known=self.about.known,
            frames_at=frames_in(self.folder),
        )


def listed_videos(file: Path, videos: Sequence[VideoRow]) -> dict[int, ClipOfRows]:
    """Return the clips of a file's videos by their ids. ImportFileError."""
    made = {video.id: ClipOfRows.listed(file, video) for video in videos}
    if len(made) < len(videos):
        raise ImportFileError("“{name}” is damaged: two videos have one id.", name=file.name)
    return made


def required_video(file: Path, made: Mapping[int, ClipOfRows], row: MaskletRow) -> ClipOfRows:
    """Return the clip that a row belongs to. ImportFileError: the file does not list it."""
    found = made.get(row.video_id)
    if found is None:
        raise ImportFileError(
            "“{name}” has masks of video {id}, which it does not list.", name=file.name, id=row.video_id
        )
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the next mask belongs: an object of a clip, a place in the clip's lists."""

    clip: ClipOfRows
    key: int
    place: int
    score: float
    progress: ExportProgress


def put_masks(
    file: Path,
    rows: Sequence[MaskletRow],
    clip_of: Callable[[MaskletRow], ClipOfRows],
    category_of: Callable[[MaskletRow], str],
) -> Iterator[ExportProgress]:
    """Put the masks of all rows into their clips. ImportFileError."""
    with closing(from_json(file, _places(file, rows, clip_of, category_of))) as masks:
        for at, (mask,) in masks:
            if mask is not None:
                at.clip.builder.put(at.key, at.clip.frames[at.place], mask, at.score)
            yield at.progress


def _places(
    file: Path,
    rows: Sequence[MaskletRow],
    clip_of: Callable[[MaskletRow], ClipOfRows],
    category_of: Callable[[MaskletRow], str],
) -> Iterator[tuple[_Place, list[msgspec.Raw]]]:
    for done, row in enumerate(rows):
        clip, count = clip_of(row), row.segmentations.count
        key = clip.begin(file, row, category_of(row))
        for place, value in enumerate(elements(file, row.segmentations)):
            progress = ExportProgress(done * count + place + 1, len(rows) * count)
            yield _Place(clip, key, place, row.score, progress), [value]

"""`masklane.json`, which lies beside what a format cannot say: names, categories, ids and colors of objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec

from app.errors import ImportFileError
from app.interchange.encoding.coco_rle import checked_size
from app.interchange.encoding.json_files import cannot_read, decode, read_bytes
from app.interchange.export.options import Outgoing
from app.project.model import Color, ObjectKind
from app.project.rules import MAX_FRAMES

NAME: Final = "masklane.json"
MOST_BYTES: Final = 64 << 20


class _Object(msgspec.Struct, omit_defaults=True):
    id: int
    name: str
    category: str = ""
    kind: str = ObjectKind.MANUAL.value
    color: list[int] = msgspec.field(default_factory=list)


class _Video(msgspec.Struct, omit_defaults=True):
    title: str
    frame_count: int
    width: int
    height: int
    rate: float = 0.0
    offset: int = 0
    first: int = 0
    step: int = 1
    written: int = 0
    objects: dict[str, _Object] = msgspec.field(default_factory=dict)


class _File(msgspec.Struct):
    videos: dict[str, _Video]


@dataclass(frozen=True, slots=True)
class About:
    """What the file beside a data set says about one video; nothing where there is none.

    `offset` is how much larger the numbers of files are than those of the frames, `first` and `step` say which
    `written` frames there are, `size` is (width, height).
    """

    title: str = ""
    frame_count: int = 0
    rate: float = 0.0
    offset: int = 0
    first: int = 0
    step: int = 1
    written: int = 0
    size: tuple[int, int] | None = None
    objects: Mapping[int, _Object] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether anything is."""
        return self.frame_count > 0

    def frames(self, numbers: Sequence[int]) -> list[int]:
        """Return the frames that numbers of files mean."""
        return [number - self.offset for number in numbers]

    def frame_at(self, place: int) -> int:
        """Return the frame that was written at a place, counted from 0."""
        return self.first + place * self.step

    def of(self, number: object, name: str = "", category: str = "") -> dict[str, Any]:
        """Return what `ClipBuilder.describe` takes about an object; `name` and `category` where nothing is known."""
        found = self.objects.get(number) if isinstance(number, int) else None
        if found is None:
            return {"name": name, "category": category}
        channels = found.color
        fits = len(channels) == 3 and all(0 <= channel <= 255 for channel in channels)
        return {
            "name": found.name,
            "category": found.category,
            "kind": ObjectKind.AUTO if found.kind == ObjectKind.AUTO.value else ObjectKind.MANUAL,
            "color": Color(*channels) if fits else None,
        }


def write_sidecar(folder: Path, clips: Sequence[Outgoing], name: str = NAME) -> None:
    """Write what other files of an export do not say."""
    (folder / name).write_bytes(msgspec.json.format(msgspec.json.encode(_File({c.name: _video(c) for c in clips}))))


def read_sidecar(folder: Path, video: str) -> About:
    """Return what is known about a video, by the name its files have. ImportFileError when the file is damaged."""
    file = next((place / NAME for place in (folder, folder.parent) if (place / NAME).is_file()), None)
    if file is None:
        return About()
    found = _videos_in(file).get(video)
    if found is None:
        return About()
    if not (0 < found.frame_count <= MAX_FRAMES and 0 <= found.rate < 1e6):
        raise ImportFileError("“{name}” is damaged: its numbers of frames make no sense.", name=file.name)
    objects = {int(number): about for number, about in found.objects.items() if number.isdecimal() and len(number) < 9}
    size = checked_size([found.height, found.width])[::-1]
    return About(
        title=found.title,
        frame_count=found.frame_count,
        rate=found.rate,
        offset=found.offset,
        first=max(found.first, 0),
        step=max(found.step, 1),
        written=min(max(found.written, 0), found.frame_count),
        size=size,
        objects=objects,
    )


def _videos_in(file: Path) -> Mapping[str, _Video]:
    """Return what a file says of each video. It is decoded once for all of them."""
    try:
        facts = file.stat()
    except OSError as error:
        raise cannot_read(file, error) from error
    return _decoded(file, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=1)
def _decoded(file: Path, _changed: int, _size: int) -> Mapping[str, _Video]:
    return decode(file, read_bytes(file, MOST_BYTES), _File).videos


def _video(clip: Outgoing) -> _Video:
    whole = clip.clip
    return _Video(
        title=whole.name,
        frame_count=whole.frame_count,
        width=whole.width,
        height=whole.height,
        rate=whole.rate,
        offset=clip.number(0),
        first=clip.frames.start,
        step=clip.frames.step,
        written=len(clip.frames),
        objects={
            str(clip.numbers[m.id]): _Object(
                m.id,
                m.name,
                m.category,
                m.kind.value,
                [m.color.red, m.color.green, m.color.blue] if m.color is not None else [],
            )
            for m in clip.masklets
        },
    )


def read_sidecar_at(folder: Path, number: int) -> About:
    """Return what is known about the video at a place in the file, counted from 1. ImportFileError."""
    file = folder / NAME
    names = list(_videos_in(file)) if file.is_file() else []
    return read_sidecar(folder, names[number - 1]) if 0 < number <= len(names) else About()

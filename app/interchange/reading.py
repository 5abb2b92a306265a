"""What every reader shares: a clip put together mask by mask, numbers of frames from their names, names made safe."""

import os
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from heapq import nsmallest
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.errors import ImportFileError
from app.interchange.bounds import Bound, check_count
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss, Masklet
from app.masks.mask import Mask
from app.media.pictures.folder import pictures_in
from app.media.pictures.sequences import natural_key
from app.project.model import CellMask, Color, MaskSource, ObjectKind, Verdict
from app.project.rules import MAX_FRAMES, clean_text

ReadJob = Generator[ExportProgress | Loss, None, tuple[AnnotatedClip, ...]]
"""Yields progress, and what of the files is not taken over; returns the clips."""

Reader = Callable[[Path], ReadJob]

MOST_OBJECTS: Final = 10_000
"""Of one clip; a file with more is damaged or forged."""
MOST_FILES: Final = 2_000_000
"""Of one folder."""


class ClipBuilder:
    """Collects the masks of one clip; object keys are what the format calls them. Whatever cannot be is refused."""

    def __init__(self, name: str, height: int, width: int, frame_count: int = 0) -> None:
        """`frame_count` 0: as many as there turn out to be."""
        if not 0 <= frame_count <= MAX_FRAMES:
            raise ImportFileError("A video cannot have {count} frames.", count=frame_count)
        self.name = _in_a_line(name) or "video"
        self.height, self.width = height, width
        self.frame_count = frame_count
        self._masks: dict[object, dict[int, CellMask]] = {}
        self._about: dict[object, dict[str, Any]] = {}
        self._absent_on: Sequence[int] = ()
        self._count = 0
        """Of all masks."""

    def describe(
        self,
        key: object,
        name: str = "",
        category: str = "",
        kind: ObjectKind = ObjectKind.MANUAL,
        color: Color | None = None,
        verdict: Verdict | None = None,
        edited: int | None = None,
    ) -> None:
        """Say what an object is; one that is never described is called by its number."""
        if key not in self._masks and len(self._masks) >= MOST_OBJECTS:
            raise ImportFileError("“{name}” has more than {most} objects.", name=self.name, most=MOST_OBJECTS)
        self._masks.setdefault(key, {})
        self._about[key] = {
            "name": _in_a_line(name),
            "category": _in_a_line(category),
            "kind": kind,
            "color": color,
            "verdict": verdict,
            "edited": edited,
        }

    def knows(self, key: object) -> bool:
        """Return whether an object was described, or has a mask."""
        return key in self._masks

    @property
    def highest_key(self) -> int:
        """The highest whole number that is an object's key, 0 where there is none."""
        return max((key for key in self._masks if isinstance(key, int)), default=0)

    @property
    def knows_any(self) -> bool:
        """Whether any object was described, or has a mask."""
        return bool(self._masks)

    def put(self, key: object, frame: int, mask: Mask, score: float = 1.0) -> None:
        """Take over a mask. ImportFileError: a second one of the cell, another size, a frame that there is not."""
        if mask.shape != (self.height, self.width):
            raise ImportFileError(
                "A mask on frame {frame} of “{name}” has {width}×{height} pixels, "
                "the video {video_width}×{video_height}.",
                frame=frame,
                name=self.name,
                width=mask.width,
                height=mask.height,
                video_width=self.width,
                video_height=self.height,
            )
        if not 0 <= frame < (self.frame_count or MAX_FRAMES):
            raise ImportFileError("“{name}” has no frame {frame}.", name=self.name, frame=frame)
        if key not in self._masks:
            self.describe(key)
        masks = self._masks[key]
        if frame in masks:
            raise ImportFileError(
                "Object {object} of “{name}” has two masks on frame {frame}.",
                object=str(key)[:80],
                name=self.name,
                frame=frame,
            )
        masks[frame] = CellMask(mask, MaskSource.IMPORTED, score=score if 0.0 <= score <= 1.0 else 1.0)
        self._count += 1
        check_count(Bound.MASKS, self.name, self._count)

    def join(self, key: object, frame: int, mask: Mask) -> None:
        """Add a part to a mask, or take it over where there is none yet."""
        there = self._masks.get(key, {}).get(frame)
        if there is None:
            self.put(key, frame, mask)
        else:
            self._masks[key][frame] = CellMask(there.mask.union(mask), MaskSource.IMPORTED)

    def absent_elsewhere(self, frames: Sequence[int]) -> None:
        """Say that objects are absent on those of `frames` on which they have no mask: the format means it so."""
        self._absent_on = frames

    def clip(self, **facts: Any) -> AnnotatedClip:
        """Return the clip; `facts` are further fields of it. Objects get the ids of whole-number keys, else 1, 2 ..."""
        keys = list(self._masks)
        own = all(isinstance(key, int) and key > 0 for key in keys)
        ordered = sorted(keys) if own else keys  # type: ignore[type-var]
        ids = {key: (key if isinstance(key, int) and own else place) for place, key in enumerate(ordered, start=1)}
        said = max(self._absent_on, default=-1) if keys else -1
        last = max((max(masks, default=-1) for masks in self._masks.values()), default=-1)
        return AnnotatedClip(
            name=self.name,
            width=self.width,
            height=self.height,
            frame_count=self.frame_count or max(last, said) + 1 or 1,
            masklets=tuple(self._masklet(key, ids[key]) for key in ordered),
            absent_on=self._absent_on,
            **facts,
        )

    def _masklet(self, key: object, id: int) -> Masklet:
        about = dict(self._about[key])
        about["name"] = about["name"] or (str(key)[:80] if isinstance(key, str) else f"Object {id}")
        return Masklet(id=id, masks=dict(sorted(self._masks[key].items())), **about)


@dataclass(slots=True)
class Amount:
    """How much the files of one import hold that were read so far: masks, and cells on which an object is absent."""

    masks: int = 0
    absent: int = 0

    def add(self, name: str, clips: Sequence[AnnotatedClip]) -> None:
        """Add clips of a file that have no absences yet. ImportFileError: they are too many for memory."""
        self.masks += sum(len(masklet.masks) for clip in clips for masklet in clip.masklets)
        self.absent += sum(len(clip.masklets) * len(clip.absent_on) for clip in clips)
        check_count(Bound.MASKS, name, self.masks)
        check_count(Bound.ABSENT, name, self.absent)


def with_absences(read: Reader, amount: Amount) -> Reader:
    """Return a reader whose clips have empty masks where the format means that an object is absent.

    It is known of all clips before any of them gets one how many there will be, and with them in `amount`: more than
    memory has room for are refused. ImportFileError.
    """

    def reading(path: Path) -> ReadJob:
        clips = yield from read(path)
        amount.add(path.name, clips)
        return tuple(_with_absences(clip) if clip.absent_on else clip for clip in clips)

    return reading


def _with_absences(clip: AnnotatedClip) -> AnnotatedClip:
    empty = CellMask(Mask.empty(clip.height, clip.width), MaskSource.IMPORTED)
    elsewhere = dict.fromkeys(clip.absent_on, empty)
    masklets = (
        replace(masklet, masks=dict(sorted((elsewhere | dict(masklet.masks)).items()))) for masklet in clip.masklets
    )
    return replace(clip, masklets=tuple(masklets), absent_on=())


def _in_a_line(name: str) -> str:
    """Return a name as a project takes it, and as it can stand in a sentence."""
    return clean_text(re.sub(r"[\r\n]+", " ", name.strip()))


def plain_name(name: str, what: str) -> str:
    """Return the last part of a path from a file, POSIX or Windows, without suffix. ImportFileError: none is left."""
    last = re.split(r"[/\\]", name)[-1]
    return _checked_name(last.rpartition(".")[0] or last, name, what)


def folder_in(name: str) -> str:
    """Return the last folder in a path from a file, POSIX or Windows, empty where there is none. ImportFileError."""
    parts = re.split(r"[/\\]", name)
    return _checked_name(parts[-2], name, "a video") if len(parts) > 1 else ""


def _checked_name(part: str, name: str, what: str) -> str:
    if not part or part in (".", "..") or "\0" in part or len(part) > 500:
        raise ImportFileError("“{name}” is no name of {what}.", name=name[:80], what=what)
    return part


def mask_of(pixels: NDArray[Any]) -> Mask:
    """Return the mask of an array."""
    return Mask.from_array(np.ascontiguousarray(pixels))


def split_labels(labels: NDArray[Any]) -> Iterator[tuple[int, Mask]]:
    """Yield (number, mask) for every number but 0 in a picture of labels, ascending; it is gone through once."""
    height, width = labels.shape
    line = np.ascontiguousarray(labels).reshape(-1)
    changes = np.flatnonzero(line[1:] != line[:-1]) + 1
    starts, ends = np.concatenate(([0], changes)), np.append(changes, len(line))
    values = line[starts]
    for value in np.unique(values).tolist():
        if value:
            chosen = values == value
            flips = np.stack((starts[chosen], ends[chosen]), axis=1).reshape(-1)
            yield value, Mask(flips[:-1] if flips[-1] == len(line) else flips, height, width)


def frames_in(folder: Path | None) -> Path | None:
    """Return the folder when there are pictures in it, else None."""
    return folder if folder is not None and folder.is_dir() and pictures_in(folder) else None


def files_in(folder: Path, suffixes: Sequence[str]) -> tuple[Path, ...]:
    """Return the files of a folder with one of these suffixes, hidden ones not, by name. ImportFileError."""
    return tuple(folder / name for name in sorted(_names_in(folder, suffixes), key=natural_key))


def first_files_in(folder: Path, suffixes: Sequence[str], count: int) -> tuple[Path, ...]:
    """Return the first `count` of what `files_in` does; no path is made for the others. ImportFileError."""
    return tuple(folder / name for name in nsmallest(count, _names_in(folder, suffixes)))


def has_files(folder: Path, suffixes: Sequence[str]) -> bool:
    """Return whether `files_in` would find any; it is gone through the folder only until there is one.
    ImportFileError."""
    with closing(_names_in(folder, suffixes)) as names:
        return next(names, None) is not None


def _names_in(folder: Path, suffixes: Sequence[str]) -> Generator[str, None, None]:
    """Yield names as the folder has them. The folder knows what is a file: none is looked at for that."""
    try:
        with os.scandir(folder) as entries:
            for count, entry in enumerate(entries):
                if count > MOST_FILES:
                    raise ImportFileError("“{name}” holds too many files.", name=folder.name)
                hidden = entry.name.startswith(".")
                if not hidden and os.path.splitext(entry.name)[1].lower() in suffixes and entry.is_file():  # noqa: PTH122
                    yield entry.name
    except OSError as error:
        raise ImportFileError(
            "“{name}” cannot be read: {reason}.", name=folder.name, reason=error.strerror or error
        ) from error


def folders_in(folder: Path) -> tuple[Path, ...]:
    """Return the folders in a folder, hidden ones not, by name; nothing where there is no folder."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith(".") and entry.is_dir())
    except OSError:
        return ()
    return tuple(folder / name for name in names)


def read_all(paths: Sequence[Path], read_one: Callable[[Path], ReadJob]) -> ReadJob:
    """Read several files one after the other; progress counts files. ImportFileError: they hold too many masks."""
    clips: list[AnnotatedClip] = []
    amount = Amount()
    for done, path in enumerate(paths):
        with closing(read_one(path)) as job:
            made = yield from job
        amount.add(path.name, made)
        clips += made
        yield ExportProgress(done + 1, len(paths))
    return tuple(clips)


def text_of(about: Mapping[str, object], key: str) -> str:
    """Return a text in a JSON object, empty for anything else."""
    found = about.get(key)
    return found if isinstance(found, str) else ""


def regular_step(frames: Sequence[int]) -> int:
    """Return on every how many frames there are masks, where that is regular and begins with frame 0; else 1."""
    steps = set(np.diff(np.array(frames, np.int64)).tolist())
    return int(min(steps)) if len(steps) == 1 and frames[0] == 0 else 1

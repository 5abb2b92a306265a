"""Which format lies at a path: found out by looking at folders, keys of JSON and first lines, not by names."""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from app.errors import DAMAGED, ImportFileError
from app.generators import result_of
from app.interchange.clip import ExportProgress
from app.interchange.encoding.json_files import top_level
from app.interchange.export.sidecar import NAME
from app.interchange.formats import davis_import, mask_video, masklane_project, mots, yolo
from app.interchange.formats.sav_png import MASKS
from app.interchange.long_lists import ANY, KeyPath, around_lists
from app.interchange.masklet_rows import MASKS_OF_ROWS
from app.interchange.reading import first_files_in, folders_in, has_files
from app.interchange.table import FORMATS, Format
from app.media.file import PICTURE_SUFFIXES

MOST_LOOKED_AT: Final = 20
"""Files of one kind in a folder."""
DEPTH: Final = 2
HEAD_BYTES: Final = 1 << 16
LISTS: Final[Mapping[KeyPath, None]] = {(ANY,): None, MASKS_OF_ROWS[1:]: None}
"""What stands in them says nothing of the format."""
OF_COCO: Final = (b"images", b"annotations")
"""Lists that no other format has both of: what stands behind them says nothing either."""


@dataclass(frozen=True, slots=True)
class Detected:
    """A format, and the file or folder that its reader takes; `others` are files of masks in the folder that it does
    not take."""

    format: Format
    path: Path
    others: tuple[str, ...] = ()


_Looking = Generator[ExportProgress, None, Detected | None]


def detect(path: Path) -> Detected:
    """Return what lies at `path`. ImportFileError when there is nothing, or nothing that any reader knows."""
    return result_of(detecting(path))


def detecting(path: Path) -> Generator[ExportProgress, None, Detected]:
    """Do as `detect`, and yield between steps: a large file is gone through to its end."""
    check_kind(path)
    found = yield from (_of_file(path) if path.is_file() else _of_folder(path))
    if found is None:
        raise ImportFileError(
            "“{name}” holds no masks in a format that can be read.",
            "Formats are: {formats}.",
            name=path.name,
            formats=", ".join(row.id for row in FORMATS.values() if row.read is not None),
        )
    return found


def check_kind(path: Path) -> None:
    """Raise ImportFileError where there is no file or folder: a pipe may be waited for without end."""
    if not path.exists():
        raise ImportFileError("There is no file or folder “{path}”.", path=path)
    if not (path.is_file() or path.is_dir()):
        raise ImportFileError("“{name}” is neither a file nor a folder.", name=path.name)


def _of_file(file: Path) -> _Looking:
    head = _head(file)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        id = _json_format((yield from around_lists(file, LISTS, OF_COCO)))
        return None if id is None else Detected(FORMATS[id], file)
    if b"<annotations" in head or (head.lstrip()[:5] == b"<?xml" and b"<image" in head):
        return Detected(FORMATS["cvat"], file)
    if masklane_project.is_project(file):
        return Detected(FORMATS["masklane"], file)
    if file.suffix.lower() in mask_video.SUFFIXES:
        return Detected(FORMATS["mask-video"], file)
    if mots.looks_like_lines(file):
        return Detected(FORMATS["mots"], file)
    if file.suffix.lower() in PICTURE_SUFFIXES:
        return Detected(FORMATS["masks"], file)
    return None


def _of_folder(folder: Path) -> _Looking:
    for id, looks in _FOLDERS.items():
        if looks(folder):
            return Detected(FORMATS[id], folder)
    by_file: list[Detected] = []
    for step in _files_below(folder, DEPTH):
        if not isinstance(step, Detected):
            yield step
            continue
        by_file.append(step)
        if by_file[0].format.id in ("sav", "labelme"):  # their readers take folders
            return Detected(by_file[0].format, folder)
        if len(by_file) > MOST_LOOKED_AT:
            break
    if by_file:
        first, *others = by_file
        return replace(first, others=tuple(other.path.relative_to(folder).as_posix() for other in others))
    if _has_pictures(folder, DEPTH):
        return Detected(FORMATS["masks"], folder)
    return Detected(FORMATS["mask-video"], folder) if _has_videos(folder) else None


_FOLDERS: Final[Mapping[str, Callable[[Path], bool]]] = {
    "masklane": masklane_project.is_project,
    "sav-png": lambda folder: (folder / MASKS).is_dir(),
    "davis": lambda folder: davis_import.resolution_of(folder) not in (None, ""),
    "youtube-vos": lambda folder: davis_import.resolution_of(folder) == "",
    "mots": mots.looks_like_folder,
    "yolo": lambda folder: bool(yolo.label_folders(folder)),
}


def _files_below(folder: Path, depth: int) -> Iterator[ExportProgress | Detected]:
    """Yield the JSON and XML files of formats, those in the folder before those in the ones in it."""
    for file in first_files_in(folder, (".json", ".xml"), MOST_LOOKED_AT):
        if file.name != NAME and (found := (yield from _of_file(file))) is not None:
            yield found
    if depth:
        for inner in folders_in(folder)[:MOST_LOOKED_AT]:
            yield from _files_below(inner, depth - 1)


def _has_pictures(folder: Path, depth: int) -> bool:
    if has_files(folder, tuple(PICTURE_SUFFIXES)):
        return True
    return depth > 0 and any(_has_pictures(inner, depth - 1) for inner in folders_in(folder)[:MOST_LOOKED_AT])


def _has_videos(folder: Path) -> bool:
    inner = folders_in(folder)[:MOST_LOOKED_AT]
    return any(has_files(place, mask_video.SUFFIXES) for place in (folder, *inner))


def _json_format(data: bytes) -> str | None:
    """Return the format of a JSON document by its keys."""
    keys = top_level(data).keys()
    if {"masklet", "masklet_num"} <= keys:
        return "sav"
    if "sequences" in keys:
        return "burst"
    if {"shapes", "imageHeight"} <= keys:
        return "labelme"
    if {"videos", "video_np_pairs"} <= keys:
        return "saco"
    if {"videos", "annotations"} <= keys and "images" not in keys:
        return "youtube-vis"
    if {"images", "annotations"} <= keys:
        return "coco"
    return "youtube-vis" if _is_results(data) else None


def _is_results(data: bytes) -> bool:
    try:
        rows = msgspec.json.decode(data, type=list[msgspec.Raw])
    except DAMAGED:
        return False
    return bool(rows) and {"video_id", "segmentations"} <= top_level(bytes(rows[0])).keys()


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(HEAD_BYTES)
    except OSError as error:
        raise ImportFileError(
            "“{name}” cannot be read: {reason}.", name=file.name, reason=error.strerror or error
        ) from error

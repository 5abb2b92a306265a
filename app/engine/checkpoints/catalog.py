"""The catalog of models: the embedded one, a table of Meta's four, and files of a person's own, and where they are."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from app import paths
from app.errors import EngineError, ModelMissing

EMBEDDED = "embedded"
EMBEDDED_FILE = "masklane-embedded.safetensors"
HOST = "https://dl.fbaipublicfiles.com/segment_anything_2/092824/"
CHUNK = 1024 * 1024


class Trunk(Enum):
    """Meta's four image encoders; the value names the configuration that rf-sam-2 brings along."""

    TINY = "sam2.1_hiera_t"
    SMALL = "sam2.1_hiera_s"
    BASE_PLUS = "sam2.1_hiera_b+"
    LARGE = "sam2.1_hiera_l"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model of Meta's that can be downloaded. `sha256` and `size_bytes` decide whether a download is the real one."""

    id: str
    title: str
    trunk: Trunk
    file_name: str
    size_bytes: int
    sha256: str

    @property
    def url(self) -> str:
        """Where Meta publishes it."""
        return HOST + self.file_name


# Sizes and hashes are those of Meta's files of September 2024, as many independent projects pin them.
OFFICIAL = (
    Checkpoint(
        "sam2.1-tiny",
        "SAM 2.1 Tiny",
        Trunk.TINY,
        "sam2.1_hiera_tiny.pt",
        156_008_466,
        "7402e0d864fa82708a20fbd15bc84245c2f26dff0eb43a4b5b93452deb34be69",
    ),
    Checkpoint(
        "sam2.1-small",
        "SAM 2.1 Small",
        Trunk.SMALL,
        "sam2.1_hiera_small.pt",
        184_416_285,
        "6d1aa6f30de5c92224f8172114de081d104bbd23dd9dc5c58996f0cad5dc4d38",
    ),
    Checkpoint(
        "sam2.1-base-plus",
        "SAM 2.1 Base+",
        Trunk.BASE_PLUS,
        "sam2.1_hiera_base_plus.pt",
        323_606_802,
        "a2345aede8715ab1d5d31b4a509fb160c5a4af1970f199d9054ccfb746c004c5",
    ),
    Checkpoint(
        "sam2.1-large",
        "SAM 2.1 Large",
        Trunk.LARGE,
        "sam2.1_hiera_large.pt",
        898_083_611,
        "2647878d5dfa5098f2f8649825738a9345572bae2d4350a2468587ece47dd318",
    ),
)

_SHORT = {"tiny": "sam2.1-tiny", "small": "sam2.1-small", "base": "sam2.1-base-plus", "base+": "sam2.1-base-plus"}
_SHORT |= {"base_plus": "sam2.1-base-plus", "base-plus": "sam2.1-base-plus", "large": "sam2.1-large"}


class DownloadProgress(NamedTuple):
    """Bytes of a file that are downloaded or checked."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Available:
    """A model for lists: its id for `resolve`, a title for people, and its file if that is here.

    `arrived`: bytes of an incomplete file of one of Meta's: a download that was interrupted, or another file in its
    place.
    """

    id: str
    title: str
    size_bytes: int
    path: Path | None
    arrived: int = 0


@dataclass(frozen=True, slots=True)
class Resolved:
    """A model's file, ready to be loaded. `id` is what a project's runs are marked with."""

    id: str
    title: str
    path: Path


def named(name: str) -> Checkpoint | None:
    """Return Meta's model of this id, file name or short name ("tiny", "base+"), if it is one."""
    wanted = name.strip().lower()
    wanted = _SHORT.get(wanted, wanted)
    return next(
        (row for row in OFFICIAL if wanted in (row.id, row.file_name.lower(), row.file_name[:-3].lower())), None
    )


def available(folder: Path | None = None) -> tuple[Available, ...]:
    """List the embedded model, Meta's four, and other model files that lie beside the downloads, by name.

    `folder` is where downloads are (default: the person's own). A file of the wrong size does not count as downloaded.
    """
    place = folder or paths.checkpoints_folder()
    embedded = paths.models_folder() / EMBEDDED_FILE
    rows = [Available(EMBEDDED, "Embedded model", _size(embedded), embedded if embedded.is_file() else None)]
    for row in OFFICIAL:
        path = place / row.file_name
        if _size(path) == row.size_bytes:
            rows.append(Available(row.id, row.title, row.size_bytes, path))
        else:
            arrived = _size(path) or _size(unfinished(path))
            rows.append(Available(row.id, row.title, row.size_bytes, None, arrived))
    known = {row.file_name for row in OFFICIAL}
    for path in sorted(place.glob("*")) if place.is_dir() else ():
        if path.suffix in (".pt", ".safetensors") and path.name not in known and path.is_file():
            rows.append(Available(str(path), path.stem, _size(path), path))
    return tuple(rows)


def resolve(name: str, folder: Path | None = None) -> Resolved:
    """Return the file of a model: "embedded", one of Meta's by id or short name, or the path of a file.

    Raises EngineError when there is no such model, or it was not downloaded yet.
    """
    place = folder or paths.checkpoints_folder()
    if name.strip().lower() in ("", EMBEDDED):
        path = paths.models_folder() / EMBEDDED_FILE
        if not path.is_file():
            raise EngineError("The embedded model is missing from this installation.", "Install Masklane again.")
        return Resolved(EMBEDDED, "Embedded model", path)
    row = named(name)
    own = Path(name).expanduser()
    is_file = bool(own.suffix) and own.is_file()  # also one of Meta's that was downloaded in another way
    if row is not None and not is_file:
        path = place / row.file_name
        if _size(path) != row.size_bytes:
            raise _missing(row, path)
        return Resolved(row.id, row.title, path)
    if own.is_file():
        return Resolved(own.name, own.stem, own)
    known = ", ".join([EMBEDDED, *(row.id for row in OFFICIAL)])
    raise EngineError("There is no model {name!r}.", "Choose a model file, or one of: {known}.", name=name, known=known)


def unfinished(path: Path) -> Path:
    """Return the file of an unfinished download of `path`."""
    return path.with_name(path.name + ".part")


def _missing(row: Checkpoint, path: Path) -> ModelMissing:
    """Return why one of Meta's models cannot be used: not downloaded, only in part, or another file in its place."""
    size = row.size_bytes // 1_000_000
    if path.is_file():
        return ModelMissing(
            "{path} is not the whole file of {title}: it has {found:,} bytes, and Meta's has {size_bytes:,}.",
            "Fetch it again under Model in the window, or with: masklane models fetch {id} ({size} MB). "
            "If it is a model of your own, give the file another name.",
            path=path,
            found=_size(path),
            size_bytes=row.size_bytes,
            title=row.title,
            id=row.id,
            size=size,
        )
    arrived = _size(unfinished(path))
    if arrived:
        return ModelMissing(
            "The download of {title} is not finished: {arrived} of {size} MB are here.",
            "Resume it under Model in the window, or with: masklane models fetch {id}.",
            arrived=arrived // 1_000_000,
            title=row.title,
            id=row.id,
            size=size,
        )
    return ModelMissing(
        "{title} is not on this computer yet.",
        "Fetch it under Model in the window, or with: masklane models fetch {id} ({size} MB).",
        title=row.title,
        id=row.id,
        size=size,
    )


def verify(path: Path, checkpoint: Checkpoint) -> Iterator[DownloadProgress]:
    """Read a file and compare it with the table, with progress. Raises EngineError when it is not Meta's file."""
    digest = hashlib.sha256()
    done = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                done += len(chunk)
                yield DownloadProgress(done, max(done, checkpoint.size_bytes))
    except OSError as error:
        raise EngineError("{name} cannot be read: {reason}.", name=path.name, reason=error.strerror) from error
    if done != checkpoint.size_bytes or digest.hexdigest() != checkpoint.sha256:
        raise EngineError(
            "{name} is not the file Meta published as {title}.",
            "Download it again.",
            name=path.name,
            title=checkpoint.title,
        )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0

"""What a media file is recognised by when it was moved or changed: its size and its first megabyte."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from app.media.errors import unreadable
from app.media.file import PICTURE_SUFFIXES, open_file

HEAD_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Size in bytes and the SHA-256 (hex) of the first megabyte; of a folder, see `fingerprint`."""

    size_bytes: int
    head_sha256: str


def fingerprint(path: Path) -> Fingerprint:
    """Return the fingerprint of a file, or of a folder: total size, and a hash over sorted names and sizes.

    Of a folder pictures count, without hidden ones. Raises MediaError when it cannot be read.
    """
    try:
        return _of_folder(path, PICTURE_SUFFIXES) if path.is_dir() else _of_file(path)
    except OSError as error:
        raise unreadable(path, error) from error


def recognizes(path: Path, known: Fingerprint) -> bool:
    """Return whether what lies at `path` is what the fingerprint was taken of. Raises MediaError.

    Projects of early versions hold fingerprints of all files of a folder.
    """
    if fingerprint(path) == known:
        return True
    try:
        return path.is_dir() and _of_folder(path, None) == known
    except OSError as error:
        raise unreadable(path, error) from error


def _of_file(path: Path) -> Fingerprint:
    with open_file(path) as file:
        digest = hashlib.sha256(file.read(HEAD_BYTES)).hexdigest()
        return Fingerprint(os.fstat(file.fileno()).st_size, digest)


def _of_folder(path: Path, suffixes: frozenset[str] | None) -> Fingerprint:
    """Take the fingerprint of a folder's files with one of the suffixes; None: of all."""
    digest = hashlib.sha256()
    total = 0
    for entry in sorted(path.iterdir(), key=lambda entry: entry.name):
        counts = suffixes is None or entry.suffix.lower() in suffixes
        if entry.name.startswith(".") or not counts or not entry.is_file():
            continue
        size = entry.stat().st_size
        total += size
        digest.update(f"{entry.name}\0{size}\0".encode("utf-8", "surrogateescape"))
    return Fingerprint(total, digest.hexdigest())

"""JSON of other tools, read strictly: bounded, without NaN, without a key that stands twice; and written in pieces."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

import msgspec

from app.errors import DAMAGED, ImportFileError

T = TypeVar("T")

MOST_BYTES: Final = 1 << 30
"""Of one file."""
LOOKED_AT_TWICE: Final = 64 << 20
"""Up to so many bytes keys that stand twice are found; what is larger is decoded once."""
BOM: Final = b"\xef\xbb\xbf"


def read_bytes(file: Path, most: int = MOST_BYTES) -> bytes:
    """Return a file's bytes without byte order mark. ImportFileError when it cannot be read or is too large."""
    try:
        size = file.stat().st_size
        if size > most:
            raise ImportFileError(
                "“{name}” is too large: {size} bytes, {most} at most.", name=file.name, size=size, most=most
            )
        with file.open("rb") as opened:
            data = opened.read(most + 1)
    except (OSError, ValueError) as error:
        raise cannot_read(file, error) from error
    return data.removeprefix(BOM)


def cannot_read(file: Path, error: Exception) -> ImportFileError:
    """Return the error for a file that the system does not let us read."""
    reason = getattr(error, "strerror", None) or error
    return ImportFileError("“{name}” cannot be read: {reason}.", name=file.name, reason=reason)


def decode(file: Path, data: bytes, kind: type[T], *, strict: bool = True) -> T:
    """Return the JSON in `data` as `kind`. ImportFileError in one line when it is none or is damaged.

    Unless `strict`, a key may stand twice.
    """
    try:
        if strict and len(data) <= LOOKED_AT_TWICE:
            json.loads(data, object_pairs_hook=_without_repeats, parse_constant=_no_number)
        return msgspec.json.decode(data, type=kind)
    except (*DAMAGED, ValueError) as error:
        raise ImportFileError("“{name}” is damaged: {reason}.", name=file.name, reason=_reason(error)) from error


def piece(file: Path, raw: msgspec.Raw, kind: type[T]) -> T:
    """Return a part that was left undecoded. ImportFileError."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except DAMAGED as error:
        raise ImportFileError("“{name}” is damaged: {reason}.", name=file.name, reason=_reason(error)) from error


def top_level(data: bytes) -> Mapping[str, msgspec.Raw]:
    """Return what stands at the top of a JSON object, undecoded; nothing when it is none."""
    try:
        return msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    except DAMAGED:
        return {}


def whole(value: float, what: str, file: Path, lowest: int = 0, highest: int = 1 << 31) -> int:
    """Return a number that must be whole and within bounds; 483.0 counts as whole. ImportFileError."""
    if not (lowest <= value <= highest and int(value) == value):
        raise ImportFileError("“{name}” is damaged: {what} is {value}.", name=file.name, what=what, value=value)
    return int(value)


def array(items: Iterator[object]) -> Iterator[bytes]:
    """Yield a JSON array piece by piece, without holding it."""
    yield b"["
    for place, item in enumerate(items):
        yield (b",\n" if place else b"\n") + msgspec.json.encode(item)
    yield b"\n]"


def _without_repeats(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {twice[:40]!r} stands twice")


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__

"""Which pictures are the frames of one video, and in which order: by their names alone."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.media.file import PICTURE_SUFFIXES

FRAME_SUFFIXES = (".jpg", ".jpeg", ".webp", ".bmp", ".exr", ".tif", ".tiff", ".png")
"""Of two files of one stem the earlier is the frame: masks are kept without loss."""

MASK_WORD = re.compile(r"[._ -](mask|masks|matte|alpha|seg|segmentation|label|labels|annotation|gt)$", re.IGNORECASE)
"""How the names of masks end that lie beside their frames."""

_NUMBER = re.compile(r"^(.*?)([0-9]+)([^0-9]*)$", re.DOTALL)

NaturalKey = tuple[tuple[int, int, str], ...]


def natural_key(name: str) -> NaturalKey:
    """Return a sort key under which 2 comes before 10, whatever the padding and case."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return (*((0, int(p), "") if p.isdecimal() else (1, 0, p.casefold()) for p in parts), (2, 0, name))


def in_order(files: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files in the order a person would read their names.

    -1 comes before 0 where a hyphen is a minus: where other names are the same without one.
    """
    files = tuple(files)
    plain = {_parts(file)[0] for file in files}

    def key(file: Path) -> NaturalKey:
        before, number, after = _parts(file)
        if number is None or not before.endswith("-") or before[:-1] not in plain:
            return natural_key(file.name)
        rest = natural_key(after + file.suffix)[:-1]
        return (*natural_key(before[:-1])[:-1], (0, -number, ""), *rest, (2, 0, file.name))

    return tuple(sorted(files, key=key))


def without_masks(files: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return the files that are frames, and those left out: masks of the same stem, or of the stem with a word."""
    best: dict[str, Path] = {}
    for file in files:
        known = best.get(file.stem)
        if known is None or _rank(file) < _rank(known):
            best[file.stem] = file
    frames = tuple(file for file in best.values() if not (_base(file) != file.stem and _base(file) in best))
    chosen = set(frames)
    return frames, tuple(file for file in files if file not in chosen)


def sequences(files: Sequence[Path]) -> dict[str, int]:
    """Return the names of the numbered sequences among the files with how many pictures each has, if there are several.

    Empty when the files are one sequence, or pictures that belong to no sequence.
    """
    names = Counter((_parts(file)[0], _parts(file)[2]) for file in files if _parts(file)[1] is not None)
    if len(names) < 2 or sum(names.values()) < len(files) or min(names.values()) < 2:
        return {}
    if len({(before.removesuffix("-"), after) for before, after in names}) < len(names):
        return {}  # one sequence with negative numbers
    return {f"{before.rstrip('._ -')}{after}" or before: count for (before, after), count in sorted(names.items())}


def are_one_sequence(files: Sequence[Path]) -> bool:
    """Return whether files are numbered pictures of one folder that differ in their number only."""
    pictures = all(file.suffix.lower() in PICTURE_SUFFIXES for file in files)
    alike = {(file.parent, _parts(file)[0], _parts(file)[2]) for file in files}
    return len(files) > 1 and pictures and len(alike) == 1 and _parts(files[0])[1] is not None


def numbers_of(files: Sequence[Path]) -> tuple[tuple[str, int], ...]:
    """Return the number of each file as it is written and as a number; () when they are not one numbered sequence.

    The files are in order.
    """
    parts = [_parts(file) for file in files]
    numbers = [(_NUMBER.match(file.stem), number) for file, (_before, number, _after) in zip(files, parts, strict=True)]
    alike = len({(before.removesuffix("-"), after) for before, _number, after in parts}) == 1
    found = [(match[2], number) for match, number in numbers if match is not None and number is not None]
    negative = [before.endswith("-") for before, _number, _after in parts]
    if not alike or len(found) < len(files) or any(negative):
        return ()
    return tuple(found)


def _parts(file: Path) -> tuple[str, int | None, str]:
    """Return a name's text before its last number, that number (None: there is none), and the text behind it."""
    found = _NUMBER.match(file.stem)
    return (found[1], int(found[2]), found[3]) if found else (file.stem, None, "")


def _base(file: Path) -> str:
    """Return a stem without the word that says mask."""
    return MASK_WORD.sub("", file.stem)


def _rank(file: Path) -> int:
    suffix = file.suffix.lower()
    return FRAME_SUFFIXES.index(suffix) if suffix in FRAME_SUFFIXES else len(FRAME_SUFFIXES)

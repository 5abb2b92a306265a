"""Masks as COCO's run lengths: column-major, as numbers or in six-bit characters. Read only after it was checked."""

from typing import Final, TypedDict

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco

from app.errors import ImportFileError
from app.masks.mask import MAX_SIDE, Mask
from app.media.source import MAX_PIXELS

LONGEST_TEXT: Final = 64 << 20
"""Characters; a mask of noise at the largest size a video has."""
PIECE: Final = 1 << 18
"""Characters that are unpacked at once: each takes about a hundred bytes meanwhile."""
MORE: Final = 0x20
"""The bit of a character that says that its number goes on."""
LONGEST_GROUP: Final = 11
"""Characters of one number that fit 64 bits; eight are enough for the largest mask."""


class Rle(TypedDict):
    """As it stands in JSON: [height, width] and the text."""

    size: list[int]
    counts: str


class PlainRle(TypedDict):
    """As ground truth has it that is read without decompressing: [height, width] and the run lengths."""

    size: list[int]
    counts: list[int]


def to_rle(mask: Mask) -> Rle:
    """Return the mask in COCO's compressed form."""
    size = [mask.height, mask.width]
    packed = coco.frPyObjects({"size": size, "counts": column_counts(mask)}, mask.height, mask.width)
    return {"size": size, "counts": packed["counts"].decode("ascii")}


def to_plain_rle(mask: Mask) -> PlainRle:
    """Return the mask with its run lengths as numbers."""
    return {"size": [mask.height, mask.width], "counts": column_counts(mask)}


def from_rle(rle: object) -> Mask:
    """Return the mask of COCO's form, compressed or as a list of counts. ImportFileError when it does not add up.

    pycocotools trusts the text it decodes and writes beyond its buffer when the counts are wrong, hence our own parser.
    """
    if not isinstance(rle, dict):
        raise ImportFileError("A mask must be an object with “size” and “counts”.")
    height, width = checked_size(rle.get("size"))
    counts = rle.get("counts")
    if isinstance(counts, str | bytes):
        text = counts.encode() if isinstance(counts, str) else counts
        return _from_counts(_uncompressed(text, height * width), height, width)
    if isinstance(counts, list) and all(type(count) is int and count >= 0 for count in counts):
        return from_column_counts(counts, height, width)
    raise ImportFileError("The counts of a mask must be text or a list of whole numbers.")


def from_column_counts(lengths: list[int], height: int, width: int) -> Mask:
    """Return the mask of column-major run lengths. ImportFileError when they do not add up to its size."""
    if sum(lengths) != height * width:  # in Python: no overflow
        raise ImportFileError("The run lengths of a mask do not add up to its size.")
    return _from_counts(np.array(lengths, np.int64), height, width)


def _from_counts(lengths: NDArray[np.int64], height: int, width: int) -> Mask:
    """Return the mask of lengths that are each from 0 to its size."""
    size = height * width
    places = np.cumsum(lengths)
    if (int(places[-1]) if len(places) else 0) != size:
        raise ImportFileError("The run lengths of a mask do not add up to its size.")
    if len(lengths) < 2 or lengths[1:].all():  # no run of length zero: each place is a flip
        flips = places[:-1]
        return Mask(_turned(flips, height, width), height, width) if len(flips) else Mask.empty(height, width)
    kept, times = np.unique(places, return_counts=True)
    flips = kept[(times % 2 == 1) & (kept < size)]
    if not len(flips):
        return Mask.empty(height, width)
    return Mask(_turned(flips, height, width), height, width)


def column_counts(mask: Mask) -> list[int]:
    """Return column-major run lengths, alternately outside and inside, the first outside."""
    size = mask.height * mask.width
    if not mask.area:
        return [size]
    flips = _turned(mask.flips(), mask.width, mask.height)
    lengths: list[int] = np.diff(flips, prepend=0, append=size).tolist()
    return lengths


def checked_size(size: object) -> tuple[int, int]:
    """Return (height, width) of a mask that is read. ImportFileError when it is none, or larger than any frame."""
    if not (isinstance(size, list | tuple) and len(size) == 2 and all(type(side) is int for side in size)):
        raise ImportFileError("The size of a mask must be [height, width].")
    height, width = size
    if not (0 < height <= MAX_SIDE and 0 < width <= MAX_SIDE and height * width <= MAX_PIXELS):
        raise ImportFileError("A mask cannot have {width}×{height} pixels.", width=width, height=height)
    return height, width


def _turned(flips: NDArray[np.int64], lines: int, length: int) -> NDArray[np.int64]:
    """Return flips along the other axis: `length` lines of `lines` pixels become `lines` lines of `length`.

    Only the pixels of the box around what is inside are drawn.
    """
    ends = np.append(flips[1::2], lines * length) if len(flips) % 2 else flips[1::2]
    starts = flips[0::2]
    first, last = starts // lines, (ends - 1) // lines
    a0, a1 = int(first[0]), int(last[-1]) + 1
    if (first != last).any():
        b0, b1 = 0, lines
    else:
        b0, b1 = int((starts - first * lines).min()), int((ends - last * lines).max())
    inside = np.arange(len(flips) + 1) % 2 == 1
    begin, end = a0 * lines, a1 * lines
    edges = np.concatenate(([begin], np.clip(flips, begin, end), [end]))
    box = np.repeat(inside, edges[1:] - edges[:-1])
    turned = np.zeros((b1 - b0, a1 - a0 + 1), np.bool_)  # the empty place keeps a line from running on
    turned[:, : a1 - a0] = box.reshape(a1 - a0, lines)[:, b0:b1].T
    flat = turned.ravel()
    changes = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    changes = np.concatenate(([0], changes)) if flat[0] else changes
    line, place = np.divmod(changes, a1 - a0 + 1)
    found = (line + b0) * length + place + a0
    kept, times = np.unique(found, return_counts=True)  # from the end of one line on into the next
    result: NDArray[np.int64] = kept[(times == 1) & (kept < lines * length)]
    return result


def _uncompressed(text: bytes, size: int) -> NDArray[np.int64]:
    """Undo COCO's packing: groups of five bits, low ones first, of which the sixth says that more follow.

    From the third count on the text holds the difference to the count before the last one.
    """
    if len(text) > min(LONGEST_TEXT, LONGEST_GROUP * (size + 2)):
        raise ImportFileError("The run lengths of a mask are too long.")
    parts, at = [np.zeros(0, np.int64)], 0
    while at < len(text):
        part, read = _numbers(text[at : at + PIECE], end=at + PIECE >= len(text))
        parts.append(part)
        at += read
    counts = np.concatenate(parts)
    if not len(counts):
        return counts
    if int(np.abs(counts).max()) <= size:  # then sums of them do not overflow
        np.cumsum(counts[1::2], out=counts[1::2])
        np.cumsum(counts[2::2], out=counts[2::2])
    if int(counts.min()) < 0 or int(counts.max()) > size:
        raise ImportFileError("The run lengths of a mask are damaged.")
    return counts


def _numbers(text: bytes, *, end: bool) -> tuple[NDArray[np.int64], int]:
    """Return the numbers of a piece of packed text and how many of its characters they take: all at the `end`."""
    characters = _six_bits(text)
    last = np.flatnonzero(characters < MORE)
    if end and (not len(last) or last[-1] != len(characters) - 1):
        raise ImportFileError("The run lengths of a mask end in the middle.")
    first = np.concatenate(([0], last[:-1] + 1))
    lengths = last - first + 1
    if not len(last) or int(lengths.max()) > LONGEST_GROUP:
        raise ImportFileError("The run lengths of a mask are damaged.")
    read = int(last[-1]) + 1
    characters = characters[:read]
    shifts = 5 * (np.arange(read) - np.repeat(first, lengths))
    counts: NDArray[np.int64] = np.add.reduceat((characters & 0x1F) << shifts, first)
    counts -= np.where(characters[last] & 0x10, np.int64(1) << 5 * lengths, 0)
    return counts, read


def _six_bits(text: bytes) -> NDArray[np.int64]:
    characters: NDArray[np.int64] = np.frombuffer(text, np.uint8).astype(np.int64) - 48
    if len(characters) and (characters.min() < 0 or characters.max() > 63):
        raise ImportFileError("The run lengths of a mask hold characters that do not belong there.")
    return characters

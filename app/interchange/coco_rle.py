"""Masks as COCO's compressed run lengths: column-major, in six-bit characters. Read only after it was checked."""

from typing import TypedDict

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco

from app.errors import ImportFileError, ProjectError
from app.masks.mask import MAX_SIDE, Mask

LONGEST_TEXT = 64 << 20
"""Characters; a mask of noise at the largest size a video has."""


class Rle(TypedDict):
    """As it stands in JSON: [height, width] and the text."""

    size: list[int]
    counts: str


def to_rle(mask: Mask) -> Rle:
    """Return the mask in COCO's form."""
    counts = column_counts(mask)
    packed = coco.frPyObjects({"size": [mask.height, mask.width], "counts": counts}, mask.height, mask.width)
    return {"size": [mask.height, mask.width], "counts": packed["counts"].decode("ascii")}


def from_rle(rle: object) -> Mask:
    """Return the mask of COCO's form, compressed or as a list of counts. ImportFileError when it does not add up.

    pycocotools trusts the text it decodes and writes beyond its buffer when the counts are wrong, hence our own parser.
    """
    if not isinstance(rle, dict):
        raise ImportFileError("A mask must be an object with “size” and “counts”.")
    height, width = _size(rle.get("size"))
    counts = rle.get("counts")
    if isinstance(counts, str | bytes):
        lengths = _uncompressed(counts.encode() if isinstance(counts, str) else counts, height * width)
    elif isinstance(counts, list) and all(type(count) is int and count >= 0 for count in counts):
        lengths = counts
    else:
        raise ImportFileError("The counts of a mask must be text or a list of whole numbers.")
    try:
        turned = Mask.from_counts(np.array(lengths, np.int64), width, height)
    except (ProjectError, OverflowError) as error:
        raise ImportFileError("The run lengths of a mask do not add up to its size.") from error
    return Mask.from_array(turned.to_array().T)


def column_counts(mask: Mask) -> list[int]:
    """Return column-major run lengths, alternately outside and inside, the first outside; found inside the box only."""
    size = mask.height * mask.width
    box = mask.bbox
    if box is None:
        return [size]
    x0, y0, x1, y1 = box
    rows = y1 - y0
    columns = np.zeros((x1 - x0, rows + 1), np.bool_)  # the empty place keeps a column from running on
    columns[:, :rows] = mask.to_rows(y0, y1)[:, x0:x1].T
    flat = columns.ravel()
    changes = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    changes = np.concatenate(([0], changes)) if flat[0] else changes
    column, row = np.divmod(changes, rows + 1)
    flips = (column + x0) * mask.height + row + y0
    kept, times = np.unique(flips, return_counts=True)  # from the last row on into the first of the next column
    kept = kept[(times == 1) & (kept < size)]
    return [int(length) for length in np.diff(np.concatenate(([0], kept, [size])))]


def _size(size: object) -> tuple[int, int]:
    if not (isinstance(size, list | tuple) and len(size) == 2 and all(type(side) is int for side in size)):
        raise ImportFileError("The size of a mask must be [height, width].")
    height, width = size
    if not (0 < height <= MAX_SIDE and 0 < width <= MAX_SIDE):
        raise ImportFileError("A mask cannot have {width}×{height} pixels.", width=width, height=height)
    return height, width


def _uncompressed(text: bytes, size: int) -> list[int]:
    """Undo COCO's packing: groups of five bits, low ones first, of which the sixth says that more follow.

    From the third count on the text holds the difference to the count before the last one.
    """
    if len(text) > LONGEST_TEXT:
        raise ImportFileError("The run lengths of a mask are too long.")
    counts: list[int] = []
    value = shift = 0
    for character in _six_bits(text):
        value |= (character & 0x1F) << shift
        shift += 5
        if shift > 60:
            raise ImportFileError("The run lengths of a mask are damaged.")
        if character & 0x20:
            continue
        if character & 0x10:
            value -= 1 << shift
        value += counts[-2] if len(counts) > 2 else 0
        if not 0 <= value <= size:
            raise ImportFileError("The run lengths of a mask are damaged.")
        counts.append(value)
        value = shift = 0
    if shift:
        raise ImportFileError("The run lengths of a mask end in the middle.")
    return counts


def _six_bits(text: bytes) -> list[int]:
    characters: NDArray[np.int16] = np.frombuffer(text, np.uint8).astype(np.int16) - 48
    if len(characters) and (characters.min() < 0 or characters.max() > 63):
        raise ImportFileError("The run lengths of a mask hold characters that do not belong there.")
    return [int(character) for character in characters]

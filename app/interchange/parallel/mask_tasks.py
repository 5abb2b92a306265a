"""What other processes do with masks: run lengths and outlines as JSON, pictures of labels, and masks from both."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

import msgspec
import numpy as np

from app.interchange.encoding.coco_rle import from_rle, to_plain_rle, to_rle
from app.interchange.encoding.json_files import piece
from app.interchange.encoding.label_png import encode_labels, read_labels
from app.interchange.encoding.shapes import filled, outlines
from app.interchange.export.options import Winner
from app.interchange.export.output import placed
from app.interchange.export.pictures import painted
from app.interchange.parallel.process_pool import Piecework, in_pieces, out_of_pieces, shared_out
from app.interchange.reading import split_labels
from app.masks.mask import Mask

C = TypeVar("C")

MASKS_A_PIECE: Final = 32
PICTURES_A_PIECE: Final = 4


class Form(Enum):
    """How a mask stands in JSON."""

    COMPRESSED = "compressed"
    COUNTS = "counts"
    POLYGONS = "polygons"


class _ToWrite(msgspec.Struct):
    form: Form
    masks: list[Mask | None]


class LabelPicture(msgspec.Struct):
    """Numbers with their masks, painted into one picture; `winner` gets the pixels that several have."""

    height: int
    width: int
    winner: Winner
    masks: list[tuple[int, Mask]]


Size = tuple[int, int]
"""(height, width)."""


class _ToRead(msgspec.Struct):
    """JSON values of a file called `name`, each with the size of its picture where outlines are masks, too."""

    name: str
    values: list[tuple[bytes, Size | None]]


def as_json(form: Form, groups: Iterable[tuple[C, list[Mask | None]]]) -> Generator[tuple[C, list[bytes]], None, None]:
    """Yield each group's masks as JSON, None as null."""
    joined = ((abouts, _ToWrite(form, masks)) for abouts, masks in in_pieces(groups, MASKS_A_PIECE))
    return out_of_pieces(shared_out(AS_JSON, joined))


def write_json(
    file: BinaryIO, form: Form, parts: Iterable[tuple[bytes, bool, list[Mask | None]]]
) -> Generator[None, None, None]:
    """Write each text and, after it, its masks as JSON; yield where the bool says that a frame is done."""
    groups = (((text, is_frame), masks) for text, is_frame, masks in parts)
    with closing(as_json(form, groups)) as made:
        for (text, is_frame), shapes in made:
            file.write(text + b"".join(shapes))
            if is_frame:
                yield None


def place_pictures(frames: Iterable[Sequence[tuple[Path, LabelPicture]]]) -> Generator[None, None, None]:
    """Write the pictures of each frame that are not there yet as palette PNGs; yield once a frame."""
    wanted = ([(file, picture) for file, picture in frame if not file.exists()] for frame in frames)
    groups = (([file for file, _ in frame], [picture for _, picture in frame]) for frame in wanted)
    with closing(out_of_pieces(shared_out(AS_PICTURES, in_pieces(groups, PICTURES_A_PIECE)))) as made:
        for files, pictures in made:
            for file, data in zip(files, pictures, strict=True):
                placed(file, partial(bytes, data))
            yield None


def from_json(
    file: Path, groups: Iterable[tuple[C, Sequence[msgspec.Raw]]], outlined: Callable[[C], Size] | None = None
) -> Generator[tuple[C, list[Mask | None]], None, None]:
    """Yield the masks of each group of JSON values in a file, None for null. ImportFileError: one is no mask.

    With `outlined`, which gives the size of a group's picture, outlines are masks, too, and what is empty is none.
    """
    values = (
        (about, [(bytes(raw), None if outlined is None else outlined(about)) for raw in raws]) for about, raws in groups
    )
    joined = ((abouts, _ToRead(file.name, part)) for abouts, part in in_pieces(values, MASKS_A_PIECE))
    return out_of_pieces(shared_out(FROM_JSON, joined))


def from_pictures(files: Iterable[tuple[C, Path]]) -> Generator[tuple[C, list[tuple[int, Mask]]], None, None]:
    """Yield (number, mask) of each object in pictures of labels. ImportFileError: one is none."""
    groups = ((about, [str(file)]) for about, file in files)
    with closing(out_of_pieces(shared_out(FROM_PICTURES, in_pieces(groups, PICTURES_A_PIECE)))) as made:
        for about, (masks,) in made:
            yield about, masks


def _written(given: _ToWrite) -> list[bytes]:
    return [_json(given.form, mask) for mask in given.masks]


def _json(form: Form, mask: Mask | None) -> bytes:
    if mask is None:
        return b"null"
    match form:
        case Form.COMPRESSED:
            return msgspec.json.encode(to_rle(mask))
        case Form.COUNTS:
            return msgspec.json.encode(to_plain_rle(mask))
        case Form.POLYGONS:
            return msgspec.json.encode(outlines(mask))


def _drawn(pictures: list[LabelPicture]) -> list[bytes]:
    return [encode_labels(painted(p.masks, p.height, p.width, p.winner, np.uint8)) for p in pictures]


def _read(given: _ToRead) -> list[Mask | None]:
    file = Path(given.name)
    return [_mask(piece(file, msgspec.Raw(text), Any), outlined) for text, outlined in given.values]


def _mask(shape: Any, outlined: Size | None) -> Mask | None:
    if shape is None or (outlined is not None and not shape):
        return None
    return filled(shape, *outlined) if outlined is not None and isinstance(shape, list) else from_rle(shape)


def _seen(files: list[str]) -> list[list[tuple[int, Mask]]]:
    return [list(split_labels(read_labels(Path(file)))) for file in files]


AS_JSON: Final = Piecework(__name__, "AS_JSON", _written, _ToWrite, list[bytes])
AS_PICTURES: Final = Piecework(__name__, "AS_PICTURES", _drawn, list[LabelPicture], list[bytes])
FROM_JSON: Final = Piecework(__name__, "FROM_JSON", _read, _ToRead, list[Mask | None])
FROM_PICTURES: Final = Piecework(__name__, "FROM_PICTURES", _seen, list[str], list[list[tuple[int, Mask]]])

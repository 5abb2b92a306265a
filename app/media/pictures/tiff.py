"""What the pages of a TIFF file are, from its directories alone (TIFF 6.0, BigTIFF): nothing is decoded."""

import struct
from dataclasses import dataclass
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from app.media.orientation import Orientation

WIDTH, HEIGHT, BITS, ORIENTATION, SUBFILE, SAMPLE_FORMAT = 256, 257, 258, 274, 254, 339
REDUCED: Final = 1
"""Bit of the subfile type: a smaller copy of another page."""
FLOAT: Final = 3
SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1, 8: 2, 9: 4, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
"""Bytes of a value, by its type."""
MOST_PAGES: Final = 1_000_000
MOST_TAGS: Final = 65_536


@dataclass(frozen=True, slots=True)
class TiffPage:
    """Size as stored, how it is turned, bits of a sample, whether these are floating-point numbers.

    `place`: where in the file its directory is. `reduced`: a smaller copy of another page, such as a preview.
    `turn_at`: where in the file the turn is written.
    """

    place: int

    width: int
    height: int
    orientation: Orientation
    bits: int
    floating: bool
    reduced: bool
    turn_at: int | None


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the file at hand writes numbers: TIFF or BigTIFF, little or big end first."""

    order: str
    count: str
    entry: int
    offset: str

    def number(self, data: bytes, form: str) -> int:
        (value,) = struct.unpack_from(self.order + form, data)
        return int(value)


def is_tiff(head: bytes) -> bool:
    """Return whether a file that begins like this is a TIFF."""
    return head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def read_pages(file: BinaryIO, most: int = MOST_PAGES) -> tuple[TiffPage, ...]:
    """Return the pages of a TIFF, `most` at most; fewer, or none, of one that is damaged. Raises OSError."""
    head = file.read(16)
    if not is_tiff(head):
        return ()
    order = "<" if head[:2] == b"II" else ">"
    big = b"+" in head[:4]
    layout = _Layout(order, "Q", 20, "Q") if big else _Layout(order, "H", 12, "I")
    pages: list[TiffPage] = []
    seen: set[int] = set()
    try:
        place = layout.number(head[8:] if big else head[4:], layout.offset)
        while place and place not in seen and len(pages) < most:
            seen.add(place)
            page, place = _page(file, layout, place)
            if page is None:
                break
            pages.append(page)
    except (struct.error, OverflowError, ValueError):
        pass
    return tuple(pages)


def make_first(data: NDArray[np.uint8], page: TiffPage) -> None:
    """Change a file in memory such that a reader takes `page` for its first, and for upright.

    OpenCV turns some pages and fails at others, and gives a black picture for a damaged page that is not the first.
    """
    end, big = "<" if data[0] == ord("I") else ">", ord("+") in data[2:4]
    struct.pack_into(end + ("Q" if big else "I"), data, 8 if big else 4, page.place)  # type: ignore[arg-type]
    if page.turn_at is not None:
        struct.pack_into(end + "H", data, page.turn_at, Orientation.UPRIGHT.value)  # type: ignore[arg-type]


def _page(file: BinaryIO, layout: _Layout, place: int) -> tuple[TiffPage | None, int]:
    """Return the page whose directory is at `place`, None if it has no size, and where the next directory is."""
    file.seek(place)
    count = layout.number(file.read(struct.calcsize(layout.count)), layout.count)
    if count > MOST_TAGS:
        return None, 0
    start = file.tell()
    directory = file.read(count * layout.entry)
    following = layout.number(file.read(struct.calcsize(layout.offset)), layout.offset)
    values: dict[int, int] = {}
    turn_at = None
    for at in range(0, count * layout.entry, layout.entry):
        tag, kind = struct.unpack_from(layout.order + "HH", directory, at)
        if tag in (WIDTH, HEIGHT, BITS, ORIENTATION, SUBFILE, SAMPLE_FORMAT):
            values[tag] = _first_value(file, layout, directory[at : at + layout.entry], kind)
            if tag == ORIENTATION and kind == 3:
                turn_at = start + at + layout.entry - struct.calcsize(layout.offset)
    if values.get(WIDTH, 0) <= 0 or values.get(HEIGHT, 0) <= 0:
        return None, 0
    try:
        orientation = Orientation(values.get(ORIENTATION, 1))
    except ValueError:
        orientation = Orientation.UPRIGHT
    page = TiffPage(
        place,
        values[WIDTH],
        values[HEIGHT],
        orientation,
        values.get(BITS, 1),
        values.get(SAMPLE_FORMAT, 1) == FLOAT,
        bool(values.get(SUBFILE, 0) & REDUCED),
        turn_at,
    )
    return page, following


def _first_value(file: BinaryIO, layout: _Layout, entry: bytes, kind: int) -> int:
    """Return the first number of a directory's entry, which stands elsewhere when all do not fit into it."""
    form = {1: "B", 3: "H", 4: "I", 16: "Q"}.get(kind)
    if form is None:
        return 0
    width = struct.calcsize(layout.offset)
    count, field = layout.number(entry[4:], layout.offset), entry[-width:]
    if count * SIZES[kind] > width:
        file.seek(layout.number(field, layout.offset))
        field = file.read(SIZES[kind])
    return layout.number(field, form)

"""Lanes as pictures: pixel columns to the few different lines a lane has, those to colors, and then to rows.

A lane of 32 rows has about 20 lines that differ: looking up colors for those and copying rows costs half of looking up
every pixel.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from app.project.model import Color
from app.review.suspicion import LOW_SCORE
from app.ui.theme.tokens import Palette
from app.ui.timeline.scale import Scale
from app.ui.timeline.summary import FULL_SCORE, MARGIN, NO_SCORE, Columns, Mark

LANE_HEIGHT = 32
"""Logical pixels."""

Pictures = NDArray[np.uint32]
"""0xffRRGGBB as in QImage.Format_RGB32, shape (lanes, height, width + 2 * MARGIN), contiguous."""


class Ink(IntEnum):
    """The colors of a lane. Each stands for a shape or pattern as well, never for a color alone."""

    GROUND = 0
    BAND = 1
    STALE = 2
    HATCH = 3
    ABSENT = 4
    LOCK = 5
    VERIFIED = 6
    SCORE = 7
    LOW_SCORE = 8
    SUSPICIOUS = 9
    MARKER = 10
    MARKER_EDGE = 11
    GRID = 12
    OUTSIDE = 13


class _Line(IntEnum):
    """The lines a lane is made of; those of the band follow, one for each phase of its hatching, then those of the
    confidence strip, top to bottom."""

    BARE = 0
    LOCK = 1
    LOCK_ENDS = 2
    DASH = 3
    VERIFIED = 4
    GRID = 5
    BAND = 6


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where things are in a lane, in device pixels from its top; pairs are (first, one after the last)."""

    height: int
    unit: int
    lock: tuple[int, int]
    band: tuple[int, int]
    verified: tuple[int, int]
    strip: tuple[int, int]

    @classmethod
    def of(cls, ratio: float) -> "_Rows":
        def at(a: float, b: float) -> tuple[int, int]:
            return round(a * ratio), max(round(b * ratio), round(a * ratio) + 1)

        return cls(lane_height(ratio), max(round(ratio), 1), at(3, 5), at(8, 17), at(18, 20), at(22, 30))

    @property
    def middle(self) -> int:
        """The row around which presence is drawn."""
        return (self.band[0] + self.band[1]) // 2

    @property
    def period(self) -> int:
        """How many rows below the same phase of the hatching comes again."""
        return 6 * self.unit

    @property
    def strip_line(self) -> int:
        """The first line of the confidence strip."""
        return _Line.BAND + self.period

    def lines(self) -> NDArray[np.intp]:
        """Return which line each row shows, shape (height,)."""
        found = np.full(self.height, _Line.BARE, np.intp)
        found[slice(*self.lock)] = _Line.LOCK
        found[self.lock[1] : self.band[0]] = _Line.LOCK_ENDS
        found[slice(*self.band)] = _Line.BAND + np.arange(self.band[1] - self.band[0]) % self.period
        top = self.middle - self.unit // 2
        found[top : top + self.unit] = _Line.DASH
        found[slice(*self.verified)] = _Line.VERIFIED
        found[slice(*self.strip)] = self.strip_line + np.arange(self.strip[1] - self.strip[0])
        found[-self.unit :] = _Line.GRID
        return found


def lane_height(ratio: float) -> int:
    """Return the height of a lane in device pixels."""
    return round(LANE_HEIGHT * ratio)


def draw_lanes(columns: Columns, scale: Scale, ratio: float, colors: NDArray[np.uint32], out: Pictures) -> None:
    """Draw lanes into `out`; `scale` in device pixels, `colors` of shape (lanes, 256) as `inks` gives them."""
    rows = _Rows.of(ratio)
    marks = columns.marks
    at = np.arange(marks.shape[1]) - MARGIN + round(scale.left * scale.per_frame)
    lines = _lines(columns, rows, at)
    begin, end = max(MARGIN + int(scale.x(0)), 0), MARGIN + max(int(np.ceil(scale.x(scale.frame_count))), 0)
    lines[:, :, :begin] = lines[:, :, end:] = Ink.OUTSIDE
    lines[:, _Line.GRID] = Ink.GRID
    shown, colored = rows.lines(), np.empty(lines.shape[1:], np.int32)
    for lane, table in enumerate(colors):
        cv2.LUT(lines[lane], table.view(np.int32), colored)
        np.take(colored.view(np.uint32), shown, axis=0, out=out[lane], mode="clip")
    _draw_marks(out, rows, columns, ratio, colors[0])


@lru_cache(maxsize=512)
def inks(palette: Palette, color: Color, selected: bool, dimmed: bool) -> NDArray[np.uint32]:
    """Return the color of each `Ink` for one lane, 0xffRRGGBB, shape (256,). A hidden object's lane is dimmed."""
    ground = palette.color("lane_selected" if selected else "panel")
    band = QColor(color.red, color.green, color.blue)
    if dimmed:
        band = _mix(band, ground, 0.45)
    table = {
        Ink.GROUND: ground,
        Ink.BAND: band,
        Ink.STALE: _mix(band, ground, 0.35),
        Ink.HATCH: _mix(band, ground, 0.9),
        Ink.ABSENT: palette.color("text_faint"),
        Ink.LOCK: palette.color("text_dim"),
        Ink.VERIFIED: palette.color("good"),
        Ink.SCORE: _mix(palette.color("text_faint"), ground, 0.7),
        Ink.LOW_SCORE: palette.color("warning"),
        Ink.SUSPICIOUS: palette.color("warning"),
        Ink.MARKER: palette.color("text"),
        Ink.MARKER_EDGE: palette.color("window" if palette.dark else "raised"),
        Ink.GRID: palette.color("border"),
        Ink.OUTSIDE: palette.color("window"),
    }
    colors = np.zeros(256, np.uint32)
    for ink, value in table.items():
        colors[ink] = value.rgb()
    colors.flags.writeable = False
    return colors


def _crowded(here: NDArray[np.uint8], room: int) -> bool:
    """Return whether marks of some lane are less than `room` pixels apart, on average."""
    most = int(here.sum(axis=1, dtype=np.int64).max())
    return most * room > int(here.shape[1])


def _lines(columns: Columns, rows: _Rows, at: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the lines in inks, shape (lanes, lines, columns)."""
    marks = columns.marks
    lanes, width = marks.shape
    first, last = rows.strip
    lines = np.empty((lanes, rows.strip_line + last - first, width), np.uint8)
    present = (marks & np.uint8(Mark.PRESENT)) != 0
    stale = present & ((marks & np.uint8(Mark.STALE)) != 0)
    lines[:, _Line.BARE] = Ink.GROUND
    _draw_locks(lines, (marks & np.uint8(Mark.LOCKED)) != 0)
    band = present * np.uint8(Ink.BAND)
    band[stale] = Ink.STALE
    bands = lines[:, _Line.BAND : rows.strip_line]
    bands[:] = band[:, None]
    if stale.any():
        slants = (at + np.arange(rows.period)[:, None]) % rows.period < 2 * rows.unit
        bands += (stale[:, None] & slants) * np.uint8(Ink.HATCH - Ink.STALE)
    dashes = at % (7 * rows.unit) < 4 * rows.unit
    dash = ((marks & np.uint8(Mark.ABSENT | Mark.PRESENT)) == Mark.ABSENT) & dashes
    lines[:, _Line.DASH] = np.where(dash, np.uint8(Ink.ABSENT), bands[:, (rows.middle - rows.band[0]) % rows.period])
    lines[:, _Line.VERIFIED] = ((marks & np.uint8(Mark.VERIFIED)) != 0) * np.uint8(Ink.VERIFIED)
    _draw_score(lines[:, rows.strip_line :], rows, columns, present)
    return lines


def _draw_locks(lines: NDArray[np.uint8], lock: NDArray[np.bool_]) -> None:
    """Draw a bracket over locked stretches."""
    ends = lock.copy()
    ends[:, 1:-1] &= ~(lock[:, :-2] & lock[:, 2:])
    lines[:, _Line.LOCK] = lock * np.uint8(Ink.LOCK)
    lines[:, _Line.LOCK_ENDS] = ends * np.uint8(Ink.LOCK)


def _draw_score(strip: NDArray[np.uint8], rows: _Rows, columns: Columns, present: NDArray[np.bool_]) -> None:
    """Draw confidence as a bar that gets lower with the worst score, and a tick where a frame is suspicious."""
    height, width = strip.shape[1:]
    tall = np.clip(np.ceil(np.arange(256) * height / FULL_SCORE), rows.unit, height).astype(np.uint8)
    tall[NO_SCORE] = 0
    shade = np.where(np.arange(256) < LOW_SCORE * FULL_SCORE, Ink.LOW_SCORE, Ink.SCORE).astype(np.uint8)
    score = np.where(present, columns.score, np.uint8(NO_SCORE))
    levels = np.arange(height, 0, -1, dtype=np.uint8)[None, :, None]
    reached = levels <= cv2.LUT(score, tall)[:, None, :]
    np.multiply(reached.view(np.uint8), cv2.LUT(score, shade)[:, None, :], out=strip)
    if columns.suspicious.any():
        for dx in range(rows.unit):
            tick = columns.suspicious[:, None, : width - dx] != 0
            np.copyto(strip[:, :, dx:], np.uint8(Ink.SUSPICIOUS), where=tick)


def _draw_marks(out: Pictures, rows: _Rows, columns: Columns, ratio: float, colors: NDArray[np.uint32]) -> None:
    """Draw what stands on single frames: heads of suspicious ticks, diamonds of prompts, squares of painted frames."""
    if not _crowded(columns.suspicious, 10 * rows.unit):
        _stamp(out, _places(columns.suspicious), rows.strip[0] - 1, _diamond(2 * rows.unit), colors[Ink.SUSPICIOUS])
    radius = round((2.5 if _crowded(columns.prompts, 8 * rows.unit) else 4.5) * ratio)
    square = round(4 * ratio)
    for here, shape, size in ((columns.prompts, _diamond, radius), (columns.painted, _square, square)):
        places = _places(here)
        mark, edge = shape(size), shape(size + rows.unit)
        edge[rows.unit : -rows.unit, rows.unit : -rows.unit] &= ~mark
        _stamp(out, places, rows.middle, edge, colors[Ink.MARKER_EDGE])
        _stamp(out, places, rows.middle, mark, colors[Ink.MARKER])


def _places(here: NDArray[np.uint8]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return lanes and columns that are 1; of some next to each other, whose marks would cover each other, one."""
    found = np.flatnonzero(here.view(np.bool_))
    apart = np.diff(found // 3, prepend=-1) != 0
    return np.divmod(found[apart], here.shape[1])


def _stamp(
    out: Pictures,
    places: tuple[NDArray[np.intp], NDArray[np.intp]],
    row: int,
    shape: NDArray[np.bool_],
    color: np.uint32,
) -> None:
    """Draw `shape`, at most 2 * MARGIN + 1 wide, around `row` of lanes and columns."""
    lane, column = places
    _lanes, height, width = out.shape
    reach = shape.shape[0] // 2
    inside = (column >= reach) & (column < width - reach)
    down, across = np.nonzero(shape)
    middles = (lane[inside] * height + row) * width + column[inside]
    out.reshape(-1)[middles[:, None] + ((down - reach) * width + across - reach)] = color


def _diamond(reach: int) -> NDArray[np.bool_]:
    away = np.abs(np.arange(-reach, reach + 1))
    return np.asarray(away[:, None] + away <= reach)


def _square(reach: int) -> NDArray[np.bool_]:
    return np.ones((2 * reach + 1, 2 * reach + 1), np.bool_)


def _mix(color: QColor, ground: QColor, share: float) -> QColor:
    """Return `share` of `color` over `ground`."""
    rest = 1 - share
    return QColor.fromRgbF(
        color.redF() * share + ground.redF() * rest,
        color.greenF() * share + ground.greenF() * rest,
        color.blueF() * share + ground.blueF() * rest,
    )

"""Lanes as images: columns become the few patterns that a lane's rows show, those are colored, then copied to rows.

A lane of 32 rows has about 20 patterns: looking up colors for those and copying rows costs half of looking up every
pixel.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache, reduce
from operator import or_

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from app.project.model import Color
from app.ui.theme.tokens import Palette
from app.ui.timeline.lane_marks import Stamps, draw_heads, draw_markers, draw_padlocks, lock_signs, padlock_size
from app.ui.timeline.scale import Scale
from app.ui.timeline.summary import FULL_SCORE, MARGIN, NO_SCORE, LaneColumns, Mark

LANE_HEIGHT = 32
"""Logical pixels."""
LOW_SCORE = 0.6
"""Predicted IoU under which the confidence strip has the color of a warning."""

MOST_UNIT = 256 // (6 * 7)
"""Device pixels a logical one may be drawn with: `_hatchings` counts looks and columns in a byte."""

LanePixels = NDArray[np.uint32]
"""0xffRRGGBB as in QImage.Format_RGB32, shape (lanes, height, width + 2 * MARGIN), contiguous."""


class LaneColor(IntEnum):
    """The colors of a lane as indices of a color table. A meaning always has a shape as well, never a color alone."""

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
    ABSENT_STROKE = 14


@dataclass(frozen=True, slots=True)
class BandLook:
    """How the band looks on frames with all of `marks`: filled, dots and strokes over it, dashes in its middle."""

    marks: Mark
    fill: LaneColor = LaneColor.GROUND
    dots: LaneColor | None = None
    strokes: LaneColor | None = None
    dashes: LaneColor | None = None


BAND_LOOKS = (
    BandLook(Mark.ABSENT, dashes=LaneColor.ABSENT),
    BandLook(Mark.ABSENT | Mark.STALE, strokes=LaneColor.ABSENT_STROKE, dashes=LaneColor.ABSENT),
    BandLook(Mark.LOST, dots=LaneColor.HATCH),
    BandLook(Mark.LOST | Mark.STALE, dots=LaneColor.HATCH, strokes=LaneColor.ABSENT_STROKE),
    BandLook(Mark.PRESENT, fill=LaneColor.BAND),
    BandLook(Mark.PRESENT | Mark.STALE, fill=LaneColor.STALE, strokes=LaneColor.HATCH),
)
"""The states of a band, of which the last that fits is drawn. Slanted strokes mean stale, whatever is under them."""


class _RowPattern(IntEnum):
    """What rows of a lane show. From BAND on there is one for each phase of the hatching, then one for each row of the
    confidence strip, top to bottom."""

    BARE = 0
    LOCK = 1
    LOCK_ENDS = 2
    DASH = 3
    VERIFIED = 4
    GRID = 5
    BAND = 6


@dataclass(frozen=True, slots=True)
class _LaneLayout:
    """The rows of a lane in device pixels from its top; pairs are (first, one after the last)."""

    height: int
    unit: int
    lock: tuple[int, int]
    band: tuple[int, int]
    verified: tuple[int, int]
    strip: tuple[int, int]

    @classmethod
    def of(cls, ratio: float) -> "_LaneLayout":
        def rows(a: float, b: float) -> tuple[int, int]:
            return round(a * ratio), max(round(b * ratio), round(a * ratio) + 1)

        unit = min(max(round(ratio), 1), MOST_UNIT)
        return cls(device_height(ratio), unit, rows(3, 5), rows(8, 17), rows(18, 20), rows(22, 30))

    @property
    def middle(self) -> int:
        """The row around which presence is drawn."""
        return (self.band[0] + self.band[1]) // 2

    @property
    def lock_middle(self) -> int:
        """The row around which a padlock is drawn."""
        return self.band[0] // 2

    @property
    def period(self) -> int:
        """How many rows below the same phase of the hatching comes again."""
        return 6 * self.unit

    @property
    def strip_pattern(self) -> int:
        """The first pattern of the confidence strip."""
        return _RowPattern.BAND + self.period

    def patterns(self) -> NDArray[np.intp]:
        """Return which pattern each row shows, shape (height,)."""
        found = np.full(self.height, _RowPattern.BARE, np.intp)
        found[slice(*self.lock)] = _RowPattern.LOCK
        found[self.lock[1] : self.band[0]] = _RowPattern.LOCK_ENDS
        found[slice(*self.band)] = _RowPattern.BAND + np.arange(self.band[1] - self.band[0]) % self.period
        top = self.middle - self.unit
        found[top : top + 2 * self.unit] = _RowPattern.DASH
        found[slice(*self.verified)] = _RowPattern.VERIFIED
        found[slice(*self.strip)] = self.strip_pattern + np.arange(self.strip[1] - self.strip[0])
        found[-self.unit :] = _RowPattern.GRID
        return found


def device_height(ratio: float) -> int:
    """Return the height of a lane in device pixels."""
    return round(LANE_HEIGHT * ratio)


def draw_lanes(columns: LaneColumns, scale: Scale, ratio: float, colors: NDArray[np.uint32], out: LanePixels) -> None:
    """Draw lanes into `out`; `scale` in device pixels, `colors` of shape (lanes, 256) as `color_table` makes them."""
    layout = _LaneLayout.of(ratio)
    marks = columns.marks
    at = np.arange(marks.shape[1]) - MARGIN + round(scale.left * scale.per_frame)
    brackets, padlocks = lock_signs((marks & int(Mark.LOCKED)) != 0, padlock_size(ratio))
    patterns = _row_patterns(columns, layout, at, brackets)
    begin, end = max(MARGIN + int(scale.x(0)), 0), MARGIN + max(int(np.ceil(scale.x(scale.frame_count))), 0)
    patterns[:, :, :begin] = patterns[:, :, end:] = LaneColor.OUTSIDE
    patterns[:, _RowPattern.GRID] = LaneColor.GRID
    shown, colored = layout.patterns(), np.empty(patterns.shape[1:], np.int32)
    for lane, table in enumerate(colors):
        cv2.LUT(patterns[lane], table.view(np.int32), colored)
        np.take(colored.view(np.uint32), shown, axis=0, out=out[lane], mode="clip")
    table = colors[0]
    stamps = Stamps(out, table[LaneColor.MARKER], table[LaneColor.MARKER_EDGE])
    draw_heads(stamps, columns.worst, layout.strip[0] - 1, layout.unit, table[LaneColor.SUSPICIOUS])
    draw_padlocks(stamps, padlocks, layout.lock_middle, ratio, table[LaneColor.LOCK])
    draw_markers(stamps, columns, layout.middle, layout.unit, ratio)


@lru_cache(maxsize=512)
def color_table(palette: Palette, color: Color, selected: bool, dimmed: bool) -> NDArray[np.uint32]:
    """Return the color of each `LaneColor` for one lane, 0xffRRGGBB, shape (256,). A hidden object's lane is dimmed."""
    ground = palette.color("lane_selected" if selected else "panel")
    band = QColor(color.red, color.green, color.blue)
    if dimmed:
        band = _mix(band, ground, 0.45)
    table = {
        LaneColor.GROUND: ground,
        LaneColor.BAND: band,
        LaneColor.STALE: _mix(band, ground, 0.35),
        LaneColor.HATCH: _mix(band, ground, 0.9),
        LaneColor.ABSENT: palette.color("text_faint"),
        LaneColor.ABSENT_STROKE: _mix(palette.color("text_faint"), ground, 0.75),
        LaneColor.LOCK: palette.color("text_dim"),
        LaneColor.VERIFIED: palette.color("good"),
        LaneColor.SCORE: _mix(palette.color("text_faint"), ground, 0.7),
        LaneColor.LOW_SCORE: palette.color("warning"),
        LaneColor.SUSPICIOUS: palette.color("warning"),
        LaneColor.MARKER: palette.color("text"),
        LaneColor.MARKER_EDGE: palette.color("window" if palette.dark else "raised"),
        LaneColor.GRID: palette.color("border"),
        LaneColor.OUTSIDE: palette.color("window"),
    }
    colors = np.zeros(256, np.uint32)
    for index, value in table.items():
        colors[index] = value.rgb()
    colors.flags.writeable = False
    return colors


def _row_patterns(
    columns: LaneColumns, layout: _LaneLayout, at: NDArray[np.int64], brackets: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """Return the `LaneColor`s of each pattern, shape (lanes, patterns, columns)."""
    marks = columns.marks
    lanes, width = marks.shape
    first, last = layout.strip
    patterns = np.empty((lanes, layout.strip_pattern + last - first, width), np.uint8)
    present = (marks & int(Mark.PRESENT)) != 0
    patterns[:, _RowPattern.BARE] = LaneColor.GROUND
    _draw_locks(patterns, brackets)
    _draw_bands(patterns, marks, layout, at)
    patterns[:, _RowPattern.VERIFIED] = ((marks & int(Mark.VERIFIED)) != 0) * np.uint8(LaneColor.VERIFIED)
    _draw_score(patterns[:, layout.strip_pattern :], layout, columns, present)
    return patterns


def _draw_bands(
    patterns: NDArray[np.uint8], marks: NDArray[np.uint16], layout: _LaneLayout, at: NDArray[np.int64]
) -> None:
    """Draw each column's band as the table of looks has it."""
    looks, told = _look_table()
    chosen = looks.take(marks & told)
    bands, middle = patterns[:, _RowPattern.BAND : layout.strip_pattern], patterns[:, _RowPattern.DASH]
    hatched = chosen * np.uint8(layout.period) + (at % layout.period).astype(np.uint8)
    for phase, table in enumerate(_hatchings(layout.unit, layout.period)):
        cv2.LUT(hatched, table, bands[:, phase])
    middle[:] = bands[:, (layout.middle - layout.band[0]) % layout.period]
    dashes = at % (7 * layout.unit) < 4 * layout.unit
    for number, look in enumerate(BAND_LOOKS, 1):
        if look.dashes is not None and (where := chosen == number).any():
            np.copyto(middle, np.uint8(look.dashes), where=where & (dashes | _first_and_last(where)))


@cache
def _look_table() -> tuple[NDArray[np.uint8], int]:
    """Return for every combination of marks the number of its look, 0 for none; and the marks that tell."""
    told = reduce(or_, (int(look.marks) for look in BAND_LOOKS))
    marks = np.arange(told + 1)
    table = np.zeros(told + 1, np.uint8)
    for number, look in enumerate(BAND_LOOKS, 1):
        table[(marks & int(look.marks)) == look.marks] = number
    return table, told


@cache
def _hatchings(unit: int, period: int) -> NDArray[np.uint8]:
    """Return the `LaneColor` of a band for each phase (row), and number of a look * `period` + column % `period`."""
    colors = np.zeros((period, 256), np.uint8)
    phase, column, half = np.arange(period)[:, None], np.arange(period), period // 2
    slants = (column + phase) % period < 2 * unit
    dots = ((column + phase // half * half) % period < 2 * unit) & (phase % half < 2 * unit)
    colors[:, :period] = LaneColor.GROUND
    for number, look in enumerate(BAND_LOOKS, 1):
        band = np.full((period, period), look.fill, np.uint8)
        for color, where in ((look.dots, dots), (look.strokes, slants)):
            if color is not None:
                band[where] = color
        colors[:, number * period : (number + 1) * period] = band
    return colors


def _first_and_last(where: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the ends of each stretch: what is short shows even where a pattern has a gap."""
    ends = where.copy()
    ends[:, 1:-1] &= ~(where[:, :-2] & where[:, 2:])
    return ends


def _draw_locks(patterns: NDArray[np.uint8], lock: NDArray[np.bool_]) -> None:
    """Draw a bracket over locked stretches."""
    patterns[:, _RowPattern.LOCK] = lock * np.uint8(LaneColor.LOCK)
    patterns[:, _RowPattern.LOCK_ENDS] = _first_and_last(lock) * np.uint8(LaneColor.LOCK)


def _draw_score(
    strip: NDArray[np.uint8], layout: _LaneLayout, columns: LaneColumns, present: NDArray[np.bool_]
) -> None:
    """Draw confidence as a bar that gets lower with the worst score; over a suspicious stretch a line, with a tick
    where it is worst.
    """
    height, width = strip.shape[1:]
    levels, rows = _strip_tables(height, layout.unit)
    level = levels.take(np.where(present, columns.score, np.uint8(NO_SCORE)))
    level |= columns.suspicious << np.uint8(7)
    if columns.worst.any():
        for dx in range(layout.unit):
            level[:, dx:] |= columns.worst[:, : width - dx] * np.uint8(_TICK)
    for row, table in enumerate(rows):
        cv2.LUT(level, table, strip[:, row])


_SUSPICIOUS_LEVEL = 128
"""What is added to the level of a confidence bar that has the line of a suspicious stretch over it."""
_TICK = 255
"""The level of a column that is a tick."""


@cache
def _strip_tables(height: int, unit: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the level (a height and a shade) of each score, shape (256,), and the `LaneColor` that each row of the
    strip has at each level, shape (height, 256).
    """
    tall = np.clip(np.ceil(np.arange(256) * height / FULL_SCORE), unit, height).astype(np.uint8)
    tall[NO_SCORE] = 0
    low = np.arange(256) < LOW_SCORE * FULL_SCORE
    bars, levels = np.unique(np.stack([tall, low]), axis=1, return_inverse=True)
    rows = np.zeros((height, 256), np.uint8)
    for row, table in enumerate(rows):
        shade = np.where(bars[1], LaneColor.LOW_SCORE, LaneColor.SCORE)
        table[: bars.shape[1]] = np.where(bars[0] >= height - row, shade, LaneColor.GROUND)
        table[_SUSPICIOUS_LEVEL:] = LaneColor.SUSPICIOUS if row < 2 * unit else table[:_SUSPICIOUS_LEVEL]
        table[_TICK] = LaneColor.SUSPICIOUS
    return levels.astype(np.uint8), rows


def _mix(color: QColor, ground: QColor, share: float) -> QColor:
    """Return `share` of `color` over `ground`."""
    rest = 1 - share
    return QColor.fromRgbF(
        color.redF() * share + ground.redF() * rest,
        color.greenF() * share + ground.greenF() * rest,
        color.blueF() * share + ground.blueF() * rest,
    )

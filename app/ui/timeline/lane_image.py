"""Lanes as images: columns become the few patterns that a lane's rows show, those are colored, then copied to rows.

A lane of 32 rows has about 20 patterns: looking up colors for those and copying rows costs half of looking up every
pixel.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from app.project.model import Color
from app.ui.theme.tokens import Palette
from app.ui.timeline.scale import Scale
from app.ui.timeline.summary import FULL_SCORE, MARGIN, NO_SCORE, LaneColumns, Mark

LANE_HEIGHT = 32
"""Logical pixels."""
LOW_SCORE = 0.6
"""Predicted IoU under which the confidence strip has the color of a warning."""

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

        return cls(device_height(ratio), max(round(ratio), 1), rows(3, 5), rows(8, 17), rows(18, 20), rows(22, 30))

    @property
    def middle(self) -> int:
        """The row around which presence is drawn."""
        return (self.band[0] + self.band[1]) // 2

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
        top = self.middle - self.unit // 2
        found[top : top + self.unit] = _RowPattern.DASH
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
    patterns = _row_patterns(columns, layout, at)
    begin, end = max(MARGIN + int(scale.x(0)), 0), MARGIN + max(int(np.ceil(scale.x(scale.frame_count))), 0)
    patterns[:, :, :begin] = patterns[:, :, end:] = LaneColor.OUTSIDE
    patterns[:, _RowPattern.GRID] = LaneColor.GRID
    shown, colored = layout.patterns(), np.empty(patterns.shape[1:], np.int32)
    for lane, table in enumerate(colors):
        cv2.LUT(patterns[lane], table.view(np.int32), colored)
        np.take(colored.view(np.uint32), shown, axis=0, out=out[lane], mode="clip")
    _draw_marks(out, layout, columns, ratio, colors[0])


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


def _crowded(marked: NDArray[np.uint8], room: int) -> bool:
    """Return whether the marks of some lane are less than `room` pixels apart on average."""
    most = int(marked.sum(axis=1, dtype=np.int64).max())
    return most * room > int(marked.shape[1])


def _row_patterns(columns: LaneColumns, layout: _LaneLayout, at: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the `LaneColor`s of each pattern, shape (lanes, patterns, columns)."""
    marks = columns.marks
    lanes, width = marks.shape
    first, last = layout.strip
    patterns = np.empty((lanes, layout.strip_pattern + last - first, width), np.uint8)
    present = (marks & np.uint8(Mark.PRESENT)) != 0
    stale = present & ((marks & np.uint8(Mark.STALE)) != 0)
    patterns[:, _RowPattern.BARE] = LaneColor.GROUND
    _draw_locks(patterns, (marks & np.uint8(Mark.LOCKED)) != 0)
    band = present * np.uint8(LaneColor.BAND)
    band[stale] = LaneColor.STALE
    bands = patterns[:, _RowPattern.BAND : layout.strip_pattern]
    bands[:] = band[:, None]
    if stale.any():
        slants = (at + np.arange(layout.period)[:, None]) % layout.period < 2 * layout.unit
        bands += (stale[:, None] & slants) * np.uint8(LaneColor.HATCH - LaneColor.STALE)
    dashes = at % (7 * layout.unit) < 4 * layout.unit
    dash = ((marks & np.uint8(Mark.ABSENT | Mark.PRESENT)) == Mark.ABSENT) & dashes
    patterns[:, _RowPattern.DASH] = np.where(
        dash, np.uint8(LaneColor.ABSENT), bands[:, (layout.middle - layout.band[0]) % layout.period]
    )
    patterns[:, _RowPattern.VERIFIED] = ((marks & np.uint8(Mark.VERIFIED)) != 0) * np.uint8(LaneColor.VERIFIED)
    _draw_score(patterns[:, layout.strip_pattern :], layout, columns, present)
    return patterns


def _draw_locks(patterns: NDArray[np.uint8], lock: NDArray[np.bool_]) -> None:
    """Draw a bracket over locked stretches."""
    ends = lock.copy()
    ends[:, 1:-1] &= ~(lock[:, :-2] & lock[:, 2:])
    patterns[:, _RowPattern.LOCK] = lock * np.uint8(LaneColor.LOCK)
    patterns[:, _RowPattern.LOCK_ENDS] = ends * np.uint8(LaneColor.LOCK)


def _draw_score(
    strip: NDArray[np.uint8], layout: _LaneLayout, columns: LaneColumns, present: NDArray[np.bool_]
) -> None:
    """Draw confidence as a bar that gets lower with the worst score, and a tick where a frame is suspicious."""
    height, width = strip.shape[1:]
    tall = np.clip(np.ceil(np.arange(256) * height / FULL_SCORE), layout.unit, height).astype(np.uint8)
    tall[NO_SCORE] = 0
    shade = np.where(np.arange(256) < LOW_SCORE * FULL_SCORE, LaneColor.LOW_SCORE, LaneColor.SCORE).astype(np.uint8)
    score = np.where(present, columns.score, np.uint8(NO_SCORE))
    levels = np.arange(height, 0, -1, dtype=np.uint8)[None, :, None]
    reached = levels <= cv2.LUT(score, tall)[:, None, :]
    np.multiply(reached.view(np.uint8), cv2.LUT(score, shade)[:, None, :], out=strip)
    if columns.suspicious.any():
        for dx in range(layout.unit):
            tick = columns.suspicious[:, None, : width - dx] != 0
            np.copyto(strip[:, :, dx:], np.uint8(LaneColor.SUSPICIOUS), where=tick)


def _draw_marks(
    out: LanePixels, layout: _LaneLayout, columns: LaneColumns, ratio: float, colors: NDArray[np.uint32]
) -> None:
    """Draw what stands on single frames: heads of suspicious ticks, diamonds of prompts, squares of painted frames."""
    if not _crowded(columns.suspicious, 10 * layout.unit):
        _stamp(
            out,
            _positions(columns.suspicious),
            layout.strip[0] - 1,
            _diamond(2 * layout.unit),
            colors[LaneColor.SUSPICIOUS],
        )
    radius = round((2.5 if _crowded(columns.prompts, 8 * layout.unit) else 4.5) * ratio)
    square = round(4 * ratio)
    for marked, shape, size in ((columns.prompts, _diamond, radius), (columns.painted, _square, square)):
        positions = _positions(marked)
        mark, edge = shape(size), shape(size + layout.unit)
        edge[layout.unit : -layout.unit, layout.unit : -layout.unit] &= ~mark
        _stamp(out, positions, layout.middle, edge, colors[LaneColor.MARKER_EDGE])
        _stamp(out, positions, layout.middle, mark, colors[LaneColor.MARKER])


def _positions(marked: NDArray[np.uint8]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return lanes and columns of the marks; of several within 3 columns, which would cover each other, one."""
    found = np.flatnonzero(marked.view(np.bool_))
    apart = np.diff(found // 3, prepend=-1) != 0
    return np.divmod(found[apart], marked.shape[1])


def _stamp(
    out: LanePixels,
    positions: tuple[NDArray[np.intp], NDArray[np.intp]],
    row: int,
    shape: NDArray[np.bool_],
    color: np.uint32,
) -> None:
    """Draw `shape`, at most 2 * MARGIN + 1 wide, around `row` of lanes and columns."""
    lane, column = positions
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

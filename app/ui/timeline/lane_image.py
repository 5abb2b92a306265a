"""A lane as a picture: pixel columns to color indexes by numpy, then to colors by one look-up."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from app.project.model import Color
from app.quality.suspicion import LOW_SCORE
from app.ui.theme.tokens import Palette
from app.ui.timeline.scale import Scale
from app.ui.timeline.summary import Columns, Mark

LANE_HEIGHT = 32
"""Logical pixels."""

Picture = NDArray[np.uint32]
"""0xffRRGGBB, shape (height, width): QImage.Format_RGB32."""


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

        return cls(round(LANE_HEIGHT * ratio), max(round(ratio), 1), at(3, 5), at(8, 17), at(18, 20), at(22, 30))


def lane_image(columns: Columns, scale: Scale, ratio: float) -> NDArray[np.uint8]:
    """Return the lane as `Ink`s, uint8 of shape (LANE_HEIGHT * ratio, scale.width), `scale` in device pixels."""
    rows = _Rows.of(ratio)
    marks = columns.marks
    image = np.zeros((rows.height, scale.width), np.uint8)
    at = np.arange(scale.width) + round(scale.left * scale.per_frame)
    _draw_band(image, rows, marks, at)
    lock = (marks & Mark.LOCKED) != 0
    if lock.any():
        image[rows.lock[0] : rows.lock[1], lock] = Ink.LOCK
        ends = lock & (~np.roll(lock, 1) | ~np.roll(lock, -1))
        image[rows.lock[0] : rows.band[0], ends] = Ink.LOCK
    image[rows.verified[0] : rows.verified[1]] = ((marks & Mark.VERIFIED) != 0) * np.uint8(Ink.VERIFIED)
    _draw_score(image, rows, columns)
    end = scale.x(scale.frame_count)
    if end < scale.width:
        image[:, max(int(np.ceil(end)), 0) :] = Ink.OUTSIDE
    image[-rows.unit :] = Ink.GRID
    middle = (rows.band[0] + rows.band[1]) // 2
    crowded = columns.prompts.size > scale.width / (8 * ratio)
    _stamp(image, columns.prompts, middle, round((2.5 if crowded else 4.5) * ratio), rows.unit, diamond=True)
    _stamp(image, columns.painted, middle, round(4 * ratio), rows.unit, diamond=False)
    return image


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
    return colors


def _draw_band(image: NDArray[np.uint8], rows: _Rows, marks: NDArray[np.uint8], at: NDArray[np.int64]) -> None:
    """Draw presence: a band, hatched where stale; a dashed line where the object is absent."""
    present, stale = (marks & Mark.PRESENT) != 0, (marks & (Mark.STALE | Mark.PRESENT)) == Mark.STALE | Mark.PRESENT
    first, last = rows.band
    ink = present * np.uint8(Ink.BAND)
    ink[stale] = Ink.STALE
    image[first:last] = ink
    if stale.any():
        period = 6 * rows.unit
        phase = (np.arange(period)[None, :] + np.arange(last - first)[:, None]) % period < 2 * rows.unit
        lines = phase[:, at % period] & stale
        np.copyto(image[first:last], np.uint8(Ink.HATCH), where=lines)
    dash = ((marks & (Mark.ABSENT | Mark.PRESENT)) == Mark.ABSENT) & (at % (7 * rows.unit) < 4 * rows.unit)
    top = (first + last) // 2 - rows.unit // 2
    image[top : top + rows.unit, dash] = Ink.ABSENT


def _draw_score(image: NDArray[np.uint8], rows: _Rows, columns: Columns) -> None:
    """Draw confidence as a bar that gets lower with the worst score, and a headed tick where a frame is suspicious."""
    first, last = rows.strip
    height = last - first
    known = (columns.score >= 0) & ((columns.marks & Mark.PRESENT) != 0)
    score = np.where(known, columns.score, np.float32(0))
    bar = np.clip(np.ceil(score * height), rows.unit, height).astype(np.uint8) * known
    ink = np.where(score < LOW_SCORE, np.uint8(Ink.LOW_SCORE), np.uint8(Ink.SCORE))
    levels = np.arange(height, 0, -1, dtype=np.uint8)[:, None]
    image[first:last] = (levels <= bar) * ink
    head = 2 * rows.unit
    _stamp(image, columns.suspicious, first - 1, head, 0, diamond=True, ink=Ink.SUSPICIOUS)
    ticks = columns.suspicious[(columns.suspicious >= 0) & (columns.suspicious < image.shape[1])]
    image[first:last, ticks] = Ink.SUSPICIOUS


def _stamp(
    image: NDArray[np.uint8],
    columns: NDArray[np.int64],
    row: int,
    radius: int,
    edge: int,
    *,
    diamond: bool,
    ink: Ink = Ink.MARKER,
) -> None:
    """Draw a diamond or a square, with an edge if there is to be one, around (row, column) for each of `columns`."""
    if not columns.size:
        return
    width, margin = image.shape[1], 32
    here = np.zeros(width + 2 * margin, np.uint8)
    here[columns[(columns > -margin) & (columns < width + margin)] + margin] = 1
    for reach, color in ((radius + edge, Ink.MARKER_EDGE), (radius, ink)) if edge else ((radius, ink),):
        half = np.zeros(width, np.uint8)
        for dx in range(-reach, reach + 1):
            tall = reach - abs(dx) + 1 if diamond else reach + 1
            np.maximum(half, here[margin - dx : margin - dx + width] * np.uint8(tall), out=half)
        top = max(row - reach, 0)
        target = image[top : row + reach + 1]
        away = np.abs(np.arange(top, top + len(target)) - row).astype(np.uint8)[:, None]
        np.copyto(target, np.uint8(color), where=away < half)


def _mix(color: QColor, ground: QColor, share: float) -> QColor:
    """Return `share` of `color` over `ground`."""
    rest = 1 - share
    return QColor.fromRgbF(
        color.redF() * share + ground.redF() * rest,
        color.greenF() * share + ground.greenF() * rest,
        color.blueF() * share + ground.blueF() * rest,
    )

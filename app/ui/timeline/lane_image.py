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
from app.ui.timeline.summary import FULL_SCORE, MARGIN, NO_SCORE, Columns, Mark

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


def lane_images(columns: Columns, scale: Scale, ratio: float) -> NDArray[np.uint8]:
    """Return lanes as `Ink`s, uint8 of shape (lanes, LANE_HEIGHT * ratio, scale.width), `scale` in device pixels."""
    rows = _Rows.of(ratio)
    marks = columns.marks
    images = np.zeros((len(marks), rows.height, scale.width), np.uint8)
    at = np.arange(scale.width) + round(scale.left * scale.per_frame)
    _draw_band(images, rows, marks, at)
    _draw_locks(images, rows, (marks & Mark.LOCKED) != 0)
    images[:, rows.verified[0] : rows.verified[1]] = _where(marks, Mark.VERIFIED, Ink.VERIFIED)
    _draw_score(images, rows, columns)
    end = scale.x(scale.frame_count)
    if end < scale.width:
        images[:, :, max(int(np.ceil(end)), 0) :] = Ink.OUTSIDE
    images[:, -rows.unit :] = Ink.GRID
    middle = (rows.band[0] + rows.band[1]) // 2
    radius = 2.5 if _crowded(columns.prompts, 8 * rows.unit) else 4.5
    _stamp(images, columns.prompts, middle, round(radius * ratio), rows.unit, diamond=True)
    _stamp(images, columns.painted, middle, round(4 * ratio), rows.unit, diamond=False)
    return images


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


def _crowded(here: NDArray[np.uint8], room: int) -> bool:
    """Return whether marks of some lane are less than `room` pixels apart, on average."""
    most = int(here.sum(axis=1, dtype=np.int64).max())
    return most * room > int(here.shape[1])


def _where(marks: NDArray[np.uint8], mark: Mark, ink: Ink) -> NDArray[np.uint8]:
    """Return `ink` where `mark` is set, as rows to fill: shape (lanes, 1, width)."""
    return np.asarray(((marks & np.uint8(mark)) != 0) * np.uint8(ink))[:, None, :]


def _draw_band(images: NDArray[np.uint8], rows: _Rows, marks: NDArray[np.uint8], at: NDArray[np.int64]) -> None:
    """Draw presence: a band, hatched where stale; a dashed line where the object is absent."""
    present = (marks & np.uint8(Mark.PRESENT)) != 0
    stale = present & ((marks & np.uint8(Mark.STALE)) != 0)
    first, last = rows.band
    ink = present * np.uint8(Ink.BAND)
    ink[stale] = Ink.STALE
    images[:, first:last] = ink[:, None, :]
    if stale.any():
        period = 6 * rows.unit
        phase = (np.arange(period)[None, :] + np.arange(last - first)[:, None]) % period < 2 * rows.unit
        lines = phase[:, at % period]
        np.copyto(images[:, first:last], np.uint8(Ink.HATCH), where=lines & stale[:, None, :])
    dashes = at % (7 * rows.unit) < 4 * rows.unit
    dash = ((marks & np.uint8(Mark.ABSENT | Mark.PRESENT)) == Mark.ABSENT) & dashes
    top = (first + last) // 2 - rows.unit // 2
    np.copyto(images[:, top : top + rows.unit], np.uint8(Ink.ABSENT), where=dash[:, None, :])


def _draw_locks(images: NDArray[np.uint8], rows: _Rows, lock: NDArray[np.bool_]) -> None:
    """Draw a bracket over locked stretches."""
    if not lock.any():
        return
    np.copyto(images[:, rows.lock[0] : rows.lock[1]], np.uint8(Ink.LOCK), where=lock[:, None, :])
    ends = lock & (~np.roll(lock, 1, axis=1) | ~np.roll(lock, -1, axis=1))
    np.copyto(images[:, rows.lock[0] : rows.band[0]], np.uint8(Ink.LOCK), where=ends[:, None, :])


def _draw_score(images: NDArray[np.uint8], rows: _Rows, columns: Columns) -> None:
    """Draw confidence as a bar that gets lower with the worst score, and a headed tick where a frame is suspicious."""
    first, last = rows.strip
    height = last - first
    tall = np.clip(np.ceil(np.arange(256) * height / FULL_SCORE), rows.unit, height).astype(np.uint8)
    tall[NO_SCORE] = 0
    shade = np.where(np.arange(256) < LOW_SCORE * FULL_SCORE, Ink.LOW_SCORE, Ink.SCORE).astype(np.uint8)
    score = np.where((columns.marks & np.uint8(Mark.PRESENT)) != 0, columns.score, np.uint8(NO_SCORE))
    levels = np.arange(height, 0, -1, dtype=np.uint8)[None, :, None]
    np.multiply(levels <= tall[score][:, None, :], shade[score][:, None, :], out=images[:, first:last])
    if not _crowded(columns.suspicious, 10 * rows.unit):
        _stamp(images, columns.suspicious, first - 1, 2 * rows.unit, 0, diamond=True, ink=Ink.SUSPICIOUS)
    width = images.shape[2]
    for dx in range(rows.unit):
        tick = columns.suspicious[:, None, MARGIN - dx : MARGIN - dx + width] != 0
        np.copyto(images[:, first:last], np.uint8(Ink.SUSPICIOUS), where=tick)


def _stamp(
    images: NDArray[np.uint8],
    here: NDArray[np.uint8],
    row: int,
    radius: int,
    edge: int,
    *,
    diamond: bool,
    ink: Ink = Ink.MARKER,
) -> None:
    """Draw a diamond or a square, with an edge unless it is 0, around `row` on the columns that are 1 in `here`."""
    lanes = np.flatnonzero(here.any(axis=1))
    if not lanes.size:
        return
    width = images.shape[2]
    marked = here[lanes]
    for reach, color in ((radius + edge, Ink.MARKER_EDGE), (radius, ink)) if edge else ((radius, ink),):
        half = np.zeros((len(lanes), width), np.uint8)
        for dx in range(-min(reach, MARGIN), min(reach, MARGIN) + 1):
            tall = reach - abs(dx) + 1 if diamond else reach + 1
            np.maximum(half, marked[:, MARGIN - dx : MARGIN - dx + width] * np.uint8(tall), out=half)
        top = max(row - reach, 0)
        away = np.abs(np.arange(top, row + reach + 1) - row).astype(np.uint8)
        for offset, distance in enumerate(away):
            line = images[lanes, top + offset]
            line[distance < half] = color
            images[lanes, top + offset] = line


def _mix(color: QColor, ground: QColor, share: float) -> QColor:
    """Return `share` of `color` over `ground`."""
    rest = 1 - share
    return QColor.fromRgbF(
        color.redF() * share + ground.redF() * rest,
        color.greenF() * share + ground.greenF() * rest,
        color.blueF() * share + ground.blueF() * rest,
    )

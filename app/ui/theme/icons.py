"""Icons: one family of SVG files drawn in the theme's colors, for every state of a button."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.theme.tokens import Palette

SIZES = (16, 18, 22)
"""Sizes in logical pixels that icons are drawn at; Qt scales between them."""


def draw_icon(file: Path, palette: Palette, color: str, ratio: float, gap: int = 0) -> QIcon:
    """Return the icon in `file` in the token `color`, dimmed when disabled and in the accent when checked.

    Drawn for a device pixel ratio of `ratio` and for 1. `gap` logical pixels at the right stay free.
    """
    svg = file.read_text(encoding="utf-8")
    icon = QIcon()
    states = (
        (QIcon.Mode.Normal, QIcon.State.Off, color),
        (QIcon.Mode.Active, QIcon.State.Off, color if color != "text_dim" else "text"),
        (QIcon.Mode.Disabled, QIcon.State.Off, "border_strong"),
        (QIcon.Mode.Normal, QIcon.State.On, "accent_mark" if color in ("text", "text_dim") else color),
    )
    for mode, state, token in states:
        renderer = _renderer(svg, str(getattr(palette, token)))
        for size in SIZES:
            for scale in {1.0, max(ratio, 1.0)}:
                icon.addPixmap(_render(renderer, size, scale, gap), mode, state)
    return icon


def draw_svg(svg: str, color: str, size: int, ratio: float) -> QPixmap:
    """Return `svg` with `currentColor` replaced, as a square of `size` logical pixels."""
    return _render(_renderer(svg, color), size, ratio)


def _renderer(svg: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg.replace("currentColor", color).encode()))


def _render(renderer: QSvgRenderer, size: int, ratio: float, gap: int = 0) -> QPixmap:
    side = round(size * ratio)
    pixmap = QPixmap(side + round(gap * ratio), side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap

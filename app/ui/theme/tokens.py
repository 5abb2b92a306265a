"""The design tokens: two palettes, one type scale, one spacing unit, one accent."""

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor

UNIT = 4
"""The spacing unit in logical pixels; every margin and gap is a multiple."""

CAPTION, BODY, TITLE, DISPLAY = 11, 13, 16, 24
"""The type scale in logical pixels."""

RADIUS = 5
CONTROL_HEIGHT = 28
ICON = 18
"""Logical pixels, as all sizes here."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colors of one theme as "#rrggbb". Text on its ground has a contrast of at least 4.5, marks at least 3."""

    dark: bool
    window: str
    panel: str
    raised: str
    hover: str
    pressed: str
    border: str
    border_strong: str
    text: str
    text_dim: str
    text_faint: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_soft: str
    accent_mark: str
    """The accent as text or line on a panel."""
    canvas: str
    lane: str
    lane_selected: str
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    good: str

    def color(self, name: str) -> QColor:
        """Return one token as a Qt color."""
        return QColor(str(getattr(self, name)))

    def colors(self) -> dict[str, str]:
        """Return every color token by name."""
        return {f.name: str(getattr(self, f.name)) for f in fields(self) if f.name != "dark"}


DARK = Palette(
    dark=True,
    window="#14161b",
    panel="#1b1e25",
    raised="#262a33",
    hover="#2f343f",
    pressed="#21252d",
    border="#2a2e38",
    border_strong="#3e4553",
    text="#e9ebf0",
    text_dim="#aeb5c2",
    text_faint="#98a1b0",
    accent="#37cdb1",
    accent_hover="#52dcc3",
    accent_text="#04211b",
    accent_soft="#1d3b39",
    accent_mark="#4fd9bf",
    canvas="#0e0f12",
    lane="#21252d",
    lane_selected="#2a303b",
    danger="#ff7a7a",
    danger_soft="#40252a",
    warning="#f5b95c",
    warning_soft="#3b3123",
    good="#6fd39a",
)

LIGHT = Palette(
    dark=False,
    window="#eef0f3",
    panel="#fafbfc",
    raised="#ffffff",
    hover="#edf0f4",
    pressed="#e2e6ec",
    border="#dde1e8",
    border_strong="#bcc4d0",
    text="#1a1e26",
    text_dim="#4a5261",
    text_faint="#5a6372",
    accent="#0b7d6c",
    accent_hover="#09917d",
    accent_text="#ffffff",
    accent_soft="#d6efeb",
    accent_mark="#08705f",
    canvas="#d5d9e0",
    lane="#eceff3",
    lane_selected="#dfe5ec",
    danger="#c02b36",
    danger_soft="#fbe3e4",
    warning="#99600a",
    warning_soft="#fbeed6",
    good="#1d7a47",
)

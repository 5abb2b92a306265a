"""The canvas' own colors and sizes, as one value."""

from dataclasses import dataclass, replace

from PySide6.QtGui import QColor

from app.ui.theme.tokens import Palette


@dataclass(frozen=True, slots=True)
class CanvasStyle:
    """Colors and sizes in widget pixels.

    What is drawn over the image (prompts, halos) does not follow the theme: it must stand out from any footage.
    """

    background: QColor
    text: QColor
    faint_text: QColor
    checker: tuple[QColor, QColor]
    accent: QColor
    positive: QColor
    negative: QColor
    ink: QColor
    halo: QColor
    prompt_radius: float = 7.0
    pick_distance: float = 11.0
    outline_width: float = 1.6
    active_outline_width: float = 2.4

    def on_dark(self) -> "CanvasStyle":
        """Return the style with texts for a dark ground, whatever the theme."""
        faint = QColor(self.ink)
        faint.setAlpha(190)
        return replace(self, text=self.ink, faint_text=faint)

    @staticmethod
    def of(palette: Palette) -> "CanvasStyle":
        """Return the style for a theme's palette."""
        dark, light = (QColor(70, 72, 78), QColor(92, 94, 101)), (QColor(205, 207, 212), QColor(236, 238, 242))
        squares = dark if palette.dark else light
        return CanvasStyle(
            background=palette.color("canvas"),
            text=palette.color("text"),
            faint_text=palette.color("text_dim"),
            checker=squares,
            accent=palette.color("accent_mark"),
            positive=QColor(18, 160, 106),
            negative=QColor(214, 58, 66),
            ink=QColor(255, 255, 255),
            halo=QColor(0, 0, 0, 150),
        )

"""The canvas' own few colors and sizes, as one value a theme can replace."""

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class CanvasStyle:
    """Colors and sizes in widget pixels. The defaults suit a dark window; `light` a light one.

    What is drawn over the picture (prompts, halos) does not follow the theme: it must stand out from any footage.
    """

    background: QColor
    edge: QColor
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

    @staticmethod
    def dark() -> "CanvasStyle":
        """Return the style on a dark window."""
        return CanvasStyle(
            background=QColor(24, 25, 28),
            edge=QColor(52, 54, 60),
            text=QColor(222, 224, 230),
            faint_text=QColor(150, 154, 164),
            checker=(QColor(70, 72, 78), QColor(92, 94, 101)),
            accent=QColor(77, 156, 255),
            positive=QColor(18, 160, 106),
            negative=QColor(214, 58, 66),
            ink=QColor(255, 255, 255),
            halo=QColor(0, 0, 0, 150),
        )

    @staticmethod
    def light() -> "CanvasStyle":
        """Return the style on a light window."""
        return CanvasStyle(
            background=QColor(226, 228, 232),
            edge=QColor(196, 199, 206),
            text=QColor(38, 40, 46),
            faint_text=QColor(96, 100, 110),
            checker=(QColor(205, 207, 212), QColor(236, 238, 242)),
            accent=QColor(20, 104, 216),
            positive=QColor(18, 160, 106),
            negative=QColor(214, 58, 66),
            ink=QColor(255, 255, 255),
            halo=QColor(0, 0, 0, 150),
        )

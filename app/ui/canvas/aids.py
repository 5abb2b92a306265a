"""The canvas' visual aids, as a table: what can be drawn over the image besides masks and prompts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from PySide6.QtCore import QT_TRANSLATE_NOOP


class Aid(Enum):
    """Something drawn to help the eye, which can be switched off."""

    PIXEL_GRID = "pixel_grid"
    GHOST = "ghost"
    NAMES = "names"
    GUIDES = "guides"


@dataclass(frozen=True, slots=True)
class AidRow:
    """A row of the table. `title` is to be translated in the context "Canvas"; `key` is the default one."""

    aid: Aid
    title: str
    key: str
    default: bool = False


AIDS: Mapping[Aid, AidRow] = MappingProxyType(
    {
        row.aid: row
        for row in (
            AidRow(
                Aid.PIXEL_GRID, str(QT_TRANSLATE_NOOP("Canvas", "Pixel grid when zoomed in")), "Shift+G", default=True
            ),
            AidRow(Aid.GHOST, str(QT_TRANSLATE_NOOP("Canvas", "Ghost of the previous frame's mask")), "Y"),
            AidRow(Aid.NAMES, str(QT_TRANSLATE_NOOP("Canvas", "Names of objects")), "Shift+N"),
            AidRow(Aid.GUIDES, str(QT_TRANSLATE_NOOP("Canvas", "Crosshair guides for boxes")), "Shift+B", default=True),
        )
    }
)
DEFAULT_AIDS = frozenset(row.aid for row in AIDS.values() if row.default)

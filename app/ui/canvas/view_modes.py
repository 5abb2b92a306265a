"""The view modes of masks, as a table: what each pane of a mode shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from PySide6.QtCore import QT_TRANSLATE_NOOP


class ViewMode(Enum):
    """How the masks of a frame are shown."""

    OVERLAY = "overlay"
    OUTLINE = "outline"
    MATTE = "matte"
    CUTOUT = "cutout"
    SIDE_BY_SIDE = "side_by_side"
    SIDE_BY_SIDE_CUTOUT = "side_by_side_cutout"


class Backdrop(Enum):
    """The bottom of a pane."""

    FRAME = "frame"
    MATTE = "matte"
    CUTOUT = "cutout"


@dataclass(frozen=True, slots=True)
class PaneContent:
    """What one pane shows. `fills` and `outlines` are of the masks; prompts are drawn on frames only."""

    backdrop: Backdrop
    fills: bool = False
    outlines: bool = False

    @property
    def prompts(self) -> bool:
        """True where prompts are drawn."""
        return self.backdrop is Backdrop.FRAME


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A row of the table. `title` is to be translated in the context "Canvas"; `panes` stand left to right."""

    mode: ViewMode
    title: str
    panes: tuple[PaneContent, ...]


_OVERLAY = PaneContent(Backdrop.FRAME, fills=True, outlines=True)
_OUTLINE = PaneContent(Backdrop.FRAME, outlines=True)
_MATTE = PaneContent(Backdrop.MATTE)
_CUTOUT = PaneContent(Backdrop.CUTOUT)

VIEW_MODES: Mapping[ViewMode, ViewRow] = MappingProxyType(
    {
        row.mode: row
        for row in (
            ViewRow(ViewMode.OVERLAY, str(QT_TRANSLATE_NOOP("Canvas", "Overlay")), (_OVERLAY,)),
            ViewRow(ViewMode.OUTLINE, str(QT_TRANSLATE_NOOP("Canvas", "Outline")), (_OUTLINE,)),
            ViewRow(ViewMode.MATTE, str(QT_TRANSLATE_NOOP("Canvas", "Matte")), (_MATTE,)),
            ViewRow(ViewMode.CUTOUT, str(QT_TRANSLATE_NOOP("Canvas", "Cut-out")), (_CUTOUT,)),
            ViewRow(
                ViewMode.SIDE_BY_SIDE,
                str(QT_TRANSLATE_NOOP("Canvas", "Side by side with matte")),
                (_OUTLINE, _MATTE),
            ),
            ViewRow(
                ViewMode.SIDE_BY_SIDE_CUTOUT,
                str(QT_TRANSLATE_NOOP("Canvas", "Side by side with cut-out")),
                (_OUTLINE, _CUTOUT),
            ),
        )
    }
)

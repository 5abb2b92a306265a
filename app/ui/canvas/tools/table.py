"""The tools as a table: adding one is a file and a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt

from app.ui.canvas.painting.sketch_layer import Sketch
from app.ui.canvas.tools.box import box
from app.ui.canvas.tools.brush import brush
from app.ui.canvas.tools.click import click
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.eraser import eraser
from app.ui.canvas.tools.gesture import Tool
from app.ui.canvas.tools.hand import hand
from app.ui.canvas.tools.issue import issue
from app.ui.canvas.tools.lasso import lasso
from app.ui.canvas.tools.polygon import polygon
from app.ui.canvas.tools.vertices import resting_outline, vertices


class ToolId(Enum):
    """A tool of the canvas."""

    CLICK = "click"
    BOX = "box"
    BRUSH = "brush"
    ERASER = "eraser"
    POLYGON = "polygon"
    LASSO = "lasso"
    VERTICES = "vertices"
    HAND = "hand"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True)
class ToolRow:
    """A row of the table. `title` and `hint` are to be translated in the context "Canvas"; `key` is the default one.

    `changes` is False for tools that only look; `round` is True for those that show the brush's circle, `minds_others`
    for those that keep to the rule about pixels of other objects. A gesture
    `in_parts` can be taken back part by part. A press with one of the keys `removes_with` takes away instead of adding.
    `resting` gives what is shown while there is no gesture, `candidate_hint` is the hint while candidates are shown.
    """

    id: ToolId
    title: str
    icon: str
    key: str
    hint: str
    factory: Tool
    changes: bool = True
    round: bool = False
    minds_others: bool = False
    in_parts: bool = False
    removes_with: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    resting: Callable[[ToolContext], Sketch] | None = None
    candidate_hint: str = ""


TOOLS: Mapping[ToolId, ToolRow] = MappingProxyType(
    {
        row.id: row
        for row in (
            ToolRow(
                ToolId.CLICK,
                str(QT_TRANSLATE_NOOP("Canvas", "Click")),
                "click",
                "C",
                str(
                    QT_TRANSLATE_NOOP(
                        "Canvas",
                        "Click adds, right click removes, or takes a dot back. Shift previews. Drag a dot to move it.",
                    )
                ),
                click,
                removes_with=Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier,
            ),
            ToolRow(
                ToolId.BOX,
                str(QT_TRANSLATE_NOOP("Canvas", "Box")),
                "box",
                "X",
                str(QT_TRANSLATE_NOOP("Canvas", "Drag a box around the object. Pull a corner or a side to change it.")),
                box,
            ),
            ToolRow(
                ToolId.BRUSH,
                str(QT_TRANSLATE_NOOP("Canvas", "Brush")),
                "brush",
                "B",
                str(
                    QT_TRANSLATE_NOOP(
                        "Canvas",
                        "Drag to paint, right drag erases. Shift continues in a straight line. Ctrl+wheel: size.",
                    )
                ),
                brush,
                round=True,
                minds_others=True,
                removes_with=Qt.KeyboardModifier.AltModifier,
            ),
            ToolRow(
                ToolId.ERASER,
                str(QT_TRANSLATE_NOOP("Canvas", "Eraser")),
                "eraser",
                "E",
                str(
                    QT_TRANSLATE_NOOP("Canvas", "Drag to erase. Shift continues in a straight line. Ctrl+wheel: size.")
                ),
                eraser,
                round=True,
                minds_others=True,
            ),
            ToolRow(
                ToolId.POLYGON,
                str(QT_TRANSLATE_NOOP("Canvas", "Polygon")),
                "polygon",
                "P",
                str(
                    QT_TRANSLATE_NOOP(
                        "Canvas",
                        "Click corners; Enter or the first corner closes, Backspace takes one back. Alt cuts out.",
                    )
                ),
                polygon,
                minds_others=True,
                in_parts=True,
                removes_with=Qt.KeyboardModifier.AltModifier,
            ),
            ToolRow(
                ToolId.LASSO,
                str(QT_TRANSLATE_NOOP("Canvas", "Lasso")),
                "lasso",
                "Shift+P",
                str(QT_TRANSLATE_NOOP("Canvas", "Draw around an area to add it. Alt or the right button cuts it out.")),
                lasso,
                minds_others=True,
                removes_with=Qt.KeyboardModifier.AltModifier,
            ),
            ToolRow(
                ToolId.VERTICES,
                str(QT_TRANSLATE_NOOP("Canvas", "Vertices")),
                "vertices",
                "Shift+V",
                str(
                    QT_TRANSLATE_NOOP(
                        "Canvas",
                        "Drag a corner of the outline; a side makes one, right click deletes one. Enter takes it over.",
                    )
                ),
                vertices,
                in_parts=True,
                resting=resting_outline,
            ),
            ToolRow(
                ToolId.HAND,
                str(QT_TRANSLATE_NOOP("Canvas", "Hand")),
                "hand",
                "V",
                str(QT_TRANSLATE_NOOP("Canvas", "Drag to move the picture. Click an object to select it.")),
                hand,
                changes=False,
                candidate_hint=str(
                    QT_TRANSLATE_NOOP("Canvas", "Drag to move the picture. Click a candidate to accept it.")
                ),
            ),
            ToolRow(
                ToolId.ISSUE,
                str(QT_TRANSLATE_NOOP("Canvas", "Issue")),
                "issue",
                "W",
                str(QT_TRANSLATE_NOOP("Canvas", "Drag a frame around what is wrong with the object.")),
                issue,
            ),
        )
    }
)

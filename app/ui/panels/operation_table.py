"""The table of operations on a mask as a whole: adding one is adding a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.masks.cleanup import fill_holes, grow, largest_part, remove_specks, shrink, smooth
from app.masks.mask import Mask

Operation = Callable[[Mask], Mask]


class OperationId(Enum):
    """A way to change a mask as a whole."""

    FILL_HOLES = "fill-holes"
    SPECKS = "specks"
    LARGEST = "largest-part"
    GROW = "grow"
    SHRINK = "shrink"
    SMOOTH = "smooth"


@dataclass(frozen=True, slots=True)
class OperationRow:
    """A row of the table: the id's value is the icon. Texts are to be translated in the context "Operations".

    `amount` names the number the operation takes, `maximum` and `default` bound it; without one it takes none.
    """

    id: OperationId
    title: str
    make: Callable[[int], Operation]
    amount: str = ""
    maximum: int = 0
    default: int = 0


_PIXELS = str(QT_TRANSLATE_NOOP("Operations", "Pixels"))
_AREA = str(QT_TRANSLATE_NOOP("Operations", "Up to this area (pixels)"))

OPERATIONS: Mapping[OperationId, OperationRow] = MappingProxyType(
    {
        row.id: row
        for row in (
            OperationRow(
                OperationId.FILL_HOLES,
                str(QT_TRANSLATE_NOOP("Operations", "Fill holes")),
                lambda amount: lambda mask: fill_holes(mask, amount),
                _AREA,
                5000,
                400,
            ),
            OperationRow(
                OperationId.SPECKS,
                str(QT_TRANSLATE_NOOP("Operations", "Remove specks")),
                lambda amount: lambda mask: remove_specks(mask, amount),
                _AREA,
                5000,
                200,
            ),
            OperationRow(
                OperationId.LARGEST,
                str(QT_TRANSLATE_NOOP("Operations", "Keep largest part")),
                lambda _amount: largest_part,
            ),
            OperationRow(
                OperationId.GROW,
                str(QT_TRANSLATE_NOOP("Operations", "Grow")),
                lambda amount: lambda mask: grow(mask, amount),
                _PIXELS,
                40,
                2,
            ),
            OperationRow(
                OperationId.SHRINK,
                str(QT_TRANSLATE_NOOP("Operations", "Shrink")),
                lambda amount: lambda mask: shrink(mask, amount),
                _PIXELS,
                40,
                2,
            ),
            OperationRow(
                OperationId.SMOOTH,
                str(QT_TRANSLATE_NOOP("Operations", "Smooth")),
                lambda amount: lambda mask: smooth(mask, amount),
                _PIXELS,
                40,
                3,
            ),
        )
    }
)


def operation_text(text: str) -> str:
    """Return a text of the table in the person's language."""
    return QCoreApplication.translate("Operations", text) if text else ""

"""Where Tab leads: through the areas of a window in the order in which they are read."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_in_order(areas: Sequence[QWidget]) -> None:
    """Let Tab go through `areas` one after the other, within each in the order of its layout."""
    for before, after in pairwise(field for area in areas for field in _fields(area)):
        QWidget.setTabOrder(before, after)


def _fields(area: QWidget) -> Iterator[QWidget]:
    """Yield what takes the focus by Tab; parts of a composite field belong to it, lists that pop up do not."""
    for widget in (area, *area.findChildren(QWidget)):
        here = widget.window() is area.window() and widget.focusProxy() is None
        if here and widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value:
            yield widget

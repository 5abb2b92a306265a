"""The order in which Tab moves the focus: area by area, as they are read."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_tab_order(areas: Sequence[QWidget]) -> None:
    """Let Tab go through `areas` one after the other, within each in the order of its layout."""
    for before, after in pairwise(field for area in areas for field in _fields(area)):
        QWidget.setTabOrder(before, after)


def _fields(area: QWidget) -> Iterator[QWidget]:
    """Yield the widgets that Tab reaches; not the parts of a composite widget, and no popup lists."""
    for widget in (area, *area.findChildren(QWidget)):
        inside = widget.window() is area.window() and widget.focusProxy() is None
        if inside and widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value:
            yield widget

"""Everything a person can reach with the keyboard has a name for screen readers, and is reached in a sensible order."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QScrollArea,
    QTabBar,
    QTabWidget,
    QWidget,
)

from app.project.model import Direction
from app.ui.canvas.tools.table import ToolId
from app.ui.dialogs.crash import CrashDialog, SaveState
from app.ui.panels.operation_table import OperationId
from tests.gui.window_bot import WindowBot

Key = Qt.Key


def interactive(root: QWidget) -> Iterator[QWidget]:
    """Yield what takes the focus by Tab or click and is seen; parts of composite fields belong to their field."""
    for widget in root.findChildren(QWidget):
        inner = widget.focusProxy() is not None or isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox)
        nothing = widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, QScrollArea | QTabWidget)
        if widget.isVisible() and not nothing and not inner and not widget.objectName().startswith("qt_"):
            yield widget


def reader_name(widget: QWidget) -> str:
    """Return what a screen reader says of a widget."""
    if isinstance(widget, QComboBox):  # Qt tells what is chosen when there is no name
        return widget.accessibleName()
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(QAccessible.Text.Name)) if interface is not None else ""


def nameless(root: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}"
        for widget in interactive(root)
        if not reader_name(widget).strip() and not isinstance(widget, QTabBar)
    ]


def show_crash(desk: WindowBot) -> None:
    CrashDialog("oh", desk.workspace.folder, SaveState.SAVED, desk.window._theme, desk.window).open()


def show_operation(desk: WindowBot) -> None:
    desk.window.project_view.operations.choose(OperationId.GROW)


def show_busy(desk: WindowBot) -> None:
    desk.workspace.view.set_range(3, 9)
    desk.workspace.runs.track(Direction.FORWARD)
    desk.fail("The disk is full.", "Free some space.")


PLACES: dict[str, Callable[[WindowBot], object]] = {
    **{tool.value: lambda desk, tool=tool: desk.window.canvas.set_tool(tool) for tool in ToolId},
    "operation": show_operation,
    "busy": show_busy,
    "export": lambda desk: desk.window.dialogs.export(),
    "import": lambda desk: desk.window.dialogs.import_masks(),
    "settings": lambda desk: desk.window.dialogs.show_settings(),
    "shortcuts": lambda desk: desk.window.dialogs.show_shortcuts(),
    "commands": lambda desk: desk.window.dialogs.find_command(),
    "what is new": lambda desk: desk.window.dialogs.show_whats_new(),
    "about": lambda desk: desk.window.dialogs.show_about(),
    "new project": lambda desk: desk.window.dialogs.new_project(),
    "crash": show_crash,
    "category": lambda desk: desk.window.categorize_selected(),
}


@pytest.mark.parametrize("place", PLACES)
def test_everything_that_takes_the_keyboard_has_a_name(two_objects: WindowBot, place: str) -> None:
    PLACES[place](two_objects)
    QApplication.processEvents()
    found = nameless(two_objects.window)
    for dialog in two_objects.window.findChildren(QDialog):
        dialog.close()
    two_objects.settle()

    assert found == []


def test_the_start_page_has_names_too(window: WindowBot) -> None:
    workspace = window.workspace
    window.keep(workspace)
    window.window.close_project()
    QApplication.processEvents()

    assert nameless(window.window) == []


@pytest.mark.parametrize("place", ["export", "settings", "new project", "shortcuts"])
def test_tab_goes_through_a_dialog_from_top_to_bottom(two_objects: WindowBot, place: str) -> None:
    PLACES[place](two_objects)
    dialog = next(d for d in two_objects.window.findChildren(QDialog) if d.isVisible())
    two_objects.settle()
    dialog.activateWindow()
    two_objects.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and dialog.isActiveWindow())
    first = QApplication.focusWidget()
    assert first is not None
    order: list[QWidget] = []
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None or now in order:
            break
        order.append(now)
    lines = [widget.mapTo(dialog, widget.rect().center()).y() for widget in order if not isinstance(widget, QTabBar)]
    turns = sum(below < above - 12 for above, below in pairwise(lines))
    dialog.close()
    two_objects.settle()

    assert len(order) > 3
    assert turns <= 1  # from the bottom back to the top, wherever it began


def test_tab_goes_through_the_window_as_it_is_read(two_objects: WindowBot) -> None:
    bench = two_objects.window.project_view
    bench.videos.list.setFocus()
    order: list[QWidget] = []
    now: QWidget = bench.videos.list
    while now not in order:
        order.append(now)
        now = now.nextInFocusChain()
        while not (now.focusPolicy() & Qt.FocusPolicy.TabFocus.value and now.isVisible()):
            now = now.nextInFocusChain()
    landmarks = [
        bench.videos.list,
        bench.objects.list,
        bench.canvas,
        bench.transport.findChild(QAbstractSpinBox),
        bench.tracking.button,
    ]

    assert [order.index(widget) for widget in landmarks] == sorted(order.index(widget) for widget in landmarks)


def test_f6_leads_through_the_areas_of_the_window(two_objects: WindowBot) -> None:
    two_objects.window.canvas.setFocus()
    seen: list[QWidget] = []
    for _ in range(10):
        two_objects.key(Key.Key_F6)
        now = QApplication.focusWidget()
        assert now is not None
        if now in seen:
            break
        seen.append(now)

    bench = two_objects.window.project_view
    assert seen[-1] is bench.canvas
    assert {bench.videos.list, bench.objects.list, bench.timeline.lanes, bench.tracking.button} <= set(seen)
    assert all(reader_name(widget) for widget in seen)
    assert not any(isinstance(w, QAbstractScrollArea) and not w.accessibleName() for w in seen)

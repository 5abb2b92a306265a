"""A window of 853 x 400, what a screen of 1280 x 720 leaves at 150 %: what one works with is whole and there."""

from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget

from app.ui.shell.frame_field import FrameField
from app.ui.shell.status_bar import StatusBar
from app.ui.shell.tool_strip import ToolStrip
from app.ui.shell.top_bar import TopBar
from app.ui.widgets.short_scroll import ShortScroll
from tests.gui.window_bot import WindowBot

WIDTH, HEIGHT = 853, 400


@pytest.fixture
def small(two_objects: WindowBot) -> WindowBot:
    two_objects.window.resize(WIDTH, HEIGHT)
    QApplication.processEvents()
    return two_objects


def place(desk: WindowBot, part: QWidget) -> QRect:
    return QRect(part.mapTo(desk.window, QPoint(0, 0)), part.size())


def shown(desk: WindowBot, kind: type[QWidget], of: type[QWidget]) -> list[QWidget]:
    (bar,) = desk.window.project_view.findChildren(of)
    return [part for part in bar.findChildren(kind) if part.isVisible()]


def test_the_window_can_be_as_small_as_that_and_everything_needed_is_in_it(small: WindowBot) -> None:
    window, view = small.window, small.window.project_view
    assert (window.width(), window.height()) == (WIDTH, HEIGHT)
    tools = shown(small, QToolButton, ToolStrip)
    assert len(tools) == 11
    needed = [view.tracking.button, view.export_button, *tools, *shown(small, QToolButton, TopBar)]
    needed += [view.transport, *shown(small, FrameField, type(view.transport))]
    for part in needed:
        assert window.rect().contains(place(small, part)), part
        assert part.visibleRegion().boundingRect() == part.rect(), part
    for one, other in combinations(needed, 2):
        if not one.isAncestorOf(other):
            assert not place(small, one).intersects(place(small, other))
    assert view.canvas.height() >= 100


def test_a_run_makes_no_window_grow(small: WindowBot) -> None:
    view = small.window.project_view
    small.workspace.jobs.changed.emit()
    status = view.findChildren(StatusBar)[0]
    assert status.minimumSizeHint().width() <= WIDTH
    assert view.minimumSizeHint().width() <= WIDTH


def test_a_larger_window_has_one_column_of_tools_and_all_words_again(small: WindowBot) -> None:
    tools = shown(small, QToolButton, ToolStrip)
    assert len({place(small, tool).x() for tool in tools}) > 1
    small.window.resize(1600, 720)
    QApplication.processEvents()
    assert len({place(small, tool).x() for tool in tools}) == 1
    (options,) = small.window.project_view.tracking.findChildren(ShortScroll)
    assert options.height() == options.widget().sizeHint().height()
    texts = [label.text() for label in shown(small, QLabel, StatusBar)]
    assert "All changes saved" in texts


class Painted(QObject):
    """Notes how high each scrolling part is, and what it needs, whenever it is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.heights: set[tuple[int, int]] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            part = watched.parentWidget()
            if isinstance(part, ShortScroll):
                self.heights.add((part.height(), part.sizeHint().height()))
        return False


def test_no_part_is_painted_cut_while_panels_come(empty_window: WindowBot, clip: Path, tmp_path: Path) -> None:
    painted, application = Painted(), QApplication.instance()
    assert application is not None
    application.installEventFilter(painted)
    empty_window.window.resize(1280, 800)
    assert empty_window.window.create_project(tmp_path / "Project", (clip,))
    empty_window.wait_for_picture()
    empty_window.settle()
    application.removeEventFilter(painted)

    assert painted.heights
    assert all(height >= needed for height, needed in painted.heights)

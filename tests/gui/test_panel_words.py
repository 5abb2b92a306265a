"""What the panels say: rows of objects, colors, clean-up, the model, memory, and titles that have no room."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QLocale, QPoint, Qt, QTimer, QTranslator
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QColorDialog,
    QComboBox,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.engine.checkpoints import catalog
from app.engine.predictor import DeviceInfo
from app.project.model import Cell, Click, Direction, FrameIndex
from app.ui import languages
from app.ui.canvas.tools.table import ToolId
from app.ui.jobs.job_queue import JobQueue
from app.ui.panels.color_popup import ColorPopup
from app.ui.panels.engine import EnginePanel
from app.ui.panels.object_delegate import swatch_rect
from app.ui.panels.object_model import ObjectRole
from app.ui.panels.object_row import ObjectRow, object_facts
from app.ui.panels.operation_table import OPERATIONS
from app.ui.panels.tool_options import ToolOptionsPanel
from app.ui.shell.status_bar import memory_text
from app.ui.theme.theme import UiTheme
from app.ui.widgets.coverage_text import whole_percent
from app.ui.widgets.widgets import ElidedComboBox
from app.workspace.edits.objects import PALETTE
from app.workspace.measuring.coverage import Coverage
from tests.engine.model_server import MODEL
from tests.gui.window_bot import FRAMES, Gate, WindowBot

Key = Qt.Key


# The list of objects


def facts(desk: WindowBot, row: int) -> list[str]:
    model = desk.window.project_view.objects.list.model()
    return object_facts(model.data(model.index(row, 0), ObjectRole.ROW))


def test_an_empty_mask_is_no_presence(two_objects: WindowBot) -> None:
    workspace, left = two_objects.workspace, two_objects.objects[0]
    workspace.runs.track(Direction.FORWARD, (left,))
    two_objects.settle()
    everywhere = facts(two_objects, 0)
    for frame in range(30, FRAMES):
        workspace.prompts.mark_absent(Cell(left, FrameIndex(frame)))

    assert everywhere == ["100 % present", "1 edited"]
    assert facts(two_objects, 0)[0] == "50 % present"


def test_stale_frames_stand_behind_presence(two_objects: WindowBot) -> None:
    workspace, left = two_objects.workspace, two_objects.objects[0]
    workspace.runs.track(Direction.FORWARD, (left,))
    two_objects.settle()
    workspace.prompts.mark_absent(Cell(left, FrameIndex(20)))

    assert facts(two_objects, 0)[1] == f"{FRAMES - 2} stale"


@pytest.mark.parametrize(("share", "shown"), [(0.0, 0), (0.001, 1), (0.5, 50), (0.999, 99), (1.0, 100)])
def test_only_nothing_and_everything_are_0_and_100_percent(share: float, shown: int) -> None:
    assert whole_percent(share) == shown


# Colors


def palette_of(desk: WindowBot, row: int = 0) -> ColorPopup:
    view = desk.window.project_view.objects.list
    area = swatch_rect(view.visualRect(view.model().index(row, 0)))
    desk.click(view.viewport(), area.center().x(), area.center().y())
    popup = desk.window.findChild(ColorPopup)
    assert popup is not None
    return popup


def test_a_click_on_the_swatch_offers_safe_colors_and_one_more_click_takes_one(two_objects: WindowBot) -> None:
    workspace, (left, right) = two_objects.workspace, two_objects.objects
    before = workspace.view.selection
    popup = palette_of(two_objects)
    offered = tuple(cell.color for cell in popup.cells)
    used = [cell.color for cell in popup.cells if cell.isChecked()]
    two_objects.click(popup.cells[4], 5, 5)
    record = workspace.document.object(left)
    title = workspace.history.undo_title

    assert offered == PALETTE
    assert used == [PALETTE[0]]
    assert record is not None
    assert record.color == PALETTE[4]
    assert title == "Recolor object"
    assert workspace.view.selection == before == (right,)


def test_the_palette_is_worked_by_keys_and_left_by_escape(two_objects: WindowBot) -> None:
    popup = palette_of(two_objects)
    QTest.keyClick(popup.cells[0], Key.Key_Right)
    QTest.keyClick(popup.cells[1], Key.Key_Down)
    QTest.keyClick(popup.cells[5], Key.Key_Return)
    record = two_objects.workspace.document.object(two_objects.objects[0])
    undone = two_objects.workspace.history.undo_title
    popup = palette_of(two_objects)
    QTest.keyClick(popup.cells[5], Key.Key_Escape)

    assert record is not None
    assert record.color == PALETTE[5]
    assert two_objects.workspace.history.undo_title == undone == "Recolor object"


def test_colors_that_others_have_are_marked_and_more_leads_to_all_of_them(two_objects: WindowBot) -> None:
    popup = palette_of(two_objects)
    marked = [cell.accessibleName() for cell in popup.cells if "another object" in cell.accessibleName()]
    two_objects.click(popup.more, 5, 5)
    dialog = two_objects.window.findChild(QColorDialog)

    assert marked == ["Orange (another object has it)"]
    assert dialog is not None
    dialog.reject()


def test_the_action_opens_the_palette_too(two_objects: WindowBot) -> None:
    two_objects.settle_actions()
    two_objects.window.action_set["object.color"].trigger()
    popup = two_objects.window.findChild(ColorPopup)

    assert popup is not None
    popup.close()


# Giving masks to another object


def test_the_menu_of_targets_has_a_title_and_comes_where_the_pointer_is(
    two_objects: WindowBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_objects.workspace.view.set_range(3, 9)
    here = two_objects.window.canvas.mapToGlobal(QPoint(120, 80))
    monkeypatch.setattr("app.ui.panels.objects.QCursor.pos", lambda: here)
    seen: list[tuple[list[str], QPoint]] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        seen.append(([action.text() for action in menu.actions() if not action.isSeparator()], menu.pos()))
        menu.close()

    QTimer.singleShot(0, two_objects.window, look)
    two_objects.window.reassign_active()
    ((texts, place),) = seen

    assert texts == ["Give frames 3–9 to", "Left"]
    assert (place - here).manhattanLength() < 40


# Cleaning up


def ink(theme: UiTheme, name: str) -> NDArray[np.bool_]:
    image = theme.pixmap(name, "text", 48).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return np.asarray(pixels[:, :, 3] > 100)


def test_operations_have_words_and_pictures_that_do_not_look_alike(two_objects: WindowBot, theme: UiTheme) -> None:
    buttons = [b for b in two_objects.window.project_view.operations.findChildren(QToolButton) if b.isCheckable()]
    drawn = {id: ink(theme, id.value) for id in OPERATIONS}
    shared = {
        (a, b): float((drawn[a] & drawn[b]).sum() / (drawn[a] | drawn[b]).sum()) for a, b in combinations(OPERATIONS, 2)
    }

    assert [b.text() for b in buttons if b.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon] == [
        row.title for row in OPERATIONS.values()
    ]
    assert max(shared.values()) < 0.5, shared


def test_operations_are_grey_where_there_is_no_mask_and_say_why(window: WindowBot) -> None:
    button = next(b for b in window.window.project_view.operations.findChildren(QToolButton) if b.isCheckable())
    shown = [(button.isEnabled(), button.toolTip())]
    object = window.workspace.objects.add("One")
    assert object is not None
    shown.append((button.isEnabled(), button.toolTip()))
    window.add("Two", 40, 30)
    shown.append((button.isEnabled(), button.toolTip()))

    assert shown == [(False, "Select an object first."), (False, "One has no mask yet."), (True, "Fill holes")]


# The model


@pytest.fixture
def small_catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "OFFICIAL", (MODEL,))


@pytest.mark.usefixtures("small_catalog")
def test_a_model_that_is_not_here_is_offered_and_never_shown_as_chosen(window: WindowBot) -> None:
    panel = window.window.findChild(EnginePanel)
    assert panel is not None
    box = next(b for b in panel.findChildren(QComboBox) if b.accessibleName() == "Model")
    before = box.currentText()
    index = box.findData(MODEL.id)
    listed = box.itemText(index)
    box.setCurrentIndex(index)
    box.activated.emit(index)
    words = [text.text() for text in panel.findChildren(QLabel) if not text.isHidden()]
    fetch = next(b for b in panel.findChildren(QPushButton) if b.text().startswith("Fetch"))

    assert before == box.currentText() == "Embedded model"
    assert listed == f"{MODEL.title} – to fetch"
    assert f"{MODEL.title} is not on this computer yet." in words
    assert not fetch.isHidden()
    assert window.workspace.settings.model == ""


GIB = 1 << 30


@pytest.mark.parametrize(
    ("device", "told"),
    [
        (
            DeviceInfo("cpu", "Paper", round(23.5 * GIB), round(5.2 * GIB), round(1.3 * GIB)),
            "Masklane uses 1.3\u00a0GB, 18.3\u00a0GB free",
        ),
        (DeviceInfo("mps", "Apple GPU", 0, 2 * GIB, 2 * GIB), "Masklane uses 2.0\u00a0GB"),
        (DeviceInfo("cpu", "Paper", 0, 0), ""),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_memory_is_what_masklane_uses_and_what_is_free(device: DeviceInfo, told: str) -> None:
    assert memory_text(device) == told


# Words that have no room


def test_the_title_of_a_job_is_whole_in_the_popup(two_objects: WindowBot) -> None:
    workspace = two_objects.workspace
    video = workspace.view.video
    assert video is not None
    workspace.objects.rename(two_objects.objects[0], "The kingfisher on the left post of the weir, second camera")
    gate = Gate(two_objects, 5)
    job = workspace.runs.track(Direction.FORWARD, (two_objects.objects[0],))
    assert job is not None
    gate.wait()
    two_objects.window.show_jobs()
    queue = two_objects.window.findChild(JobQueue)
    assert queue is not None
    title = next(text for text in queue.findChildren(QLabel) if text.text() == job.title)
    title.grab()
    room = title.fontMetrics().horizontalAdvance(job.title) <= title.width() or title.toolTip() == job.title
    spread = title.width()
    gate.open()
    two_objects.settle()

    assert room
    assert spread > 280


@pytest.fixture
def german(qapp: QApplication) -> object:
    translator = QTranslator()
    assert translator.load(QLocale("de"), "masklane", "_", str(languages.folder()))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def cut(widget: QWidget) -> bool:
    """Return whether the text of a widget has no room. Lines that are elided by design tell all in their tooltip."""
    text = widget.text()  # type: ignore[attr-defined]
    if not text or (isinstance(widget, QLabel) and widget.wordWrap()):
        return False
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
        return False
    room = widget.width() - (20 if isinstance(widget, QAbstractButton) and not widget.icon().isNull() else 0)
    return widget.fontMetrics().horizontalAdvance(text) > room


@pytest.mark.usefixtures("german")
def test_nothing_in_the_panels_is_cut_in_german_on_a_small_screen(qtbot: QtBot, window: WindowBot) -> None:
    window.window.resize(1280, 720)
    QApplication.processEvents()
    view = window.window.project_view
    engine = window.window.findChild(EnginePanel)
    assert engine is not None
    parts = [
        part
        for panel in (view.tracking, view.operations, engine)
        for kind in (QLabel, QPushButton, QToolButton, QComboBox)
        for part in panel.findChildren(kind)
        if part.isVisible()
    ]
    too_long = []
    for box in (part for part in parts if isinstance(part, QComboBox)):
        for index in range(box.count()):
            box.blockSignals(True)
            box.setCurrentIndex(index)
            box.grab()
            too_long += [box.toolTip()] if box.toolTip() and not box.currentData(ElidedComboBox.SHORT_ROLE) else []
    names = ("Big Card", "Small Card", "Paper and pencil", "noch zu laden")  # of any length
    edge = window.window.width() - 8
    outside = [part for part in parts if part.mapTo(window.window, part.rect().topRight()).x() > edge]

    assert outside == []
    assert [part.text() for part in parts if not isinstance(part, QComboBox) and cut(part)] == []
    assert [text for text in too_long if not any(name in text for name in names)] == []


@pytest.mark.usefixtures("german")
def test_no_tool_makes_its_options_wider_than_their_place(qtbot: QtBot, window: WindowBot) -> None:
    window.window.resize(853, 480)
    tools = window.window.findChild(ToolOptionsPanel)
    assert tools is not None
    for tool in (ToolId.CLICK, ToolId.POLYGON):
        window.window.canvas.set_tool(tool)
        QApplication.processEvents()
        assert tools.minimumSizeHint().width() <= tools.visibleRegion().boundingRect().width()


def test_imported_masks_are_not_called_edited(two_objects: WindowBot) -> None:
    record = two_objects.workspace.document.object(two_objects.objects[0])
    assert record is not None
    facts = [
        object_facts(ObjectRow(record, Coverage(60, 60, 0, 0, 0, edited, imported), True, None))
        for edited, imported in ((0, 60), (2, 60), (2, 0))
    ]

    assert facts == [
        ["100 % present", "60 imported"],
        ["100 % present", "2 edited", "60 imported"],
        ["100 % present", "2 edited"],
    ]


def test_objects_with_enough_edited_frames_are_listed_alone(two_objects: WindowBot) -> None:
    panel = two_objects.window.project_view.objects
    panel._model.show_hard(True)
    none = panel.list.model().rowCount()
    two_objects.workspace.prompts.add_click(Cell(two_objects.objects[0], FrameIndex(5)), Click(24, 32))
    two_objects.settle()
    assert (none, panel.list.model().rowCount()) == (0, 1)
    panel._model.show_hard(False)
    assert [panel.list.model().index(row, 0).data() for row in range(panel.list.model().rowCount())] == ["Right"]
    panel._model.show_only("")
    assert panel.list.model().rowCount() == 2

"""Each key of the table in the window does what it says, and none does while a person types."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.project.model import Cell, Direction, ObjectId
from app.ui.actions.table import ACTIONS
from app.ui.canvas.tools.table import ToolId
from app.ui.dialogs.command_search import CommandSearch
from app.ui.dialogs.interchange.export import ExportDialog
from app.ui.dialogs.new_project import NewProjectDialog
from app.ui.dialogs.shortcuts import ShortcutSheet
from app.ui.key_routing import is_text_field
from tests.gui.window_bot import CONTROL, FRAMES, NONE, SHIFT, WindowBot

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def keys(two_objects: WindowBot) -> WindowBot:
    """The keyboard on the canvas, the playhead at frame 30, "Right" active; prompts on frames 0 and 40 of it."""
    right = two_objects.objects[1]
    two_objects.add("Far", 48, 32, frame=40)
    two_objects.workspace.objects.merge((right, two_objects.objects[2]))
    two_objects.workspace.view.select((right,))
    two_objects.workspace.view.go_to(30)
    two_objects.window.canvas.setFocus()
    two_objects.settle()
    return two_objects


def active(desk: WindowBot) -> ObjectId:
    object = desk.workspace.view.active_object
    assert object is not None
    return object


def here(desk: WindowBot) -> Cell:
    return Cell(active(desk), desk.workspace.view.frame)


MOVES = [
    (Key.Key_Left, NONE, 29),
    (Key.Key_Comma, NONE, 29),
    (Key.Key_A, NONE, 29),
    (Key.Key_Right, NONE, 31),
    (Key.Key_Period, NONE, 31),
    (Key.Key_D, NONE, 31),
    (Key.Key_Left, SHIFT, 20),
    (Key.Key_Right, SHIFT, 40),
    (Key.Key_Home, NONE, 0),
    (Key.Key_End, NONE, FRAMES - 1),
    (Key.Key_PageUp, NONE, 0),
    (Key.Key_PageDown, NONE, 40),
]


@pytest.mark.parametrize(("key", "modifiers", "frame"), MOVES)
def test_a_key_moves_the_playhead(keys: WindowBot, key: Qt.Key, modifiers: Qt.KeyboardModifier, frame: int) -> None:
    keys.key(key, modifiers)

    assert keys.workspace.view.frame == frame


def test_j_and_k_go_from_suggestion_to_suggestion(keys: WindowBot) -> None:
    keys.predictor.shift = (9, 0)
    keys.workspace.runs.track(Direction.BOTH)
    keys.settle()
    suggestions = keys.workspace.suggestions
    keys.qtbot.waitUntil(lambda: not suggestions.waiting)
    keys.window.canvas.setFocus()
    frames = [one.cell.frame for one in suggestions.shown()]
    walked = []
    for key in (Key.Key_J, Key.Key_J, Key.Key_K):
        keys.key(key)
        walked.append(keys.workspace.view.frame)

    assert walked == [frames[0], frames[1], frames[0]]


@pytest.mark.parametrize(
    ("key", "modifiers", "made"),
    [
        (Key.Key_F, NONE, range(1, FRAMES)),
        (Key.Key_F, SHIFT, range(40)),
        (Key.Key_T, CONTROL, range(FRAMES)),
    ],
)
def test_a_key_tracks_in_its_direction(
    keys: WindowBot, key: Qt.Key, modifiers: Qt.KeyboardModifier, made: range
) -> None:
    keys.key(key, modifiers)
    keys.settle()

    assert sorted(keys.workspace.document.mask_frames(active(keys))) == sorted({0, 40, *made})


TOOLS = {
    Key.Key_C: ToolId.CLICK,
    Key.Key_X: ToolId.BOX,
    Key.Key_B: ToolId.BRUSH,
    Key.Key_E: ToolId.ERASER,
    Key.Key_P: ToolId.POLYGON,
    Key.Key_V: ToolId.HAND,
}


@pytest.mark.parametrize("key", TOOLS)
def test_a_key_takes_its_tool(keys: WindowBot, key: Qt.Key) -> None:
    keys.window.canvas.set_tool(ToolId.LASSO)
    keys.key(key)

    assert keys.window.canvas.tool is TOOLS[key]


def test_brackets_and_control_with_the_wheel_size_the_brush(keys: WindowBot) -> None:
    canvas = keys.window.canvas
    keys.key(Key.Key_B)
    sizes = [canvas.brush_radius]
    for key in (Key.Key_BracketRight, Key.Key_BracketRight, Key.Key_BracketLeft):
        keys.key(key)
        sizes.append(canvas.brush_radius)
    keys.wheel(canvas, 100, 100, 1, CONTROL)
    larger = canvas.brush_radius
    keys.wheel(canvas, 100, 100, -2, CONTROL)

    assert sizes[0] < sizes[1] < sizes[2]
    assert sizes[3] == sizes[1]
    assert canvas.brush_radius < sizes[3] < larger


def test_i_and_o_set_the_range(keys: WindowBot) -> None:
    keys.key(Key.Key_I)
    keys.workspace.view.go_to(35)
    keys.key(Key.Key_O)
    both = keys.workspace.view.range
    keys.key(Key.Key_I, SHIFT)

    assert both == (30, 35)
    assert keys.workspace.view.range is None


def test_digits_tab_n_and_enter_choose_make_and_finish_objects(keys: WindowBot) -> None:
    left, right = keys.objects
    seen: list[object] = []
    for key, modifiers in ((Key.Key_1, NONE), (Key.Key_2, NONE), (Key.Key_Tab, NONE), (Key.Key_Backtab, SHIFT)):
        keys.key(key, modifiers)
        seen.append(keys.workspace.view.active_object)
    keys.key(Key.Key_N)
    new = keys.workspace.view.active_object
    keys.key(Key.Key_Return)

    assert seen == [left, right, left, right]
    assert new == keys.objects[2]
    assert keys.workspace.view.active_object is None


def test_delete_keys_take_back_prompt_cell_and_object(keys: WindowBot) -> None:
    document, right = keys.workspace.document, active(keys)
    keys.workspace.view.go_to(40)
    keys.key(Key.Key_Delete)
    prompts = list(document.prompt_frames(right))
    keys.workspace.editor.undo()
    keys.settle()
    keys.key(Key.Key_Delete, CONTROL)
    cell = list(document.mask_frames(right))
    keys.workspace.editor.undo()
    keys.settle()
    keys.key(Key.Key_Delete, SHIFT)

    assert prompts == [0]
    assert cell == [0]
    assert list(document.mask_frames(right)) == []


def test_m_and_l_mark_absent_and_lock(keys: WindowBot) -> None:
    document = keys.workspace.document
    keys.key(Key.Key_M)
    mask = document.mask(here(keys))
    keys.key(Key.Key_L)
    locked = document.locked(here(keys))
    keys.key(Key.Key_L)

    assert mask is not None
    assert mask.mask.area == 0
    assert locked
    assert not document.locked(here(keys))


def test_shift_q_asks_once_more_q_takes_it_and_undo_takes_it_back(keys: WindowBot) -> None:
    workspace, object = keys.workspace, active(keys)
    workspace.runs.track(Direction.BOTH, (object,))
    keys.settle()
    before = dict(workspace.document.masks_of(object))
    keys.predictor.shift = (2, 1)
    workspace.view.set_range(44, 50)
    keys.window.canvas.setFocus()
    keys.key(Key.Key_Q, SHIFT)
    keys.settle()
    offered = dict(workspace.second_opinion.masks)
    untouched = dict(workspace.document.masks_of(object)) == before
    keys.key(Key.Key_Q)
    after = dict(workspace.document.masks_of(object))
    keys.key(Key.Key_Z, CONTROL)

    assert sorted(offered) == list(range(44, 51))
    assert untouched
    assert {frame: after[frame].mask for frame in offered} == {frame: mask.mask for frame, mask in offered.items()}
    assert dict(workspace.document.masks_of(object)) == before


def test_undo_and_both_keys_of_redo(keys: WindowBot) -> None:
    before = keys.workspace.history.undo_title
    keys.key(Key.Key_M)
    seen = []
    for key, shift in ((Key.Key_Z, NONE), (Key.Key_Z, SHIFT), (Key.Key_Z, NONE), (Key.Key_Y, NONE)):
        keys.key(key, CONTROL | shift)
        seen.append(keys.workspace.history.undo_title)

    assert seen == [before, "Mark absent", before, "Mark absent"]


def test_space_plays_and_escape_stops_a_run(keys: WindowBot) -> None:
    keys.window.timeline.lanes.setFocus()
    keys.key(Key.Key_Space)
    playing = keys.workspace.view.playing
    keys.key(Key.Key_Space)
    reached: list[int] = []
    keys.predictor.before_frame = reached.append
    keys.window.canvas.setFocus()
    keys.key(Key.Key_F)
    keys.qtbot.waitUntil(lambda: bool(reached), timeout=60_000)
    keys.key(Key.Key_Escape)
    keys.settle()

    assert playing
    assert not keys.workspace.view.playing
    assert not keys.workspace.runs.tracking


DIALOGS: dict[tuple[Qt.Key, Qt.KeyboardModifier], type[QDialog]] = {
    (Key.Key_K, CONTROL): CommandSearch,
    (Key.Key_F1, NONE): ShortcutSheet,
    (Key.Key_Question, NONE): ShortcutSheet,
    (Key.Key_E, CONTROL): ExportDialog,
    (Key.Key_N, CONTROL): NewProjectDialog,
}


@pytest.mark.parametrize(("key", "modifiers"), DIALOGS)
def test_a_key_opens_its_dialog(keys: WindowBot, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    keys.key(key, modifiers)
    dialog = keys.window.findChild(DIALOGS[key, modifiers])
    assert dialog is not None
    assert dialog.isVisible()
    dialog.close()
    keys.settle()


# While a person types


@pytest.fixture
def fired(keys: WindowBot) -> list[str]:
    """The ids of actions that were triggered."""
    ids: list[str] = []
    for row in ACTIONS:
        keys.window.action_set[row.id].triggered.connect(lambda _checked=False, id=row.id: ids.append(id))
    return ids


def plain_keys() -> list[QKeySequence]:
    """Return every key of the table that is typed without Ctrl, Alt or Meta; F1 is help everywhere, F6 leads on."""
    held = Qt.KeyboardModifier.ControlModifier | ALT | Qt.KeyboardModifier.MetaModifier
    found = [QKeySequence(key) for row in ACTIONS for key in row.keys]
    return [
        key for key in found if not key[0].keyboardModifiers() & held and not Key.Key_F1 <= key[0].key() <= Key.Key_F12
    ]


def open_name(desk: WindowBot) -> None:
    desk.window.rename_active()


def open_video_name(desk: WindowBot) -> None:
    desk.window.rename_video()


def open_category(desk: WindowBot) -> None:
    desk.window.categorize_selected()


PLACES: dict[str, Callable[[WindowBot], object]] = {
    "name of an object": open_name,
    "name of a video": open_video_name,
    "category": open_category,
    "commands": lambda desk: desk.window.dialogs.find_command(),
    "shortcuts": lambda desk: desk.window.dialogs.show_shortcuts(),
    "settings": lambda desk: desk.window.dialogs.show_settings(),
    "export": lambda desk: desk.window.dialogs.export(),
    "new project": lambda desk: desk.window.dialogs.new_project(),
    **{f"options of {tool.value}": lambda desk, tool=tool: desk.window.canvas.set_tool(tool) for tool in ToolId},
}


def text_fields(root: QWidget) -> list[QWidget]:
    fields = [w for w in root.findChildren(QWidget) if is_text_field(w) and w.isEnabled() and w.focusPolicy()]
    return [w for w in fields if w.isVisible() and not (w.parent() is not None and is_text_field(w.parent()))]


@pytest.mark.parametrize("place", PLACES)
def test_single_keys_never_fire_in_a_text_field(keys: WindowBot, fired: list[str], place: str) -> None:
    PLACES[place](keys)
    QApplication.processEvents()
    fields = text_fields(keys.window)
    assert fields
    for field in fields:
        field.setFocus()
        for key in plain_keys():
            if key[0].key() in (Key.Key_Return, Key.Key_Enter, Key.Key_Escape, Key.Key_Tab, Key.Key_Backtab):
                continue  # they end the edit, which is what the field wants of them
            QTest.keyClick(QApplication.focusWidget() or field, key[0].key(), key[0].keyboardModifiers())
    for dialog in keys.window.findChildren(QDialog):
        dialog.close()
    keys.settle()

    assert fired == []

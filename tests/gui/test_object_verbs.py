"""Every verb on objects through the window: by its row of the table, with undo and redo."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QInputDialog, QMenu

from app.project.model import Cell, Color, Direction, FrameIndex
from app.ui.actions.table import ACTIONS
from app.ui.actions.tag_rows import TAG_ROWS
from app.ui.dialogs.carry_mask import CarryMaskDialog
from app.ui.panels.color_popup import ColorPopup
from app.ui.panels.objects import MENU
from tests.gui.window_bot import CONTROL, FRAMES, WindowBot

Key = Qt.Key
Snapshot = list[tuple[object, ...]]

LOOKS_ONLY = {"object.next", "object.previous", "object.all", "object.finish"}
"""Rows that change what is selected, and so nothing that could be undone."""


@pytest.fixture
def tracked(two_objects: WindowBot) -> WindowBot:
    """Both objects have masks on all frames; the playhead is at 20, the range 10 to 30, "Left" selected."""
    workspace = two_objects.workspace
    workspace.runs.track(Direction.FORWARD, two_objects.objects)
    two_objects.settle()
    workspace.view.go_to(20)
    workspace.view.set_range(10, 30)
    workspace.view.select((two_objects.objects[0],))
    two_objects.window.canvas.setFocus()
    return two_objects


def snapshot(desk: WindowBot) -> Snapshot:
    """Return everything the document has about the video's objects."""
    document = desk.workspace.document
    return [
        (
            document.object(id),
            dict(document.masks_of(id)),
            [(int(f), document.prompts(Cell(id, f))) for f in document.prompt_frames(id)],
            list(document.lock_frames(id)),
        )
        for id in desk.objects
    ]


def type_a_name(_desk: WindowBot) -> None:
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "Heron")
    QTest.keyClick(field, Key.Key_Return)
    QApplication.processEvents()


def type_a_category(desk: WindowBot) -> None:
    dialog = desk.window.findChild(QInputDialog)
    assert dialog is not None
    dialog.setTextValue("bird")
    dialog.accept()


def pick_a_color(desk: WindowBot) -> None:
    palette = desk.window.findChild(ColorPopup)
    assert palette is not None
    desk.click(palette.more, 5, 5)
    dialog = desk.window.findChild(QColorDialog)
    assert dialog is not None
    dialog.setCurrentColor(QColor(1, 2, 3))
    dialog.accept()


def both(desk: WindowBot) -> None:
    desk.workspace.view.select(desk.objects)


def with_the_click(desk: WindowBot) -> None:
    desk.workspace.view.go_to(0)


def on_a_lost_frame(desk: WindowBot) -> None:
    desk.predictor.shift = (8, 0)  # the object leaves the picture
    desk.workspace.runs.track(Direction.FORWARD, desk.objects[:1], (1, FRAMES - 1))
    desk.settle()
    desk.workspace.view.go_to(FRAMES - 1)


def between_two_masks(desk: WindowBot) -> None:
    last = Cell(desk.objects[0], FrameIndex(FRAMES - 1))
    mask = desk.workspace.document.mask(last)
    assert mask is not None
    desk.workspace.prompts.paint(last, mask.mask)


def carry_on(desk: WindowBot) -> None:
    dialog = desk.window.findChild(CarryMaskDialog)
    assert dialog is not None
    desk.predictor.shift = (0, 0)
    dialog.accept()


def pick_a_tag(_desk: WindowBot) -> None:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(entry for entry in menu.actions() if entry.isCheckable()).trigger()
    menu.close()


def nothing(_desk: WindowBot) -> None:
    pass


BEFORE: dict[str, Callable[[WindowBot], None]] = {
    "object.lost_absent": on_a_lost_frame,
    "object.merge": both,
    "object.swap": both,
    "object.delete_prompt": with_the_click,
    "object.interpolate": between_two_masks,
    "object.up": lambda desk: desk.workspace.view.select((desk.objects[1],)),
}
AFTER: dict[str, Callable[[WindowBot], None]] = {
    "object.rename": type_a_name,
    "object.category": type_a_category,
    "object.color": pick_a_color,
    "object.carry_mask": carry_on,
    "object.carry_mask_back": carry_on,
    "object.tags": pick_a_tag,
}
IN_THE_PANEL = ("object.memory_clean", "object.memory_lookalikes", "object.memory_meta", "object.exclusive")
VERBS = [
    row.id
    for row in ACTIONS
    if row.id.startswith("object.") and row.id not in LOOKS_ONLY and not row.id.startswith("object.select_")
]


def choose_in_the_menu(text: str) -> None:
    """Choose an entry of the menu that opens next."""

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            QTimer.singleShot(10, choose)
            return
        next(action for action in menu.actions() if action.text() == text).trigger()
        menu.close()

    QTimer.singleShot(0, choose)


@pytest.mark.parametrize("id", VERBS)
def test_a_verb_changes_something_and_undo_and_redo_are_exact(tracked: WindowBot, id: str) -> None:
    BEFORE.get(id, nothing)(tracked)
    action = tracked.window.action_set[id]
    tracked.qtbot.waitUntil(action.isEnabled)
    before, steps = snapshot(tracked), len(tuple(tracked.workspace.history.titles()))
    if id == "object.reassign":
        choose_in_the_menu("Right")
    action.trigger()
    AFTER.get(id, nothing)(tracked)
    tracked.settle()
    after, made = snapshot(tracked), len(tuple(tracked.workspace.history.titles())) - steps
    tracked.workspace.editor.undo()
    tracked.settle()
    undone = snapshot(tracked)
    tracked.workspace.editor.redo()
    tracked.settle()

    assert after != before
    assert made == 1
    assert undone == before
    assert snapshot(tracked) == after


def test_every_verb_is_in_the_menu_of_an_object_or_needs_none() -> None:
    in_menu = {id for part in MENU for id in part}
    tags = tuple(row.id for row in TAG_ROWS if not row.in_menu)  # in the menu of object.tags
    for row in ACTIONS:
        if row.id in VERBS and row.id not in ("object.new", "object.delete_prompt", *IN_THE_PANEL, *tags):
            assert row.id in in_menu, row.id


def test_a_color_an_eye_and_a_lock_of_several_objects_are_one_step_each(tracked: WindowBot) -> None:
    both(tracked)
    workspace, commands = tracked.workspace, tracked.window.action_set
    tracked.qtbot.waitUntil(commands["object.visible"].isEnabled)
    for id in ("object.visible", "object.locked"):
        commands[id].trigger()
    records = [workspace.document.object(id) for id in tracked.objects]
    changed = [(r.visible, r.locked) for r in records if r is not None]
    workspace.editor.undo()
    workspace.editor.undo()
    records = [workspace.document.object(id) for id in tracked.objects]

    assert changed == [(False, True)] * 2
    assert [(r.visible, r.locked) for r in records if r is not None] == [(True, False)] * 2


def test_a_category_of_several_objects_is_one_step_and_is_proposed_next_time(tracked: WindowBot) -> None:
    both(tracked)
    tracked.window.action_set["object.category"].trigger()
    type_a_category(tracked)
    categories = [r.category for r in map(tracked.workspace.document.object, tracked.objects) if r is not None]
    undo = tracked.workspace.history.undo_title
    tracked.workspace.objects.add("Third")
    tracked.window.categorize_selected()
    proposed = next(d for d in tracked.window.findChildren(QInputDialog) if d.isVisible()).comboBoxItems()
    for dialog in tracked.window.findChildren(QInputDialog):
        dialog.close()

    assert categories == ["bird", "bird"]
    assert undo == "Set category"
    assert "bird" in proposed


def test_what_is_given_away_is_only_the_range(tracked: WindowBot) -> None:
    left, right = tracked.objects
    document = tracked.workspace.document
    given = document.mask(Cell(left, FrameIndex(20)))
    choose_in_the_menu("Right")
    tracked.window.reassign_active()

    assert sorted(document.mask_frames(left)) == [f for f in range(FRAMES) if not 10 <= f <= 30]
    assert document.mask(Cell(right, FrameIndex(20))) == given
    assert len(document.mask_frames(right)) == FRAMES


def test_a_locked_object_is_neither_deleted_nor_merged_and_says_so(tracked: WindowBot) -> None:
    both(tracked)
    tracked.workspace.objects.set_locked((tracked.objects[0],), True)
    before = snapshot(tracked)
    tracked.window.canvas.setFocus()
    tracked.key(Key.Key_M, CONTROL)

    assert snapshot(tracked) == before
    assert tracked.said == "Left is locked."


def test_objects_are_merged_into_the_active_one_and_it_is_said_which_is_left(tracked: WindowBot) -> None:
    left, right = tracked.objects
    tracked.workspace.view.select((right, left))
    tracked.window.canvas.setFocus()
    tracked.key(Key.Key_M, CONTROL)
    tracked.settle()

    assert tracked.workspace.document.object(right) is None
    assert tracked.workspace.view.active_object == left
    assert tracked.said == "Right is a part of Left now."
    assert tracked.workspace.editor.undo_title == "Merge into Left"


def test_a_color_stays_with_its_object_through_a_merge(tracked: WindowBot) -> None:
    left, right = tracked.objects
    tracked.workspace.objects.recolor(left, Color(9, 8, 7))
    tracked.workspace.objects.merge((left, right))
    record = tracked.workspace.document.object(left)

    assert record is not None
    assert record.color == Color(9, 8, 7)
    assert record.name == "Left"


def test_what_is_split_off_is_selected_and_undo_goes_back_to_the_object(tracked: WindowBot) -> None:
    left = tracked.objects[0]
    split = tracked.window.action_set["object.split"]
    tracked.qtbot.waitUntil(split.isEnabled)
    split.trigger()
    (new,) = tracked.workspace.view.selection
    assert new != left
    assert list(tracked.workspace.document.mask_frames(new)) == list(range(20, FRAMES))
    tracked.workspace.editor.undo()
    assert tracked.workspace.document.object(new) is None
    assert tracked.workspace.view.selection == (left,)

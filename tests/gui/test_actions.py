"""The table of actions: keys, conflicts, rebinding, and who gets a key."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from app.ui.actions.bindings import conflicts, keys_of, keys_text, rebound
from app.ui.actions.table import ACTIONS
from app.ui.dialogs.command_search import CommandSearch, rank
from app.ui.dialogs.shortcuts import ShortcutSheet
from app.ui.theme.theme import UiTheme
from tests.gui.window_bot import CONTROL, FRAMES, NONE, SHIFT, WindowBot

Key = Qt.Key

PROMISED = {
    "playback.previous": ("Left", ",", "A"),
    "playback.next": ("Right", ".", "D"),
    "playback.back_10": ("Shift+Left",),
    "playback.forward_10": ("Shift+Right",),
    "playback.first": ("Home",),
    "playback.last": ("End",),
    "playback.previous_prompted": ("PgUp",),
    "playback.next_prompted": ("PgDown",),
    "playback.next_suspicious": ("J",),
    "playback.previous_suspicious": ("K",),
    "playback.play": ("Space",),
    "playback.go_to": ("G",),
    "playback.in": ("I",),
    "playback.out": ("O",),
    "object.delete_prompt": ("Del",),
    "object.clear_cell": ("Ctrl+Del",),
    "object.clear": ("Shift+Del",),
    "object.absent": ("M",),
    "object.lock_frames": ("L",),
    "object.new": ("N",),
    "object.finish": ("Enter", "Return"),
    "object.next": ("Tab",),
    "object.previous": ("Shift+Tab",),
    "track.forward": ("F",),
    "track.backward": ("Shift+F",),
    "track.both": ("Ctrl+T",),
    "track.stop": ("Esc",),
    "tool.click": ("C",),
    "tool.box": ("X",),
    "tool.brush": ("B",),
    "tool.eraser": ("E",),
    "tool.polygon": ("P",),
    "tool.hand": ("V",),
    "tool.smaller_brush": ("[",),
    "tool.larger_brush": ("]",),
    "edit.undo": ("Ctrl+Z",),
    "edit.redo": ("Ctrl+Shift+Z", "Ctrl+Y"),
    "file.export": ("Ctrl+E",),
    "file.import": ("Ctrl+I",),
    "file.open": ("Ctrl+O",),
    "file.new": ("Ctrl+N",),
    "edit.find_command": ("Ctrl+K",),
    "view.hide_masks": ("H",),
    "view.fit": ("0",),
    "help.shortcuts": ("F1", "?"),
    **{f"object.select_{n}": (str(n),) for n in range(1, 10)},
}
BY_ID = {action.id: action for action in ACTIONS}


def test_ids_are_unique_and_every_icon_is_a_file(theme: UiTheme) -> None:
    assert len(BY_ID) == len(ACTIONS)
    for action in ACTIONS:
        if action.icon:
            assert not theme.icon(action.icon).isNull()


@pytest.mark.parametrize("id", PROMISED)
def test_promised_keys_are_the_usual_ones(id: str) -> None:
    assert keys_of(BY_ID[id], {}) == [QKeySequence(key) for key in PROMISED[id]]


def test_no_key_is_given_twice() -> None:
    assert conflicts(ACTIONS, {}) == []


def test_a_key_bound_twice_is_a_conflict() -> None:
    found = conflicts(ACTIONS, {"track.forward": "B"})

    assert [(c.key.toString(), set(c.actions)) for c in found] == [("B", {"track.forward", "tool.brush"})]


def test_rebinding_takes_the_key_from_its_owner() -> None:
    changed = rebound(ACTIONS, {}, BY_ID["track.forward"], [QKeySequence("B")])

    assert changed == {"track.forward": "B", "tool.brush": ""}
    assert conflicts(ACTIONS, changed) == []


def test_rebinding_to_the_usual_keys_leaves_nothing_to_remember() -> None:
    changed = rebound(ACTIONS, {}, BY_ID["edit.redo"], [QKeySequence("Ctrl+R")])

    back = rebound(ACTIONS, changed, BY_ID["edit.redo"], [QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])

    assert changed == {"edit.redo": "Ctrl+R"}
    assert back == {}


def test_without_a_project_only_what_makes_sense_is_enabled(empty_window: WindowBot) -> None:
    actions = empty_window.window.action_set

    assert actions.enabled("file.new")
    assert actions.enabled("help.shortcuts")
    assert not actions.enabled("file.export")
    assert not actions.enabled("playback.next")
    assert not actions.enabled("track.forward")


def test_keys_move_the_playhead(window: WindowBot) -> None:
    window.window.canvas.setFocus()
    seen = []
    for key, modifiers in (
        (Key.Key_Right, NONE),
        (Key.Key_D, NONE),
        (Key.Key_Period, NONE),
        (Key.Key_Right, SHIFT),
        (Key.Key_A, NONE),
        (Key.Key_End, NONE),
        (Key.Key_Home, NONE),
    ):
        window.key(key, modifiers)
        seen.append(int(window.workspace.view.frame))

    assert seen == [1, 2, 3, 13, 12, 59, 0]


def test_digits_and_tab_choose_objects(two_objects: WindowBot) -> None:
    left, right = two_objects.objects
    two_objects.window.canvas.setFocus()
    chosen = []
    for key, modifiers in (
        (Key.Key_1, NONE),
        (Key.Key_2, NONE),
        (Key.Key_Tab, NONE),
        (Key.Key_Tab, NONE),
        (Key.Key_Backtab, SHIFT),
    ):
        two_objects.key(key, modifiers)
        chosen.append(two_objects.workspace.view.active_object)

    assert chosen == [left, right, left, right, left]


def test_single_keys_are_letters_in_a_text_field(two_objects: WindowBot) -> None:
    window, workspace = two_objects.window, two_objects.workspace
    window.canvas.setFocus()
    two_objects.key(Key.Key_F2)
    field = QApplication.focusWidget()
    before = (workspace.view.frame, len(two_objects.objects), window.canvas.tool, workspace.runs.tracking)

    QTest.keyClicks(field, "fn b dm1 ")
    two_objects.key(Key.Key_Left)
    after = (workspace.view.frame, len(two_objects.objects), window.canvas.tool, workspace.runs.tracking)
    two_objects.key(Key.Key_Return)

    assert after == before
    assert two_objects.name(two_objects.objects[1]) == "fn b dm1"


def test_escape_in_a_text_field_gives_up_the_edit_and_stops_nothing(two_objects: WindowBot) -> None:
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "other")
    two_objects.key(Key.Key_Escape)

    assert two_objects.name(two_objects.objects[1]) == "Right"


def test_typing_a_frame_goes_there_and_hands_the_keys_back(window: WindowBot) -> None:
    window.window.canvas.setFocus()
    window.key(Key.Key_G)
    QTest.keyClicks(QApplication.focusWidget(), "37")
    window.key(Key.Key_Return)
    typed = int(window.workspace.view.frame)
    window.key(Key.Key_D)

    assert (typed, int(window.workspace.view.frame)) == (37, 38)


def test_a_number_behind_the_last_frame_goes_to_the_last_one(window: WindowBot) -> None:
    window.window.canvas.setFocus()
    window.key(Key.Key_G)
    QTest.keyClicks(QApplication.focusWidget(), "75")
    window.key(Key.Key_Return)

    assert window.workspace.view.frame == FRAMES - 1, "and not to frame 7, of which nobody thought"


def test_escape_in_the_frame_field_hands_the_keys_back(window: WindowBot) -> None:
    window.window.canvas.setFocus()
    window.key(Key.Key_G)
    window.key(Key.Key_Escape)
    window.key(Key.Key_D)

    assert window.window.canvas.hasFocus()
    assert window.workspace.view.frame == 1


def test_masks_are_hidden_while_the_key_is_held(two_objects: WindowBot) -> None:
    canvas = two_objects.window.canvas
    canvas.setFocus()
    shown = canvas.grab().toImage()

    QTest.keyPress(canvas, Key.Key_H)
    QApplication.processEvents()
    hidden = canvas.grab().toImage()
    QTest.keyRelease(canvas, Key.Key_H)
    QApplication.processEvents()

    assert hidden != shown
    assert canvas.grab().toImage() == shown


def test_space_plays_and_pauses(window: WindowBot) -> None:
    window.window.timeline.lanes.setFocus()
    window.key(Key.Key_Space)
    playing = window.workspace.view.playing
    window.key(Key.Key_Space)

    assert (playing, window.workspace.view.playing) == (True, False)


def test_command_search_runs_what_was_typed(two_objects: WindowBot) -> None:
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_K, CONTROL)
    search = two_objects.window.findChild(CommandSearch)
    assert search is not None

    QTest.keyClicks(search.field, "duplic")
    QTest.keyClick(search.field, Key.Key_Return)
    QApplication.processEvents()

    assert len(two_objects.objects) == 3


def test_command_search_is_as_high_as_what_it_has_found(window: WindowBot) -> None:
    window.key(Key.Key_K, CONTROL)
    search = window.window.findChild(CommandSearch)
    assert search is not None
    whole = search.height()
    for typed in ("export", "xyzzy"):
        search.field.clear()
        QTest.keyClicks(search.field, typed)
        QApplication.processEvents()
        count = search.list.count()
        if count:
            room = search.list.viewport().rect()
            rows = [search.list.visualItemRect(search.list.item(row)) for row in range(count)]
            assert all(room.contains(row) for row in rows)
            assert room.bottom() - rows[-1].bottom() < rows[-1].height() // 2
        assert search.height() < whole / 2
    search.close()


def test_command_search_has_a_border_on_all_sides(window: WindowBot, theme: UiTheme) -> None:
    window.key(Key.Key_K, CONTROL)
    search = window.window.findChild(CommandSearch)
    assert search is not None
    seen = search.grab().toImage()
    middle, bottom, right = search.height() // 2, search.height() - 1, search.width() - 1
    places = ((right // 2, 0), (right // 2, bottom), (0, middle), (right, middle))

    assert {seen.pixelColor(x, y).name() for x, y in places} == {theme.palette.color("border_strong").name()}
    search.close()


def test_command_search_tells_whether_a_switch_is_on(two_objects: WindowBot) -> None:
    states = []
    for _ in range(2):
        two_objects.window.dialogs.find_command()
        search = two_objects.window.findChild(CommandSearch)
        assert search is not None
        QTest.keyClicks(search.field, "keep apart")
        states.append(search.list.item(0).data(Qt.ItemDataRole.UserRole + 1).rpartition(" · ")[2])
        QTest.keyClick(search.field, Key.Key_Return)
        QApplication.sendPostedEvents(search, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    assert states == ["off", "on"]


def test_command_search_says_when_nothing_fits(window: WindowBot) -> None:
    window.window.dialogs.find_command()
    search = window.window.findChild(CommandSearch)
    assert search is not None
    QTest.keyClicks(search.field, "xyzzy")

    assert search.list.count() == 0
    assert said(search) == ["No command found."]
    search.close()


def said(search: CommandSearch) -> list[str]:
    """Return what is said below the list."""
    return [label.text() for label in search.findChildren(QLabel) if label.isVisible()]


def test_command_search_says_why_a_command_makes_no_sense(window: WindowBot) -> None:
    window.window.dialogs.find_command()
    search = window.window.findChild(CommandSearch)
    assert search is not None
    QTest.keyClicks(search.field, "mark absent")
    before = said(search)
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    asked = said(search)
    QTest.keyClicks(search.field, "x")

    assert before == []
    assert asked == ["There is no object yet: click something first."]
    assert said(search) == ["No command found."]
    search.close()


@pytest.mark.parametrize(
    ("text", "wanted", "fits"),
    [
        ("Track forward Track", "tr fo", True),
        ("Track forward Track", "forw", True),
        ("Track forward Track", "backw", False),
        ("Undo Edit", "", True),
    ],
)
def test_rank_finds_words_by_their_beginnings(text: str, wanted: str, fits: bool) -> None:
    assert (rank(text, wanted) is not None) == fits


def test_text_that_begins_as_typed_comes_first() -> None:
    first, second = rank("Stop Track", "st"), rank("Last frame Playback", "st")

    assert first is not None
    assert second is not None
    assert first < second


def test_sheet_rebinds_a_key_and_the_new_key_works(two_objects: WindowBot) -> None:
    two_objects.window.dialogs.show_shortcuts()
    sheet = two_objects.window.findChild(ShortcutSheet)
    assert sheet is not None
    sheet.choose("object.new")
    sheet.keys.setKeySequence(QKeySequence("B"))
    warning = sheet.warning
    sheet.use(QKeySequence("B"))
    sheet.close()
    two_objects.back_to_canvas()
    two_objects.key(Key.Key_B)

    assert "Brush" in warning
    assert dict(two_objects.preferences.settings.key_bindings) == {"object.new": "B", "tool.brush": ""}
    assert len(two_objects.objects) == 3


def test_sheet_is_searched_by_words(window: WindowBot) -> None:
    window.window.dialogs.show_shortcuts()
    sheet = window.window.findChild(ShortcutSheet)
    assert sheet is not None
    QTest.keyClicks(sheet.search, "suspicious")
    lines = [
        chapter.child(i).text(0)
        for chapter in (sheet.tree.topLevelItem(n) for n in range(sheet.tree.topLevelItemCount()))
        if not chapter.isHidden()
        for i in range(chapter.childCount())
        if not chapter.child(i).isHidden()
    ]
    sheet.close()

    assert lines == ["Next suspicious frame", "Previous suspicious frame"]


def test_undo_says_what_it_would_undo(two_objects: WindowBot) -> None:
    two_objects.qtbot.waitUntil(lambda: two_objects.window.action_set.enabled("edit.undo"))

    assert two_objects.window.action_set["edit.undo"].text() == f"Undo: {two_objects.workspace.history.undo_title}"


def test_no_menu_is_higher_than_a_small_window(window: WindowBot) -> None:
    menus = [action.menu() for action in window.window.menuBar().actions()]
    inner = [action.menu() for menu in menus for action in menu.actions() if action.menu() is not None]
    shown = {action for menu in (*menus, *inner) for action in menu.actions()}

    assert max(menu.sizeHint().height() for menu in menus) <= 680
    assert all(window.window.action_set[row.id] in shown for row in ACTIONS if row.in_menu)


def test_every_menu_action_has_a_tooltip_with_its_key(window: WindowBot) -> None:
    actions = window.window.action_set
    for row in ACTIONS:
        tooltip = actions[row.id].toolTip()
        for key in keys_of(row, {}):
            assert keys_text([key]) in tooltip


def test_no_dialog_is_left_open(window: WindowBot) -> None:
    dialogs = window.window.dialogs
    for opening in (dialogs.show_about, dialogs.show_settings, dialogs.export):
        opening()
        shown = [d for d in window.window.findChildren(QDialog) if d.isVisible()]
        assert len(shown) == 1
        shown[0].close()
        window.settle()

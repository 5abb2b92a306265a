"""Help, What is new: the change log in a window of its own."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import paths
from app.settings import Theme as Colors
from app.ui.dialogs.command_search import CommandSearch
from app.ui.dialogs.whats_new import WhatsNewDialog, changes
from app.ui.theme.theme import UiTheme
from tests.gui.window_bot import CONTROL, LEFT, NONE, WindowBot

Key = Qt.Key


def shown(desk: WindowBot) -> WhatsNewDialog:
    (dialog,) = desk.window.findChildren(WhatsNewDialog)
    assert dialog.isVisible()
    return dialog


def test_the_help_menu_shows_what_is_new(empty_window: WindowBot) -> None:
    action = empty_window.window.action_set["help.whats_new"]
    menu = empty_window.window.menuBar().actions()[-1].menu()
    menu.popup(QPoint(10, 10))
    QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(action).center())
    QApplication.processEvents()
    dialog = shown(empty_window)
    words = dialog.text.toPlainText()
    dialog.close()

    assert words.startswith("What is new\n")
    assert "Everything is undone with Ctrl+Z" in words
    assert "**" not in words


def test_it_is_found_read_and_left_by_keys_alone(window: WindowBot) -> None:
    window.key(Key.Key_K, CONTROL)
    search = window.window.findChild(CommandSearch)
    assert search is not None
    QTest.keyClicks(search.field, "what is new")
    QTest.keyClick(search.field, Key.Key_Return)
    QApplication.processEvents()
    dialog = shown(window)
    bar = dialog.text.verticalScrollBar()
    assert QApplication.focusWidget() is dialog.text
    window.key(Key.Key_PageDown)
    assert bar.value() > 0

    def at_its_end() -> bool:
        """Press End: a long text is laid out piece by piece, and on a busy machine there may be more of it later."""
        window.key(Key.Key_End)
        return bar.value() == bar.maximum()

    window.qtbot.waitUntil(at_its_end)
    window.key(Key.Key_Escape)

    window.qtbot.waitUntil(lambda: not window.window.findChildren(WhatsNewDialog))


def test_no_link_leads_out_of_it(qtbot: QtBot, theme: UiTheme, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret", "utf-8")
    dialog = WhatsNewDialog(f"[here]({secret.as_uri()}) it is")
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    text = dialog.text
    place = next(QPoint(x, y) for y in range(60) for x in range(60) if text.anchorAt(QPoint(x, y)))
    with qtbot.waitSignal(text.anchorClicked):
        QTest.mouseClick(text.viewport(), LEFT, NONE, place)

    assert text.toPlainText() == "here it is"


def test_it_wears_the_colors_of_the_window_and_follows_them(empty_window: WindowBot, theme: UiTheme) -> None:
    empty_window.window.dialogs.show_whats_new()
    dialog = shown(empty_window)
    grounds = []
    for colors in (Colors.LIGHT, Colors.DARK):
        theme.set_choice(colors)
        QApplication.processEvents()
        picture = dialog.text.viewport().grab().toImage()
        grounds.append(picture.pixelColor(picture.width() - 3, picture.height() - 3).name() == theme.palette.raised)
        inks = {picture.pixelColor(x, y).name() for y in range(60) for x in range(picture.width() // 2)}
        grounds.append(theme.palette.text in inks)
    dialog.close()

    assert grounds == [True] * 4


def test_a_list_that_is_missing_is_said_in_words(
    empty_window: WindowBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    empty_window.window.dialogs.show_whats_new()

    assert str(tmp_path / "CHANGELOG.md") in empty_window.window.switcher.start.errors.message
    assert not empty_window.window.findChildren(WhatsNewDialog)


def test_it_has_a_chapter_for_what_is_to_come_and_short_lines() -> None:
    lines = changes().splitlines()
    assert "## Unreleased" in lines
    assert max(map(len, lines)) <= 120

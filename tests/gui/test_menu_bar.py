"""The menu bar gives the keyboard back when its menu is closed."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from app.project.model import Stage
from app.ui.shell.main_window import LEAST, MORE_MENUS
from tests.gui.window_bot import LEFT, NONE, WindowBot

Key = Qt.Key


def opened(desk: WindowBot, index: int = 0) -> QMenu:
    """Press a title of the menu bar, and return the menu that opens."""
    bar = desk.window.menuBar()
    action = bar.actions()[index]
    QTest.mouseClick(bar, LEFT, NONE, bar.actionGeometry(action).center())
    menu = action.menu()
    assert isinstance(menu, QMenu)
    desk.qtbot.waitUntil(menu.isVisible)
    return menu


def test_escape_in_a_menu_gives_the_keyboard_back(two_objects: WindowBot) -> None:
    window, bar = two_objects.window, two_objects.window.menuBar()
    window.canvas.setFocus()
    menu = opened(two_objects)
    QTest.keyClick(menu, Key.Key_Escape)
    window.activateWindow()
    two_objects.qtbot.waitUntil(lambda: window.focusWidget() is window.canvas)
    assert not menu.isVisible()
    assert not bar.hasFocus()


def test_menus_without_room_are_behind_a_button_that_nothing_covers(two_objects: WindowBot) -> None:
    window = two_objects.window
    more = window.menuBar().findChild(QToolButton, MORE_MENUS)
    assert isinstance(more, QToolButton)
    window.resize(LEAST[0], 700)
    two_objects.qtbot.waitUntil(more.isVisible)
    covering = window.stage_switch.button(Stage.SELECTION)
    left = covering.mapTo(window.menuBar(), covering.rect().topLeft()).x()

    assert more.geometry().right() < left
    assert more.width() >= 20


def test_the_arrows_go_from_menu_to_menu(two_objects: WindowBot) -> None:
    menu, edit = opened(two_objects), two_objects.window.menuBar().actions()[1].menu()
    assert isinstance(edit, QMenu)
    QTest.keyClick(menu, Key.Key_Right)
    for _ in range(5):
        QApplication.processEvents()
    assert edit.isVisible()
    QTest.keyClick(edit, Key.Key_Escape)

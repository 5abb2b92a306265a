"""What to annotate next, by the real key and a click in its list."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QStyleOptionButton

from app.ui.review.annotate_next import AnnotateNextPanel
from tests.gui.window_bot import SHIFT, WindowBot


def test_the_key_fills_the_list_and_goes_to_the_first_and_a_click_to_another(two_objects: WindowBot) -> None:
    two_objects.wait_for_picture()
    workspace, canvas = two_objects.workspace, two_objects.window.canvas
    panel = two_objects.window.findChild(AnnotateNextPanel)
    assert panel is not None
    assert panel.isVisible()
    assert panel.buttons == []
    assert any("does not always learn more" in part.text() for part in panel.findChildren(QLabel) if part.isVisible())
    workspace.view.select(())
    canvas.setFocus()
    two_objects.key(Qt.Key.Key_J, SHIFT)
    two_objects.qtbot.waitUntil(lambda: not workspace.annotate_next.waiting and len(panel.buttons) == 2)
    order = [one.cell.object for one in workspace.annotate_next.order]
    assert workspace.view.active_object == order[0]
    assert [button.isChecked() for button in panel.buttons] == [True, False]
    QTest.mouseClick(panel.buttons[1], Qt.MouseButton.LeftButton)
    assert workspace.view.active_object == order[1]
    assert [button.isChecked() for button in panel.buttons] == [False, True]


def test_a_long_name_is_elided_and_the_key_brings_the_list_into_view(two_objects: WindowBot) -> None:
    window = two_objects.window
    window.resize(1100, 700)
    two_objects.wait_for_picture()
    panel = window.findChild(AnnotateNextPanel)
    assert panel is not None
    long = "The one that is seen behind all of the others, and whose name is long"
    two_objects.workspace.objects.rename(two_objects.objects[0], long)
    window.canvas.setFocus()
    two_objects.key(Qt.Key.Key_J, SHIFT)
    two_objects.qtbot.waitUntil(lambda: len(panel.buttons) == 2 and not panel.visibleRegion().isEmpty())

    def drawn() -> list[str]:
        options = [QStyleOptionButton() for _ in panel.buttons]
        for button, option in zip(panel.buttons, options, strict=True):
            button.initStyleOption(option)
        return [option.text for option in options]

    two_objects.qtbot.waitUntil(lambda: any(text.endswith("…") for text in drawn()))
    assert long in [button.text() for button in panel.buttons]

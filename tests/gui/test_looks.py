"""How things look: what does not fit, what is drawn at which size, and what follows a change of colors."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from app.settings import Theme as Colors
from app.ui.actions.view_rows import tool_action
from app.ui.canvas.tools.table import ToolId
from app.ui.canvas.view_modes import ViewMode
from app.ui.dialogs.settings import SettingsDialog
from app.ui.shell.top_bar import MODES
from app.ui.theme.theme import UiTheme
from app.ui.widgets.widgets import ElidedComboBox, push_button
from tests.gui.window_bot import CONTROL, WindowBot


def test_a_choice_without_room_ends_in_an_ellipsis(qtbot: QtBot, theme: UiTheme) -> None:
    long, box = "Automatic (a graphics card with a name that is longer than the panel)", ElidedComboBox()
    qtbot.addWidget(box)
    box.addItems([long, "Processor"])
    box.resize(160, 28)
    box.grab()
    cut = box.toolTip()
    plain = QComboBox()
    qtbot.addWidget(plain)
    plain.addItem("Processor")
    plain.resize(160, 28)
    box.setCurrentIndex(1)

    assert cut == long
    assert box.grab().toImage() == plain.grab().toImage(), "what fits looks as Qt draws it"
    assert box.toolTip() == ""


@pytest.mark.parametrize("size", [16, 24, 32, 48])
def test_drawings_are_drawn_at_their_size(theme: UiTheme, size: int) -> None:
    made = theme.pixmap("film", "text_faint", size)

    assert made.deviceIndependentSize().toSize().width() == size


def test_icons_of_buttons_stand_apart_from_their_text(qtbot: QtBot, theme: UiTheme) -> None:
    button: QPushButton = push_button("Export", "primary")
    qtbot.addWidget(button)
    theme.set_icon(button, "export", "accent_text")

    assert button.iconSize().width() > button.iconSize().height()
    assert button.icon().pixmap(button.iconSize()).deviceIndependentSize().width() == button.iconSize().width()


def test_everything_follows_a_change_of_colors(two_objects: WindowBot, theme: UiTheme, qtbot: QtBot) -> None:
    play = two_objects.window.action_set["playback.play"]
    lanes = two_objects.window.timeline.lanes
    dark = play.icon().pixmap(18, 18).toImage(), lanes.grab().toImage().pixelColor(300, lanes.height() - 20).name()
    theme.set_choice(Colors.LIGHT)
    qtbot.waitUntil(lambda: play.icon().pixmap(18, 18).toImage() != dark[0])
    light = lanes.grab().toImage().pixelColor(300, lanes.height() - 20).name()
    theme.set_choice(Colors.DARK)
    qtbot.waitUntil(lambda: play.icon().pixmap(18, 18).toImage() == dark[0])

    assert dark[1] != light


def test_an_icon_that_is_set_while_the_colors_change_stays(qtbot: QtBot, theme: UiTheme) -> None:
    button, last = push_button("Track", "primary"), push_button("", "primary")

    def seen(part: QPushButton) -> QImage:
        return part.icon().pixmap(16, 16).toImage()

    for part in (button, last):
        qtbot.addWidget(part)
        theme.set_icon(part, "track-forward", "text_faint")
    before = seen(last)
    theme.set_choice(Colors.LIGHT)
    theme.set_icon(button, "track-both", "accent_text")
    meant = seen(button)
    qtbot.waitUntil(lambda: seen(last) != before)

    assert seen(button) == meant
    theme.set_choice(Colors.DARK)


class Dressings(QObject):
    """Counts how often each widget is dressed."""

    def __init__(self) -> None:
        super().__init__()
        self.times: dict[QObject, int] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange:
            self.times[watched] = self.times.get(watched, 0) + 1
        return False


def test_a_change_of_colors_dresses_no_widget_many_times(
    two_objects: WindowBot, theme: UiTheme, qapp: QApplication
) -> None:
    dressings = Dressings()
    with two_objects.qtbot.waitSignal(theme.changed):
        qapp.installEventFilter(dressings)
        theme.set_choice(Colors.LIGHT)
    qapp.removeEventFilter(dressings)
    with two_objects.qtbot.waitSignal(theme.changed):
        theme.set_choice(Colors.DARK)

    assert len(dressings.times) > 100
    assert max(dressings.times.values()) <= 2


def test_dialogs_and_menus_wear_the_colors_of_the_window(two_objects: WindowBot, theme: UiTheme) -> None:
    window = two_objects.window
    window.dialogs.show_settings()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    menu = window.menuBar().actions()[0].menu()
    grounds = [part.grab().toImage().pixelColor(2, part.height() // 2).name() for part in (dialog, menu)]
    dialog.reject()

    assert grounds == [theme.palette.window, theme.palette.raised]


def test_the_button_of_the_tool_in_hand_stays_down_when_it_is_pressed_again(window: WindowBot) -> None:
    brush = tool_button_of(window, tool_action(ToolId.BRUSH))
    for _ in range(2):
        window.click(brush, 10, 10)
        window.settle_actions()

        assert window.window.canvas.tool is ToolId.BRUSH
        assert brush.isChecked()


def test_one_view_mode_is_down_whichever_way_it_was_chosen(window: WindowBot) -> None:
    for mode in (*MODES, ViewMode.OVERLAY):
        window.window.canvas.set_view_mode(mode)
        window.settle_actions()

        assert [m for m in MODES if tool_button_of(window, f"view.{m.value}").isChecked()] == [mode]


def tool_button_of(desk: WindowBot, id: str) -> QToolButton:
    action = desk.window.action_set[id]
    return next(b for b in desk.window.findChildren(QToolButton) if b.defaultAction() is action)


def test_sliders_of_the_bar_follow_the_keys(two_objects: WindowBot) -> None:
    canvas = two_objects.window.canvas
    sliders = {s.accessibleName(): s for s in two_objects.window.project_view.findChildren(QSlider)}
    canvas.setFocus()
    two_objects.key(Qt.Key.Key_BracketLeft, CONTROL)
    two_objects.key(Qt.Key.Key_BracketRight, Qt.KeyboardModifier.AltModifier)
    by_keys = sliders["Opacity of masks"].value(), sliders["Thickness of outlines"].value()
    sliders["Thickness of outlines"].setValue(50)

    assert by_keys == (round(canvas.opacity * 100), 125)
    assert canvas.outline_weight == 0.5


def test_the_playheads_handle_covers_no_number(two_objects: WindowBot) -> None:
    ruler, view = two_objects.window.timeline.ruler, two_objects.window.timeline.view
    two_objects.workspace.view.go_to(10)
    QApplication.processEvents()
    there = QPointF(view.scale.center(10) + 8, 8)
    covered = ruler.grab().toImage()
    two_objects.workspace.view.go_to(30)
    QApplication.processEvents()
    shown = ruler.grab().toImage()

    def ink(image) -> int:
        ground = image.pixelColor(2, 2)
        places = [(x, y) for x in range(int(there.x()), int(there.x()) + 16) for y in range(4, 13)]
        return sum(image.pixelColor(x, y) != ground for x, y in places)

    assert ink(shown) > 10
    assert ink(covered) == 0

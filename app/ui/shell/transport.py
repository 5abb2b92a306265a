"""The row of buttons between canvas and timeline: play, step, jump, range, speed and loop; and the frame and its time.

It fits any width: what is needed least goes into a menu, so that nothing is cut and nothing beside it is pushed.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from app.project.model import FrameIndex
from app.ui.actions.action_set import ActionSet
from app.ui.actions.playback_rows import SPEEDS, speed_action
from app.ui.shell.frame_field import FrameField
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.timeline.descriptions import clock
from app.ui.widgets.number_format import significant
from app.ui.widgets.widgets import label, separator, tool_button
from app.workspace.workspace import Workspace

HEIGHT = 40
LEAST_WIDTH = 300
"""Logical pixels."""
GAP = 2
FIRST_TO_GO = (
    ("first", "last"),
    ("clear_range",),
    ("previous_prompted", "next_prompted"),
    ("previous_suspicious", "next_suspicious"),
    ("in", "out"),
    ("loop",),
)
"""Buttons that make room, in this order, after the video's length and the range have."""


class Transport(QWidget):
    """Buttons that move the playhead, and a field for the frame number."""

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._workspace = workspace
        self._theme = theme
        self._actions = actions
        self._buttons = {
            name: tool_button(actions[f"playback.{name}"])
            for name in (
                *("first", "previous", "next", "last", "previous_prompted", "next_prompted"),
                *("previous_suspicious", "next_suspicious", "in", "out", "clear_range", "loop"),
            )
        }
        self._play = tool_button(actions["playback.play"], size=22)
        self._speed = self._menu_button([actions[speed_action(speed)] for speed in SPEEDS])
        self._speed.setAccessibleName(self.tr("Playback speed"))
        self._speed.setToolTip(self.tr("Playback speed"))
        self._more = self._menu_button([])
        self._more.setAccessibleName(self.tr("More playback commands"))
        self._more.setToolTip(self.tr("More playback commands"))
        theme.set_icon(self._more, "more")
        self._frame = FrameField()
        self._last = label("", "dim")
        self._time = label("", "dim")
        self._length = label("", "dim")
        self._range = label("", "dim")
        self._jumps, self._marks = separator(), separator()
        self._lay_out()
        self._connect()
        self._follow()
        self._show_pace()

    def _menu_button(self, entries: Sequence[object]) -> QToolButton:
        button = QToolButton()
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        for entry in entries:
            menu.addAction(entry)  # type: ignore[call-overload]
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 0, 2 * UNIT, 0)
        layout.setSpacing(GAP)
        named = self._buttons
        for part in (
            *(named["first"], named["previous"], self._play, named["next"], named["last"]),
            self._jumps,
            *(named[name] for name in ("previous_prompted", "next_prompted")),
            *(named[name] for name in ("previous_suspicious", "next_suspicious")),
            self._marks,
            *(named[name] for name in ("in", "out", "clear_range")),
            self._range,
            separator(),
            *(self._speed, named["loop"], self._more),
        ):
            layout.addWidget(part)
        layout.addStretch(1)
        for part in (self._frame, self._last, self._time, self._length):
            layout.addWidget(part)

    def _connect(self) -> None:
        self._frame.valueChanged.connect(self._go)
        self._frame.editingFinished.connect(self._leave_field)
        view = self._workspace.view
        for signal in (view.times_changed, view.video_changed, view.range_changed):
            signal.connect(self._follow)
        view.frame_changed.connect(self._show_frame)
        view.playing_changed.connect(self._show_playing)
        view.pace_changed.connect(self._show_pace)

    def sizeHint(self) -> QSize:
        """Return any width, fixed height."""
        return QSize(600, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the width at which only what is needed most is left."""
        return QSize(LEAST_WIDTH, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._follow()

    def edit_frame(self) -> None:
        """Give the keyboard to the frame field."""
        self._frame.setFocus()
        self._frame.selectAll()

    def _go(self, frame: int) -> None:
        if frame != self._workspace.view.frame:
            self._workspace.view.go_to(FrameIndex(frame))

    def _leave_field(self) -> None:
        """Give up the focus after Enter, so that single-key shortcuts work again."""
        if self._frame.hasFocus():
            self._frame.clearFocus()

    def _follow(self) -> None:
        """Show another video, its times or its range; widths are those of the longest texts."""
        video, times = self._workspace.view.video, self._workspace.view.times
        self._frame.setEnabled(video is not None)
        last = len(times.starts) - 1
        longest = clock(times.of(last))
        self._last.setText(f" / {last}" if video is not None else "")
        self._length.setText(f" / {longest}" if video is not None else "")
        self._time.setFixedWidth(self._time.fontMetrics().horizontalAdvance(longest) + 3 * UNIT)
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        span = self._workspace.view.range
        self._range.setText("" if span is None else f"{span[0]} – {span[1]}")
        self._show_frame()
        self._fit()

    def _show_frame(self) -> None:
        view = self._workspace.view
        self._frame.follow(view.times, view.frame)
        self._time.setText(clock(view.times.of(view.frame)) if view.video is not None else "")

    def _show_playing(self, playing: bool) -> None:
        self._theme.set_icon(self._play.defaultAction(), "pause" if playing else "play")

    def _show_pace(self) -> None:
        self._speed.setText(f"{significant(self._workspace.view.speed, 3)}×")
        self._fit()

    def _fit(self) -> None:
        """Hide what does not fit, that needed least first; hidden buttons are in the menu."""
        shown: dict[QWidget, bool] = {self._more: False, self._range: bool(self._range.text())}
        labels = (self._length, self._last, self._time, self._jumps, self._marks)
        shown.update(dict.fromkeys((*self._buttons.values(), *labels), True))
        gone: list[str] = []
        for hidden in (self._length, self._range, *FIRST_TO_GO, self._last, self._time):
            if self._needed(shown) <= self.width():
                break
            if isinstance(hidden, tuple):
                gone += hidden
                shown[self._more] = True
                shown.update(dict.fromkeys((self._buttons[name] for name in hidden), False))
                shown[self._jumps] = "previous_suspicious" not in gone
                shown[self._marks] = "in" not in gone
            else:
                shown[hidden] = False
        for part, visible in shown.items():
            part.setVisible(visible)
        menu = self._more.menu()
        menu.clear()
        for name in self._buttons:
            if name in gone:
                menu.addAction(self._actions[f"playback.{name}"])

    def _needed(self, shown: dict[QWidget, bool]) -> int:
        """Return the width that all parts need but those not `shown`."""
        layout = self.layout()
        assert layout is not None
        parts = [item.widget() for place in range(layout.count()) if (item := layout.itemAt(place)) is not None]
        there = [part for part in parts if part is not None and shown.get(part, True)]
        widths = sum(
            part.maximumWidth() if part.maximumWidth() == part.minimumWidth() else part.sizeHint().width()
            for part in there
        )
        return widths + GAP * (len(there) + 1) + 4 * UNIT

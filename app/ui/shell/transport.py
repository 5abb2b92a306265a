"""The row of buttons between canvas and timeline: play, step, jump, range, and the timeline's zoom."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.project.model import FrameIndex
from app.ui.actions.action_set import ActionSet
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.timeline.descriptions import clock
from app.ui.widgets.widgets import label, number_field, separator, tool_button
from app.workspace.workspace import Workspace

HEIGHT = 40


class Transport(QWidget):
    """Buttons that move the playhead, and a field for the frame number."""

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._workspace = workspace
        self._theme = theme
        self._play = tool_button(actions["playback.play"], size=22)
        self._frame = number_field(0, 0)
        self._frame.setAccessibleName(self.tr("Frame"))
        self._frame.setKeyboardTracking(False)
        self._frame.setFixedWidth(84)
        self._of = label("", "dim")
        self._range = label("", "dim")
        self._lay_out(actions)
        self._frame.valueChanged.connect(self._go)
        self._frame.editingFinished.connect(self._leave_field)
        workspace.view.frame_changed.connect(self._follow)
        workspace.view.times_changed.connect(self._follow)
        workspace.view.video_changed.connect(self._follow)
        workspace.view.range_changed.connect(self._follow)
        workspace.view.playing_changed.connect(self._show_playing)
        self._follow()

    def _lay_out(self, actions: ActionSet) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 0, 2 * UNIT, 0)
        layout.setSpacing(2)
        for part in (
            *(tool_button(actions[f"playback.{id}"]) for id in ("first", "previous")),
            self._play,
            *(tool_button(actions[f"playback.{id}"]) for id in ("next", "last")),
            separator(),
            *(tool_button(actions[f"playback.{id}"]) for id in ("previous_prompted", "next_prompted")),
            *(tool_button(actions[f"playback.{id}"]) for id in ("previous_suspicious", "next_suspicious")),
            separator(),
            *(tool_button(actions[f"playback.{id}"]) for id in ("in", "out", "clear_range")),
            self._range,
        ):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addSpacing(3 * UNIT)
        layout.addWidget(self._frame)
        layout.addWidget(self._of)
        layout.setSpacing(2)

    def sizeHint(self) -> QSize:
        """Return any width, fixed height."""
        return QSize(600, HEIGHT)

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
        video = self._workspace.view.video
        self._frame.setEnabled(video is not None)
        if video is None:
            self._of.setText("")
            self._range.setText("")
            return
        self._frame.blockSignals(True)
        self._frame.setRange(0, video.frame_count - 1)
        self._frame.setValue(self._workspace.view.frame)
        self._frame.blockSignals(False)
        last = video.frame_count - 1
        times = self._workspace.view.times
        self._of.setText(f"/ {last}    {clock(times.of(self._workspace.view.frame))} / {clock(times.of(last))}")
        span = self._workspace.view.range
        self._range.setText("" if span is None else f"{span[0]} – {span[1]}")

    def _show_playing(self, playing: bool) -> None:
        self._theme.set_icon(self._play.defaultAction(), "pause" if playing else "play")

"""The timeline put together: ruler and filmstrip on top, names and lanes below, scroll bars where there is more."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollBar, QWidget

from app.phrases import plural
from app.project.edit import Edit
from app.project.model import Stage
from app.ui.theme.theme import UiTheme
from app.ui.timeline.column_grip import ColumnGrip
from app.ui.timeline.descriptions import clock
from app.ui.timeline.filmstrip import Filmstrip
from app.ui.timeline.headers import WIDTH, LaneHeaders
from app.ui.timeline.lane_image import LANE_HEIGHT
from app.ui.timeline.lanes import Lanes
from app.ui.timeline.ruler import Ruler
from app.ui.timeline.viewport import Viewport
from app.ui.widgets.number_format import significant
from app.workspace.turns import Later
from app.workspace.workspace import Workspace

BAR_STEPS = 1_000_000
"""Resolution of the horizontal scroll bar."""
LEAST_LANES, LEAST_IN_LOW_WINDOW = 3, 1
"""Lanes that are seen at least, if there are so many objects."""


class Timeline(QWidget):
    """Ruler, filmstrip, lanes and their headers. `hovered` carries text for the status bar."""

    hovered = Signal(str)
    context_requested = Signal(object, int, QPoint)
    """A lane's menu is wanted: ObjectId, frame, global position."""

    def __init__(self, workspace: Workspace, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workspace = workspace
        self.view = Viewport(workspace, self)
        self._ruler = Ruler(self.view, theme, self)
        self._filmstrip = Filmstrip(self.view, theme, self)
        self._lanes = Lanes(self.view, theme, self)
        self._headers = LaneHeaders(self.view, self._lanes, theme, self)
        self._grip = ColumnGrip(theme, self)
        self._readout = QLabel(self)
        self._corner = QLabel(self)
        self._horizontal_bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._vertical_bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._low = False
        self._empty = QLabel(self._lanes)
        self._empty_later = Later(workspace.turns, self)  # the canvas shows an edit first
        self._empty_later.due.connect(self._show_empty)
        self.show_stage(Stage.ANNOTATION)
        for strip in (self._ruler, self._filmstrip, self._headers):  # a press ends typing elsewhere
            strip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            strip.setFocusProxy(self._lanes)
        self._lay_out()
        self._connect()
        self._show_position()
        self._adjust_bars()

    @property
    def lanes(self) -> Lanes:
        """The lanes."""
        return self._lanes

    @property
    def ruler(self) -> Ruler:
        """The ruler."""
        return self._ruler

    @property
    def names_width(self) -> int:
        """The width of the column of names in logical pixels."""
        return self._headers.width()

    def set_names_width(self, width: int) -> None:
        """Set the width of the column of names in logical pixels, within bounds."""
        self._headers.set_width(width)
        for label in (self._readout, self._corner):
            label.setFixedWidth(self._headers.width())
        self._grip.place(self._headers.width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the grip as high as the timeline."""
        super().resizeEvent(event)
        self._grip.place(self._headers.width(), self.height())

    def set_low(self, low: bool) -> None:
        """Say whether the window is so low that fewer lanes have to do."""
        if low != self._low:
            self._low = low
            self._adjust_bars()

    def show_stage(self, stage: Stage) -> None:
        """Say what makes the first object in a stage, where there is none."""
        words = {
            Stage.SELECTION: self.tr("No objects yet. Find candidates and accept one."),
            Stage.ANNOTATION: self.tr("No objects yet. Click something in the picture."),
            Stage.VERIFICATION: self.tr("No objects yet. They are made in Annotate or Select."),
        }
        self._empty.setText(words[stage])
        self._empty.adjustSize()

    def set_filmstrip(self, shown: bool) -> None:
        """Show or hide the thumbnails."""
        self._filmstrip.setVisible(shown)
        self._corner.setVisible(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the lanes."""
        if event.type() is QEvent.Type.Resize:
            self._adjust_bars()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for row, (left, right) in enumerate(
            ((self._readout, self._ruler), (self._corner, self._filmstrip), (self._headers, self._lanes))
        ):
            grid.addWidget(left, row, 0)
            grid.addWidget(right, row, 1)
        grid.addWidget(self._vertical_bar, 2, 2)
        grid.addWidget(self._horizontal_bar, 3, 1)
        for bar in (self._horizontal_bar, self._vertical_bar):  # the lanes do not move when a bar comes
            policy = bar.sizePolicy()
            policy.setRetainSizeWhenHidden(bar is self._horizontal_bar)
            bar.setSizePolicy(policy)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(2, 1)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        self._readout.setFont(font)
        self._readout.setContentsMargins(12, 0, 8, 0)
        self._corner.setProperty("role", "caption")
        self._corner.setContentsMargins(12, 0, 8, 0)
        self._empty.setProperty("role", "dim")
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_names_width(WIDTH)

    def _connect(self) -> None:
        workspace = self._workspace
        self._lanes.installEventFilter(self)
        self._grip.dragged.connect(self.set_names_width)
        self._grip.fit_requested.connect(lambda: self.set_names_width(self._headers.fitting_width()))
        self._lanes.hovered.connect(self.hovered)
        self._ruler.hovered.connect(self.hovered)
        self._lanes.context_requested.connect(self.context_requested)
        self._lanes.scrolled.connect(lambda by: self._vertical_bar.setValue(self._vertical_bar.value() + by))
        self._vertical_bar.valueChanged.connect(self._lanes.set_offset)
        self._vertical_bar.valueChanged.connect(self._headers.set_offset)
        self._horizontal_bar.valueChanged.connect(self._pan)
        self.view.changed.connect(self._adjust_bars)
        workspace.view.frame_changed.connect(self._show_position)
        workspace.view.times_changed.connect(self._show_position)
        workspace.view.video_changed.connect(self._show_position)
        workspace.view.video_changed.connect(self._adjust_bars)
        workspace.editor.changed.connect(self._follow)
        workspace.view.selection_changed.connect(self._reveal_active)

    def _follow(self, edit: Edit) -> None:
        if edit.objects:
            self._adjust_bars()
        if edit.videos:
            self._show_position()

    def _show_position(self) -> None:
        video = self._workspace.view.video
        if video is None:
            self._readout.setText("")
            self._corner.setText("")
            return
        frame = self._workspace.view.frame
        self._readout.setText(f"{frame}  ·  {clock(self._workspace.view.times.of(frame))}")
        self._readout.setAccessibleName(self.tr("Frame {frame}").format(frame=frame))
        count = plural(video.frame_count, self.tr("1 frame"), self.tr("{count} frames")).format(count=video.frame_count)
        self._corner.setText(f"{count}\n{video.width} × {video.height} · {significant(video.rate, 4)} fps")

    def _adjust_bars(self) -> None:
        lanes = LEAST_IN_LOW_WINDOW if self._low else LEAST_LANES
        least = min(max(self._lanes.content_height, LANE_HEIGHT), lanes * LANE_HEIGHT)
        if least != self._lanes.minimumHeight():
            self._lanes.setMinimumHeight(least)
        hidden = max(self._lanes.content_height - self._lanes.height(), 0)
        self._vertical_bar.setRange(0, hidden)
        self._vertical_bar.setPageStep(max(self._lanes.height(), 1))
        self._vertical_bar.setSingleStep(LANE_HEIGHT)
        self._vertical_bar.setVisible(hidden > 0)
        scale = self.view.scale
        self._horizontal_bar.blockSignals(True)
        shown = min(scale.span / scale.extent, 1.0)
        self._horizontal_bar.setRange(0, round(BAR_STEPS * (1 - shown)))
        self._horizontal_bar.setPageStep(max(round(BAR_STEPS * shown), 1))
        self._horizontal_bar.setValue(round(BAR_STEPS * (scale.left - scale.start) / scale.extent))
        self._horizontal_bar.blockSignals(False)
        self._horizontal_bar.setVisible(self._horizontal_bar.maximum() > 0)
        self._empty_later.start()

    def _show_empty(self) -> None:
        """Say that there is no object, or no longer."""
        self._empty.setVisible(self._workspace.view.video is not None and self._lanes.content_height == 0)
        self._empty.adjustSize()
        self._empty.move(16, max((self._lanes.height() - self._empty.height()) // 2, 4))

    def _pan(self, value: int) -> None:
        scale = self.view.scale
        self.view.show(scale.at(scale.start + value / BAR_STEPS * scale.extent))

    def _reveal_active(self) -> None:
        ids = [record.id for record in self.view.objects()]
        active = self._workspace.view.active_object
        if active in ids:
            top = ids.index(active) * LANE_HEIGHT
            if top < self._vertical_bar.value():
                self._vertical_bar.setValue(top)
            elif top + LANE_HEIGHT > self._vertical_bar.value() + self._lanes.height():
                self._vertical_bar.setValue(top + LANE_HEIGHT - self._lanes.height())

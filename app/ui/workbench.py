"""Everything around the canvas for one open project: panels, transport, timeline, status."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QWidget

from app.errors import UserError
from app.project.model import ObjectId
from app.ui.actions.action_set import ActionSet
from app.ui.actions.desk import Part
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.style import CanvasStyle
from app.ui.error_bar import ErrorBar
from app.ui.panels.engine import EnginePanel
from app.ui.panels.objects import ObjectsPanel
from app.ui.panels.operations import OperationsPanel
from app.ui.panels.tool_options import ToolOptionsPanel
from app.ui.panels.tracking import TrackingPanel
from app.ui.panels.videos import VideosPanel
from app.ui.pieces import boxed, column, row
from app.ui.status_bar import StatusBar
from app.ui.tab_order import put_in_order
from app.ui.theme.theme import Theme
from app.ui.timeline.timeline import Timeline
from app.ui.tool_strip import ToolStrip
from app.ui.top_bar import TopBar
from app.ui.transport import Transport
from app.ui.ways_out import ways_out
from app.workspace.workspace import Workspace

LEFT, RIGHT = 252, 292
RIGHT_SIDE_MS = 20


class Workbench(QWidget):
    """Made anew for every project. `part_toggled` tells that a part was shown or hidden."""

    part_toggled = Signal()

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions = actions
        self.workspace = workspace
        self.canvas = Canvas(workspace, None, CanvasStyle.of(theme.palette))
        self.timeline = Timeline(workspace, theme)
        self.transport = Transport(workspace, actions, theme)
        self.objects = ObjectsPanel(workspace, actions, theme)
        self.videos = VideosPanel(workspace, actions, theme)
        self.operations = OperationsPanel(workspace, theme)
        self.tracking = TrackingPanel(workspace, actions, theme)
        self.errors = ErrorBar(theme)
        self.status = StatusBar(workspace, theme)
        self._top = TopBar(self.canvas, actions, theme)
        self._strip = ToolStrip(actions)
        self._left = self._left_side()
        self._right = self._right_side()
        self._lower = boxed(column(self.transport, self.timeline, gap=0), "panel")
        self._filmstrip = True
        middle = boxed(row(self._strip, self.canvas, gap=0))
        self._down = _splitter(Qt.Orientation.Vertical, middle, self._lower)
        self._across = _splitter(Qt.Orientation.Horizontal, self._left, self._down, self._right)
        self._across.setStretchFactor(1, 1)
        self._down.setStretchFactor(0, 1)
        self._across.setSizes([LEFT, 900, RIGHT])
        self._down.setSizes([560, 280])
        self.setLayout(column(self._top, self.errors, self._across, self.status, gap=0))
        self._connect()

    @property
    def splitters(self) -> dict[str, QSplitter]:
        """The splitters whose places are kept, by name."""
        return {"across": self._across, "down": self._down, "left": self._stack}

    def part_shown(self, part: Part) -> bool:
        """Return whether a part is shown."""
        return self._filmstrip if part is Part.FILMSTRIP else not self._part(part).isHidden()

    def show_part(self, part: Part, shown: bool) -> None:
        """Show or hide a part."""
        if part is Part.FILMSTRIP:
            self._filmstrip = shown
            self.timeline.set_filmstrip(shown)
        else:
            self._part(part).setVisible(shown)
        self.part_toggled.emit()

    def focus_next_area(self) -> None:
        """Give the keyboard to the next area: canvas, videos, objects, tracking, timeline."""
        areas: list[QWidget] = [self.canvas, self.videos.list, self.objects.list, self.tracking.button]
        areas = [area for area in (*areas, self.timeline.lanes) if area.isVisible()]
        here = next((i for i, area in enumerate(areas) if area.hasFocus()), -1)
        areas[(here + 1) % len(areas)].setFocus(Qt.FocusReason.TabFocusReason)

    def _follow_theme(self) -> None:
        self.canvas.set_style(CanvasStyle.of(self._theme.palette))

    def _part(self, part: Part) -> QWidget:
        return {Part.OBJECTS: self._left, Part.OPTIONS: self._right, Part.TIMELINE: self._lower}[part]

    def _left_side(self) -> QWidget:
        self._stack = _splitter(Qt.Orientation.Vertical, self.videos, self.objects)
        self._stack.setStretchFactor(1, 1)
        self._stack.setSizes([170, 400])
        side = boxed(column(self._stack, gap=0), "leftpanel")
        side.setMinimumWidth(200)
        return side

    def _right_side(self) -> QWidget:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side = boxed(column(scroll, gap=0), "rightpanel")
        side.setMinimumWidth(272)
        # Dressing a hundred widgets takes its time: this side follows when the rest has been painted, so that the
        # window answers in between.
        QTimer.singleShot(RIGHT_SIDE_MS, self, lambda: self._fill_right_side(scroll))
        return side

    def _fill_right_side(self, scroll: QScrollArea) -> None:
        options, engine = ToolOptionsPanel(self.canvas, self._theme), EnginePanel(self.workspace, self._theme)
        right = (options, self.operations, self.tracking, engine)
        scroll.setWidget(boxed(column(*right, None, gap=0)))
        middle = (self._strip, self.canvas, self.transport, self.timeline)
        put_in_order((self._top, self.errors, self.videos, self.objects, *middle, *right, self.status))

    def _connect(self) -> None:
        canvas, timeline, status = self.canvas, self.timeline, self.status
        canvas.hovered.connect(status.show_place)
        canvas.hint_changed.connect(status.show_hint)
        canvas.space_tapped.connect(self.workspace.toggle_play)
        canvas.tool_changed.connect(lambda _tool: canvas.setFocus())  # whatever was typed into before
        timeline.hovered.connect(status.show_hover)
        timeline.context_requested.connect(self._show_lane_menu)
        self.operations.preview_changed.connect(canvas.show_operation_preview)
        self.workspace.failed.connect(self.show_failure)
        self._theme.changed.connect(self._follow_theme)
        status.show_hint(canvas.hint)

    def show_failure(self, error: UserError) -> None:
        """Show a failure, with buttons for what usually helps."""
        self.errors.show_error(error, *ways_out(error, self.workspace, self._actions))

    def go_on_from(self, other: "Workbench") -> None:
        """Take over from another workbench on the same project."""
        self.canvas.go_on_from(other.canvas)
        self.timeline.view.go_on_from(other.timeline.view)
        for error in other.errors.errors:
            self.show_failure(error)

    def _show_lane_menu(self, object: ObjectId, frame: int, at: QPoint) -> None:
        """Show the menu of an object at a place of its lane: the playhead goes there first."""
        self.workspace.go_to(frame)
        self.workspace.select((object,))
        self.objects.show_menu(at)


def _splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    for part in parts:
        splitter.addWidget(part)
    return splitter

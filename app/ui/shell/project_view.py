"""Everything around the canvas for one open project: panels, transport, timeline, status."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QWidget

from app.errors import UserError
from app.project.model import ObjectId
from app.ui.actions.action_set import ActionSet
from app.ui.actions.action_target import Part
from app.ui.canvas.canvas import Canvas
from app.ui.failures.error_actions import ways_out
from app.ui.failures.error_bar import ErrorBar
from app.ui.panels.engine import EnginePanel
from app.ui.panels.objects import ObjectsPanel
from app.ui.panels.operations import OperationsPanel
from app.ui.panels.tool_options import ToolOptionsPanel
from app.ui.panels.tracking import TrackingPanel
from app.ui.panels.videos import VideosPanel
from app.ui.shell import status_bar, tool_strip, top_bar, transport
from app.ui.shell.status_bar import StatusBar
from app.ui.shell.tab_order import put_in_order
from app.ui.shell.tool_strip import ToolStrip
from app.ui.shell.top_bar import TopBar
from app.ui.shell.transport import Transport
from app.ui.theme.theme import UiTheme
from app.ui.timeline.timeline import Timeline
from app.ui.widgets.widgets import boxed, column, row
from app.workspace.workspace import Workspace

LEFT, RIGHT = 252, 308


class Workbench(QWidget):
    """Made anew for every project. `part_toggled` tells that a part was shown or hidden.

    Canvas and timeline are there at once. Everything around them is made in later turns of the event loop, a panel in
    each, so that the window answers in between; who asks for a panel before has all of them made.
    """

    part_toggled = Signal()

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions = actions
        self.workspace = workspace
        self.canvas = Canvas(workspace, None, theme.palette)
        self.timeline = Timeline(workspace, theme)
        self.errors = ErrorBar(theme)
        self._filmstrip = True
        self._top, self._strip, self._transport_place, self._bottom = (_place() for _ in range(4))
        self._upper_list, self._lower_list = _place(), _place()
        self._top.setFixedHeight(top_bar.HEIGHT)
        self._strip.setFixedWidth(tool_strip.WIDTH)
        self._transport_place.setFixedHeight(transport.HEIGHT)
        self._bottom.setFixedHeight(status_bar.HEIGHT)
        self._lists = _splitter(Qt.Orientation.Vertical, self._upper_list, self._lower_list)
        self._left = boxed(column(self._lists, gap=0), "leftpanel")
        self._right = boxed(column(gap=0), "rightpanel")
        self._lower = boxed(column(self._transport_place, self.timeline, gap=0), "panel")
        self._down = _splitter(Qt.Orientation.Vertical, boxed(row(self._strip, self.canvas, gap=0)), self._lower)
        self._across = _splitter(Qt.Orientation.Horizontal, self._left, self._down, self._right)
        self._arrange()
        self.setLayout(column(self._top, self.errors, self._across, self._bottom, gap=0))
        self._connect()
        self._furnishing = self._furnish()
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._furnish_on)
        self._turns.start()

    @property
    def furnished(self) -> bool:
        """True once every panel is there."""
        return not self._turns.isActive()

    @property
    def objects(self) -> ObjectsPanel:
        """The list of objects."""
        return self._all._objects

    @property
    def videos(self) -> VideosPanel:
        """The list of videos."""
        return self._all._videos

    @property
    def operations(self) -> OperationsPanel:
        """What cleans up masks."""
        return self._all._operations

    @property
    def tracking(self) -> TrackingPanel:
        """What starts runs."""
        return self._all._tracking

    @property
    def transport(self) -> Transport:
        """What moves the playhead."""
        return self._all._transport

    @property
    def status(self) -> StatusBar:
        """The bar at the bottom."""
        return self._all._status

    _objects: ObjectsPanel
    _videos: VideosPanel
    _operations: OperationsPanel
    _tracking: TrackingPanel
    _transport: Transport
    _status: StatusBar

    @property
    def _all(self) -> "Workbench":
        """The workbench with every panel."""
        while not self.furnished:
            self._furnish_on()
        return self

    @property
    def splitters(self) -> dict[str, QSplitter]:
        """The splitters whose places are kept, by name."""
        return {"across": self._across, "down": self._down, "left": self._lists}

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
        self.canvas.set_theme_palette(self._theme.palette)

    def _part(self, part: Part) -> QWidget:
        return {Part.OBJECTS: self._left, Part.OPTIONS: self._right, Part.TIMELINE: self._lower}[part]

    def _arrange(self) -> None:
        """Give the places their usual sizes; what is made later does not move what is there."""
        self._left.setMinimumWidth(200)
        self._right.setMinimumWidth(272)
        self._lists.setStretchFactor(1, 1)
        self._lists.setSizes([170, 400])
        self._across.setStretchFactor(1, 1)
        self._down.setStretchFactor(0, 1)
        self._across.setSizes([LEFT, 900, RIGHT])
        self._down.setSizes([560, 280])

    def _furnish_on(self) -> None:
        if next(self._furnishing, self) is self:
            self._turns.stop()

    def _furnish(self) -> Iterator[None]:
        """Make the panels, those first that are seen first."""
        workspace, actions, theme = self.workspace, self._actions, self._theme
        top, strip = TopBar(self.canvas, actions, theme), ToolStrip(actions)
        _put(self._top, top)
        _put(self._strip, strip)
        yield
        self._transport, self._status = Transport(workspace, actions, theme), StatusBar(workspace, theme)
        _put(self._transport_place, self._transport)
        _put(self._bottom, self._status)
        self._connect_status()
        yield
        self._videos, self._objects = VideosPanel(workspace, actions, theme), ObjectsPanel(workspace, actions, theme)
        _put(self._upper_list, self._videos)
        _put(self._lower_list, self._objects)
        yield
        side = column(None, gap=0)
        _put(self._right, _scrolled(boxed(side)))
        self._operations = OperationsPanel(workspace, theme)
        self._operations.preview_changed.connect(self.canvas.show_operation_preview)
        self.canvas.operation_accepted.connect(self._operations.apply)
        options = ToolOptionsPanel(self.canvas, theme)
        side.insertWidget(0, options)
        side.insertWidget(1, self._operations)
        yield
        self._tracking = TrackingPanel(workspace, actions, theme)
        side.insertWidget(2, self._tracking)
        yield
        engine = EnginePanel(workspace, theme)
        side.insertWidget(3, engine)
        middle = (strip, self.canvas, self._transport, self.timeline)
        right = (options, self._operations, self._tracking, engine)
        put_in_order((top, self.errors, self._videos, self._objects, *middle, *right, self._status))

    def _connect(self) -> None:
        self.canvas.space_tapped.connect(self.workspace.view.toggle_play)
        self.timeline.context_requested.connect(self._show_lane_menu)
        self.canvas.tool_changed.connect(lambda _tool: self.canvas.setFocus())  # whatever was typed into before
        self.workspace.messages.failed.connect(self.show_failure)
        self._theme.changed.connect(self._follow_theme)

    def _connect_status(self) -> None:
        canvas, status = self.canvas, self._status
        canvas.hovered.connect(status.show_place)
        canvas.hint_changed.connect(status.show_hint)
        self.timeline.hovered.connect(status.show_hover)
        status.show_hint(canvas.hint)

    def show_failure(self, error: UserError) -> None:
        """Show a failure, with buttons for what usually helps."""
        self.errors.show_error(error, *ways_out(error, self.workspace, self._actions))

    def go_on_from(self, other: "Workbench") -> None:
        """Take over from another workbench on the same project."""
        self.canvas.copy_state_from(other.canvas)
        self.timeline.view.copy_state_from(other.timeline.view)
        for error in other.errors.errors:
            self.show_failure(error)

    def _show_lane_menu(self, object: ObjectId, frame: int, at: QPoint) -> None:
        """Show the menu of an object at a place of its lane: the playhead goes there first."""
        self.workspace.view.go_to(frame)
        self.workspace.view.select((object,))
        self.objects.show_menu(at)


def _place() -> QFrame:
    """Return a place for something that is made later."""
    return boxed(column(gap=0))


def _put(place: QWidget, panel: QWidget) -> None:
    layout = place.layout()
    assert layout is not None
    layout.addWidget(panel)


def _scrolled(content: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(content)
    return scroll


def _splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    for part in parts:
        splitter.addWidget(part)
    return splitter

"""The view of one open project: canvas and timeline, with bars and panels around them."""

from collections.abc import Generator, Iterator

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from app.errors import UserError
from app.project.model import ObjectId
from app.ui.actions.action_set import ActionSet
from app.ui.actions.action_target import WindowPart
from app.ui.canvas.canvas import Canvas
from app.ui.dialogs.add_pictures import AddPicturesDialog
from app.ui.dialogs.recount import RecountDialog
from app.ui.failures.causes import cause_of, turning_points
from app.ui.failures.error_actions import error_actions
from app.ui.failures.error_bar import ErrorBar
from app.ui.improving.page import ImprovePage
from app.ui.metrics.page import MetricsPage
from app.ui.panels.engine import EnginePanel
from app.ui.panels.lessons import LessonsPanel
from app.ui.panels.memory_choice import MemoryChoice
from app.ui.panels.objects import ObjectsPanel
from app.ui.panels.operations import OperationsPanel
from app.ui.panels.tool_options import ToolOptionsPanel
from app.ui.panels.tracking import TrackingPanel
from app.ui.panels.videos import VideosPanel
from app.ui.review.annotate_next import AnnotateNextPanel
from app.ui.review.look_next import LookNext
from app.ui.review.stage_columns import StageColumns
from app.ui.review.stages import Stages
from app.ui.review.todo_list import TodoList
from app.ui.shell import status_bar, tool_strip, top_bar, transport
from app.ui.shell.offers import Offers
from app.ui.shell.pinned_panel import PinnedPanel
from app.ui.shell.status_bar import StatusBar
from app.ui.shell.tab_order import set_tab_order
from app.ui.shell.tool_strip import ToolStrip
from app.ui.shell.top_bar import TopBar
from app.ui.shell.transport import Transport
from app.ui.theme.theme import UiTheme
from app.ui.timeline.timeline import Timeline
from app.ui.widgets.widgets import boxed, column, lay_out_now, row, scrolled
from app.workspace.turns import Later
from app.workspace.workspace import Workspace

LEFT, RIGHT = 252, 308
"""Logical pixels that the columns at the sides are wide at first."""
LOW = 520
"""Logical pixels of height below which the timeline does with less."""
WIDEST = (1 << 24) - 1
"""Qt's own, which PySide does not name."""


class ProjectView(QWidget):
    """Made for every project that is opened.

    Canvas and timeline are there at once. The bars and panels around them are built one by one from the event loop, so
    that the window answers in between. Reading one of their properties earlier builds all that are missing.
    """

    ready = Signal()
    """Every panel is built."""
    part_toggled = Signal()
    """A part of the window was shown or hidden."""

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions = actions
        self.workspace = workspace
        self.canvas = Canvas(workspace, None, theme.palette)
        self.timeline = Timeline(workspace, theme)
        self.timeline.set_low(True)  # until the height is known: a window must not have to grow for it
        self.errors = ErrorBar(theme)
        self.errors.hold_back(True)  # until it has its place, it would be a window of its own
        self.stages = Stages(workspace, self.canvas)
        self._filmstrip = True
        self._numbers: MetricsPage | None = None
        self._improving: ImprovePage | None = None
        self._top, self._strip, self._transport_bar, self._bottom = (_placeholder() for _ in range(4))
        self._upper_list, self._lower_list = _placeholder(), _placeholder()
        self._upper_right, self._lower_right = _placeholder(), _placeholder()
        self._top.setFixedHeight(top_bar.HEIGHT)
        self._strip.setFixedWidth(tool_strip.WIDTH)
        self._transport_bar.setFixedHeight(transport.HEIGHT)
        self._bottom.setFixedHeight(status_bar.HEIGHT)
        self._lists = _splitter(Qt.Orientation.Vertical, self._upper_list, self._lower_list)
        self._left = boxed(column(self._lists, gap=0), "leftpanel")
        self._right = PinnedPanel(self._upper_right, self._lower_right)
        self._lower = boxed(column(self._transport_bar, self.timeline, gap=0), "panel")
        upper = boxed(row(self._strip, self.canvas, gap=0))
        self.offers = Offers(workspace, upper, self.canvas, theme)
        self._down = _splitter(Qt.Orientation.Vertical, upper, self._lower)
        self._across = _splitter(Qt.Orientation.Horizontal, self._left, self._down, self._right)
        self._arrange()
        self.setLayout(column(self._top, self._across, self._bottom, gap=0))
        self._connect()
        self.setUpdatesEnabled(False)  # until the first turn behind this one: both together would be felt
        self._panel_steps = self._panels_in_order()
        self._panels_built = False
        self._build_later = Later(workspace.turns, self)
        self._build_later.due.connect(self._build_in_turn)
        self._build_later.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the canvas its place in a low window."""
        super().resizeEvent(event)
        self.timeline.set_low(self.height() < LOW)

    @property
    def panels_ready(self) -> bool:
        """True once every panel is built."""
        return self._panels_built

    def leave(self) -> None:
        """Build no more panels: the workspace is about to go."""
        self._build_later.stop()

    @property
    def objects(self) -> ObjectsPanel:
        """The list of objects."""
        return self.with_panels._objects

    @property
    def videos(self) -> VideosPanel:
        """The list of videos."""
        return self.with_panels._videos

    @property
    def operations(self) -> OperationsPanel:
        """The panel of mask operations."""
        return self.with_panels._operations

    @property
    def tracking(self) -> TrackingPanel:
        """The panel that starts runs."""
        return self.with_panels._tracking

    @property
    def transport(self) -> Transport:
        """The bar of playback buttons."""
        return self.with_panels._transport

    @property
    def playing(self) -> QWidget:
        """What moves the playhead: the bar of playback buttons with the timeline below it."""
        return self._lower

    @property
    def status(self) -> StatusBar:
        """The bar at the bottom."""
        return self.with_panels._status

    @property
    def export_button(self) -> QWidget:
        """The button that opens the export."""
        return self.with_panels._export_button

    _export_button: QWidget
    _objects: ObjectsPanel
    _videos: VideosPanel
    _operations: OperationsPanel
    _tracking: TrackingPanel
    _transport: Transport
    _status: StatusBar

    @property
    def with_panels(self) -> "ProjectView":
        """This view, once all panels are built."""
        while not self.panels_ready:
            self._build_next_panel()
        return self

    @property
    def splitters(self) -> dict[str, QSplitter]:
        """The splitters whose state is stored, by name."""
        return {"across": self._across, "down": self._down, "left": self._lists}

    def part_shown(self, part: WindowPart) -> bool:
        """Return whether a part is shown."""
        return self._filmstrip if part is WindowPart.FILMSTRIP else not self._part(part).isHidden()

    def show_part(self, part: WindowPart, shown: bool) -> None:
        """Show or hide a part."""
        if part is WindowPart.FILMSTRIP:
            self._filmstrip = shown
            self.timeline.set_filmstrip(shown)
        else:
            self._part(part).setVisible(shown)
        self.part_toggled.emit()

    def focus_next_area(self) -> None:
        """Give the keyboard to the next area: canvas, videos, objects, tracking, timeline."""
        areas: list[QWidget] = [self.canvas, self.videos.list, self.objects.list, self.tracking.button]
        areas = [area for area in (*areas, self.timeline.lanes) if area.isVisible()]
        focused = next((i for i, area in enumerate(areas) if area.hasFocus()), -1)
        areas[(focused + 1) % len(areas)].setFocus(Qt.FocusReason.TabFocusReason)

    def _follow_theme(self) -> None:
        self.canvas.set_theme_palette(self._theme.palette)

    def _part(self, part: WindowPart) -> QWidget:
        return {WindowPart.OBJECTS: self._left, WindowPart.OPTIONS: self._right, WindowPart.TIMELINE: self._lower}[part]

    def _arrange(self) -> None:
        """Give the placeholders their default sizes, so that panels built later move nothing."""
        self._left.setMinimumWidth(200)
        self._right.setMinimumWidth(272)
        self._lists.setStretchFactor(1, 1)
        self._lists.setSizes([170, 400])
        self._across.setStretchFactor(1, 1)
        self._down.setStretchFactor(0, 1)
        self._across.setSizes([LEFT, 900, RIGHT])
        self._down.setSizes([560, 280])

    def _build_in_turn(self) -> None:
        self._build_next_panel()
        if not self.panels_ready:
            self._build_later.start()

    def _build_next_panel(self) -> None:
        if next(self._panel_steps, self) is self:
            self._panels_built = True
            self._build_later.stop()
            self.ready.emit()

    def _panels_in_order(self) -> Iterator[None]:
        """Build bars and panels, one part a step."""
        self.setUpdatesEnabled(True)
        yield
        workspace, actions, theme = self.workspace, self._actions, self._theme
        top, strip = TopBar(self.canvas, actions, theme), ToolStrip(actions)
        _fill(self._top, top)
        self._export_button = top.export
        _fill(self._strip, strip, width_of_its_own=True)
        yield
        self._transport = Transport(workspace, actions, theme)
        _fill(self._transport_bar, self._transport)
        yield
        self._status = StatusBar(workspace, theme, self.errors, actions)
        _fill(self._bottom, self._status)
        self.errors.hold_back(False)
        self._connect_status()
        yield
        self._videos, self._objects = VideosPanel(workspace, actions, theme), ObjectsPanel(workspace, actions, theme)
        _fill(self._upper_list, self._videos)
        _fill(self._lower_list, self._objects)
        todo = TodoList(workspace, theme)
        _fill(self._lower_list, todo)
        todo.show_work()
        yield
        self._tracking = TrackingPanel(workspace, actions, theme)
        _fill(self._lower_right, self._tracking)
        yield
        panels = yield from self._side_panels()
        columns = StageColumns(workspace, actions, theme, self)
        yield
        _fill(self._left, columns.left)
        _fill(self._right, columns.right)
        self.stages.show_in(columns, (self._lists, self._upper_right, self._lower_right))
        yield
        middle = (strip, self.canvas, self._transport, self.timeline)
        right = (*panels, self._tracking, columns.left, columns.right)
        set_tab_order((top, self._videos, self._objects, todo, *middle, *right, self._status))

    def _side_panels(self) -> Generator[None, None, list[QWidget]]:
        """Build what stands below each other at the right, one part a step; return it from top to bottom."""
        workspace, actions, theme = self.workspace, self._actions, self._theme
        side = column(None, gap=0)
        scroll = scrolled(boxed(side))
        _fill(self._upper_right, scroll)
        operations = self._operations = OperationsPanel(workspace, theme)
        operations.preview_changed.connect(self.canvas.show_operation_preview)
        operations.opened.connect(scroll.ensureWidgetVisible, Qt.ConnectionType.QueuedConnection)
        self.canvas.operation_accepted.connect(operations.apply)
        yield
        options = ToolOptionsPanel(self.canvas, theme)
        side.insertWidget(0, options)
        side.insertWidget(1, operations)
        lay_out_now()
        yield
        look_next, memory = LookNext(workspace, actions), MemoryChoice(workspace)
        following = AnnotateNextPanel(workspace, actions)
        for panel in (look_next, following):
            panel.revealed.connect(scroll.ensureWidgetVisible, Qt.ConnectionType.QueuedConnection)
        side.insertWidget(2, look_next)
        side.insertWidget(3, following)
        side.insertWidget(4, memory)
        lay_out_now()
        yield
        lessons, engine = LessonsPanel(workspace, actions), EnginePanel(workspace, theme)
        engine.offered.connect(scroll.ensureWidgetVisible, Qt.ConnectionType.QueuedConnection)
        side.insertWidget(5, lessons)
        side.insertWidget(6, engine)
        lay_out_now()
        yield
        return [options, operations, look_next, following, memory, lessons, engine]

    def _connect(self) -> None:
        new_object = self._actions["object.new"]
        self.canvas.set_new_object_key(lambda: new_object.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        self.canvas.space_tapped.connect(self.workspace.view.toggle_play)
        self.stages.changed.connect(lambda: self.timeline.show_stage(self.stages.shown))
        self.timeline.context_requested.connect(self._show_lane_menu)
        self.canvas.tool_changed.connect(lambda _tool: self.canvas.setFocus())  # takes the focus from a text field
        self.workspace.messages.failed.connect(self.show_failure)
        for signal in turning_points(self.workspace):
            signal.connect(self.errors.drop_gone)
        self._theme.changed.connect(self._follow_theme)
        self.workspace.shots.follow_view()
        videos = self.workspace.videos
        videos.proposed.connect(lambda paths, found: AddPicturesDialog(videos.add, paths, found, self).open())
        videos.counted_otherwise.connect(lambda recount: RecountDialog(self.workspace, recount, self).open())

    def show_numbers(self) -> None:
        """Show the page of the data engine's numbers, the same one each time."""
        if self._numbers is None:
            self._numbers = MetricsPage(self.workspace, self._theme, self)
        self._numbers.show()
        self._numbers.raise_()
        self._numbers.activateWindow()

    def show_improving(self) -> None:
        """Show the page that improves a model with the project's masklets, the same one each time."""
        if self._improving is None:
            self._improving = ImprovePage(self.workspace, self._theme, self)
        self._improving.show()
        self._improving.raise_()
        self._improving.activateWindow()

    def _connect_status(self) -> None:
        canvas, status = self.canvas, self._status
        status.numbers.clicked.connect(self.show_numbers)
        canvas.hovered.connect(status.show_place)
        canvas.hint_changed.connect(status.show_hint)
        self.timeline.hovered.connect(status.show_hover)
        status.show_hint(canvas.hint)

    def show_failure(self, error: UserError) -> None:
        """Show a failure, with buttons for what can be done about it."""
        ways = error_actions(error, self.workspace, self._actions)
        self.errors.show_error(error, *ways, stays=cause_of(error, self.workspace))

    def go_on_from(self, other: "ProjectView") -> None:
        """Take over tool, zoom and failures from another view of the same project."""
        self.canvas.copy_state_from(other.canvas)
        self.timeline.view.copy_state_from(other.timeline.view)
        self.stages.show(other.stages.shown)
        for error in other.errors.errors:
            self.show_failure(error)

    def _show_lane_menu(self, object: ObjectId, frame: int, at: QPoint) -> None:
        """Show the menu of an object where its lane was clicked; the playhead goes to that frame first."""
        self.workspace.view.go_to(frame)
        self.workspace.view.select((object,))
        self.objects.show_menu(at)


def _placeholder() -> QFrame:
    """Return an empty frame for a panel that is built later."""
    return boxed(column(gap=0))


def _fill(placeholder: QWidget, panel: QWidget, *, width_of_its_own: bool = False) -> None:
    layout = placeholder.layout()
    assert layout is not None
    layout.addWidget(panel)
    if width_of_its_own:
        placeholder.setMinimumWidth(0)
        placeholder.setMaximumWidth(WIDEST)


def _splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    for part in parts:
        splitter.addWidget(part)
    return splitter

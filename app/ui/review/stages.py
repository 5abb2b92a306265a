"""Which stage the window shows: it turns the columns at both sides, and remembers where each stage was."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.project.model import FrameIndex, ObjectId, Stage, VideoId
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.tools.table import ToolId
from app.ui.review.stage_columns import StageColumns
from app.workspace.review.selecting import Selecting
from app.workspace.review.verifying import Verifying
from app.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class StagePlace:
    """Where a stage was left."""

    video: VideoId
    frame: FrameIndex
    selection: tuple[ObjectId, ...]


class Stages(QObject):
    """In Select and Verify the canvas has the hand: a click there changes nothing."""

    changed = Signal()
    """Another stage, another object in hand, or another score from which on candidates are accepted."""

    def __init__(self, workspace: Workspace, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._workspace = workspace
        self._canvas = canvas
        self._shown = Stage.ANNOTATION
        self._annotated: StagePlace | None = None
        self._tool = canvas.tool
        self._columns: StageColumns | None = None
        self._usual: tuple[QWidget, ...] = ()
        workspace.work_log.tool = canvas.tool.value
        canvas.tool_changed.connect(self._note_tool)
        workspace.verifying.changed.connect(self.changed)
        workspace.verifying.changed.connect(self._take_tool)
        workspace.selecting.changed.connect(self.changed)
        workspace.selecting.threshold_changed.connect(self.changed)

    @property
    def shown(self) -> Stage:
        """The stage that is shown."""
        return self._shown

    def show_in(self, columns: StageColumns, usual: tuple[QWidget, ...]) -> None:
        """Turn between `columns` and the `usual` widgets of Annotate."""
        self._columns, self._usual = columns, usual
        self._turn_columns()

    def show(self, stage: Stage) -> None:
        """Show a stage where it was left; Annotate where something is wrong that was just sent back from Verify."""
        if stage is self._shown:
            return
        verified = self._shown is Stage.VERIFICATION
        self._leave()
        self._shown = stage
        self._workspace.work_log.turn_to(stage)
        self._turn_columns()
        if stage is Stage.ANNOTATION:
            self._canvas.set_tool(self._tool)
            sent_back = self._workspace.verifying.sent_back if verified else ()
            if sent_back:
                self._workspace.issue_marks.show_object(sent_back[0])
            else:
                self._go_back()
        else:
            self._canvas.set_tool(ToolId.HAND)
            self._queue_of(stage).begin()
        self.changed.emit()

    def _take_tool(self) -> None:
        """While the reason is asked for, a drag marks where it is wrong."""
        if self._shown is Stage.VERIFICATION:
            self._canvas.set_tool(ToolId.ISSUE if self._workspace.verifying.asking else ToolId.HAND)

    def _leave(self) -> None:
        view = self._workspace.view
        if self._shown is not Stage.ANNOTATION:
            self._queue_of(self._shown).end()
            return
        view.pause()
        self._tool = self._canvas.tool
        self._annotated = None if view.video is None else StagePlace(view.video.id, view.frame, view.selection)

    def _queue_of(self, stage: Stage) -> Selecting | Verifying:
        return self._workspace.selecting if stage is Stage.SELECTION else self._workspace.verifying

    def _go_back(self) -> None:
        view, place = self._workspace.view, self._annotated
        if place is not None and self._workspace.document.video(place.video) is not None:
            view.open_video(place.video)
            view.select(place.selection)
            view.go_to(place.frame)

    def _turn_columns(self) -> None:
        for widget in self._usual:
            widget.setVisible(self._shown is Stage.ANNOTATION)
        if self._columns is not None:
            self._columns.show_stage(self._shown)

    def _note_tool(self, tool: ToolId) -> None:
        self._workspace.work_log.tool = tool.value

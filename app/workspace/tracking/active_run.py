"""One run from its verb to its end, restarts included."""

from dataclasses import dataclass, field, replace

from app.project.history import StepId
from app.project.model import Cell, Direction, FrameIndex, ObjectId, Run, Video
from app.workspace.jobs.jobs import Job
from app.workspace.jobs.worker import Task
from app.workspace.tracking.passes import RunResult
from app.workspace.tracking.plan import Wish
from app.workspace.tracking.progress import FrameCount


@dataclass(slots=True, eq=False)
class ActiveRun:
    """`touched`: where a person changed objects since the last (re)start. `reached`: the frame each object is to be
    computed on next, in its direction. `watched`: where the playhead is as long as it goes along with this run.
    """

    video: Video
    wish: Wish
    record: Run
    step: StepId
    job: Job
    task: Task[RunResult] | None = None
    started: bool = False
    restart: bool = False
    stopping: bool = False
    dropped: bool = False
    touched: dict[ObjectId, FrameIndex] = field(default_factory=dict)
    reached: dict[ObjectId, FrameIndex] = field(default_factory=dict)
    watched: FrameIndex | None = None
    masks: int = 0
    lost: set[FrameIndex] = field(default_factory=set)
    """Frames that could not be decoded."""
    count: FrameCount = field(init=False)

    def __post_init__(self) -> None:
        self.count = FrameCount(self.video.frame_count)

    def touch(self, cell: Cell) -> None:
        """Note that a person changed `cell`: the run has to go on from there."""
        earlier = self.touched.get(cell.object, cell.frame)
        self.touched[cell.object] = self._first(cell.frame, earlier)
        self.restart = True

    def again(self) -> None:
        """Make the wish that a restart fulfils: what was touched, and what had not been reached yet."""
        anchors = dict(self.wish.anchors)
        for object, frame in self.touched.items():
            if self.wish.direction is Direction.BOTH:
                anchors[object] = frame
            elif object in self.reached:
                anchors[object] = self.reached[object] = self._first(frame, self.reached[object])
        self.wish = replace(self.wish, anchors=anchors)
        self.touched, self.restart = {}, False

    def _first(self, one: FrameIndex, other: FrameIndex) -> FrameIndex:
        return max(one, other) if self.wish.direction is Direction.BACKWARD else min(one, other)

"""One run from its verb to its end, restarts included."""

from dataclasses import dataclass, field

from app.project.history import StepId
from app.project.model import FrameIndex, ObjectId, Run, Video
from app.workspace.jobs.jobs import Job
from app.workspace.jobs.worker import Task
from app.workspace.tracking.passes import RunResult
from app.workspace.tracking.plan import Wish
from app.workspace.tracking.progress import FrameCount


@dataclass(slots=True, eq=False)
class ActiveRun:
    """`touched`: objects that a person changed since the last (re)start. `masks`: how many it has made.

    `watched`: where the playhead is as long as it goes along with this run. `anew`: whether what is up to date in the
    range is computed again, too.
    """

    video: Video
    wish: Wish
    record: Run
    step: StepId
    job: Job
    anew: bool = False
    task: Task[RunResult] | None = None
    started: bool = False
    restart: bool = False
    stopping: bool = False
    dropped: bool = False
    touched: set[ObjectId] = field(default_factory=set)
    watched: FrameIndex | None = None
    masks: int = 0
    lost: set[FrameIndex] = field(default_factory=set)
    """Frames that could not be decoded."""
    count: FrameCount = field(init=False)

    def __post_init__(self) -> None:
        self.count = FrameCount(self.video.frame_count)

    def touch(self, object: ObjectId) -> None:
        """Note that a person changed an object: what depends on that has to be computed once more."""
        self.touched.add(object)
        self.restart = True

    def again(self) -> None:
        """Begin again with what is not up to date."""
        self.touched, self.restart = set(), False

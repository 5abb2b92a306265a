"""`masklane evaluate --through project`: a data set annotated and verified by the verbs of the window, and kept.

A simulated person annotates, another one verifies by the truth and sends back what is bad; the project's log and
verdicts are what people would have left, so that its numbers are true ones: of simulated people, who think no time.
"""

from argparse import Namespace
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import msgspec

from app.api.session import Session, session
from app.cli.evaluating.interactive import ALWAYS, media_of
from app.cli.evaluating.practice import GOOD_ENOUGH, SimulatedAnnotator
from app.engine.predictor import Predictor
from app.errors import UserError
from app.evaluation.protocols import CLICKS_A_FRAME, FRAMES_CORRECTED, Effort, EvaluationResult, first_frame, scored
from app.evaluation.rounds import FrameChooser, NextFrame
from app.evaluation.subjects import Subject, open_subjects
from app.project.model import DEFAULT_POLICY, Direction, FrameIndex, Judgement, ObjectId, Policy, Stage
from app.project.storage.store import Store
from app.review.report import Report, report
from app.review.work import counted
from app.workspace.workspace import Workspace

ANNOTATOR, REVIEWER = "Simulated annotator", "Simulated reviewer"
ALIGNED = 0.75
"""IoU of a frame that a reviewer lets pass, and below which a frame is corrected online."""
SATISFIED = 0.9
"""Share of frames that must pass for a masklet to be satisfactory."""
TRIES = 2
"""How often a masklet is handed in at most."""


class Order(Enum):
    """In which order frames are corrected, as in the SAM 2 paper."""

    ONLINE = "online"
    """Forward, once: the next frame is the first one behind that is bad."""
    OFFLINE = "offline"
    """Any: the next frame is the worst one."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """What became of one object: its scores, what it took, and the verdicts on it, in their order."""

    result: EvaluationResult
    corrected: int
    """Frames that were clicked, painted or marked absent."""
    verdicts: tuple[Judgement, ...]


def through_project(
    predictor: Predictor, arguments: Namespace, policy: Policy = DEFAULT_POLICY
) -> Generator[Annotated, None, Report]:
    """Annotate every object of a data set into a project at `arguments.out`; yields each, returns the numbers.

    Raises UserError, at once when there is a project already.
    """
    order = Order(arguments.protocol)
    rounds = FRAMES_CORRECTED if arguments.rounds is None else arguments.rounds
    create = lambda settings: Workspace.create(arguments.out, settings, lambda _choice: predictor)  # noqa: E731
    with (
        closing(open_subjects(arguments.dataset, arguments.limit, arguments.frames)) as subjects,
        session(create, follow_runs=False, annotator=ANNOTATOR) as made,
    ):
        made.workspace.work_log.tool = "click"
        for subject in _in_videos(made, subjects, arguments.out / "media"):
            start = first_frame(subject)
            if start is not None:
                yield _TwoPeople(made, subject, order, rounds, policy).work(start)
    with Store.open_copy(arguments.out) as store:
        return report(counted(store.events()), store.load(), name=arguments.out.name)


def _in_videos(made: Session, subjects: Iterable[Subject], media: Path) -> Generator[Subject]:
    """Yield each subject, its video shown; each sequence becomes a video of the project."""
    shown: Path | None = None
    for subject in subjects:
        if subject.source.path != shown:
            shown = subject.source.path
            if subject.frame_count != subject.source.info.frame_count:
                media.mkdir(parents=True, exist_ok=True)
            known = {video.id for video in made.workspace.document.videos()}
            made.workspace.videos.add([media_of(subject, media / shown.stem).absolute()])
            made.settle()
            video = next(video for video in made.workspace.document.videos() if video.id not in known)
            made.workspace.view.open_video(video.id)
        yield subject


class _TwoPeople:
    """Two simulated people at work on one object."""

    def __init__(self, made: Session, subject: Subject, order: Order, rounds: int, policy: Policy) -> None:
        self._made = made
        self._workspace = made.workspace
        self._subject = subject
        self._order = order
        self._rounds = rounds
        object = self._workspace.objects.add(subject.name, subject.category)
        assert object is not None
        self._object: ObjectId = object
        if policy is not DEFAULT_POLICY:
            self._workspace.objects.set_policy((object,), policy)
        self._annotator = SimulatedAnnotator(made, object, subject)
        self._clicks = self._computed = 0
        self._seconds = 0.0
        self._corrected: set[FrameIndex] = set()

    def work(self, start: FrameIndex) -> Annotated:
        """Annotate, hand in, verify, and correct what comes back."""
        self._correct(start, ALWAYS)
        first_iou = self._annotator.iou(start)
        self._annotate(start)
        verdicts = [self._verify()]
        while verdicts[-1] is Judgement.UNSATISFACTORY and len(verdicts) < TRIES:
            self._answer()
            verdicts.append(self._verify())
        effort = Effort(self._computed, self._seconds, self._clicks)
        result = scored(self._subject, self._annotator.masks(), first_iou, effort)
        return Annotated(result, len(self._corrected), tuple(verdicts))

    def _annotate(self, start: FrameIndex) -> None:
        chooser = FrameChooser(NextFrame.WORST, self._subject.frame_count, start, "")
        at = start
        for _ in range(self._rounds - 1):
            found = self._next(at, chooser)
            if found is None:
                return
            at = found
            self._correct(at)

    def _next(self, at: FrameIndex, chooser: FrameChooser) -> FrameIndex | None:
        """Return the frame to correct after `at`, None when all are good enough."""
        iou = self._annotator.iou
        if self._order is Order.ONLINE:
            left = map(FrameIndex, range(at + 1, self._subject.frame_count))
            return next((frame for frame in left if iou(frame) < ALIGNED), None)
        worst = chooser.choose(iou)
        return None if worst is None or iou(worst) > GOOD_ENOUGH else worst

    def _correct(self, frame: FrameIndex, enough: float = GOOD_ENOUGH) -> None:
        """Correct a frame, and track what that changes: online forward, else both ways."""
        if self._annotator.shows(frame):
            clicks = self._annotator.click(frame, CLICKS_A_FRAME, enough)
            self._clicks += clicks
            corrected = clicks > 0
        else:
            corrected = self._annotator.paint(frame)
        if corrected:
            self._corrected.add(frame)
            seconds, computed = self._annotator.track(
                Direction.FORWARD if self._order is Order.ONLINE else Direction.BOTH
            )
            self._seconds += seconds
            self._computed += computed

    def _verify(self) -> Judgement:
        """Hand in, and judge by the truth as another person."""
        verification = self._workspace.verification
        verification.hand_in((self._object,))
        self._hand_over(REVIEWER, Stage.VERIFICATION)
        frames = [FrameIndex(frame) for frame in range(self._subject.frame_count)]
        passed = [self._annotator.iou(frame) > ALIGNED for frame in frames]
        if sum(passed) >= SATISFIED * len(frames):
            verification.judge(self._object, Judgement.SATISFACTORY)
            judgement = Judgement.SATISFACTORY
        else:
            worst = min(frames, key=self._annotator.iou)
            judgement = Judgement.UNSATISFACTORY
            verification.judge(self._object, judgement, verification.reasons[0], (worst, worst))
        self._hand_over(ANNOTATOR, Stage.ANNOTATION)
        self._made.settle()
        return judgement

    def _answer(self) -> None:
        """Correct the frames of the issues that came back, and say so."""
        document = self._workspace.document
        issues = [issue for issue in document.issues_of(self._object) if not issue.resolved]
        for issue in issues:
            if issue.span is not None:
                self._correct(issue.span[0])
        self._workspace.verification.resolve([issue.id for issue in issues])
        self._made.settle()

    def _hand_over(self, person: str, stage: Stage) -> None:
        """Let another person work from now on, in another stage."""
        workspace = self._workspace
        workspace.work_log.turn_to(stage)
        workspace.change_settings(msgspec.structs.replace(workspace.settings, annotator=person))


def check_options(arguments: Namespace) -> None:
    """Raise UserError when the options do not go together."""
    orders = {order.value for order in Order}
    if (arguments.protocol in orders) is not (arguments.through is not None):
        raise UserError("online and offline annotate a project.", "Give --through project --out DIR with them.")
    if (arguments.through is None) is not (arguments.out is None):
        raise UserError("--out says where the project goes.", "Give --through project and --out DIR together.")

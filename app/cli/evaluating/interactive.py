"""The interactive protocol: objects annotated through the verbs of a workspace, so that a person gets what it measures.

Each sequence has a temporary project; all of them share one predictor, whose caches go with each project.
"""

import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2

from app.api.session import Session, session
from app.cli.evaluating.practice import GOOD_ENOUGH, SimulatedAnnotator
from app.engine.predictor import Predictor
from app.errors import ExportError
from app.evaluation.protocols import CLICKS_A_FRAME, Effort, EvaluationResult, first_frame, scored
from app.evaluation.rounds import Course, FrameChooser, NextFrame, Round
from app.evaluation.subjects import Subject
from app.project.model import DEFAULT_POLICY, FrameIndex, Policy
from app.workspace.workspace import Workspace

INTERACTIVE = "interactive"
"""The protocol's name on the command line."""
ALWAYS = 1.0
"""No IoU is above it: the first frame gets all of its clicks, as in the protocol without a workspace."""


@dataclass(frozen=True, slots=True)
class InteractiveOptions:
    """How the simulated annotator corrects: `rounds` frames after the first one, with clicks or by painting."""

    rounds: int = 3
    next: NextFrame = NextFrame.WORST
    painted: bool = False
    seed: int = 0
    first_clicks: int = CLICKS_A_FRAME
    """Clicks on the first frame."""
    policy: Policy = DEFAULT_POLICY

    @property
    def words(self) -> str:
        """How it is corrected, in one line."""
        how = "the true mask painted" if self.painted else f"up to {CLICKS_A_FRAME} clicks a frame"
        if self.first_clicks != CLICKS_A_FRAME:
            how += f" ({self.first_clicks} on the first)"
        seed = f", seed {self.seed}" if self.next is NextFrame.RANDOM else ""
        return f"{how}, {self.next.value} frame next{seed}"


def annotate_all(
    predictor: Predictor, subjects: Iterable[Subject], options: InteractiveOptions
) -> Generator[tuple[Subject, EvaluationResult, Course]]:
    """Yield each object with its scores after the last round and its course, without those that are on no frame.

    Objects of one sequence follow each other in `subjects`. Close the generator when not all are taken. Raises
    UserError.
    """
    for _, group in groupby(subjects, key=lambda subject: subject.source.path):
        first = next(group)
        with temporary_project(predictor, first) as made:
            for subject in chain((first,), group):
                start = first_frame(subject)
                if start is not None:
                    yield subject, *_annotate(made, subject, start, options)


@contextmanager
def temporary_project(predictor: Predictor, subject: Subject) -> Iterator[Session]:
    """Make a project of the frames of `subject` that count, with its video shown; it is gone afterwards."""
    with TemporaryDirectory(prefix="masklane-", ignore_cleanup_errors=True) as home:
        project, media = Path(home) / "project", media_of(subject, Path(home) / "frames")
        create = lambda settings: Workspace.create(project, settings, lambda _choice: predictor)  # noqa: E731
        with session(create, follow_runs=False) as made:
            made.workspace.videos.add([media])
            made.settle()
            made.workspace.view.open_video(made.workspace.document.videos()[0].id)
            yield made


def media_of(subject: Subject, folder: Path) -> Path:
    """Return the media of `subject`, or `folder` with the pictures of its first frames where not all count."""
    if subject.frame_count == subject.source.info.frame_count:
        return subject.source.path
    folder.mkdir()
    for index in range(subject.frame_count):
        file = folder / f"{index:06d}.png"
        picture = cv2.cvtColor(subject.source.frame(index), cv2.COLOR_RGB2BGR)
        encoded, data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        assert encoded
        try:
            file.write_bytes(data.tobytes())
        except OSError as error:
            raise ExportError(
                "The picture “{name}” cannot be written: {reason}.", name=file, reason=error.strerror
            ) from error
    return folder


def _annotate(
    made: Session, subject: Subject, start: FrameIndex, options: InteractiveOptions
) -> tuple[EvaluationResult, Course]:
    object = made.workspace.objects.add(subject.name, subject.category)
    assert object is not None
    made.workspace.objects.set_policy((object,), options.policy)
    annotator = SimulatedAnnotator(made, object, subject)
    seed = f"{options.seed} {subject.sequence} {subject.object_id}"
    chooser = FrameChooser(options.next, subject.frame_count, start, seed)
    rounds = [_round(annotator, start, options, options.first_clicks, ALWAYS)]
    first_iou, told = annotator.iou(start), annotator.detection()

    def corrected(frame: FrameIndex) -> float:
        with annotator.taken_back():
            return _round(annotator, frame, options).jf

    for _ in range(options.rounds):
        rounds.append(_round(annotator, chooser.choose(annotator.iou, annotator.suggested, corrected), options))
    effort = Effort(
        frames=sum(done.computed for done in rounds),
        seconds=sum(done.seconds for done in rounds),
        clicks=sum(done.clicks for done in rounds),
    )
    result = scored(subject, annotator.masks(), first_iou, effort, [done.jf for done in rounds])
    return result, Course(subject.sequence, subject.object_id, tuple(rounds), told)


def _round(
    annotator: SimulatedAnnotator,
    frame: FrameIndex | None,
    options: InteractiveOptions,
    most: int = CLICKS_A_FRAME,
    enough: float = GOOD_ENOUGH,
) -> Round:
    """Correct `frame`, None when there is none left, and track both ways; nothing changes where it is right."""
    started = time.perf_counter()
    clicks, corrected, computed = 0, False, 0
    if frame is not None and (options.painted or not annotator.shows(frame)):
        corrected = annotator.paint(frame)
    elif frame is not None:
        clicks = annotator.click(frame, most, enough)
        corrected = clicks > 0
    if corrected:
        _, computed = annotator.track()
    seconds = time.perf_counter() - started
    return Round(frame if corrected else None, clicks, computed, seconds, annotator.score())

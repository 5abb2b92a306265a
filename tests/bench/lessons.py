"""Clicks that learning from corrections saves: an online annotator with and without, object by object.

One click on the first frame that shows an object; then it is tracked, and the next frame with an IoU below 0.75 gets up
to three clicks (or is marked absent), and so on to the end. Both ways have the same project, one after the other.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path

from app import paths
from app.api.session import Session
from app.cli.evaluating.interactive import temporary_project
from app.cli.evaluating.practice import SimulatedAnnotator
from app.engine.predictor import Predictor
from app.evaluation.protocols import CLICKS_A_FRAME, first_frame
from app.evaluation.subjects import Subject, open_subjects
from app.project.model import Direction, FrameIndex
from app.workspace.engine import ModelChoice, open_predictor
from tests.bench.result import Result

BAD = 0.75
AHEAD = 4
"""Frames that are tracked at once: a person stops a run that goes wrong."""
FEWER = 0.25
"""Share of the clicks that are to be saved."""
LOSS = 0.005


@dataclass(frozen=True, slots=True)
class Course:
    """What one object took: clicks, corrected frames, and J&F at the end."""

    clicks: int
    corrected: int
    jf: float


def measure(folders: Sequence[Path] = (), frames: int = 0) -> list[Result]:
    """Annotate each data set both ways; without folders the sample."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    predictor = open_predictor(ModelChoice(device="cpu", threads=1))
    return [row for folder in folders or [paths.sample_folder()] for row in _data_set(predictor, folder, frames)]


def _data_set(predictor: Predictor, folder: Path, frames: int) -> Iterator[Result]:
    pairs: list[tuple[Course, Course]] = []
    with closing(open_subjects(folder, 0, frames)) as subjects:
        for _, group in groupby(subjects, key=lambda subject: subject.source.path):
            first = next(group)
            with temporary_project(predictor, first) as made:
                for subject in chain((first,), group):
                    start = first_frame(subject)
                    if start is None:
                        continue
                    without, learning = (_annotated(made, subject, start, learn) for learn in (False, True))
                    pairs.append((without, learning))
                    yield _row(f"{subject.sequence} {subject.object_id}", without, learning)
    without, learning = (Course(*map(sum, zip(*map(_numbers, way), strict=True))) for way in zip(*pairs, strict=True))
    saved = 1 - learning.clicks / without.clicks
    yield Result(f"{folder.name}: clicks saved", saved, "", f">= {FEWER}", passed=saved >= FEWER)
    ahead = (learning.jf - without.jf) / len(pairs)
    yield Result(f"{folder.name}: J&F ahead", ahead, "J&F", f">= {-LOSS}", passed=ahead >= -LOSS)


def _numbers(course: Course) -> tuple[int, int, float]:
    return course.clicks, course.corrected, course.jf


def _row(name: str, without: Course, learning: Course) -> Result:
    words = f"{name}: clicks with (without {without.clicks}; J&F {without.jf:.3f} -> {learning.jf:.3f})"
    most = without.clicks + 1
    return Result(words, learning.clicks, "clicks", f"<= {most} clicks", passed=learning.clicks <= most)


def _annotated(made: Session, subject: Subject, start: FrameIndex, learn: bool) -> Course:
    workspace = made.workspace
    workspace.lessons.on = learn
    object = workspace.objects.add(subject.name, subject.category)
    assert object is not None
    annotator = SimulatedAnnotator(made, object, subject)
    clicks, corrected, done = annotator.click(start, 1), 0, start
    last = FrameIndex(subject.frame_count - 1)
    while done < last:
        ahead = range(done + 1, min(done + AHEAD, last) + 1)
        workspace.view.go_to(done)
        workspace.runs.track(Direction.FORWARD, (object,), frames=(ahead[0], ahead[-1]))
        made.settle()
        bad = next((frame for frame in map(FrameIndex, ahead) if annotator.iou(frame) < BAD), None)
        done = FrameIndex(ahead[-1]) if bad is None else bad
        if bad is not None:
            corrected += 1
            clicks += annotator.click(bad, CLICKS_A_FRAME) if annotator.shows(bad) else annotator.paint(bad)
    course = Course(clicks, corrected, annotator.score())
    workspace.objects.delete([object])
    made.settle()
    return course

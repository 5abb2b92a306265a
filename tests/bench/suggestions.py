"""Where suggestions send a person, against other ways to choose the next frame: J&F by rule, and bad frames found.

All rules go on from the same first round of an object: what a rule corrected is undone before the next one begins. An
object is tracked once and corrected 24 times: `--frames 45` bounds how long that takes, and so does MASKLANE_SIZE=256,
the size of the model's pictures.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from statistics import fmean

from app import paths
from app.api.session import Session
from app.cli.evaluating import interactive_table
from app.cli.evaluating.interactive import temporary_project
from app.cli.evaluating.practice import SimulatedAnnotator
from app.engine.predictor import Predictor
from app.evaluation.detection import BAD, mean_auroc
from app.evaluation.protocols import first_frame
from app.evaluation.rounds import Course, FrameChooser, NextFrame, Round, duel
from app.evaluation.subjects import Subject, open_subjects
from app.project.model import FrameIndex
from app.workspace.engine import ModelChoice, open_predictor
from tests.bench.result import Result

ROUNDS, SEEDS = 3, 5
AHEAD = 0.01
"""J&F that suggestions are to be ahead of random and of even choice, in the mean of all rounds."""


def measure(folders: Sequence[Path] = (), frames: int = 0) -> list[Result]:
    """Annotate each data set by each rule and print its tables; without folders the sample."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    size = int(os.environ.get("MASKLANE_SIZE", "0"))
    predictor = open_predictor(ModelChoice(device="cpu", threads=1, image_size=size))
    return [row for folder in folders or [paths.sample_folder()] for row in _data_set(predictor, folder, frames)]


def _data_set(predictor: Predictor, folder: Path, frames: int) -> list[Result]:
    courses: dict[str, list[Course]] = {}
    started = time.process_time()
    with closing(open_subjects(folder, 0, frames)) as subjects:
        for _, group in groupby(subjects, key=lambda subject: subject.source.path):
            for name, course in _sequence(predictor, group):
                courses.setdefault(name, []).append(course)
    print(f"\n{folder.name}\n{interactive_table.comparison(courses)}")
    print(_by_object(courses))
    suggested = courses[NextFrame.SUGGESTED.value]
    rows = [_duel(folder, suggested, name, courses[name]) for name in courses if name != NextFrame.SUGGESTED.value]
    taken = (time.process_time() - started) / len(suggested)
    cost = Result(f"{folder.name}: processor time an object", taken, "s", "told only", passed=True)
    return [*rows, *_detections(folder, suggested), cost]


def _sequence(predictor: Predictor, group: Iterator[Subject]) -> Iterator[tuple[str, Course]]:
    """Yield the course of each object by each rule."""
    first = next(group)
    with temporary_project(predictor, first) as made:
        for subject in (first, *group):
            start = first_frame(subject)
            if start is not None:
                yield from _object(made, subject, start)
                print(f"{subject.sequence} {subject.object_id}", file=sys.stderr, flush=True)


def _object(made: Session, subject: Subject, start: FrameIndex) -> Iterator[tuple[str, Course]]:
    object = made.workspace.objects.add(subject.name, subject.category)
    assert object is not None
    annotator = SimulatedAnnotator(made, object, subject)
    begun, told = _round(annotator, start), annotator.detection()
    root = made.workspace.history.newest

    def course(rule: NextFrame, seed: str = "") -> Course:
        chooser = FrameChooser(rule, subject.frame_count, start, seed)
        rounds = [_round(annotator, chooser.choose(annotator.iou, annotator.suggested)) for _ in range(ROUNDS)]
        while made.workspace.history.newest != root:
            made.workspace.editor.undo()
        made.settle()
        return Course(subject.sequence, subject.object_id, (begun, *rounds), told)

    for rule in (NextFrame.SUGGESTED, NextFrame.EVEN, NextFrame.WORST):
        yield rule.value, course(rule)
    seeds = (f"{seed} {subject.sequence} {subject.object_id}" for seed in range(SEEDS))
    yield NextFrame.RANDOM.value, _mean([course(NextFrame.RANDOM, seed) for seed in seeds])
    made.workspace.objects.delete([object])
    made.settle()


def _round(annotator: SimulatedAnnotator, frame: FrameIndex | None) -> Round:
    corrected = frame is not None and annotator.paint(frame)
    computed = annotator.track()[1] if corrected else 0
    return Round(frame if corrected else None, 0, computed, 0.0, annotator.score())


def _mean(courses: Sequence[Course]) -> Course:
    """Return one course with the mean J&F of several on the same object."""
    together = zip(*(course.rounds for course in courses), strict=True)
    rounds = tuple(Round(None, 0, 0, 0.0, fmean(done.jf for done in row)) for row in together)
    return Course(courses[0].sequence, courses[0].object_id, rounds, courses[0].detection)


def _by_object(courses: dict[str, list[Course]]) -> str:
    """Return J&F after each correction, object by object, and which frames were suggested."""
    lines = [f"{'object':<26}" + "".join(f"{name:>20}" for name in courses) + "  suggested frames"]
    for row in zip(*courses.values(), strict=True):
        numbers = (" ".join(f"{done.jf:.3f}" for done in course.rounds[1:]) for course in row)
        frames = " ".join(str(done.frame) for done in row[0].rounds[1:])
        name = f"{row[0].sequence} {row[0].object_id}"
        lines.append(f"{name:<26}" + "".join(f"{text:>20}" for text in numbers) + f"  {frames}")
    return "\n".join(lines)


def _duel(folder: Path, ours: Sequence[Course], name: str, others: Sequence[Course]) -> Result:
    ahead = duel(ours, others).ahead
    promised = name != NextFrame.WORST.value
    target = f">= {AHEAD} J&F" if promised else "told only"
    return Result(
        f"{folder.name}: suggested ahead of {name}", ahead, "J&F", target, passed=not promised or ahead >= AHEAD
    )


def _detections(folder: Path, courses: Sequence[Course]) -> list[Result]:
    told = [course.detection for course in courses if course.detection is not None]
    kinds: tuple[tuple[str, Callable[[int], list[float | None]]], ...] = (
        ("expected loss", lambda place: [one.expected[place] for one in told]),
        ("predicted IoU alone", lambda place: [one.score[place] for one in told]),
    )
    found = []
    for place, limit in enumerate(BAD):
        for kind, values in kinds:
            mean, count = mean_auroc(values(place))
            name = f"{folder.name}: AUROC for IoU < {limit:g} by {kind}, {count} of {len(courses)} objects"
            found.append(Result(name, mean or 0.0, "", "told only", passed=True))
    return found

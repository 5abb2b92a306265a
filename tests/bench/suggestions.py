"""Where suggestions send a person, against other ways to choose the next frame: J&F by rule, and bad frames found.

All rules go on from the same first round of an object: what a rule corrected is undone before the next one begins. An
object is tracked once and corrected 24 times: `--frames 45` bounds how long that takes, and so does MASKLANE_SIZE=256,
the size of the model's pictures. `--best` adds the rule that knows what each correction gives: 39 more of them.
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
RULES = (NextFrame.SUGGESTED, NextFrame.EVEN, NextFrame.WORST, NextFrame.RANDOM)
PROMISED = (NextFrame.EVEN, NextFrame.RANDOM)
AHEAD = 0.01
"""J&F that suggestions are to be ahead of random and of even choice, in the mean of all rounds."""


def measure(folders: Sequence[Path] = (), frames: int = 0, *, best: bool = False) -> list[Result]:
    """Annotate each data set by each rule and print its tables; without folders the sample.

    `best`: by NextFrame.BEST, too.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    size = int(os.environ.get("MASKLANE_SIZE", "0"))
    predictor = open_predictor(ModelChoice(device="cpu", threads=1, image_size=size))
    rules = (*RULES, NextFrame.BEST) if best else RULES
    return [row for folder in folders or [paths.sample_folder()] for row in _data_set(predictor, folder, frames, rules)]


def _data_set(predictor: Predictor, folder: Path, frames: int, rules: Sequence[NextFrame]) -> list[Result]:
    courses: dict[str, list[Course]] = {}
    started = time.process_time()
    with closing(open_subjects(folder, 0, frames)) as subjects:
        for _, group in groupby(subjects, key=lambda subject: subject.source.path):
            for name, course in _sequence(predictor, group, rules):
                courses.setdefault(name, []).append(course)
    print(f"\n{folder.name}\n{interactive_table.comparison(courses)}")
    print(_by_object(courses))
    suggested = courses[NextFrame.SUGGESTED.value]
    rows = [_duel(folder, courses, NextFrame.SUGGESTED, other) for other in rules[1:]]
    if NextFrame.BEST in rules:
        rows += [_duel(folder, courses, NextFrame.BEST, other) for other in PROMISED]
    taken = (time.process_time() - started) / len(suggested)
    cost = Result(f"{folder.name}: processor time an object", taken, "s", "told only", passed=True)
    return [*rows, *_detections(folder, suggested), cost]


def _sequence(
    predictor: Predictor, group: Iterator[Subject], rules: Sequence[NextFrame]
) -> Iterator[tuple[str, Course]]:
    """Yield the course of each object by each rule."""
    first = next(group)
    with temporary_project(predictor, first) as made:
        for subject in (first, *group):
            start = first_frame(subject)
            if start is not None:
                yield from _object(made, subject, start, rules)
                print(f"{subject.sequence} {subject.object_id}", file=sys.stderr, flush=True)


def _object(
    made: Session, subject: Subject, start: FrameIndex, rules: Sequence[NextFrame]
) -> Iterator[tuple[str, Course]]:
    object = made.workspace.objects.add(subject.name, subject.category)
    assert object is not None
    annotator = SimulatedAnnotator(made, object, subject)
    begun, told = _round(annotator, start), annotator.detection()

    def corrected(frame: FrameIndex) -> float:
        with annotator.taken_back():
            return _round(annotator, frame).jf

    def course(rule: NextFrame, seed: int) -> Course:
        chooser = FrameChooser(rule, subject.frame_count, start, f"{seed} {subject.sequence} {subject.object_id}")
        with annotator.taken_back():
            chosen = (chooser.choose(annotator.iou, annotator.suggested, corrected) for _ in range(ROUNDS))
            rounds = [_round(annotator, frame) for frame in chosen]
        return Course(subject.sequence, subject.object_id, (begun, *rounds), told)

    for rule in rules:
        seeds = range(SEEDS if rule is NextFrame.RANDOM else 1)
        yield rule.value, _mean([course(rule, seed) for seed in seeds])
    made.workspace.objects.delete([object])
    made.settle()


def _round(annotator: SimulatedAnnotator, frame: FrameIndex | None) -> Round:
    corrected = frame is not None and annotator.paint(frame)
    computed = annotator.track()[1] if corrected else 0
    return Round(frame if corrected else None, 0, computed, 0.0, annotator.score())


def _mean(courses: Sequence[Course]) -> Course:
    """Return one course with the mean J&F of several on the same object; a single one as it is."""
    if len(courses) == 1:
        return courses[0]
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


def _duel(folder: Path, courses: dict[str, list[Course]], ours: NextFrame, other: NextFrame) -> Result:
    ahead = duel(courses[ours.value], courses[other.value]).ahead
    promised = ours is NextFrame.SUGGESTED and other in PROMISED
    target = f">= {AHEAD} J&F" if promised else "told only"
    name = f"{folder.name}: {ours.value} ahead of {other.value}"
    return Result(name, ahead, "J&F", target, passed=not promised or ahead >= AHEAD)


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

"""What corrections do to the frames around them, on the sample, through a workspace as a person works in it."""

import os
import tempfile
from itertools import pairwise
from pathlib import Path

from app import paths
from app.api.session import created, session
from app.cli.demo import add_sample
from app.cli.evaluating.practice import SimulatedAnnotator
from app.evaluation.protocols import CLICKS_A_FRAME
from app.evaluation.rounds import LOSS, losing_steps
from app.evaluation.sample import read_sample
from app.evaluation.subjects import open_subjects
from tests.bench.result import Result, at_most

STEPS = ("one click", "one correction", "two corrections")


def measure() -> list[Result]:
    """Click every object of the sample once, track both ways, correct its worst frame and track again, twice."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    courses: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, session(created(Path(home) / "p")) as made:
        add_sample(made, read_sample(paths.sample_folder()))
        for subject in open_subjects(paths.sample_folder()):
            object = made.workspace.objects.add(subject.name, subject.category)
            assert object is not None
            annotator = SimulatedAnnotator(made, object, subject)
            annotator.start()
            annotator.track()
            course = courses[subject.name] = [annotator.score()]
            for _ in STEPS[1:]:
                annotator.click(annotator.worst(), CLICKS_A_FRAME)
                annotator.track()
                course.append(annotator.score())
    return [*_objects(courses), *_means(courses)]


def _objects(courses: dict[str, list[float]]) -> list[Result]:
    """Return J&F of each object, and that no correction loses more than LOSS of it."""
    rows = []
    for name, course in courses.items():
        lost = {number for number, _, _ in losing_steps(course)}
        for number, (step, score) in enumerate(zip(STEPS, course, strict=True)):
            target = f">= {course[number - 1] - LOSS:.3f} J&F" if number else "told only"
            rows.append(Result(f"{name}, {step}", score, "J&F", target, number not in lost))
    losses = [before - after for course in courses.values() for before, after in pairwise(course)]
    return [*rows, at_most("largest loss of a step", max(losses), "J&F", LOSS)]


def _means(courses: dict[str, list[float]]) -> list[Result]:
    """Return the mean J&F after the click, and that it rises with each correction."""
    means = [sum(scores) / len(courses) for scores in zip(*courses.values(), strict=True)]
    rows = [Result(f"mean, {STEPS[0]}", means[0], "J&F", "told only", True)]
    for step, (before, after) in zip(STEPS[1:], pairwise(means), strict=True):
        rows.append(Result(f"mean, {step}", after, "J&F", f"> {before:.4g} J&F", after > before))
    return rows

"""What corrections do to the frames around them, on the sample, through a workspace as a person works in it."""

import os
import tempfile
from pathlib import Path

from app import paths
from app.cli.demo import add_sample
from app.cli.practice import SimulatedAnnotator
from app.cli.session import created, session
from app.evaluation.protocols import CLICKS_A_FRAME
from app.evaluation.sample import read_sample
from app.evaluation.subjects import open_subjects
from tests.bench.result import Result, at_least

CORRECTIONS = 2
LOSS = 0.15
"""How much worse the mean over the objects may be after the corrections than before them, in J&F."""


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
            for _ in range(CORRECTIONS):
                annotator.click(annotator.worst(), CLICKS_A_FRAME)
                annotator.track()
                course.append(annotator.score())
    steps = ("one click", "one correction", "two corrections")
    rows = [
        Result(f"{name}, {step}", score, "J&F", "told only", True)
        for name, course in courses.items()
        for step, score in zip(steps, course, strict=True)
    ]
    start, *later = [sum(scores) / len(courses) for scores in zip(*courses.values(), strict=True)]
    rows.append(Result(f"mean, {steps[0]}", start, "J&F", "told only", True))
    promised = [
        at_least(f"mean, {step}", score, "J&F", round(start - LOSS, 3))
        for step, score in zip(steps[1:], later, strict=True)
    ]
    return [*rows, *promised]

"""Clicks that learning from corrections saves: an online annotator with and without, object by object.

One click on the first frame that shows an object; then it is tracked, and the next frame with an IoU below 0.75 gets up
to three clicks (or is marked absent), and so on to the end. Both ways have the same project, one after the other. Who
learns takes a mask that is offered on such a frame where it is right enough; that counts as a click, too. What is left
of true masks on the cells of the model's masks is told: no click and no lesson makes better ones.

`MASKLANE_SEED`: what adapters begin with; several as 0,1,2.
"""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain, groupby
from pathlib import Path
from typing import Any
from unittest.mock import patch

import torch
import torch.nn.functional as F

from app import paths
from app.api.session import Session
from app.cli.evaluating.interactive import temporary_project
from app.cli.evaluating.practice import SimulatedAnnotator
from app.engine.adaptation import low_rank
from app.engine.inference.transforms import to_mask
from app.engine.predictor import Predictor
from app.evaluation.protocols import CLICKS_A_FRAME, first_frame
from app.evaluation.subjects import Subject, open_subjects
from app.project.model import Direction, FrameIndex
from app.workspace.engine import ModelChoice, open_predictor
from app.workspace.learning.lessons import Lessons
from tests.bench.result import Result, at_most

BAD = 0.75
AHEAD = 4
"""Frames that are tracked at once: a person stops a run that goes wrong."""
FEWER = 0.25
"""Share of the clicks that are to be saved."""
LOSS = 0.005
CELLS = 96
"""Along each side of the embedded model's masks."""
SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Course:
    """What one object took: clicks, corrected frames, J&F at the end, and what lessons about it took.

    `best`: the mean IoU of the best masks that the model's cells can hold.
    """

    clicks: int
    corrected: int
    jf: float
    spent: "Spent"
    best: float


@dataclass(slots=True)
class Spent:
    """Processor time of lessons and of their steps, behind which clicks wait, in seconds of the thread that teaches."""

    lessons: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        mean = sum(self.lessons) / max(len(self.lessons), 1)
        return f"{len(self.lessons)} lessons of {mean:.2f} s, longest step {max(self.steps, default=0.0):.2f} s"


def measure(folders: Sequence[Path] = (), frames: int = 0) -> list[Result]:
    """Annotate each data set both ways; without folders the sample."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    predictor = open_predictor(ModelChoice(device="cpu", threads=1))
    folders, seeds = folders or [paths.sample_folder()], os.environ.get("MASKLANE_SEED", "0").split(",")
    without: dict[str, Course] = {}
    rows, pairs = list[Result](), list[tuple[Course, Course]]()
    for seed in map(int, seeds):
        low_rank.SEED = seed
        found = []
        for folder in folders:
            for name, before, learning in _courses(predictor, folder, frames, without):
                found.append((before, learning))
                rows.append(_row(f"seed {seed}, {name}", before, learning))
                print(f"{rows[-1].name}: {learning.clicks}, {learning.spent}", flush=True)
        rows += _sums(f"seed {seed}, {', '.join(folder.name for folder in folders)}", found)
        pairs += found
    return [*rows, *_sums(f"{len(seeds)} seeds", pairs)] if len(seeds) > 1 else rows


def _courses(
    predictor: Predictor, folder: Path, frames: int, without: dict[str, Course]
) -> Iterator[tuple[str, Course, Course]]:
    """Yield each object with both courses; that without lessons is the same with every seed."""
    with closing(open_subjects(folder, 0, frames)) as subjects:
        for _, group in groupby(subjects, key=lambda subject: subject.source.path):
            first = next(group)
            with temporary_project(predictor, first) as made:
                for subject in chain((first,), group):
                    start, name = first_frame(subject), f"{subject.sequence} {subject.object_id}"
                    if start is None:
                        continue
                    if name not in without:
                        without[name] = _annotated(made, subject, start, learn=False)
                    yield name, without[name], _annotated(made, subject, start, learn=True)


def _sums(name: str, pairs: Sequence[tuple[Course, Course]]) -> Iterator[Result]:
    clicks = [sum(course.clicks for course in way) for way in zip(*pairs, strict=True)]
    saved = 1 - clicks[1] / clicks[0]
    yield Result(f"{name}: clicks saved of {clicks[0]}", saved, "", f">= {FEWER}", passed=saved >= FEWER)
    ahead = sum(learning.jf - before.jf for before, learning in pairs) / len(pairs)
    yield Result(f"{name}: J&F ahead", ahead, "J&F", f">= {-LOSS}", passed=ahead >= -LOSS)
    lessons = [seconds for _, learning in pairs for seconds in learning.spent.lessons]
    if lessons:
        mean, slowest = sum(lessons) / len(lessons), max(lessons)
        words = f"{name}: mean of {len(lessons)} lessons on one thread (longest {slowest:.2f} s)"
        yield at_most(words, mean, "s", SECONDS)
        steps = sorted(seconds for _, learning in pairs for seconds in learning.spent.steps)
        usual = steps[len(steps) * 99 // 100]
        words = f"{name}: 99 of 100 steps of a lesson are shorter than (longest {steps[-1]:.2f} s)"
        yield Result(words, usual, "s", "told only", passed=True)


def _row(name: str, without: Course, learning: Course) -> Result:
    words = f"{name}: clicks with (without {without.clicks}; J&F {without.jf:.3f} -> {learning.jf:.3f}; at best IoU "
    words += f"{without.best:.2f})"
    most = without.clicks + 1
    return Result(words, learning.clicks, "clicks", f"<= {most} clicks", passed=learning.clicks <= most)


def _annotated(made: Session, subject: Subject, start: FrameIndex, *, learn: bool) -> Course:
    workspace = made.workspace
    workspace.lessons.on = learn
    object = workspace.objects.add(subject.name, subject.category)
    assert object is not None
    annotator = SimulatedAnnotator(made, object, subject)
    clicks, corrected, done = annotator.click(start, 1), 0, start
    last = FrameIndex(subject.frame_count - 1)
    with _timed(workspace.lessons) as spent:
        while done < last:
            ahead = range(done + 1, min(done + AHEAD, last) + 1)
            workspace.view.go_to(done)
            workspace.runs.track(Direction.FORWARD, (object,), frames=(ahead[0], ahead[-1]))
            made.settle()
            bad = next((frame for frame in map(FrameIndex, ahead) if annotator.iou(frame) < BAD), None)
            done = FrameIndex(ahead[-1]) if bad is None else bad
            if bad is not None:
                corrected += 1
                clicks += _corrected(made, annotator, subject, bad)
    course = Course(clicks, corrected, annotator.score(), spent, _best(subject))
    workspace.objects.delete([object])
    made.settle()
    return course


def _corrected(made: Session, annotator: SimulatedAnnotator, subject: Subject, frame: FrameIndex) -> int:
    """Correct a frame; return how often was clicked, or an offered mask taken."""
    if not annotator.shows(frame):
        return int(annotator.paint(frame))
    offers, taken = made.workspace.offers, 0
    if made.workspace.lessons.on:
        made.workspace.view.go_to(frame)
        offers.look()
        made.settle()
        if offers.mask is not None and offers.mask.iou(subject.truth(frame)) >= BAD:
            offers.take()
            made.settle()
            taken = 1
    return taken + annotator.click(frame, CLICKS_A_FRAME - taken)


def _best(subject: Subject) -> float:
    """Return the mean IoU of true masks with what is left of them on the cells of the model's masks."""
    found = []
    for mask in filter(lambda mask: mask.area, map(subject.truth, range(subject.frame_count))):
        whole = torch.from_numpy(mask.to_array())[None, None].float()
        cells = F.interpolate(whole, (CELLS, CELLS), mode="bilinear", antialias=True, align_corners=False)
        found.append(to_mask(cells - 0.5, mask.height, mask.width).iou(mask))
    return sum(found) / len(found)


@contextmanager
def _timed(lessons: Lessons) -> Iterator[Spent]:
    """Yield what gets the times of lessons."""
    spent, teach = Spent(), lessons._lesson

    def timed(*lesson: Any) -> Iterator[str | None]:
        steps, total, began = teach(*lesson), 0.0, time.thread_time()
        for step in steps:
            spent.steps.append(time.thread_time() - began)
            total += spent.steps[-1]
            yield step
            began = time.thread_time()
        spent.lessons.append(total)

    with patch.object(lessons, "_lesson", timed):
        yield spent

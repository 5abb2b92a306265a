"""What re-training on verified masklets gains on something new, and what is forgotten.

Clips of nuclei are made of the pictures in `MASKLANE_IMAGES`, a folder with `images/` and `masks/` (PNG of labels, 0 is
the background); without it of drawn look-alikes. Two objects are verified in each, and the embedded model is improved
as `masklane train --project` does it. `MASKLANE_CHECK`, a folder in DAVIS layout, is measured before and after, too;
`MASKLANE_EFFORT` multiplies the steps, `MASKLANE_SEED` chooses what is held out and drawn. `MASKLANE_KEEP`: a folder
where project and training stay; a benchmark that was killed goes on there.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import islice
from pathlib import Path

from app.api import Project
from app.engine.checkpoints import catalog
from app.engine.hardware.torch_import import prepare_environment
from app.evaluation.subjects import open_subjects
from app.training.data.project_clips import verified_clips
from app.training.improving.config import ImproveConfig
from app.training.improving.improve import Outcome, improve
from app.training.improving.masklets import VerifiedMasklet, subject_of
from app.training.improving.scores import MOST_ABSENT_LOST, MOST_LOST, score
from tests.bench.learning_material import Clip, lookalikes, nuclei
from tests.bench.result import Result, at_least, at_most

CLIPS, FURTHER = 15, 8
"""Of the project, and those that nothing was learned from nor chosen by."""
GAIN = 0.10
WHOLE = "whole"


def measure() -> list[Result]:
    """Make a project of verified masklets, improve the embedded model with it, and compare."""
    prepare_environment()
    kept = os.environ.get("MASKLANE_KEEP")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) if kept is None else nullcontext(kept) as home:
        project = Path(home) / "project"
        annotate(project, clips(0, CLIPS))
        began = time.monotonic()
        outcome = _improved(project, Path(home) / "out")
        minutes = (time.monotonic() - began) / 60
        return [*_rows(outcome, minutes), *_further(Path(home) / "further", outcome), *_checked(outcome)]


def clips(first: int, end: int) -> Iterator[tuple[str, Clip, list[int]]]:
    """Yield some clips of the material, each with its name and the objects to annotate."""
    images = os.environ.get("MASKLANE_IMAGES")
    return islice(lookalikes() if images is None else nuclei(Path(images)), first, end)


def annotate(folder: Path, material: Iterable[tuple[str, Clip, list[int]]]) -> None:
    """Make a project of clips, unless it is there."""
    if (folder / WHOLE).is_file():
        return
    shutil.rmtree(folder, ignore_errors=True)
    with Project.create(folder, annotator="bench") as project:
        for name, clip, chosen in material:
            video = project.add_frames(name, [frame for frame, _ in clip])
            for value in chosen:
                thing = video.add_object(f"object {value}")
                thing.put_masks({index: labels == value for index, (_, labels) in enumerate(clip)})
                thing.judge("satisfactory")
    (folder / WHOLE).touch()


def _improved(project: Path, out: Path) -> Outcome:
    base = catalog.resolve(catalog.EMBEDDED)
    effort = float(os.environ.get("MASKLANE_EFFORT", "1"))
    seed = int(os.environ.get("MASKLANE_SEED", "1"))
    lines = improve(ImproveConfig((project,), base.path, base.id, out, device="cpu", effort=effort, seed=seed))
    while True:
        try:
            print(next(lines), flush=True)
        except StopIteration as end:
            outcome: Outcome | None = end.value
            assert outcome is not None, "nobody has paused it"
            return outcome


def _rows(outcome: Outcome, minutes: float) -> list[Result]:
    before, chosen = outcome.before, outcome.chosen
    shares = [
        Result(f"{one.share:.0%} of what was learned, held out", one.held_out.jf, "J&F", "told only", passed=True)
        for one in outcome.candidates
    ]
    rows = [Result("held out, before", before.jf, "J&F", "told only", passed=True), *shares]
    if chosen is None or chosen.guard is None:
        return [*rows, at_least("gain of what is handed out", 0.0, "J&F", GAIN)]
    empty = (outcome.guard_before.left_empty or 0.0) - (chosen.guard.left_empty or 0.0)
    return [
        *rows,
        at_least(f"gain of what is handed out ({chosen.share:.0%})", chosen.held_out.jf - before.jf, "J&F", GAIN),
        at_most("lost on the guard", outcome.guard_before.jf - chosen.guard.jf, "J&F", MOST_LOST),
        at_most("absent frames of the guard not left empty any more", empty, "of all", MOST_ABSENT_LOST),
        at_most("minutes", minutes, "min", 30.0),
        Result("processor minutes", time.process_time() / 60, "min", "told only", passed=True),
    ]


def _further(folder: Path, outcome: Outcome) -> list[Result]:
    if outcome.model is None:
        return []
    annotate(folder, clips(CLIPS, CLIPS + FURTHER))
    scores = []
    for model in (catalog.resolve(catalog.EMBEDDED).path, outcome.model):
        with verified_clips(folder) as there:
            scores.append(score(model, "cpu", (subject_of(VerifiedMasklet(clip, clip.name, 0)) for clip in there)))
    before, after = scores
    words = (
        f"gain on {FURTHER} further clips, from {before.jf:.3f} ({before.called_absent} to {after.called_absent} lost)"
    )
    return [at_least(words, after.jf - before.jf, "J&F", GAIN)]


def _checked(outcome: Outcome) -> list[Result]:
    folder = os.environ.get("MASKLANE_CHECK")
    if folder is None or outcome.model is None:
        return []
    before = score(catalog.resolve(catalog.EMBEDDED).path, "cpu", open_subjects(Path(folder)))
    after = score(outcome.model, "cpu", open_subjects(Path(folder)))
    return [at_most(f"lost on {Path(folder).name}", before.jf - after.jf, "J&F", MOST_LOST)]

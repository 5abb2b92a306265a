"""What re-training on verified masklets gains on something new, and what is forgotten.

Clips of nuclei are made of the pictures in `MASKLANE_IMAGES`, a folder with `images/` and `masks/` (PNG of labels, 0 is
the background); without it of drawn look-alikes. Two objects are verified in each, and the embedded model is improved
as `masklane train --project` does it. `MASKLANE_CHECK`, a folder in DAVIS layout, is measured before and after, too;
`MASKLANE_EFFORT` multiplies the steps, `MASKLANE_SEED` chooses what is held out and drawn: with several, as 0,1,2, each
has its training, and means are told. `MASKLANE_KEEP`: a folder where project, trainings and scores stay; a benchmark
that was killed goes on there.
"""

import dataclasses
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
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
from app.training.improving.scores import MOST_ABSENT_LOST, MOST_LOST, Score, ScoreBook, score
from tests.bench.learning_material import Clip, lookalikes, nuclei
from tests.bench.result import Result, at_least, at_most

CLIPS, FURTHER = 15, 8
"""Of the project, and those that nothing was learned from nor chosen by."""
GAIN = 0.10
WHOLE = "whole"


def measure() -> list[Result]:
    """Make a project of verified masklets, improve the embedded model with it, seed by seed, and compare."""
    prepare_environment()
    kept = os.environ.get("MASKLANE_KEEP")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) if kept is None else nullcontext(kept) as place:
        home = Path(place)
        annotate(home / "project", clips(0, CLIPS))
        annotate(home / "further", clips(CLIPS, CLIPS + FURTHER))
        seeds = [int(seed) for seed in os.environ.get("MASKLANE_SEED", "1").split(",")]
        rows = [row for seed in seeds for row in _seed(home, seed)]
        for row in rows:
            print(f"{row.name}: {row.value:.4g} {row.unit}", flush=True)
        return [*rows, *(_means(rows) if len(seeds) > 1 else ())]


def _seed(home: Path, seed: int) -> list[Result]:
    """Return how one training did; what was measured before is not measured again."""
    book, began, busy = ScoreBook(home / "scores.json"), time.monotonic(), time.process_time()
    outcome = _improved(home / "project", home / f"out {seed}", seed)
    rows = _rows(outcome, (time.monotonic() - began) / 60, (time.process_time() - busy) / 60)
    rows += _further(home / "further", book, outcome.model, seed)
    rows += _checked(book, outcome.model, seed)
    return [dataclasses.replace(row, name=f"seed {seed}: {row.name}") for row in rows]


def _means(rows: Sequence[Result]) -> Iterator[Result]:
    """Yield the means over seeds of what is gained and lost."""
    found: dict[str, list[Result]] = {}
    for row in rows:
        name = row.name.partition(": ")[2]
        if name.startswith(("gain", "lost")):
            found.setdefault(name.partition(" (")[0].partition(",")[0], []).append(row)
    for name, same in found.items():
        mean, gained = sum(row.value for row in same) / len(same), name.startswith("gain")
        words = f"mean of {len(same)} seeds: {name}"
        yield at_least(words, mean, "J&F", GAIN) if gained else at_most(words, mean, "J&F", MOST_LOST)


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


def _improved(project: Path, out: Path, seed: int) -> Outcome:
    base = catalog.resolve(catalog.EMBEDDED)
    effort = float(os.environ.get("MASKLANE_EFFORT", "1"))
    lines = improve(ImproveConfig((project,), base.path, base.id, out, device="cpu", effort=effort, seed=seed))
    while True:
        try:
            print(next(lines), flush=True)
        except StopIteration as end:
            outcome: Outcome | None = end.value
            assert outcome is not None, "nobody has paused it"
            return outcome


def _rows(outcome: Outcome, minutes: float, processor: float) -> list[Result]:
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
        Result("processor minutes", processor, "min", "told only", passed=True),
    ]


def _further(folder: Path, book: ScoreBook, model: Path | None, seed: int) -> list[Result]:
    def measured(path: Path) -> Score:
        with verified_clips(folder) as there:
            return score(path, "cpu", (subject_of(VerifiedMasklet(clip, clip.name, 0)) for clip in there))

    before = book.get("further", lambda: measured(catalog.resolve(catalog.EMBEDDED).path))
    after = before if model is None else book.get(f"further {seed}", lambda: measured(model))
    words = (
        f"gain on {FURTHER} further clips, from {before.jf:.3f} ({before.called_absent} to {after.called_absent} lost)"
    )
    return [at_least(words, after.jf - before.jf, "J&F", GAIN)]


def _checked(book: ScoreBook, model: Path | None, seed: int) -> list[Result]:
    place = os.environ.get("MASKLANE_CHECK")
    if place is None:
        return []
    folder = Path(place)
    start = catalog.resolve(catalog.EMBEDDED).path
    before = book.get(folder.name, lambda: score(start, "cpu", open_subjects(folder)))
    known = f"{folder.name} {seed}"
    after = before if model is None else book.get(known, lambda: score(model, "cpu", open_subjects(folder)))
    return [at_most(f"lost on {folder.name}", before.jf - after.jf, "J&F", MOST_LOST)]

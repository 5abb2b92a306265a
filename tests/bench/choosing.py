"""What to annotate next against chance: as many masklets chosen by the list and at random, learned from, and measured.

A project of clips of nuclei (or drawn look-alikes, see `tests.bench.improving`) has two objects in each, with a mask by
a person on the first frame, and tracked from there. What is chosen is learned from with its true masks, half of what
was learned is mixed back, and clips of which nothing was in the project are measured. `MASKLANE_CHOSEN` is how many
masklets are chosen, `MASKLANE_STEPS` how many steps each training takes, `MASKLANE_SEEDS` how many times chance may
choose, `MASKLANE_FIRST` the clip of the material that the project begins with (0): an order is not to be thought out on
the clips that it is judged by. `MASKLANE_KEEP`: a folder where the scores stay; a benchmark that was killed goes on.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from random import Random

import torch
from PySide6.QtCore import QCoreApplication, QEventLoop

from app.api import Project
from app.engine.checkpoints import catalog
from app.engine.hardware.torch_import import prepare_environment
from app.evaluation.subjects import Subject
from app.training import model_file
from app.training.data.project_clips import verified_clips
from app.training.determinism import deterministic
from app.training.improving.config import FRAMES, Portion
from app.training.improving.learning import learning_task, schedule_of
from app.training.improving.masklets import VerifiedMasklet, subject_of
from app.training.improving.mixing import Mixer
from app.training.improving.scores import Score, ScoreBook, score
from app.training.loop import train
from app.training.losses import LEARNING_WEIGHTS
from tests.bench.improving import annotate, clips
from tests.bench.result import Result

POOL, FURTHER = 15, 8
"""Clips to choose from, and those that are measured."""
CHOSEN, STEPS, SEEDS = 6, 25, 5
SHARE = 0.5
ORDER = "order.txt"


def measure() -> list[Result]:
    """Let the list and chance choose; learn and measure each time."""
    prepare_environment()
    many, steps, seeds = (
        int(os.environ.get(f"MASKLANE_{name}", usual))
        for name, usual in (("CHOSEN", CHOSEN), ("STEPS", STEPS), ("SEEDS", SEEDS))
    )
    kept = os.environ.get("MASKLANE_KEEP")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) if kept is None else nullcontext(kept) as place:
        home = Path(place)
        first = int(os.environ.get("MASKLANE_FIRST", "0"))
        annotate(home / "verified", clips(first, first + POOL))
        annotate(home / "further", clips(first + POOL, first + POOL + FURTHER))
        order = _order(home, first)
        book, start = ScoreBook(home / "scores.json"), catalog.resolve(catalog.EMBEDDED).path
        before = book.get("before", lambda: score(start, "cpu", _further(home)))
        scores = {}
        for name, chosen in _choices(order, many, seeds).items():
            learned = partial(_learned, home, chosen, steps)
            scores[name] = book.get(f"{', '.join(chosen)}: {steps}", learned).jf
            print(f"{name}: {scores[name]:.4f} ({', '.join(chosen)})", flush=True)
        chance = [found for name, found in scores.items() if name != "list"]
        mean = sum(chance) / len(chance)
        rows = [Result("further clips, before", before.jf, "J&F", "told only", passed=True)]
        rows += [Result(f"{name} choose", found, "J&F", "told only", passed=True) for name, found in scores.items()]
        ahead = scores["list"] - mean
        return [*rows, Result("list ahead of the mean of chance", ahead, "J&F", "> 0", passed=ahead > 0)]


def _choices(order: Sequence[str], many: int, seeds: int) -> dict[str, list[str]]:
    """Return names of masklets by who chose them."""
    chance = {f"chance {seed}": sorted(Random(seed).sample(sorted(order), many)) for seed in range(seeds)}
    return {"list": list(order[:many]), **chance}


def _order(home: Path, first: int) -> list[str]:
    """Return all masklets of the pool, those first that the list names; tracked and asked for once."""
    file = home / ORDER
    if not file.is_file():
        shutil.rmtree(home / "open", ignore_errors=True)
        with Project.create(home / "open", annotator="bench", device="cpu") as project:
            for name, clip, chosen in clips(first, first + POOL):
                video = project.add_frames(name, [frame for frame, _ in clip])
                for value in chosen:
                    video.add_object(f"object {value}").paint(0, clip[0][1] == value)
                video.track(direction="forward")
            named = _named(project)
            others = [f"{video.name}/{thing.name}" for video in project.videos for thing in video.objects]
        file.write_text("\n".join([*named, *(one for one in others if one not in named)]))
    return file.read_text().splitlines()


def _named(project: Project) -> list[str]:
    """Return the masklets that the list names."""
    found = project.workspace.annotate_next
    found.watch(True)
    while found.waiting:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)
    names = []
    for one in found.order:
        document = project.workspace.document
        record, video = document.object(one.cell.object), document.video_of(one.cell.object)
        assert record is not None
        assert video is not None
        names.append(f"{video.name}/{record.name}")
    return names


def _learned(home: Path, chosen: Sequence[str], steps: int) -> Score:
    """Learn from the true masks of some masklets, and measure what that gives on the further clips."""
    start = catalog.resolve(catalog.EMBEDDED).path
    model, _ = model_file.load(start)
    torch.manual_seed(0)
    with deterministic(), verified_clips(home / "verified") as there:
        masklets = [VerifiedMasklet(clip, clip.name, 0) for clip in there if clip.name in chosen]
        assert len(masklets) == len(chosen), "every masklet of the pool has one stretch"
        task = learning_task(model, masklets, Portion(FRAMES), 0, LEARNING_WEIGHTS)
        schedule = schedule_of(steps, embedded=True, calmer=1.0, every=steps, bfloat16=False)
        checkpoint = home / "choosing.pt"
        checkpoint.unlink(missing_ok=True)
        for _ in train(model, task, schedule, checkpoint):
            pass
    return Mixer(start, home).score(dict(model.named_parameters()), SHARE, "cpu", _further(home))


def _further(home: Path) -> Iterator[Subject]:
    with verified_clips(home / "further") as there:
        yield from (subject_of(VerifiedMasklet(clip, clip.name, 0)) for clip in there)

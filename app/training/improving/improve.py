"""Improves a model with verified masklets: measures, trains, mixes with what it was, hands out what is better.

Whatever ends it, the same call goes on from the last save and gives the same curve.
"""

import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch import Tensor

from app.engine.hardware import devices
from app.engine.hardware.execution import exhausted
from app.engine.loader import open_predictor
from app.errors import TrainingDiverged, TrainingError
from app.evaluation.subjects import Subject, open_subjects
from app.paths import sample_folder
from app.settings import Precision
from app.training import model_file
from app.training.determinism import deterministic
from app.training.improving.checkpoint_selection import Look, Looks, marks
from app.training.improving.comparison import write_comparison
from app.training.improving.config import SCORES_FILE, ImproveConfig, Portion, same_training
from app.training.improving.fitting import fit_of
from app.training.improving.learning import learning_task, schedule_of
from app.training.improving.lineage import Lineage, file_hash
from app.training.improving.masklets import Material, open_material, stretch_of, subject_of
from app.training.improving.mixing import Mixer, Weights
from app.training.improving.scores import Candidate, Score, ScoreBook, choose, score
from app.training.improving.training_folder import (
    MODEL_FILE,
    LogEvent,
    LogLine,
    TrainingWish,
    as_row,
    forget_wish,
    wish_of,
)
from app.training.loop import train
from app.training.losses import LEARNING_WEIGHTS, SAM2_WEIGHTS, SMALL_WEIGHTS, LossWeights
from app.training.training_log import make_folder, write_line

REPORTS = 30
LOOKS = 3
"""How often a training is measured on its way, on few frames."""
SHARES = (0.125, 0.25)
"""Of the best look's weights in those that are measured; the rest is the old model's (WiSE-FT, arXiv 2109.01903).

No more: the guard is drawn, and does not see what is forgotten of natural footage. After nuclei a quarter lost 0.007
J&F on five clips of DAVIS, half 0.014, and all of it 0.056 while it passed the guard.
"""
QUICK_SUBJECTS, QUICK_FRAMES = 8, 24
QUICK_GUARD = range(40, 64)
"""Of the sample, where looks are measured: two of its objects leave in it."""
HELD_OUT, GUARD, QUICK, LEAVING = "held out before", "guard before", "quick held out before", "leaving before"
"""The old model's scores; the last two are those on the frames that looks are measured on."""
CALMER = 0.5
MOST_CALMED = 2
"""What the learning rate is multiplied with when the loss is no number any more, and how often."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the old model and the best mixture did, on held-out masklets and on the guard. `chosen` None: nothing better.

    `model` is the file that was written, None without a choice. `look`: the step whose weights were mixed.
    """

    before: Score
    guard_before: Score
    candidates: tuple[Candidate, ...]
    chosen: Candidate | None
    model: Path | None
    look: int = 0


def improve(config: ImproveConfig) -> Generator[str, None, Outcome | None]:
    """Improve a model; yields lines for people and returns the outcome, None when it was paused.

    `out/log.jsonl` has the numbers. Closing the iterator saves first; called again with the same `out` it goes on.
    Raises TrainingError, EngineError, ProjectError, MediaError or ImportFileError; then nothing was handed out.
    """
    config.validate()
    if config.cores:
        torch.set_num_threads(config.cores)
    torch.manual_seed(config.seed)
    make_folder(config.out)
    if wish_of(config.out) is TrainingWish.PAUSE:
        forget_wish(config.out)
    with ExitStack() as opened:
        device = torch.device(devices.choose(config.device).id)
        if device.type == "cpu":
            opened.enter_context(deterministic())
        material = open_material(config.projects, config.base, config.seed, opened, imported=config.imported)
        same_training(config, material.digest)
        run = _Run(config, material, device)
        yield from run.described()
        try:
            yield from run.measured_before()
            yield from run.trained()
            outcome = yield from run.handed_out()
        except _PauseWanted:
            run.tell(LogLine(LogEvent.PAUSED))
            return None
        forget_wish(config.out)
        return outcome


class _PauseWanted(Exception):
    """A person wants the process to end; what is saved is gone on from."""


class _Run:
    """One improvement, step by step. Each step that was done before is taken from its file."""

    def __init__(self, config: ImproveConfig, material: Material, device: torch.device) -> None:
        self._config = config
        self._material = material
        self._device = device
        self._scores = ScoreBook(config.out / SCORES_FILE)
        self._mixer = Mixer(config.start, config.out)
        model, self._architecture = model_file.load(config.start)
        self._model = model.to(device)
        self._start = {name: value.detach().to("cpu", copy=True) for name, value in model.state_dict().items()}
        self._looks: Looks | None = None
        self._measured = self._to_measure = 0
        place = devices.described(str(device))
        self._fit = fit_of(material.frames, config.start, config.frames, config.effort, config.out, place)

    def tell(self, line: LogLine) -> None:
        """Write a line into the log."""
        write_line(self._config.out, as_row(line))

    def described(self) -> Iterator[str]:
        """Yield what is learned from and what it takes."""
        material = self._material
        edited = sum(masklet.edited > 0 for masklet in material.learned)
        yield (
            f"{len(material.learned)} masklets to learn from, {edited} of them edited; {len(material.held_out)} of "
            f"{', '.join(material.held_out_videos)} are only measured on"
        )
        yield f"{self._fit}"
        if self._begun_with() is None:
            self._fit.check()

    def measured_before(self) -> Iterator[str]:
        """Measure the old model."""
        yield "measuring the old model"
        sizes = {HELD_OUT: len(self._material.held_out), GUARD: _guard_size(), LEAVING: _guard_size()}
        self._expect(sizes if self._has_few else {**sizes, QUICK: self._few})
        yield f"before: held-out {self._before()}; guard {self._guard_before()}"
        held_out, guard = self._quick_before()
        self.tell(LogLine(LogEvent.BEFORE, held_out=held_out, guard=guard))

    def trained(self) -> Iterator[str]:
        """Train, with less memory or a lower rate where it must be."""
        portion, calmed = self._begun_with(), 0
        if portion is None:
            portion = self._fit.portion
            if portion != Portion(self._config.frames):
                yield self._told_less(portion)
        while True:
            try:
                yield from self._train(portion, calmed)
                return
            except (RuntimeError, MemoryError) as error:
                less = portion.smaller()
                if not exhausted(error):
                    raise
                if less is None:
                    raise TrainingError(
                        "The device has too little memory to train this model.",
                        "Choose a smaller one, or train on cpu.",
                    ) from None
                portion = less
                yield f"out of memory: {self._told_less(portion)}"
            except TrainingDiverged as error:
                if calmed >= MOST_CALMED:
                    raise TrainingDiverged(
                        "The loss is no number any more, with {share} of the learning rate too.",
                        "Look at the masklets it learns from once more, or improve another model.",
                        share=f"{CALMER**calmed:g}",
                    ) from error
                calmed += 1
                self.tell(LogLine(LogEvent.CALMER))
                yield f"the loss is no number any more: again, with {CALMER**calmed:g} of the learning rate"
            self._model.load_state_dict(self._start)

    def _begun_with(self) -> Portion | None:
        """Return the portion of the training that is saved in the folder, the smallest one; None without one."""
        found: Portion | None = None
        portion: Portion | None = Portion(self._config.frames)
        while portion is not None:
            if any(self._config.out.glob(f"{_checkpoint(portion)}-*.pt")):
                found = portion
            portion = portion.smaller()
        return found

    def _told_less(self, portion: Portion) -> str:
        self.tell(LogLine(LogEvent.LESS_MEMORY, frames=portion.total))
        return f"now {portion.total} frames at a time"

    def handed_out(self) -> Generator[str, None, Outcome]:
        """Measure mixtures of the best look, and write the best one if it may be handed out."""
        before, guard_before = self._before(), self._guard_before()
        assert self._looks is not None
        assert self._looks.best is not None, "every training ends with a look"
        step, tuned = self._looks.best.step, self._looks.weights()
        names = {share: f"held out {step} {share:g}" for share in SHARES}
        sizes = dict.fromkeys(names.values(), len(self._material.held_out))
        self._expect({**sizes, f"guard {step} {SHARES[-1]:g}": _guard_size(), "comparison": self._few})
        candidates = []
        for share in SHARES:
            found = self._scores.get(names[share], partial(self._held_out, tuned, share))
            candidates.append(Candidate(share, found))
            self.tell(LogLine(LogEvent.MIXTURE, step=step, share=share, held_out=found))
            yield f"{share:.0%} of what was learned in {step} steps: held-out {found}"
        guard = lambda share: self._scores.get(f"guard {step} {share:g}", partial(self._guard, tuned, share))  # noqa: E731
        chosen = choose(candidates, before, guard_before, guard)
        self._mixer.tidy()
        if chosen is None:
            self.tell(LogLine(LogEvent.NOTHING, step=step, held_out=before, guard=guard_before))
            yield "nothing better was found that forgets nothing: the old model stays"
            return Outcome(before, guard_before, tuple(candidates), None, None, step)
        path = self._config.out / MODEL_FILE
        self._mixer.write(tuned, chosen.share, self._lineage(chosen, step).card(), path)
        yield from self._compared(path)
        self.tell(
            LogLine(
                LogEvent.CHOSEN,
                step=step,
                share=chosen.share,
                held_out=chosen.held_out,
                guard=chosen.guard,
                old_held_out=before,
                old_guard=guard_before,
            )
        )
        yield f"held-out {before.jf:.3f} -> {chosen.held_out.jf:.3f}; guard {guard_before} -> {chosen.guard}"
        yield f"written: {path}"
        return Outcome(before, guard_before, tuple(candidates), chosen, path, step)

    def _before(self) -> Score:
        return self._scores.get(HELD_OUT, lambda: score(self._config.start, self._place, self._subjects()))

    def _guard_before(self) -> Score:
        guard = lambda: score(self._config.start, self._place, self._heeding(guarded()))  # noqa: E731
        return self._scores.get(GUARD, guard)

    def _quick_before(self) -> tuple[Score, Score]:
        """Return the old model's scores on the frames that looks are measured on."""
        start, place = self._config.start, self._place
        return (
            self._before()
            if self._has_few
            else self._scores.get(QUICK, lambda: score(start, place, self._heeding(self._few_subjects()))),
            self._scores.get(LEAVING, lambda: score(start, place, self._heeding(guarded(QUICK_GUARD)))),
        )

    @property
    def _has_few(self) -> bool:
        """Tell whether all that is held out is as little as looks are measured on."""
        there = self._material.held_out
        return len(there) <= QUICK_SUBJECTS and all(len(masklet.clip) <= QUICK_FRAMES for masklet in there)

    @property
    def _place(self) -> str:
        return str(self._device)

    def _subjects(self) -> Iterator[Subject]:
        return self._heeding(subject_of(masklet) for masklet in self._material.held_out)

    def _heeding(self, subjects: Iterable[Subject]) -> Iterator[Subject]:
        """Yield subjects until a pause is wanted, and tell how far it is: measuring all of them takes minutes."""
        for subject in subjects:
            if wish_of(self._config.out) is TrainingWish.PAUSE:
                raise _PauseWanted
            self.tell(LogLine(LogEvent.MEASURED, step=min(self._measured, self._to_measure), steps=self._to_measure))
            yield subject
            self._measured += 1

    def _expect(self, subjects: Mapping[str, int]) -> None:
        """Count from none to those of `subjects`, a number for each score, that were not measured before."""
        self._measured, self._to_measure = 0, self._scores.missing(subjects)

    def _few_subjects(self) -> Iterator[Subject]:
        """Return some of the held-out masklets, of all videos, as looks are measured on them."""
        there = self._material.held_out
        return (subject_of(masklet, QUICK_FRAMES) for masklet in there[:: -(-len(there) // QUICK_SUBJECTS)])

    @property
    def _few(self) -> int:
        return sum(1 for _ in self._few_subjects())

    def _train(self, portion: Portion, calmed: int) -> Iterator[str]:
        config, steps = self._config, self._config.steps
        every = max(1, steps // REPORTS)
        name = f"{_checkpoint(portion)}-{calmed}"
        checkpoint = config.out / f"{name}.pt"
        looks = self._looks = Looks(config.out, marks(steps, LOOKS, every), *self._quick_before())
        if not checkpoint.is_file():
            looks.forget()
        latest: dict[str, Tensor] = {}

        def look(step: int, weights: Weights) -> None:
            latest.update({name: value.detach().to("cpu", copy=True) for name, value in weights.items()})
            if looks.due(step):
                self._look(looks, f"{name} {step}", step, latest)

        reached, started = 0, time.monotonic()
        task = learning_task(self._model, self._material.learned, portion, config.seed, self._loss_weights)
        embedded = self._architecture is not None
        schedule = schedule_of(steps, embedded=embedded, calmer=CALMER**calmed, every=every, bfloat16=config.bfloat16)
        with closing(train(self._model, task, schedule, checkpoint, look)) as reports:
            while not (looks.enough or (looks.best and wish_of(config.out) is TrainingWish.FINISH)):
                progress = next(reports, None)
                if progress is None:
                    break
                reached = progress.step
                self.tell(LogLine(LogEvent.STEP, step=reached, steps=steps, seconds=round(progress.seconds, 4)))
                yield f"{progress}, {(steps - reached) * progress.seconds / 60:.0f} minutes left"
                wanted = wish_of(config.out)
                if wanted is TrainingWish.PAUSE:
                    raise _PauseWanted
                if wanted is TrainingWish.FINISH and looks.best is None:
                    self._look(looks, f"{name} {reached}", reached, latest)
        yield f"trained in {(time.monotonic() - started) / 60:.1f} minutes"

    def _look(self, looks: Looks, name: str, step: int, weights: Weights) -> None:
        """Measure the averaged weights of a step on few frames."""
        held_out = self._scores.get(
            f"quick held out {name}", lambda: self._mixer.score(weights, 1.0, self._place, self._few_subjects())
        )
        guard = self._scores.get(
            f"leaving {name}", lambda: self._mixer.score(weights, 1.0, self._place, guarded(QUICK_GUARD))
        )
        looks.add(Look(step, held_out, guard), weights)
        self.tell(LogLine(LogEvent.LOOK, step=step, steps=self._config.steps, held_out=held_out, guard=guard))

    @property
    def _loss_weights(self) -> LossWeights:
        if self._architecture is None:
            return SAM2_WEIGHTS
        return LEARNING_WEIGHTS if self._mixer.computes_presence else SMALL_WEIGHTS

    def _held_out(self, tuned: Mapping[str, Tensor], share: float) -> Score:
        return self._mixer.score(tuned, share, self._place, self._subjects())

    def _guard(self, tuned: Mapping[str, Tensor], share: float) -> Score:
        return self._mixer.score(tuned, share, self._place, self._heeding(guarded()))

    def _compared(self, new: Path) -> Iterator[str]:
        """Write what a person looks at before the new model is used."""
        yield "comparing old and new on held-out masklets"
        old, better = (
            open_predictor(str(path), self._place, precision=Precision.FLOAT32, threads=1)
            for path in (self._config.start, new)
        )
        for _ in write_comparison(old, better, self._heeding(self._few_subjects()), self._config.out):
            pass

    def _lineage(self, chosen: Candidate, step: int) -> Lineage:
        config = self._config
        return Lineage(
            base=config.base,
            base_sha256=file_hash(config.start),
            projects=tuple(project.name for project in config.projects),
            masklets=len(self._material.learned),
            held_out_videos=self._material.held_out_videos,
            material=self._material.digest,
            steps=step,
            frames=config.frames,
            seed=config.seed,
            share=chosen.share,
            held_out_before=self._before(),
            held_out=chosen.held_out,
            guard_before=self._guard_before(),
            guard=chosen.guard,
        )


def _checkpoint(portion: Portion) -> str:
    """Return how the names of a portion's checkpoints begin."""
    return f"improve-{portion.frames}-{portion.batch}"


def _guard_size() -> int:
    return sum(1 for _ in guarded())


def guarded(frames: range | None = None) -> Iterator[Subject]:
    """Return the bundled sample's objects, which leave and come back, on some frames: what is not to be forgotten."""
    subjects = open_subjects(sample_folder())
    return subjects if frames is None else (stretch_of(subject, frames) for subject in subjects)

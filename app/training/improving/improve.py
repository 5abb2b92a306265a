"""Improves a model with verified masklets: measures, trains, mixes with what it was, hands out what is better.

Whatever ends it, the same call goes on from the last save and gives the same curve.
"""

import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.engine.hardware import devices
from app.errors import DAMAGED, TrainingDiverged, TrainingError
from app.evaluation.subjects import Subject, open_subjects
from app.paths import sample_folder
from app.training import finetune, model_file
from app.training.data.clip_sampling import tracking_clips
from app.training.determinism import deterministic
from app.training.improving.lineage import Lineage, file_hash
from app.training.improving.masklets import Material, open_material, subject_of
from app.training.improving.scores import Candidate, Score, ScoreBook, choose, score
from app.training.loop import Schedule, train
from app.training.tracking_task import TrackingOptions, TrackingTask
from app.training.training_log import make_folder, numbers, write_line

STEPS = 150
LEAST_FRAMES = 2
SHARES = (0.25, 0.5, 0.75, 1.0)
"""Of the tuned weights in those that are measured; the rest is the old model's (WiSE-FT, arXiv 2109.01903)."""
REPLAYED = 40
"""Clips of synthetic objects that are learned from as well, so that what the masklets do not show is not forgotten."""
LOOKS = 3
"""How often a training is measured on its way, on few subjects."""
QUICK_SUBJECTS, QUICK_FRAMES = 4, 24
FEATURES_SHARE = 0.25
LEAST_FEATURES = 128 << 20
"""Of the free memory, for features of frames that were computed; at least so many bytes."""
CALMER = 0.5
MOST_CALMED = 2
"""What the learning rate is multiplied with when the loss is no number any more, and how often."""
CANDIDATE_FILE, MODEL_FILE, SCORES_FILE, SETTINGS_FILE = (
    "candidate.safetensors",
    "model.safetensors",
    "scores.json",
    "settings.json",
)


@dataclass(frozen=True, slots=True)
class ImproveConfig:
    """What is learned from (`projects`), from which model file (`start`, called `base` for people), and where to.

    `effort` multiplies the steps, `frames` are those of a clip, `cores` 0 leaves torch's own number of threads.
    """

    projects: tuple[Path, ...]
    start: Path
    base: str
    out: Path
    device: str = "auto"
    bfloat16: bool = False
    effort: float = 1.0
    frames: int = 8
    seed: int = 1
    cores: int = 0

    def validate(self) -> None:
        """Raise TrainingError when something is out of range."""
        if not 0.001 <= self.effort <= 100:
            raise TrainingError("The effort must lie between 0.001 and 100.")
        if not LEAST_FRAMES <= self.frames <= 64:
            raise TrainingError("A clip to learn from has 2 to 64 frames.")

    @property
    def steps(self) -> int:
        """The training's steps."""
        return max(1, round(STEPS * self.effort))


class _Settings(msgspec.Struct, frozen=True):
    """What a training in a folder was begun with: another one must not go on from its checkpoint."""

    base: str
    material: str
    steps: int
    frames: int
    seed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the old model and the best mixture did, on held-out masklets and on the guard. `chosen` None: nothing better.

    `model` is the file that was written, None without a choice.
    """

    before: Score
    guard_before: Score
    candidates: tuple[Candidate, ...]
    chosen: Candidate | None
    model: Path | None


def improve(config: ImproveConfig) -> Generator[str, None, Outcome]:
    """Improve a model; yields lines for people and returns the outcome. `out/log.jsonl` has the numbers.

    Closing the iterator saves first; called again with the same `out` it goes on. Raises TrainingError, EngineError,
    ProjectError, MediaError or ImportFileError; then nothing was handed out.
    """
    config.validate()
    if config.cores:
        torch.set_num_threads(config.cores)
    torch.manual_seed(config.seed)
    make_folder(config.out)
    with ExitStack() as opened:
        device = torch.device(devices.choose(config.device).id)
        if device.type == "cpu":
            opened.enter_context(deterministic())
        material = open_material(config.projects, config.seed, opened)
        _same_training(config, material)
        run = _Run(config, material, device)
        yield from run.described()
        yield from run.measured_before()
        tuned = yield from run.trained()
        return (yield from run.handed_out(tuned))


def _same_training(config: ImproveConfig, material: Material) -> None:
    """Write what this training is, or check that the folder holds the same one."""
    wanted = _Settings(file_hash(config.start), material.digest, config.steps, config.frames, config.seed)
    file = config.out / SETTINGS_FILE
    try:
        there = msgspec.json.decode(file.read_bytes(), type=_Settings) if file.is_file() else None
    except (OSError, *DAMAGED):
        there = None
    if there is None:
        for name in (SCORES_FILE, *(path.name for path in config.out.glob("improve*.pt"))):
            (config.out / name).unlink(missing_ok=True)
        partial = file.with_name(file.name + ".part")
        partial.write_bytes(msgspec.json.encode(wanted))
        partial.replace(file)
    elif there != wanted:
        raise TrainingError(
            "{folder} holds a training from other masklets, another model or other settings.",
            "Choose another folder, or delete that one.",
            folder=config.out,
        )


class _Run:
    """One improvement, step by step. Each step that was done before is taken from its file."""

    def __init__(self, config: ImproveConfig, material: Material, device: torch.device) -> None:
        self._config = config
        self._material = material
        self._device = device
        self._scores = ScoreBook(config.out / SCORES_FILE)
        model, self._architecture = model_file.load(config.start)
        self._model = model.to(device)
        self._start = {name: value.detach().to("cpu", copy=True) for name, value in model.state_dict().items()}

    def described(self) -> Iterator[str]:
        """Yield what is learned from and what it takes."""
        material = self._material
        edited = sum(masklet.edited > 0 for masklet in material.learned)
        yield (
            f"{len(material.learned)} masklets to learn from, {edited} of them edited; {len(material.held_out)} of "
            f"{', '.join(material.held_out_videos)} are only measured on"
        )

    def measured_before(self) -> Iterator[str]:
        """Measure the old model."""
        yield "measuring the old model"
        yield f"before: held-out {self._before()}; guard {self._guard_before()}"
        write_line(self._config.out, {"before": self._before(), "guard": self._guard_before()})

    def trained(self) -> Generator[str, None, Mapping[str, Tensor]]:
        """Train, and return the averaged weights; with less memory or a lower rate where it must be."""
        frames = min(self._config.frames, max(len(masklet.clip) for masklet in self._material.learned))
        calmed = 0
        while True:
            try:
                return (yield from self._train(frames, calmed))
            except torch.OutOfMemoryError:
                if frames <= LEAST_FRAMES:
                    raise TrainingError(
                        "The device has too little memory to train this model.",
                        "Choose a smaller one, or train on cpu.",
                    ) from None
                frames = max(LEAST_FRAMES, frames // 2)
                yield f"out of memory: now {frames} frames at a time"
            except TrainingDiverged:
                if calmed >= MOST_CALMED:
                    raise
                calmed += 1
                yield f"the loss is no number any more: again, with {CALMER**calmed:g} of the learning rate"
            self._model.load_state_dict(self._start)

    def handed_out(self, tuned: Mapping[str, Tensor]) -> Generator[str, None, Outcome]:
        """Measure the mixtures, and write the best one if it may be handed out."""
        before, guard_before = self._before(), self._guard_before()
        candidates = []
        for share in SHARES:
            found = self._scores.get(f"held out {share:g}", partial(self._held_out, tuned, share))
            candidates.append(Candidate(share, found))
            write_line(self._config.out, {"share": share, "held_out": found})
            yield f"{share:.0%} of what was learned: held-out {found}"
        guard = lambda share: self._scores.get(f"guard {share:g}", partial(self._guard, tuned, share))  # noqa: E731
        chosen = choose(candidates, before, guard_before, guard)
        if chosen is None:
            (self._config.out / CANDIDATE_FILE).unlink(missing_ok=True)
            write_line(self._config.out, {"chosen": None})
            yield "nothing better was found that forgets nothing: the old model stays"
            return Outcome(before, guard_before, tuple(candidates), None, None)
        path = self._write(tuned, chosen)
        write_line(self._config.out, {"chosen": chosen.share, "held_out": chosen.held_out, "guard": chosen.guard})
        yield f"held-out {before.jf:.3f} -> {chosen.held_out.jf:.3f}; guard {guard_before} -> {chosen.guard}"
        yield f"written: {path}"
        return Outcome(before, guard_before, tuple(candidates), chosen, path)

    def _before(self) -> Score:
        return self._scores.get("held out before", lambda: score(self._config.start, self._place, self._subjects()))

    def _guard_before(self) -> Score:
        return self._scores.get("guard before", lambda: score(self._config.start, self._place, _guarded()))

    @property
    def _place(self) -> str:
        return str(self._device)

    def _subjects(self) -> Iterator[Subject]:
        return (subject_of(masklet) for masklet in self._material.held_out)

    def _train(self, frames: int, calmed: int) -> Generator[str, None, Mapping[str, Tensor]]:
        config, steps = self._config, self._config.steps
        rate = (finetune.EMBEDDED_RATE if self._architecture is not None else finetune.RATE) * CALMER**calmed
        every = max(1, steps // 30)
        schedule = Schedule(
            steps, rate, finetune.GROUPS, clip=0.1, save_every=every, log_every=every, bfloat16=config.bfloat16
        )
        task = self._task(frames)
        checkpoint = config.out / f"improve-{frames}-{calmed}.pt"
        averaged: dict[int, Mapping[str, Tensor]] = {}
        marks = {round(steps * number / (LOOKS + 1)) for number in range(1, LOOKS + 1)}

        def look(step: int, weights: Mapping[str, Tensor]) -> None:
            if any(step - every < mark <= step for mark in marks):
                averaged[step] = {name: value.detach().clone() for name, value in weights.items()}

        started = time.monotonic()
        with closing(train(self._model, task, schedule, checkpoint, look)) as reports:
            for progress in reports:
                write_line(config.out, {"stage": "improve", **numbers(progress)})
                left = (steps - progress.step) * progress.seconds / 60
                yield f"{progress}, {left:.0f} minutes left"
                if progress.step in averaged:
                    yield self._quick_look(progress.step, averaged.pop(progress.step))
        yield f"trained in {(time.monotonic() - started) / 60:.1f} minutes"
        return {name: value.detach().to("cpu", copy=True) for name, value in self._model.named_parameters()}

    def _task(self, frames: int) -> TrackingTask:
        size = int(self._model.image_size)
        clips = tracking_clips(
            [masklet.clip for masklet in self._material.learned],
            (),
            size=size,
            windows=2,
            excursions=1,
            composites=0,
            synthetic=REPLAYED,
            seed=self._config.seed,
            weights=[masklet.weight for masklet in self._material.learned],
        )
        options = TrackingOptions(
            batch=1, frames=frames, strides=(1,), first_weights=(0.5, 0.25, 0.25), corrected=0.5, seed=self._config.seed
        )
        _, free = devices.system_memory()
        budget = max(LEAST_FEATURES, round(free * FEATURES_SHARE))
        return TrackingTask(clips, options, size, None, self._device, features_bytes=budget)

    def _quick_look(self, step: int, weights: Mapping[str, Tensor]) -> str:
        """Return how good the averaged weights of a step are, on few subjects."""
        tuned = {name: value.to("cpu") for name, value in weights.items()}
        own = [subject_of(masklet, QUICK_FRAMES) for masklet in self._material.held_out[:QUICK_SUBJECTS]]
        names = (f"quick held out {step}", f"quick guard {step}")
        found = self._scores.get(names[0], lambda: self._measured(tuned, 1.0, iter(own)))
        kept = self._scores.get(names[1], lambda: self._measured(tuned, 1.0, _guarded(QUICK_FRAMES)))
        write_line(self._config.out, {"curve": step, "held_out": found, "guard": kept})
        return f"after {step} steps, on few frames: held-out {found}; guard {kept}"

    def _held_out(self, tuned: Mapping[str, Tensor], share: float) -> Score:
        return self._measured(tuned, share, self._subjects())

    def _guard(self, tuned: Mapping[str, Tensor], share: float) -> Score:
        return self._measured(tuned, share, _guarded())

    def _measured(self, tuned: Mapping[str, Tensor], share: float, subjects: Iterator[Subject]) -> Score:
        """Return the score of a mixture, as the file that would be handed out gives it."""
        path = self._config.out / CANDIDATE_FILE
        model_file.save(self._mixture(tuned, share), self._architecture, path, {})
        return score(path, self._place, subjects)

    def _mixture(self, tuned: Mapping[str, Tensor], share: float) -> SAM2Base:
        """Return a network of its own with `share` of the tuned weights."""
        model, _ = model_file.load(self._config.start)
        with torch.no_grad():
            for name, value in model.named_parameters():
                if name in tuned:
                    value.lerp_(tuned[name], share)
        return model

    def _write(self, tuned: Mapping[str, Tensor], chosen: Candidate) -> Path:
        config, model = self._config, self._mixture(tuned, chosen.share)
        lineage = Lineage(
            base=config.base,
            base_sha256=file_hash(config.start),
            projects=tuple(project.name for project in config.projects),
            masklets=len(self._material.learned),
            held_out_videos=self._material.held_out_videos,
            material=self._material.digest,
            steps=config.steps,
            frames=config.frames,
            seed=config.seed,
            share=chosen.share,
            held_out_before=self._before(),
            held_out=chosen.held_out,
            guard_before=self._guard_before(),
            guard=chosen.guard,
        )
        path = config.out / MODEL_FILE
        model_file.save(model, self._architecture, path, lineage.card())
        if self._architecture is None:
            model_file.export_for_sam2(model, path.with_suffix(".pt"))
        (config.out / CANDIDATE_FILE).unlink(missing_ok=True)
        return path


def _guarded(frames: int = 0) -> Iterator[Subject]:
    """Return the bundled sample's objects, which leave and come back: what a model must not forget."""
    return open_subjects(sample_folder(), frames=frames)

"""The training loop: resumable from any step, the same result whenever it is run again."""

import math
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor, nn

from app.errors import TrainingDiverged, TrainingError
from app.training.saving import unwritable
from app.training.torch_files import LOAD_ERRORS, load_tensors


@dataclass(frozen=True, slots=True)
class ParameterGroup:
    """Weights that are trained: the prefix of their names, and the multiplier of their learning rate."""

    prefix: str
    rate: float = 1.0


MEMORY = (
    ParameterGroup("memory_attention"),
    ParameterGroup("memory_encoder"),
    ParameterGroup("maskmem_tpos_enc"),
    ParameterGroup("obj_ptr_proj"),
    ParameterGroup("obj_ptr_tpos_proj"),
    ParameterGroup("no_obj_ptr"),
    ParameterGroup("no_obj_embed_spatial"),
    ParameterGroup("mask_downsample"),
)
"""All that SAM 2 adds to segment video: what it remembers, and how it reads that."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Steps, learning rate (warm-up, then cosine down to `final` of it), decay, gradient clipping, weight averaging.

    `save_every` and `log_every` count steps. Weights in none of `groups` are frozen and cost no gradient memory.
    `bfloat16`: the forward pass runs in it; weights and optimizer stay float32.
    """

    steps: int
    rate: float
    groups: tuple[ParameterGroup, ...]
    warmup: int = 20
    final: float = 0.05
    decay: float = 0.01
    clip: float = 1.0
    average: float = 0.995
    save_every: int = 100
    log_every: int = 10
    bfloat16: bool = False

    def rate_at(self, step: int) -> float:
        """Return the learning rate of a step counted from 0."""
        if step < self.warmup:
            return self.rate * (step + 1) / self.warmup
        done = (step - self.warmup) / max(1, self.steps - self.warmup)
        return self.rate * (self.final + (1 - self.final) * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))


class TrainingTask(Protocol):
    """A source of losses. A step's losses depend on the model, the seed and the step's number only."""

    def losses(self, model: SAM2Base, step: int) -> Mapping[str, Tensor]:
        """Return named scalar losses of one batch; their sum is minimized."""
        ...


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """A report: the step counted from 1, the mean losses since the last report, seconds a step."""

    step: int
    steps: int
    rate: float
    losses: Mapping[str, float]
    seconds: float

    def __str__(self) -> str:
        losses = " ".join(f"{name} {value:.4f}" for name, value in self.losses.items())
        return f"{self.step}/{self.steps} rate {self.rate:.1e} {losses} {self.seconds:.2f} s/step"


class Average:
    """An exponential moving average of the trained weights; the result of a run."""

    def __init__(self, weights: Mapping[str, Tensor], decay: float) -> None:
        self.decay = decay
        self.count = 0
        self.weights = {name: value.detach().clone() for name, value in weights.items()}

    @torch.no_grad()
    def add(self, weights: Mapping[str, Tensor]) -> None:
        """Add the weights after a step; early on the decay is faster, so that the initial weights do not linger."""
        self.count += 1
        decay = min(self.decay, (1 + self.count) / (10 + self.count))
        for name, value in weights.items():
            self.weights[name].lerp_(value.detach(), 1 - decay)


def trainable(model: nn.Module, groups: Sequence[ParameterGroup]) -> dict[str, nn.Parameter]:
    """Freeze everything but the weights of the groups; return those. Raises TrainingError when there are none."""
    free: dict[str, nn.Parameter] = {}
    for name, value in model.named_parameters():
        value.requires_grad_(any(name.startswith(group.prefix) for group in groups))
        if value.requires_grad:
            free[name] = value
    if not free:
        raise TrainingError("Nothing is left to learn: no weight's name begins as one of the stage's groups.")
    return free


def _multiplier(name: str, groups: Sequence[ParameterGroup]) -> float:
    """Return the rate of the most specific group a weight belongs to."""
    return max((group for group in groups if name.startswith(group.prefix)), key=lambda group: len(group.prefix)).rate


def _optimizer(free: Mapping[str, nn.Parameter], schedule: Schedule) -> torch.optim.AdamW:
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, value in free.items():
        # No weight decay for norms, biases and embeddings.
        decay = schedule.decay if value.dim() > 1 and "token" not in name and "embed" not in name else 0.0
        groups.setdefault((_multiplier(name, schedule.groups), decay), []).append(value)
    return torch.optim.AdamW(
        [{"params": ps, "multiplier": rate, "weight_decay": decay} for (rate, decay), ps in groups.items()],
        lr=schedule.rate,
        betas=(0.9, 0.98),
    )


def _save(path: Path, step: int, model: SAM2Base, average: Average, optimizer: torch.optim.Optimizer) -> None:
    """Write what a training goes on from. Raises TrainingError; what was saved before is kept then."""
    partial = path.with_name(path.name + ".part")
    state = {"step": step, "model": model.state_dict(), "average": average.weights, "count": average.count}
    try:
        torch.save({**state, "optimizer": optimizer.state_dict()}, partial)
        partial.replace(path)
    except (OSError, RuntimeError) as error:  # torch raises the latter on a full disk
        raise unwritable(path, partial, error) from error


def _resume(path: Path, model: SAM2Base, average: Average, optimizer: torch.optim.Optimizer) -> int:
    if not path.is_file():
        return 0
    try:
        state: Any = load_tensors(path)
        model.load_state_dict(state["model"], strict=True)
        for name, value in average.weights.items():
            value.copy_(state["average"][name])
        average.count = state["count"]
        optimizer.load_state_dict(state["optimizer"])
        return int(state["step"])
    except LOAD_ERRORS as error:
        raise TrainingError(
            "Training cannot go on from {path}.",
            "Choose another output folder, or delete that file to start anew.",
            path=path,
        ) from error


def train(
    model: SAM2Base,
    task: TrainingTask,
    schedule: Schedule,
    checkpoint: Path,
    look: Callable[[int, Mapping[str, Tensor]], None] = lambda _step, _weights: None,
) -> Generator[TrainingProgress]:
    """Run a stage, from `checkpoint` if it exists; yields after every `log_every` steps and at the end.

    When exhausted, the model holds the averaged weights and `checkpoint` the last step. Closing the generator early
    saves a checkpoint first. `look` is called before each report, and before that step is saved, with the step and the
    averaged weights so far, which it must not change. Raises TrainingDiverged when a loss is not a finite number, and
    TrainingError.
    """
    free = trainable(model, schedule.groups)
    average, optimizer = Average(free, schedule.average), _optimizer(free, schedule)
    step = done = _resume(checkpoint, model, average, optimizer)
    try:
        while step < schedule.steps:
            started, sums, first = time.monotonic(), dict[str, float](), step
            report = min(schedule.steps, first + schedule.log_every)
            while step < report:
                for name, value in _step(model, task, schedule, step, optimizer, free).items():
                    sums[name] = sums.get(name, 0.0) + value
                average.add(free)
                step += 1
                spent = (time.monotonic() - started) / (step - first)
                if step == report:
                    look(step, average.weights)
                if step % schedule.save_every == 0:
                    _save(checkpoint, step, model, average, optimizer)
                    done = step
            means = {name: value / (step - first) for name, value in sums.items()}
            yield TrainingProgress(step, schedule.steps, schedule.rate_at(step), means, spent)
    finally:
        if step != done:
            _save(checkpoint, step, model, average, optimizer)
    with torch.no_grad():
        for name, weight in free.items():
            weight.copy_(average.weights[name])
    model.eval()


def _step(
    model: SAM2Base,
    task: TrainingTask,
    schedule: Schedule,
    step: int,
    optimizer: torch.optim.Optimizer,
    free: Mapping[str, nn.Parameter],
) -> dict[str, float]:
    for group in optimizer.param_groups:
        group["lr"] = schedule.rate_at(step) * group["multiplier"]
    device = next(iter(free.values())).device
    with torch.autocast(device.type, torch.bfloat16, enabled=schedule.bfloat16):
        losses = task.losses(model, step)
    total = sum(losses.values(), torch.zeros((), device=device))
    if not bool(torch.isfinite(total)):
        raise TrainingDiverged(
            "The loss of step {step} is not a finite number.", "Lower the learning rate.", step=step + 1
        )
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(total)
    torch.nn.utils.clip_grad_norm_(list(free.values()), schedule.clip)
    optimizer.step()
    return {name: float(value.detach()) for name, value in losses.items()}

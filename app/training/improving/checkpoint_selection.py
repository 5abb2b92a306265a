"""A training measured on its way: the weights of each look are a candidate, and the best of them is kept."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import torch
from torch import Tensor

from app.errors import DAMAGED, TrainingError
from app.training.improving.scores import Score
from app.training.saving import unwritable
from app.training.torch_files import LOAD_ERRORS, load_tensors

LOOKS_FILE = "looks.json"
MENDED = 0.02
"""What may be lost on the guard without weighing against what is won: mixing back mends so much."""
PATIENCE = 2
"""Looks without a better one after which no more is learned."""


class Look(msgspec.Struct, frozen=True):
    """The averaged weights of a step, measured on few frames."""

    step: int
    held_out: Score
    guard: Score


class Looks:
    """The looks of a training in its folder, which a training that goes on finds there.

    `marks` are the steps after which is looked; `before` and `guard_before` the old model's scores on the same frames.
    """

    def __init__(self, folder: Path, marks: frozenset[int], before: Score, guard_before: Score) -> None:
        self._folder = folder
        self._marks = marks
        self._before, self._guard_before = before, guard_before
        self._looks = self._read()

    @property
    def best(self) -> Look | None:
        """The best look so far, the earlier one of two equal ones."""
        return max(self._looks, key=lambda look: (self._value(look), -look.step), default=None)

    @property
    def enough(self) -> bool:
        """True when the last looks were no better."""
        best = self.best
        return best is not None and sum(look.step > best.step for look in self._looks) >= PATIENCE

    def due(self, step: int) -> bool:
        """Return whether there has to be a look after a step."""
        return sum(mark <= step for mark in self._marks) > sum(look.step <= step for look in self._looks)

    def add(self, look: Look, weights: Mapping[str, Tensor]) -> None:
        """Take a look over, and keep its weights if it is the best. Raises TrainingError."""
        before, partial = self.best, self._folder / "best.part"
        try:
            if before is None or self._value(look) > self._value(before):
                torch.save({name: value.detach().to("cpu") for name, value in weights.items()}, partial)
                partial.replace(self._file(look))
            self._looks.append(look)
            partial = self._folder / f"{LOOKS_FILE}.part"
            partial.write_bytes(msgspec.json.encode(self._looks))
            partial.replace(self._folder / LOOKS_FILE)
        except (OSError, RuntimeError) as error:
            raise unwritable(self._file(look), partial, error) from error
        if before is not None and self.best == look:
            self._file(before).unlink(missing_ok=True)

    def weights(self) -> Mapping[str, Tensor]:
        """Return the weights of the best look, of which there is one. Raises TrainingError when they cannot be read."""
        assert self.best is not None, "there was no look"
        path = self._file(self.best)
        try:
            found = load_tensors(path)
            return {name: value for name, value in found.items() if isinstance(value, Tensor)}
        except LOAD_ERRORS as error:
            raise TrainingError("{path} cannot be read.", "Delete the folder to start anew.", path=path) from error

    def forget(self) -> None:
        """Delete all looks: the training begins anew."""
        self._looks = []
        for file in (self._folder / LOOKS_FILE, *self._folder.glob("best-*.pt")):
            file.unlink(missing_ok=True)

    def _read(self) -> list[Look]:
        try:
            return msgspec.json.decode((self._folder / LOOKS_FILE).read_bytes(), type=list[Look])
        except (OSError, *DAMAGED):
            return []

    def _file(self, look: Look) -> Path:
        return self._folder / f"best-{look.step}.pt"

    def _value(self, look: Look) -> float:
        lost = max(0.0, self._guard_before.jf - look.guard.jf - MENDED)
        return look.held_out.jf - self._before.jf - lost


def marks(steps: int, looks: int, every: int) -> frozenset[int]:
    """Return the steps after which is looked: reports come every `every` steps and after the last one."""
    wanted = {max(1, round(steps * number / looks)) for number in range(1, looks + 1)}
    return frozenset(min(steps, -(-step // every) * every) for step in wanted)

"""Teaching: a few steps of gradient descent on the frames that a person corrected, one step at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from app.engine.adaptation.losses import fit, loss
from app.engine.adaptation.low_rank import Factors, LowRank
from app.engine.adaptation.student import DecoderInput, Student

STEPS: Final = 20
ENOUGH: Final = 0.9
"""IoU with the person's mask on every frame at which no more steps are needed."""
CLIP: Final = 1.0
LATEST_CONFIRMED: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A frame and the mask to make of it: `target` is 1 x 1 x 4h x 4w, 0..1.

    `confirmed`: the model made this mask itself, and nobody objected to it.
    """

    sample: DecoderInput
    target: Tensor
    confirmed: bool = False


def teach(student: Student, start: LowRank, examples: Sequence[Example], rate: float) -> Iterator[LowRank]:
    """Yield the factors after each step, from those of `start` on; oldest example first. One at least is a correction.

    Every other step is on the newest correction, the others take turns between older ones and confirmed ones.
    """
    factors = {name: Factors(_free(pair.down), _free(pair.up)) for name, pair in start.items()}
    student.carry(factors)
    parameters = [tensor for pair in factors.values() for tensor in (pair.down, pair.up)]
    optimizer = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.0)
    found: dict[int, float] = {}
    for place in _order(examples):
        example = examples[place]
        with torch.enable_grad():
            logits, presence = student.decode(example.sample)
            found[place] = fit(logits, presence, example.target)
            optimizer.zero_grad()
            loss(logits, presence, example.target).backward()  # type: ignore[no-untyped-call]
        if not bool(torch.nn.utils.clip_grad_norm_(parameters, CLIP).isfinite()):
            return  # the factors before this step are good
        optimizer.step()
        yield {name: Factors(pair.down.detach().clone(), pair.up.detach().clone()) for name, pair in factors.items()}
        if len(found) == len(_used(examples)) and min(found.values()) >= ENOUGH:
            return


def _free(tensor: Tensor) -> Tensor:
    return tensor.detach().clone().requires_grad_()


def _corrections(examples: Sequence[Example]) -> list[int]:
    return [place for place, example in enumerate(examples) if not example.confirmed]


def _confirmed(examples: Sequence[Example]) -> list[int]:
    return [place for place, example in enumerate(examples) if example.confirmed][-LATEST_CONFIRMED:]


def _used(examples: Sequence[Example]) -> set[int]:
    return {*_corrections(examples), *_confirmed(examples)}


def _order(examples: Sequence[Example]) -> Iterator[int]:
    """Yield the place of the example of each step."""
    *older, newest = _corrections(examples)
    confirmed = _confirmed(examples)
    for step in range(STEPS):
        turn = step // 4
        if step % 2 == 0:
            yield newest
        elif step % 4 == 1 and older:
            yield older[-1 - turn % len(older)]
        elif confirmed:
            yield confirmed[-1 - turn % len(confirmed)]
        else:
            yield older[-1 - turn % len(older)] if older else newest

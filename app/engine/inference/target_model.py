"""Learns from person-made frames what the mask decoder draws wrong of an object, and mends tracked masks by it.

A linear target model (Danelljan and others call so what is learned of one target while it is tracked; see Robinson and
others, 2020, and Bhat and others, 2020): ridge regression in closed form from a frame's features, and from the logits
that the decoder gives for it when it is tracked from its own memory, to the mask that the person made. What the decoder
cannot draw there it does not draw on the frames around either, however well the frame is remembered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

import cv2
import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.inference.features import Features
from app.project.model import FrameIndex

STRENGTH = 3.0
"""How many logits the regression's answer of 1 (surely the object) counts beside a person-made frame, if trusted."""
HALF, HALF_ALONE = 16, 8
"""Frames away from the nearest person-made frame at which it counts half as much; where there is only one."""
ALONE = 0.8
"""Trust in what a single frame says."""
FAINT = 0.1
"""With less strength nothing is mended."""
PENALTY = 0.003
"""Of the ridge regression, of standardized features."""
BESIDE = 8
"""Frames so near to each other do not tell how far what one says holds for the other."""
DOUBTED, ACCORD = 0.8, 0.05
"""An answer to clicks in which trust is below the first is left out if trust in the others rises by the second so."""
CAUTION = 3
"""Power of the trust that the strength goes with."""
AROUND, REACH = 9, 6
"""Cells around the object that are learned from, and around a tracked mask that can be mended."""
SOFT, MOST = 4.0, 3.0
"""Logits are divided by the first and cut at the second before they are learned from."""
WINDOW = 5
"""Cells, squared, whose logits are looked at for each."""
LOGITS = WINDOW**2 + 1
"""Inputs that are logits, with the constant."""
LIMIT = 1.5
"""The regression's answers are cut at it."""


@dataclass(frozen=True, slots=True, eq=False)
class NormalEquations:
    """Those of the regression, from person-made frames: weighted sums over their cells, float32 in main memory.

    `products`: of inputs with inputs, D x D, `answers`: of inputs with the wanted answer, D, `squares`: of that with
    itself. The last inputs are the logits around the cell and 1.
    """

    products: Tensor
    answers: Tensor
    squares: Tensor

    def __add__(self, other: "NormalEquations") -> "NormalEquations":
        return NormalEquations(
            self.products + other.products, self.answers + other.answers, self.squares + other.squares
        )

    @property
    def size_bytes(self) -> int:
        """The memory it occupies."""
        return sum(one.numel() * one.element_size() for one in (self.products, self.answers, self.squares))

    @property
    def of_logits(self) -> "NormalEquations":
        """What is left where the logits are all that is known of a cell."""
        return NormalEquations(self.products[-LOGITS:, -LOGITS:], self.answers[-LOGITS:], self.squares)

    def regression(self) -> Tensor:
        """Return the weights of the ridge regression, D float64."""
        products, answers = self.products.double(), self.answers.double()
        total = products[-1, -1]
        mean = products[:-1, -1] / total
        spread = (products.diagonal()[:-1] / total - mean.square()).clamp(min=0).sqrt() + 1e-4
        standard = torch.diag(torch.cat([1 / spread, torch.ones_like(spread[:1])]))
        standard[:-1, -1] = -mean / spread
        penalty = torch.full_like(standard[0], PENALTY * float(total))
        penalty[-1] = 0.0
        found: Tensor = torch.linalg.solve(standard @ products @ standard.T + torch.diag(penalty), standard @ answers)
        return standard.T @ found

    def error(self, weights: Tensor) -> float:
        """Return the weighted sum of the squared errors that some weights make here."""
        products, answers = self.products.double(), self.answers.double()
        return max(float(self.squares - 2 * weights @ answers + weights @ products @ weights), 1e-9)

    @classmethod
    def of(cls, features: Features, own: Tensor, mask: Tensor) -> "NormalEquations":
        """Return what a frame says. `own`: 1 x 1 x s x s logits from its own memory; `mask`: 1 x 1 x S x S, 0 or 1."""
        side = own.shape[-1]
        share = F.interpolate(mask.float(), (side, side), mode="area")
        shown = share > 0.5 if bool((share > 0.5).any()) else share >= share.max()
        near = _grown(shown | (own > 0), AROUND)
        inside, outside = shown.flatten(), (near & ~shown).flatten()
        weights = inside / inside.sum().clamp(min=1) + outside / outside.sum().clamp(min=1)
        used = weights > 0
        with _in_float32(own.device):
            inputs, wanted = _inputs(features, own.float())[:, used].T, 2 * share.flatten()[used] - 1
            weighted = inputs * weights[used, None]
            sums = inputs.T @ weighted, weighted.T @ wanted, weights[used] @ wanted.square()
        return cls(*(one.cpu() for one in sums))


def _in_float32(device: torch.device) -> torch.autocast:
    """Return what keeps products in float32 inside: sums that cancel each other tell nothing in bfloat16."""
    return torch.autocast(device.type, enabled=False)


def _maps(features: Features, device: torch.device) -> list[Tensor]:
    """Return what is known of a frame's cells, each 1 x C x h x w float32: features, colors from 0 to 1.

    The finest features are left out: they add nothing.
    """
    maps = [level.float() for level in features.levels[1:]]
    if features.guide is not None:
        side = features.levels[0].shape[-1]
        colors = cv2.resize(features.guide.image, (side, side), interpolation=cv2.INTER_AREA)
        maps.append(torch.from_numpy(colors).to(device).permute(2, 0, 1)[None].float() / 255)
    return maps


def _inputs(features: Features, logits: Tensor) -> Tensor:
    """Return the inputs of every cell: D x s*s float32."""
    side = logits.shape[-1]
    maps = [_enlarged(one, side)[0].flatten(1) for one in _maps(features, logits.device)]
    window = F.unfold(_padded(logits), WINDOW)[0]
    return torch.cat([*maps, window, torch.ones_like(window[:1])])


def _padded(logits: Tensor) -> Tensor:
    cut = (logits / SOFT).clamp(-MOST, MOST)
    return F.pad(cut, [WINDOW // 2] * 4, mode="replicate")


def _enlarged(level: Tensor, side: int) -> Tensor:
    return level if level.shape[-1] == side else F.interpolate(level, (side, side), mode="bilinear")


def _grown(cells: Tensor, by: int) -> Tensor:
    """Return cells (1 x 1 x s x s bool) with all that are at most `by` away."""
    across = F.max_pool2d(cells.float(), (1, 2 * by + 1), 1, (0, by))
    return F.max_pool2d(across, (2 * by + 1, 1), 1, (by, 0)) > 0


@dataclass(frozen=True, slots=True, eq=False)
class TargetModel:
    """What is learned of one object: a weight for each input, D float32.

    `frames`: those learned from. `trust`: from 0 to 1, how well what is learned from some of them tells others (mean of
    `_trust`). `sure`: the mean predicted IoU of their masks, 1 of those that a person drew. One that learned from a
    single frame is `alone`. Masks mended by it are shown and not remembered: where the object is covered, memory would
    go over to what covers it.
    """

    weights: Tensor
    trust: float
    frames: frozenset[FrameIndex] = frozenset()
    sure: float = 1.0

    @classmethod
    def of(
        cls, equations: Mapping[FrameIndex, NormalEquations], scores: Mapping[FrameIndex, float] | None = None
    ) -> "TargetModel":
        """Learn from frames, all of which count the same, but for those that the others speak against.

        `scores`: predicted IoU of those that the model made from clicks or a box; a person drew the others.
        """
        scores = scores or {}
        trusts = _in_accord(equations, scores) if len(equations) > 1 else dict.fromkeys(equations, ALONE)
        weights = reduce(NormalEquations.__add__, (equations[at] for at in trusts)).regression().float()
        sure = _mean(scores.get(at, 1.0) for at in trusts)
        return cls(weights, _mean(trusts.values()), frozenset(trusts), sure)

    @property
    def alone(self) -> bool:
        """Tell whether it learned from a single frame."""
        return len(self.frames) == 1

    def distance(self, frame: FrameIndex) -> int:
        """Return how many frames away the nearest is that it learned from."""
        return min(abs(at - frame) for at in self.frames)

    def mended(self, features: Features, logits: Tensor, distance: int) -> Tensor:
        """Return the logits (1 x 1 x s x s) of a mask that was tracked `distance` frames from a person-made one."""
        strength = (
            STRENGTH * self.trust**CAUTION * self.sure**2 * 0.5 ** (distance / (HALF_ALONE if self.alone else HALF))
        )
        if strength < FAINT:
            return logits
        side, maps = logits.shape[-1], _maps(features, logits.device)
        counts = [*(one.shape[1] for one in maps), WINDOW**2, 1]
        *parts, window, constant = torch.split(self.weights.to(logits.device), counts)
        with _in_float32(logits.device):
            answer = F.conv2d(_padded(logits.float()), window.view(1, 1, WINDOW, WINDOW)) + constant
            for one, weights in zip(maps, parts, strict=True):
                # no convolution: GPUs narrow what goes into theirs
                answer = answer + _enlarged((weights @ one[0].flatten(1)).view(1, 1, *one.shape[2:]), side)
        near = _grown(logits > 0, REACH)
        mended = logits + strength * torch.where(near, answer.clamp(-LIMIT, LIMIT), -LIMIT)
        return mended if bool((mended > 0).any()) else logits


def _in_accord(
    equations: Mapping[FrameIndex, NormalEquations], scores: Mapping[FrameIndex, float]
) -> dict[FrameIndex, float]:
    """Return the frames to learn from, with the trust in each: without answers to clicks that the others speak against.

    One wrong answer takes from what is right everywhere. What a person drew is always learned from.
    """
    trusts = {at: _trust(equations, at) for at in equations}
    while len(trusts) > 2:
        answers = [at for at in trusts if at in scores]
        worst = min(answers, key=lambda at: trusts[at], default=None)
        if worst is None or trusts[worst] > DOUBTED:
            break
        others = {at: equations[at] for at in trusts if at != worst}
        alone = {at: _trust(others, at) for at in others}
        if _mean(alone[at] - trusts[at] for at in others) < ACCORD:
            break
        trusts = alone
    return trusts


def _mean(numbers: Iterable[float]) -> float:
    found = list(numbers)
    return sum(found) / len(found)


def _trust(equations: Mapping[FrameIndex, NormalEquations], frame: FrameIndex) -> float:
    """Return how well `frame` is told by frames away from it, from 0 to 1: as well as by logits alone, or better.

    Frames beside it are left out, too, unless there are no others: they are told by it whatever the object does.
    """
    away = [one for at, one in equations.items() if abs(at - frame) > BESIDE]
    others = reduce(NormalEquations.__add__, away or [one for at, one in equations.items() if at != frame])
    plain = equations[frame].of_logits.error(others.of_logits.regression())
    return min(1.0, plain / equations[frame].error(others.regression()))

"""Frames next to a true mask: short rollouts of clips, pictures in a moving window and made-up clips."""

import copy
import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.losses import LEARNING_WEIGHTS
from app.training.rollout import FirstPrompt, Rollout, RolloutBatch
from app.training.seeding import seeded_random
from app.training.tracking_task import TrackingTask

MADE_UP_SHARE = 0.3
"""Share of the usual losses on made-up clips, beside what is kept there."""
KEPT_MASK, KEPT_IOU = 20.0, 1.0
"""Weights of how far mask and predicted IoU move away from the old model's on made-up clips."""


@dataclass(frozen=True, slots=True)
class NearbySources:
    """What a batch is drawn from, and the chances of the three."""

    clips: TrackingTask
    pictures: TrackingTask
    made_up: TrackingTask
    chances: tuple[float, float, float] = (0.45, 0.2, 0.35)


class NearbyTask:
    """Rollouts that start from a true mask. On made-up clips the masks of the model before are kept, too."""

    def __init__(self, sources: NearbySources, model: SAM2Base, seed: int) -> None:
        self._sources = sources
        self._seed = seed
        self._before = copy.deepcopy(model).requires_grad_(False)

    def losses(self, model: SAM2Base, step: int) -> dict[str, Tensor]:
        """Return the mean loss terms of one batch of rollouts."""
        rng = seeded_random(self._seed, step)
        sources = self._sources
        task = rng.choices((sources.clips, sources.pictures, sources.made_up), sources.chances)[0]
        batch = task.sample_batch(model, rng)
        rollout = Rollout(model, batch, rng, LEARNING_WEIGHTS)
        terms = rollout.run(FirstPrompt.MASK, None).weighted(LEARNING_WEIGHTS)
        if task is sources.made_up:
            terms = {name: MADE_UP_SHARE * value for name, value in terms.items()}
            terms["kept"] = self._kept(rollout, batch, rng)
        return terms

    def _kept(self, rollout: Rollout, batch: RolloutBatch, rng: random.Random) -> Tensor:
        before = Rollout(self._before, batch, rng, LEARNING_WEIGHTS)
        with torch.no_grad():
            before.run(FirstPrompt.MASK, None)
        apart: Sequence[Tensor] = [
            KEPT_MASK * F.mse_loss(now.logits[:, :1].sigmoid(), old.logits[:, :1].sigmoid())
            + KEPT_IOU * F.l1_loss(now.ious[:, :1], old.ious[:, :1])
            for now, old in zip(rollout.outputs, before.outputs, strict=True)
        ]
        return torch.stack(list(apart)).mean()

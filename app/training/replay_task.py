"""Teaches a model short stretches of clips that start from a true mask, and on replayed ones to stay what it was."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.heads import DecoderOutput
from app.training.loop import MEMORY, ParameterGroup
from app.training.losses import LossWeights
from app.training.rollout import FirstPrompt, Rollout
from app.training.seeding import seeded_random
from app.training.tracking_task import TrackingTask

GROUPS = (
    *MEMORY,
    ParameterGroup("sam_mask_decoder.transformer"),
    ParameterGroup("sam_mask_decoder.iou_token"),
    ParameterGroup("sam_mask_decoder.mask_tokens"),
    ParameterGroup("sam_mask_decoder.output_upscaling"),
    ParameterGroup("sam_mask_decoder.output_hypernetworks_mlps"),
    ParameterGroup("sam_mask_decoder.iou_prediction_head"),
)
"""All but the image encoder, whose features are cached, the decoder's maps of them, clicks and boxes, and presence."""
REPLAYED_TRUTH = 0.3
"""How much of a replayed clip's own loss counts; the rest is how far mask and predicted IoU move from the old ones."""
KEPT_MASK, KEPT_IOU = 20.0, 1.0


@dataclass(frozen=True, slots=True)
class ReplaySource:
    """Rollouts from a true mask that a step is of with the chance `chance`; with `kept` they are replayed."""

    task: TrackingTask
    chance: float
    kept: bool = False


class ReplayTask:
    """Rollouts of what is to be learned and of what is replayed; `model` as it is now is what is kept there."""

    def __init__(self, model: SAM2Base, sources: Sequence[ReplaySource], weights: LossWeights, seed: int) -> None:
        self._sources = tuple(sources)
        self._weights = weights
        self._seed = seed
        shared = model.image_encoder  # nothing of it is learned, and it is the largest part
        self._old = copy.deepcopy(model, {id(shared): shared}).requires_grad_(False)

    def losses(self, model: SAM2Base, step: int) -> dict[str, Tensor]:
        """Return the mean loss terms of one batch of rollouts."""
        rng = seeded_random(self._seed, step)
        source = rng.choices(self._sources, [each.chance for each in self._sources])[0]
        batch = source.task.sample_batch(model, rng)
        rollout = Rollout(model, batch, rng, self._weights)
        terms = rollout.run(FirstPrompt.MASK, None).weighted(self._weights)
        if not source.kept:
            return terms
        with torch.no_grad():
            old = Rollout(self._old, batch, rng, self._weights)
            old.run(FirstPrompt.MASK, None)
        terms = {name: REPLAYED_TRUTH * value for name, value in terms.items()}
        return {**terms, "kept": _moved(rollout.tracked, old.tracked)}


def _moved(new: Sequence[DecoderOutput], old: Sequence[DecoderOutput]) -> Tensor:
    """Return how far the single masks and their predicted IoU are from the old ones, the mean of the frames."""
    frames = [
        KEPT_MASK * F.mse_loss(one.logits[:, :1].float().sigmoid(), other.logits[:, :1].float().sigmoid())
        + KEPT_IOU * F.l1_loss(one.ious[:, :1].float(), other.ious[:, :1].float())
        for one, other in zip(new, old, strict=True)
    ]
    return torch.stack(frames).mean()

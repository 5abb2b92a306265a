"""Teaches the mask decoder's heads on frames that the old model has fused with memory once: a step costs no rollout."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.heads import decode
from app.training.loop import ParameterGroup
from app.training.losses import LossWeights, single_terms
from app.training.rollout import FusedFrame, Rollout
from app.training.seeding import seeded_random
from app.training.tracking_task import TrackingTask

GROUPS = (
    ParameterGroup("sam_mask_decoder.output_hypernetworks_mlps"),
    ParameterGroup("sam_mask_decoder.output_upscaling"),
    ParameterGroup("sam_mask_decoder.iou_prediction_head"),
)
"""What makes masks and predicted IoU of the tokens. With the whole decoder the tokens change, too, which memory reads
as object pointers: in a prototype J&F of eight held-out nuclei fell from 0.736 to 0.688 in 100 steps."""
KEPT_MASK, KEPT_IOU = 20.0, 1.0
"""Weights of how far mask and predicted IoU move away from the old model's on replayed clips."""
TOLD = 50


@dataclass(frozen=True, slots=True)
class FusedOptions:
    """`batch` frames a step, which are of replayed clips with the chance `replayed`. `seed` decides everything."""

    batch: int
    replayed: float
    seed: int


def fused_frames(
    model: SAM2Base, task: TrackingTask, count: int, seed: int, most_bytes: int
) -> Generator[str, None, list[FusedFrame]]:
    """Track random stretches of a task's clips until there are `count` frames or the bytes are used up.

    Yields lines for people. The same model and seed give the same frames.
    """
    found, used, number = list[FusedFrame](), 0, 0
    while len(found) < count and used < most_bytes:
        rng = seeded_random(seed, "fused", number)
        for frame in Rollout(model, task.sample_batch(model, rng), rng).recorded():
            found.append(frame)
            used += sum(part.numel() * part.element_size() for part in (frame.features, *frame.fine, frame.logits))
        number += 1
        if len(found) // TOLD > (len(found) - task.options.frames) // TOLD:
            yield f"{len(found)} of {count} frames tracked to learn from"
    return found


class FusedTask:
    """Frames of the person's clips, and those of clips that show what must not be forgotten."""

    def __init__(
        self, own: Sequence[FusedFrame], replayed: Sequence[FusedFrame], options: FusedOptions, weights: LossWeights
    ) -> None:
        self._own = own
        self._replayed = replayed
        self._options = options
        self._weights = weights

    def losses(self, model: SAM2Base, step: int) -> dict[str, Tensor]:
        """Return the mean loss terms of one batch of frames."""
        rng = seeded_random(self._options.seed, step)
        again = bool(self._replayed) and rng.random() < self._options.replayed
        frames = self._replayed if again else self._own
        chosen = rng.sample(frames, min(self._options.batch, len(frames)))
        device = next(iter(model.parameters())).device

        def together(parts: Sequence[Tensor]) -> Tensor:
            return torch.cat(list(parts)).to(device).float()

        fine = [together([frame.fine[level] for frame in chosen]) for level in (0, 1)]
        output = decode(model, together([frame.features for frame in chosen]), fine, None, None)
        truth = together([frame.truth for frame in chosen])
        terms = single_terms(output, truth, self._weights).weighted(self._weights)
        if again:
            before = together([frame.logits for frame in chosen]).sigmoid()
            terms["kept"] = KEPT_MASK * F.mse_loss(output.logits[:, :1].float().sigmoid(), before)
            terms["kept"] = terms["kept"] + KEPT_IOU * F.l1_loss(
                output.ious[:, :1].float(), together([frame.iou for frame in chosen])
            )
        return terms

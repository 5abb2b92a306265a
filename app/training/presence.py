"""Last stage: the presence head learns, from tokens gathered once, to tell an absent object from a present one."""

from collections.abc import Iterator, Sequence

import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.draws import drawing
from app.training.rollout import First, Rollout
from app.training.track import TrackingTask

BATCH = 256


class Tokens:
    """What the presence head was shown on frames, and whether the object was there."""

    def __init__(self) -> None:
        self.shown: list[Tensor] = []
        self.there: list[Tensor] = []

    def gather(self, model: SAM2Base, clips: TrackingTask, rollouts: int) -> Iterator[int]:
        """Follow objects without learning; yields rollouts done."""
        head = model.sam_mask_decoder.pred_obj_score_head
        hook = head.register_forward_pre_hook(lambda _module, given: self.shown.append(given[0].detach().clone()))
        try:
            for number in range(rollouts):
                draw = drawing(clips.options.seed, "presence", number)
                with torch.no_grad():
                    footage = clips.footage(model, draw)
                    Rollout(model, footage, draw).run(First.MASK, None)
                self.there += [(truth.flatten(1) > 0.5).any(1).float() for truth in footage.truths]
                yield number + 1
        finally:
            hook.remove()


class PresenceTask:
    """The task: cross entropy of the presence head alone, absent and present frames drawn alike often."""

    def __init__(self, tokens: Tokens, seed: int) -> None:
        self.shown = torch.cat(tokens.shown)
        self.there = torch.cat(tokens.there)
        self.seed = seed

    @property
    def absent(self) -> int:
        """Number of frames without the object."""
        return int((self.there == 0).sum())

    def losses(self, model: SAM2Base, step: int) -> dict[str, Tensor]:
        """Return `presence`; `_right` informs about the share of right answers."""
        draw = drawing(self.seed, step)
        groups: Sequence[Tensor] = [torch.nonzero(self.there == value)[:, 0] for value in (0.0, 1.0)]
        rows = [group[draw.randrange(len(group))] for group in groups if len(group) for _ in range(BATCH // 2)]
        chosen = torch.stack(rows)
        scores = model.sam_mask_decoder.pred_obj_score_head(self.shown[chosen])[:, 0]
        there = self.there[chosen]
        right = ((scores > 0) == (there > 0.5)).float().mean()
        return {"presence": F.binary_cross_entropy_with_logits(scores, there), "_right": right.detach()}

"""Last stage: the presence head learns, from tokens gathered once, to tell an absent object from a present one."""

from collections.abc import Iterator, Sequence

import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.draws import drawing
from app.training.rollout import First, Footage, Rollout
from app.training.track import TrackingTask

BATCH = 256
FOLLOWED = 0.3
"""IoU from which on an object counts as followed. One that is there but was lost looks absent: it would teach to call
everything present."""
DOUBT = 0.4
"""Predicted IoU at which presence starts undecided."""
GAIN = 15.0
"""How much surer presence gets with predicted IoU, in logits."""


@torch.no_grad()
def start_presence(model: SAM2Base) -> None:
    """Let presence start as predicted IoU: what is followed well is there. That head has seen far more pictures."""
    decoder = model.sam_mask_decoder
    decoder.obj_score_token.weight.copy_(decoder.iou_token.weight)
    *hidden, last = decoder.pred_obj_score_head.layers
    *known, iou = decoder.iou_prediction_head.layers
    for layer, other in zip(hidden, known, strict=True):
        layer.load_state_dict(other.state_dict())
    last.weight.copy_(GAIN * iou.weight[:1])
    last.bias.copy_(GAIN * (iou.bias[:1] - DOUBT))


class Tokens:
    """What the presence head was shown on frames, and whether the object was there; lost ones are left out."""

    def __init__(self) -> None:
        self.shown: list[Tensor] = []
        self.there: list[Tensor] = []

    def gather(self, model: SAM2Base, clips: TrackingTask, rollouts: int) -> Iterator[int]:
        """Follow objects from given masks without learning; yields batches done."""
        shown: list[Tensor] = []
        head = model.sam_mask_decoder.pred_obj_score_head
        hook = head.register_forward_pre_hook(lambda _module, given: shown.append(given[0].detach().clone()))
        try:
            for number in range(rollouts):
                draw = drawing(clips.options.seed, "presence", number)
                with torch.no_grad():
                    footage = clips.footage(model, draw)
                    rollout = Rollout(model, footage, draw)
                    rollout.run(First.MASK, None)
                self._add(shown, footage, rollout)
                shown.clear()
                yield number + 1
        finally:
            hook.remove()

    def _add(self, shown: Sequence[Tensor], footage: Footage, rollout: Rollout) -> None:
        """Take over all frames but the first, whose mask was given."""
        frames = list(zip(shown, footage.truths, rollout.overlaps, strict=True))[1:]
        for tokens, truth, overlaps in frames:
            there = (truth.flatten(1) > 0.5).any(1)
            told = ~there | (overlaps >= FOLLOWED)
            self.shown.append(tokens[told])
            self.there.append(there[told].float())


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

"""Networks between the old model and what was learned, as files that are measured and handed out."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.evaluation.subjects import Subject
from app.training import model_file
from app.training.embedded.init_presence import presence_from_iou
from app.training.improving.scores import Score, score

CANDIDATE_FILE = "candidate.safetensors"
Weights = Mapping[str, Tensor]


class Mixer:
    """Makes mixtures of the model in `start` and learned weights; candidates are files in `folder`."""

    def __init__(self, start: Path, folder: Path) -> None:
        self._start = start
        self._candidate = folder / CANDIDATE_FILE
        model, self.architecture = model_file.load(start)
        self.computes_presence = self.architecture is not None and _presence_is_computed(model)

    def mixture(self, tuned: Weights, share: float) -> SAM2Base:
        """Return a network of its own with `share` of the tuned weights; the rest is the old model's."""
        model, _ = model_file.load(self._start)
        with torch.no_grad():
            for name, value in model.named_parameters():
                if name in tuned:
                    value.lerp_(tuned[name], share)
        if self.computes_presence:
            presence_from_iou(model)
        return model

    def score(self, tuned: Weights, share: float, device: str, subjects: Iterable[Subject]) -> Score:
        """Return how good a mixture is, as the file that would be handed out gives it."""
        model_file.save(self.mixture(tuned, share), self.architecture, self._candidate, {})
        return score(self._candidate, device, subjects)

    def write(self, tuned: Weights, share: float, card: Mapping[str, str], path: Path) -> None:
        """Write a mixture with where it comes from; of Meta's architecture also as the .pt that SAM 2 itself reads."""
        model = self.mixture(tuned, share)
        model_file.save(model, self.architecture, path, card)
        if self.architecture is None:
            model_file.export_for_sam2(model, path.with_suffix(".pt"))

    def tidy(self) -> None:
        """Remove the candidate's file."""
        self._candidate.unlink(missing_ok=True)


def _presence_is_computed(model: SAM2Base) -> bool:
    """Tell whether the presence head is what follows from the head of predicted IoU: learning it would be for nothing.

    Half precision of the file is allowed for.
    """
    decoder = model.sam_mask_decoder
    *hidden, _ = decoder.pred_obj_score_head.layers
    *known, _ = decoder.iou_prediction_head.layers
    if [layer.weight.shape for layer in hidden] != [layer.weight.shape for layer in known]:
        return False
    before = [value.detach().clone() for value in decoder.pred_obj_score_head.parameters()]
    token = decoder.obj_score_token.weight.detach().clone()
    presence_from_iou(model)
    after = [value.detach() for value in decoder.pred_obj_score_head.parameters()]
    return all(
        torch.allclose(one, other, rtol=2e-3, atol=2e-3)
        for one, other in zip([token, *before], [decoder.obj_score_token.weight.detach(), *after], strict=True)
    )

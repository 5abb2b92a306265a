"""Checks that a tracked mask still shows the object, by the appearance of its cells on the conditioning frames.

Where one object passes in front of another, propagation may switch to the other one, and stays there, as all recent
memory shows it. On the conditioning frames the other object is background. A mask that includes background is decoded
again without it; a mask that shows nothing else becomes an empty mask. An object that was absent for some frames is
searched for on the whole frame, not only where it was last; what is found has to be much surer than a tracked mask.
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.inference.appearance import Similarity, compare, coverage, covered
from app.engine.inference.features import Features
from app.engine.inference.memory_bank import ObjectMemory, Output
from app.engine.inference.model import Sam2Model
from app.engine.network.constants import ABSENT
from app.project.model import FrameIndex

INSIDE = 0.7
"""A mask is judged by the cells of which it covers this share."""
OUTSIDE = 0.05
"""A cell is outside a mask that covers less than this share of it."""
FOREIGN_MARGIN, BACKGROUND_SIMILARITY = -0.1, 0.4
"""A cell is foreign to the object with a margin below the first and a background similarity above the second. An object
that only changes its appearance is not like the background: similarity 0.2 to 0.34 where a car or a motorbike came near
in DAVIS' training sequences, against 0.44 and more where masks had switched to another object in the sample."""
SWITCHED_SIMILARITY = 0.37
"""Mean background similarity above which a mask with a mean margin below the first shows another object as a whole,
however few of its cells are foreign or how scattered they lie."""
FOREIGN_SHARE, FOREIGN_CELLS = 0.25, 3
"""Share of a mask, and cells in one connected component, from which on foreign cells are removed."""
RETURN_MARGIN, MASK_MARGIN = 0.05, 0.03
"""Least margin of cells where a returned object may be, and least mean margin of the mask decoded from them."""
RETURN_SCORE = 0.5
"""Least predicted IoU of that mask."""
RETURN_LEAD = 0.3
"""How much higher that has to be than the tracked mask's, where there is one and presence is relative."""
RETURN_SHARE, RETURN_CELLS = 0.15, 2
"""Least size of a returned object: share of its mean size on the conditioning frames, and cells."""
PRIOR_LOGIT = 10.0


class Reidentifier:
    """Checks tracked outputs against the appearances in an object's memory; does nothing on a model without them."""

    def __init__(self, model: Sam2Model) -> None:
        self._model = model

    def check(
        self,
        features: Features,
        frame: FrameIndex,
        memories: Sequence[ObjectMemory],
        outputs: Sequence[Output],
        high: Tensor,
        shift: Tensor | None = None,
    ) -> tuple[list[Output], Tensor]:
        """Return the outputs of B objects on a frame, corrected, and their logits at S x S (B x 1 x S x S).

        `shift`: see Sam2Model.presence_shift.
        """
        if not self._model.has_appearance:
            return list(outputs), high
        embeddings = self._model.appearance(features)
        checked, fine = [], []
        for index, (memory, output) in enumerate(zip(memories, outputs, strict=True)):
            references = [out.appearance for out in memory.conditioning.values() if out.appearance is not None]
            similarity = compare(embeddings, references)
            result = (output, high[index : index + 1])
            if similarity is not None:
                sizes = [len(one.foreground) for one in references if len(one.foreground)]
                size = sum(sizes) / len(sizes)
                own = None if shift is None else shift[index : index + 1]
                absent = memory.was_absent(frame)
                sure = memory.own_score(frame) or 1.0
                result = self._corrected(features, similarity, result, absent=absent, size=size, shift=own, sure=sure)
                result = (_with_lookalikes(result[0], similarity, size), result[1])
            checked.append(result[0])
            fine.append(result[1])
        return checked, torch.cat(fine)

    def _corrected(
        self,
        features: Features,
        similarity: Similarity,
        tracked: tuple[Output, Tensor],
        *,
        absent: bool,
        size: float,
        shift: Tensor | None,
        sure: float,
    ) -> tuple[Output, Tensor]:
        """Return the output to keep. `absent`: on the last frames; `size`: the object's mean size in cells.

        `sure`: the predicted IoU that it has where it is surely present.
        """
        output, _ = tracked
        found = self._returned(features, similarity, size, shift) if absent else None
        competes = shift is not None and found is not None and found[0].score > output.score + RETURN_LEAD
        if found is not None and (not output.present or competes):
            return found
        if not output.present:
            return tracked
        if absent and _is_background(output, similarity, MASK_MARGIN):
            return self._empty(tracked)
        # With no absent frames in memory something is soon found anywhere, even if it is not like the background. Of
        # the sample's koi, clicked on its first frame, such masks had margins of -0.3 to -0.13 where it is not there.
        # Once a second frame is shown, the koi that comes back has down to -0.11; of that the model is quite sure.
        if absent and shift is not None and output.score < sure and _margin(output, similarity) < FOREIGN_MARGIN:
            return self._empty(tracked)
        foreign = _foreign_cells(output, similarity)
        if foreign is not None:
            again = self._decode(features, _without(output, foreign), shift)
            if (
                again[0].present
                and _foreign_cells(again[0], similarity) is None
                and _margin(again[0], similarity) >= FOREIGN_MARGIN
            ):
                return again
        switched = _is_background(output, similarity, FOREIGN_MARGIN, SWITCHED_SIMILARITY)
        return self._empty(tracked) if switched else tracked

    def _returned(
        self, features: Features, similarity: Similarity, size: float, shift: Tensor | None
    ) -> tuple[Output, Tensor] | None:
        """Search the whole frame for an object of `size` cells; None where nothing looks like it."""
        prior = _return_prior(similarity, size)
        found = None if prior is None else self._decode(features, prior, shift)
        return found if found is not None and _is_object(found[0], similarity) else None

    def _empty(self, tracked: tuple[Output, Tensor]) -> tuple[Output, Tensor]:
        return self._model.absent(tracked[0]), torch.full_like(tracked[1], ABSENT)

    def _decode(self, features: Features, prior: Tensor, shift: Tensor | None) -> tuple[Output, Tensor]:
        """Decode a mask from prior logits, 1 x 1 x s x s cells, without memory."""
        side = self._model.size // 4
        prior = F.interpolate(prior, (side, side), mode="bilinear", align_corners=False)
        alone = self._model.without_memory(features)
        (output,), high = self._model.decode(features, alone, points=None, prior=prior, first=False, shift=shift)
        return output, high


def _inside(output: Output, similarity: Similarity) -> Tensor:
    return covered(coverage(output.logits > 0, len(similarity.foreground)), INSIDE)


def _margin(output: Output, similarity: Similarity) -> float:
    return float(similarity.margin[_inside(output, similarity)].mean())


def _with_lookalikes(output: Output, similarity: Similarity, size: float) -> Output:
    """Return an output with how many cells outside it look like the object, by the object's `size` in cells."""
    outside = coverage(output.logits > 0, len(similarity.foreground)) < OUTSIDE
    alike = int((outside & (similarity.margin > RETURN_MARGIN)).sum()) / max(size, 1.0)
    return replace(output, doubts=replace(output.doubts, lookalikes=alike))


def _is_background(
    output: Output, similarity: Similarity, margin: float, background: float = BACKGROUND_SIMILARITY
) -> bool:
    """Tell whether a mask as a whole has less than a margin, and is more like the background than `background`."""
    return (
        _margin(output, similarity) < margin
        and float(similarity.background[_inside(output, similarity)].mean()) > background
    )


def _is_object(output: Output, similarity: Similarity) -> bool:
    return output.present and output.score >= RETURN_SCORE and _margin(output, similarity) >= MASK_MARGIN


def _foreign_cells(output: Output, similarity: Similarity) -> Tensor | None:
    """Return the cells (N bool) of a mask that are background by appearance, None if they are few or scattered."""
    inside = _inside(output, similarity)
    foreign = inside & (similarity.margin < FOREIGN_MARGIN) & (similarity.background > BACKGROUND_SIMILARITY)
    count = int(inside.sum())
    if int(foreign.sum()) < FOREIGN_SHARE * count:
        return None
    _, sizes = _components(foreign)
    return foreign if max(sizes) >= min(FOREIGN_CELLS, count) else None


def _without(output: Output, foreign: Tensor) -> Tensor:
    """Return a mask's logits as a prior that leaves out some cells (N bool)."""
    logits = output.logits.float().clamp(-PRIOR_LOGIT, PRIOR_LOGIT)
    cut = F.interpolate(_square(foreign.float())[None, None], logits.shape[-2:], mode="nearest") > 0
    return torch.where(cut, -PRIOR_LOGIT, logits)


def _return_prior(similarity: Similarity, size: float) -> Tensor | None:
    """Return prior logits (1 x 1 x s x s) of where an object of `size` cells may have returned, None if nowhere."""
    alike = similarity.margin > RETURN_MARGIN
    if int(alike.sum()) < max(RETURN_CELLS, RETURN_SHARE * size):
        return None
    labels, sizes = _components(alike)
    summed = np.bincount(labels.ravel(), _square(similarity.margin).cpu().numpy().ravel())
    best = 1 + int(summed[1:].argmax())
    if sizes[best - 1] < max(RETURN_CELLS, RETURN_SHARE * size):
        return None
    component = torch.from_numpy(labels == best).to(alike.device)
    return torch.where(component, PRIOR_LOGIT, -PRIOR_LOGIT)[None, None]


def _components(cells: Tensor) -> tuple[np.ndarray, list[int]]:
    """Return the connected components of some cells (N bool): their labels from 1 on as s x s, and their sizes."""
    count, labels = cv2.connectedComponents(_square(cells).byte().cpu().numpy(), connectivity=8)
    return labels, [int((labels == number).sum()) for number in range(1, count)]


def _square(cells: Tensor) -> Tensor:
    side = round(len(cells) ** 0.5)
    return cells.view(side, side)

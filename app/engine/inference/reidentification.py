"""Makes sure that a tracked mask still shows the object: what a person showed as something else is not it.

Where one thing passes over another, tracking that goes from frame to frame may cross to the other thing, and stays on
it, as all it remembers of late says so. On the frames that a person determined, that other thing is background. A mask
that took it in is asked for again without it; one that shows nothing else is no mask of the object. An object that was
away for some frames is looked for in the whole picture, not only where it was last seen.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.inference.appearance import Likeness, likeness, mostly, shares
from app.engine.inference.features import Features
from app.engine.inference.memory_bank import ObjectMemory, Output
from app.engine.inference.model import Network
from app.engine.network.constants import ABSENT
from app.project.model import FrameIndex

INSIDE = 0.7
"""A mask is judged by the cells of which it covers this share."""
STRANGE, KNOWN = -0.1, 0.4
"""A cell shows something else where it looks less like the object by so much, and this much like what is known not to
be it. An object that only changes its looks becomes like nothing that was shown: 0.2 to 0.34 where a car or a motorbike
came near in DAVIS' training sequences, against 0.44 and more where masks had crossed to another thing in the sample."""
STRANGE_SHARE, STRANGE_CELLS = 0.25, 3
"""From which part of a mask on, in one piece of so many cells, it has taken something in."""
AWAY = 3
"""Frames an object has to be away until it is looked for in the whole picture."""
FAMILIAR, FOUND = 0.05, 0.03
"""How much more they look like the object than like all else: cells that may be it come back, and the mask of those."""
FOUND_SCORE = 0.5
"""Predicted IoU from which on that mask is believed."""
FOUND_SHARE, FOUND_CELLS = 0.15, 2
"""Least size of what may be the object come back, as a part of its size on the person's frames, and in cells."""
SURE = 10.0


class Recognition:
    """Checks tracked outputs against the portraits in an object's memory; does nothing on a network without looks."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def checked(
        self,
        features: Features,
        frame: FrameIndex,
        memories: Sequence[ObjectMemory],
        outputs: Sequence[Output],
        high: Tensor,
    ) -> tuple[list[Output], Tensor]:
        """Return what holds of the outputs of B objects on a frame, and their logits at S x S (B x 1 x S x S)."""
        if not self._network.compares_looks:
            return list(outputs), high
        looks = self._network.looks(features)
        held, fine = [], []
        for index, (memory, output) in enumerate(zip(memories, outputs, strict=True)):
            known = [out.portrait for out in memory.conditioning.values() if out.portrait is not None]
            alike = likeness(looks, known)
            answer = (output, high[index : index + 1])
            if alike is not None:
                sizes = [len(one.own) for one in known if len(one.own)]
                size = sum(sizes) / len(sizes)
                answer = self._held(features, alike, answer, away=_away(memory, frame), size=size)
            held.append(answer[0])
            fine.append(answer[1])
        return held, torch.cat(fine)

    def _held(
        self, features: Features, alike: Likeness, said: tuple[Output, Tensor], *, away: bool, size: float
    ) -> tuple[Output, Tensor]:
        output, _ = said
        if not _shown(output):
            hint = _returned(alike, size) if away else None
            found = None if hint is None else self._asked(features, hint)
            return found if found is not None and _is_it(found[0], alike) else said
        if away and _looks_other(output, alike, FOUND):
            return self._nothing(said)
        strange = _taken_in(output, alike)
        if strange is None:
            return said
        again = self._asked(features, _without(output, strange))
        if _shown(again[0]) and _taken_in(again[0], alike) is None and _margin(again[0], alike) >= STRANGE:
            return again
        return self._nothing(said) if _looks_other(output, alike, STRANGE) else said

    def _nothing(self, said: tuple[Output, Tensor]) -> tuple[Output, Tensor]:
        return self._network.absent(said[0]), torch.full_like(said[1], ABSENT)

    def _asked(self, features: Features, hint: Tensor) -> tuple[Output, Tensor]:
        """Ask for the mask of a hint, 1 x 1 x s x s cells' logits, on the picture alone."""
        side = self._network.size // 4
        prior = F.interpolate(hint, (side, side), mode="bilinear", align_corners=False)
        plain = self._network.plain(features)
        (output,), high = self._network.answer(features, plain, points=None, prior=prior, first=False)
        return output, high


def _shown(output: Output) -> bool:
    return float(output.presence) > 0 and bool((output.logits > 0).any())


def _away(memory: ObjectMemory, frame: FrameIndex) -> bool:
    """Tell whether the object was absent on the frames of late."""
    late = [out for at, out in memory.tracked.items() if abs(at - frame) <= AWAY]
    return len(late) == AWAY and all(float(out.presence) <= 0 for out in late)


def _inside(output: Output, alike: Likeness) -> Tensor:
    return mostly(shares(output.logits > 0, len(alike.own)), INSIDE)


def _margin(output: Output, alike: Likeness) -> float:
    return float(alike.margin[_inside(output, alike)].mean())


def _looks_other(output: Output, alike: Likeness, margin: float) -> bool:
    """Tell whether a mask as a whole looks less like the object than by `margin`, and like something else."""
    return _margin(output, alike) < margin and float(alike.other[_inside(output, alike)].mean()) > KNOWN


def _is_it(output: Output, alike: Likeness) -> bool:
    return _shown(output) and output.score >= FOUND_SCORE and _margin(output, alike) >= FOUND


def _taken_in(output: Output, alike: Likeness) -> Tensor | None:
    """Return the cells (N bool) of a mask that look like something else, None if they are few or scattered."""
    inside = _inside(output, alike)
    strange = inside & (alike.margin < STRANGE) & (alike.other > KNOWN)
    count = int(inside.sum())
    if int(strange.sum()) < STRANGE_SHARE * count:
        return None
    _, sizes = _pieces(strange)
    return strange if max(sizes) >= min(STRANGE_CELLS, count) else None


def _without(output: Output, strange: Tensor) -> Tensor:
    """Return a mask's logits as a hint that leaves out some cells (N bool)."""
    logits = output.logits.float().clamp(-SURE, SURE)
    cut = F.interpolate(_square(strange.float())[None, None], logits.shape[-2:], mode="nearest") > 0
    return torch.where(cut, -SURE, logits)


def _returned(alike: Likeness, size: float) -> Tensor | None:
    """Return a hint (1 x 1 x s x s logits) of where an object that covered `size` cells may be back, if anywhere."""
    familiar = alike.margin > FAMILIAR
    if int(familiar.sum()) < max(FOUND_CELLS, FOUND_SHARE * size):
        return None
    labels, sizes = _pieces(familiar)
    summed = np.bincount(labels.ravel(), _square(alike.margin).cpu().numpy().ravel())
    best = 1 + int(summed[1:].argmax())
    if sizes[best - 1] < max(FOUND_CELLS, FOUND_SHARE * size):
        return None
    piece = torch.from_numpy(labels == best).to(familiar.device)
    return torch.where(piece, SURE, -SURE)[None, None]


def _pieces(cells: Tensor) -> tuple[np.ndarray, list[int]]:
    """Return the connected pieces of some cells (N bool): their numbers from 1 on as s x s, and their sizes."""
    count, labels = cv2.connectedComponents(_square(cells).byte().cpu().numpy(), connectivity=8)
    return labels, [int((labels == number).sum()) for number in range(1, count)]


def _square(cells: Tensor) -> Tensor:
    side = round(len(cells) ** 0.5)
    return cells.view(side, side)

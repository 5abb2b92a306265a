"""Doubts what tracked masks gain, object by object, from the colors on the frames that a person decided."""

import cv2
import numpy as np
import torch
from torch import Tensor

from app.engine.growth import Palette, doubted, touching
from app.engine.memory import ObjectMemory, Output
from app.engine.network import Network
from app.engine.predictor import Step
from app.engine.sight import Clip, Sight
from app.project.model import FrameIndex, ObjectId

Decided = tuple[FrameIndex, ...]
"""The conditioning frames a palette was learned from."""


class Doubter:
    """Keeps the palettes of the objects of one pass; each is learned anew when other conditioning comes into reach."""

    def __init__(self, network: Network, sight: Sight, clip: Clip, step: Step) -> None:
        self._network = network
        self._sight = sight
        self._clip = clip
        self._step = step
        self._palettes: dict[ObjectId, tuple[Decided, Palette | None]] = {}

    def doubt(
        self, frame: FrameIndex, name: ObjectId, memory: ObjectMemory, output: Output, picture: np.ndarray
    ) -> tuple[Output, Tensor]:
        """Return what to remember of an object on a frame, and the logits to show (1 x 1 x h x w).

        Remembered is the mask without what is doubted; shown are the pieces of the mask that are not doubted as a
        whole. Where nothing is left the object is absent. `picture`: the frame as the model sees it.
        """
        logits = output.logits[0, 0].float().cpu().numpy()
        palette = self._palette(name, memory)
        if palette is None or not (logits > 0).any():
            return output, output.logits
        before, frames = self._before(frame, memory, logits.shape[0])
        sure = doubted(logits, palette.seen(picture, logits.shape[0]), before, frames)
        if not (sure > 0).any():
            absent = self._network.absent(output)
            return absent, absent.logits
        shown = _like(output.logits, touching(logits, sure > 0))
        return Output(_like(output.logits, sure), output.pointer, output.presence, output.score), shown

    def _palette(self, name: ObjectId, memory: ObjectMemory) -> Palette | None:
        decided = tuple(sorted(memory.conditioning))
        known = self._palettes.get(name)
        if known is not None and known[0] == decided:
            return known[1]
        samples = [sample for at in decided if (sample := self._sample(at, memory.conditioning[at])) is not None]
        palette = Palette.of(samples)
        self._palettes[name] = (decided, palette)
        return palette

    def _sample(self, frame: FrameIndex, output: Output) -> tuple[np.ndarray, np.ndarray] | None:
        guide = self._sight.features(self._clip, frame).guide
        if guide is None or not output.logits.numel():
            return None
        side = guide.picture.shape[0]
        logits = output.logits[0, 0].float().cpu().numpy()
        return guide.picture, cv2.resize(logits, (side, side), interpolation=cv2.INTER_LINEAR) > 0

    def _before(self, frame: FrameIndex, memory: ObjectMemory, side: int) -> tuple[np.ndarray | None, int]:
        """Return where the object was last seen within the memory's window, and how many frames ago."""
        for ago in range(1, self._network.reach.spatial + 1):
            at = FrameIndex(frame - self._step.value * ago)
            output = memory.tracked.get(at) or memory.conditioning.get(at)
            if output is None or output.logits.shape[-1] != side:
                return None, 0
            inside = output.logits[0, 0].float().cpu().numpy() > 0
            if inside.any():
                return inside, ago
        return None, 0


def _like(logits: Tensor, values: np.ndarray) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(values)).to(logits.device, logits.dtype)[None, None]

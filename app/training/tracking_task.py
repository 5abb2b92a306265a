"""Third stage: memory, learned by following objects through short clips."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.errors import TrainingError
from app.training.clips import Clip
from app.training.feature_cache import Kept
from app.training.losses import SAM2_WEIGHTS, LossWeights
from app.training.rollout import First, Footage, Rollout
from app.training.seeding import drawing

FIRSTS = (First.MASK, First.CLICK, First.BOX)


@dataclass(frozen=True, slots=True)
class Source:
    """A clip of square frames to draw from, and how often."""

    clip: Clip
    weight: float


@dataclass(frozen=True, slots=True)
class Tracking:
    """How clips are drawn: B of them a step, `frames` long, every `strides`-th frame; prompts and corrections.

    `first_weights` are those of mask, click and box on the first frame; `corrected` the chance of corrective clicks on
    one later frame; `interrupted` the chance that a batch shows other clips for a while, `misled` that memory takes
    another thing for the object for a while; `seed` decides everything.
    """

    batch: int
    frames: int
    strides: tuple[int, ...]
    first_weights: tuple[float, float, float]
    corrected: float
    seed: int
    interrupted: float = 0.0
    misled: float = 0.0


@dataclass(frozen=True, slots=True)
class _Sample:
    source: int
    frames: tuple[int, ...]
    label: int
    other: int


class TrackingTask:
    """The task: rollouts over random stretches of random clips, forward or backward, of one object each."""

    def __init__(
        self,
        sources: Sequence[Source],
        options: Tracking,
        size: int,
        frozen_blocks: int | None,
        device: torch.device,
        weights: LossWeights = SAM2_WEIGHTS,
    ) -> None:
        if not sources:
            raise TrainingError("There are no clips to learn tracking from.")
        self.sources = sources
        self.shares = [source.weight for source in sources]
        self.weights = weights
        self.options = options
        self.size = size
        self.kept = Kept(frozen_blocks, device)
        self.device = device
        self.known: dict[tuple[int, int], np.ndarray] = {}

    def _labels(self, source: int, frame: int) -> np.ndarray:
        """Return a frame's label map at half the network's resolution, read once."""
        found = self.known.get((source, frame))
        if found is None:
            labels = self.sources[source].clip.labels(frame).astype(np.uint16)
            half = self.size // 2
            found = cv2.resize(labels, (half, half), interpolation=cv2.INTER_NEAREST)
            self.known[(source, frame)] = found
        return found

    def _sample(self, draw: random.Random) -> _Sample:
        """Draw a stretch whose first frame shows its object with at least 40 cells of the half-size label map."""
        for _ in range(200):
            source = draw.choices(range(len(self.sources)), self.shares)[0]
            count, stride = len(self.sources[source].clip), draw.choice(self.options.strides)
            reach = (self.options.frames - 1) * stride
            if reach >= count:
                continue
            start = draw.randrange(count - reach)
            frames = tuple(range(start, start + reach + 1, stride))
            if draw.random() < 0.5:
                frames = frames[::-1]
            first = self._labels(source, frames[0])
            visible = [label for label in self.sources[source].clip.objects if (first == label).sum() >= 40]
            if visible:
                label = draw.choice(visible)
                others = [one for one in visible if one != label]
                return _Sample(source, frames, label, draw.choice(others) if others and self.options.misled else 0)
        raise TrainingError(
            "No stretch of the clips shows an object on its first frame.", "Use longer clips or shorter stretches."
        )

    def _footage(self, model: SAM2Base, samples: Sequence[_Sample]) -> Footage:
        features, truths, others = [], [], []
        for step in range(self.options.frames):
            keys = [(sample.source, sample.frames[step]) for sample in samples]
            features.append(self.kept.features(model, keys, lambda place, keys=keys: self._picture(keys[place])))  # type: ignore[misc]
            labels = [(self._labels(*key), sample) for key, sample in zip(keys, samples, strict=True)]
            truths.append(self._masks([seen == sample.label for seen, sample in labels]))
            others.append(self._masks([(seen == sample.other) & (sample.other > 0) for seen, sample in labels]))
        return Footage(features, truths, others)

    def _masks(self, masks: Sequence[np.ndarray]) -> Tensor:
        return torch.from_numpy(np.stack(masks)).to(self.device).float()[:, None]

    def _picture(self, key: tuple[int, int]) -> np.ndarray:
        return self.sources[key[0]].clip.frame(key[1])

    def footage(self, model: SAM2Base, draw: random.Random) -> Footage:
        """Return the features and truths of a batch of random stretches."""
        footage = self._footage(model, [self._sample(draw) for _ in range(self.options.batch)])
        return interrupted(footage, draw) if draw.random() < self.options.interrupted else footage

    def losses(self, model: SAM2Base, step: int) -> dict[str, Tensor]:
        """Return the mean loss terms of one batch of rollouts."""
        draw = drawing(self.options.seed, step)
        footage = self.footage(model, draw)
        first = draw.choices(FIRSTS, self.options.first_weights)[0]
        again = draw.randrange(1, self.options.frames) if draw.random() < self.options.corrected else None
        misled = self.options.misled > 0 and draw.random() < self.options.misled
        return Rollout(model, footage, draw, self.weights, misled=misled).run(first, again).weighted(self.weights)


def interrupted(footage: Footage, draw: random.Random) -> Footage:
    """Show other clips for a while: every clip of the batch gets its neighbor's frames, where its object is not."""
    count = len(footage.truths)
    batch = len(footage.truths[0])
    if batch < 2 or count < 3:
        return footage
    start = draw.randrange(1, count - 1)
    away = range(start, draw.randrange(start + 1, count))
    features = [
        [level.roll(1, 0) for level in levels] if index in away else levels
        for index, levels in enumerate(footage.features)
    ]
    truths, others = (
        [mask * 0 if index in away else mask for index, mask in enumerate(masks)]
        for masks in (footage.truths, footage.others)
    )
    return Footage(features, truths, others)

"""The tracking task: memory attention and memory encoder trained on rollouts over short clips."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.errors import TrainingError
from app.training.data.clips import WeightedClip
from app.training.data.feature_cache import UNBOUNDED, FeatureCache
from app.training.losses import SAM2_WEIGHTS, LossWeights
from app.training.rollout import FirstPrompt, Rollout, RolloutBatch
from app.training.seeding import seeded_random

FIRST_PROMPTS = (FirstPrompt.MASK, FirstPrompt.CLICK, FirstPrompt.BOX)


@dataclass(frozen=True, slots=True)
class TrackingOptions:
    """How a batch is sampled: `batch` segments of `frames` frames, every `strides`-th; prompts and corrections.

    `first_weights` are those of mask, click and box on the first frame. The others are chances: `corrected` of
    corrective clicks on one later frame, `interrupted` that a batch shows other clips for a while, `misled` that memory
    holds another object for a while (see Rollout). `seed` decides everything.
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
class _Segment:
    clip: int
    frames: tuple[int, ...]
    label: int
    other: int


class TrackingTask:
    """Rollouts over random segments of random clips, forward or backward, of one object each."""

    def __init__(
        self,
        clips: Sequence[WeightedClip],
        options: TrackingOptions,
        size: int,
        frozen_blocks: int | None,
        device: torch.device,
        weights: LossWeights = SAM2_WEIGHTS,
        features_bytes: int = UNBOUNDED,
    ) -> None:
        if not clips:
            raise TrainingError("There are no clips to learn tracking from.")
        self.clips = clips
        self.clip_weights = [weighted.weight for weighted in clips]
        self.weights = weights
        self.options = options
        self.size = size
        self.feature_cache = FeatureCache(frozen_blocks, device, features_bytes)
        self.device = device
        self.label_cache: dict[tuple[int, int], np.ndarray] = {}

    def _labels(self, clip: int, frame: int) -> np.ndarray:
        """Return a frame's label map at half the network's resolution, read once."""
        found = self.label_cache.get((clip, frame))
        if found is None:
            labels = self.clips[clip].clip.labels(frame).astype(np.uint16)
            half = self.size // 2
            found = cv2.resize(labels, (half, half), interpolation=cv2.INTER_NEAREST)
            self.label_cache[(clip, frame)] = found
        return found

    def _sample_segment(self, rng: random.Random) -> _Segment:
        """Return a segment whose first frame shows its object on at least 40 pixels of the half-size label map."""
        for _ in range(200):
            clip = rng.choices(range(len(self.clips)), self.clip_weights)[0]
            count, stride = len(self.clips[clip].clip), rng.choice(self.options.strides)
            reach = (self.options.frames - 1) * stride
            if reach >= count:
                continue
            start = rng.randrange(count - reach)
            frames = tuple(range(start, start + reach + 1, stride))
            if rng.random() < 0.5:
                frames = frames[::-1]
            first = self._labels(clip, frames[0])
            visible = [label for label in self.clips[clip].clip.objects if (first == label).sum() >= 40]
            if visible:
                label = rng.choice(visible)
                others = [one for one in visible if one != label]
                return _Segment(clip, frames, label, rng.choice(others) if others and self.options.misled else 0)
        raise TrainingError(
            "No stretch of the clips shows an object on its first frame.", "Use longer clips or shorter stretches."
        )

    def _load(self, model: SAM2Base, segments: Sequence[_Segment]) -> RolloutBatch:
        features, truths, others = [], [], []
        for step in range(self.options.frames):
            keys = [(segment.clip, segment.frames[step]) for segment in segments]
            features.append(self._features(model, keys))
            labels = [(self._labels(*key), segment) for key, segment in zip(keys, segments, strict=True)]
            truths.append(self._masks([values == segment.label for values, segment in labels]))
            others.append(self._masks([(values == segment.other) & (segment.other > 0) for values, segment in labels]))
        return RolloutBatch(features, truths, others)

    def _features(self, model: SAM2Base, keys: Sequence[tuple[int, int]]) -> list[Tensor]:
        return self.feature_cache.features(model, keys, lambda place: self._picture(keys[place]))

    def _masks(self, masks: Sequence[np.ndarray]) -> Tensor:
        return torch.from_numpy(np.stack(masks)).to(self.device).float()[:, None]

    def _picture(self, key: tuple[int, int]) -> np.ndarray:
        return self.clips[key[0]].clip.frame(key[1])

    def sample_batch(self, model: SAM2Base, rng: random.Random) -> RolloutBatch:
        """Return the features and true masks of a batch of random segments."""
        batch = self._load(model, [self._sample_segment(rng) for _ in range(self.options.batch)])
        return interrupted(batch, rng) if rng.random() < self.options.interrupted else batch

    def losses(self, model: SAM2Base, step: int) -> dict[str, Tensor]:
        """Return the mean loss terms of one batch of rollouts."""
        rng = seeded_random(self.options.seed, step)
        batch = self.sample_batch(model, rng)
        first = rng.choices(FIRST_PROMPTS, self.options.first_weights)[0]
        corrected = rng.randrange(1, self.options.frames) if rng.random() < self.options.corrected else None
        misled = self.options.misled > 0 and rng.random() < self.options.misled
        return Rollout(model, batch, rng, self.weights, misled=misled).run(first, corrected).weighted(self.weights)


def interrupted(batch: RolloutBatch, rng: random.Random) -> RolloutBatch:
    """Return the batch with other clips shown for a while: each gets its neighbor's frames and empty true masks."""
    count = len(batch.truths)
    if len(batch.truths[0]) < 2 or count < 3:
        return batch
    start = rng.randrange(1, count - 1)
    interruption = range(start, rng.randrange(start + 1, count))
    features = [
        [level.roll(1, 0) for level in levels] if index in interruption else levels
        for index, levels in enumerate(batch.features)
    ]
    truths, others = (
        [mask * 0 if index in interruption else mask for index, mask in enumerate(masks)]
        for masks in (batch.truths, batch.others)
    )
    return RolloutBatch(features, truths, others)

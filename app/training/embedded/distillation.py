"""The distillation task: the image encoder learns to reproduce the embeddings of a larger teacher."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.errors import TrainingError
from app.training.data.augmentation import jitter
from app.training.data.feature_cache import FeatureCache
from app.training.seeding import seeded_random


@dataclass(frozen=True, slots=True)
class DistillationExample:
    """A view, S x S x 3 uint8 RGB, and the teacher's embedding of it, D x S/16 x S/16 float16."""

    image: np.ndarray
    embedding: Tensor


def read_teacher_embeddings(folder: Path, size: int) -> list[DistillationExample]:
    """Read the teacher's views (PNG) and embeddings (NPY of the same stem), pooled for a student of `size` pixels.

    Raises TrainingError when the folder holds none.
    """
    examples = []
    for path in sorted(folder.glob("*.json")):
        picture = cv2.imread(str(path.with_suffix(".png")))
        if picture is None:
            continue
        embedding = torch.from_numpy(np.load(path.with_suffix(".npy"), allow_pickle=False)).float()
        pooled = F.interpolate(embedding[None], size=(size // 16, size // 16), mode="area")[0]
        image = cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA)
        examples.append(DistillationExample(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), pooled.half()))
    if not examples:
        raise TrainingError(f"{folder} holds no embeddings of a teacher.", "Run the step that makes them first.")
    return examples


def init_norm(model: SAM2Base, examples: list[DistillationExample]) -> None:
    """Initialize the encoder's last norm to the teacher's mean and standard deviation of every channel."""
    sample = torch.stack([example.embedding.float() for example in examples[:: max(1, len(examples) // 200)]])
    norm = model.image_encoder.neck.norm
    with torch.no_grad():
        norm.bias.copy_(sample.mean(dim=(0, 2, 3)))
        norm.weight.copy_(sample.std(dim=(0, 2, 3)))


class DistillationTask:
    """Mean squared error over the embedding's variance, plus one minus the cosine of every cell.

    `frozen_blocks` of the trunk are computed once (see FeatureCache). Each view has `color_variants`, the first with
    its own colors, so that the student does not overfit to the teacher's views.
    """

    def __init__(
        self,
        examples: list[DistillationExample],
        *,
        batch: int,
        seed: int,
        frozen_blocks: int,
        color_variants: int,
        device: torch.device,
    ) -> None:
        self.examples = examples
        self.batch = batch
        self.seed = seed
        self.color_variants = color_variants
        self.feature_cache = FeatureCache(frozen_blocks, device)
        self.device = device
        sample = torch.stack([example.embedding.float() for example in examples[:: max(1, len(examples) // 200)]])
        self.variance = float(sample.var(dim=(0, 2, 3)).mean())

    def _picture(self, key: tuple[int, int]) -> np.ndarray:
        index, color_variant = key
        image = self.examples[index].image
        return jitter(image, seeded_random(self.seed, index, color_variant)) if color_variant else image

    def losses(self, model: SAM2Base, step: int) -> dict[str, Tensor]:
        """Return `error` and `angle` of one batch."""
        rng = seeded_random(self.seed, step)
        keys = [(rng.randrange(len(self.examples)), rng.randrange(self.color_variants)) for _ in range(self.batch)]
        target = torch.stack([self.examples[index].embedding for index, _ in keys]).float().to(self.device)
        features = self.feature_cache.features(model, keys, lambda place: self._picture(keys[place]))
        error = F.mse_loss(features[-1], target) / self.variance
        angle = 1 - F.cosine_similarity(features[-1], target, dim=1).mean()
        return {"error": error, "angle": angle}

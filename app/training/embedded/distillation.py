"""First stage: the image encoder learns to give the embeddings of a larger teacher."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.errors import TrainingError
from app.training.augmentation import jitter
from app.training.feature_cache import Kept
from app.training.seeding import drawing


@dataclass(frozen=True, slots=True)
class Lesson:
    """One view and what the teacher makes of it: S x S x 3 uint8 RGB, D x S/16 x S/16 float16."""

    image: np.ndarray
    embedding: Tensor


def read_lessons(folder: Path, size: int) -> list[Lesson]:
    """Read the teacher's shelf (view as PNG, embedding as NPY, same stem), pooled to a student of `size` pixels.

    Raises TrainingError when the folder holds none.
    """
    lessons = []
    for path in sorted(folder.glob("*.json")):
        picture = cv2.imread(str(path.with_suffix(".png")))
        if picture is None:
            continue
        embedding = torch.from_numpy(np.load(path.with_suffix(".npy"), allow_pickle=False)).float()
        pooled = F.interpolate(embedding[None], size=(size // 16, size // 16), mode="area")[0]
        image = cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA)
        lessons.append(Lesson(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), pooled.half()))
    if not lessons:
        raise TrainingError(f"{folder} holds no embeddings of a teacher.", "Run the step that makes them first.")
    return lessons


def start_norm(model: SAM2Base, lessons: list[Lesson]) -> None:
    """Start the encoder's last norm at the teacher's mean and deviation of every channel."""
    sample = torch.stack([lesson.embedding.float() for lesson in lessons[:: max(1, len(lessons) // 200)]])
    norm = model.image_encoder.neck.norm
    with torch.no_grad():
        norm.bias.copy_(sample.mean(dim=(0, 2, 3)))
        norm.weight.copy_(sample.std(dim=(0, 2, 3)))


class Distillation:
    """The task: mean squared error over the embedding's variance, plus one minus the cosine of every cell.

    `frozen_blocks` of the trunk are computed once a view and coloring (see Kept); each view has `colorings` of them,
    the first unchanged, so that the student does not learn the teacher's footage by heart.
    """

    def __init__(
        self,
        lessons: list[Lesson],
        *,
        batch: int,
        seed: int,
        frozen_blocks: int,
        colorings: int,
        device: torch.device,
    ) -> None:
        self.lessons = lessons
        self.batch = batch
        self.seed = seed
        self.colorings = colorings
        self.kept = Kept(frozen_blocks, device)
        self.device = device
        sample = torch.stack([lesson.embedding.float() for lesson in lessons[:: max(1, len(lessons) // 200)]])
        self.variance = float(sample.var(dim=(0, 2, 3)).mean())

    def _picture(self, key: tuple[int, int]) -> np.ndarray:
        index, coloring = key
        image = self.lessons[index].image
        return jitter(image, drawing(self.seed, index, coloring)) if coloring else image

    def losses(self, model: SAM2Base, step: int) -> dict[str, Tensor]:
        """Return `error` and `angle` of one batch."""
        draw = drawing(self.seed, step)
        keys = [(draw.randrange(len(self.lessons)), draw.randrange(self.colorings)) for _ in range(self.batch)]
        wanted = torch.stack([self.lessons[index].embedding for index, _ in keys]).float().to(self.device)
        features = self.kept.features(model, keys, lambda place: self._picture(keys[place]))
        error = F.mse_loss(features[-1], wanted) / self.variance
        angle = 1 - F.cosine_similarity(features[-1], wanted, dim=1).mean()
        return {"error": error, "angle": angle}

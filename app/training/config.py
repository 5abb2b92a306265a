"""The configuration of a training: data, output folder, initial weights, device."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from app.errors import TrainingError

FRAMES = 8
"""Of a clip that is learned from."""


class Recipe(Enum):
    """What is trained."""

    EMBEDDED = "embedded"
    """The embedded model from scratch: distillation, pictures, tracking."""
    FINETUNE = "finetune"
    """Any SAM 2, embedded or Meta's, on clips with masks: memory and decoder, the image encoder untouched."""


@dataclass(frozen=True, slots=True)
class Config:
    """One training. `data` are folders in DAVIS layout, folders of images/ and masks/, or Masklane projects.

    `footage` are folders of pictures without masks, `teacher` the folder with MobileSAM's encoder.onnx and sam.onnx and
    `trunk` EfficientNet-Lite0's .pth: all for the embedded recipe. `start` is a model file to fine-tune; the embedded
    recipe continues from it with the stage "together". `check` is a folder in DAVIS layout to evaluate on after every
    stage, never trained on. `effort` multiplies every stage's steps. `cores` 0 leaves torch's own number of threads.
    """

    recipe: Recipe
    data: tuple[Path, ...]
    out: Path
    footage: tuple[Path, ...] = ()
    teacher: Path | None = None
    trunk: Path | None = None
    start: Path | None = None
    check: Path | None = None
    device: str = "auto"
    bfloat16: bool = False
    effort: float = 1.0
    frames: int = FRAMES
    batch: int = 0
    seed: int = 1
    cores: int = 0

    def validate(self) -> None:
        """Raise TrainingError when something needed is missing or out of range."""
        if not self.data:
            raise TrainingError("There is nothing to learn from.", "Name at least one folder with --data.")
        for path in (*self.data, *self.footage, *(p for p in (self.teacher, self.trunk, self.start, self.check) if p)):
            if not path.exists():
                raise TrainingError(f"There is no {path}.")
        if self.recipe is Recipe.EMBEDDED and (self.teacher is None or (self.trunk is None and self.start is None)):
            raise TrainingError(
                "The embedded model starts from a teacher.",
                "Name MobileSAM's folder with --teacher and EfficientNet-Lite0's weights with --trunk.",
            )
        if self.recipe is Recipe.FINETUNE and self.start is None:
            raise TrainingError("Fine-tuning needs a model to start from.", "Name its file with --start.")
        if not 0.001 <= self.effort <= 100:
            raise TrainingError("The effort must lie between 0.001 and 100.")
        if not 2 <= self.frames <= 64:
            raise TrainingError("A clip to learn from has 2 to 64 frames.")

    def steps(self, planned: int) -> int:
        """Return a stage's steps at this effort, at least one."""
        return max(1, round(planned * self.effort))

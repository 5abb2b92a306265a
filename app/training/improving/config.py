"""What an improvement is asked to do, and that a folder holds no other one."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.errors import DAMAGED, TrainingError
from app.training.improving.lineage import file_hash

STEPS = 100
FRAMES, LEAST_FRAMES = 3, 2
"""Of a stretch: what goes wrong goes wrong on the first frames after a true mask, and those are cheap to teach."""
BATCH = 4
"""Stretches of a step, at most."""
SEED = 1
SCORES_FILE, SETTINGS_FILE = "scores.json", "settings.json"


@dataclass(frozen=True, slots=True)
class Portion:
    """What a step takes at once: `batch` stretches of `frames` frames."""

    frames: int
    batch: int = BATCH

    @property
    def total(self) -> int:
        """Frames."""
        return self.frames * self.batch

    def smaller(self) -> "Portion | None":
        """Return about half of it, None where no less can be learned from."""
        if self.batch > 1:
            return Portion(self.frames, self.batch // 2)
        return Portion(max(LEAST_FRAMES, self.frames // 2), 1) if self.frames > LEAST_FRAMES else None


@dataclass(frozen=True, slots=True)
class ImproveConfig:
    """What is learned from (`projects`), from which model file (`start`, called `base` for people), and where to.

    `effort` multiplies the steps, `frames` are those of a clip, `cores` 0 leaves torch's own number of threads.
    `imported`: masklets of other tools that nobody has judged count, too.
    """

    projects: tuple[Path, ...]
    start: Path
    base: str
    out: Path
    device: str = "auto"
    bfloat16: bool = False
    effort: float = 1.0
    frames: int = FRAMES
    seed: int = SEED
    cores: int = 0
    imported: bool = False

    def validate(self) -> None:
        """Raise TrainingError when something is out of range."""
        if not 0.001 <= self.effort <= 100:
            raise TrainingError("The effort must lie between 0.001 and 100.")
        if not LEAST_FRAMES <= self.frames <= 64:
            raise TrainingError("A clip to learn from has 2 to 64 frames.")

    @property
    def steps(self) -> int:
        """The training's steps."""
        return max(1, round(STEPS * self.effort))


class _Settings(msgspec.Struct, frozen=True):
    """What a training in a folder was begun with: another one must not go on from its checkpoint."""

    base: str
    material: str
    steps: int
    frames: int
    seed: int


def same_training(config: ImproveConfig, material: str) -> None:
    """Write what this training is, or check that the folder holds the same one. `material`: a hash of the masklets.

    Raises TrainingError.
    """
    wanted = _Settings(file_hash(config.start), material, config.steps, config.frames, config.seed)
    file = config.out / SETTINGS_FILE
    try:
        there = msgspec.json.decode(file.read_bytes(), type=_Settings) if file.is_file() else None
    except (OSError, *DAMAGED):
        there = None
    if there is None:
        for name in (SCORES_FILE, *(path.name for path in config.out.glob("improve*.pt"))):
            (config.out / name).unlink(missing_ok=True)
        partial = file.with_name(file.name + ".part")
        try:
            partial.write_bytes(msgspec.json.encode(wanted))
            partial.replace(file)
        except OSError as error:
            raise TrainingError(
                "{path} cannot be written: {reason}.", path=config.out, reason=error.strerror
            ) from error
    elif there != wanted:
        raise TrainingError(
            "{folder} holds a training from other masklets, another model or other settings.",
            "Choose another folder, or delete that one.",
            folder=config.out,
        )

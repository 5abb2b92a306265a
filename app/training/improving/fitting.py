"""What an improvement takes on this computer, told before it starts: minutes, memory, room on the disk."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from app.engine.checkpoints import catalog
from app.engine.hardware.devices import system_memory
from app.errors import TrainingError
from app.training.improving.config import BATCH, STEPS
from app.training.improving.stock import Stock

MIB, GIB = 1 << 20, 1 << 30
PREPARING_SECONDS, STEP_SECONDS, MEASURING_SECONDS = 80.0, 3.6, 900.0
"""Of the embedded model on one thread of a processor: to encode what is learned from, a step, and all measuring."""
EMBEDDED_BYTES, EMBEDDED_FRAME_BYTES = 900 * MIB, 480 * MIB
"""Of memory: the process with the embedded model, and each frame of all the stretches of a step."""
EMBEDDED_DISK = 330 * MIB
"""What is saved, twice while it is replaced, the best look, a candidate and the result."""
META_FRAME_BYTES = round(21 * GIB / 8)
"""Each frame of one object at 1024 px, the image encoder frozen."""
FEATURE_BYTES, META_FEATURE_BYTES = round(0.9 * MIB), 43 * MIB
"""Cached image features of a frame; they are computed again where they do not fit."""
COPIES = 7
"""How many times another model's weights lie on the disk at most: as above, and as the .pt for SAM 2 itself."""


@dataclass(frozen=True, slots=True)
class TrainingNeeds:
    """Bytes that a training takes, and those there are; 0 free: not known. `minutes` None: known after some steps."""

    minutes: float | None
    memory: int
    memory_free: int
    features: int
    disk: int
    disk_free: int

    def check(self) -> None:
        """Raise TrainingError where there is no room on the disk."""
        if self.disk_free and self.disk > self.disk_free:
            raise TrainingError(
                "A training takes {needed} MB on the disk, and {free} MB are free.",
                "Make room, or choose another place.",
                needed=self.disk // MIB,
                free=self.disk_free // MIB,
            )


def fit_of(stock: Stock, base: catalog.Resolved, frames: int, effort: float, folder: Path) -> TrainingNeeds:
    """Return what improving `base` takes, its files in `folder`, which need not exist. `frames`: those of a clip."""
    small = base.id == catalog.EMBEDDED or _is_small(base.path)
    _, free = system_memory()
    size = base.path.stat().st_size
    return TrainingNeeds(
        minutes=(PREPARING_SECONDS + STEPS * effort * STEP_SECONDS + MEASURING_SECONDS) / 60 if small else None,
        memory=EMBEDDED_BYTES + frames * EMBEDDED_FRAME_BYTES if small else size + frames * BATCH * META_FRAME_BYTES,
        memory_free=free,
        features=stock.frames * (FEATURE_BYTES if small else META_FEATURE_BYTES),
        disk=EMBEDDED_DISK if small else COPIES * 2 * size,
        disk_free=_free(folder),
    )


def _is_small(path: Path) -> bool:
    return path.suffix == ".safetensors" and path.stat().st_size < 64 * MIB


def _free(folder: Path) -> int:
    while not folder.exists() and folder.parent != folder:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0

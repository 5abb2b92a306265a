"""What an improvement takes on this computer, told before it starts: minutes, memory, room on the disk."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from app.engine.hardware.devices import system_memory
from app.engine.predictor import DeviceInfo
from app.errors import TrainingError
from app.training.improving.config import STEPS, Portion

MIB, GIB = 1 << 20, 1 << 30
PREPARING_SECONDS, STEP_SECONDS, MEASURING_SECONDS = 80.0, 3.6, 900.0
"""Of the embedded model on one thread of a processor: to encode what is learned from, a step, and all measuring."""
EMBEDDED_BYTES, EMBEDDED_FRAME_BYTES = 900 * MIB, 120 * MIB
"""Of memory: the process with the embedded model, and each frame of a step."""
EMBEDDED_SIDE, META_SIDE = 384, 1024
"""Pixels that the models work at."""
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
    """Bytes that a training takes, and those there are; 0 free: not known. `minutes` None: known after some steps.

    A step is of `portion` at `side` x `side` pixels, one object each; image features of `frames` frames are kept.
    """

    portion: Portion
    side: int
    frames: int
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

    def __str__(self) -> str:
        stretches, one = self.portion.batch, "1 stretch"
        time = "a time that is told after some steps" if self.minutes is None else f"about {self.minutes:.0f} minutes"
        room = [f" ({free / MIB:.0f} MB free)" if free else "" for free in (self.memory_free, self.disk_free)]
        return (
            f"a step: {one if stretches == 1 else f'{stretches} stretches'} of {self.portion.frames} frames and one "
            f"object at {self.side} px; image features of {self.frames} frames, {self.features / MIB:.0f} MB; {time}, "
            f"{self.memory / MIB:.0f} MB of memory{room[0]}, {self.disk / MIB:.0f} MB on the disk{room[1]}"
        )


def fit_of(frames: int, start: Path, length: int, effort: float, folder: Path, device: DeviceInfo) -> TrainingNeeds:
    """Return what improving the model file `start` takes on a device, files in `folder`, which need not exist.

    `frames`: how many are learned from; `length`: frames of a stretch.
    """
    small, size = _is_small(start), start.stat().st_size
    free = free_memory(device)
    portion = portion_for(length, start, free)
    return TrainingNeeds(
        portion=portion,
        side=EMBEDDED_SIDE if small else META_SIDE,
        frames=frames,
        minutes=(PREPARING_SECONDS + STEPS * effort * STEP_SECONDS + MEASURING_SECONDS) / 60 if small else None,
        memory=_memory(portion, start),
        memory_free=free,
        features=frames * (FEATURE_BYTES if small else META_FEATURE_BYTES),
        disk=EMBEDDED_DISK if small else COPIES * 2 * size,
        disk_free=_free(folder),
    )


def free_memory(device: DeviceInfo) -> int:
    """Return the bytes that a process of its own can have on a device, 0 where the system does not say."""
    if device.kind in ("cpu", "mps") or not device.memory_total:
        return system_memory()[1]
    return device.memory_total - device.memory_used


def portion_for(length: int, start: Path, free: int) -> Portion:
    """Return the largest portion that fits into `free` bytes, the smallest where none does. `free` 0: not known."""
    portion = Portion(length)
    while free and _memory(portion, start) > free:
        less = portion.smaller()
        if less is None:
            break
        portion = less
    return portion


def _memory(portion: Portion, start: Path) -> int:
    if _is_small(start):
        return EMBEDDED_BYTES + portion.total * EMBEDDED_FRAME_BYTES
    return start.stat().st_size + portion.total * META_FRAME_BYTES


def _is_small(path: Path) -> bool:
    return path.suffix == ".safetensors" and path.stat().st_size < 64 * MIB


def _free(folder: Path) -> int:
    while not folder.exists() and folder.parent != folder:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0

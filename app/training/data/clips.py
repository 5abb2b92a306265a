"""Clips to train on: frames and label maps, read on demand, from folders in DAVIS layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from app.errors import TrainingError
from app.interchange.encoding.davis import VOID
from app.interchange.encoding.label_png import read_labels
from app.media.pictures.sequences import in_order

PICTURES = (".jpg", ".jpeg", ".png")


class TrainingClip(Protocol):
    """A sequence of frames with a label map each."""

    @property
    def name(self) -> str:
        """The clip's name in logs; also a key of random seeds."""
        ...

    @property
    def objects(self) -> Sequence[int]:
        """The label values that are objects."""
        ...

    def __len__(self) -> int: ...

    def frame(self, index: int) -> np.ndarray:
        """Return H x W x 3 uint8 RGB."""
        ...

    def labels(self, index: int) -> np.ndarray:
        """Return H x W int32: 0 is background, other values are objects."""
        ...


@dataclass(frozen=True, slots=True)
class WeightedClip:
    """A clip of square frames and its sampling weight."""

    clip: TrainingClip
    weight: float


def read_picture(path: Path) -> np.ndarray:
    """Return a picture as H x W x 3 uint8 RGB; raises TrainingError."""
    picture = cv2.imread(str(path))
    if picture is None:
        raise TrainingError(f"The picture {path} cannot be read.")
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)


def read_objects(path: Path) -> np.ndarray:
    """Return the label map of a palette or grey PNG as H x W int32, 255 ("do not care" in DAVIS) as 0.

    Raises ImportFileError or MediaError when it cannot be read.
    """
    labels = read_labels(path).astype(np.int32)
    labels[labels == VOID] = 0
    return labels


@dataclass(frozen=True, slots=True)
class FolderClip:
    """Frames and label maps as files; a still picture with masks is a clip of one frame."""

    name: str
    frames: tuple[Path, ...]
    masks: tuple[Path, ...]
    objects: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.frames)

    def frame(self, index: int) -> np.ndarray:
        """Return H x W x 3 uint8 RGB."""
        return read_picture(self.frames[index])

    def labels(self, index: int) -> np.ndarray:
        """Return H x W int32 of the frame's size; raises ImportFileError or MediaError."""
        return read_objects(self.masks[index])


def _objects(masks: Sequence[Path]) -> tuple[int, ...]:
    """Return the values in the first, middle and last label map: objects may enter late."""
    sample = {masks[0], masks[len(masks) // 2], masks[-1]}
    return tuple(sorted({int(v) for path in sample for v in np.unique(read_objects(path))} - {0}))


def read_davis(folder: Path) -> list[FolderClip]:
    """Return the clips under `JPEGImages/*/NAME` whose frames all have a mask under `Annotations/*/NAME`.

    Raises TrainingError when there is none, ImportFileError or MediaError when a mask cannot be read.
    """
    clips = []
    for pictures in sorted(folder.glob("JPEGImages/*/*")):
        masks = folder / "Annotations" / pictures.parent.name / pictures.name
        frames = [path for path in in_order(pictures.iterdir()) if path.suffix.lower() in PICTURES]
        pairs = [(path, masks / f"{path.stem}.png") for path in frames]
        pairs = [(frame, mask) for frame, mask in pairs if mask.is_file()]
        if pairs:
            found = tuple(mask for _, mask in pairs)
            clips.append(FolderClip(pictures.name, tuple(frame for frame, _ in pairs), found, _objects(found)))
    if not clips:
        raise TrainingError(
            f"{folder} holds no clips in DAVIS layout.",
            "It needs JPEGImages/480p/NAME/00000.jpg and Annotations/480p/NAME/00000.png.",
        )
    return clips


def read_stills(folder: Path) -> list[FolderClip]:
    """Return pictures under `images/` that have a label map of the same stem under `masks/`, as clips of one frame."""
    clips = []
    for path in sorted((folder / "images").glob("*")):
        mask = folder / "masks" / f"{path.stem}.png"
        if path.suffix.lower() in PICTURES and mask.is_file():
            objects = _objects([mask])
            if objects:
                clips.append(FolderClip(path.stem, (path,), (mask,), objects))
    if not clips:
        raise TrainingError(f"{folder} holds no pictures with masks.", "It needs images/NAME.jpg and masks/NAME.png.")
    return clips

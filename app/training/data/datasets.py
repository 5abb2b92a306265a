"""Opens the data of a training: clips in DAVIS layout, pictures with masks, verified masklets of projects."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from app.errors import TrainingError
from app.project.paths import database_path
from app.training.data.clips import PICTURES, FolderClip, TrainingClip, read_davis, read_stills
from app.training.data.project_clips import verified_clips


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Clips of several frames, and stills: clips of one."""

    moving: tuple[TrainingClip, ...]
    stills: tuple[TrainingClip, ...]

    @property
    def pictures(self) -> tuple[Path, ...]:
        """Picture files for a teacher: every still, every eighth frame of the clips that are folders of pictures."""
        files = [clip for clip in (*self.moving, *self.stills) if isinstance(clip, FolderClip)]
        return tuple(path for clip in files for path in clip.frames[::8])


def open_training_data(folders: Sequence[Path], opened: ExitStack) -> TrainingData:
    """Open folders of any of the three kinds; videos of projects stay open until `opened` closes.

    Raises TrainingError when a folder is of none of the kinds, or holds nothing that can be used.
    """
    moving: list[TrainingClip] = []
    stills: list[TrainingClip] = []
    for folder in folders:
        if database_path(folder).is_file():
            moving += opened.enter_context(verified_clips(folder))
        elif (folder / "JPEGImages").is_dir():
            moving += read_davis(folder)
        elif (folder / "images").is_dir() and (folder / "masks").is_dir():
            stills += read_stills(folder)
        else:
            raise TrainingError(
                f"{folder} is nothing Masklane can learn from.",
                "Give a folder with JPEGImages and Annotations, one with images and masks, or a Masklane project.",
            )
    return TrainingData(tuple(moving), tuple(stills))


def find_pictures(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Return the picture files in folders, in order of name; raises TrainingError when a folder has none."""
    found: list[Path] = []
    for folder in folders:
        here = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in PICTURES]
        if not here:
            raise TrainingError(f"There are no pictures in {folder}.")
        found += here
    return tuple(found)

"""Where things are: the files of a project folder, and the media a project refers to."""

from pathlib import Path, PurePosixPath
from typing import Final

from app.errors import ProjectError

DATABASE_NAME: Final = "project.masklane"
MASKLETS: Final = "masklets"
CACHE: Final = "cache"
EXPORTS: Final = "exports"
ADAPTERS: Final = "adapters"


def database_path(path: Path) -> Path:
    """Return the database of a project given by its folder or its file. It may not exist."""
    if path.is_file() or (path.suffix == Path(DATABASE_NAME).suffix and not path.is_dir()):
        return path
    return path / DATABASE_NAME


def media_reference(folder: Path, media: Path) -> str:
    """Return how a project refers to media: relative to its folder when inside, absolute otherwise; POSIX text."""
    media, folder = media.absolute(), folder.absolute()
    for base, target in ((folder, media), (folder.resolve(), media.resolve())):
        if target.is_relative_to(base) and target != base:
            return target.relative_to(base).as_posix()
    return media.as_posix()


def media_path(folder: Path, reference: str) -> Path:
    """Return the file or folder that a reference means; it may be missing.

    ProjectError when a relative reference leads out of the project folder.
    """
    if Path(reference).is_absolute():
        return Path(reference)
    parts = PurePosixPath(reference).parts
    if ".." in parts or not parts or Path(reference).anchor:
        raise ProjectError(
            "The project refers to {reference!r}, which does not lie in its folder.",
            "Choose where the video is.",
            reference=reference,
        )
    return folder.joinpath(*parts)


def own_place(folder: Path, *parts: str) -> Path | None:
    """Return a place of the project's own in its folder, or None when a link leads from there to somewhere else.

    Who sends a project folder must not choose where on this computer something is written.
    """
    place = folder.joinpath(*parts)
    try:
        return place if place.resolve().is_relative_to(folder.resolve()) else None
    except (OSError, RuntimeError):  # links in a circle
        return None


def media_found(folder: Path, reference: str) -> bool:
    """Return whether the media a reference means is there; a reference that leads out of the folder means none."""
    try:
        return media_path(folder, reference).exists()
    except (ProjectError, OSError):
        return False

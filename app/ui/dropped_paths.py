"""Sorts paths that were dropped or opened into projects and media, and finds folders for new projects."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QMimeData, QStandardPaths

from app.project.paths import database_path

DATABASE = "project.masklane"
DATA_SUFFIXES = frozenset({".json", ".xml", ".txt"})
LOOKED_AT = 200
"""Entries of a dropped folder: the window waits meanwhile."""
_BESIDE_MASKS = DATA_SUFFIXES | {".yaml", ".md"}


@dataclass(frozen=True, slots=True)
class SortedPaths:
    """At most one project, media (video files and image folders), and what may be masks of another tool."""

    project: Path | None
    media: tuple[Path, ...]
    masks: tuple[Path, ...] = ()


def is_project(path: Path) -> bool:
    """Return whether `path` is a project folder or its database."""
    return database_path(path).is_file() if path.is_dir() else path.name == DATABASE


def sort_paths(paths: Iterable[Path]) -> SortedPaths:
    """Sort paths; of several projects the first is taken."""
    project: Path | None = None
    media: list[Path] = []
    masks: list[Path] = []
    for path in paths:
        if is_project(path):
            project = project or (path.parent if path.name == DATABASE else path)
        elif path.exists():
            (masks if may_be_masks(path) else media).append(path)
    return SortedPaths(project, tuple(media), tuple(masks))


def may_be_masks(path: Path) -> bool:
    """Return whether `path` is a text file of data, or a folder of such files and of folders, as data sets are.

    A folder of pictures is taken for a video; its masks are imported by the menu.
    """
    if path.is_dir():
        places = [entry for entry in islice(path.iterdir(), LOOKED_AT) if not entry.name.startswith(".")]
        known = (place.is_dir() or place.suffix.lower() in _BESIDE_MASKS for place in places)
        return bool(places) and all(known) and not any(map(is_project, places))
    return path.suffix.lower() in DATA_SUFFIXES


def dropped_paths(data: QMimeData) -> list[Path]:
    """Return the local files and folders of a drag."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def projects_folder() -> Path:
    """Return the folder that is proposed for new projects, in the person's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / "Masklane"


def free_folder(parent: Path, name: str) -> Path:
    """Return a folder in `parent` that does not exist yet: `name`, or `name` with a number."""
    clean = "".join(c for c in name if c.isprintable() and c not in '<>:"/\\|?*').strip(" .") or "Project"
    folder, number = parent / clean, 2
    while folder.exists():
        folder, number = parent / f"{clean} {number}", number + 1
    return folder

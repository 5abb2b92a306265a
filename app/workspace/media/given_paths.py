"""The paths that a person gives as media: pictures of one sequence stand for their folder."""

from collections.abc import Sequence
from pathlib import Path

from app.errors import MediaError
from app.media.file import PICTURE_SUFFIXES
from app.media.pictures.folder import pictures_in
from app.media.pictures.sequence_summary import SequenceSummary, summary_of
from app.media.pictures.sequences import are_one_sequence


def are_pictures(paths: Sequence[Path]) -> bool:
    """Return whether there may be something to decide about `paths` before they are added: pictures, or folders."""
    return any(path.suffix.lower() in PICTURE_SUFFIXES or path.is_dir() for path in paths)


def summaries_of(paths: Sequence[Path]) -> tuple[SequenceSummary, ...]:
    """Return what the folders of pictures among `paths` are as videos; () where there is nothing to decide.

    Looks into all pictures: not for the main thread. Raises MediaError.
    """
    found = tuple(summary_of(path) for path in as_media(paths) if path.is_dir())
    return found if all(summary.count for summary in found) else ()


def as_media(paths: Sequence[Path]) -> Sequence[Path]:
    """Return the folder for pictures that are its frames. MediaError when they are only some of its frames."""
    if not are_one_sequence(paths):
        return paths
    folder = paths[0].parent
    if set(paths) == set(pictures_in(folder)):
        return (folder,)
    raise MediaError(
        "These {count} pictures are frames of one video, but not all of the folder {folder}.",
        "Add the folder, or copy them into one of their own and add that.",
        count=len(paths),
        folder=folder.name,
    )

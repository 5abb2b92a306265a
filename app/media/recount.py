"""Where the frames of earlier versions' counting are now: media that has not changed may be counted in another way."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.errors import MediaError
from app.media.pictures.folder import FolderSource, all_pictures
from app.media.pictures.sequences import natural_key
from app.media.source import FrameSource

NOWHERE = -1


def places_now(source: FrameSource, before: int, kept: Sequence[bytes] | None = None) -> NDArray[np.int64]:
    """Return for each of the `before` frames that a source had which frame it is now, NOWHERE for none: int64.

    Known are folders of whose pictures the names were `kept` (half of them at least are still there), or whose masks
    were counted as frames, and damaged videos whose holes were not. Else frames keep their numbers, as those of a file
    do to which some were appended.
    """
    info = source.info
    if isinstance(source, FolderSource) and source.path.is_dir():
        now = {file.name: index for index, file in enumerate(source.files)}
        if kept is not None and len(kept) == before:
            places = np.array([now.get(os.fsdecode(name), NOWHERE) for name in kept], np.int64)
            if 2 * np.count_nonzero(places != NOWHERE) >= before:
                return places
        names = _names_before(source.path, before)
        if names is not None:
            return np.array([now.get(name, NOWHERE) for name in names], np.int64)
    if info.holes and before == info.frame_count - len(info.holes):
        return np.setdiff1d(np.arange(info.frame_count), info.holes)
    same = np.arange(before)
    return np.where(same < info.frame_count, same, NOWHERE)


def _names_before(folder: Path, count: int) -> tuple[str, ...] | None:
    """Return the names of the pictures that earlier versions took for frames, in their order, if so many were."""
    try:
        names = sorted((file.name for file in all_pictures(folder)), key=natural_key)
    except MediaError:
        return None
    for known in (names, [name for name in names if not name.lower().endswith(".exr")]):
        if len(known) == count:
            return tuple(known)
    return None

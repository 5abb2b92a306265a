"""What the pictures of a folder would be as a video, by their names alone: shown before they are added."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.media.pictures.folder import all_pictures
from app.media.pictures.sequences import numbers_of, sequences, without_masks

MOST_MISSING = 10_000
"""Missing numbers that are named one by one; more are no gaps but another way of numbering."""


@dataclass(frozen=True, slots=True)
class SequenceSummary:
    """`count` frames, from the one numbered `first` to `last` as these are written; "" where they are not numbered.

    `missing` are numbers without a picture, `masks` pictures that are left out, since they look like masks of others.
    `shots` are the names and lengths of several sequences, which are not one video.
    """

    folder: Path
    count: int
    first: str = ""
    last: str = ""
    missing: tuple[int, ...] = ()
    masks: tuple[str, ...] = ()
    shots: tuple[tuple[str, int], ...] = ()


def summary_of(folder: Path) -> SequenceSummary:
    """Look at the names of a folder's pictures. Raises MediaError when it cannot be read."""
    frames, masks = without_masks(all_pictures(folder))
    numbers = numbers_of(frames) if frames else ()
    return SequenceSummary(
        folder,
        len(frames),
        numbers[0][0] if numbers else "",
        numbers[-1][0] if numbers else "",
        _missing([number for _text, number in numbers]),
        tuple(file.name for file in masks),
        tuple(sequences(frames).items()),
    )


def _missing(numbers: Sequence[int]) -> tuple[int, ...]:
    """Return the numbers that lack between ascending ones; of every second or fifth frame only those of that step."""
    steps = np.diff(np.array(numbers, object))
    if not len(steps) or min(steps) <= 0:
        return ()
    step = min(steps)
    if (numbers[-1] - numbers[0]) // step - len(steps) > MOST_MISSING:
        return ()
    return tuple(sorted(set(range(numbers[0], numbers[-1], step)) - set(numbers)))

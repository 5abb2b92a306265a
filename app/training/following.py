"""Gathers clips for learning to follow: whole clips, windows onto them, and made-up scenes of their parts."""

from collections.abc import Sequence

import cv2
import numpy as np

from app.training.clips import Clip
from app.training.draws import drawing
from app.training.figures import figure
from app.training.scenes import Cutout, cutout, scene
from app.training.segment import Example
from app.training.track import Source
from app.training.windows import cut, whole

CUTOUT_FRAMES = 10
SCENE_FRAMES = 14
TAUGHT_SHARES = (0.01, 0.3)
"""Shares of the picture between which a thing that the teacher found is cut out."""


def cutouts(moving: Sequence[Clip], stills: Sequence[Clip]) -> list[Cutout]:
    """Return everything that can be cut out cleanly: stills' objects, and clips' objects in stretches of frames."""
    found = [cutout(clip, label, [0]) for clip in stills for label in clip.objects]
    for clip in moving:
        starts = range(0, max(1, len(clip) - CUTOUT_FRAMES), CUTOUT_FRAMES)
        for start in starts:
            frames = range(start, min(len(clip), start + CUTOUT_FRAMES))
            found += [cutout(clip, label, frames) for label in clip.objects]
    return [part for part in found if part is not None]


def taught_cutouts(examples: Sequence[Example]) -> list[Cutout]:
    """Return what the teacher found and what lies well inside its picture, squashed as the example is."""
    found = []
    for example in examples:
        for mask in example.masks:
            edge = mask[0].sum() + mask[-1].sum() + mask[:, 0].sum() + mask[:, -1].sum()
            if edge > 0.02 * mask.shape[0] or not TAUGHT_SHARES[0] < mask.mean() < TAUGHT_SHARES[1]:
                continue
            high, wide = example.picture.shape[:2]
            cover = cv2.resize(mask.astype(np.uint8) * 255, (wide, high), interpolation=cv2.INTER_LINEAR)
            rows, columns = np.flatnonzero(cover.any(1)), np.flatnonzero(cover.any(0))
            part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
            found.append(Cutout((np.dstack([example.picture[part], cover[part]]),)))
    return found


def backgrounds(moving: Sequence[Clip], stills: Sequence[Clip], more: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return pictures for things to move over: stills, first and middle frames, and `more`."""
    return [
        *(clip.frame(0) for clip in stills),
        *(clip.frame(index) for clip in moving for index in (0, len(clip) // 2)),
        *more,
    ]


def sources(
    moving: Sequence[Clip],
    stills: Sequence[Clip],
    *,
    size: int,
    windows: int,
    excursions: int,
    scenes: int,
    seed: int,
    more: Sequence[np.ndarray] = (),
    taught: Sequence[Cutout] = (),
    figures: int = 0,
) -> list[Source]:
    """Return clips to draw from: each clip whole, through `windows` windows and `excursions` that lose the object, and
    `scenes` made-up ones of its parts, of `taught` ones and of `figures`. Whole clips weigh as much as all made-up ones
    together. `more` are further pictures (H x W x 3 uint8 RGB) to move over and to take surfaces from.
    """
    found = [Source(whole(clip, size), 2.0) for clip in moving]
    for clip in moving:
        found += [Source(cut(clip, size, 24, seed, n, excursion=False), 1.4 / windows) for n in range(windows)]
        found += [
            Source(cut(clip, size, SCENE_FRAMES, seed, 100 + n, excursion=True), 0.75 / excursions)
            for n in range(excursions)
        ]
    behind = backgrounds(moving, stills, more)
    drawn = [figure(behind, drawing(seed, "figure", number)) for number in range(figures)]
    kinds = [group for group in (cutouts(moving, stills), taught, drawn) if group]
    if kinds and scenes:
        weight = 2.0 * max(1, len(moving)) / scenes
        found += [
            Source(scene(behind, kinds, size=size, count=SCENE_FRAMES, seed=seed, number=n), weight)
            for n in range(scenes)
        ]
    return found

"""Gathers clips for learning to follow: whole clips, windows onto them, and made-up scenes of their parts."""

from collections.abc import Sequence

import numpy as np

from app.training.clips import Clip
from app.training.scenes import Cutout, cutout, scene
from app.training.track import Source
from app.training.windows import cut, whole

CUTOUT_FRAMES = 10
SCENE_FRAMES = 12


def cutouts(moving: Sequence[Clip], stills: Sequence[Clip]) -> list[Cutout]:
    """Return everything that can be cut out cleanly: stills' objects, and clips' objects in stretches of frames."""
    found = [cutout(clip, label, [0]) for clip in stills for label in clip.objects]
    for clip in moving:
        starts = range(0, max(1, len(clip) - CUTOUT_FRAMES), CUTOUT_FRAMES)
        for start in starts:
            frames = range(start, min(len(clip), start + CUTOUT_FRAMES))
            found += [cutout(clip, label, frames) for label in clip.objects]
    return [part for part in found if part is not None]


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
) -> list[Source]:
    """Return clips to draw from: each clip whole, through `windows` windows and `excursions` that lose the object, and
    `scenes` made-up ones. Whole clips weigh as much as all made-up ones together.
    """
    found = [Source(whole(clip, size), 2.0) for clip in moving]
    for clip in moving:
        found += [Source(cut(clip, size, 24, seed, n, excursion=False), 1.4 / windows) for n in range(windows)]
        found += [
            Source(cut(clip, size, SCENE_FRAMES, seed, 100 + n, excursion=True), 0.75 / excursions)
            for n in range(excursions)
        ]
    parts = cutouts(moving, stills)
    if parts and scenes:
        behind = backgrounds(moving, stills, more)
        weight = 2.0 * max(1, len(moving)) / scenes
        found += [
            Source(scene(behind, parts, size=size, count=SCENE_FRAMES, seed=seed, number=n), weight)
            for n in range(scenes)
        ]
    return found

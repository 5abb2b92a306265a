"""Gathers clips for learning to follow: whole clips, windows onto them, and made-up scenes of their parts."""

from collections.abc import Sequence

import numpy as np

from app.training.clips import Clip
from app.training.crops import cut, whole
from app.training.synthetic_clips import Cutout, cutout, scene
from app.training.synthetic_objects import place, thing
from app.training.tracking_task import Source

CUTOUT_FRAMES = 10
SCENE_FRAMES = 12
THINGS, PLACES = 120, 40
"""Drawn things and backgrounds that scenes with drawn things choose from, beside those of the data."""
DRAWN_SHARE = 0.6
"""Weight of all scenes with drawn things, against that of everything else."""
MEETING = 0.7
"""How often the things of those come up to each other."""


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
    drawn: int = 0,
) -> list[Source]:
    """Return clips to draw from: each clip whole, through `windows` windows and `excursions` that lose the object, and
    `scenes` made-up ones. Whole clips weigh as much as all made-up ones together. Then `drawn` more made-up ones, in
    which things and backgrounds may be drawn (see app.training.synthetic_objects).
    """
    found = [Source(whole(clip, size), 2.0) for clip in moving]
    for clip in moving:
        found += [Source(cut(clip, size, 24, seed, n, excursion=False), 1.4 / windows) for n in range(windows)]
        found += [
            Source(cut(clip, size, SCENE_FRAMES, seed, 100 + n, excursion=True), 0.75 / excursions)
            for n in range(excursions)
        ]
    parts, behind = cutouts(moving, stills), backgrounds(moving, stills, more)
    if parts and scenes:
        weight = 2.0 * max(1, len(moving)) / scenes
        found += [
            Source(scene(behind, parts, size=size, count=SCENE_FRAMES, seed=seed, number=n), weight)
            for n in range(scenes)
        ]
    if drawn:
        weight = DRAWN_SHARE * sum(source.weight for source in found) / drawn
        parts, behind = _with_drawn(parts, behind, size, seed)
        numbers = range(scenes, scenes + drawn)
        found += [
            Source(scene(behind, parts, size=size, count=SCENE_FRAMES, seed=seed, number=n, meeting=MEETING), weight)
            for n in numbers
        ]
    return found


def crowds(
    moving: Sequence[Clip], stills: Sequence[Clip], more: Sequence[np.ndarray], *, size: int, count: int, seed: int
) -> list[Clip]:
    """Return `count` clips of a few frames each on which things, cut out or drawn, touch and cover each other."""
    parts, behind = _with_drawn(cutouts(moving, stills), backgrounds(moving, stills, more), size, seed)
    return [scene(behind, parts, size=size, count=3, seed=seed, number=n, meeting=0.9) for n in range(count)]


def _with_drawn(
    parts: list[Cutout], behind: list[np.ndarray], size: int, seed: int
) -> tuple[list[Cutout], list[np.ndarray]]:
    """Return cutouts and backgrounds with drawn ones after them."""
    return (
        parts + [thing(seed, n) for n in range(THINGS)],
        behind + [place(seed, n, size) for n in range(PLACES)],
    )

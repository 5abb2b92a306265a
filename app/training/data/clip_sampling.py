"""Clips for the tracking task with their sampling weights: whole clips, crops, and synthetic clips of their cutouts."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from app.training.data.clips import TrainingClip, WeightedClip
from app.training.data.crops import random_crop, uncropped
from app.training.data.synthetic_clips import Cutout, cut_out, synthetic_clip
from app.training.data.synthetic_objects import synthetic_background, synthetic_object

CUTOUT_FRAMES = 10
SYNTHETIC_FRAMES = 12
OBJECT_COUNT, BACKGROUND_COUNT = 120, 40
"""Synthetic objects and backgrounds that clips with synthetic objects choose from, beside those of the data."""
SYNTHETIC_SHARE = 0.6
"""Weight of all clips with synthetic objects, relative to that of all others."""
MEETING_CHANCE = 0.7
"""Chance that an object of those clips moves up to another."""


def cutouts(moving: Sequence[TrainingClip], stills: Sequence[TrainingClip]) -> list[Cutout]:
    """Return all objects that can be cut out cleanly: those of stills, and those of clips in stretches of frames."""
    found = [cut_out(clip, label, [0]) for clip in stills for label in clip.objects]
    for clip in moving:
        starts = range(0, max(1, len(clip) - CUTOUT_FRAMES), CUTOUT_FRAMES)
        for start in starts:
            frames = range(start, min(len(clip), start + CUTOUT_FRAMES))
            found += [cut_out(clip, label, frames) for label in clip.objects]
    return [one for one in found if one is not None]


def backgrounds(
    moving: Sequence[TrainingClip], stills: Sequence[TrainingClip], extra_backgrounds: Sequence[np.ndarray]
) -> list[np.ndarray]:
    """Return pictures for objects to move over: stills, first and middle frames, and `extra_backgrounds`."""
    return [
        *(clip.frame(0) for clip in stills),
        *(clip.frame(index) for clip in moving for index in (0, len(clip) // 2)),
        *extra_backgrounds,
    ]


def tracking_clips(
    moving: Sequence[TrainingClip],
    stills: Sequence[TrainingClip],
    *,
    size: int,
    windows: int,
    excursions: int,
    composites: int,
    seed: int,
    extra_backgrounds: Sequence[np.ndarray] = (),
    synthetic: int = 0,
    weights: Sequence[float] = (),
) -> list[WeightedClip]:
    """Return clips to sample from: each clip whole, in `windows` crops and `excursions` that lose the object, and
    `composites` of cutouts over backgrounds. Whole clips weigh as much as all composites together. Then `synthetic`
    more composites, whose objects and backgrounds may be synthetic too (see `synthetic_objects`). `weights`:
    how often each of `moving` is sampled relative to the others; empty: all alike.
    """
    found = _crops(moving, weights or [1.0] * len(moving), size, windows, excursions, seed)
    objects, behind = cutouts(moving, stills), backgrounds(moving, stills, extra_backgrounds)
    if objects and composites:
        weight = 2.0 * max(1, len(moving)) / composites
        made = partial(synthetic_clip, behind, objects, size=size, count=SYNTHETIC_FRAMES, seed=seed)
        found += [WeightedClip(made(number=n), weight) for n in range(composites)]
    if synthetic:
        weight = SYNTHETIC_SHARE * sum(one.weight for one in found) / synthetic
        objects, behind = _with_synthetic(objects, behind, size, seed)
        made = partial(synthetic_clip, behind, objects, size=size, count=SYNTHETIC_FRAMES, seed=seed)
        numbers = range(composites, composites + synthetic)
        found += [WeightedClip(made(number=n, meeting_chance=MEETING_CHANCE), weight) for n in numbers]
    return found


def _crops(
    moving: Sequence[TrainingClip], weights: Sequence[float], size: int, windows: int, excursions: int, seed: int
) -> list[WeightedClip]:
    """Return all clips whole, then each in `windows` crops and in `excursions` that lose the object."""
    found = [WeightedClip(uncropped(clip, size), 2.0 * own) for clip, own in zip(moving, weights, strict=True)]
    for clip, own in zip(moving, weights, strict=True):
        near = [random_crop(clip, size, 24, seed, n, excursion=False) for n in range(windows)]
        away = [random_crop(clip, size, SYNTHETIC_FRAMES, seed, 100 + n, excursion=True) for n in range(excursions)]
        found += [WeightedClip(crop, 1.4 * own / windows) for crop in near]
        found += [WeightedClip(crop, 0.75 * own / excursions) for crop in away]
    return found


def crowded_clips(
    moving: Sequence[TrainingClip],
    stills: Sequence[TrainingClip],
    extra_backgrounds: Sequence[np.ndarray],
    *,
    size: int,
    count: int,
    seed: int,
) -> list[TrainingClip]:
    """Return `count` clips of three frames on which objects, cut out or synthetic, touch and cover each other."""
    objects, behind = _with_synthetic(
        cutouts(moving, stills), backgrounds(moving, stills, extra_backgrounds), size, seed
    )
    return [
        synthetic_clip(behind, objects, size=size, count=3, seed=seed, number=n, meeting_chance=0.9)
        for n in range(count)
    ]


def _with_synthetic(
    objects: list[Cutout], behind: list[np.ndarray], size: int, seed: int
) -> tuple[list[Cutout], list[np.ndarray]]:
    """Return cutouts and backgrounds followed by synthetic ones."""
    return (
        objects + [synthetic_object(seed, n) for n in range(OBJECT_COUNT)],
        behind + [synthetic_background(seed, n, size) for n in range(BACKGROUND_COUNT)],
    )

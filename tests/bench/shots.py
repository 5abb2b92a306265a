"""Shot changes in real clips: none within clips of one shot, and the one where two of them are joined."""

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

from app import paths
from app.evaluation.sample import read_sample
from app.media import open_media
from app.media.shots import ShotSearch
from app.media.source import Image
from tests.bench.result import Result, at_least, at_most

JOINED = 40
"""Frames of each clip that are joined."""


def measure(folders: Sequence[Path] = (), frames: int = 0) -> list[Result]:
    """Search each clip of data sets in DAVIS layout, or the sample, and each pair of them joined."""
    found = {clip.name: _frames(clip, frames) for folder in folders for clip in _clips(folder)}
    sample = paths.sample_folder()
    clips = found or {"sample": _frames(sample / read_sample(sample).video, frames)}
    false = sum(len(_changes(clip)) for clip in clips.values())
    pairs = [_changes([*first[:JOINED], *second[-JOINED:]]) for first, second in permutations(clips.values(), 2)]
    cuts = [min(JOINED, len(first)) for first, _ in permutations(clips.values(), 2)]
    hits = sum(cut in changes for cut, changes in zip(cuts, pairs, strict=True))
    return [
        at_most(f"false changes in {len(clips)} clips of one shot", false, "", 0),
        at_least(f"of {len(pairs)} joined pairs of clips, found", hits / max(len(pairs), 1), "", 1.0 if pairs else 0.0),
        at_most("false changes in joined pairs", sum(map(len, pairs)) - hits, "", 0),
    ]


def _clips(folder: Path) -> list[Path]:
    return sorted(place for place in (folder / "JPEGImages").glob("*/*") if place.is_dir())


def _frames(clip: Path, most: int) -> list[Image]:
    source = open_media(clip)
    try:
        count = source.info.frame_count
        return [source.frame(index) for index in range(min(most or count, count))]
    finally:
        source.close()


def _changes(frames: Sequence[Image]) -> tuple[int, ...]:
    search = ShotSearch()
    for frame in frames:
        search.add(frame)
    return search.changes()

"""How much an export will be: measured on a few stretches of its own frames, which are written and thrown away."""

import shutil
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.errors import ExportError, UserError
from app.interchange.clip import ExportProgress
from app.interchange.export.options import Outgoing, within
from app.interchange.export.writing import Writer

STRETCHES: Final = 3
LENGTH: Final = 8
"""Frames of a stretch."""
MARGIN: Final = 1.1
"""How much more than the estimate a disk should have free."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Files, bytes and seconds, extrapolated from `sampled` of `frames` frames."""

    files: int
    size: int
    seconds: float
    sampled: int
    frames: int


EstimateJob = Generator[ExportProgress, None, Estimate | None]
"""Yields progress; returns None where frames would be written that cannot be read."""


@dataclass(frozen=True, slots=True)
class _Measured:
    files: float
    size: float
    seconds: float

    def minus(self, other: "_Measured") -> "_Measured":
        return _Measured(self.files - other.files, self.size - other.size, self.seconds - other.seconds)

    def times(self, factor: float) -> "_Measured":
        return _Measured(self.files * factor, self.size * factor, self.seconds * factor)

    def plus(self, other: "_Measured") -> "_Measured":
        return _Measured(self.files + other.files, self.size + other.size, self.seconds + other.seconds)


def estimate(writer: Writer, clips: Sequence[Outgoing], reads_frames: bool = True) -> EstimateJob:
    """Write one frame, and then some, of each stretch: the difference is what a frame adds.

    Where the writer does not read frames (`reads_frames`), a stretch is written as a short video of its own: a format
    with something for every frame would write all of them each time. ExportError: the writer refuses.
    """
    frames, cut = sum(len(clip.frames) for clip in clips), _cut if reads_frames else _cut_out
    stretches = list(_stretches(clips, frames))
    sampled, each, fixed = 0, _Measured(0, 0, 0), _Measured(0, 0, 0)
    for done, (clip, place, length) in enumerate(stretches):
        so_far = ExportProgress(done, len(stretches))
        try:
            one = yield from _measured(writer, cut(clip, place, 1), so_far)
            some = (yield from _measured(writer, cut(clip, place, length), so_far)) if length > 1 else one
        except (UserError, OSError) as error:
            if isinstance(error, ExportError) and not isinstance(error.__cause__, OSError):
                raise
            return None  # the samples have no room, or there are no frames
        added = some.minus(one).times(1 / (length - 1)) if length > 1 else one
        added = _Measured(max(added.files, 0.0), max(added.size, 0.0), max(added.seconds, some.seconds / length / 4))
        each, fixed = each.plus(added), fixed.plus(one.minus(added))
        sampled += length
    share = 1 / len(stretches)
    total = each.times(share * frames).plus(fixed.times(share * len(clips)))
    files, size = max(round(total.files), 1), max(round(total.size), 1)
    return Estimate(files, size, max(total.seconds, 0.0), min(sampled, frames), frames)  # stretches may overlap


def free_bytes(out: Path) -> int:
    """Return how much room there is where `out` would be; a large number where nobody can tell."""
    place = out.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        return shutil.disk_usage(place).free
    except OSError:
        return 1 << 62


def _stretches(clips: Sequence[Outgoing], frames: int) -> Iterator[tuple[Outgoing, int, int]]:
    """Yield clip, place of the first frame and length, spread over all frames, each once."""
    seen = set()
    for number in range(STRETCHES):
        place = (2 * number + 1) * frames // (2 * STRETCHES)
        for index, clip in enumerate(clips):
            if place < len(clip.frames):
                length = min(LENGTH, len(clip.frames))
                place = min(place, len(clip.frames) - length)
                if (index, place) not in seen:
                    seen.add((index, place))
                    yield clip, place, length
                break
            place -= len(clip.frames)


def _cut(clip: Outgoing, place: int, length: int) -> Outgoing:
    """Return a part of a clip with all its objects, so that folders and lists are those of the whole."""
    frames = clip.frames[place : place + length]
    masklets = tuple(replace(masklet, masks=within(masklet.masks, frames)) for masklet in clip.masklets)
    return replace(clip, frames=frames, clip=replace(clip.clip, masklets=masklets))


def _cut_out(clip: Outgoing, place: int, length: int) -> Outgoing:
    """Return a part of a clip as one that begins with it and ends with it."""
    part = _cut(clip, place, length)
    start, step = part.frames.start, part.frames.step
    masklets = tuple(
        replace(masklet, masks={frame - start: mask for frame, mask in masklet.masks.items()})
        for masklet in part.masklets
    )
    names = {frame - start: part.clip.frame_names[frame] for frame in part.frames if frame in part.clip.frame_names}
    alone = replace(
        part.clip, masklets=masklets, frame_names=names, frame_count=length * step, open_frames=None, frames_at=None
    )
    return replace(part, frames=range(0, length * step, step), clip=alone, holes=frozenset())


def _measured(writer: Writer, clip: Outgoing, so_far: ExportProgress) -> Generator[ExportProgress, None, _Measured]:
    with tempfile.TemporaryDirectory(prefix="masklane-") as place, closing(writer([clip], Path(place))) as steps:
        start = time.perf_counter()
        for _step in steps:
            yield so_far
        seconds = time.perf_counter() - start
        files = [file.stat().st_size for file in Path(place).rglob("*") if file.is_file()]
    return _Measured(len(files), sum(files), seconds)

"""What a format can hold, and what of clips would be lost in it: counted from the masks, before anything is written."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from app.errors import ExportError
from app.interchange.clip import ExportProgress, Loss, left_out, undecodable
from app.interchange.export.options import Outgoing, Winner
from app.interchange.export.resizing import as_they_are
from app.masks.mask import Mask
from app.phrases import Phrase
from app.project.model import Judgement


@dataclass(frozen=True, slots=True)
class Holds:
    """What a format keeps of masks and objects.

    `most_objects` a clip, 0: no limit. `absent`: tells "not on this frame" from "not annotated". `late`: objects that
    are not on the first frame count for its evaluator. `masks`: masks can be read back from it at all. `unseen`: has
    objects that are on no frame.
    """

    overlap: bool = True
    holes: bool = True
    parts: bool = True
    most_objects: int = 0
    names: bool = True
    absent: bool = True
    scores: bool = False
    late: bool = True
    masks: bool = True
    unseen: bool = True


ExportCheck = Generator[ExportProgress, None, tuple[Loss, ...]]
"""Yields progress, returns the losses."""

_Counter = Callable[[Outgoing, int], None]


def _shared(winner: Winner, count: int) -> Phrase:
    """Return in words who gets the pixels that several objects have."""
    match winner:
        case Winner.LOWEST:
            return Phrase(
                "frames on which objects overlap: {count}; each pixel goes to the object with the lowest id.",
                count=count,
            )
        case Winner.HIGHEST:
            return Phrase(
                "frames on which objects overlap: {count}; each pixel goes to the object with the highest id.",
                count=count,
            )
        case Winner.SMALLEST:
            return Phrase(
                "frames on which objects overlap: {count}; each pixel goes to the smallest object there.", count=count
            )


def check(
    title: Phrase,
    holds: Holds,
    clips: Sequence[Outgoing],
    loses: Callable[[Outgoing], Iterator[Loss]],
    with_frames: bool = False,
) -> ExportCheck:
    """Find what of `clips` does not get into a format, `loses` of each included.

    `with_frames`: it holds pictures of the frames, so one that cannot be decoded is left out, and no bare one.
    ExportError: more objects than it has numbers.
    """
    losses: list[Loss] = []
    done, total = 0, sum(len(clip.frames) for clip in clips)
    judged = any(masklet.judgement is not None for clip in clips for masklet in clip.masklets)
    for clip in clips:
        count = len(clip.masklets)
        if holds.most_objects and count > holds.most_objects:
            raise ExportError(
                "“{name}” has {count} objects; {format} holds {most} at most.",
                "Choose a format without this limit, or fewer objects.",
                name=clip.clip.name,
                count=count,
                format=title,
                most=holds.most_objects,
            )
        counts = _Counts()
        for frame in clip.frames:
            counts.add(clip, frame, holds)
            done += 1
            yield ExportProgress(done, total)
        holes = undecodable(clip.clip, counts.bare) if with_frames else []
        counts.bare = [frame for frame in counts.bare if frame not in holes]
        losses += [left_out(clip.clip.name, holes)] if holes else []
        late, state = (_late(clip) if not holds.late else ()), _state_of_work(clip, counts, judged)
        words = [*counts.words(holds, clip), *late, *state]
        losses += [*loses(clip), *(Loss(clip.clip.name, said, advice) for said, advice in words)]
    return tuple(losses)


class _Counts:
    """What is found on the frames of one clip."""

    def __init__(self) -> None:
        self.overlapping = self.partial = self.holes = self.parts = 0
        self.bare: list[int] = []
        """Frames without any mask, where the format cannot say so."""
        self.masks = self.lost = self.stale = self.missing = 0
        self.seen: set[int] = set()
        """Objects that are on a frame."""

    def add(self, clip: Outgoing, frame: int, holds: Holds) -> None:
        """Look at one frame; at masks only for what the format cannot hold."""
        for masklet in clip.masklets:
            cell = as_they_are(masklet.masks).get(frame)
            if cell is not None:
                if not cell.empty:
                    self.masks += 1
                    self.seen.add(masklet.id)
                self.lost += cell.lost
                self.stale += any(first <= frame <= last for first, last in masklet.stale)
            else:
                self.missing += holds.absent
        if holds.overlap and holds.absent and holds.holes and holds.parts:
            return
        masks = [mask for _, mask in clip.on(frame)]
        if not holds.overlap:
            self.overlapping += any_overlap(masks)
        if not holds.absent:
            self.bare += [] if masks else [frame]
            self.partial += bool(masks) and len(masks) < len(clip.masklets)
        if not (holds.holes and holds.parts):
            for mask in masks:
                parts, holes = parts_and_holes(mask)
                self.parts += parts > 1
                self.holes += holes > 0

    def words(self, holds: Holds, clip: Outgoing) -> Iterator[tuple[Phrase, Phrase]]:
        """Yield what is lost, with a way out."""
        if clip.was is not None and self.masks:
            yield (
                Phrase(
                    "masks that are scaled from {old_width}×{old_height} to {width}×{height} pixels: {count}.",
                    old_width=clip.was[0],
                    old_height=clip.was[1],
                    width=clip.clip.width,
                    height=clip.clip.height,
                    count=self.masks,
                ),
                Phrase("They stay exact in the video's own resolution."),
            )
        if self.overlapping:
            yield (
                _shared(clip.options.winner, self.overlapping),
                Phrase("SA-V, COCO and YouTube-VIS keep overlaps."),
            )
        if self.partial:
            yield (
                Phrase(
                    "frames on which some objects have no mask yet: {count}; they are written as absent there.",
                    count=self.partial,
                ),
                _UNFINISHED,
            )
        if self.bare:
            yield (
                Phrase("frames without any mask: {count}; they look as if nothing were there.", count=len(self.bare)),
                _UNFINISHED,
            )
        unseen = len(clip.masklets) - len(self.seen)
        if unseen and not holds.unseen:
            yield (
                Phrase("objects that are on no frame that is written: {count}; they are left out.", count=unseen),
                Phrase("SA-V, BURST and YouTube-VIS keep them."),
            )
        if self.holes and not holds.holes:
            yield Phrase("masks with holes: {count}; the holes are filled.", count=self.holes), _RLE
        if self.parts and not holds.parts:
            yield (
                Phrase("masks in several parts: {count}; each part becomes a shape of its own.", count=self.parts),
                _RLE,
            )


_RLE: Final = Phrase("Formats with run lengths keep them.")
_UNFINISHED: Final = Phrase("Annotate them first, write a range without them, or use SA-V, which tells them apart.")


def any_overlap(masks: Sequence[Mask]) -> bool:
    """Return whether two of the masks share a pixel."""
    there = [mask for mask in masks if mask.area]
    if len(there) < 2:
        return False
    together = there[0]
    for mask in there[1:]:
        if together.overlap(mask):
            return True
        together = together.union(mask)
    return False


def parts_and_holes(mask: Mask) -> tuple[int, int]:
    """Return how many connected parts (pixels that share a side) and how many holes a mask has."""
    box = mask.bbox
    if box is None:
        return 0, 0
    x0, y0, x1, y1 = box
    inside = np.pad(mask.to_rows(y0, y1)[:, x0:x1], 1).astype(np.uint8)
    parts = cv2.connectedComponents(inside, connectivity=4)[0] - 1
    outside = cv2.connectedComponents(1 - inside, connectivity=8)[0] - 1
    return parts, outside - 1


def _late(clip: Outgoing) -> Iterator[tuple[Phrase, Phrase]]:
    """The evaluator of DAVIS takes the objects from the first frame."""
    first = clip.frames[0]
    late = [m for m in clip.masklets if first not in m.masks or m.masks[first].empty]
    if late:
        yield (
            Phrase("objects that are not on the first frame: {count}; DAVIS' evaluator does not score them.",
                   count=len(late)),
            Phrase("Write a range that begins where they do, or one object at a time."),
        )  # fmt: skip


def _state_of_work(clip: Outgoing, counts: _Counts, judged: bool) -> Iterator[tuple[Phrase, Phrase]]:
    """What is written all the same, though it may not be done; `judged`: there are verdicts, of this clip or others."""
    if clip.candidates:
        yield (
            Phrase("candidates that nobody has accepted: {count}; they are left out.", count=clip.candidates),
            Phrase("Accept them in Select first, if they belong in it."),
        )
    unverified = sum(m.judgement is not Judgement.SATISFACTORY for m in clip.masklets)
    if judged and unverified:
        yield (
            Phrase("masklets that nobody found satisfactory: {count}; they are written.", count=unverified),
            Phrase("Leave them out with “only satisfactory ones”."),
        )
    if counts.missing:
        yield (
            Phrase("masks that are missing: {count}; they are written as not annotated.", count=counts.missing),
            Phrase("Track these objects there first, if they belong in it."),
        )
    if counts.lost:
        yield (
            Phrase("masks that tracking lost: {count}; they are written as absent.", count=counts.lost),
            Phrase("Look at these frames again first."),
        )
    if counts.stale:
        yield (
            Phrase("masks that are stale: {count}; they are written as they are.", count=counts.stale),
            Phrase("Track these objects again first."),
        )

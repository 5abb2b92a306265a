"""The masklets of projects to learn from, and those of other videos to measure on."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from app.evaluation.subjects import Subject
from app.masks.mask import Mask
from app.media.source import FrameSource, Image, MediaInfo
from app.project.model import Cell, CellMask, FrameIndex
from app.training.data.project_clips import ProjectClip, verified_clips
from app.training.improving.stock import (
    LEAST_STRETCH,
    Stock,
    edited_frames,
    held_out_videos,
    made_by,
    name_of,
    video_names,
)

MOST_HELD_OUT, LONGEST_HELD_OUT = 12, 40
"""Masklets that are measured, and frames of each: a model is measured several times."""
EDITED_WEIGHT, UNTOUCHED_WEIGHT, OWN_WEIGHT = 2.0, 1.0, 0.5
"""A masklet that a person had to correct shows what the model does not know; one of its own only what it knows."""


@dataclass(frozen=True, slots=True)
class VerifiedMasklet:
    """A verified masklet's stretch of frames. `video` names its video; `edited` counts a person's frames.

    The frame a masklet began on is not counted: every masklet has one. `own`: as the model made it.
    """

    clip: ProjectClip
    video: str
    edited: int
    own: bool = False

    @property
    def weight(self) -> float:
        """How often it is sampled, relative to others."""
        if self.own:
            return OWN_WEIGHT
        return EDITED_WEIGHT if self.edited else UNTOUCHED_WEIGHT


@dataclass(frozen=True, slots=True)
class Material:
    """What is learned from, and what is measured on; no video is in both. `digest` tells other material apart."""

    learned: tuple[VerifiedMasklet, ...]
    held_out: tuple[VerifiedMasklet, ...]
    digest: str

    @property
    def held_out_videos(self) -> tuple[str, ...]:
        """The names of the videos that nothing is learned from."""
        return tuple(sorted({masklet.video for masklet in self.held_out}))

    @property
    def frames(self) -> int:
        """How many frames are learned from."""
        return sum(len(masklet.clip) for masklet in self.learned)


def open_material(
    projects: Sequence[Path], base: str, seed: int, opened: ExitStack, *, imported: bool = False
) -> Material:
    """Open the masklets of projects that count (see verified_clips); their videos stay open until `opened` closes.

    `base`: the id of the model that is to be improved. Raises TrainingError when there are too few, all are of one
    video, or all are as that model made them; else as `verified_clips`.
    """
    masklets = []
    for number, project in enumerate(projects):
        clips = opened.enter_context(verified_clips(project, LEAST_STRETCH, imported=imported))
        names = video_names(clips[0].document)
        for clip in clips:
            masks = _masks(clip)
            edited = edited_frames(masks)
            own = not edited and made_by(clip.document, masks, base)
            masklets.append(VerifiedMasklet(clip, name_of(names[clip.video], project.name, number), edited, own))
    videos = tuple(sorted({masklet.video for masklet in masklets}))
    chosen = held_out_videos(videos, seed) if len(videos) > 1 else ()
    held_out = [masklet for masklet in masklets if masklet.video in chosen][:MOST_HELD_OUT]
    learned = [masklet for masklet in masklets if masklet.video not in chosen]
    _stock(masklets, videos, chosen).check()
    return Material(tuple(learned), tuple(held_out), _digest(masklets))


def _stock(masklets: Sequence[VerifiedMasklet], videos: tuple[str, ...], held_out: tuple[str, ...]) -> Stock:
    """Return what there is to learn from; a masklet of several stretches counts once."""
    objects = {(masklet.video, masklet.clip.ids): masklet for masklet in masklets}
    return Stock(
        masklets=len(objects),
        edited=len({key for key, one in objects.items() if one.edited}),
        own=sum(all(other.own for other in masklets if (other.video, other.clip.ids) == key) for key in objects),
        videos=videos,
        held_out=held_out,
        frames=sum(len(masklet.clip) for masklet in masklets if masklet.video not in held_out),
    )


def subject_of(masklet: VerifiedMasklet, frames: int = LONGEST_HELD_OUT) -> Subject:
    """Return a masklet as something to evaluate on, its first `frames` frames."""
    clip = masklet.clip

    def truth(frame: int) -> Mask:
        found = clip.document.mask(Cell(clip.ids[0], FrameIndex(clip.frames[frame])))
        assert found is not None, "a stretch has a mask on every frame"
        return found.mask

    return Subject(clip.name, 1, _Stretch(clip.source, clip.frames), truth, clip.name, frames=frames)


def stretch_of(subject: Subject, frames: range) -> Subject:
    """Return some frames of a subject as one of its own."""
    stretch = _Stretch(subject.source, frames)
    return replace(subject, source=stretch, truth=lambda frame: subject.truth(frames[frame]), frames=len(frames))


def _masks(clip: ProjectClip) -> list[CellMask]:
    found = (clip.document.mask(Cell(clip.ids[0], FrameIndex(frame))) for frame in clip.frames)
    return [mask for mask in found if mask is not None]


def _digest(masklets: Sequence[VerifiedMasklet]) -> str:
    """Return a hash of all masks and of what they belong to."""
    digest = sha256()
    for masklet in masklets:
        clip = masklet.clip
        digest.update(f"{masklet.video}\0{clip.name}\0{clip.ids[0]}\0".encode("utf-8", "surrogateescape"))
        for frame in clip.frames:
            found = clip.document.mask(Cell(clip.ids[0], FrameIndex(frame)))
            if found is not None:
                digest.update(f"{frame}\0".encode() + found.mask.to_bytes())
    return digest.hexdigest()


class _Stretch:
    """Some frames of a source as a source of their own; implements FrameSource. Closing leaves the source open."""

    def __init__(self, source: FrameSource, frames: Sequence[int]) -> None:
        self._source = source
        self._frames = tuple(frames)

    @property
    def path(self) -> Path:
        """The file or folder the frames come from."""
        return self._source.path

    @property
    def info(self) -> MediaInfo:
        """The source's facts for these frames."""
        whole = self._source.info
        times = np.asarray(whole.times[list(self._frames)])
        return replace(whole, frame_count=len(self._frames), times=times - times[0], holes=(), order=None)

    def frame(self, index: int) -> Image:
        """Return frame `index` of the stretch. Raises MediaError or IndexError."""
        return self._source.frame(self._frames[index])

    def clone(self) -> "_Stretch":
        """Return an independent reader of the same frames."""
        return _Stretch(self._source.clone(), self._frames)

    def close(self) -> None:
        """Do nothing: the source belongs to the project's clips."""

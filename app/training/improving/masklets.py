"""The masklets of projects to learn from, and those of other videos to measure on."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from app.errors import TrainingError
from app.evaluation.subjects import Subject
from app.masks.mask import Mask
from app.media.source import FrameSource, Image, MediaInfo
from app.project.model import Cell, FrameIndex
from app.training.data.project_clips import ProjectClip, verified_clips
from app.training.seeding import seeded_random

LEAST_MASKLETS = 5
"""Fewer teach a model little but their own videos."""
HELD_OUT_SHARE = 0.2
"""Of the videos; at least one."""
MOST_HELD_OUT, LONGEST_HELD_OUT = 20, 60
"""Masklets that are measured, and frames of each: a model is measured several times."""
EDITED_WEIGHT, UNTOUCHED_WEIGHT = 2.0, 1.0
"""A masklet that a person had to correct shows what the model does not know."""


@dataclass(frozen=True, slots=True)
class VerifiedMasklet:
    """A verified masklet's stretch of frames. `video` names its video; `edited` counts a person's frames.

    The frame a masklet began on is not counted: every masklet has one.
    """

    clip: ProjectClip
    video: str
    edited: int

    @property
    def weight(self) -> float:
        """How often it is sampled, relative to others."""
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


def open_material(projects: Sequence[Path], seed: int, opened: ExitStack) -> Material:
    """Open the satisfactory masklets of projects; their videos stay open until `opened` closes.

    Raises TrainingError when there are too few, or all are of one video; else as `verified_clips`.
    """
    masklets = []
    for number, project in enumerate(projects):
        for clip in opened.enter_context(verified_clips(project)):
            video = clip.name.partition("/")[0]
            masklets.append(VerifiedMasklet(clip, f"{project.name}: {video}" if number else video, _edited(clip)))
    objects = {(masklet.video, masklet.clip.ids) for masklet in masklets}
    if len(objects) < LEAST_MASKLETS:
        raise TrainingError(
            "There are {count} verified masklets, and a model learns little from fewer than {least}.",
            "Verify more of them first.",
            count=len(objects),
            least=LEAST_MASKLETS,
        )
    videos = sorted({masklet.video for masklet in masklets})
    if len(videos) < 2:
        raise TrainingError(
            "All verified masklets are of one video: on which others a model does better cannot be measured.",
            "Verify a masklet of a second video; its masklets are only measured on.",
        )
    chosen = set(seeded_random(seed, "held out").sample(videos, max(1, round(HELD_OUT_SHARE * len(videos)))))
    held_out = [masklet for masklet in masklets if masklet.video in chosen][:MOST_HELD_OUT]
    learned = [masklet for masklet in masklets if masklet.video not in chosen]
    return Material(tuple(learned), tuple(held_out), _digest(masklets))


def subject_of(masklet: VerifiedMasklet, frames: int = LONGEST_HELD_OUT) -> Subject:
    """Return a masklet as something to evaluate on, its first `frames` frames."""
    clip = masklet.clip

    def truth(frame: int) -> Mask:
        found = clip.document.mask(Cell(clip.ids[0], FrameIndex(clip.frames[frame])))
        assert found is not None, "a stretch has a mask on every frame"
        return found.mask

    return Subject(clip.name, 1, _Stretch(clip.source, clip.frames), truth, clip.name, frames=frames)


def _edited(clip: ProjectClip) -> int:
    masks = [clip.document.mask(Cell(clip.ids[0], FrameIndex(frame))) for frame in clip.frames]
    return max(0, sum(mask is not None and mask.source.edited for mask in masks) - 1)


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
        return replace(whole, frame_count=len(self._frames), times=times - times[0], holes=())

    def frame(self, index: int) -> Image:
        """Return frame `index` of the stretch. Raises MediaError or IndexError."""
        return self._source.frame(self._frames[index])

    def clone(self) -> "_Stretch":
        """Return an independent reader of the same frames."""
        return _Stretch(self._source.clone(), self._frames)

    def close(self) -> None:
        """Do nothing: the source belongs to the project's clips."""

"""A clip at another resolution: masks and frames are scaled when they are asked for, so that nothing is held."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from app.interchange.clip import AnnotatedClip, Masklet
from app.masks.mask import MAX_SIDE
from app.masks.scaling import scaled
from app.media.source import FrameSource, Image, MediaInfo
from app.project.model import CellMask


class ScaledMasks(Mapping[int, CellMask]):
    """Masks by frame at another size; the newest one is kept, as writers ask for it twice."""

    def __init__(self, whole: Mapping[int, CellMask], height: int, width: int) -> None:
        self.whole = whole
        self._height, self._width = height, width
        self._newest: tuple[CellMask, CellMask] | None = None

    def __getitem__(self, frame: int) -> CellMask:
        found = self.whole[frame]
        newest = self._newest
        if newest is None or newest[0] is not found:
            newest = found, replace(found, mask=scaled(found.mask, self._height, self._width))
            self._newest = newest
        return newest[1]

    def __contains__(self, frame: object) -> bool:
        return frame in self.whole

    def __iter__(self) -> Iterator[int]:
        return iter(self.whole)

    def __len__(self) -> int:
        return len(self.whole)


class ScaledFrames:
    """The frames of a source at another size."""

    def __init__(self, source: FrameSource, height: int, width: int) -> None:
        self._source = source
        self._info = replace(source.info, height=height, width=width)

    @property
    def path(self) -> Path:
        """Where the frames come from."""
        return self._source.path

    @property
    def info(self) -> MediaInfo:
        """The facts, with the new size."""
        return self._info

    def frame(self, index: int) -> Image:
        """Return a frame at the new size."""
        image = self._source.frame(index)
        height, width = self._info.height, self._info.width
        smaller = height <= image.shape[0] and width <= image.shape[1]
        how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
        return np.ascontiguousarray(cv2.resize(image, (width, height), interpolation=how), dtype=np.uint8)

    def clone(self) -> "ScaledFrames":
        """Return another reader of the same frames."""
        return ScaledFrames(self._source.clone(), self._info.height, self._info.width)

    def close(self) -> None:
        """Let go of the source."""
        self._source.close()


def resized(clip: AnnotatedClip, height: int) -> AnnotatedClip:
    """Return the clip `height` pixels high, its sides in proportion."""
    width = min(max(1, round(clip.width * height / clip.height)), MAX_SIDE)
    if (width, height) == (clip.width, clip.height):
        return clip
    opened = (lambda: ScaledFrames(clip.opened(), height, width)) if clip.has_frames else None
    masklets = tuple(_resized(masklet, height, width) for masklet in clip.masklets)
    return replace(clip, width=width, height=height, masklets=masklets, open_frames=opened, frames_at=None)


def as_they_are(masks: Mapping[int, CellMask]) -> Mapping[int, CellMask]:
    """Return masks in the size that the video has, for what does not look at their pixels."""
    return masks.whole if isinstance(masks, ScaledMasks) else masks


def _resized(masklet: Masklet, height: int, width: int) -> Masklet:
    return replace(masklet, masks=ScaledMasks(masklet.masks, height, width))

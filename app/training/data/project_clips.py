"""Verified masklets of a project as clips to train on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.errors import MediaChanged, TrainingError
from app.media import Fingerprint, ValueRange, recognizes
from app.media.opening import open_media
from app.media.source import FrameSource
from app.project.document import Document
from app.project.model import Cell, FrameIndex, Judgement, MaskSource, ObjectId, Video, VideoId, VideoObject
from app.project.paths import media_path
from app.project.storage.store import Store


@dataclass(frozen=True, slots=True)
class ProjectClip:
    """A stretch of frames of a video on which every one of `ids` has a mask (empty: absent); implements TrainingClip.

    Labels are 1 for the first id, 2 for the second and so on.
    """

    name: str
    video: VideoId
    source: FrameSource
    document: Document
    frames: tuple[int, ...]
    ids: tuple[ObjectId, ...]

    @property
    def objects(self) -> tuple[int, ...]:
        """The label values that are objects."""
        return tuple(range(1, len(self.ids) + 1))

    def __len__(self) -> int:
        return len(self.frames)

    def frame(self, index: int) -> np.ndarray:
        """Return H x W x 3 uint8 RGB; raises MediaError."""
        return np.asarray(self.source.frame(self.frames[index]))

    def labels(self, index: int) -> np.ndarray:
        """Return H x W int32."""
        info = self.source.info
        labels = np.zeros((info.height, info.width), np.int32)
        for value, id in enumerate(self.ids, 1):
            found = self.document.mask(Cell(id, FrameIndex(self.frames[index])))
            if found is not None:
                labels[found.mask.to_array()] = value
        return labels


def verified(document: Document, video: VideoId, *, imported: bool = False) -> list[VideoObject]:
    """Return the satisfactory masklets of a video. `imported`: also those of another tool that nobody has judged."""
    return [
        record
        for record in document.objects(video)
        if (
            verdict.judgement is Judgement.SATISFACTORY
            if (verdict := document.verdict(record.id)) is not None
            else imported and _is_imported(document, record.id)
        )
    ]


def _is_imported(document: Document, id: ObjectId) -> bool:
    masks = [mask for _, mask in document.masks_of(id)]
    return (
        bool(masks)
        and all(mask.source is not MaskSource.TRACKED for mask in masks)
        and any(mask.source is MaskSource.IMPORTED for mask in masks)
    )


def stretches(frames: Sequence[int], least: int) -> Iterator[tuple[int, ...]]:
    """Yield the unbroken stretches of ascending frame indexes that have at least `least` frames."""
    start = 0
    for end in range(1, len(frames) + 1):
        if end == len(frames) or frames[end] != frames[end - 1] + 1:
            if end - start >= least:
                yield tuple(frames[start:end])
            start = end


def _clips(
    document: Document, folder: Path, video: Video, least: int, opened: list[FrameSource], *, imported: bool
) -> list[ProjectClip]:
    satisfactory = verified(document, video.id, imported=imported)
    if not satisfactory:
        return []
    path = media_path(folder, video.path)
    if video.head_sha256 and not recognizes(path, Fingerprint(video.size_bytes, video.head_sha256)):
        raise MediaChanged(
            "{path} is not what the masks of {name} were made on: nothing can be learned from them.",
            "Open the project and show where the original is, or keep what is there now.",
            path=path,
            name=video.name,
        )
    source = open_media(path, values=ValueRange.chosen(video.black, video.white))
    opened.append(source)
    # One object a clip: masks of several may overlap, and not all have masks on the same frames.
    return [
        ProjectClip(f"{video.name}/{record.name}", video.id, source, document, stretch, (record.id,))
        for record in satisfactory
        for stretch in stretches([int(frame) for frame in document.mask_frames(record.id)], least)
    ]


@contextmanager
def verified_clips(project: Path, least: int = 2, *, imported: bool = False) -> Iterator[list[ProjectClip]]:
    """Open a project's satisfactory masklets for reading, in stretches of at least `least` frames with masks.

    `imported`: also those of another tool that nobody has judged.

    The project must not be open elsewhere (ProjectError); it is free again while the training runs: all masks are read
    at once, only the videos stay open. Raises TrainingError when nothing is verified, MediaError when a video
    is missing.
    """
    with Store.open(project) as store:
        document, folder = store.load(), store.folder
    opened: list[FrameSource] = []
    try:
        clips = [
            clip
            for video in document.videos()
            for clip in _clips(document, folder, video, least, opened, imported=imported)
        ]
        if not clips:
            raise TrainingError(
                "No masklet of {name} has been verified as satisfactory.",
                "Verify masklets in the review queue first; only those are learned from.",
                name=folder.name,
            )
        yield clips
    finally:
        for source in opened:
            source.close()

"""What there is to learn from, counted in a document without opening a video, and what stands against learning."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.errors import TrainingError
from app.project.document import Document
from app.project.model import CellMask, MaskSource, VideoId, VideoObject
from app.training.data.project_clips import stretches, verified
from app.training.seeding import seeded_random

LEAST_MASKLETS = 5
"""Fewer teach a model little but their own videos."""
LEAST_STRETCH = 2
"""Frames in a row with a mask."""
HELD_OUT_SHARE = 0.2
"""Of the videos; at least one."""


@dataclass(frozen=True, slots=True)
class Stock:
    """Masklets of one or several projects that count. `held_out`: names of the videos that are only measured on.

    `edited` masklets were corrected by a person, `own` ones are as the model that is to be improved made them. `frames`
    counts those with a mask in the videos that are learned from.
    """

    masklets: int
    edited: int
    own: int
    videos: tuple[str, ...]
    held_out: tuple[str, ...]
    frames: int

    @property
    def learned_videos(self) -> tuple[str, ...]:
        """The videos that are learned from."""
        return tuple(name for name in self.videos if name not in self.held_out)

    def check(self) -> None:
        """Raise TrainingError where a model cannot be improved with it."""
        if self.masklets < LEAST_MASKLETS:
            raise TrainingError(
                "Verified masklets: {count}. A model learns little from fewer than {least}.",
                "Verify more of them first; until then, learning from corrections teaches it about single objects.",
                count=self.masklets,
                least=LEAST_MASKLETS,
            )
        if len(self.videos) < 2:
            raise TrainingError(
                "All verified masklets are of one video: on which others a model does better cannot be measured.",
                "Verify a masklet of a second video; its masklets are only measured on.",
            )
        if self.own == self.masklets:
            raise TrainingError(
                "All verified masklets are as this model made them: from its own masks it learns nothing.",
                "Correct those that are not quite right, or improve another model.",
            )


def held_out_videos(videos: Sequence[str], seed: int) -> tuple[str, ...]:
    """Return the names of the videos that nothing is learned from, of several; the same for the same seed."""
    count = max(1, round(HELD_OUT_SHARE * len(videos)))
    return tuple(sorted(seeded_random(seed, "held out").sample(sorted(videos), count)))


def name_of(video: str, project: str, number: int) -> str:
    """Return what a video of the `number`-th project is called among those of all projects."""
    return f"{project}: {video}" if number else video


def stock_of(projects: Sequence[tuple[str, Document]], base: str, seed: int, *, imported: bool = False) -> Stock:
    """Return what projects, by their names, have to learn from. `base`: the id of the model that is to be improved."""
    masklets, edited, own, frames = 0, 0, 0, dict[str, int]()
    for number, (project, document) in enumerate(projects):
        for name, record in _verified(document, imported=imported):
            there = [int(frame) for frame in document.mask_frames(record.id)]
            counted = sum(len(stretch) for stretch in stretches(there, LEAST_STRETCH))
            if not counted:
                continue
            masks = [mask for _, mask in document.masks_of(record.id)]
            changed = edited_frames(masks)
            masklets += 1
            edited += changed > 0
            own += not changed and made_by(document, masks, base)
            video = name_of(name, project, number)
            frames[video] = frames.get(video, 0) + counted
    videos = tuple(sorted(frames))
    held_out = held_out_videos(videos, seed) if len(videos) > 1 else ()
    return Stock(masklets, edited, own, videos, held_out, sum(frames[name] for name in videos if name not in held_out))


def _verified(document: Document, *, imported: bool) -> Iterator[tuple[str, VideoObject]]:
    """Yield the masklets that count, each with its video's name."""
    names = video_names(document)
    for video in document.videos():
        for record in verified(document, video.id, imported=imported):
            yield names[video.id], record


def video_names(document: Document) -> dict[VideoId, str]:
    """Return what the videos of a project are called where names tell them apart: equal ones have numbers."""
    names: dict[VideoId, str] = {}
    taken: set[str] = set()
    for video in document.videos():
        number, name = 1, video.name
        while name in taken:
            number += 1
            name = f"{video.name} ({number})"
        names[video.id] = name
        taken.add(name)
    return names


def edited_frames(masks: Sequence[CellMask]) -> int:
    """Return how many of a masklet's masks a person made, the first not counted: each masklet has one to begin on."""
    return max(0, sum(mask.source.edited for mask in masks) - 1)


def made_by(document: Document, masks: Sequence[CellMask], base: str) -> bool:
    """Return whether all tracked ones of some masks, of which there are some, were made by the model `base`."""
    runs = {mask.run for mask in masks if mask.source is MaskSource.TRACKED}
    models = {None if run is None or (one := document.run(run)) is None else one.model for run in runs}
    return bool(models) and all(name is not None and (name == base or name.startswith(f"{base} ")) for name in models)

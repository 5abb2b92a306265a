"""What a model is evaluated on: every object of a data set in DAVIS layout, or of the bundled sample."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from app.evaluation.sample import DESCRIPTION, Sample, read_sample, true_masks
from app.interchange.encoding.davis import DavisSequence, read_dataset
from app.masks.mask import Mask
from app.media import open_media
from app.media.source import FrameSource


@dataclass(frozen=True, slots=True)
class Subject:
    """One object of one sequence; `truth(frame)` is its true mask there.

    `name` and `category` are the object's own, empty where the data set has none. Only the first `frames` count, 0:
    all.
    """

    sequence: str
    object_id: int
    source: FrameSource
    truth: Callable[[int], Mask]
    name: str = ""
    category: str = ""
    frames: int = 0

    @property
    def frame_count(self) -> int:
        """The number of frames that count."""
        there = self.source.info.frame_count
        return min(self.frames, there) if self.frames else there


def open_subjects(folder: Path, limit: int = 0, frames: int = 0) -> Generator[Subject]:
    """Return every object of a data set in DAVIS layout, of its first `limit` sequences (0: all), or of the sample.

    Of each sequence only the first `frames` count, 0: all. A subject's frames stay open until the next one is taken;
    close the generator when not all are. Raises UserError, at once when the folder is wrong.
    """
    if (folder / DESCRIPTION).is_file():
        return _sample_subjects(folder, read_sample(folder), frames)
    return _davis_subjects(read_dataset(folder)[: limit or None], frames)


def _davis_subjects(sequences: Sequence[DavisSequence], frames: int) -> Generator[Subject]:
    for sequence in sequences:
        source = open_media(sequence.frames)
        try:
            for object_id in sequence.object_ids:
                yield Subject(sequence.name, object_id, source, _truth(sequence, object_id), frames=frames)
        finally:
            source.close()


def _truth(sequence: DavisSequence, object_id: int) -> Callable[[int], Mask]:
    return lambda frame: Mask.from_array(sequence.labels(frame) == object_id)


def _sample_subjects(folder: Path, sample: Sample, frames: int) -> Generator[Subject]:
    source = open_media(folder / sample.video)
    try:
        for item in sample.objects:
            masks = true_masks(folder, sample, item)
            if len(masks) != source.info.frame_count:
                raise UserError(f"The sample in {folder} has not one mask a frame.", "Install Masklane again.")
            sequence = f"{Path(sample.video).stem} {item.name}"
            yield Subject(sequence, item.id, source, masks.__getitem__, item.name, item.category, frames)
    finally:
        source.close()

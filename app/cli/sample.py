"""The bundled sample: a clip, its objects, and their exact masks, as its sample.json lists them."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from app.errors import DAMAGED, UserError
from app.evaluation.protocols import Subject
from app.interchange.label_png import read_labels
from app.masks.mask import Mask
from app.media import open_media

DESCRIPTION = "sample.json"


class SampleObject(msgspec.Struct, frozen=True):
    """One object of the sample: its value in the truth's pictures, and its names."""

    id: int
    name: str
    category: str = ""


class Sample(msgspec.Struct, frozen=True):
    """What sample.json says: file names relative to its folder, and the objects."""

    video: str
    masks: str
    objects: tuple[SampleObject, ...]


def read_sample(folder: Path) -> Sample:
    """Return the description of the sample in `folder`. Raises UserError when it is damaged."""
    try:
        return msgspec.json.decode((folder / DESCRIPTION).read_bytes(), type=Sample)
    except (OSError, *DAMAGED) as error:
        raise UserError(f"The sample in {folder} cannot be read: {error}", "Install Masklane again.") from error


def truth_of(folder: Path, sample: Sample, wanted: SampleObject) -> list[Mask]:
    """Return the true mask of one object on every frame."""
    files = sorted((folder / sample.masks).glob("*.png"))
    return [Mask.from_array(read_labels(file) == wanted.id) for file in files]


def subjects(folder: Path) -> Iterator[Subject]:
    """Yield every object of the sample for evaluation."""
    sample = read_sample(folder)
    source = open_media(folder / sample.video)
    try:
        for item in sample.objects:
            masks = truth_of(folder, sample, item)
            if len(masks) != source.info.frame_count:
                raise UserError(f"The sample in {folder} has not one mask a frame.", "Install Masklane again.")
            yield Subject(f"{Path(sample.video).stem} {item.name}", item.id, source, masks.__getitem__)
    finally:
        source.close()

"""The bundled sample: a clip, its objects, and their exact masks, as its sample.json lists them."""

from pathlib import Path

import msgspec

from app.errors import DAMAGED, UserError
from app.interchange.encoding.label_png import read_labels
from app.masks.mask import Mask

DESCRIPTION = "sample.json"


class SampleObject(msgspec.Struct, frozen=True):
    """One object of the sample: its value in the label maps, and its names."""

    id: int
    name: str
    category: str = ""


class Sample(msgspec.Struct, frozen=True):
    """The content of sample.json: file names relative to its folder, and the objects."""

    video: str
    masks: str
    objects: tuple[SampleObject, ...]


def read_sample(folder: Path) -> Sample:
    """Return the description of the sample in `folder`. Raises UserError when it is damaged."""
    try:
        return msgspec.json.decode((folder / DESCRIPTION).read_bytes(), type=Sample)
    except (OSError, *DAMAGED) as error:
        raise UserError(f"The sample in {folder} cannot be read: {error}", "Install Masklane again.") from error


def true_masks(folder: Path, sample: Sample, item: SampleObject) -> list[Mask]:
    """Return the true mask of one object on every frame."""
    files = sorted((folder / sample.masks).glob("*.png"))
    return [Mask.from_array(read_labels(file) == item.id) for file in files]

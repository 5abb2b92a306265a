"""OpenEXR for compositing: Cryptomatte, or a matte for each object or all of them. Needs the package OpenEXR."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.errors import ExportError
from app.interchange.clip import Loss
from app.interchange.encoding.cryptomatte import distinct_ids, layers, metadata, most_shared
from app.interchange.export.losses import any_overlap
from app.interchange.export.options import Outgoing
from app.interchange.export.output import PART
from app.interchange.export.sidecar import write_sidecar
from app.interchange.export.writing import WriteJob
from app.interchange.formats.mattes import matte_names, united
from app.masks.feather import FULL, feathered
from app.phrases import Phrase

CRYPTOMATTE: Final = "cryptomatte"
OBJECTS: Final = "objects"
UNITED: Final = "united"
MATTE: Final = "A"
"""The channel of a matte: what compositing takes for coverage."""

Channels = Mapping[str, NDArray[Any]]


def write_exr(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write a folder a video with a picture a frame; of single mattes, a folder for each object in it."""
    library = openexr()
    for clip in clips:
        place, variant = folder / clip.name, clip.options.variant
        names = matte_names(clip)
        for name in names.values() if variant == OBJECTS else ("",):
            (place / name).mkdir(parents=True, exist_ok=True)
        ids = distinct_ids(masklet.name for masklet in clip.masklets)
        numbers = dict(zip((masklet.id for masklet in clip.masklets), ids.values(), strict=True))
        header, ranks = metadata(ids) if variant == CRYPTOMATTE else {}, _ranks(clip) if variant == CRYPTOMATTE else 0
        height, width = clip.clip.height, clip.clip.width
        for frame in clip.frames:
            found, name = clip.on(frame), f"{clip.stem(frame)}.exr"
            if variant == CRYPTOMATTE and found:
                pairs = [(numbers[masklet.id], mask) for masklet, mask in found]
                _save(library, place / name, header, layers(pairs, height, width, ranks))
            elif variant == UNITED and found:
                alpha = united([mask for _, mask in found], height, width, clip.options.feather)
                _save(library, place / name, {}, _matte(alpha))
            elif variant == OBJECTS:
                for masklet, mask in found:
                    alpha = feathered(mask, clip.options.feather)
                    _save(library, place / names[masklet.id] / name, {}, _matte(alpha))
            yield None
    write_sidecar(folder, clips)


def losses_of(clip: Outgoing) -> Iterator[Loss]:
    """Yield what is lost: edges that were to be soft."""
    if clip.options.variant == CRYPTOMATTE and clip.options.feather:
        words = Phrase("Cryptomatte is written with hard edges, not with soft ones.")
        yield Loss(clip.clip.name, words, Phrase("Mattes of single objects can have them."))


def openexr() -> Any:
    """Return the library. ExportError: it is not installed."""
    try:
        return import_module("OpenEXR")
    except ImportError as error:
        raise ExportError(
            "EXR files need the package OpenEXR, which is not installed.", "Install Masklane with its extra “exr”."
        ) from error


def _ranks(clip: Outgoing) -> int:
    """Return how many objects share a pixel at most, on any frame: all files of a sequence have the same channels."""
    frames = ([mask for _, mask in clip.on(frame)] for frame in clip.frames)
    return max((most_shared(masks) for masks in frames if any_overlap(masks)), default=1)


def _matte(alpha: NDArray[np.uint8]) -> Channels:
    return {MATTE: (alpha / np.float32(FULL)).astype(np.float16)}


def _save(library: Any, file: Path, texts: Mapping[str, str], channels: Channels) -> None:
    if file.exists():  # an export that was stopped has written it
        return
    part = file.with_name(file.name + PART)
    header = {"compression": library.ZIP_COMPRESSION, "type": library.scanlineimage, **texts}
    try:
        library.File(header, dict(channels)).write(str(part))
    except RuntimeError as error:
        raise ExportError("“{name}” cannot be written: {reason}.", name=file.name, reason=str(error)) from error
    part.replace(file)

"""Measures a model between stages, through the engine as the application uses it, on clips it does not learn from."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from app.engine.loader import open_predictor
from app.engine.predictor import Predictor
from app.evaluation.protocols import Protocol, Result, Subject, evaluate
from app.interchange.davis import Sequence, read_dataset
from app.masks.mask import Mask
from app.media.opening import open_media
from app.settings import Precision

PROTOCOLS = (Protocol.CLICK, Protocol.BOX, Protocol.MASK)


def measure(model: Path, folder: Path, device: str) -> Iterator[str]:
    """Yield one line for every protocol: mean J&F and first-frame IoU over the objects of a folder in DAVIS layout.

    Raises EngineError, ImportFileError or MediaError when the model or the clips cannot be read.
    """
    predictor = open_predictor(str(model), device, precision=Precision.FLOAT32, threads=1)
    for protocol in PROTOCOLS:
        results = list(_results(predictor, folder, protocol))
        if results:
            jf = float(np.mean([result.jf for result in results]))
            first = float(np.mean([result.first_iou for result in results]))
            yield f"check {protocol.value}: J&F {jf:.3f}, first frame IoU {first:.3f} on {len(results)} objects"


def _results(predictor: Predictor, folder: Path, protocol: Protocol) -> Iterator[Result]:
    for sequence in read_dataset(folder):
        source = open_media(sequence.frames)
        try:
            for object_id in sequence.object_ids:

                def truth(index: int, sequence: Sequence = sequence, object_id: int = object_id) -> Mask:
                    return Mask.from_array(sequence.labels(index) == object_id)

                result = evaluate(predictor, Subject(sequence.name, object_id, source, truth), protocol)
                if result is not None:
                    yield result
        finally:
            source.close()

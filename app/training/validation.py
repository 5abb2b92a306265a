"""Evaluates a model between stages, through the engine as the application uses it, on clips it is not trained on."""

from collections.abc import Iterator
from pathlib import Path

from app.engine.loader import open_predictor
from app.evaluation.protocols import EvaluationProtocol, evaluate_all, mean
from app.evaluation.subjects import open_subjects
from app.settings import Precision

PROTOCOLS = (EvaluationProtocol.CLICK, EvaluationProtocol.BOX, EvaluationProtocol.MASK)


def measure(model: Path, folder: Path, device: str) -> Iterator[str]:
    """Yield one line for every protocol: mean J&F and first-frame IoU over the objects of a folder in DAVIS layout.

    Raises EngineError, ImportFileError or MediaError when the model or the clips cannot be read.
    """
    predictor = open_predictor(str(model), device, precision=Precision.FLOAT32, threads=1)
    for protocol in PROTOCOLS:
        results = [result for _, result in evaluate_all(predictor, open_subjects(folder), protocol)]
        if results:
            means = mean(results)
            scores = f"J&F {means['jf']:.3f}, first frame IoU {means['first_iou']:.3f}"
            yield f"check {protocol.value}: {scores} on {len(results)} objects"

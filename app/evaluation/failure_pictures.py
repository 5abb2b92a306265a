"""Pictures of a model's worst frames: its mask over the frame, and the outline of the true mask."""

from pathlib import Path

import cv2
import numpy as np

from app.errors import ExportError
from app.evaluation.protocols import EvaluationResult
from app.evaluation.subjects import Subject
from app.interchange.names import safe_name
from app.masks.mask import Mask
from app.media.source import Image

PREDICTED = (230, 97, 1)
TRUTH = (255, 255, 255)
OPACITY = 0.55


def write_picture(folder: Path, subject: Subject, result: EvaluationResult) -> None:
    """Write NAME-OBJECT-FRAME.jpg of the frame with the lowest IoU into a folder; raises ExportError."""
    if result.worst is None:
        return
    frame, mask = result.worst
    picture = draw_failure(subject.source.frame(frame), mask, subject.truth(frame))
    file = folder / f"{safe_name(result.sequence)}-{result.object_id}-{frame:05d}.jpg"
    encoded, data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])
    assert encoded
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.tobytes())
    except OSError as error:
        raise ExportError(
            "The picture “{name}” cannot be written: {reason}.", name=file, reason=error.strerror
        ) from error


def draw_failure(image: Image, predicted: Mask, truth: Mask) -> Image:
    """Return a frame with the predicted mask in color and the true outline in white on black."""
    out = np.array(image)
    inside = predicted.to_array()
    out[inside] = ((1 - OPACITY) * out[inside] + OPACITY * np.array(PREDICTED)).astype(np.uint8)
    outlines, _ = cv2.findContours(truth.to_array().astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    for color, width in (((0, 0, 0), 3), (TRUTH, 1)):
        cv2.drawContours(out, outlines, -1, color, width)
    return out

"""The old and the new model's masks of held-out masklets beside each other, as pictures, and their scores."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import cv2
import msgspec
import numpy as np

from app.engine.predictor import Predictor
from app.errors import DAMAGED, TrainingError
from app.evaluation.protocols import Effort, EvaluationResult, clicks_needed, first_frame, scored, tracked_masks
from app.evaluation.subjects import Subject
from app.masks.mask import Mask
from app.masks.metrics import jaccard
from app.project.model import FrameIndex

FOLDER, FILE = "comparison", "comparison.json"
MOST_MASKLETS, FRAMES_EACH = 12, 2
HIGH, WIDE = 360, 480
"""Of a picture, in pixels."""
SURROUNDING = 0.8
"""What is shown around the object on each side, in shares of its size."""
FILL = 0.35
MASK_COLOR, TRUTH_COLOR = (240, 130, 50), (255, 255, 255)
"""BGR."""


class ComparedFrame(msgspec.Struct, frozen=True):
    """A frame of a masklet; `old` and `new` are names of pictures, the IoUs those with the verified mask."""

    masklet: str
    frame: int
    old: str
    new: str
    old_iou: float
    new_iou: float


class ComparedMasklet(msgspec.Struct, frozen=True):
    """J&F of a held-out masklet, the frames with the object that were left empty, and the clicks it takes.

    Those are a simulated annotator's; 0: not counted.
    """

    name: str
    old_jf: float
    new_jf: float
    old_lost: int
    new_lost: int
    old_clicks: int = 0
    new_clicks: int = 0


class Comparison(msgspec.Struct, frozen=True):
    """What a person looks at before a model is adopted."""

    masklets: tuple[ComparedMasklet, ...] = ()
    frames: tuple[ComparedFrame, ...] = ()


def read_comparison(folder: Path) -> Comparison:
    """Return what was written into a training's folder, nothing where that cannot be read."""
    try:
        return msgspec.json.decode((folder / FOLDER / FILE).read_bytes(), type=Comparison)
    except (OSError, *DAMAGED):
        return Comparison()


def write_comparison(old: Predictor, new: Predictor, subjects: Iterable[Subject], folder: Path) -> Iterator[str]:
    """Track held-out masklets with both models and write pictures; yields the name of each. Raises TrainingError."""
    place = folder / FOLDER
    masklets, frames = [], list[ComparedFrame]()
    try:
        place.mkdir(exist_ok=True)
        for number, subject in enumerate(subjects):
            if number == MOST_MASKLETS or first_frame(subject) is None:
                continue
            masks = [tracked_masks(predictor, subject) for predictor in (old, new)]
            before, after = (scored(subject, one, 1.0, Effort(0, 0.0, 0)) for one in masks)
            clicks = [clicks_needed(predictor, subject) for predictor in (old, new)]
            masklets.append(_masklet(subject, before, after, clicks))
            for frame in _telling(subject, masks[0], masks[1]):
                frames.append(_frame(place, f"{number:02d}", subject, frame, masks))
            yield subject.sequence
        (place / FILE).write_bytes(msgspec.json.encode(Comparison(tuple(masklets), tuple(frames))))
    except OSError as error:
        raise TrainingError("{path} cannot be written: {reason}.", path=place, reason=error.strerror) from error


def _masklet(subject: Subject, old: EvaluationResult, new: EvaluationResult, clicks: Sequence[int]) -> ComparedMasklet:
    return ComparedMasklet(subject.sequence, old.jf, new.jf, old.called_absent, new.called_absent, *clicks)


def _telling(subject: Subject, old: Mapping[FrameIndex, Mask], new: Mapping[FrameIndex, Mask]) -> list[FrameIndex]:
    """Return the frames on which two models differ most, in order."""
    shared = sorted(frame for frame in old.keys() & new.keys() if subject.truth(frame).area)
    shared.sort(key=lambda frame: jaccard(old[frame], new[frame]))
    return sorted(shared[:FRAMES_EACH])


def _frame(
    place: Path, name: str, subject: Subject, frame: FrameIndex, masks: list[dict[FrameIndex, Mask]]
) -> ComparedFrame:
    truth = subject.truth(frame)
    image = np.asarray(subject.source.frame(frame))
    area = _shown(image.shape[:2], [truth, *(one[frame] for one in masks)])
    files = []
    for side, one in zip(("old", "new"), masks, strict=True):
        files.append(f"{name}-{frame}-{side}.png")
        cv2.imwrite(str(place / files[-1]), _picture(image, one[frame], truth, area))
    old, new = (jaccard(one[frame], truth) for one in masks)
    return ComparedFrame(subject.sequence, int(frame), files[0], files[1], old, new)


def _shown(size: tuple[int, int], masks: list[Mask]) -> tuple[int, int, int, int]:
    """Return x0, y0, x1, y1 of what is shown: the masks with their surroundings, in the pictures' proportion."""
    together = np.logical_or.reduce([mask.to_array() for mask in masks])
    ys, xs = np.nonzero(together)
    if not len(xs):
        return 0, 0, size[1], size[0]
    x, y = (xs.min() + xs.max() + 1) / 2, (ys.min() + ys.max() + 1) / 2
    high = max(float(ys.max() - ys.min() + 1), float(xs.max() - xs.min() + 1) * HIGH / WIDE, 24.0)
    high = high * (1 + 2 * SURROUNDING)
    wide = high * WIDE / HIGH
    x0, y0 = max(0, round(x - wide / 2)), max(0, round(y - high / 2))
    return x0, y0, max(x0 + 1, min(size[1], round(x + wide / 2))), max(y0 + 1, min(size[0], round(y + high / 2)))


def _picture(image: np.ndarray, mask: Mask, truth: Mask, area: tuple[int, int, int, int]) -> np.ndarray:
    """Return a part of a frame (BGR) with a filled mask, and the verified one as a thin line."""
    x0, y0, x1, y1 = area
    part = cv2.cvtColor(np.ascontiguousarray(image[y0:y1, x0:x1, :3]), cv2.COLOR_RGB2BGR)
    gain = min(WIDE / part.shape[1], HIGH / part.shape[0])
    size = (max(1, round(part.shape[1] * gain)), max(1, round(part.shape[0] * gain)))
    shown = cv2.resize(part, size, interpolation=cv2.INTER_AREA if gain < 1 else cv2.INTER_CUBIC)
    filled, line = (
        cv2.resize(one.to_array()[y0:y1, x0:x1].astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
        for one in (mask, truth)
    )
    tinted = cv2.addWeighted(shown, 1 - FILL, np.full_like(shown, MASK_COLOR), FILL, 0)
    shown[filled > 0] = tinted[filled > 0]
    for pixels, color, width in ((filled, MASK_COLOR, 2), (line, TRUTH_COLOR, 1)):
        outlines, _ = cv2.findContours(pixels, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(shown, outlines, -1, color, width, cv2.LINE_AA)
    return np.asarray(shown)

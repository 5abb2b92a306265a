"""How good the answers to corrective clicks are, by how they are decoded.

`python -m tests.bench.corrective_clicks FOLDER`, of a data set in DAVIS layout, or of the sample. Each object is
tracked from its first true mask through the first 40 frames; on up to three badly tracked frames, at least five apart,
three clicks are given where a person would.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import torch

from app.engine.inference.predictor import Sam2Predictor
from app.engine.loader import open_predictor
from app.engine.predictor import Conditioning, Context, TrackRequest
from app.evaluation.annotator import next_click
from app.evaluation.subjects import Subject, open_subjects
from app.masks.mask import Mask
from app.masks.metrics import jaccard
from app.project.model import FrameIndex, ObjectId, Prompts
from app.settings import Precision

FRAMES, CLICKS, CHOSEN, APART = 40, 3, 3, 5
BAD, GOOD_ENOUGH = 0.85, 0.9
NEIGHBORS = 15
ONE = ObjectId(1)
WAYS = {"fused with memory": True, "the frame's own features": False}


def main(folder: Path) -> None:
    """Print the mean IoU before any click and after each, for each way."""
    torch.set_num_threads(1)
    predictor = open_predictor("embedded", "cpu", precision=Precision.FLOAT32, threads=1)
    assert isinstance(predictor, Sam2Predictor)
    courses: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    for subject in open_subjects(folder):
        masks = _tracked(predictor, subject)
        for way, from_memory in WAYS.items():
            predictor._model._sam2.corrects_from_memory = from_memory
            predictor.release()
            courses[way] += [_course(predictor, subject, frame, masks) for frame in _bad(subject, masks)]
    for way, found in courses.items():
        means = " ".join(f"{mean:.3f}" for mean in np.mean(found, axis=0))
        worse = sum(course[-1] < course[0] - 0.005 for course in found)
        print(f"{way:26} {len(found)} frames, IoU {means}; worse than before any click: {worse}")


def _tracked(predictor: Sam2Predictor, subject: Subject) -> dict[FrameIndex, Mask]:
    """Return the masks of an object, the first of them true; none where it is on no frame."""
    frames = [FrameIndex(frame) for frame in range(min(FRAMES, subject.frame_count))]
    first = next((frame for frame in frames if subject.truth(frame).area), None)
    if first is None:
        return {}
    masks = {first: subject.truth(first)}
    context = Context((Conditioning(first, masks[first]),))
    request = TrackRequest((ONE,), range(first + 1, len(frames)), {ONE: context})
    for tracked in predictor.track(_key(subject), subject.source, request):
        masks[tracked.frame] = tracked.predictions[ONE].mask
    return masks


def _bad(subject: Subject, masks: Mapping[FrameIndex, Mask]) -> Iterator[FrameIndex]:
    """Yield the worst frames on which the object is, without neighbors."""
    ious = {frame: jaccard(mask, subject.truth(frame)) for frame, mask in masks.items() if subject.truth(frame).area}
    chosen: list[FrameIndex] = []
    for frame in sorted(ious, key=ious.__getitem__):
        if ious[frame] < BAD and len(chosen) < CHOSEN and all(abs(frame - other) >= APART for other in chosen):
            chosen.append(frame)
            yield frame


def _course(
    predictor: Sam2Predictor, subject: Subject, frame: FrameIndex, masks: Mapping[FrameIndex, Mask]
) -> list[float]:
    """Return the IoU on a frame before any click and after each one; it stays where the mask is good enough."""
    truth, now, prompts = subject.truth(frame), masks[frame], Prompts()
    first = min(masks)
    near = {at: mask for at, mask in masks.items() if first < at < frame and frame - at <= NEIGHBORS}
    context = Context((Conditioning(first, masks[first]),), near)
    course = [jaccard(now, truth)]
    for _ in range(CLICKS):
        click = next_click(truth.to_array(), now.to_array())
        if click is not None and course[-1] <= GOOD_ENOUGH:
            prompts = Prompts(clicks=(*prompts.clicks, click))
            now = predictor.segment(_key(subject), subject.source, frame, prompts, context, now).mask
        course.append(jaccard(now, truth))
    return course


def _key(subject: Subject) -> str:
    return f"{subject.sequence} {subject.object_id}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))

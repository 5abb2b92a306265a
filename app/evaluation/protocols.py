"""The evaluation protocols: how well a predictor does on subjects, object by object and in the mean."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from app.engine.predictor import Conditioning, Context, Predictor, TrackRequest
from app.evaluation.annotator import next_click, tight_box
from app.evaluation.subjects import Subject
from app.masks.mask import Mask
from app.masks.metrics import boundary_f, jaccard
from app.project.model import DEFAULT_POLICY, FrameIndex, ObjectId, Policy, Prompts

CLICKS_A_FRAME = 3
FRAMES_CORRECTED = 8
GOOD_ENOUGH = 0.95
"""IoU on the worst frame from which the simulated annotator corrects nothing any more."""
CORRECTED_BELOW = 0.75
"""IoU below which a frame is corrected by whoever goes through the frames, as in the SAM 2 paper's online way."""
REACH = 15
"""How far back the model gets saved masks, in frames: SAM 2's farthest object pointer."""
OBJECT = ObjectId(1)


class EvaluationProtocol(Enum):
    """The prompts a model gets."""

    MASK = "mask"
    CLICK = "click"
    BOX = "box"
    RETRACKED_WHOLE = "retracked-whole"
    """Clicks where it is worst, without a workspace: the whole sequence is tracked again after each correction."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What masks have cost: frames tracked, seconds, clicks."""

    frames: int
    seconds: float
    clicks: int


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """Scores of one subject, 0..1, first and last frame of the sequence skipped as in DAVIS.

    `first_iou` is that of the prompted first frame as the model segmented it. `left_empty` counts the frames with
    an empty mask among the `empty_truth` frames without the object, `called_absent` those with an empty mask among the
    `shown_truth` frames with it. `rounds` holds J&F after each corrected frame,
    the first one included, where frames are corrected.
    `worst` is the scored frame with the lowest IoU, and the mask there; none when no frame is scored.
    """

    sequence: str
    object_id: int
    j: float
    f: float
    first_iou: float
    frames: int
    seconds: float
    clicks: int = 0
    left_empty: int = 0
    empty_truth: int = 0
    called_absent: int = 0
    shown_truth: int = 0
    rounds: tuple[float, ...] = ()
    worst: tuple[FrameIndex, Mask] | None = None

    @property
    def jf(self) -> float:
        """The mean of J and F."""
        return (self.j + self.f) / 2

    @property
    def frames_per_second(self) -> float:
        """Frames tracked a second, segmenting included."""
        return self.frames / self.seconds if self.seconds else 0.0


def evaluate(
    predictor: Predictor, subject: Subject, protocol: EvaluationProtocol, policy: Policy = DEFAULT_POLICY
) -> EvaluationResult | None:
    """Return how well `predictor` does on `subject`, or None when the object is on no frame."""
    first = first_frame(subject)
    if first is None:
        return None
    trial = _Trial(predictor, subject, policy)
    if protocol is EvaluationProtocol.RETRACKED_WHOLE:
        return _retracked_whole(trial, first)
    first_iou = _prompt_first(trial, first, protocol)
    trial.track()
    return trial.result(first_iou)


def tracked_masks(predictor: Predictor, subject: Subject) -> dict[FrameIndex, Mask]:
    """Return the masks of a subject that shows its object, tracked from its first true mask, that one included."""
    first = first_frame(subject)
    assert first is not None, "the object is on no frame"
    trial = _Trial(predictor, subject, DEFAULT_POLICY)
    _prompt_first(trial, first, EvaluationProtocol.MASK)
    trial.track()
    return trial.masks


def clicks_needed(predictor: Predictor, subject: Subject) -> int:
    """Return how many clicks a subject that shows its object takes from a simulated annotator going forward.

    One on the first frame; then the next frame with an IoU below `CORRECTED_BELOW` gets up to three, or is marked
    absent, which counts as one, and it is tracked on from there.
    """
    first = first_frame(subject)
    assert first is not None, "the object is on no frame"
    trial = _Trial(predictor, subject, DEFAULT_POLICY)
    _prompt_first(trial, first, EvaluationProtocol.CLICK)
    bad = trial.track_until_bad(first)
    while bad is not None:
        if subject.truth(bad).area:
            trial.correct(bad)
        else:
            trial.condition(bad, subject.truth(bad))
            trial.clicks += 1
        bad = trial.track_until_bad(bad)
    return trial.clicks


def evaluate_all(
    predictor: Predictor, subjects: Iterable[Subject], protocol: EvaluationProtocol, policy: Policy = DEFAULT_POLICY
) -> Iterator[tuple[Subject, EvaluationResult]]:
    """Yield each subject with its result, without those that are on no frame."""
    for subject in subjects:
        result = evaluate(predictor, subject, protocol, policy)
        if result is not None:
            yield subject, result


def _prompt_first(trial: "_Trial", first: FrameIndex, protocol: EvaluationProtocol) -> float:
    truth = trial.subject.truth(first)
    if protocol is EvaluationProtocol.MASK:
        trial.condition(first, truth)
        return 1.0
    if protocol is EvaluationProtocol.BOX:
        return trial.segment(first, Prompts(box=tight_box(truth.to_array())), truth)
    click = next_click(truth.to_array(), None)
    assert click is not None
    trial.clicks += 1
    return trial.segment(first, Prompts(clicks=(click,)), truth)


def _retracked_whole(trial: "_Trial", first: FrameIndex) -> EvaluationResult:
    frame, first_iou = first, 0.0
    rounds: list[float] = []
    for number in range(FRAMES_CORRECTED):
        iou = trial.correct(frame)
        first_iou = iou if number == 0 else first_iou
        trial.track()
        result = trial.result(first_iou, rounds)
        rounds.append(result.jf)
        worst = trial.worst()
        if worst is None or worst[1] >= GOOD_ENOUGH:
            break
        frame = worst[0]
    return trial.result(first_iou, rounds)


@dataclass(slots=True)
class _Trial:
    """One subject under evaluation: the prompts so far and the predicted masks."""

    predictor: Predictor
    subject: Subject
    policy: Policy
    conditioning: dict[FrameIndex, Conditioning] = field(default_factory=dict)
    masks: dict[FrameIndex, Mask] = field(default_factory=dict)
    clicks: int = 0
    seconds: float = 0.0
    frames: int = 0

    @property
    def key(self) -> str:
        return f"evaluate {self.subject.sequence}"

    @property
    def count(self) -> int:
        return self.subject.frame_count

    def condition(self, frame: FrameIndex, mask: Mask) -> None:
        """Make `mask` the prompt of `frame`."""
        self.conditioning[frame] = Conditioning(frame, mask, Prompts(mask=mask))
        self.masks[frame] = mask

    def segment(self, frame: FrameIndex, prompts: Prompts, truth: Mask) -> float:
        """Segment `frame`, make the predicted mask conditioning, and return its IoU."""
        others = tuple(c for f, c in self.conditioning.items() if f != frame)
        previous = self.masks.get(frame)
        started = time.perf_counter()
        context = Context(others, self._neighbors(frame) if others else {}, self.policy)
        prediction = self.predictor.segment(self.key, self.subject.source, frame, prompts, context, previous)
        self.seconds += time.perf_counter() - started
        self.conditioning[frame] = Conditioning(frame, prediction.mask, prompts)
        self.masks[frame] = prediction.mask
        return jaccard(prediction.mask, truth)

    def _neighbors(self, frame: FrameIndex) -> dict[FrameIndex, Mask]:
        """Return the tracked masks shortly before `frame`, as the application does it."""
        before = (FrameIndex(at) for at in range(frame - 1, max(frame - 1 - REACH, -1), -1))
        return {at: self.masks[at] for at in before if at in self.masks and at not in self.conditioning}

    def correct(self, frame: FrameIndex) -> float:
        """Click up to three times on `frame`, each time at the middle of the largest error; return the IoU."""
        truth = self.subject.truth(frame)
        pixels = truth.to_array()
        before = self.conditioning.get(frame)
        prompts = before.prompts if before is not None else Prompts()
        mask = self.masks.get(frame)
        iou = jaccard(mask, truth) if mask is not None else 0.0
        for _ in range(CLICKS_A_FRAME):
            mask = self.masks.get(frame)
            click = next_click(pixels, mask.to_array() if mask is not None else None)
            if click is None:
                break
            prompts = Prompts(clicks=(*prompts.clicks, click))
            iou = self.segment(frame, prompts, truth)
            self.clicks += 1
        return iou

    def track(self) -> None:
        """Track from the first conditioning frame to the end, and from it back to the start."""
        start = min(self.conditioning)
        self._run(range(start, self.count))
        if start > 0:
            self._run(range(start, -1, -1))

    def _run(self, frames: range) -> None:
        context = Context(tuple(self.conditioning.values()), policy=self.policy)
        request = TrackRequest((OBJECT,), frames, {OBJECT: context})
        started = time.perf_counter()
        for tracked in self.predictor.track(self.key, self.subject.source, request):
            self.frames += 1
            for prediction in tracked.predictions.values():
                self.masks[tracked.frame] = prediction.mask
        self.seconds += time.perf_counter() - started

    def track_until_bad(self, frame: FrameIndex) -> FrameIndex | None:
        """Track on from a corrected frame; return the first frame that is to be corrected, None at the end."""
        if frame + 1 >= self.count:
            return None
        context = Context(tuple(self.conditioning.values()), self._neighbors(FrameIndex(frame + 1)), self.policy)
        request = TrackRequest((OBJECT,), range(frame + 1, self.count), {OBJECT: context})
        with closing(self.predictor.track(self.key, self.subject.source, request)) as frames:
            for tracked in frames:
                for prediction in tracked.predictions.values():
                    self.masks[tracked.frame] = prediction.mask
                    if jaccard(prediction.mask, self.subject.truth(tracked.frame)) < CORRECTED_BELOW:
                        return tracked.frame
        return None

    def worst(self) -> tuple[FrameIndex, float] | None:
        """Return the frame with the lowest IoU, and that."""
        scores = {f: jaccard(m, self.subject.truth(f)) for f, m in self.masks.items()}
        return min(scores.items(), key=lambda item: item[1]) if scores else None

    def result(self, first_iou: float, rounds: Sequence[float] = ()) -> EvaluationResult:
        """Return the scores of the masks as they are now."""
        effort = Effort(self.frames, self.seconds, self.clicks)
        return scored(self.subject, self.masks, first_iou, effort, rounds)


def scored(
    subject: Subject,
    masks: Mapping[FrameIndex, Mask],
    first_iou: float,
    effort: Effort,
    rounds: Sequence[float] = (),
) -> EvaluationResult:
    """Return the scores of `masks` (none on a frame counts as empty), made with `effort`."""
    j: list[float] = []
    f: list[float] = []
    left_empty, empty_truth, called_absent = 0, 0, 0
    worst: tuple[FrameIndex, Mask] | None = None
    for index in range(1, subject.frame_count - 1):
        frame = FrameIndex(index)
        truth = subject.truth(index)
        mask = masks.get(frame) or Mask.empty(truth.height, truth.width)
        iou = jaccard(mask, truth)
        worst = (frame, mask) if not j or iou < min(j) else worst
        j.append(iou)
        f.append(boundary_f(mask, truth))
        if truth.area == 0:
            empty_truth += 1
            left_empty += mask.area == 0
        else:
            called_absent += mask.area == 0
    return EvaluationResult(
        subject.sequence,
        subject.object_id,
        float(np.mean(j)) if j else 0.0,
        float(np.mean(f)) if f else 0.0,
        first_iou,
        effort.frames,
        effort.seconds,
        effort.clicks,
        left_empty,
        empty_truth,
        called_absent,
        len(j) - empty_truth,
        tuple(rounds),
        worst,
    )


def first_frame(subject: Subject) -> FrameIndex | None:
    """Return the first frame that shows the object, or None."""
    for index in range(subject.frame_count):
        if subject.truth(index).area:
            return FrameIndex(index)
    return None


def mean(results: Sequence[EvaluationResult]) -> Mapping[str, float]:
    """Return the means over objects of J, F, J&F and first-frame IoU, frames a second, and what is empty.

    That is the share of frames without the object left empty, if there are any, and frames with it called absent.
    """
    if not results:
        return {}
    empty = sum(r.empty_truth for r in results)
    seconds = sum(r.seconds for r in results)
    table = {
        "j": float(np.mean([r.j for r in results])),
        "f": float(np.mean([r.f for r in results])),
        "jf": float(np.mean([r.jf for r in results])),
        "first_iou": float(np.mean([r.first_iou for r in results])),
        "frames_per_second": sum(r.frames for r in results) / seconds if seconds else 0.0,
        "clicks": float(np.mean([r.clicks for r in results])),
        "called_absent": sum(r.called_absent for r in results),
        "shown_truth": sum(r.shown_truth for r in results),
    }
    if empty:
        table["left_empty"] = sum(r.left_empty for r in results) / empty
    return table

"""The simulated annotator in a workspace: it clicks, tracks, and scores the masks against the true ones."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from app.api.session import Session
from app.cli.terminal import TerminalProgress
from app.evaluation.annotator import next_click
from app.evaluation.detection import Detection, detection
from app.evaluation.subjects import Subject
from app.generators import result_of
from app.masks.mask import Mask
from app.masks.metrics import j_and_f
from app.project.model import Cell, Direction, FrameIndex, ObjectId
from app.review.expected_loss import expected_loss
from app.workspace.review.evidence import EvidenceBook

GOOD_ENOUGH = 0.9
"""IoU from which a person would not click any more."""


class SimulatedAnnotator:
    """Annotates one object of a workspace; `subject` has its true masks, which are read at once."""

    def __init__(self, made: Session, object: ObjectId, subject: Subject) -> None:
        self._made = made
        self._workspace = made.workspace
        self._object = object
        self._truth = [subject.truth(frame) for frame in range(subject.frame_count)]

    def shows(self, frame: FrameIndex) -> bool:
        """Return whether the object is on `frame`."""
        return self._truth[frame].area > 0

    def start(self) -> FrameIndex:
        """Click once on the frame on which the object is largest; return the frame."""
        frame = FrameIndex(int(np.argmax([mask.area for mask in self._truth])))
        self.click(frame, 1)
        return frame

    def click(self, frame: FrameIndex, most: int, enough: float = GOOD_ENOUGH) -> int:
        """Click `most` times where a person would on `frame`, fewer above an IoU of `enough`; return how often."""
        cell = Cell(self._object, frame)
        self._workspace.view.go_to(frame)
        for number in range(most):
            mask = self._workspace.document.mask(cell)
            if mask is not None and mask.mask.iou(self._truth[frame]) > enough:
                return number
            click = next_click(self._truth[frame].to_array(), mask.mask.to_array() if mask else None)
            if click is None:
                return number
            self._workspace.prompts.add_click(cell, click)
            self._made.settle()
        return most

    def paint(self, frame: FrameIndex) -> bool:
        """Paint the true mask on `frame`, or mark it absent; return False where it is the mask already."""
        cell, truth = Cell(self._object, frame), self._truth[frame]
        mask = self._workspace.document.mask(cell)
        if mask is not None and mask.mask == truth:
            return False
        self._workspace.view.go_to(frame)
        if truth.area:
            self._workspace.prompts.paint(cell, truth)
        else:
            self._workspace.prompts.mark_absent(cell)
        self._made.settle()
        return True

    def track(self, direction: Direction = Direction.BOTH) -> tuple[float, int]:
        """Track; return seconds and frames computed, without those whose masks were found to hold."""
        started = time.monotonic()
        document = self._workspace.document
        before = {run.id for run in document.runs()}
        self._workspace.runs.track(direction, (self._object,))
        self._made.settle(TerminalProgress())
        made = [mask.run for _, mask in document.masks_of(self._object) if mask.run is not None]
        return time.monotonic() - started, sum(run not in before for run in made)

    @contextmanager
    def taken_back(self) -> Iterator[None]:
        """Undo afterwards what was done within."""
        before = self._workspace.history.newest
        yield
        while self._workspace.history.newest != before:
            self._workspace.editor.undo()
        self._made.settle()

    def masks(self) -> dict[FrameIndex, Mask]:
        """Return the masks as they are now."""
        return {frame: mask.mask for frame, mask in self._workspace.document.masks_of(self._object)}

    def iou(self, frame: FrameIndex) -> float:
        """Return the IoU of the mask on `frame`; none counts as empty."""
        true = self._truth[frame]
        mask = self._workspace.document.mask(Cell(self._object, frame))
        return (mask.mask if mask else Mask.empty(true.height, true.width)).iou(true)

    def suggested(self) -> list[FrameIndex]:
        """Return the frames that the workspace suggests to look at, the first one first."""
        suggestions = self._workspace.suggestions
        suggestions.look()
        self._made.settle_until(lambda: not suggestions.waiting)
        return [one.cell.frame for one in suggestions.of(self._object)]

    def detection(self) -> Detection:
        """Return how well the loss that suggestions expect tells bad frames from good ones, as the masks are now."""
        evidence = result_of(EvidenceBook().gather(self._workspace.document.frozen(), self._object))
        open_ = ~evidence.by_person
        iou = np.array([self.iou(FrameIndex(frame)) for frame in evidence.frames[open_].tolist()], np.float64)
        return detection(expected_loss(evidence)[open_], evidence.score[open_], iou)

    def score(self) -> float:
        """Return the mean J&F of every frame but the first and the last, 0 where there are no others."""
        return float(np.mean(self._scores() or [0.0]))

    def worst(self) -> FrameIndex:
        """Return the frame with the lowest J&F among those that show the object."""
        scores = self._scores()
        candidates = [index for index in range(1, len(self._truth) - 1) if self._truth[index].area]
        return FrameIndex(min(candidates, key=lambda index: scores[index - 1]))

    def _scores(self) -> list[float]:
        scores = []
        for index in range(1, len(self._truth) - 1):
            true = self._truth[index]
            mask = self._workspace.document.mask(Cell(self._object, FrameIndex(index)))
            scores.append(j_and_f(mask.mask if mask else Mask.empty(true.height, true.width), true).mean)
        return scores

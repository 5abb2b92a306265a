"""Claims: which pixels of a frame belong to exclusive objects that a pass does not predict."""

from collections.abc import Collection, Mapping

from app.engine.predictor import Prediction
from app.masks.mask import Mask
from app.project import spans
from app.project.document import Document
from app.project.model import Cell, FrameIndex, ObjectId, VideoId


class Claims:
    """Masks of a video's exclusive objects: those in the document that are not stale, and what a run has made so far.

    `document` is a frozen one.
    """

    def __init__(self, document: Document, video: VideoId) -> None:
        self._document = document
        self._objects = tuple(record for record in document.objects(video) if record.exclusive)
        self._made: dict[Cell, Mask] = {}

    @property
    def objects(self) -> frozenset[ObjectId]:
        """The exclusive objects; there is nothing to keep apart with fewer than two."""
        return frozenset(record.id for record in self._objects) if len(self._objects) > 1 else frozenset()

    def note(self, frame: FrameIndex, predictions: Mapping[ObjectId, Prediction]) -> None:
        """Take over what a run has made on a frame."""
        for id in self.objects & predictions.keys():
            self._made[Cell(id, frame)] = predictions[id].mask

    def by_others(self, predicted: Collection[ObjectId], frame: FrameIndex) -> Mask | None:
        """Return what belongs on `frame` to exclusive objects other than those `predicted` there."""
        taken: Mask | None = None
        for record in self._objects:
            if record.id in predicted:
                continue
            mask = self._made.get(Cell(record.id, frame))
            if mask is None:
                saved = self._document.mask(Cell(record.id, frame))
                current = saved is not None and (saved.source.conditions or not spans.contains(record.stale, frame))
                mask = saved.mask if saved is not None and current else None
            if mask is not None and mask.area:
                taken = mask if taken is None else taken.union(mask)
        return taken

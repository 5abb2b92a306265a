"""The verb that cleans up many masks: computed in the background, taken over as one step."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from app.masks.mask import Mask
from app.project.model import Cell, FrameIndex, ObjectId
from app.workspace.core import Core
from app.workspace.edits import cells as edits
from app.workspace.guard import reports

AT_ONCE = 4
"""Masks that are changed before the verb returns; more are a job."""


class OperationVerbs(Core):
    """Operations on masks: holes, specks, growing, smoothing."""

    @reports
    def apply_operation(
        self, objects: Iterable[ObjectId], first: int, last: int, operation: Callable[[Mask], Mask], title: str
    ) -> None:
        """Apply `operation` to all masks of `objects` on frames first..last as one step; locked cells are left out.

        Many masks are computed in the background. Those that change meanwhile stay as they are then; stopped, all do.
        """
        masks = self._free_masks(objects, FrameIndex(first), FrameIndex(last))
        if len(masks) <= AT_ONCE:
            self._take_over(title, masks, {cell: operation(mask) for cell, mask in masks.items()})
        else:
            self._operate(title, masks, operation)

    def _free_masks(self, objects: Iterable[ObjectId], first: FrameIndex, last: FrameIndex) -> dict[Cell, Mask]:
        found: dict[Cell, Mask] = {}
        for id in objects:
            record = self.document.object(id)
            if record is None or record.locked:
                continue
            locked = frozenset(self.document.lock_frames(id))
            for frame, mask in self.document.masks_of(id):
                if first <= frame <= last and frame not in locked:
                    found[Cell(id, frame)] = mask.mask
        return found

    def _operate(self, title: str, masks: Mapping[Cell, Mask], operation: Callable[[Mask], Mask]) -> None:
        def work() -> Iterator[tuple[tuple[Cell, Mask]]]:
            for cell, mask in masks.items():
                yield ((cell, operation(mask)),)

        self._compute(title, len(masks), work, lambda made: self._take_over(title, masks, dict(made)))

    @reports
    def _take_over(self, title: str, masks: Mapping[Cell, Mask], made: Mapping[Cell, Mask]) -> None:
        """Make one step of the masks in `made` whose originals in `masks` are still there and free."""
        last = max((cell.frame for cell in masks), default=FrameIndex(0))
        free = self._free_masks({cell.object: None for cell in masks}, FrameIndex(0), last)
        still = {cell: new for cell, new in made.items() if free.get(cell) is masks[cell]}
        if self._do(title, edits.transformed(self.document, still)) is None:
            self.notice.emit(self.tr("Nothing to change here."))

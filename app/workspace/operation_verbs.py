"""The verb that cleans up many masks: computed in the background, taken over as one step."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from app.masks.mask import Mask
from app.project.model import FrameIndex, ObjectId
from app.workspace.core import Core
from app.workspace.edits import cells as edits
from app.workspace.guard import reports

AT_ONCE = 4
"""Masks that are changed before the verb returns; more are a job."""


Masks = Mapping[ObjectId, Mapping[FrameIndex, Mask]]


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
        count = sum(map(len, masks.values()))

        def work() -> Iterator[tuple[tuple[ObjectId, FrameIndex, Mask]]]:
            for id, frames in masks.items():
                for frame, mask in frames.items():
                    yield ((id, frame, operation(mask)),)

        if count <= AT_ONCE:
            self._take_over(title, masks, [one for some in work() for one in some])
        else:
            self._compute(title, count, work, lambda made: self._take_over(title, masks, made))

    def _free_masks(self, objects: Iterable[ObjectId], first: FrameIndex, last: FrameIndex) -> Masks:
        found: dict[ObjectId, dict[FrameIndex, Mask]] = {}
        for id in objects:
            record = self.document.object(id)
            if record is not None and not record.locked:
                masks, _prompts, locked = self.document.contents_of(id)
                frames = sorted(frame for frame in masks if first <= frame <= last and frame not in locked)
                found[id] = {frame: masks[frame].mask for frame in frames}
        return found

    @reports
    def _take_over(self, title: str, masks: Masks, made: Iterable[tuple[ObjectId, FrameIndex, Mask]]) -> None:
        """Make one step of the masks that were `made` of those in `masks`, where these are still there and free."""
        still: dict[ObjectId, dict[FrameIndex, Mask]] = {id: {} for id in masks}
        for id, frame, mask in made:
            still[id][frame] = mask
        for id, before in masks.items():
            record = self.document.object(id)
            now, _prompts, locked = self.document.contents_of(id)
            here = now.keys() - locked if record is not None and not record.locked else frozenset()
            still[id] = {f: mask for f, mask in still[id].items() if f in here and now[f].mask is before[f]}
        if self._do(title, edits.transformed(self.document, still)) is None:
            self.notice.emit(self.tr("Nothing to change here."))

"""Gives the model back its memory of frames from saved masks and prompts, so that tracking can start anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.engine.inference.appearance import portrait
from app.engine.inference.frame_encoder import Clip, Sight
from app.engine.inference.lru_cache import Kept
from app.engine.inference.memory_bank import ObjectMemory, Output, Reach
from app.engine.inference.model import Network
from app.engine.inference.prompt_session import Asker
from app.engine.inference.transforms import mask_input
from app.engine.predictor import Conditioning, Context, Step
from app.errors import EngineError
from app.masks.mask import Mask
from app.project.model import FrameIndex

CellKey = tuple[str, FrameIndex, Mask]
"""A cell as the model left it: a video's key, the frame, and the mask that was handed out."""

Recall = Kept[CellKey, Output]
"""What the model really said about masks it handed out, so that a saved mask need not be guessed back."""


@dataclass(frozen=True, slots=True)
class Past:
    """The cells one object may be remembered by: conditioning by frame, and saved neighbors that are none of them."""

    conditioning: Mapping[FrameIndex, Conditioning]
    neighbors: Mapping[FrameIndex, Mask]

    @classmethod
    def of(cls, context: Context, frame: FrameIndex, step: Step, *, forgets: bool = True) -> "Past":
        """Sort out a context for a pass that starts at `frame`.

        Conditioning is ordered by frame, so that the result does not depend on the order in which a person worked.
        One who `forgets` leaves out neighbors beyond the next conditioning frame behind the start (see Recollection).
        The model cannot do without conditioning: where there is none, the neighbor nearest to the start (behind it, if
        there is one) takes its place. Raises EngineError when there is neither.
        """
        conditioning = {cell.frame: cell for cell in sorted(context.conditioning, key=lambda cell: cell.frame)}
        neighbors = {at: mask for at, mask in context.neighbors.items() if at not in conditioning}
        if conditioning:
            behind = [at for at in conditioning if (frame - at) * step.value >= 0]
            if forgets and behind:
                wall = min(behind, key=lambda at: abs(frame - at))
                neighbors = {at: mask for at, mask in neighbors.items() if (at - wall) * step.value > 0}
            return cls(conditioning, neighbors)
        if not neighbors:
            raise EngineError("There is nothing to track from.", "Click on the object on a frame first.")
        nearest = min(neighbors, key=lambda at: ((frame - at) * step.value < 0, abs(frame - at)))
        promoted = Conditioning(nearest, neighbors.pop(nearest))
        return cls({nearest: promoted}, neighbors)


class Recollection:
    """Makes memories of cells. `encodes` bounds how many neighbors may be looked at again to start in the middle.

    `forgets`: at a conditioning frame, what was tracked up to it is forgotten. It is what a person corrected there, or
    it was tracked in the other direction, and it pulls the object back to its old mistakes: 15 frames after a
    correction in DAVIS' val sequences the embedded model, when its memory cells were 32 px wide, had 0.02 to 0.31 less
    IoU with it. SAM 2 has this as `clear_non_cond_mem_around_input`, off by default and broken.
    """

    def __init__(
        self, network: Network, sight: Sight, asker: Asker, recall: Recall, encodes: int, *, forgets: bool = True
    ) -> None:
        self.forgets = forgets
        self._network = network
        self._sight = sight
        self._asker = asker
        self._recall = recall
        self._encodes = encodes

    def past(self, context: Context, frame: FrameIndex, step: Step) -> Past:
        """Sort out a context for a pass that starts at `frame`."""
        return Past.of(context, frame, step, forgets=self.forgets)

    def memory(self, clip: Clip, past: Past, frame: FrameIndex, step: Step) -> ObjectMemory:
        """Return an object's memory as it is when a pass arrives at `frame`, from what was saved behind it."""
        reach = self._network.reach
        memory = ObjectMemory(reach, step)
        left = self._encodes
        for at in map(FrameIndex, reach.behind(frame, step)):
            mask = past.neighbors.get(at)
            if mask is None:
                continue
            near = abs(frame - at) <= reach.spatial
            known = self._recall.get((clip.key, at, mask))
            costly = known is None and not self._sight.knows(clip, at)
            if costly and (left <= 0 or not near):
                continue
            left -= costly
            memory.tracked[at] = known if known is not None else self.saved(clip, at, mask)
        self.refresh(clip, past, memory, frame, step)
        return memory

    def refresh(self, clip: Clip, past: Past, memory: ObjectMemory, frame: FrameIndex, step: Step) -> None:
        """Bring a memory to `frame`: conditioning that comes into reach is made, what is out of reach is dropped."""
        needed = self._network.reach.needed(frame, step, past.conditioning)
        for at in needed:
            if at not in memory.conditioning:
                memory.conditioning[at] = self.conditioning(clip, past.conditioning[at])
        memory.forget(frame, needed)

    def conditioning(self, clip: Clip, cell: Conditioning) -> Output:
        """Return the memory of a cell a person determined.

        The mask decides. Where the model itself made it (known, or found by asking the same prompts again) its own
        finer answer is remembered; any other mask is taken as painted.
        """
        known = self._recall.get((clip.key, cell.frame, cell.mask))
        if known is None:
            known = self._replayed(clip, cell) or self._asker.painted(clip, cell.frame, cell.mask)
        output = self._remembered(clip, cell.frame, cell.mask, known)
        return self._portrayed(clip, cell, output)

    def saved(self, clip: Clip, frame: FrameIndex, mask: Mask) -> Output:
        """Return the memory of a cell of which only the mask is certain: tracked in an earlier session, or locked."""
        known = self._recall.get((clip.key, frame, mask))
        return self._remembered(clip, frame, mask, known or self._asker.painted(clip, frame, mask))

    def _portrayed(self, clip: Clip, cell: Conditioning, output: Output) -> Output:
        if output.portrait is not None or not self._network.compares_looks:
            return output
        looks = self._network.looks(self._sight.features(clip, cell.frame))
        mask = mask_input(cell.mask, self._network.size, self._network.device)
        output = replace(output, portrait=portrait(looks, mask))
        self._recall.put((clip.key, cell.frame, cell.mask), output)
        return output

    def _replayed(self, clip: Clip, cell: Conditioning) -> Output | None:
        said = cell.prompts
        if said.mask is not None or (not said.clicks and said.box is None):
            return None
        answer = self._asker.ask(clip, cell.frame, said, self._asker.alone(clip, cell.frame))
        return answer.output if answer.mask == cell.mask else None

    def _remembered(self, clip: Clip, frame: FrameIndex, mask: Mask, output: Output) -> Output:
        if output.spatial is None:
            (output,) = self._network.remember(self._sight.features(clip, frame), [output], None)
            self._recall.put((clip.key, frame, mask), output)
        return output


def heading(frame: FrameIndex, context: Context, reach: Reach) -> Step:
    """Return the direction in which a frame was (or would be) tracked: away from where its saved past lies.

    The nearest conditioning frame decides, else the nearest neighbor; the earlier one where two are equally near.
    """
    others = [cell.frame for cell in context.conditioning if cell.frame != frame] or [
        at for at in context.neighbors if at != frame and abs(at - frame) <= reach.frames
    ]
    if not others:
        return Step.FORWARD
    nearest = min(others, key=lambda at: (abs(at - frame), at))
    return Step.FORWARD if nearest < frame else Step.BACKWARD

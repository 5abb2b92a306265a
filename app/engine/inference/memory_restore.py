"""Restores an object's memory from saved masks and prompts, so that tracking can start on any frame."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from app.engine.inference.appearance import appearance_of
from app.engine.inference.frame_encoder import FrameEncoder, VideoInput
from app.engine.inference.memory_bank import ObjectMemory, Output, Reach
from app.engine.inference.model import Sam2Model
from app.engine.inference.policy_memory import memory_of
from app.engine.inference.prompt_session import PromptSession
from app.engine.inference.target_model import NormalEquations
from app.engine.inference.transforms import mask_input
from app.engine.predictor import Conditioning, Context, PassDirection
from app.errors import EngineError, FrameLost
from app.lru_cache import LruCache
from app.masks.mask import Mask
from app.project.model import FrameIndex, Policy

CellKey = tuple[str, FrameIndex, Mask]
"""A video's key, the frame, and a mask that the model made there."""

OutputCache = LruCache[CellKey, Output]
"""The model's own outputs for the masks it made, which hold more than a saved mask does."""

UNSURE_SHARE = 0.5
"""As with presence: what the model is half as sure of is not remembered."""


@dataclass(frozen=True, slots=True)
class SavedCells:
    """The cells that one object's memory is made of: conditioning by frame, and saved masks of other frames nearby.

    `absent`: frames on which a person called the object absent; they are neither remembered nor predicted. Nor are
    those that are `unsure` (see `doubtful`).
    """

    conditioning: Mapping[FrameIndex, Conditioning]
    neighbors: Mapping[FrameIndex, Mask]
    policy: Policy = Policy.META
    absent: frozenset[FrameIndex] = frozenset()
    unsure: frozenset[FrameIndex] = frozenset()

    def decided(self, frame: FrameIndex) -> bool:
        """Tell whether a person determined a frame: then it is not predicted."""
        return frame in self.conditioning or frame in self.absent or frame in self.unsure

    @classmethod
    def of(
        cls, context: Context, frame: FrameIndex, direction: PassDirection, *, clears_at_corrections: bool = True
    ) -> "SavedCells":
        """Choose the cells of a context for a pass that starts at `frame`.

        Conditioning is ordered by frame, so that the result does not depend on the order in which a person worked.
        `clears_at_corrections` leaves out neighbors beyond the next conditioning frame behind the start (see
        MemoryRestorer), and frames without the object, unless there are no others. The model needs conditioning: where
        there is none, the neighbor nearest to the start (behind it, if there is one) takes its place. Raises
        EngineError when there is neither.
        """
        conditioning = {cell.frame: cell for cell in sorted(context.conditioning, key=lambda cell: cell.frame)}
        neighbors = {at: mask for at, mask in context.neighbors.items() if at not in conditioning}
        if conditioning:
            behind = [at for at in conditioning if (frame - at) * direction.value >= 0]
            if clears_at_corrections and behind:
                last = min(behind, key=lambda at: abs(frame - at))
                neighbors = {at: mask for at, mask in neighbors.items() if (at - last) * direction.value > 0}
            shown = {at: cell for at, cell in conditioning.items() if cell.mask.area or not clears_at_corrections}
            shown = shown or conditioning
            return cls(shown, neighbors, context.policy, frozenset(conditioning.keys() - shown.keys()))
        if not neighbors:
            raise EngineError("There is nothing to track from.", "Click on the object on a frame first.")
        nearest = min(neighbors, key=lambda at: ((frame - at) * direction.value < 0, abs(frame - at)))
        promoted = Conditioning(nearest, neighbors.pop(nearest))
        return cls({nearest: promoted}, neighbors, context.policy)


def doubtful(cells: Sequence[Conditioning]) -> frozenset[FrameIndex]:
    """Return the frames with clicks whose answer has less than half of the predicted IoU of the surest answer.

    Predicted IoU says well how right an answer to clicks is. What is read from so wrong a mask ruins frames that were
    right; so does an empty one where a person has said where the object is. Masks that a person painted, imported or
    called absent are none of these.
    """
    answers = (cell for cell in cells if cell.mask.area or cell.prompts.locates)
    scores = {cell.frame: cell.score for cell in answers if cell.score is not None}
    surest = max(scores.values(), default=0.0)
    return frozenset(at for at, score in scores.items() if score < UNSURE_SHARE * surest)


class MemoryRestorer:
    """Makes memories of saved cells. `encodes` bounds how many neighbors may be encoded again to start in the middle.

    `clears_at_corrections`: a conditioning frame clears the memory of what was tracked up to it. That is what a person
    corrected there, or it was tracked in the other direction, and it pulls the object back to its old mistakes: 15
    frames after a correction in DAVIS' val sequences the embedded model, when its memory cells were 32 px wide, had
    0.02 to 0.31 less IoU with it. SAM 2 has this as `clear_non_cond_mem_around_input`, off by default and broken.
    """

    def __init__(
        self,
        model: Sam2Model,
        encoder: FrameEncoder,
        session: PromptSession,
        outputs: OutputCache,
        encodes: int,
        *,
        clears_at_corrections: bool = True,
    ) -> None:
        self.clears_at_corrections = clears_at_corrections
        self._model = model
        self._encoder = encoder
        self._session = session
        self._outputs = outputs
        self._encodes = encodes

    def saved_cells(self, context: Context, frame: FrameIndex, direction: PassDirection) -> SavedCells:
        """Choose the cells of a context for a pass that starts at `frame`."""
        unsure = self.unsure(context.conditioning)
        sure = tuple(cell for cell in context.conditioning if cell.frame not in unsure)
        context = replace(context, conditioning=sure)
        found = SavedCells.of(context, frame, direction, clears_at_corrections=self.clears_at_corrections)
        return replace(found, unsure=unsure)

    def unsure(self, cells: Sequence[Conditioning]) -> frozenset[FrameIndex]:
        """Return the frames of `cells` that tracking does not read, on a network whose predicted IoU tells (see there).

        None with the memory of Meta's predictor.
        """
        tells = self._model.relative_presence and self.clears_at_corrections
        return doubtful(cells) if tells else frozenset()

    def restore(
        self, video: VideoInput, saved: SavedCells, frame: FrameIndex, direction: PassDirection
    ) -> ObjectMemory:
        """Return an object's memory as it is when a pass arrives at `frame`, from what was saved behind it."""
        reach = self._model.reach
        memory = memory_of(reach, direction, saved.policy, keeps_absent=not self._model.relative_presence)
        left = self._encodes
        for rank, at in enumerate(memory.to_restore(frame, saved.neighbors), start=1):
            mask = saved.neighbors[at]
            near = (abs(frame - at) if saved.policy is Policy.META else rank) <= reach.spatial
            known = self._outputs.get((video.key, at, mask))
            only_noted = not mask.area and not memory.keeps_absent
            costly = known is None and not only_noted and not self._encoder.is_cached(video, at)
            if costly and (left <= 0 or not near):
                continue
            left -= costly
            with suppress(FrameLost):  # a mask on a frame that cannot be decoded says nothing to the model
                self.add_saved_mask(video, memory, at, mask)
        self.update(video, saved, memory, frame, direction)
        return memory

    def update(
        self, video: VideoInput, saved: SavedCells, memory: ObjectMemory, frame: FrameIndex, direction: PassDirection
    ) -> None:
        """Move a memory to `frame`: add conditioning that comes into reach, drop what is out of reach.

        Cells on frames that cannot be decoded are left out. Raises EngineError when no others are there.
        """
        needed = self._model.reach.needed(frame, direction, saved.conditioning)
        for at in needed:
            if at not in memory.conditioning:
                with suppress(FrameLost):
                    memory.conditioning[at] = self.from_conditioning(video, saved.conditioning[at])
        if needed and not memory.conditioning:
            raise EngineError(
                "There is nothing to track from: the prompted frames cannot be decoded.",
                "Click on the object on another frame.",
            )
        memory.forget(frame, [at for at in needed if at in memory.conditioning])

    def add_saved_mask(self, video: VideoInput, memory: ObjectMemory, frame: FrameIndex, mask: Mask) -> None:
        """Add to a memory a saved cell: tracked before, of which the output may still be kept, or locked."""
        known = self._outputs.get((video.key, frame, mask))
        if mask.area or memory.keeps_absent:
            output = known or self._session.from_mask(video, frame, mask)
            memory.add(frame, self._with_memory(video, frame, mask, output))
        elif known is not None:
            memory.add(frame, known)
        else:
            memory.absent.add(frame)

    def from_conditioning(self, video: VideoInput, cell: Conditioning) -> Output:
        """Return the output of a conditioning cell, with its spatial memory.

        The mask decides. Where the model made it (its output is kept, or the same prompts give the mask again) that
        finer output is used; any other mask is taken as painted.
        """
        known = self._outputs.get((video.key, cell.frame, cell.mask))
        if known is None:
            known = self._from_prompts(video, cell) or self._session.from_mask(video, cell.frame, cell.mask)
        output = self._with_memory(video, cell.frame, cell.mask, known)
        return self._asked_again(video, cell, self._with_appearance(video, cell, output))

    def _with_appearance(self, video: VideoInput, cell: Conditioning, output: Output) -> Output:
        if output.appearance is not None or not self._model.has_appearance:
            return output
        embeddings = self._model.appearance(self._encoder.features(video, cell.frame))
        mask = mask_input(cell.mask, self._model.size, self._model.device)
        output = replace(output, appearance=appearance_of(embeddings, mask))
        self._outputs.put((video.key, cell.frame, cell.mask), output)
        return output

    def _asked_again(self, video: VideoInput, cell: Conditioning, output: Output) -> Output:
        """Return an output with what the model says of the frame when it is tracked from its own memory."""
        if output.own_score is not None or not self._model.relative_presence or not cell.mask.area:
            return output
        memory = ObjectMemory(self._model.reach, PassDirection.FORWARD)
        memory.conditioning[cell.frame] = output
        features = self._encoder.features(video, cell.frame)
        fused = self._model.with_memory(features, cell.frame, PassDirection.FORWARD, video.frame_count, [memory])
        (again,), _ = self._model.decode(features, fused, points=None, prior=None, first=False)
        mask = mask_input(cell.mask, self._model.size, self._model.device)
        output = replace(output, own_score=again.score, equations=NormalEquations.of(features, again.logits, mask))
        if cell.score is not None:  # an answer to clicks; as a mask alone it would count as one that a person drew
            output = replace(output, score=cell.score, predicted=True)
        self._outputs.put((video.key, cell.frame, cell.mask), output)
        return output

    def _from_prompts(self, video: VideoInput, cell: Conditioning) -> Output | None:
        prompts = cell.prompts
        if prompts.mask is not None or (not prompts.clicks and prompts.box is None):
            return None
        reply = self._session.segment(video, cell.frame, prompts, self._session.without_memory(video, cell.frame))
        return reply.output if reply.mask == cell.mask else None

    def _with_memory(self, video: VideoInput, frame: FrameIndex, mask: Mask, output: Output) -> Output:
        if output.spatial is None:
            (output,) = self._model.encode_memory(self._encoder.features(video, frame), [output], None)
            self._outputs.put((video.key, frame, mask), output)
        return output


def pass_direction(frame: FrameIndex, context: Context, reach: Reach) -> PassDirection:
    """Return the direction in which a frame was (or would be) tracked: away from the cells it was tracked from.

    The nearest conditioning frame decides, else the nearest neighbor; the earlier one where two are equally near.
    """
    others = [cell.frame for cell in context.conditioning if cell.frame != frame] or [
        at for at in context.neighbors if at != frame and abs(at - frame) <= reach.frames
    ]
    if not others:
        return PassDirection.FORWARD
    nearest = min(others, key=lambda at: (abs(at - frame), at))
    return PassDirection.FORWARD if nearest < frame else PassDirection.BACKWARD

"""Segments one frame from prompts: they go in one query after another, each output is the prior of the next query."""

from dataclasses import dataclass, replace

from torch import Tensor

from app.engine.inference.features import Features
from app.engine.inference.frame_encoder import FrameEncoder, VideoInput
from app.engine.inference.memory_bank import Output
from app.engine.inference.model import Sam2Model
from app.engine.inference.prompt_points import bounded, points, queries
from app.engine.inference.transforms import mask_input, to_mask
from app.lru_cache import LruCache
from app.masks.mask import Mask
from app.project.model import FrameIndex, Prompts

Query = tuple[str, FrameIndex, Prompts]
"""A video's key, a frame, and the prompts of one object on it up to this query."""


@dataclass(frozen=True, slots=True, eq=False)
class Reply:
    """The model's output for a query, the mask made from it, and whether the frame was fused with memory."""

    output: Output
    mask: Mask
    with_memory: bool

    @property
    def size_bytes(self) -> int:
        """The memory that the output's tensors occupy."""
        return self.output.size_bytes


@dataclass(frozen=True, slots=True, eq=False)
class PromptedFrame:
    """A frame ready for prompts: its features, the same fused with memory or not, and the prior (see `decode`)."""

    features: Features
    fused: Tensor
    with_memory: bool
    prior: Tensor | None = None


class PromptSession:
    """Replies to prompts. Keeps the latest replies, so that one click more costs one query more."""

    def __init__(self, model: Sam2Model, encoder: FrameEncoder, replies: LruCache[Query, Reply]) -> None:
        self._model = model
        self._encoder = encoder
        self._replies = replies

    def without_memory(self, video: VideoInput, frame: FrameIndex) -> PromptedFrame:
        """Return a frame to be prompted without memory."""
        features = self._encoder.features(video, frame)
        return PromptedFrame(features, self._model.without_memory(features), with_memory=False)

    def from_mask(self, video: VideoInput, frame: FrameIndex, mask: Mask) -> Output:
        """Return the output that a given mask stands for; an empty mask is an absent object."""
        given = mask_input(mask, self._model.size, self._model.device)
        return self._model.from_mask(self._encoder.features(video, frame), given)

    def segment(
        self,
        video: VideoInput,
        frame: FrameIndex,
        prompts: Prompts,
        prompted: PromptedFrame,
        current: Mask | None = None,
    ) -> Reply:
        """Reply to prompts on a frame. The reply's mask has the video's resolution.

        `current`: the mask the cell has now, if that is known. Where it is the reply to all but the latest of these
        prompts, only the latest is a query, as in an uninterrupted session. Many clicks are few queries (`bounded`).
        """
        prior = prompted.prior
        if prompts.mask is not None:
            painted = self.from_mask(video, frame, prompts.mask)
            if not prompts.clicks:
                return Reply(painted, prompts.mask, prompted.with_memory)
            prompts, prior = replace(prompts, box=None), painted.logits
        steps = list(queries(prompts, prior is not None))
        reply, done = self._known(video, frame, steps, prompted, current)
        for query in bounded(steps[done:], prior is not None):
            if reply is not None:
                prior = reply.output.logits
            reply = self._decoded(video, frame, query, prompted, prior)
        assert reply is not None, "empty prompts are refused before they come here"
        return reply

    def _decoded(
        self, video: VideoInput, frame: FrameIndex, query: Prompts, prompted: PromptedFrame, prior: Tensor | None
    ) -> Reply:
        placed = points(query, video.width, video.height, self._model.size, self._model.device)
        first = not prompted.with_memory
        (output,), _ = self._model.decode(prompted.features, prompted.fused, points=placed, prior=prior, first=first)
        mask = to_mask(output.logits, video.height, video.width, prompted.features.guide)
        reply = Reply(output, mask, prompted.with_memory)
        self._replies.put((video.key, frame, query), reply)
        return reply

    def _known(
        self,
        video: VideoInput,
        frame: FrameIndex,
        steps: list[Prompts],
        prompted: PromptedFrame,
        current: Mask | None,
    ) -> tuple[Reply | None, int]:
        """Return the latest kept reply to these queries that still holds, and how many queries it makes unnecessary."""
        for done in range(len(steps), 0, -1):
            known = self._replies.get((video.key, frame, steps[done - 1]))
            if known is None or known.with_memory != prompted.with_memory:
                continue
            if not prompted.with_memory and prompted.prior is None:
                return known, done
            if done < len(steps) and (current is None or known.mask == current):
                return known, done
        return None, 0

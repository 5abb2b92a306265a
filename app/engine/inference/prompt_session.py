"""Asks the network about one frame: prompts go in one after another, each answer is the prior of the next."""

from dataclasses import dataclass, replace

from torch import Tensor

from app.engine.inference.features import Features
from app.engine.inference.frame_encoder import Clip, Sight
from app.engine.inference.lru_cache import Kept
from app.engine.inference.memory_bank import Output
from app.engine.inference.model import Network
from app.engine.inference.prompt_points import points, queries
from app.engine.inference.transforms import mask_input, to_mask
from app.masks.mask import Mask
from app.project.model import FrameIndex, Prompts

Question = tuple[str, FrameIndex, Prompts]
"""A video's key, a frame, and everything said about one object on it so far."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the network said to a question, the mask that was handed out for it, and whether memory took part."""

    output: Output
    mask: Mask
    from_memory: bool

    @property
    def size_bytes(self) -> int:
        """What the output's tensors occupy."""
        return self.output.size_bytes


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """How the network sees the frame it is asked about: features fused with memory (or not), and the mask so far."""

    features: Features
    fused: Tensor
    from_memory: bool
    prior: Tensor | None = None


class Asker:
    """Answers prompts. Keeps the latest answers, so that one click more costs one query more."""

    def __init__(self, network: Network, sight: Sight, answers: Kept[Question, Answer]) -> None:
        self._network = network
        self._sight = sight
        self._answers = answers

    def alone(self, clip: Clip, frame: FrameIndex) -> View:
        """Look at a frame without any memory."""
        features = self._sight.features(clip, frame)
        return View(features, self._network.plain(features), from_memory=False)

    def painted(self, clip: Clip, frame: FrameIndex, mask: Mask) -> Output:
        """Take a mask for the truth on a frame; an empty one says that the object is absent."""
        given = mask_input(mask, self._network.size, self._network.device)
        return self._network.painted(self._sight.features(clip, frame), given)

    def ask(self, clip: Clip, frame: FrameIndex, prompts: Prompts, view: View, current: Mask | None = None) -> Answer:
        """Answer prompts on a frame seen in a certain way. The answer's mask has the video's resolution.

        `current`: the mask the cell shows, if that is known. Where it is the answer to all but the latest of these
        prompts, only the latest is asked, as in an uninterrupted session.
        """
        prior = view.prior
        if prompts.mask is not None:
            painted = self.painted(clip, frame, prompts.mask)
            if not prompts.clicks:
                return Answer(painted, prompts.mask, view.from_memory)
            prompts, prior = replace(prompts, box=None), painted.logits
        steps = list(queries(prompts, prior is not None))
        answer, done = self._earlier(clip, frame, steps, view, current)
        for query in steps[done:]:
            if answer is not None:
                prior = answer.output.logits
            answer = self._asked(clip, frame, query, view, prior)
        assert answer is not None, "prompts that say nothing are refused before they come here"
        return answer

    def _asked(self, clip: Clip, frame: FrameIndex, query: Prompts, view: View, prior: Tensor | None) -> Answer:
        asked = points(query, clip.width, clip.height, self._network.size, self._network.device)
        first = not view.from_memory
        (output,), _ = self._network.answer(view.features, view.fused, points=asked, prior=prior, first=first)
        mask = to_mask(output.logits, clip.height, clip.width, view.features.guide)
        answer = Answer(output, mask, view.from_memory)
        self._answers.put((clip.key, frame, query), answer)
        return answer

    def _earlier(
        self, clip: Clip, frame: FrameIndex, steps: list[Prompts], view: View, current: Mask | None
    ) -> tuple[Answer | None, int]:
        """Return the latest of these queries whose answer still holds, and how many queries it makes unnecessary."""
        for done in range(len(steps), 0, -1):
            known = self._answers.get((clip.key, frame, steps[done - 1]))
            if known is None or known.from_memory != view.from_memory:
                continue
            if not view.from_memory and view.prior is None:
                return known, done
            if done < len(steps) and (current is None or known.mask == current):
                return known, done
        return None, 0

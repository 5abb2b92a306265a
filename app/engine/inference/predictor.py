"""SAM 2 behind the engine's door: keeps the caches, checks what is asked, and runs each step safely."""

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

from app.engine.hardware.devices import available, described
from app.engine.hardware.execution import Mode, guarded
from app.engine.inference.automatic_masks import Candidate, search, sorted_out
from app.engine.inference.features import Features, FrameKey
from app.engine.inference.frame_encoder import Clip, Sight
from app.engine.inference.lru_cache import Kept
from app.engine.inference.memory_bank import Output
from app.engine.inference.memory_restore import CellKey, Recollection, heading
from app.engine.inference.model import Network
from app.engine.inference.prompt_session import Answer, Asker, Question, View
from app.engine.inference.propagation import Pass, prediction
from app.engine.predictor import Context, Device, DeviceInfo, Prediction, TrackedFrame, TrackRequest
from app.errors import EngineError
from app.masks.mask import Mask
from app.media.source import FrameSource
from app.project.model import FrameIndex, Prompts

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Budget:
    """What a predictor may spend: bytes of its caches, frames encoded again to start in the middle, clicks to propose.

    `grid`: clicks a side on the whole picture, on each of its 2 x 2 crops, on each of 4 x 4, as far as it goes.
    """

    features_bytes: int = 256 * 1024 * 1024
    recall_bytes: int = 128 * 1024 * 1024
    recall_cells: int = 256
    answers: int = 64
    neighbor_encodes: int = 6
    grid: tuple[int, ...] = (32, 16, 4)


class Sam2Predictor:
    """A Predictor (see app.engine.predictor) on any network of SAM 2's kind. Belongs to one thread.

    `forgets`: corrections end the memory of what was tracked before them (see Recollection); without, masks are those
    of Meta's predictor as it is.
    """

    def __init__(
        self, network: Network, mode: Mode, name: str, budget: Budget | None = None, *, forgets: bool = True
    ) -> None:
        self._network = network
        self._mode = mode
        self._name = name
        limits = budget or Budget()
        self._grid = limits.grid
        self._features: Kept[FrameKey, Features] = Kept(limits.features_bytes, count=1_000_000)
        self._recall: Kept[CellKey, Output] = Kept(limits.recall_bytes, limits.recall_cells)
        self._answers: Kept[Question, Answer] = Kept(limits.recall_bytes, limits.answers)
        self._sight = Sight(network, self._features)
        self._asker = Asker(network, self._sight, self._answers)
        self._recollection = Recollection(
            network, self._sight, self._asker, self._recall, limits.neighbor_encodes, forgets=forgets
        )

    @property
    def name(self) -> str:
        """The model's name as kept in a project's runs."""
        return self._name

    @property
    def image_size(self) -> int:
        """The side of the square the model sees, in pixels."""
        return self._network.size

    def device(self) -> DeviceInfo:
        """Return what it runs on, with memory use now."""
        return described(str(self._mode.device))

    def devices(self) -> tuple[Device, ...]:
        """Return everything it could run on, the best first."""
        return available()

    def prepare(self, video: str, source: FrameSource, frame: FrameIndex) -> bool:
        """Encode a frame into the feature cache (idle work). Returns False when it was there already."""
        clip = Clip(video, source)
        if self._sight.knows(clip, frame):
            return False
        self._run(lambda: self._sight.features(clip, frame))
        return True

    def preview(self, video: str, source: FrameSource, frame: FrameIndex, prompts: Prompts) -> Prediction:
        """Segment one frame from prompts alone, without memory; for hover previews."""
        clip = Clip(video, source)
        self._check(clip, frame, prompts)
        return self._run(lambda: _told(self._asker.ask(clip, frame, prompts, self._asker.alone(clip, frame))))

    def segment(
        self,
        video: str,
        source: FrameSource,
        frame: FrameIndex,
        prompts: Prompts,
        context: Context,
        previous: Mask | None,
    ) -> Prediction:
        """Segment a cell from its prompts.

        A frame that was tracked is answered from memory and the mask so far, any other frame on its own, as SAM 2's
        demo does. `previous` is the cell's mask until now, None if it has none. A painted mask without clicks after it
        is its own answer.
        """
        clip = Clip(video, source)
        self._check(clip, frame, prompts)
        if previous is not None:
            _check_size(clip, previous)

        def answered() -> Prediction:
            view = self._view(clip, frame, context, previous)
            answer = self._asker.ask(clip, frame, prompts, view, previous)
            self._recall.put((clip.key, frame, answer.mask), answer.output)
            return _told(answer)

        return self._run(answered)

    def track(self, video: str, source: FrameSource, request: TrackRequest) -> Generator[TrackedFrame]:
        """Yield one TrackedFrame a frame of `request.frames`, in order. Closing the iterator stops at once."""
        clip = Clip(video, source)
        self._check_request(clip, request)
        going = Pass(self._network, self._sight, self._recollection, self._recall, clip, request)
        for frame in map(FrameIndex, request.frames):
            yield self._run(lambda at=frame: going.advance(at), going.one_by_one)  # type: ignore[misc]

    def proposing(self, video: str, source: FrameSource, frame: FrameIndex) -> Generator[tuple[Prediction, ...]]:
        """Find objects on a frame without prompts, in steps short enough for other jobs in between.

        Yields nothing found while it searches, then the growing list; the last one is the result.
        """
        clip = Clip(video, source)
        clip.check(frame)
        image = source.frame(frame)
        candidates: list[Candidate] = []
        for step in search(self._network, image, lambda: self._sight.features(clip, frame), self._grid):
            candidates += self._run(step)
            yield ()
        found: tuple[Prediction, ...] = ()
        for one in sorted_out(candidates, clip.width, clip.height):
            found = (*found, one) if one is not None else found
            yield found

    def release(self) -> None:
        """Free caches and device memory that can be computed again."""
        self._features.clear()
        self._recall.clear()
        self._answers.clear()
        self._mode.free()

    def _view(self, clip: Clip, frame: FrameIndex, context: Context, previous: Mask | None) -> View:
        others = Context(
            tuple(cell for cell in context.conditioning if cell.frame != frame),
            {at: mask for at, mask in context.neighbors.items() if at != frame},
        )
        view = self._asker.alone(clip, frame)
        if previous is None and not self._beside(frame, others):
            return view
        known = self._recall.get((clip.key, frame, previous)) if previous is not None else None
        prior = None
        if previous is not None:
            prior = (known or self._asker.painted(clip, frame, previous)).logits
        if not others.conditioning and not others.neighbors:
            return View(view.features, view.fused, from_memory=False, prior=prior)
        step = heading(frame, others, self._network.reach)
        memory = self._recollection.memory(clip, self._recollection.past(others, frame, step), frame, step)
        fused = self._network.fused(view.features, frame, step, clip.frame_count, [memory])
        return View(view.features, fused, from_memory=True, prior=prior)

    def _beside(self, frame: FrameIndex, context: Context) -> bool:
        """Tell whether saved masks lie next to a frame: then it was tracked, even if its own mask is not told."""
        return any(abs(at - frame) <= self._network.reach.spatial for at in context.neighbors)

    def _check(self, clip: Clip, frame: FrameIndex, prompts: Prompts) -> None:
        clip.check(frame)
        if prompts.empty:
            raise EngineError("The object has no prompt on this frame.", "Click on it, or draw a box.")
        if prompts.mask is not None:
            _check_size(clip, prompts.mask)
        box = prompts.box
        numbers = [n for click in prompts.clicks for n in (click.x, click.y)]
        numbers += [] if box is None else [box.x0, box.y0, box.x1, box.y1]
        if not all(math.isfinite(number) for number in numbers):
            raise EngineError("A coordinate of a click or a box is not a number.")

    def _check_request(self, clip: Clip, request: TrackRequest) -> None:
        if abs(request.frames.step) != 1:
            raise EngineError("Tracking goes from one frame to the next and skips none.")
        for frame in request.frames[:1], request.frames[-1:]:
            for at in frame:
                clip.check(at)
        for name in request.objects:
            context = request.context.get(name)
            if context is None:
                raise EngineError("There is nothing to track from.", "Click on the object on a frame first.")
            for cell in context.conditioning:
                clip.check(cell.frame)
                _check_size(clip, cell.mask)
            for mask in context.neighbors.values():
                _check_size(clip, mask)

    def _run(self, work: Callable[[], Result], relieve: Callable[[], None] = lambda: None) -> Result:
        def step() -> Result:
            with self._mode.entered():
                return work()

        def relieved() -> None:
            self.release()
            relieve()

        return guarded(step, relieved, f"{self._name} at {self._network.size} px")


def _told(answer: Answer) -> Prediction:
    return prediction(answer.output, answer.mask)


def _check_size(clip: Clip, mask: Mask) -> None:
    if (mask.height, mask.width) != (clip.height, clip.width):
        raise EngineError(
            "A mask of {width} x {height} pixels does not fit the video of {clip_width} x {clip_height}.",
            width=mask.width,
            height=mask.height,
            clip_width=clip.width,
            clip_height=clip.height,
        )

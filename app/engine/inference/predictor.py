"""The Predictor on SAM 2: owns the caches, checks requests, and runs each step on the device."""

import hashlib
import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.engine.hardware.devices import available, described
from app.engine.hardware.execution import Mode, guarded
from app.engine.inference.appearance import look_of
from app.engine.inference.automatic_masks import MaskProposal, MaskSearch, crops, settled
from app.engine.inference.encoding_ahead import EncodingAhead
from app.engine.inference.features import Features, FrameKey
from app.engine.inference.frame_encoder import FrameEncoder, VideoInput
from app.engine.inference.grids import Grid, clicks_of, grid_for
from app.engine.inference.lessons import Classroom
from app.engine.inference.mask_selection import MaskSelection, Pixels
from app.engine.inference.memory_bank import Output
from app.engine.inference.memory_restore import CellKey, MemoryRestorer, pass_direction
from app.engine.inference.model import Sam2Model
from app.engine.inference.prompt_session import PromptedFrame, PromptSession, Query, Reply
from app.engine.inference.propagation import Propagator, prediction
from app.engine.inference.transforms import mask_input, to_mask
from app.engine.predictor import (
    Adapter,
    Conditioning,
    Context,
    Device,
    DeviceInfo,
    Learning,
    Lesson,
    Prediction,
    Proposals,
    TrackedFrame,
    TrackRequest,
)
from app.errors import EngineError, FrameLost
from app.lru_cache import LruCache
from app.masks.mask import Mask
from app.media.source import FrameSource
from app.project.model import FrameIndex, Prompts
from app.project.rules import ADAPTER_NAME

Result = TypeVar("Result")

FEW_OBJECTS = 4
"""More of them take longer on fewer threads than encoding ahead saves."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a predictor may use: bytes of its caches, frames encoded again to start in the middle, clicks to propose.

    `encode_seconds`: what a picture was measured to take. `grid` None: chosen at the first search, which measures what
    a click takes. `ahead_threads`: of a thread beside the engine's, for the frame behind the one that is
    tracked, and then of the engine's own; 0: there is none.
    """

    features_bytes: int = 256 * 1024 * 1024
    output_bytes: int = 128 * 1024 * 1024
    output_cells: int = 256
    replies: int = 64
    neighbor_encodes: int = 6
    encode_seconds: float = 0.0
    grid: Grid | None = None
    ahead_threads: int = 0


class Sam2Predictor:
    """A Predictor (see app.engine.predictor) on any model of SAM 2's kind. Belongs to one thread.

    `clears_at_corrections`: see MemoryRestorer; without it, masks are those of Meta's predictor.
    """

    def __init__(
        self,
        model: Sam2Model,
        mode: Mode,
        name: str,
        budget: Budget | None = None,
        *,
        clears_at_corrections: bool = True,
    ) -> None:
        self._model = model
        self._mode = mode
        self._name = name
        limits = budget or Budget()
        self.grid = limits.grid
        """Of clicks that search for objects; None until the first search has measured which."""
        self._encode_seconds = limits.encode_seconds
        self._features: LruCache[FrameKey, Features] = LruCache(limits.features_bytes, _size_bytes, keeps_newest=True)
        self._outputs: LruCache[CellKey, Output] = LruCache(
            limits.output_bytes, _size_bytes, count=limits.output_cells, keeps_newest=True
        )
        self._replies: LruCache[Query, Reply] = LruCache(
            limits.output_bytes, _size_bytes, count=limits.replies, keeps_newest=True
        )
        self._shared = replace(mode, threads=limits.ahead_threads)
        self._ahead = EncodingAhead(model, self._shared) if limits.ahead_threads else None
        self._encoder = FrameEncoder(model, self._features, self._ahead)
        self._session = PromptSession(model, self._encoder, self._replies)
        self._restorer = MemoryRestorer(
            model,
            self._encoder,
            self._session,
            self._outputs,
            limits.neighbor_encodes,
            clears_at_corrections=clears_at_corrections,
        )
        self._classroom = Classroom(model, self._encoder, self._restorer)

    @property
    def name(self) -> str:
        """The model's name as kept in a project's runs."""
        return self._name

    @property
    def image_size(self) -> int:
        """The side of the square the model sees, in pixels."""
        return self._model.size

    def device(self) -> DeviceInfo:
        """Return what it runs on, with memory use now."""
        return described(str(self._mode.device))

    def devices(self) -> tuple[Device, ...]:
        """Return everything it could run on, the best first."""
        return available()

    def prepare(self, video: str, source: FrameSource, frame: FrameIndex) -> bool:
        """Encode a frame into the feature cache (idle work). Returns False when it was there already."""
        video_input = VideoInput(video, source)
        if self._encoder.is_cached(video_input, frame):
            return False
        self._run(lambda: self._encoder.features(video_input, frame))
        return True

    def preview(self, video: str, source: FrameSource, frame: FrameIndex, prompts: Prompts) -> Prediction:
        """Segment one frame from prompts alone, without memory; for hover previews."""
        video_input = VideoInput(video, source)
        self._check(video_input, frame, prompts)
        return self._run(
            lambda: _prediction(
                self._session.segment(video_input, frame, prompts, self._session.without_memory(video_input, frame))
            )
        )

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

        A tracked frame is fused with memory and its mask is the prior, any other frame is segmented alone, as in SAM
        2's demo. `previous` is the cell's mask until now, None if it has none. A painted mask without clicks is
        returned as it is.
        """
        video_input = VideoInput(video, source)
        self._check(video_input, frame, prompts)
        if previous is not None:
            _check_size(video_input, previous)

        def segmented() -> Prediction:
            prompted = self._prompted(video_input, frame, context, previous)
            reply = self._session.segment(video_input, frame, prompts, prompted, previous)
            self._outputs.put((video_input.key, frame, reply.mask), reply.output)
            answer = Conditioning(frame, reply.mask, prompts, reply.output.score if reply.output.predicted else None)
            others = (cell for cell in context.conditioning if cell.frame != frame)
            unsure = frame in self._restorer.unsure((*others, answer))
            return replace(_prediction(reply), unsure=unsure)

        return self._run(segmented)

    def track(self, video: str, source: FrameSource, request: TrackRequest) -> Generator[TrackedFrame]:
        """Yield one TrackedFrame a frame of `request.frames`, in order. Closing the iterator stops at once."""
        video_input = VideoInput(video, source)
        self._check_request(video_input, request)
        ahead = self._ahead is not None and (
            self._shared.threads == self._mode.threads or len(request.objects) <= FEW_OBJECTS
        )
        propagator = Propagator(
            self._model,
            self._encoder,
            self._restorer,
            self._outputs,
            video_input,
            request,
            encodes_ahead=ahead,
        )
        mode = self._shared if ahead else self._mode
        for frame in map(FrameIndex, request.frames):
            try:
                result = self._run(lambda at=frame: propagator.advance(at), propagator.stop_batching, mode)  # type: ignore[misc]
            except FrameLost:
                result = TrackedFrame(frame, {}, lost=True)
            yield result

    def proposing(self, video: str, source: FrameSource, frame: FrameIndex) -> Generator[Proposals]:
        """Find objects on a frame without prompts, in steps short enough for other jobs in between."""
        video_input = VideoInput(video, source)
        video_input.check(frame)
        yield Proposals()
        image = source.frame(frame)
        whole = lambda: self._encoder.features(video_input, frame)  # noqa: E731
        search = MaskSearch(self._model, image, whole, self._encoder.encoded)
        if self.grid is None:
            self.grid = grid_for(self._encode_seconds, self._run(search.click_seconds), self._model.largest_grid)
        parts, selection = crops(search.width, search.height, self.grid), MaskSelection(search.width, search.height)
        clicks, done = clicks_of(self.grid), 0

        def refine(proposal: MaskProposal, pixels: Pixels) -> Pixels:
            return self._run(lambda: search.refined(proposal, pixels))

        waiting: list[MaskProposal] = []
        for place, crop in enumerate(parts):
            for step in search.steps(crop):
                waiting += self._run(step)
                yield Proposals(selection.found, done / clicks)
            done += crop.side**2
            ready, waiting = settled(waiting, parts[place + 1 :], search.width, search.height)
            for _ in selection.add(each.rasterized(search.width, search.height, refine) for each in ready):
                yield Proposals(selection.found, done / clicks)
        yield Proposals(selection.found, 1.0)

    def understands(self, adapter: Adapter) -> bool:
        """Return whether an adapter was made for this model, and is whole."""
        return self._classroom.fits(adapter, self._name)

    def learn(
        self, video: str, source: FrameSource, lessons: Sequence[Lesson], start: Adapter | None
    ) -> Generator[Learning]:
        """Teach an adapter from `start` on, in steps short enough for other jobs in between."""
        room, video_input = self._classroom, VideoInput(video, source)
        for lesson in lessons:
            self._run(lambda lesson=lesson: room.learn_by_heart(video_input, lesson))  # type: ignore[misc]
            yield Learning(0)
        examples = [example for example in map(room.example, lessons) if example is not None]
        if not any(not example.confirmed for example in examples):
            yield Learning(0)
            return
        factors, steps = room.begin(start if start is not None and self.understands(start) else None), 0
        teaching = room.teach(examples, factors)
        while (better := self._train(lambda: next(teaching, None))) is not None:
            factors, steps = better, steps + 1
            yield Learning(steps)
        data = room.written(factors, self._name)
        yield Learning(steps, Adapter(hashlib.sha256(data).hexdigest()[:ADAPTER_NAME], data))

    def offer(
        self, video: str, source: FrameSource, frame: FrameIndex, context: Context, lessons: Sequence[Lesson]
    ) -> Prediction | None:
        """Return the mask of a tracked frame that follows from how masks were corrected, None where it is the usual."""
        room, video_input = self._classroom, VideoInput(video, source)
        video_input.check(frame)

        def offered() -> Prediction | None:
            for lesson in lessons:
                room.learn_by_heart(video_input, lesson)
            cut = room.cut([example for example in map(room.example, lessons) if example is not None])
            if cut is None:
                return None
            features, fused = room.fused(video_input, frame, context)
            logits = self._model.all_masks(fused, features.levels[:-1])[cut.token][None, None] - cut.threshold
            mask = to_mask(logits, video_input.height, video_input.width, features.guide)
            return Prediction(mask, score=cut.iou, presence=1.0)

        return self._run(offered)

    def describe(self, video: str, source: FrameSource, frame: FrameIndex, mask: Mask) -> NDArray[np.float32]:
        """Return what an object and its surroundings look like to the model: a vector of unit length, shape (d,)."""
        video_input = VideoInput(video, source)
        video_input.check(frame)
        _check_size(video_input, mask)

        def described() -> NDArray[np.float32]:
            features = self._encoder.features(video_input, frame)
            return look_of(features.levels[-1], mask_input(mask, self._model.size, self._model.device))

        return self._run(described)

    def release(self) -> None:
        """Free caches and device memory that can be computed again."""
        self._classroom.clear()
        if self._ahead is not None:
            self._ahead.clear()
        self._features.clear()
        self._outputs.clear()
        self._replies.clear()
        self._mode.free()

    def _prompted(self, video: VideoInput, frame: FrameIndex, context: Context, previous: Mask | None) -> PromptedFrame:
        others = Context(
            tuple(cell for cell in context.conditioning if cell.frame != frame),
            {at: mask for at, mask in context.neighbors.items() if at != frame},
            context.policy,
        )
        alone = self._session.without_memory(video, frame)
        if previous is None and not (self._model.corrects_from_memory and self._near_saved(frame, others)):
            return alone
        known = self._outputs.get((video.key, frame, previous)) if previous is not None else None
        prior = None
        if previous is not None:
            prior = (known or self._session.from_mask(video, frame, previous)).logits
        remembers = bool(others.conditioning or others.neighbors)
        if not remembers or not self._model.corrects_from_memory:
            return PromptedFrame(alone.features, alone.fused, with_memory=False, prior=prior)
        direction = pass_direction(frame, others, self._model.reach)
        saved = self._restorer.saved_cells(others, frame, direction)
        memory = self._restorer.restore(video, saved, frame, direction)
        read = memory.as_read(frame)
        fused = self._model.with_memory(alone.features, frame, direction, video.frame_count, [read])
        return PromptedFrame(alone.features, fused, with_memory=True, prior=prior)

    def _near_saved(self, frame: FrameIndex, context: Context) -> bool:
        """Tell whether there are saved masks near a frame: then it was tracked, even if its own mask is not given."""
        return any(abs(at - frame) <= self._model.reach.spatial for at in context.neighbors)

    def _check(self, video: VideoInput, frame: FrameIndex, prompts: Prompts) -> None:
        video.check(frame)
        if prompts.empty:
            raise EngineError("The object has no prompt on this frame.", "Click on it, or draw a box.")
        if prompts.mask is not None:
            _check_size(video, prompts.mask)
        box = prompts.box
        numbers = [n for click in prompts.clicks for n in (click.x, click.y)]
        numbers += [] if box is None else [box.x0, box.y0, box.x1, box.y1]
        if not all(math.isfinite(number) for number in numbers):
            raise EngineError("A coordinate of a click or a box is not a number.")

    def _check_request(self, video: VideoInput, request: TrackRequest) -> None:
        if abs(request.frames.step) != 1:
            raise EngineError("Tracking goes from one frame to the next and skips none.")
        for frame in request.frames[:1], request.frames[-1:]:
            for at in frame:
                video.check(at)
        for name in request.objects:
            context = request.context.get(name)
            if context is None:
                raise EngineError("There is nothing to track from.", "Click on the object on a frame first.")
            for cell in context.conditioning:
                video.check(cell.frame)
                _check_size(video, cell.mask)
            for mask in context.neighbors.values():
                _check_size(video, mask)

    def _train(self, work: Callable[[], Result]) -> Result:
        """Do one step with gradients."""
        self._mode.use_threads()
        return guarded(work, self.release, f"{self._name} at {self._model.size} px", self._mode.device.type)

    def _run(
        self, work: Callable[[], Result], relieve: Callable[[], None] = lambda: None, mode: Mode | None = None
    ) -> Result:
        def step() -> Result:
            with (mode or self._mode).entered():
                return work()

        def relieved() -> None:
            self.release()
            relieve()

        return guarded(step, relieved, f"{self._name} at {self._model.size} px", self._mode.device.type)


def _size_bytes(value: Features | Output | Reply) -> int:
    """Return the memory a cached value occupies."""
    return value.size_bytes


def _prediction(reply: Reply) -> Prediction:
    return prediction(reply.output, reply.mask)


def _check_size(video: VideoInput, mask: Mask) -> None:
    if (mask.height, mask.width) != (video.height, video.width):
        raise EngineError(
            "A mask of {width} x {height} pixels does not fit the video of {clip_width} x {clip_height}.",
            width=mask.width,
            height=mask.height,
            clip_width=video.width,
            clip_height=video.height,
        )

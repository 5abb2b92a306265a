"""A predictor without a network: a click is a disc, a box its ellipse; tracking copies masks or shifts them."""

import hashlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.engine.predictor import (
    Adapter,
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
from app.masks.mask import Mask
from app.media.source import FrameSource
from app.project.model import Box, Click, Doubts, FrameIndex, ObjectId, Prompts
from app.project.rules import ADAPTER_NAME

RADIUS = 12.0
DEVICES = (
    Device("cuda:0", "cuda", "NVIDIA Big Card", 24 << 30),
    Device("cuda:1", "cuda", "NVIDIA Small Card", 8 << 30),
    Device("cpu", "cpu", "Paper and pencil", 32 << 30),
)


class DiscPredictor:
    """Deterministic and instantaneous; everything it answers follows from its arguments.

    `shift` moves a tracked mask by (dx, dy) pixels a frame. `before_frame(frame)` runs before each tracked frame: a
    test may raise there, count, or put another job in the queue. `tracked` lists the frames computed, `prepared` those
    encoded. An adapter is a list of the corrected frames it was learned from; `adapted` has those that were tracked by.
    `offered` is the mask offered on tracked frames, `described` lists the frames on which looks were asked for.
    """

    def __init__(
        self, shift: tuple[int, int] = (0, 0), before_frame: Callable[[FrameIndex], None] = lambda _frame: None
    ) -> None:
        self.shift = shift
        self.before_frame = before_frame
        self.tracked: list[FrameIndex] = []
        self.prepared: set[tuple[str, FrameIndex]] = set()
        self.adapted: dict[ObjectId, Adapter] = {}
        self.offered: Mask | None = None
        self.described: list[tuple[str, FrameIndex]] = []

    @property
    def name(self) -> str:
        return "disc"

    def device(self) -> DeviceInfo:
        return DeviceInfo(kind="cpu", name="Paper and pencil", memory_total=0, memory_used=0)

    def devices(self) -> tuple[Device, ...]:
        return DEVICES

    def prepare(self, video: str, source: FrameSource, frame: FrameIndex) -> bool:
        fresh = (video, frame) not in self.prepared
        self.prepared.add((video, frame))
        return fresh

    def preview(self, video: str, source: FrameSource, frame: FrameIndex, prompts: Prompts) -> Prediction:
        return _prediction(_drawn(source, prompts, None))

    def segment(
        self,
        video: str,
        source: FrameSource,
        frame: FrameIndex,
        prompts: Prompts,
        context: Context,
        previous: Mask | None,
    ) -> Prediction:
        return _prediction(_drawn(source, prompts, previous))

    def track(self, video: str, source: FrameSource, request: TrackRequest) -> Generator[TrackedFrame]:
        self.adapted = dict(request.adapters)
        for frame in map(FrameIndex, request.frames):
            self.before_frame(frame)
            try:
                source.frame(frame)
            except FrameLost:
                yield TrackedFrame(frame=frame, predictions={}, lost=True)
                continue
            predictions = {}
            for name in request.objects:
                context = request.context[name]
                known = {cell.frame: cell.mask for cell in context.conditioning}
                if frame in known or request.fixed(name, frame) is not None:
                    continue
                masks = known or dict(context.neighbors)
                if not masks:
                    raise EngineError("There is nothing to track from.")
                nearest = min(masks, key=lambda other: (abs(other - frame), other))
                predictions[name] = self._moved(masks[nearest], frame - nearest)
            self.tracked.append(frame)
            yield TrackedFrame(frame=frame, predictions=predictions)

    def proposing(self, video: str, source: FrameSource, frame: FrameIndex) -> Generator[Proposals]:
        yield Proposals()
        self.before_frame(frame)
        source.frame(frame)
        width, height = source.info.width, source.info.height
        found: tuple[Prediction, ...] = ()
        for place in range(3):
            drawn = _drawn(source, Prompts(clicks=(Click(width * (place + 1) / 4, height / 2),)), None)
            sure = replace(_prediction(drawn), score=0.9 - place / 10, doubts=Doubts(stability=0.95))
            found = (*found, sure)
            yield Proposals(found, (place + 1) / 3)

    def understands(self, adapter: Adapter) -> bool:
        return adapter.data.startswith(b"disc")

    def learn(
        self, video: str, source: FrameSource, lessons: Sequence[Lesson], start: Adapter | None
    ) -> Generator[Learning]:
        yield Learning(0)
        frames = " ".join(str(lesson.frame) for lesson in lessons if not lesson.confirmed)
        data = f"disc {frames}".encode()
        yield Learning(1, Adapter(hashlib.sha256(data).hexdigest()[:ADAPTER_NAME], data))

    def offer(
        self, video: str, source: FrameSource, frame: FrameIndex, context: Context, lessons: Sequence[Lesson]
    ) -> Prediction | None:
        return None if self.offered is None else _prediction(np.array(self.offered.to_array(), dtype=bool))

    def describe(self, video: str, source: FrameSource, frame: FrameIndex, mask: Mask) -> NDArray[np.float32]:
        self.described.append((video, frame))
        inside = np.asarray(source.frame(frame))[mask.to_array()] if mask.area else np.zeros((1, 3))
        found = np.asarray(inside.reshape(len(inside), -1).mean(axis=0) + 1, np.float32)
        return found / np.linalg.norm(found)

    def release(self) -> None:
        self.prepared.clear()

    def _moved(self, mask: Mask, frames: int) -> Prediction:
        array = np.asarray(mask.to_array(), dtype=bool)
        dx, dy = self.shift[0] * frames, self.shift[1] * frames
        moved = np.zeros_like(array)
        ys, xs = np.nonzero(array)
        inside = (ys + dy >= 0) & (ys + dy < array.shape[0]) & (xs + dx >= 0) & (xs + dx < array.shape[1])
        moved[ys[inside] + dy, xs[inside] + dx] = True
        return _prediction(moved)


def _drawn(source: FrameSource, prompts: Prompts, previous: Mask | None) -> NDArray[np.bool_]:
    shape = (source.info.height, source.info.width)
    start = prompts.mask if prompts.mask is not None else previous
    array = np.zeros(shape, dtype=bool) if start is None else np.array(start.to_array(), dtype=bool)
    if prompts.box is not None:
        array |= _ellipse(shape, prompts.box)
    for click in prompts.clicks:
        disc = _ellipse(shape, Box(click.x - RADIUS, click.y - RADIUS, click.x + RADIUS, click.y + RADIUS))
        array = array | disc if click.positive else array & ~disc
    return array


def _ellipse(shape: tuple[int, int], box: Box) -> NDArray[np.bool_]:
    y, x = np.ogrid[: shape[0], : shape[1]]
    across = (x + 0.5 - (box.x0 + box.x1) / 2) / max((box.x1 - box.x0) / 2, 1e-6)
    down = (y + 0.5 - (box.y0 + box.y1) / 2) / max((box.y1 - box.y0) / 2, 1e-6)
    return np.asarray(across**2 + down**2 <= 1.0)


def _prediction(array: NDArray[np.bool_]) -> Prediction:
    present = bool(array.any())
    return Prediction(mask=Mask.from_array(array), score=0.9, presence=0.95 if present else 0.05)

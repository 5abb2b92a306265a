"""The model as the workspace knows it: what is chosen, what is loaded, and generators that run on the engine thread."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app import paths
from app.engine.predictor import Adapter, Context, Device, DeviceInfo, Lesson, Prediction, Predictor, Proposals
from app.errors import FrameLost, UserError
from app.masks.mask import Mask
from app.media.source import FrameSource
from app.project.adapter_files import AdapterFiles
from app.project.document import Document
from app.project.model import FrameIndex, ObjectId, Prompts, Video
from app.settings import Precision, Settings
from app.workspace.jobs.worker import Worker
from app.workspace.media.sources import Sources, picture_key


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which model to run and how; zeros and "auto" are decided by measurement. Caches in bytes."""

    model: str = "embedded"
    device: str = "auto"
    image_size: int = 0
    precision: Precision = Precision.AUTO
    threads: int = 0
    feature_cache_bytes: int = 0

    @classmethod
    def of(cls, settings: Settings) -> "ModelChoice":
        """Return the choice made in `settings`."""
        return cls(
            settings.model or "embedded",
            settings.device,
            settings.image_size,
            settings.precision,
            settings.threads,
            settings.feature_cache_mb << 20,
        )


OpenPredictor = Callable[[ModelChoice], Predictor]
"""Loads a model. Called on the engine thread; raises EngineError."""


def open_predictor(choice: ModelChoice) -> Predictor:
    """Load the chosen model (engine thread; torch is imported here and not before). Raises EngineError."""
    from app.engine.loader import open_predictor as load

    return load(
        choice.model,
        choice.device,
        choice.image_size,
        choice.precision,
        choice.threads,
        paths.cache_folder(),
        features_bytes=choice.feature_cache_bytes,
    )


@dataclass(frozen=True, slots=True)
class EngineState:
    """What views show of the engine. `device` is None until the model is loaded; `error` says why it could not be."""

    choice: ModelChoice
    name: str = ""
    device: DeviceInfo | None = None
    devices: tuple[Device, ...] = ()
    """What there is to run on; known once a model was loaded."""
    loading: bool = False
    error: UserError | None = None


class Engine:
    """The predictor, its sources, and the worker they belong to: everything but `choose` and `chosen` runs there."""

    def __init__(self, folder: Path, open_predictor: OpenPredictor, choice: ModelChoice, worker: Worker) -> None:
        self.worker = worker
        self._open = open_predictor
        self._choice = choice
        self._loaded: tuple[ModelChoice, Predictor] | None = None
        self._devices: tuple[Device, ...] = ()
        self._sources = Sources(folder)
        self._held = False
        self.adapter_files = AdapterFiles(folder)
        self.adapts = True
        """Whether objects are tracked by what was learned from their corrections (main thread)."""

    @property
    def chosen(self) -> ModelChoice:
        """The model that answers from the next request on, or from the end of the run in hand (main thread)."""
        return self._choice

    def choose(self, choice: ModelChoice) -> None:
        """Choose another model (main thread; one reference is replaced)."""
        self._choice = choice

    def load(self) -> Iterator[EngineState]:
        """Load the chosen model and yield what was loaded; nothing while a run holds another one."""
        self.predictor()
        if self._loaded is not None and self._loaded[0] == self._choice:
            yield self.state()

    def state(self) -> EngineState:
        """Return what is loaded now, with memory use."""
        if self._loaded is None:
            return EngineState(self._choice, devices=self._devices)
        choice, predictor = self._loaded
        return EngineState(choice, predictor.name, predictor.device(), self._devices)

    def predictor(self) -> Predictor:
        """Return the chosen model, loaded; while a run holds one, that. Raises EngineError.

        The one before is gone by then: two of them may not fit.
        """
        choice = self._choice
        if self._loaded is None or (self._loaded[0] != choice and not self._held):
            if self._loaded is not None:
                self._loaded[1].release()
                self._loaded = None
            self._loaded = (choice, self._open(choice))
            self._devices = self._loaded[1].devices()
        return self._loaded[1]

    @contextmanager
    def held(self) -> Iterator[Predictor]:
        """Keep the chosen model, loaded, whatever is chosen meanwhile. Raises EngineError."""
        predictor = self.predictor()
        self._held = True
        try:
            yield predictor
        finally:
            self._held = False

    def segment(
        self, video: Video, frame: FrameIndex, prompts: Prompts, context: Context, previous: Mask | None
    ) -> Iterator[Prediction]:
        """Yield the mask of one cell."""
        predictor = self.predictor()
        yield predictor.segment(video_key(video), self._sources.get(video), frame, prompts, context, previous)

    def preview(self, video: Video, frame: FrameIndex, prompts: Prompts) -> Iterator[Prediction]:
        """Yield the mask that `prompts` would give."""
        yield self.predictor().preview(video_key(video), self._sources.get(video), frame, prompts)

    def prepare(self, video: Video, frames: tuple[FrameIndex, ...]) -> Iterator[FrameIndex]:
        """Encode `frames` one by one, so that a click on them is answered at once."""
        for frame in frames:
            with suppress(FrameLost):
                self.predictor().prepare(video_key(video), self._sources.get(video), frame)
            yield frame

    def propose(self, video: Video, frame: FrameIndex) -> Iterator[Proposals]:
        """Yield what was found so far on a frame without prompts; the last list is the result."""
        yield from self.predictor().proposing(video_key(video), self._sources.get(video), frame)

    def offer(
        self, video: Video, frame: FrameIndex, context: Context, lessons: Sequence[Lesson]
    ) -> Iterator[Prediction | None]:
        """Yield the mask of a tracked frame that follows from corrections, None where it is the usual."""
        yield self.predictor().offer(video_key(video), self._sources.get(video), frame, context, lessons)

    def adapters(self, document: Document, objects: Sequence[ObjectId]) -> dict[ObjectId, Adapter]:
        """Return what was learned about objects and is of use to the model that is loaded."""
        found = {}
        for id in objects if self.adapts else ():
            record = document.object(id)
            adapter = None if record is None or not record.adapter else self.adapter(record.adapter)
            if adapter is not None and self.predictor().understands(adapter):
                found[id] = adapter
        return found

    def adapter(self, name: str) -> Adapter | None:
        """Return what was learned, by its name; None where it is missing or damaged."""
        data = self.adapter_files.load(name)
        return None if data is None else Adapter(name, data)

    def source(self, video: Video) -> FrameSource:
        """Return the engine thread's own source of `video`."""
        return self._sources.get(video)

    def close(self) -> Iterator[None]:
        """Free what can be computed again, and close files."""
        if self._loaded is not None:
            self._loaded[1].release()
        self._sources.close()
        yield None


def video_key(video: Video) -> str:
    """Return the key of a video's features in the cache: other pictures under the same id are another key."""
    return picture_key(video)


def failing(state: EngineState, error: UserError) -> EngineState:
    """Return `state` with why the model could not be loaded."""
    return replace(state, loading=False, error=error)

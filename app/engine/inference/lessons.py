"""Lessons as the network sees them: corrected frames fused with what was remembered before the correction."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.adaptation.fitting import Cut, best_cut
from app.engine.adaptation.low_rank import LowRank, facts_of, fresh, from_bytes, to_bytes
from app.engine.adaptation.student import DecoderInput, Student
from app.engine.adaptation.teaching import Example, teach
from app.engine.inference.features import Features
from app.engine.inference.frame_encoder import FrameEncoder, VideoInput
from app.engine.inference.memory_restore import MemoryRestorer, pass_direction
from app.engine.inference.model import Sam2Model
from app.engine.inference.transforms import mask_input
from app.engine.predictor import Adapter, Context, Lesson
from app.errors import EngineError, FrameLost
from app.lru_cache import LruCache
from app.masks.mask import Mask
from app.project.model import FrameIndex

KEPT_BYTES = 256 << 20
MODEL = "model"
"""The fact in an adapter's file that says for which model it was made."""


class Classroom:
    """Teaches adapters for one model. Keeps what the last lessons look like to the network."""

    def __init__(self, model: Sam2Model, encoder: FrameEncoder, restorer: MemoryRestorer) -> None:
        self._model = model
        self._encoder = encoder
        self._restorer = restorer
        self._samples: LruCache[int, DecoderInput] = LruCache(
            KEPT_BYTES, lambda sample: sample.size_bytes, keeps_newest=True
        )
        self._student: Student | None = None

    def clear(self) -> None:
        """Forget what can be computed again."""
        self._samples.clear()
        self._student = None

    def fused(self, video: VideoInput, frame: FrameIndex, context: Context) -> tuple[Features, Tensor]:
        """Return a frame's features, and the same fused with the memory that tracking had there."""
        features = self._encoder.features(video, frame)
        direction = pass_direction(frame, context, self._model.reach)
        saved = self._restorer.saved_cells(context, frame, direction)
        memory = self._restorer.restore(video, saved, frame, direction)
        read = memory.as_read(frame)
        return features, self._model.with_memory(features, frame, direction, video.frame_count, [read])

    def learn_by_heart(self, video: VideoInput, lesson: Lesson) -> None:
        """Compute what a lesson looks like to the network, unless it is known; nothing on an undecodable frame."""
        if lesson.key in self._samples:
            return
        with suppress(FrameLost):
            features, fused = self.fused(video, lesson.frame, lesson.context)
            levels = [_ordinary(level) for level in features.levels[:-1]]
            self._samples.put(lesson.key, DecoderInput(_ordinary(fused), tuple(levels)))

    def example(self, lesson: Lesson) -> Example | None:
        """Return a lesson with the mask to be made of it."""
        sample = self._samples.get(lesson.key)
        if sample is None:
            return None
        return Example(sample, self._target(lesson.mask), lesson.confirmed)

    def teach(self, examples: Sequence[Example], start: LowRank) -> Iterator[LowRank]:
        """Yield the factors after each step."""
        if self._student is None:
            self._student = self._model.student()
        yield from teach(self._student, start, examples, self._model.adapter_rate)

    def fits(self, adapter: Adapter, model: str) -> bool:
        """Return whether an adapter was made for the model of that name, and is whole."""
        if facts_of(adapter.data).get(MODEL) != model:
            return False
        try:
            from_bytes(adapter.data, self._model.decoder_transformer)
        except EngineError:
            return False
        return True

    def written(self, factors: LowRank, model: str) -> bytes:
        """Return the file of an adapter for the model of that name."""
        return to_bytes(factors, {MODEL: model})

    def begin(self, start: Adapter | None) -> LowRank:
        """Return the factors that lessons begin with. Raises EngineError when those of `start` cannot be used."""
        transformer = self._model.decoder_transformer
        return fresh(transformer) if start is None else from_bytes(start.data, transformer)

    def cut(self, examples: Sequence[Example]) -> Cut | None:
        """Return which mask and threshold fit the corrected frames best, None where it is the usual."""
        corrected = [example for example in examples if not example.confirmed and float(example.target.max()) > 0.5]
        logits = [self._model.all_masks(example.sample.fused, example.sample.fine) for example in corrected]
        return best_cut(logits, [example.target for example in corrected])

    def _target(self, mask: Mask) -> Tensor:
        """Return a mask at the decoder's resolution: 1 x 1 x S/4 x S/4, 0..1."""
        whole = mask_input(mask, self._model.size, self._model.device)
        side = self._model.size // 4
        return F.interpolate(whole, (side, side), mode="area")


def _ordinary(tensor: Tensor) -> Tensor:
    """Return a copy that gradients may pass, whatever mode it was made in."""
    with torch.inference_mode(mode=False):
        return tensor.detach().clone().float()

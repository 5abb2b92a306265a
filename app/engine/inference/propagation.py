"""One pass through a video for one or several objects: each frame is encoded once, equal memories form one batch."""

from collections.abc import Iterator, Sequence

import torch

from app.engine.inference.frame_encoder import FrameEncoder, VideoInput
from app.engine.inference.memory_bank import ObjectMemory, Output
from app.engine.inference.memory_restore import MemoryRestorer, OutputCache
from app.engine.inference.model import Sam2Model
from app.engine.inference.reidentification import Reidentifier
from app.engine.inference.transforms import to_mask
from app.engine.predictor import PassDirection, Prediction, TrackedFrame, TrackRequest
from app.masks.mask import Mask
from app.project.model import FrameIndex, ObjectId

# More objects in a batch make the device's memory the limit; on a processor its caches (8 measured 3 % faster than 4)
LARGEST_BATCH, PROCESSOR_BATCH = 16, 8


class Propagator:
    """The memories of a track request and its step from one frame to the next.

    A step that fails leaves the memories such that it can be tried again.
    """

    def __init__(
        self,
        model: Sam2Model,
        encoder: FrameEncoder,
        restorer: MemoryRestorer,
        outputs: OutputCache,
        video: VideoInput,
        request: TrackRequest,
    ) -> None:
        self._model = model
        self._reidentifier = Reidentifier(model)
        self._encoder = encoder
        self._restorer = restorer
        self._outputs = outputs
        self._video = video
        self._request = request
        self._direction = PassDirection.FORWARD if request.frames.step > 0 else PassDirection.BACKWARD
        first = FrameIndex(request.frames.start)
        self._saved = {
            name: restorer.saved_cells(request.context[name], first, self._direction) for name in request.objects
        }
        self._memories: dict[ObjectId, ObjectMemory] = {}
        self._largest = PROCESSOR_BATCH if model.device.type == "cpu" else LARGEST_BATCH

    @property
    def size_bytes(self) -> int:
        """What the memories of all objects occupy."""
        return sum(memory.size_bytes for memory in self._memories.values())

    def stop_batching(self) -> None:
        """Propagate objects one by one from now on, for a device that is short of memory."""
        self._largest = 1

    def advance(self, frame: FrameIndex) -> TrackedFrame:
        """Predict every object on the next frame and add it to the memories."""
        wanted: dict[ObjectId, ObjectMemory] = {}
        for name in self._request.objects:
            memory = self._memory_at(name, frame)
            if frame in self._saved[name].conditioning:
                if self._restorer.clears_at_corrections:
                    memory.clear_tracked()
                continue
            fixed = self._request.fixed(name, frame)
            if fixed is not None:
                self._restorer.add_saved_mask(self._video, memory, frame, fixed)
                continue
            wanted[name] = memory
        found: dict[ObjectId, Prediction] = {}
        for batch in self._batches(wanted):
            outputs = self._track_batch(frame, [wanted[name] for name in batch])
            for name, output in zip(batch, outputs, strict=True):
                found[name] = self._add(frame, wanted[name], output)
        return TrackedFrame(frame, {name: found[name] for name in self._request.objects if name in found})

    def _memory_at(self, name: ObjectId, frame: FrameIndex) -> ObjectMemory:
        memory = self._memories.get(name)
        if memory is None:
            memory = self._restorer.restore(self._video, self._saved[name], frame, self._direction)
            self._memories[name] = memory
        else:
            self._restorer.update(self._video, self._saved[name], memory, frame, self._direction)
        return memory

    def _batches(self, wanted: dict[ObjectId, ObjectMemory]) -> Iterator[Sequence[ObjectId]]:
        """Yield objects whose memories hold the same frames, at most a batch at a time."""
        equal: dict[object, list[ObjectId]] = {}
        for name, memory in wanted.items():
            equal.setdefault(memory.shape(), []).append(name)
        for names in equal.values():
            for start in range(0, len(names), self._largest):
                yield names[start : start + self._largest]

    def _track_batch(self, frame: FrameIndex, memories: Sequence[ObjectMemory]) -> list[Output]:
        """Return the outputs of a batch of objects; those that are not to be remembered have no spatial memory."""
        features = self._encoder.features(self._video, frame)
        fused = self._model.with_memory(features, frame, self._direction, self._video.frame_count, memories)
        shift = self._model.presence_shift([memory.own_score(frame) for memory in memories])
        decoded, fine = self._model.decode(features, fused, points=None, prior=None, first=False, shift=shift)
        outputs, high = self._reidentifier.check(features, frame, memories, decoded, fine, shift)
        kept = [
            at
            for at, (memory, before, output) in enumerate(zip(memories, decoded, outputs, strict=True))
            if memory.keeps_absent or before.present or output.present
        ]
        if kept:
            encoded = self._model.encode_memory(features, [outputs[at] for at in kept], high[kept])
            for at, output in zip(kept, encoded, strict=True):
                outputs[at] = output
        return outputs

    def _add(self, frame: FrameIndex, memory: ObjectMemory, output: Output) -> Prediction:
        guide = self._encoder.features(self._video, frame).guide
        mask = to_mask(output.logits, self._video.height, self._video.width, guide)
        if output.spatial is not None:
            self._outputs.put((self._video.key, frame, mask), output)
        memory.add(frame, output)
        return prediction(output, mask)


def prediction(output: Output, mask: Mask) -> Prediction:
    """Return an output with its mask as the engine's door offers it."""
    presence = float(torch.sigmoid(output.presence.float()).item())
    return Prediction(mask, score=output.score, presence=presence, doubts=output.doubts)

"""One pass through a video for one or several objects: each frame is encoded once, equal memories form one batch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.inference.exclusive import apart, disjoint
from app.engine.inference.features import Features
from app.engine.inference.frame_encoder import FrameEncoder, VideoInput
from app.engine.inference.memory_bank import ObjectMemory, Output
from app.engine.inference.memory_restore import MemoryRestorer, OutputCache, SavedCells
from app.engine.inference.model import Sam2Model
from app.engine.inference.reidentification import Reidentifier
from app.engine.inference.transforms import to_mask
from app.engine.predictor import Adapter, PassDirection, Prediction, TrackedFrame, TrackRequest
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
        *,
        encodes_ahead: bool = False,
    ) -> None:
        self._encodes_ahead = encodes_ahead
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
            if self._saved[name].decided(frame):
                self._pass_by(frame, self._saved[name], memory)
                continue
            fixed = self._request.fixed(name, frame)
            if fixed is not None:
                self._restorer.add_saved_mask(self._video, memory, frame, fixed)
                continue
            wanted[name] = memory
        if wanted and self._encodes_ahead:
            self._encoder.features(self._video, frame)
            self._encode_next(frame)
        steps: Iterable[_Decoded] = (self._decoded(frame, batch, wanted) for batch in self._batches(frame, wanted))
        if self._request.exclusive:
            steps = self._kept_apart(frame, list(steps))
        outputs = {name: output for step in steps for name, output in self._remembered(frame, step, wanted)}
        masks = self._masks(frame, outputs)
        found = {name: self._add(frame, wanted[name], outputs[name], masks[name]) for name in outputs}
        return TrackedFrame(frame, {name: found[name] for name in self._request.objects if name in found})

    def _encode_next(self, frame: FrameIndex) -> None:
        """Have the frame behind `frame` encoded ahead, if any object is predicted on it."""
        frames = self._request.frames
        for following in map(FrameIndex, frames[frames.index(frame) + 1 :][:1]):
            if not all(saved.decided(following) for saved in self._saved.values()):
                self._encoder.begin(self._video, following)

    def _kept_apart(self, frame: FrameIndex, steps: "Sequence[_Decoded]") -> "Sequence[_Decoded]":
        """Take away from exclusive objects what belongs to surer ones, or to those that are not predicted here."""
        places = [(step, at) for step in steps for at, name in enumerate(step.names) if name in self._request.exclusive]
        if not places:
            return steps
        claimed = [self._request.claimed(step.names[at], frame) for step, at in places]
        outputs, high = zip(*((step.outputs[at], step.high[at : at + 1]) for step, at in places), strict=True)
        for (step, at), (output, fine) in zip(places, apart(outputs, high, claimed), strict=True):
            step.outputs[at], step.high[at : at + 1] = output, fine
        return steps

    def _masks(self, frame: FrameIndex, outputs: Mapping[ObjectId, Output]) -> dict[ObjectId, Mask]:
        """Return the masks at the video's size."""
        if not outputs:
            return {}
        guide = self._encoder.features(self._video, frame).guide
        if guide is not None and len(outputs) > 1:
            guide = guide.for_several([output.logits[0, 0].float().cpu().numpy() for output in outputs.values()])
        height, width = self._video.height, self._video.width
        masks = {name: to_mask(output.logits, height, width, guide) for name, output in outputs.items()}
        alone = {name: mask for name, mask in masks.items() if name in self._request.exclusive}
        if not alone:
            return masks
        scores = {name: outputs[name].score for name in alone}
        return {**masks, **disjoint(alone, scores, {name: self._request.claimed(name, frame) for name in alone})}

    def _pass_by(self, frame: FrameIndex, saved: SavedCells, memory: ObjectMemory) -> None:
        """Go over a frame that a person determined; where it says absent, that is noted and not remembered."""
        if frame in saved.unsure:
            return
        noted = {frame, *memory.absent} if frame in saved.absent else set()
        if self._restorer.clears_at_corrections:
            memory.clear_tracked()
        memory.absent |= noted

    def _memory_at(self, name: ObjectId, frame: FrameIndex) -> ObjectMemory:
        memory = self._memories.get(name)
        if memory is None:
            memory = self._restorer.restore(self._video, self._saved[name], frame, self._direction)
            self._memories[name] = memory
        else:
            self._restorer.update(self._video, self._saved[name], memory, frame, self._direction)
        return memory

    def _batches(self, frame: FrameIndex, wanted: dict[ObjectId, ObjectMemory]) -> Iterator[Sequence[ObjectId]]:
        """Yield objects whose memories hold the same frames and that share an adapter, at most a batch at a time."""
        equal: dict[object, list[ObjectId]] = {}
        for name, memory in wanted.items():
            equal.setdefault((memory.as_read(frame).shape(), self._adapter(name)), []).append(name)
        for names in equal.values():
            for start in range(0, len(names), self._largest):
                yield names[start : start + self._largest]

    def _adapter(self, name: ObjectId) -> Adapter | None:
        return self._request.adapters.get(name)

    def _decoded(
        self, frame: FrameIndex, names: Sequence[ObjectId], wanted: Mapping[ObjectId, ObjectMemory]
    ) -> "_Decoded":
        """Return the checked outputs of a batch of objects."""
        memories = [wanted[name] for name in names]
        features = self._encoder.features(self._video, frame)
        read = [memory.as_read(frame) for memory in memories]
        fused = self._model.with_memory(features, frame, self._direction, self._video.frame_count, read)
        shift = self._model.presence_shift([memory.own_score(frame) for memory in memories])
        compares = any(memory.compares for memory in memories)
        with self._model.adapted(self._adapter(names[0])):
            decoded, fine = self._model.decode(
                features, fused, points=None, prior=None, first=False, shift=shift, compares=compares
            )
        outputs, high = self._reidentifier.check(features, frame, memories, decoded, fine, shift)
        step = _Decoded(names, [output.present for output in decoded], list(outputs), high)
        self._mend(features, frame, memories, step)
        return step

    def _mend(self, features: Features, frame: FrameIndex, memories: Sequence[ObjectMemory], step: "_Decoded") -> None:
        """Mend the masks of objects whose person-made frames taught what the decoder draws wrong."""
        for at, (memory, output) in enumerate(zip(memories, step.outputs, strict=True)):
            learned = memory.target(frame)
            if learned is not None and output.present:
                target, distance = learned
                logits = target.mended(features, output.logits, distance)
                step.outputs[at] = replace(output, logits=logits)
                if not target.alone:
                    size = step.high.shape[-2:]
                    step.high[at : at + 1] = F.interpolate(logits, size, mode="bilinear", align_corners=False)

    def _remembered(
        self, frame: FrameIndex, step: "_Decoded", wanted: Mapping[ObjectId, ObjectMemory]
    ) -> Iterator[tuple[ObjectId, Output]]:
        """Yield outputs with their spatial memories; those that are not to be remembered have none."""
        outputs = step.outputs
        kept = [
            at
            for at, (name, before, output) in enumerate(zip(step.names, step.present, outputs, strict=True))
            if wanted[name].keeps_absent or before or output.present
        ]
        if kept:
            features = self._encoder.features(self._video, frame)
            encoded = self._model.encode_memory(features, [outputs[at] for at in kept], step.high[kept])
            for at, output in zip(kept, encoded, strict=True):
                outputs[at] = output
        yield from zip(step.names, outputs, strict=True)

    def _add(self, frame: FrameIndex, memory: ObjectMemory, output: Output, mask: Mask) -> Prediction:
        if output.spatial is not None:
            self._outputs.put((self._video.key, frame, mask), output)
        memory.add(frame, output)
        return prediction(output, mask)


@dataclass(slots=True, eq=False)
class _Decoded:
    """A batch of objects on a frame: what the check of appearance left, and whether a mask was decoded before it.

    `high`: mask logits, B x 1 x S x S.
    """

    names: Sequence[ObjectId]
    present: Sequence[bool]
    outputs: list[Output]
    high: Tensor


def prediction(output: Output, mask: Mask) -> Prediction:
    """Return an output with its mask as the engine's door offers it."""
    presence = float(torch.sigmoid(output.presence.float()).item())
    return Prediction(mask, score=output.score, presence=presence, doubts=output.doubts)

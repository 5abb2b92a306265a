"""One pass through time for one or several objects: each frame is encoded once, equal memories are stepped together."""

from collections.abc import Iterator, Sequence

import torch

from app.engine.inference.frame_encoder import Clip, Sight
from app.engine.inference.memory_bank import ObjectMemory, Output
from app.engine.inference.memory_restore import Recall, Recollection
from app.engine.inference.model import Network
from app.engine.inference.reidentification import Recognition
from app.engine.inference.transforms import to_mask
from app.engine.predictor import Prediction, Step, TrackedFrame, TrackRequest
from app.masks.mask import Mask
from app.project.model import FrameIndex, ObjectId

# More objects at once make the device's memory the limit; on a processor its caches (8 measured 3 % faster than 4)
LARGEST_BATCH, PROCESSOR_BATCH = 16, 8


class Pass:
    """The memories of a tracking job and its step from one frame to the next.

    A step that fails leaves the memories such that it can be tried again.
    """

    def __init__(
        self,
        network: Network,
        sight: Sight,
        recollection: Recollection,
        recall: Recall,
        clip: Clip,
        request: TrackRequest,
    ) -> None:
        self._network = network
        self._recognition = Recognition(network)
        self._sight = sight
        self._recollection = recollection
        self._recall = recall
        self._clip = clip
        self._request = request
        self._step = Step.FORWARD if request.frames.step > 0 else Step.BACKWARD
        first = FrameIndex(request.frames.start)
        self._pasts = {name: recollection.past(request.context[name], first, self._step) for name in request.objects}
        self._memories: dict[ObjectId, ObjectMemory] = {}
        self._largest = PROCESSOR_BATCH if network.device.type == "cpu" else LARGEST_BATCH

    @property
    def size_bytes(self) -> int:
        """What the memories of all objects occupy."""
        return sum(memory.size_bytes for memory in self._memories.values())

    def one_by_one(self) -> None:
        """Step objects singly from now on, for a device that is short of memory."""
        self._largest = 1

    def advance(self, frame: FrameIndex) -> TrackedFrame:
        """Predict every object on the next frame and remember it."""
        wanted: dict[ObjectId, ObjectMemory] = {}
        for name in self._request.objects:
            memory = self._brought(name, frame)
            if frame in self._pasts[name].conditioning:
                if self._recollection.forgets:
                    memory.tracked.clear()
                continue
            given = self._request.fixed(name, frame)
            if given is not None:
                memory.tracked[frame] = self._recollection.saved(self._clip, frame, given)
                continue
            wanted[name] = memory
        found: dict[ObjectId, Prediction] = {}
        for group in self._groups(wanted):
            outputs = self._stepped(frame, [wanted[name] for name in group])
            for name, output in zip(group, outputs, strict=True):
                found[name] = self._kept(frame, wanted[name], output)
        return TrackedFrame(frame, {name: found[name] for name in self._request.objects if name in found})

    def _brought(self, name: ObjectId, frame: FrameIndex) -> ObjectMemory:
        memory = self._memories.get(name)
        if memory is None:
            memory = self._recollection.memory(self._clip, self._pasts[name], frame, self._step)
            self._memories[name] = memory
        else:
            self._recollection.refresh(self._clip, self._pasts[name], memory, frame, self._step)
        return memory

    def _groups(self, wanted: dict[ObjectId, ObjectMemory]) -> Iterator[Sequence[ObjectId]]:
        """Yield objects whose memories hold the same frames, at most a batch at a time."""
        alike: dict[object, list[ObjectId]] = {}
        for name, memory in wanted.items():
            alike.setdefault(memory.shape(), []).append(name)
        for names in alike.values():
            for start in range(0, len(names), self._largest):
                yield names[start : start + self._largest]

    def _stepped(self, frame: FrameIndex, memories: Sequence[ObjectMemory]) -> list[Output]:
        features = self._sight.features(self._clip, frame)
        fused = self._network.fused(features, frame, self._step, self._clip.frame_count, memories)
        said, fine = self._network.answer(features, fused, points=None, prior=None, first=False)
        outputs, high = self._recognition.checked(features, frame, memories, said, fine)
        return self._network.remember(features, outputs, high)

    def _kept(self, frame: FrameIndex, memory: ObjectMemory, output: Output) -> Prediction:
        guide = self._sight.features(self._clip, frame).guide
        mask = to_mask(output.logits, self._clip.height, self._clip.width, guide)
        self._recall.put((self._clip.key, frame, mask), output)
        memory.tracked[frame] = output
        return prediction(output, mask)


def prediction(output: Output, mask: Mask) -> Prediction:
    """Return an output in the words of the engine's door."""
    return Prediction(mask, score=output.score, presence=float(torch.sigmoid(output.presence.float()).item()))

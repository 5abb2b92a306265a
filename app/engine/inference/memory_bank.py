"""The memory bank of one object in one direction: a window of outputs, never all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from app.engine.inference.appearance import Appearance
from app.engine.inference.target_model import NormalEquations, TargetModel
from app.engine.predictor import PassDirection
from app.masks.mask import Mask
from app.project.model import NO_DOUBTS, Doubts, FrameIndex

ABSENT_FRAMES = 3
"""Frames an object has to be absent until it was away: it is then searched for on the whole frame."""


@dataclass(frozen=True, slots=True, eq=False)
class Output:
    """The model's output for one object on one frame, in the compact form that its memory keeps.

    `logits`: 1 x 1 x S/4 x S/4 float32, above zero = object. `pointer`: 1 x C, the object's token. `presence`: 1 x 1,
    a logit. `score`: predicted IoU. `spatial`: 1 x M x h x w bfloat16, None until the memory encoder ran.
    `appearance`: of conditioning frames, on a model that embeds it. `own_score`: of conditioning frames that show the
    object, the predicted IoU of the frame when it is tracked from its own memory; on a model whose presence needs it.
    `equations`: of the same frames, those of the object's target model.
    `predicted`: the mask and its score are the model's own, not those of a given mask.
    `agreement`: of tracked frames whose policy asks for it, see app.engine.inference.lookalikes.
    `doubts`: what the model knows against the mask.
    """

    logits: Tensor
    pointer: Tensor
    presence: Tensor
    score: float
    spatial: Tensor | None = None
    appearance: Appearance | None = None
    own_score: float | None = None
    equations: NormalEquations | None = None
    agreement: float = 1.0
    predicted: bool = True
    doubts: Doubts = NO_DOUBTS

    @property
    def present(self) -> bool:
        """Tell whether it shows an object; not known of an output that a memory bank has cut down to its pointer."""
        return float(self.presence) > 0 and bool((self.logits > 0).any())

    def with_memory(self, spatial: Tensor) -> "Output":
        """Return the same output with its spatial memory, in bfloat16 as SAM 2 keeps it."""
        return replace(self, spatial=spatial.to(torch.bfloat16))

    @property
    def size_bytes(self) -> int:
        """The memory its tensors occupy."""
        tensors = [self.logits, self.pointer, self.presence]
        if self.spatial is not None:
            tensors.append(self.spatial)
        learned = sum(part.size_bytes for part in (self.appearance, self.equations) if part is not None)
        return learned + sum(tensor.numel() * tensor.element_size() for tensor in tensors)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a model's memory reads: frames behind the current one, and conditioning frames at once."""

    spatial: int
    pointers: int
    conditioning: int

    @property
    def frames(self) -> int:
        """The farthest frame behind the current one that is read at all."""
        return max(self.spatial, self.pointers)

    def selected(self, frame: int, conditioning: Iterable[FrameIndex]) -> list[FrameIndex]:
        """Return the conditioning frames that are read from `frame`: nearest before, nearest after, then the nearest.

        The same choice in the same order as sam2.modeling.sam2_utils.select_closest_cond_frames, on numbers alone.
        """
        known = list(conditioning)
        if self.conditioning < 0 or len(known) <= self.conditioning:
            return known
        before = max((t for t in known if t < frame), default=None)
        after = min((t for t in known if t >= frame), default=None)
        chosen = [t for t in (before, after) if t is not None]
        rest = sorted((t for t in known if t not in chosen), key=lambda t: abs(t - frame))
        return chosen + rest[: self.conditioning - len(chosen)]

    def behind(self, frame: int, direction: PassDirection) -> range:
        """Return the frames that can be read behind `frame`, nearest first."""
        return range(frame - direction.value, frame - direction.value * (self.frames + 1), -direction.value)

    def needed(self, frame: int, direction: PassDirection, conditioning: Iterable[FrameIndex]) -> list[FrameIndex]:
        """Return the conditioning frames that can be read from `frame`: the selected, then others in the window."""
        known = list(conditioning)
        selected, window = self.selected(frame, known), self.behind(frame, direction)
        return selected + [t for t in known if t in window and t not in selected]


class ObjectMemory:
    """One object's memory in one direction. Holds conditioning outputs in reach and tracked outputs in the window.

    `absent` are the tracked frames of the window without the object. `keeps_absent`: all of them are in memory, else
    only those on which a mask was rejected, which says that what is there is not the object.
    """

    def __init__(self, reach: Reach, direction: PassDirection, *, keeps_absent: bool = True) -> None:
        self._reach = reach
        self._direction = direction
        self.keeps_absent = keeps_absent
        self.conditioning: dict[FrameIndex, Output] = {}
        self.tracked: dict[FrameIndex, Output] = {}
        self.absent: set[FrameIndex] = set()
        self._target: tuple[tuple[FrameIndex, ...], TargetModel] | None = None

    @property
    def compares(self) -> bool:
        """Tell whether it asks by how much a mask agrees with its alternatives."""
        return False

    @property
    def size_bytes(self) -> int:
        """The memory that all outputs occupy."""
        return sum(out.size_bytes for outputs in (self.conditioning, self.tracked) for out in outputs.values())

    def was_absent(self, frame: FrameIndex) -> bool:
        """Tell whether the object was absent on all of the last ABSENT_FRAMES."""
        return sum(abs(at - frame) <= ABSENT_FRAMES for at in self.absent) == ABSENT_FRAMES

    def own_score(self, frame: FrameIndex) -> float | None:
        """Return what predicted IoU the object has at `frame` where it is surely present; None if that is not known.

        That is the highest of the own score of the nearest conditioning frame that has one, and of the scores of the
        masks in memory that the model made: a conditioning mask that a click gave may be worse than what follows. Own
        scores farther away count half, as a frame on which a person had to show the object may be a hard one, and so
        are those around it. They count in full once the object was absent: it has to come back as sure as it ever was.
        """
        own = {at: out.own_score for at, out in self.conditioning.items() if out.own_score is not None}
        if not own:
            return None
        made = [out.score for out in self.tracked.values() if out.predicted and out.spatial is not None]
        nearest, highest = own[min(own, key=lambda at: (abs(at - frame), at))], max(own.values())
        return max([highest if self.was_absent(frame) else max(nearest, highest / 2), *made])

    def target(self, frame: FrameIndex) -> tuple[TargetModel, int] | None:
        """Return what is learned of the object from the conditioning frames, and how far the nearest of those is."""
        shown = {at: out.equations for at, out in self.conditioning.items() if out.equations is not None}
        if not shown:
            return None
        frames = tuple(sorted(shown))
        if self._target is None or self._target[0] != frames:
            answers = {at: out.score for at, out in self.conditioning.items() if at in shown and out.predicted}
            self._target = frames, TargetModel.of(shown, answers)
        target = self._target[1]
        return target, target.distance(frame)

    def add(self, frame: FrameIndex, output: Output) -> None:
        """Add the output of a tracked frame; of one without spatial memory only note that the object is absent."""
        if not output.present:
            self.absent.add(frame)
        if output.spatial is not None:
            self.tracked[frame] = output

    def clear_tracked(self) -> None:
        """Forget all tracked frames."""
        self.tracked.clear()
        self.absent.clear()

    def forget(self, frame: FrameIndex, needed: Sequence[FrameIndex]) -> None:
        """Drop what cannot be read from `frame` on: conditioning that is not `needed`, tracked outside the window.

        Conditioning is put in the order of `needed`, which is the order in which the model reads it.
        """
        window = self._reach.behind(frame, self._direction)
        self.conditioning = {t: self.conditioning[t] for t in needed}
        self.tracked = {t: self._slim(frame, t, out) for t, out in self.tracked.items() if t in window}
        self.absent.intersection_update(window)

    def as_read(self, _frame: FrameIndex) -> "ObjectMemory":
        """Return the memory as the model is to read it on a frame: this one, all of which lies where it was."""
        return self

    def to_restore(self, frame: FrameIndex, saved: Mapping[FrameIndex, Mask]) -> list[FrameIndex]:
        """Return the frames with saved masks that are read on `frame`, nearest first."""
        return [at for at in map(FrameIndex, self._reach.behind(frame, self._direction)) if at in saved]

    def shape(self) -> tuple[tuple[FrameIndex, ...], tuple[FrameIndex, ...]]:
        """Return which frames are in memory; objects with equal shapes can be tracked as one batch."""
        return tuple(self.conditioning), tuple(sorted(self.tracked))

    def _slim(self, frame: int, at: int, out: Output) -> Output:
        """Beyond the spatial window only the pointer is read: drop the large part."""
        far = abs(frame - at) > self._reach.spatial
        return (
            replace(out, spatial=None, logits=out.logits[:, :, :0, :0].clone())
            if far and out.spatial is not None
            else out
        )


def stacked(
    memories: Sequence[ObjectMemory], encoding: Tensor | None
) -> dict[str, dict[FrameIndex, dict[str, object]]]:
    """Return memories of equal shape as one `output_dict` of SAM2Base, objects along the batch axis.

    `encoding` is the position encoding of a spatial memory, 1 x M x h x w (the same for all).
    """

    def joined(outputs: Sequence[Output]) -> dict[str, object]:
        spatial = [out.spatial for out in outputs if out.spatial is not None]
        batch = len(outputs)
        return {
            "maskmem_features": torch.cat(spatial) if spatial else None,
            "maskmem_pos_enc": None if encoding is None else [encoding.expand(batch, -1, -1, -1)],
            "obj_ptr": torch.cat([out.pointer for out in outputs]),
        }

    first = memories[0]
    return {
        "cond_frame_outputs": {t: joined([m.conditioning[t] for m in memories]) for t in first.conditioning},
        "non_cond_frame_outputs": {t: joined([m.tracked[t] for m in memories]) for t in sorted(first.tracked)},
    }

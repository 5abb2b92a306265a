"""The memory bank of one object under a policy: it keeps what the policy reads, and shows it to the model by rank."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch

from app.engine.inference.lookalikes import Anchors
from app.engine.inference.memory_bank import ObjectMemory, Output, Reach
from app.engine.inference.memory_policy import LEAST_SCORE, effective_score, ranked
from app.engine.predictor import PassDirection
from app.masks.mask import Mask
from app.project.model import FrameIndex, Policy


def memory_of(reach: Reach, direction: PassDirection, policy: Policy, *, keeps_absent: bool = True) -> ObjectMemory:
    """Return an empty memory that follows `policy`."""
    if policy is Policy.META:
        return ObjectMemory(reach, direction, keeps_absent=keeps_absent)
    return PolicyMemory(reach, direction, policy, keeps_absent=keeps_absent)


class PolicyMemory(ObjectMemory):
    """Memory of which the model reads frames that need not be the last ones.

    The model is told that they are: the nearest stands a frame away, the next one two. So its weights find them where
    they look, in either direction, and objects with equally many of them are one batch.
    """

    def __init__(self, reach: Reach, direction: PassDirection, policy: Policy, *, keeps_absent: bool = True) -> None:
        super().__init__(reach, direction, keeps_absent=keeps_absent)
        self.policy = policy
        self._shows: dict[FrameIndex, bool] = {}
        self._anchors = Anchors() if policy is Policy.LOOKALIKES else None

    @property
    def compares(self) -> bool:
        """Tell whether it asks by how much a mask agrees with its alternatives."""
        return self._anchors is not None

    @property
    def size_bytes(self) -> int:
        """The memory that all outputs occupy."""
        anchors = () if self._anchors is None else self._anchors.outputs.values()
        return super().size_bytes + sum(out.size_bytes for out in anchors)

    def add(self, frame: FrameIndex, output: Output) -> None:
        """Add the output of a tracked frame; under *look-alikes* it may become an anchor."""
        super().add(frame, output)
        if output.spatial is None:
            return
        presence = float(torch.sigmoid(output.presence.float()).item())
        self._shows[frame] = output.present and effective_score(presence, output.score) > LEAST_SCORE
        if self._anchors is not None and self._shows[frame]:
            self._anchors.consider(frame, output)

    def clear_tracked(self) -> None:
        """Forget all tracked frames, anchors too."""
        super().clear_tracked()
        self._shows.clear()
        if self._anchors is not None:
            self._anchors.clear()

    def forget(self, frame: FrameIndex, needed: Sequence[FrameIndex]) -> None:
        """Drop what the policy does not read from `frame` on."""
        self.conditioning = {t: self.conditioning[t] for t in needed}
        kept = self._ranked(frame)
        # One more than is read: the frame before may be read only because it is the one before.
        self.tracked = {t: self._cut(rank, self.tracked[t]) for rank, t in enumerate(kept)}
        self._shows = {t: self._shows[t] for t in kept}
        self.absent.intersection_update(self._reach.behind(frame, self._direction))

    def as_read(self, frame: FrameIndex) -> ObjectMemory:
        """Return the frames that the policy reads as if they were the last ones before `frame`, and the anchors."""
        read = ObjectMemory(self._reach, self._direction, keeps_absent=self.keeps_absent)
        room = self._reach.conditioning - len(self.conditioning) if self._reach.conditioning >= 0 else None
        anchors = {} if self._anchors is None else self._anchors.newest(room)
        read.conditioning = {**self.conditioning, **anchors}
        step = self._direction.value
        ranks = enumerate(self._ranked(frame), start=1)
        read.tracked = {FrameIndex(frame - step * rank): self.tracked[t] for rank, t in ranks}
        return read

    def to_restore(self, frame: FrameIndex, saved: Mapping[FrameIndex, Mask]) -> list[FrameIndex]:
        """Return the frames with saved masks that the policy reads on `frame`, nearest first.

        Saved frames without the object are only noted.
        """
        behind = self._reach.behind(frame, self._direction)
        self.absent.update(at for at, mask in saved.items() if not mask.area and at in behind)
        shows = {at: True for at, mask in saved.items() if mask.area}
        return ranked(self.policy, frame, self._direction, shows, self._most)

    @property
    def _most(self) -> int:
        return self._reach.spatial if self.policy is Policy.LOOKALIKES else self._reach.frames

    def _ranked(self, frame: int) -> list[FrameIndex]:
        return ranked(self.policy, frame, self._direction, self._shows, self._most)

    def _cut(self, rank: int, out: Output) -> Output:
        """Beyond what is read as spatial memory only the pointer is read: drop the large part."""
        if rank <= self._reach.spatial or out.spatial is None:
            return out
        return replace(out, spatial=None, logits=out.logits[:, :, :0, :0].clone())

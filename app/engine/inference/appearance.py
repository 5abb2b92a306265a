"""Compares the looks of a picture's cells with those on frames that a person determined: the object, and all else."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

OWN, OTHER = 0.5, 0.05
"""A cell is the object's from this share of it on, and something else's below that; between lies the border."""
FAINT = 0.8
"""An object too small to fill cells has those with this part of its largest share."""
BEST = 3
"""So many matches count, so that a single cell that happens to look alike decides nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """What a frame shows of an object and of everything else: looks of cells, F x R and G x R, float32, unit length."""

    own: Tensor
    others: Tensor

    @property
    def size_bytes(self) -> int:
        """The memory it occupies."""
        return sum(looks.numel() * looks.element_size() for looks in (self.own, self.others))


def shares(mask: Tensor, cells: int) -> Tensor:
    """Return which share of each of `cells` cells a mask covers: 1 x 1 x S x S of 0 and 1 -> N, row by row."""
    side = round(cells**0.5)
    return F.interpolate(mask.float(), (side, side), mode="area").flatten()


def mostly(share: Tensor, least: float) -> Tensor:
    """Return the cells (N bool) that a mask fills: at least so far, or nearly as far as any, if it fills none."""
    return (share > min(least, FAINT * float(share.max()))) & (share > 0)


def portrait(looks: Tensor, mask: Tensor) -> Portrait:
    """Take the portrait of an object on a frame: looks N x R, mask 1 x 1 x S x S of 0 and 1."""
    share = shares(mask, len(looks))
    return Portrait(looks[mostly(share, OWN)].clone(), looks[share < OTHER].clone())


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """How much each of N cells looks like the object (`own`) and like something else (`other`): cosines, N each."""

    own: Tensor
    other: Tensor

    @property
    def margin(self) -> Tensor:
        """Above zero where a cell looks like the object rather than like all else."""
        return self.own - self.other


def likeness(looks: Tensor, known: Sequence[Portrait]) -> Likeness | None:
    """Compare N cells (N x R) with all that portraits show: the mean of the best matches with either side.

    None if the portraits show no object, or nothing else.
    """
    means = []
    for found in ([one.own for one in known], [one.others for one in known]):
        wanted = torch.cat(found) if found else looks[:0]
        if not len(wanted):
            return None
        with torch.autocast(looks.device.type, enabled=False):
            means.append((looks @ wanted.T).topk(min(BEST, len(wanted)), dim=1).values.mean(1))
    return Likeness(*means)

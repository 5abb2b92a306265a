"""Compares the appearance of a frame's cells with that of conditioning frames: the object, and its background.

A cell is one place of the coarsest feature map.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

FOREGROUND_COVERAGE, BACKGROUND_COVERAGE = 0.5, 0.05
"""A cell belongs to the object above the first coverage, to the background below the second; between is the border."""
FAINT = 0.8
"""A mask too small to fill cells has those it covers to this part of its largest coverage."""
BEST_MATCHES = 3
"""Matches that are averaged, so that a single cell that is alike by chance decides nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """Embeddings of a conditioning frame's cells: object F x R and background G x R, float32, unit length."""

    foreground: Tensor
    background: Tensor

    @property
    def size_bytes(self) -> int:
        """The memory it occupies."""
        return sum(cells.numel() * cells.element_size() for cells in (self.foreground, self.background))


def coverage(mask: Tensor, cells: int) -> Tensor:
    """Return the share of each of `cells` cells that a mask covers: 1 x 1 x S x S of 0 and 1 -> N, row by row."""
    side = round(cells**0.5)
    return F.interpolate(mask.float(), (side, side), mode="area").flatten()


def covered(share: Tensor, least: float) -> Tensor:
    """Return the cells (N bool) with a coverage above `least`, or near the largest where none reaches it."""
    return (share > min(least, FAINT * float(share.max()))) & (share > 0)


def appearance_of(embeddings: Tensor, mask: Tensor) -> Appearance:
    """Split a frame's cells by the object's mask: embeddings N x R, mask 1 x 1 x S x S of 0 and 1."""
    share = coverage(mask, len(embeddings))
    return Appearance(
        embeddings[covered(share, FOREGROUND_COVERAGE)].clone(), embeddings[share < BACKGROUND_COVERAGE].clone()
    )


@dataclass(frozen=True, slots=True, eq=False)
class Similarity:
    """Cosine similarity of each of N cells to the object and to its background, N each."""

    foreground: Tensor
    background: Tensor

    @property
    def margin(self) -> Tensor:
        """Above zero where a cell is more like the object than like the background."""
        return self.foreground - self.background


def compare(embeddings: Tensor, references: Sequence[Appearance]) -> Similarity | None:
    """Compare N cells (N x R) with all references: the mean of the best matches on either side.

    None if the references show no object, or no background.
    """
    means = []
    for found in ([one.foreground for one in references], [one.background for one in references]):
        wanted = torch.cat(found) if found else embeddings[:0]
        if not len(wanted):
            return None
        with torch.autocast(embeddings.device.type, enabled=False):
            means.append((embeddings @ wanted.T).topk(min(BEST_MATCHES, len(wanted)), dim=1).values.mean(1))
    return Similarity(*means)


def look_of(coarse: Tensor, mask: Tensor) -> NDArray[np.float32]:
    """Return the mean features on an object and around it, of unit length: coarse 1 x C x s x s, mask 1 x 1 x S x S."""
    cells = coarse[0].float().flatten(1)
    share = coverage(mask, cells.shape[1])
    inside = share / share.sum().clamp(min=1e-6)
    outside = (1 - share) / (1 - share).sum().clamp(min=1e-6)
    with torch.autocast(coarse.device.type, enabled=False):
        both = torch.cat([F.normalize(cells @ weights, dim=0) for weights in (inside, outside)])
    return np.asarray(F.normalize(both, dim=0).cpu().numpy(), np.float32)

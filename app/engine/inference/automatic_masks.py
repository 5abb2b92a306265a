"""Finds objects on a frame without prompts: grids of clicks on the image and crops of it, best masks first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from app.engine.inference.features import Features
from app.engine.inference.model import Points, Sam2Model
from app.engine.inference.transforms import squared
from app.engine.predictor import Prediction
from app.masks.mask import Mask
from app.media.source import Image

Pixels = NDArray[np.bool_]

# Below the defaults of SAM 2's automatic mask generator (0.8, and 0.95 for stability): small models predict lower
# values, and as the best come first, poor masks only get the pixels that better ones left
LEAST_SCORE = 0.6
LEAST_QUALITY = 0.4
STABILITY_OFFSET = 1.0
DUPLICATE_IOU = 0.7
CROP_OVERLAP = 512 / 1500
# Smaller components and holes are removed (SAM 2's data engine); less in images below half a megapixel
SMALLEST_PIXELS = 200
SMALLEST_SHARE = 1 / 2000
LARGEST_SHARE = 0.9
# A mask that loses more than half its pixels to better ones is a part or a duplicate of one
LEAST_LEFT = 0.5
# Clicks in a batch: a processor gains nothing from many, and other jobs wait for a step to end
BATCH, PROCESSOR_BATCH = 64, 8


@dataclass(frozen=True, slots=True)
class Crop:
    """A rectangle of the image in whole pixels that is encoded alone, and the side of the grid of clicks on it."""

    left: int
    top: int
    right: int
    bottom: int
    side: int

    def inside(self, x0: float, y0: float, x1: float, y1: float, width: int, height: int) -> bool:
        """Tell whether a box touches no edge that only the crop has."""
        near = 2.0
        return (
            (self.left == 0 or x0 > self.left + near)
            and (self.top == 0 or y0 > self.top + near)
            and (self.right == width or x1 < self.right - near)
            and (self.bottom == height or y1 < self.bottom - near)
        )


@dataclass(frozen=True, slots=True, eq=False)
class MaskProposal:
    """Mask logits of one click on one crop (1 x 1 x h x w) with its predicted IoU and stability."""

    crop: Crop
    logits: Tensor
    score: float
    stability: float

    @property
    def quality(self) -> float:
        """What proposals are sorted by."""
        return self.score * self.stability


def crops(width: int, height: int, sides: Sequence[int]) -> list[Crop]:
    """Return the whole image, then its 2 x 2 overlapping crops, then 4 x 4; `sides` are the grids of each layer."""
    found = []
    for layer, side in enumerate(sides):
        count = 2**layer
        overlap = int(CROP_OVERLAP * min(width, height) * 2 / count) if layer else 0
        across, down = _lengths(width, count, overlap), _lengths(height, count, overlap)
        found += [Crop(left, top, right, bottom, side) for top, bottom in down for left, right in across]
    return found


def propose_masks(
    model: Sam2Model, image: Image, whole: Callable[[], Features], sides: Sequence[int]
) -> Iterator[Callable[[], list[MaskProposal]]]:
    """Yield the steps of a search; each, when called, returns what one batch of clicks found.

    The steps run the model and are called in its mode, one after another. `whole` gives the frame's own features.
    """
    height, width, _ = image.shape
    for crop in crops(width, height, sides):
        encoded: list[Features] = []

        def features(crop: Crop = crop, encoded: list[Features] = encoded) -> Features:
            if not encoded:
                full = (crop.right - crop.left, crop.bottom - crop.top) == (width, height)
                part = image[crop.top : crop.bottom, crop.left : crop.right]
                encoded.append(whole() if full else model.encode_image(squared(part, model.size)))
            return encoded[0]

        clicks = _grid(crop.side, model.size)
        count = PROCESSOR_BATCH if model.device.type == "cpu" else BATCH
        for batch in (clicks[start : start + count] for start in range(0, len(clicks), count)):
            yield lambda crop=crop, batch=batch, features=features: _proposals(  # type: ignore[misc]
                model, features(), crop, batch, width, height
            )


def select_masks(proposals: Sequence[MaskProposal], width: int, height: int) -> Iterator[Prediction | None]:
    """Yield the masks of proposals at the image's size, best first, without overlaps; None for a rejected one."""
    taken = np.zeros((height, width), dtype=np.bool_)
    smallest = max(1, min(SMALLEST_PIXELS, int(width * height * SMALLEST_SHARE)))
    for proposal in _distinct(proposals):
        pixels = remove_specks(_rasterized(proposal, width, height), smallest)
        area = int(pixels.sum())
        free = pixels & ~taken
        left = int(free.sum())
        if not smallest <= area <= LARGEST_SHARE * width * height or left < LEAST_LEFT * area:
            yield None
            continue
        if left < area:
            free = remove_specks(free, smallest)
        if not free.any():
            yield None
            continue
        taken |= free
        yield Prediction(Mask.from_array(free), score=proposal.score, presence=1.0)


def remove_specks(pixels: Pixels, smallest: int) -> Pixels:
    """Return a mask without components and holes of fewer than `smallest` pixels."""
    filled = pixels | _small(~pixels, smallest)
    return filled & ~_small(filled, smallest)


def _small(pixels: Pixels, smallest: int) -> Pixels:
    count, labels, facts, _ = cv2.connectedComponentsWithStats(pixels.astype(np.uint8), connectivity=8)
    if count <= 1:
        return np.zeros_like(pixels)
    small = facts[:, cv2.CC_STAT_AREA] < smallest
    small[0] = False
    return np.asarray(small[labels], dtype=np.bool_)


def _lengths(length: int, count: int, overlap: int) -> list[tuple[int, int]]:
    side = -(-(overlap * (count - 1) + length) // count)
    starts = [(side - overlap) * index for index in range(count)]
    return [(start, min(start + side, length)) for start in starts]


def _grid(side: int, size: int) -> Tensor:
    """Return the centers of a side x side grid over the model's square, N x 2."""
    places = (torch.arange(side, dtype=torch.float32) + 0.5) * size / side - 0.5
    down, across = torch.meshgrid(places, places, indexing="ij")
    return torch.stack([across.flatten(), down.flatten()], dim=-1)


def _proposals(
    model: Sam2Model, features: Features, crop: Crop, clicks: Tensor, width: int, height: int
) -> list[MaskProposal]:
    count = clicks.shape[0]
    points = Points(clicks[:, None].to(model.device), torch.ones(count, 1, dtype=torch.int32, device=model.device))
    logits, scores = model.decode_clicks(features, points)
    logits, scores = logits.flatten(0, 1).float(), scores.flatten(0, 1)
    firm, loose = _areas(logits, STABILITY_OFFSET), _areas(logits, -STABILITY_OFFSET)
    stability = torch.where(loose > 0, firm / loose.clamp(min=1), 0.0)
    keep = torch.nonzero((scores > LEAST_SCORE) & (scores * stability > LEAST_QUALITY)).flatten()
    found = [
        MaskProposal(crop, logits[at][None, None].clone(), float(scores[at]), float(stability[at]))
        for at in keep.tolist()
    ]
    return [proposal for proposal in found if _complete(proposal, width, height)]


def _areas(logits: Tensor, threshold: float) -> Tensor:
    return (logits > threshold).flatten(1).sum(dim=1).float()


def _complete(proposal: MaskProposal, width: int, height: int) -> bool:
    """Tell whether a proposal is not cut by its crop's edge."""
    crop, inside = proposal.crop, proposal.logits[0, 0] > 0
    rows, columns = torch.nonzero(inside.any(1)).flatten(), torch.nonzero(inside.any(0)).flatten()
    right, down = (crop.right - crop.left) / inside.shape[1], (crop.bottom - crop.top) / inside.shape[0]
    return crop.inside(
        crop.left + int(columns[0]) * right,
        crop.top + int(rows[0]) * down,
        crop.left + (int(columns[-1]) + 1) * right,
        crop.top + (int(rows[-1]) + 1) * down,
        width,
        height,
    )


def _distinct(proposals: Sequence[MaskProposal]) -> list[MaskProposal]:
    """Return proposals best first, without near duplicates of a better one on the same crop."""
    distinct: list[MaskProposal] = []
    flat: dict[Crop, list[Tensor]] = {}
    for proposal in sorted(proposals, key=lambda each: -each.quality):
        inside = (proposal.logits > 0).flatten()
        better = flat.setdefault(proposal.crop, [])
        if not any(_iou(inside, other) > DUPLICATE_IOU for other in better):
            better.append(inside)
            distinct.append(proposal)
    return distinct


def _iou(one: Tensor, other: Tensor) -> float:
    union = int((one | other).sum())
    return int((one & other).sum()) / union if union else 0.0


def _rasterized(proposal: MaskProposal, width: int, height: int) -> Pixels:
    crop = proposal.crop
    size = (crop.bottom - crop.top, crop.right - crop.left)
    large = F.interpolate(proposal.logits, size, mode="bilinear", align_corners=False)
    pixels = np.zeros((height, width), dtype=np.bool_)
    pixels[crop.top : crop.bottom, crop.left : crop.right] = (large[0, 0] > 0).cpu().numpy()
    return pixels

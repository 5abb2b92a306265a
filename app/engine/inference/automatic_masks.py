"""Finds objects on a frame without prompts: grids of clicks on the image and crops of it."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.inference.features import Features
from app.engine.inference.guided_filter import Guide
from app.engine.inference.mask_selection import DUPLICATE_IOU, FoundMask, Pixels
from app.engine.inference.model import Points, Sam2Model
from app.engine.inference.prompt_points import points
from app.engine.inference.transforms import squared, to_mask
from app.media.source import Image
from app.project.model import Box, Prompts

# Below the defaults of SAM 2's automatic mask generator (0.8, and 0.95 for stability): small models predict lower
# values, and as the best come first, poor masks are at the end of the list
LEAST_SCORE = 0.4
LEAST_QUALITY = 0.25
STABILITY_OFFSET = 1.0
CROP_OVERLAP = 512 / 1500
# Pixels a side of what is compared to find near duplicates, and the least of them that can tell
COMPARED_SIDE, COMPARED_PIXELS = 64, 16
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
    """Mask logits of one click on one crop (1 x 1 x h x w) with its predicted IoU and stability.

    `guide`: the crop's image, on models whose masks follow it.
    """

    crop: Crop
    logits: Tensor
    score: float
    stability: float
    guide: Guide | None = None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the mask in image pixels."""
        crop, inside = self.crop, self.logits[0, 0] > 0
        rows, columns = torch.nonzero(inside.any(1)).flatten(), torch.nonzero(inside.any(0)).flatten()
        right, down = (crop.right - crop.left) / inside.shape[1], (crop.bottom - crop.top) / inside.shape[0]
        return (
            crop.left + int(columns[0]) * right,
            crop.top + int(rows[0]) * down,
            crop.left + (int(columns[-1]) + 1) * right,
            crop.top + (int(rows[-1]) + 1) * down,
        )

    def rasterized(
        self, width: int, height: int, refine: Callable[["MaskProposal", Pixels], Pixels] | None = None
    ) -> FoundMask:
        """Return the mask at the image's size; `refine` is for when it is chosen."""
        crop = self.crop
        size = (crop.bottom - crop.top, crop.right - crop.left)
        large = F.interpolate(self.logits, size, mode="bilinear", align_corners=False)
        pixels = self._placed((large[0, 0] > 0).cpu().numpy(), width, height)
        return FoundMask(pixels, self.score, self.stability, None if refine is None else partial(refine, self))

    def guided(self, width: int, height: int) -> Pixels:
        """Return the mask at the image's size with its border at the edges of the crop's image."""
        crop = self.crop
        inside = to_mask(self.logits, crop.bottom - crop.top, crop.right - crop.left, self.guide)
        return self._placed(inside.to_array(), width, height)

    def _placed(self, inside: Pixels, width: int, height: int) -> Pixels:
        pixels, crop = np.zeros((height, width), dtype=np.bool_), self.crop
        pixels[crop.top : crop.bottom, crop.left : crop.right] = inside
        return pixels


def crops(width: int, height: int, sides: Sequence[int]) -> list[Crop]:
    """Return the whole image, then its 2 x 2 overlapping crops, then 4 x 4; `sides` are the grids of each layer."""
    found = []
    for layer, side in enumerate(sides):
        count = 2**layer
        overlap = int(CROP_OVERLAP * min(width, height) * 2 / count) if layer else 0
        across, down = _lengths(width, count, overlap), _lengths(height, count, overlap)
        found += [Crop(left, top, right, bottom, side) for top, bottom in down for left, right in across]
    return found


class MaskSearch:
    """A search on one image. `whole` gives the frame's own features, `encode` those of a square picture of a part.

    All of it runs in the model's mode.
    """

    def __init__(
        self,
        model: Sam2Model,
        image: Image,
        whole: Callable[[], Features],
        encode: Callable[[Tensor], Features] | None = None,
    ) -> None:
        self._encode = encode or model.encode_image
        self._model = model
        self._image = image
        self._whole = whole
        self.height, self.width, _ = image.shape

    def click_seconds(self) -> float:
        """Return how long a click takes on this machine: that of a batch, the shorter of two times."""
        crop, features = Crop(0, 0, self.width, self.height, 4), self._whole()
        clicks = _grid(crop.side, self._model.size)[: self._batch]
        times = []
        for _ in range(2):
            began = time.perf_counter()
            self._proposals(features, crop, clicks)
            times.append(time.perf_counter() - began)
        return min(times) / len(clicks)

    def steps(self, crop: Crop) -> Iterator[Callable[[], list[MaskProposal]]]:
        """Yield the steps of a search on a crop; each, when called, returns what one batch of clicks found."""
        encoded: list[Features] = []

        def found(batch: Tensor) -> list[MaskProposal]:
            if not encoded:
                full = (crop.right - crop.left, crop.bottom - crop.top) == (self.width, self.height)
                part = self._image[crop.top : crop.bottom, crop.left : crop.right]
                encoded.append(self._whole() if full else self._encode(squared(part, self._model.size)))
            return self._proposals(encoded[0], crop, batch)

        clicks = _grid(crop.side, self._model.size)
        for start in range(0, len(clicks), self._batch):
            yield lambda start=start: found(clicks[start : start + self._batch])  # type: ignore[misc]

    def refined(self, proposal: MaskProposal, pixels: Pixels) -> Pixels:
        """Return a proposal's mask with a better border: `pixels` are those of it, without specks.

        On the whole image the mask decoder is asked once more, with the box of the mask and its logits as the prior.
        """
        crop = proposal.crop
        if (crop.right - crop.left, crop.bottom - crop.top) != (self.width, self.height):
            return proposal.guided(self.width, self.height)
        model, features = self._model, self._whole()
        x, y, across, down = cv2.boundingRect(pixels.view(np.uint8))
        box = points(Prompts(box=Box(x, y, x + across, y + down)), self.width, self.height, model.size, model.device)
        fused = model.without_memory(features)
        (output,), _ = model.decode(features, fused, points=box, prior=proposal.logits, first=True)
        return np.asarray(to_mask(output.logits, self.height, self.width, features.guide).to_array(), np.bool_)

    @property
    def _batch(self) -> int:
        return PROCESSOR_BATCH if self._model.device.type == "cpu" else BATCH

    def _proposals(self, features: Features, crop: Crop, clicks: Tensor) -> list[MaskProposal]:
        model, count = self._model, clicks.shape[0]
        placed = Points(clicks[:, None].to(model.device), torch.ones(count, 1, dtype=torch.int32, device=model.device))
        logits, scores = model.decode_clicks(features, placed)
        logits, scores = logits.flatten(0, 1).float(), scores.flatten(0, 1)
        firm, loose = _areas(logits, STABILITY_OFFSET), _areas(logits, -STABILITY_OFFSET)
        stability = torch.where(loose > 0, firm / loose.clamp(min=1), 0.0)
        keep = torch.nonzero((scores > LEAST_SCORE) & (scores * stability > LEAST_QUALITY)).flatten()
        found = [
            MaskProposal(crop, logits[at][None, None].clone(), float(scores[at]), float(stability[at]), features.guide)
            for at in keep.tolist()
        ]
        return [each for each in found if crop.inside(*each.box, self.width, self.height)]


def settled(
    proposals: Sequence[MaskProposal], later: Sequence[Crop], width: int, height: int
) -> tuple[list[MaskProposal], list[MaskProposal]]:
    """Return what no `later` crop can show better, best first and without near duplicates, and what has to wait.

    A mask that a crop still to come holds whole will be found there at a higher resolution.
    """
    ready: list[MaskProposal] = []
    waiting: list[MaskProposal] = []
    for proposal in _distinct(proposals):
        box = proposal.box
        (waiting if any(crop.inside(*box, width, height) for crop in later) else ready).append(proposal)
    return ready, waiting


def _lengths(length: int, count: int, overlap: int) -> list[tuple[int, int]]:
    side = -(-(overlap * (count - 1) + length) // count)
    starts = [(side - overlap) * index for index in range(count)]
    return [(start, min(start + side, length)) for start in starts]


def _grid(side: int, size: int) -> Tensor:
    """Return the centers of a side x side grid over the model's square, N x 2."""
    places = (torch.arange(side, dtype=torch.float32) + 0.5) * size / side - 0.5
    down, across = torch.meshgrid(places, places, indexing="ij")
    return torch.stack([across.flatten(), down.flatten()], dim=-1)


def _areas(logits: Tensor, threshold: float) -> Tensor:
    return (logits > threshold).flatten(1).sum(dim=1).float()


def _distinct(proposals: Sequence[MaskProposal]) -> list[MaskProposal]:
    """Return proposals best first, without near duplicates of a better one on the same crop.

    Compared on some of their pixels, all at once; what is too small for that is left to the selection.
    """
    ranked = sorted(proposals, key=lambda each: -each.score)
    kept = [True] * len(ranked)
    for crop in dict.fromkeys(each.crop for each in ranked):
        places = [place for place, each in enumerate(ranked) if each.crop == crop]
        repeated = _repeated(torch.cat([ranked[place].logits for place in places])[:, 0] > 0)
        for place, again in zip(places, repeated, strict=True):
            kept[place] = not again
    return [each for each, keep in zip(ranked, kept, strict=True) if keep]


def _repeated(inside: Tensor) -> list[bool]:
    """Return for each of N masks (N x h x w) whether one before it, that is none itself, is nearly the same."""
    step = max(1, inside.shape[-1] // COMPARED_SIDE)
    flat = inside[:, ::step, ::step].flatten(1).float()
    areas = flat.sum(dim=1)
    shared = flat @ flat.T
    union = areas[:, None] + areas[None] - shared
    same = ((shared > DUPLICATE_IOU * union) & (areas >= COMPARED_PIXELS)[:, None]).cpu().numpy()
    repeated = np.zeros(len(same), np.bool_)
    for place in range(len(same)):
        if not repeated[place]:
            repeated[place + 1 :] |= same[place, place + 1 :]
    return [bool(again) for again in repeated]

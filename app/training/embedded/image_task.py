"""Second stage: clicks and boxes on single pictures, learned from true masks and from the teacher's."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.augmentation import jitter
from app.training.clips import Clip, read_picture
from app.training.feature_cache import Kept
from app.training.heads import decode
from app.training.losses import SAM2_WEIGHTS, LossWeights, Terms, ambiguous_terms, scaled, single_terms
from app.training.prompt_sampling import Point, box, click, correction, hint, to_inputs
from app.training.seeding import drawing


@dataclass(frozen=True, slots=True)
class Example:
    """A square picture (S x S x 3 uint8 RGB) and masks of things in it (K x S/2 x S/2 bool), none empty.

    `embedding` is the teacher's, where it saw the picture. `weight` says how often it is drawn.
    """

    picture: np.ndarray
    masks: np.ndarray
    weight: float = 1.0
    embedding: Tensor | None = None


def read_shelf(shelf: Path, size: int) -> list[Example]:
    """Read the teacher's views that have masks as examples for a network of `size` pixels."""
    found = []
    for path in sorted(shelf.glob("*.masks.npy")):
        stem = path.name.removesuffix(".masks.npy")
        bits = np.load(path, allow_pickle=False)
        if not len(bits):
            continue
        masks = np.unpackbits(bits, axis=1).reshape(-1, 256, 256)
        half = [cv2.resize(mask, (size // 2, size // 2), interpolation=cv2.INTER_LINEAR) > 0 for mask in masks]
        picture = cv2.resize(read_picture(shelf / f"{stem}.png"), (size, size), interpolation=cv2.INTER_AREA)
        embedding = torch.from_numpy(np.load(shelf / f"{stem}.npy", allow_pickle=False)).float()
        pooled = F.interpolate(embedding[None], size=(size // 16, size // 16), mode="area")[0].half()
        found.append(Example(picture, np.stack(half), embedding=pooled))
    return found


class Kind(Enum):
    """How an object is first pointed at."""

    CLICK = "click"
    BOX = "box"
    HINT = "hint"


KIND_WEIGHTS = (0.4, 0.35, 0.25)
CROWDED_WEIGHTS = (0.28, 0.27, 0.45)
"""The same where there are crowded examples."""
CROWDED_HINTS = 0.75
"""How often a batch of hints is given on those."""
SPILLED = 0.35
"""How often a hint then takes in another thing."""


class Segmentation:
    """The task: B pictures, up to M objects each; a click or a box, then corrective clicks on what came out.

    On a single click the three readings compete and the single mask is taught at half weight; boxes and corrections are
    answered by the single mask, as SAM 2 does. A hint is a blurred, misplaced mask and nothing else: what a memory that
    has only just begun to learn will offer the decoder. Where the teacher saw the picture the encoder is held near it.

    `crowded` examples show things that touch and cover each other; they come with hints only. Where there are any,
    hints may take in another thing of their picture, as memories do where things touch.
    """

    def __init__(
        self,
        examples: Sequence[Example],
        *,
        size: int,
        pictures: int,
        objects: int,
        corrections: int,
        seed: int,
        frozen_blocks: int | None,
        colorings: int,
        device: torch.device,
        weights: LossWeights = SAM2_WEIGHTS,
        crowded: Sequence[Example] = (),
    ) -> None:
        self.examples = (*examples, *crowded)
        self.shares = [example.weight for example in examples]
        self.crowds = [example.weight for example in crowded]
        self.weights = weights
        self.size = size
        self.pictures = pictures
        self.objects = objects
        self.corrections = corrections
        self.seed = seed
        self.colorings = colorings
        self.kept = Kept(frozen_blocks, device)
        self.device = device

    def _picture(self, key: tuple[int, int]) -> np.ndarray:
        index, coloring = key
        picture = self.examples[index].picture
        return jitter(picture, drawing(self.seed, index, coloring)) if coloring else picture

    def losses(self, model: SAM2Base, step: int) -> dict[str, Tensor]:
        """Return the mask losses of one batch, and `teacher`, the distance to the teacher's embeddings."""
        draw = drawing(self.seed, step)
        kind = draw.choices(tuple(Kind), CROWDED_WEIGHTS)[0] if self.crowds else None
        chosen = self._chosen(draw, crowded=kind is Kind.HINT and draw.random() < CROWDED_HINTS)
        keys = [(index, draw.randrange(self.colorings)) for index in chosen]
        features = self.kept.features(model, keys, lambda place: self._picture(keys[place]))
        rows, truths = [], []
        spills: list[np.ndarray | None] = []
        for row, index in enumerate(chosen):
            masks = self.examples[index].masks
            for one in draw.sample(range(len(masks)), min(self.objects, len(masks))):
                rows.append(row)
                truths.append(masks[one])
                if self.crowds:
                    others = [n for n in range(len(masks)) if n != one]
                    spills.append(masks[draw.choice(others)] if others else None)
        # One kind of prompt a batch: the decoder answers a lone click with other tokens than everything else.
        kind = kind or draw.choices(tuple(Kind), KIND_WEIGHTS)[0]
        shown = self._prompts(kind, truths, spills, draw)
        terms = self._converse(model, features, rows, truths, kind, shown, draw)
        return {**terms.weighted(self.weights), "teacher": self._teacher(features[-1], chosen)}

    def _chosen(self, draw: random.Random, *, crowded: bool) -> list[int]:
        """Draw the examples of a batch, from the crowded ones or from the others."""
        first, shares = (len(self.shares), self.crowds) if crowded else (0, self.shares)
        return draw.choices(range(first, first + len(shares)), shares, k=self.pictures)

    def _teacher(self, given: Tensor, chosen: Sequence[int]) -> Tensor:
        pairs = [(row, self.examples[index].embedding) for row, index in enumerate(chosen)]
        seen = [(row, wanted) for row, wanted in pairs if wanted is not None]
        if not seen:
            return torch.zeros((), device=self.device)
        wanted = torch.stack([embedding for _, embedding in seen]).float().to(self.device)
        return 0.5 * (1 - F.cosine_similarity(given[[row for row, _ in seen]], wanted, dim=1).mean())

    def _converse(
        self,
        model: SAM2Base,
        features: Sequence[Tensor],
        rows: list[int],
        truths: list[np.ndarray],
        kind: Kind,
        pointed: tuple[list[list[Point]], Tensor | None],
        draw: random.Random,
    ) -> Terms:
        fine = [model.sam_mask_decoder.conv_s0(features[0])[rows], model.sam_mask_decoder.conv_s1(features[1])[rows]]
        coarse = features[-1][rows]
        wanted = torch.from_numpy(np.stack(truths)).to(self.device).float()[:, None]
        lone = kind is Kind.CLICK
        prompts, shown = pointed
        answer = decode(model, coarse, fine, self._inputs(prompts), shown)
        terms = single_terms(answer, wanted, self.weights)
        best = torch.zeros(len(rows), dtype=torch.long, device=self.device)
        if lone:
            terms = ambiguous_terms(answer, wanted, self.weights) + scaled(terms, 0.5)
            best = 1 + answer.ious[:, 1:].argmax(1)
        previous = answer.logits[torch.arange(len(rows)), best][:, None].detach().float()
        corrections = draw.randint(0, self.corrections)
        # A box gets a second look without a click, as in engine.architecture.
        for look in range(-1 if kind is Kind.BOX else 0, corrections):
            if look >= 0:
                self._correct(prompts, truths, previous, draw)
            answer = decode(model, coarse, fine, self._inputs(prompts), previous)
            terms = terms + single_terms(answer, wanted, self.weights)
            previous = answer.logits[:, :1].detach().float()
        return terms

    def _correct(
        self, prompts: list[list[Point]], truths: list[np.ndarray], previous: Tensor, draw: random.Random
    ) -> None:
        """Add a click on the error of B x 1 x h x w logits to each of B prompts."""
        given = F.interpolate(previous, size=truths[0].shape, mode="bilinear", align_corners=False)[:, 0] > 0
        for points, truth, mask in zip(prompts, truths, given.cpu().numpy(), strict=True):
            points.append(correction(truth, mask, draw, central=draw.random() < 0.6))

    def _prompts(
        self, kind: Kind, truths: list[np.ndarray], spills: list[np.ndarray | None], draw: random.Random
    ) -> tuple[list[list[Point]], Tensor | None]:
        if kind is Kind.CLICK:
            return [[click(mask, draw, central=draw.random() < 0.5)] for mask in truths], None
        if kind is Kind.BOX:
            return [box(mask, draw) for mask in truths], None
        spilt = [spill if draw.random() < SPILLED else None for spill in spills] or [None] * len(truths)
        pairs = zip(truths, spilt, strict=True)
        hints = np.stack([hint(mask, draw, self.size // 4, spill) for mask, spill in pairs])
        return [[] for _ in truths], torch.from_numpy(hints)[:, None].to(self.device)

    def _inputs(self, prompts: list[list[Point]]) -> dict[str, Tensor] | None:
        return to_inputs(prompts, self.size, self.device) if any(prompts) else None


def read_examples(clips: Sequence[Clip], size: int, parts: int, every: int, seed: int) -> list[Example]:
    """Cut examples from every `every`-th frame: the whole frame first, then random parts, `parts` in all.

    A part is kept when at least one object is inside it with a hundredth of a percent of its area, or 30 pixels.
    """
    found = []
    for clip in clips:
        for index in range(0, len(clip), every):
            picture, labels = clip.frame(index), clip.labels(index)
            draw = drawing(seed, clip.name, index)
            for number in range(parts):
                example = _part(picture, labels, clip.objects, size, draw, whole=number == 0)
                if example is not None:
                    found.append(Example(*example))
    return found


def _part(
    picture: np.ndarray, labels: np.ndarray, objects: Sequence[int], size: int, draw: random.Random, *, whole: bool
) -> tuple[np.ndarray, np.ndarray] | None:
    high, wide = labels.shape
    if whole:
        x0, y0, x1, y1 = 0, 0, wide, high
    else:
        share, stretch = draw.uniform(0.4, 0.95), draw.uniform(0.8, 1.25)
        w, h = round(wide * min(1.0, share * stretch)), round(high * min(1.0, share / stretch))
        x0, y0 = draw.randint(0, wide - w), draw.randint(0, high - h)
        x1, y1 = x0 + w, y0 + h
    turn = slice(None, None, -1) if not whole and draw.random() < 0.5 else slice(None)
    part, seen = picture[y0:y1, x0:x1][:, turn], labels[y0:y1, x0:x1][:, turn]
    half = size // 2
    masks = [
        cv2.resize((seen == value).astype(np.uint8) * 255, (half, half), interpolation=cv2.INTER_AREA) > 127
        for value in objects
    ]
    masks = [mask for mask in masks if mask.sum() >= 30]
    if not masks:
        return None
    way = cv2.INTER_AREA if part.shape[1] > size else cv2.INTER_LINEAR
    return cv2.resize(np.ascontiguousarray(part), (size, size), interpolation=way), np.stack(masks)

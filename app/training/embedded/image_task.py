"""The image task: clicks, boxes and rough masks on single pictures, with true masks and the teacher's."""

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

from app.training.data.augmentation import jitter
from app.training.data.clips import TrainingClip, read_picture
from app.training.data.feature_cache import FeatureCache
from app.training.data.prompt_sampling import (
    PromptPoint,
    sample_box,
    sample_click,
    sample_correction,
    sample_rough_mask,
    to_inputs,
)
from app.training.heads import decode
from app.training.losses import SAM2_WEIGHTS, LossWeights, Terms, ambiguous_terms, scaled, single_terms
from app.training.seeding import seeded_random


@dataclass(frozen=True, slots=True)
class ImageExample:
    """A square picture (S x S x 3 uint8 RGB) and masks of objects in it (K x S/2 x S/2 bool), none empty.

    `embedding` is the teacher's, if there is one. `weight` is the sampling weight.
    """

    picture: np.ndarray
    masks: np.ndarray
    weight: float = 1.0
    embedding: Tensor | None = None


def read_teacher_examples(folder: Path, size: int) -> list[ImageExample]:
    """Read the teacher's views that have masks as examples for a model of `size` pixels."""
    found = []
    for path in sorted(folder.glob("*.masks.npy")):
        stem = path.name.removesuffix(".masks.npy")
        bits = np.load(path, allow_pickle=False)
        if not len(bits):
            continue
        masks = np.unpackbits(bits, axis=1).reshape(-1, 256, 256)
        half = [cv2.resize(mask, (size // 2, size // 2), interpolation=cv2.INTER_LINEAR) > 0 for mask in masks]
        picture = cv2.resize(read_picture(folder / f"{stem}.png"), (size, size), interpolation=cv2.INTER_AREA)
        embedding = torch.from_numpy(np.load(folder / f"{stem}.npy", allow_pickle=False)).float()
        pooled = F.interpolate(embedding[None], size=(size // 16, size // 16), mode="area")[0].half()
        found.append(ImageExample(picture, np.stack(half), embedding=pooled))
    return found


class PromptKind(Enum):
    """The first prompt of an object."""

    CLICK = "click"
    BOX = "box"
    ROUGH_MASK = "hint"


PROMPT_WEIGHTS = (0.4, 0.35, 0.25)
CROWDED_PROMPT_WEIGHTS = (0.28, 0.27, 0.45)
"""The same where there are crowded examples."""
CROWDED_ROUGH_MASKS = 0.75
"""How often a batch of rough masks is sampled from those."""
SPILL_CHANCE = 0.35
"""How often a rough mask then spills onto another object."""


class ImageTask:
    """B pictures, up to M objects each: a first prompt, then corrective clicks on the predicted masks.

    On a single click the three readings compete and the single mask is trained at half weight; boxes and corrections
    are answered with the single mask, as SAM 2 does it. A rough mask is a blurred, misplaced mask prompt: what memory
    attention offers the decoder before it is trained. Where there is an embedding of the teacher's, the image encoder
    is kept near it.

    `crowded` examples show objects that touch and cover each other, and are sampled for rough masks only. Where there
    are any, rough masks may spill onto another object of their picture, as memories do where objects touch.
    """

    def __init__(
        self,
        examples: Sequence[ImageExample],
        *,
        size: int,
        pictures: int,
        objects: int,
        corrections: int,
        seed: int,
        frozen_blocks: int | None,
        color_variants: int,
        device: torch.device,
        weights: LossWeights = SAM2_WEIGHTS,
        crowded: Sequence[ImageExample] = (),
    ) -> None:
        self.examples = (*examples, *crowded)
        self.example_weights = [example.weight for example in examples]
        self.crowded_weights = [example.weight for example in crowded]
        self.weights = weights
        self.size = size
        self.pictures = pictures
        self.objects = objects
        self.corrections = corrections
        self.seed = seed
        self.color_variants = color_variants
        self.feature_cache = FeatureCache(frozen_blocks, device)
        self.device = device

    def _picture(self, key: tuple[int, int]) -> np.ndarray:
        index, color_variant = key
        picture = self.examples[index].picture
        return jitter(picture, seeded_random(self.seed, index, color_variant)) if color_variant else picture

    def losses(self, model: SAM2Base, step: int) -> dict[str, Tensor]:
        """Return the mask losses of one batch, and `teacher`, the distance to the teacher's embeddings."""
        rng = seeded_random(self.seed, step)
        kind = rng.choices(tuple(PromptKind), CROWDED_PROMPT_WEIGHTS)[0] if self.crowded_weights else None
        chosen = self._choose_examples(
            rng, crowded=kind is PromptKind.ROUGH_MASK and rng.random() < CROWDED_ROUGH_MASKS
        )
        keys = [(index, rng.randrange(self.color_variants)) for index in chosen]
        features = self.feature_cache.features(model, keys, lambda place: self._picture(keys[place]))
        rows, truths = [], []
        spills: list[np.ndarray | None] = []
        for row, index in enumerate(chosen):
            masks = self.examples[index].masks
            for one in rng.sample(range(len(masks)), min(self.objects, len(masks))):
                rows.append(row)
                truths.append(masks[one])
                if self.crowded_weights:
                    others = [n for n in range(len(masks)) if n != one]
                    spills.append(masks[rng.choice(others)] if others else None)
        # One kind of prompt a batch: the decoder has other output tokens for a single click than for all else.
        kind = kind or rng.choices(tuple(PromptKind), PROMPT_WEIGHTS)[0]
        prompts = self._prompts(kind, truths, spills, rng)
        terms = self._interact(model, features, rows, truths, kind, prompts, rng)
        return {**terms.weighted(self.weights), "teacher": self._teacher_loss(features[-1], chosen)}

    def _choose_examples(self, rng: random.Random, *, crowded: bool) -> list[int]:
        """Sample the examples of a batch, from the crowded ones or from the others."""
        first, weights = (len(self.example_weights), self.crowded_weights) if crowded else (0, self.example_weights)
        return rng.choices(range(first, first + len(weights)), weights, k=self.pictures)

    def _teacher_loss(self, embeddings: Tensor, chosen: Sequence[int]) -> Tensor:
        pairs = [(row, self.examples[index].embedding) for row, index in enumerate(chosen)]
        taught = [(row, target) for row, target in pairs if target is not None]
        if not taught:
            return torch.zeros((), device=self.device)
        target = torch.stack([embedding for _, embedding in taught]).float().to(self.device)
        return 0.5 * (1 - F.cosine_similarity(embeddings[[row for row, _ in taught]], target, dim=1).mean())

    def _interact(
        self,
        model: SAM2Base,
        features: Sequence[Tensor],
        rows: list[int],
        truths: list[np.ndarray],
        kind: PromptKind,
        first: tuple[list[list[PromptPoint]], Tensor | None],
        rng: random.Random,
    ) -> Terms:
        fine = [model.sam_mask_decoder.conv_s0(features[0])[rows], model.sam_mask_decoder.conv_s1(features[1])[rows]]
        coarse = features[-1][rows]
        target = torch.from_numpy(np.stack(truths)).to(self.device).float()[:, None]
        single = kind is PromptKind.CLICK
        points, mask = first
        output = decode(model, coarse, fine, self._inputs(points), mask)
        terms = single_terms(output, target, self.weights)
        best = torch.zeros(len(rows), dtype=torch.long, device=self.device)
        if single:
            terms = ambiguous_terms(output, target, self.weights) + scaled(terms, 0.5)
            best = 1 + output.ious[:, 1:].argmax(1)
        previous = output.logits[torch.arange(len(rows)), best][:, None].detach().float()
        corrections = rng.randint(0, self.corrections)
        # A box is decoded twice before the first corrective click, as app.engine does it.
        for number in range(-1 if kind is PromptKind.BOX else 0, corrections):
            if number >= 0:
                self._correct(points, truths, previous, rng)
            output = decode(model, coarse, fine, self._inputs(points), previous)
            terms = terms + single_terms(output, target, self.weights)
            previous = output.logits[:, :1].detach().float()
        return terms

    def _correct(
        self, prompts: list[list[PromptPoint]], truths: list[np.ndarray], previous: Tensor, rng: random.Random
    ) -> None:
        """Add a click on the error of B x 1 x h x w logits to each of B prompts."""
        predicted = F.interpolate(previous, size=truths[0].shape, mode="bilinear", align_corners=False)[:, 0] > 0
        for points, truth, mask in zip(prompts, truths, predicted.cpu().numpy(), strict=True):
            points.append(sample_correction(truth, mask, rng, central=rng.random() < 0.6))

    def _prompts(
        self, kind: PromptKind, truths: list[np.ndarray], spills: list[np.ndarray | None], rng: random.Random
    ) -> tuple[list[list[PromptPoint]], Tensor | None]:
        if kind is PromptKind.CLICK:
            return [[sample_click(mask, rng, central=rng.random() < 0.5)] for mask in truths], None
        if kind is PromptKind.BOX:
            return [sample_box(mask, rng) for mask in truths], None
        spilling = [spill if rng.random() < SPILL_CHANCE else None for spill in spills] or [None] * len(truths)
        pairs = zip(truths, spilling, strict=True)
        rough = np.stack([sample_rough_mask(mask, rng, self.size // 4, spill) for mask, spill in pairs])
        return [[] for _ in truths], torch.from_numpy(rough)[:, None].to(self.device)

    def _inputs(self, prompts: list[list[PromptPoint]]) -> dict[str, Tensor] | None:
        return to_inputs(prompts, self.size, self.device) if any(prompts) else None


def crop_examples(clips: Sequence[TrainingClip], size: int, crops: int, every: int, seed: int) -> list[ImageExample]:
    """Crop examples from every `every`-th frame: the whole frame first, then random crops, `crops` in all.

    Objects of fewer than 30 pixels at half the size are left out, and crops without any object.
    """
    found = []
    for clip in clips:
        for index in range(0, len(clip), every):
            picture, labels = clip.frame(index), clip.labels(index)
            rng = seeded_random(seed, clip.name, index)
            for number in range(crops):
                example = _crop(picture, labels, clip.objects, size, rng, whole=number == 0)
                if example is not None:
                    found.append(ImageExample(*example))
    return found


def _crop(
    picture: np.ndarray, labels: np.ndarray, objects: Sequence[int], size: int, rng: random.Random, *, whole: bool
) -> tuple[np.ndarray, np.ndarray] | None:
    high, wide = labels.shape
    if whole:
        x0, y0, x1, y1 = 0, 0, wide, high
    else:
        share, stretch = rng.uniform(0.4, 0.95), rng.uniform(0.8, 1.25)
        w, h = round(wide * min(1.0, share * stretch)), round(high * min(1.0, share / stretch))
        x0, y0 = rng.randint(0, wide - w), rng.randint(0, high - h)
        x1, y1 = x0 + w, y0 + h
    flip = slice(None, None, -1) if not whole and rng.random() < 0.5 else slice(None)
    crop, values = picture[y0:y1, x0:x1][:, flip], labels[y0:y1, x0:x1][:, flip]
    half = size // 2
    masks = [
        cv2.resize((values == value).astype(np.uint8) * 255, (half, half), interpolation=cv2.INTER_AREA) > 127
        for value in objects
    ]
    masks = [mask for mask in masks if mask.sum() >= 30]
    if not masks:
        return None
    interpolation = cv2.INTER_AREA if crop.shape[1] > size else cv2.INTER_LINEAR
    return cv2.resize(np.ascontiguousarray(crop), (size, size), interpolation=interpolation), np.stack(masks)

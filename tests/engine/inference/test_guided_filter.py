"""Masks of a small model follow the edges of the picture."""

from typing import cast

import cv2
import numpy as np
import pytest
import torch

from app.engine.inference.guided_filter import Guide
from app.engine.inference.model import Sam2Model
from app.engine.inference.transforms import squared, to_mask
from app.engine.network.embedded import TEST_TINY, build
from app.masks.mask import Mask

SIDE = 128
CPU = torch.device("cpu")


def disc(radius: float) -> np.ndarray:
    down, across = np.mgrid[0:SIDE, 0:SIDE]
    return np.hypot(across - 63.5, down - 63.5) < radius


def shown(inside: np.ndarray) -> np.ndarray:
    noise = np.random.default_rng(1).normal(0, 3, (SIDE, SIDE, 3))
    colors = np.where(inside[..., None], [200, 120, 60], [70, 90, 110])
    return np.asarray((colors + noise).clip(0, 255), np.uint8)


def rough(inside: np.ndarray) -> np.ndarray:
    """Return 32 x 32 logits of a mask as a small model would give them."""
    return cv2.resize(inside.astype(np.float32), (32, 32), interpolation=cv2.INTER_AREA) * 16 - 8


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    return float((one & other).sum() / (one | other).sum())


@pytest.mark.parametrize("guessed", [26.0, 33.0])
def test_a_border_beside_an_edge_moves_to_it(guessed: float) -> None:
    truth = disc(30)
    logits = rough(disc(guessed))
    before = cv2.resize(logits, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR) > 0
    after = Guide(shown(truth), 5).follow(logits) > 0
    assert overlap(after, truth) > overlap(before, truth) + 0.03


def test_a_border_on_a_plain_picture_stays() -> None:
    logits = rough(disc(30))
    before = cv2.resize(logits, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR) > 0
    after = Guide(np.full((SIDE, SIDE, 3), 90, np.uint8), 5).follow(logits) > 0
    assert overlap(after, before) > 0.96


def test_what_is_far_from_the_mask_is_never_taken() -> None:
    picture = shown(disc(30))
    picture[:20, :20] = (200, 120, 60)
    taken = Guide(picture, 5).follow(rough(disc(30))) > 0
    assert not taken[:24, :24].any()
    assert not Guide(picture, 5).follow(np.full((32, 32), -5.0, np.float32)).max() > 0


def test_a_mask_at_the_border_of_the_picture_and_a_full_one_are_followed() -> None:
    truth = np.zeros((SIDE, SIDE), bool)
    truth[70:, :50] = True
    assert overlap(Guide(shown(truth), 5).follow(rough(truth)) > 0, truth) > 0.95
    assert (Guide(shown(truth), 5).follow(np.full((32, 32), 6.0, np.float32)) > 0).mean() > 0.97


def test_the_guide_is_the_picture_the_model_saw_and_its_bytes_are_counted() -> None:
    model = build(TEST_TINY)
    image = np.random.default_rng(3).integers(0, 255, (SIDE, SIDE, 3), np.uint8)
    plain = Sam2Model(model).encode_image(squared(image, SIDE))
    assert plain.guide is None
    model.edge_radius = 4
    guided = Sam2Model(model).encode_image(squared(image, SIDE))
    assert guided.guide is not None
    assert np.array_equal(guided.guide.image, image)
    assert guided.size_bytes == plain.size_bytes + image.nbytes


def test_masks_are_guided_at_the_size_of_the_video() -> None:
    truth = disc(30)
    guide = Guide(shown(truth), 5)
    logits = torch.from_numpy(rough(disc(26)))[None, None]
    wanted = Mask.from_array(cv2.resize(truth.astype(np.uint8), (320, 180), interpolation=cv2.INTER_NEAREST) > 0)
    assert to_mask(logits, 180, 320, guide).iou(wanted) > to_mask(logits, 180, 320).iou(wanted) + 0.03
    assert to_mask(torch.full((1, 1, 32, 32), -3.0), 180, 320, guide) == Mask.empty(180, 320)


def test_several_masks_on_one_image_are_what_each_alone_is() -> None:
    guide = Guide(shown(disc(30)), 5)
    masks = [rough(disc(guessed)) for guessed in (20.0, 26.0, 33.0, 36.0)]
    several = guide.for_several(masks)
    assert several.statistics is not None
    for logits in masks:
        assert ((guide.follow(logits) > 0) != (several.follow(logits) > 0)).sum() <= 2
    small = rough(disc(5))
    assert guide.for_several([small, np.full_like(small, -8.0)]) is guide, "few pixels are looked at by themselves"


class Unmoved:
    """A guide that leaves borders where they are."""

    def follow(self, logits: np.ndarray) -> np.ndarray:
        return logits


@pytest.mark.parametrize(("height", "width"), [(1080, 1920), (333, 517), (SIDE, SIDE), (40, 50), (64, 64)])
def test_guided_masks_are_enlarged_as_torch_enlarges_them(height: int, width: int) -> None:
    noise = cv2.GaussianBlur(np.random.default_rng(4).normal(0, 1, (SIDE, SIDE)).astype(np.float32), (0, 0), 3)
    noise[-1, -1] = noise[0, 0] = noise[0, -1] = 1.0
    logits = torch.from_numpy(noise)[None, None]
    by_torch, by_cv2 = to_mask(logits, height, width), to_mask(logits, height, width, cast(Guide, Unmoved()))
    differs = by_torch.to_array() != by_cv2.to_array()
    assert differs.sum() <= 1e-5 * height * width
    edge = np.ones_like(differs)
    edge[1:-1, 1:-1] = False
    assert not differs[edge].any()

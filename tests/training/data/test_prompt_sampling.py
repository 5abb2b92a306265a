"""The simulated annotator clicks where a person would."""

import random

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from app.training.data.prompt_sampling import (
    PointLabel,
    PromptPoint,
    sample_box,
    sample_click,
    sample_correction,
    sample_rough_mask,
    to_inputs,
)


def disc(x: int, y: int, radius: int, size: int = 64) -> np.ndarray:
    rows, columns = np.mgrid[:size, :size]
    return (rows - y) ** 2 + (columns - x) ** 2 <= radius**2


def at(point: PromptPoint, mask: np.ndarray) -> bool:
    return bool(mask[int(point.y * mask.shape[0]), int(point.x * mask.shape[1])])


@settings(max_examples=30, deadline=None)
@given(st.integers(5, 58), st.integers(5, 58), st.integers(1, 12), st.integers(0, 99), st.booleans())
def test_clicks_lie_on_the_object(x: int, y: int, radius: int, seed: int, central: bool) -> None:
    mask = disc(x, y, radius)
    assert at(sample_click(mask, random.Random(seed), central=central), mask)


def test_a_central_click_is_at_the_middle() -> None:
    point = sample_click(disc(20, 40, 10), random.Random(0), central=True)
    assert (int(point.x * 64), int(point.y * 64)) == (20, 40)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 999), st.booleans())
def test_corrections_hit_the_error_with_the_right_sign(seed: int, central: bool) -> None:
    truth, given_mask = disc(20, 32, 12), disc(30, 32, 12)
    point = sample_correction(truth, given_mask, random.Random(seed), central=central)
    assert at(point, truth & ~given_mask if point.label is PointLabel.POSITIVE else given_mask & ~truth)


def test_the_larger_error_is_corrected_first() -> None:
    truth = disc(20, 32, 12)
    assert sample_correction(truth, disc(20, 32, 4), random.Random(0), central=True).label is PointLabel.POSITIVE
    assert sample_correction(disc(20, 32, 4), truth, random.Random(0), central=True).label is PointLabel.NEGATIVE


def test_a_perfect_mask_is_confirmed_and_a_perfect_absence_too() -> None:
    truth, nothing = disc(20, 32, 12), np.zeros((64, 64), bool)
    confirmed = sample_correction(truth, truth, random.Random(0), central=True)
    assert confirmed.label is PointLabel.POSITIVE
    assert at(confirmed, truth)
    assert sample_correction(nothing, nothing, random.Random(0), central=True).label is PointLabel.NEGATIVE


def test_an_exact_box_is_tight_and_a_noisy_one_near() -> None:
    mask = np.zeros((50, 100), bool)
    mask[10:20, 30:70] = True
    start, end = sample_box(mask, random.Random(0), noise=0)
    assert (start.x, start.y, end.x, end.y) == (0.3, 0.2, 0.7, 0.4)
    start, end = sample_box(mask, random.Random(0), noise=0.1)
    assert abs(start.x - 0.3) <= 0.04
    assert abs(end.y - 0.4) <= 0.02


def test_hints_point_at_the_object_roughly() -> None:
    mask = disc(40, 20, 12)
    shown = sample_rough_mask(mask, random.Random(4), 16)
    assert shown.shape == (16, 16)
    assert shown.dtype == np.float32
    small = mask[::4, ::4]
    assert shown[small].mean() > shown[~small].mean() + 5


def test_a_hint_that_spills_shows_the_neighbor_weaker_than_the_object() -> None:
    mask, neighbor = disc(20, 20, 10), disc(44, 44, 10)
    for seed in range(20):
        shown = sample_rough_mask(mask, random.Random(seed), 16, neighbor)
        alone = sample_rough_mask(mask, random.Random(seed), 16)
        inside, there = mask[::4, ::4], neighbor[::4, ::4]
        assert shown[there].mean() > alone[there].mean() + 1
        assert shown[inside].mean() > shown[there].mean()


def test_prompts_of_different_length_are_padded_and_placed_by_pixel_index() -> None:
    inputs = to_inputs(
        [
            [PromptPoint(0.5, 0.25, PointLabel.POSITIVE)],
            [PromptPoint(0, 0, PointLabel.BOX_TOP_LEFT), PromptPoint(1, 1, PointLabel.BOX_BOTTOM_RIGHT)],
        ],
        100,
        torch.device("cpu"),
    )
    assert inputs["point_labels"].tolist() == [[1, -1], [2, 3]]
    assert inputs["point_coords"][0, 0].tolist() == [49.5, 24.5]

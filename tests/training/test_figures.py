"""Made-up things to follow look different every time, and what the teacher found can be cut out."""

import random

import numpy as np

from app.training.figures import SIDE, figure
from app.training.following import taught_cutouts
from app.training.segment import Example

SURFACES = [np.random.default_rng(seed).integers(0, 255, (90, 120, 3), np.uint8) for seed in range(3)]


def test_a_figure_depends_on_its_draw_only_and_fits_its_square() -> None:
    for seed in range(12):
        made, again = (figure(SURFACES, random.Random(seed)) for _ in range(2))
        assert len(made.frames) == len(again.frames)
        for one, other in zip(made.frames, again.frames, strict=True):
            assert one.shape == (SIDE, SIDE, 4)
            assert np.array_equal(one, other)
            share = (one[..., 3] > 127).mean()
            assert 0.03 < share < 0.8
    assert not np.array_equal(
        figure(SURFACES, random.Random(1)).frames[0], figure(SURFACES, random.Random(2)).frames[0]
    )


def test_some_figures_bend_and_keep_about_their_size() -> None:
    bending = [made for seed in range(12) if len((made := figure(SURFACES, random.Random(seed))).frames) > 1]
    assert bending
    for made in bending:
        covers = [frame[..., 3] > 127 for frame in made.frames]
        areas = [cover.sum() for cover in covers]
        assert max(areas) < 1.1 * min(areas)
        assert (covers[0] != covers[len(covers) // 2]).any()


def test_things_at_the_border_too_small_or_too_large_are_not_cut_out() -> None:
    picture = SURFACES[0][:64, :64]
    masks = np.zeros((4, 32, 32), bool)
    masks[0, 10:20, 8:18] = True
    masks[1, 0:10, 8:18] = True
    masks[2, 10:12, 8:10] = True
    masks[3, 2:30, 2:30] = True
    (part,) = taught_cutouts([Example(picture, masks)])
    (layer,) = part.frames
    assert 20 <= layer.shape[0] <= 24
    assert 20 <= layer.shape[1] <= 24
    inside = layer[layer.shape[0] // 2, layer.shape[1] // 2]
    assert inside[3] == 255
    assert inside[:3].tolist() in picture[18:44, 14:38].reshape(-1, 3).tolist()

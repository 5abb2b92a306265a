"""Drawn things and places: whole shapes of many kinds, the same for the same number."""

import numpy as np

from app.training.data.synthetic_objects import SIDE, synthetic_background, synthetic_object


def test_things_are_whole_cut_close_and_of_many_kinds() -> None:
    shapes, colors = set(), set()
    for number in range(30):
        (layer,) = synthetic_object(3, number).frames
        high, wide = layer.shape[:2]
        cover = layer[..., 3] > 127
        assert layer.dtype == np.uint8
        assert max(high, wide) <= SIDE
        assert cover.mean() > 0.2
        assert all(edge.any() for edge in (layer[0, :, 3], layer[-1, :, 3], layer[:, 0, 3], layer[:, -1, 3]))
        shapes.add((high, wide))
        colors.add(tuple(np.median(layer[cover][:, :3], axis=0).astype(int) // 32))
    assert len(shapes) > 15
    assert len(colors) > 15


def test_the_same_number_draws_the_same() -> None:
    assert np.array_equal(synthetic_object(1, 4).frames[0], synthetic_object(1, 4).frames[0])
    assert not np.array_equal(synthetic_background(1, 4, 64), synthetic_background(1, 5, 64))
    assert np.array_equal(synthetic_background(1, 4, 64), synthetic_background(1, 4, 64))
    assert synthetic_background(2, 0, 48).shape == (48, 48, 3)
    assert synthetic_background(2, 0, 48).dtype == np.uint8

"""Soft edges: how much of a pixel is the object's, and the mask got back from that."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.masks.feather import feathered
from app.masks.mask import Mask
from tests.masks.strategies import pictures


@settings(max_examples=60, deadline=None)
@given(pictures(max_side=20), st.integers(0, 12))
def test_more_than_half_is_the_mask(picture: np.ndarray, width: int) -> None:
    mask = Mask.from_array(picture)
    soft = feathered(mask, width)
    assert Mask.from_array(soft > 127) == mask
    assert width or set(np.unique(soft).tolist()) <= {0, 255}


def test_an_edge_rises_over_its_width_and_the_frame_s_edge_does_not() -> None:
    picture = np.zeros((9, 40), bool)
    picture[:, 20:] = True
    (row,) = np.unique(feathered(Mask.from_array(picture), 8), axis=0)
    assert row[15] == row[39 - 39] == 0
    assert row[24] == row[39] == 255
    assert np.diff(row[15:25].astype(int)).tolist() == pytest.approx([255 / 8] * 9, abs=20)

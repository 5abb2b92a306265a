"""Small pictures for property tests: dense, sparse, full, empty, and any shape down to one pixel."""

import numpy as np
from hypothesis import strategies as st


@st.composite
def pictures(draw, max_side: int = 14) -> np.ndarray:
    height, width = draw(st.integers(1, max_side)), draw(st.integers(1, max_side))
    return draw(picture_of(height, width))


@st.composite
def picture_of(draw, height: int, width: int) -> np.ndarray:
    density = draw(st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]))
    seed = draw(st.integers(0, 1 << 30))
    return np.random.default_rng(seed).random((height, width)) < density


@st.composite
def picture_pairs(draw, max_side: int = 14) -> tuple[np.ndarray, np.ndarray]:
    first = draw(pictures(max_side))
    return first, draw(picture_of(*first.shape))

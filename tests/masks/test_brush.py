"""The brush sets what is within its radius of the stroke, tells where, and takes no time for what is far outside."""

import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.masks.brush import stroke

HEIGHT, WIDTH = 30, 40
POINT = st.tuples(st.floats(-20, 60), st.floats(-20, 50))


def distances(start, end) -> np.ndarray:
    """Each pixel center's distance to the segment."""
    y, x = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    (ax, ay), (bx, by) = start, end
    dx, dy = bx - ax, by - ay
    squared = dx * dx + dy * dy
    along = np.clip(((x - ax) * dx + (y - ay) * dy) / squared, 0, 1) if squared > 1e-12 else np.zeros_like(x)
    return np.hypot(x - ax - along * dx, y - ay - along * dy)


@settings(max_examples=50, deadline=None)
@given(POINT, POINT, st.floats(0.5, 15), st.booleans())
def test_a_stroke_sets_exactly_what_is_within_its_radius(start, end, radius, value):
    canvas = np.full((HEIGHT, WIDTH), not value)
    rect = stroke(canvas, start, end, radius, value)
    distance = distances(start, end)
    expected = distance <= radius
    for x, y in (start, end):
        if 0 <= x < WIDTH and 0 <= y < HEIGHT:
            expected[int(y), int(x)] = True
    sure = np.abs(distance - radius) > 1e-3
    assert np.array_equal((canvas == value)[sure], expected[sure])
    touched = canvas == value
    if rect is not None:
        touched[rect[1] : rect[3], rect[0] : rect[2]] = False
    assert not touched.any()


def test_the_finest_brush_leaves_a_mark():
    canvas = np.zeros((HEIGHT, WIDTH), bool)
    assert stroke(canvas, (3.02, 4.98), (3.02, 4.98), 0.1) is not None
    assert np.argwhere(canvas).tolist() == [[4, 3]]


def test_a_stroke_beside_the_canvas_changes_nothing():
    canvas = np.zeros((HEIGHT, WIDTH), bool)
    assert stroke(canvas, (-50, -50), (-20, 90), 3) is None
    assert not canvas.any()


def test_a_wild_pointer_costs_no_time():
    canvas = np.zeros((HEIGHT, WIDTH), bool)
    began = time.perf_counter()
    stroke(canvas, (20, 15), (1e9, 15), 3)
    assert time.perf_counter() - began < 1.0
    assert canvas[15, 20:].all()

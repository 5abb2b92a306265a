"""Between image, device and widget pixels."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect

from app.ui.canvas.geometry import MAX_ZOOM, ImageArea, Pane, View, split

PANE = Pane(0, 0, 800, 600)


def view(width: int = 1920, height: int = 1080, pane: Pane = PANE, dpr: float = 1.0, aspect: float = 1.0) -> View:
    return View(width, height, pane, dpr, aspect).fitted()


views = st.builds(
    lambda width, height, dpr, aspect, factor, x, y: view(width, height, PANE, dpr, aspect).zoomed(
        factor, QPointF(x, y)
    ),
    st.integers(1, 8000),
    st.integers(1, 8000),
    st.sampled_from([1.0, 1.25, 1.5, 2.0]),
    st.sampled_from([1.0, 1.333, 0.9]),
    st.floats(0.1, 50),
    st.floats(0, 500),
    st.floats(0, 400),
)


@given(views, st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=50, deadline=None)
def test_a_point_comes_back_from_the_widget(shown: View, across: float, down: float) -> None:
    x, y = across * shown.image_width, down * shown.image_height
    back = shown.to_image(shown.to_widget(x, y))
    assert back == pytest.approx((x, y), abs=1e-6 * max(shown.image_width, shown.image_height, 1))


@given(views, st.floats(0.5, 2), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=50, deadline=None)
def test_zooming_keeps_the_point_under_the_pointer(shown: View, factor: float, across: float, down: float) -> None:
    inside = shown.image_rect().toRect().intersected(PANE.rect)
    anchor = QPointF(inside.left() + across * inside.width(), inside.top() + down * inside.height()) / shown.dpr
    before = shown.to_image(anchor)
    zoomed = shown.zoomed(factor, anchor)
    moved = (zoomed.to_widget(*before) - anchor) * shown.dpr
    x, y = zoomed.center()
    held_back = min(x, y, shown.image_width - x, shown.image_height - y) * zoomed.zoom < 1
    assert held_back or moved.manhattanLength() <= 2 + 2 * factor


@given(views, st.floats(-5000, 5000), st.floats(-5000, 5000))
@settings(max_examples=50, deadline=None)
def test_panning_cannot_lose_the_image(shown: View, dx: float, dy: float) -> None:
    panned = shown.panned(QPointF(dx, dy))
    x, y = panned.center()
    assert -1e-6 <= x <= shown.image_width + 1e-6
    assert -1e-6 <= y <= shown.image_height + 1e-6


@given(views, st.integers(0, 700), st.integers(0, 500), st.integers(1, 100), st.integers(1, 100))
@settings(max_examples=50, deadline=None)
def test_areas_cover_what_they_stand_for(shown: View, x: int, y: int, width: int, height: int) -> None:
    rect = QRect(x, y, width, height).intersected(shown.shown_rect())
    if rect.isEmpty():
        return
    area = shown.image_area(rect)
    assert not area.empty
    assert shown.device_rect(area).contains(rect)


def test_a_fitted_image_lies_whole_and_centered_in_the_pane() -> None:
    shown = view(1000, 2000)
    rect = shown.image_rect()
    assert rect.top() >= 8
    assert rect.bottom() <= 592
    assert rect.center().x() == pytest.approx(400, abs=1)
    assert rect.center().y() == pytest.approx(300, abs=1)


def test_one_to_one_is_a_screen_pixel_whatever_the_scaling() -> None:
    shown = replace(view(dpr=1.5), zoom=1.0)
    step = shown.to_widget(11, 0) - shown.to_widget(10, 0)
    assert step.x() * 1.5 == pytest.approx(1.0)


def test_pixel_aspect_stretches_across_only() -> None:
    shown = view(100, 100, aspect=2.0)
    rect = shown.image_rect()
    assert rect.width() == pytest.approx(2 * rect.height())


def test_zoom_has_bounds() -> None:
    shown = view()
    assert shown.zoomed(1e9, QPointF(10, 10)).zoom == MAX_ZOOM
    assert shown.zoomed(1e-9, QPointF(10, 10)).zoom == pytest.approx(shown.fit_zoom / 4)


def test_panes_share_the_width_and_show_the_same() -> None:
    left, right = split(801, 600, 2, 1)
    assert (left.width, right.width, right.left) == (400, 400, 401)
    one = view(pane=left)
    other = one.beside(right)
    assert other.to_image(QPointF(401 + 37, 99)) == pytest.approx(one.to_image(QPointF(37, 99)))


def test_an_area_outside_of_the_image_is_empty() -> None:
    assert ImageArea(-20, 5, -10, 9).clipped(100, 100).empty
    assert ImageArea(0, 0, 0, 0).united(ImageArea(3, 4, 5, 6)) == ImageArea(3, 4, 5, 6)

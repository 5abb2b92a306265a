"""The timeline: what its pixels say, and what the mouse does on it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from app.project.model import Cell, Color, Direction, FrameIndex
from app.ui.theme.tokens import DARK, LIGHT, Palette
from app.ui.timeline.descriptions import clock
from app.ui.timeline.filmstrip import nice_step
from app.ui.timeline.lane_image import LANE_HEIGHT, LaneColor, color_table, draw_lanes
from app.ui.timeline.ruler import label_step
from app.ui.timeline.scale import Scale
from app.ui.timeline.summary import FULL_SCORE, MARGIN, NO_SCORE, STEP, LaneSummary, Mark, columns_of, level_of
from app.workspace.viewing.frame_states import FrameState, ObjectStates
from tests.gui.window_bot import CONTROL, FRAMES, SHIFT, WindowBot

S = FrameState
BAND_ROW, STRIP_BOTTOM = 12, 29


def states(flags: NDArray[np.uint8], score: float = 0.9) -> ObjectStates:
    """Return states with one score wherever there is a mask."""
    scores = np.where(flags & S.HAS_MASK, score, np.nan).astype(np.float32)
    return ObjectStates(flags, scores, scores.copy(), np.where(flags & S.HAS_MASK, 100, -1).astype(np.int64))


def lane(count: int, score: float = 0.9, **spans: tuple[int, int]) -> ObjectStates:
    """Return states of `count` frames with flags on inclusive spans: lane(10, HAS_MASK=(2, 5))."""
    flags = np.zeros(count, np.uint16)
    for name, (first, last) in spans.items():
        flags[first : last + 1] |= np.uint16(S[name])
    return states(flags, score)


def image_of(of: ObjectStates, scale: Scale, ratio: float = 1.0) -> NDArray[np.uint32]:
    """Return the image of one lane as `LaneColor`s: drawn with a color table of their own numbers."""
    out = np.zeros((1, round(LANE_HEIGHT * ratio), scale.width + 2 * MARGIN), np.uint32)
    draw_lanes(columns_of([LaneSummary(of)], scale), scale, ratio, np.arange(256, dtype=np.uint32)[None], out)
    return out[0, :, MARGIN:-MARGIN]


scales = st.builds(
    lambda count, width, factor, x, pan: Scale.whole(count, width).zoomed(factor, x % width).panned(pan),
    st.integers(1, 100_000),
    st.integers(40, 4000),
    st.floats(0.1, 5000),
    st.integers(0, 4000),
    st.floats(-1e4, 1e4),
)


@settings(max_examples=50, deadline=None)
@given(scales, st.integers(0, 99_999))
def test_the_middle_of_a_frame_is_on_that_frame(scale: Scale, frame: int) -> None:
    frame %= scale.frame_count

    assert scale.frame_at(scale.center(frame)) == frame


@settings(max_examples=50, deadline=None)
@given(scales)
def test_a_view_never_leaves_the_video(scale: Scale) -> None:
    assert scale.left >= 0
    assert scale.is_whole or scale.left + scale.span <= scale.frame_count + 1e-6


@settings(max_examples=50, deadline=None)
@given(st.integers(100, 100_000), st.floats(1.2, 50), st.floats(0.2, 0.8))
def test_zooming_keeps_the_frame_under_the_pointer(count: int, factor: float, share: float) -> None:
    scale = Scale.whole(count, 1000)
    x = share * 1000

    after = scale.zoomed(factor, x)

    assert after.left + x / after.per_frame == pytest.approx(scale.left + x / scale.per_frame, abs=1e-6)


def test_a_frame_out_of_view_turns_the_page() -> None:
    scale = Scale.whole(1000, 500).zoomed(10, 0)

    after = scale.showing(700)

    assert scale.showing(30) is scale
    assert after.left <= 700 < after.left + after.span


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 4000), st.integers(50, 700), st.floats(1, 300), st.integers(0, 2**32 - 1))
def test_columns_show_every_mark_and_the_worst_score(count: int, width: int, factor: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    flags = (random.random(count) < 0.9).astype(np.uint8) * np.uint8(S.HAS_MASK)
    flags |= (random.random(count) < 0.01).astype(np.uint8) * np.uint8(S.STALE)
    of = states(flags)
    of.score[:] = np.where(flags & S.HAS_MASK, random.random(count), np.nan)
    scale = Scale.whole(count, width).zoomed(factor, width / 3)

    columns = columns_of([LaneSummary(of)], scale)

    edges = scale.edges()
    step = STEP ** level_of(scale)
    slack = step if step > 1 else 0
    for column in range(0, width, 7):
        first, last = max(int(edges[column]) - slack, 0), max(int(edges[column + 1]), int(edges[column]) + 1) + slack
        inside = flags[first:last]
        if not slack and first < count:
            worst = np.nanmin(of.score[first:last]) if (inside & S.HAS_MASK).any() else np.nan
            expected = NO_SCORE if np.isnan(worst) else int(np.float32(worst) * FULL_SCORE)
            assert columns.score[0, MARGIN + column] == expected
        assert bool(columns.marks[0, MARGIN + column] & Mark.STALE) <= bool((inside & S.STALE).any())
    if (flags & S.STALE).any() and scale.is_whole:
        assert (columns.marks & np.uint8(Mark.STALE)).any()


def test_a_scale_that_puts_everything_into_a_few_columns_keeps_every_mark_and_the_worst_score() -> None:
    of = lane(5000, HAS_MASK=(0, 4999))
    of.flags[4321] |= np.uint8(S.STALE)
    of.score[77] = 0.25
    columns = columns_of([LaneSummary(of)], replace(Scale.whole(5000, 300), per_frame=1e-4))
    inside = slice(MARGIN, MARGIN + 2)
    assert (columns.marks[0, inside] & np.uint8(Mark.STALE)).any()
    assert columns.score[0, inside].min() == int(np.float32(0.25) * FULL_SCORE)


def test_updated_frames_are_the_same_as_reading_all_again() -> None:
    of = lane(5000, HAS_MASK=(0, 4999))
    summary = LaneSummary(of)
    of.flags[1234] |= np.uint8(S.PROMPT)
    of.score[4001] = 0.1
    before = summary.version
    summary.update([1234, 4001])
    fresh = LaneSummary(of)

    assert summary.version > before
    assert all((mine == theirs).all() for mine, theirs in zip(summary.marks, fresh.marks, strict=True))
    assert all((mine == theirs).all() for mine, theirs in zip(summary.score, fresh.score, strict=True))


def test_presence_is_a_band_absence_a_dashed_line_and_nothing_is_nothing() -> None:
    image = image_of(lane(30, HAS_MASK=(0, 19), ABSENT=(10, 19)), Scale.whole(30, 300))
    row = image[BAND_ROW]

    assert (row[:100] == LaneColor.BAND).all()
    assert set(np.unique(row[104:200])) == {LaneColor.GROUND, LaneColor.ABSENT}
    assert (row[204:] == LaneColor.GROUND).all()


def test_stale_is_a_pattern_not_only_a_color() -> None:
    image = image_of(lane(30, HAS_MASK=(0, 29), STALE=(15, 29)), Scale.whole(30, 300))

    assert set(np.unique(image[9:16, 20:140])) == {LaneColor.BAND}
    assert set(np.unique(image[9:16, 160:280])) == {LaneColor.STALE, LaneColor.HATCH}


def test_lost_is_a_pattern_of_its_own_and_stale_is_seen_on_it() -> None:
    image = image_of(lane(30, HAS_MASK=(0, 29), LOST=(10, 29), STALE=(20, 29)), Scale.whole(30, 300))
    band = image[8:17]
    shares = [float((band[:, a:b] == LaneColor.HATCH).mean()) for a, b in ((0, 96), (104, 196), (204, 296))]

    assert set(np.unique(band[:, 104:196])) == {LaneColor.GROUND, LaneColor.HATCH}
    assert shares[0] == 0 < shares[1] < 0.6
    assert (band[:, 204:296] == LaneColor.ABSENT_STROKE).any()
    assert LaneColor.ABSENT not in band


def test_a_prompt_is_a_diamond_and_a_painted_frame_a_square() -> None:
    image = image_of(lane(30, HAS_MASK=(0, 29), PROMPT=(5, 5), PAINTED=(20, 20)), Scale.whole(30, 300))

    def width_of_marker(row: int, left: int) -> int:
        return int((image[row, left : left + 40] == LaneColor.MARKER).sum())

    assert [width_of_marker(row, 35) for row in (9, 12, 15)] == [3, 9, 3]
    assert [width_of_marker(row, 185) for row in (9, 12, 15)] == [9, 9, 9]


def test_low_scores_are_low_bars() -> None:
    of = lane(20, score=0.9, HAS_MASK=(0, 19))
    of.score[10:] = 0.3
    image = image_of(of, Scale.whole(20, 200))
    strip = image[22:30]

    assert set(np.unique(strip[:, :100])) <= {LaneColor.SCORE, LaneColor.GROUND}
    assert (strip[:, 50] == LaneColor.SCORE).sum() > 2 * (strip[:, 150] == LaneColor.LOW_SCORE).sum() > 0


def test_suspicious_and_locked_have_shapes_of_their_own() -> None:
    image = image_of(lane(20, HAS_MASK=(0, 19), SUSPICIOUS=(4, 4), LOCKED=(10, 15)), Scale.whole(20, 200))

    assert image[STRIP_BOTTOM, 45] == LaneColor.SUSPICIOUS
    assert (image[3, 110:160] == LaneColor.LOCK).all()
    assert (image[7, 100:107] == LaneColor.LOCK).all()
    assert image[6, 159] == LaneColor.LOCK
    assert image[6, 130] != LaneColor.LOCK


def test_stale_absence_has_strokes_as_all_that_is_stale() -> None:
    flags = {"HAS_MASK": (0, 29), "ABSENT": (0, 29), "STALE": (15, 29)}
    image = image_of(lane(30, **flags), Scale.whole(30, 300))

    assert set(np.unique(image[8:11, 5:145])) == {LaneColor.GROUND}
    assert set(np.unique(image[8:11, 155:295])) == {LaneColor.GROUND, LaneColor.ABSENT_STROKE}
    assert set(np.unique(image[BAND_ROW, 155:295])) >= {LaneColor.ABSENT}


@pytest.mark.parametrize("frame", [100, 103, 555])
def test_a_single_frame_is_seen_from_afar(frame: int) -> None:
    scale = Scale.whole(1000, 500)
    locked = image_of(lane(1000, HAS_MASK=(0, 999), LOCKED=(frame, frame)), scale)
    absent = image_of(lane(1000, HAS_MASK=(frame, frame), ABSENT=(frame, frame)), scale)

    assert (locked[:8] == LaneColor.LOCK).sum() >= 25
    assert (absent == LaneColor.ABSENT).any()


def test_a_suspicious_stretch_is_a_line_with_one_tick_where_it_is_worst() -> None:
    of = lane(60, HAS_MASK=(0, 59), SUSPICIOUS=(10, 19))
    of.score[14] = 0.2
    image = image_of(of, Scale.whole(60, 600))

    assert (image[22, 100:200] == LaneColor.SUSPICIOUS).all()
    assert np.flatnonzero(image[STRIP_BOTTOM] == LaneColor.SUSPICIOUS).tolist() == [145]
    assert image[20, 145] == LaneColor.SUSPICIOUS
    assert (image[20, 147:200] != LaneColor.SUSPICIOUS).all()


def test_high_density_screens_get_more_pixels() -> None:
    scale = Scale.whole(30, 300)

    image = image_of(lane(30, HAS_MASK=(0, 29)), scale.times(2.0), 2.0)

    assert image.shape == (LANE_HEIGHT * 2, 600)


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_marks_stand_out_from_the_lane(palette: Palette) -> None:
    colors = color_table(palette, Color(0, 114, 178), selected=False, dimmed=False)

    def luminance(color: LaneColor) -> float:
        channels = [(int(colors[color]) >> shift & 0xFF) / 255 for shift in (16, 8, 0)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    signs = (LaneColor.MARKER, LaneColor.ABSENT, LaneColor.LOCK)
    for color in (*signs, LaneColor.LOW_SCORE, LaneColor.SUSPICIOUS, LaneColor.VERIFIED):
        high, low = sorted((luminance(color), luminance(LaneColor.GROUND)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 3


@pytest.mark.parametrize("count", [100, 100_000, 1_600_001, 50_000_000])
def test_ruler_numbers_never_touch(count: int) -> None:
    for factor in (1, 3, 17, 400, 10_000):
        scale = Scale.whole(count, 1500).zoomed(factor, 0)
        assert label_step(scale) * scale.per_frame >= 60


def test_ruler_numbers_are_round() -> None:
    steps = [label_step(replace(Scale.whole(10_000_000, 1500), per_frame=10**-power)) for power in range(-1, 7)]
    assert steps == [10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]


@pytest.mark.parametrize("width", [1, 20])
def test_a_view_made_before_its_place_is_known_is_fitted_when_it_is(width: int) -> None:
    assert Scale.whole(119, width, 9.0).resized(1000) == Scale.whole(119, 1000, 9.0)


@settings(max_examples=50, deadline=None)
@given(st.floats(0.01, 50_000))
def test_filmstrip_steps_are_just_wide_enough(least: float) -> None:
    step = nice_step(least)

    assert step >= least
    assert step == 1 or step <= 2 * max(least, 1)


def test_times_are_written_for_people() -> None:
    assert clock(0) == "0:00.000"
    assert clock(61) == "1:01.000"
    assert clock(3700.5) == "1:01:40.500"


# With the mouse, in the window


def test_press_on_the_ruler_moves_the_playhead_and_dragging_scrubs(window: WindowBot) -> None:
    ruler, scale = window.window.timeline.ruler, window.window.timeline.view.scale
    window.press(ruler, scale.center(10), 5)
    pressed = int(window.workspace.view.frame)
    for frame in (15, 30, 44):
        window.drag(ruler, scale.center(frame), 5)
    window.release(ruler, scale.center(44), 5)

    assert (pressed, int(window.workspace.view.frame)) == (10, 44)


def test_scrubbing_ends_on_the_picture_of_the_newest_frame(window: WindowBot) -> None:
    ruler, scale = window.window.timeline.ruler, window.window.timeline.view.scale
    window.press(ruler, scale.center(0), 5)
    for frame in range(1, FRAMES, 2):
        window.drag(ruler, scale.center(frame), 5)
    window.release(ruler, scale.center(FRAMES - 1), 5)

    window.qtbot.waitUntil(lambda: window.workspace.view.image_frame == FRAMES - 1, timeout=60_000)


def test_shift_drag_sets_the_range_and_its_end_can_be_dragged(window: WindowBot) -> None:
    ruler, scale = window.window.timeline.ruler, window.window.timeline.view.scale
    window.press(ruler, scale.center(10), 5, SHIFT)
    window.drag(ruler, scale.center(20), 5)
    window.release(ruler, scale.center(20), 5)
    first = window.workspace.view.range
    window.press(ruler, scale.x(21), 24)
    window.drag(ruler, scale.center(40), 24)
    window.release(ruler, scale.center(40), 24)

    assert first == (10, 20)
    assert window.workspace.view.range == (10, 40)


def test_control_wheel_zooms_where_the_pointer_is(window: WindowBot) -> None:
    timeline = window.window.timeline
    before = timeline.view.scale
    x = before.center(40)
    window.wheel(timeline.lanes, x, 10, 3, CONTROL)
    after = timeline.view.scale

    assert after.per_frame > before.per_frame * 1.5
    assert after.frame_at(x) == 40


def test_playhead_is_brought_into_view(window: WindowBot) -> None:
    view = window.window.timeline.view
    view.zoom(20, 0)
    window.workspace.view.go_to(55)

    assert view.scale.left <= 55 < view.scale.left + view.scale.span


def test_press_on_a_lane_selects_its_object(two_objects: WindowBot) -> None:
    lanes, scale = two_objects.window.timeline.lanes, two_objects.window.timeline.view.scale
    left, right = two_objects.objects
    two_objects.click(lanes, scale.center(7), LANE_HEIGHT // 2)
    first = (two_objects.workspace.view.active_object, int(two_objects.workspace.view.frame))
    two_objects.click(lanes, scale.center(9), LANE_HEIGHT + LANE_HEIGHT // 2, CONTROL)

    assert first == (left, 7)
    assert two_objects.workspace.view.selection == (left, right)


def test_hover_says_frame_time_and_state(two_objects: WindowBot) -> None:
    workspace = two_objects.workspace
    left, _right = two_objects.objects
    workspace.runs.track(Direction.FORWARD, [left])
    two_objects.settle()
    workspace.prompts.mark_absent(Cell(left, FrameIndex(30)))
    workspace.masks.set_locked([left], 5, 5, True)
    lanes, scale = two_objects.window.timeline.lanes, two_objects.window.timeline.view.scale

    def words(frame: int) -> str:
        return lanes.description_at(QPointF(scale.center(frame), 5))

    assert words(0).startswith("Frame 0 of 59 · 0:00.000 · Left: prompted")
    assert "tracked, confidence 90 %" in words(5)
    assert "locked" in words(5)
    assert "absent" in words(30)
    assert "stale" in words(45)


def test_lanes_follow_a_run(two_objects: WindowBot) -> None:
    lanes = two_objects.window.timeline.lanes
    before = lanes.grab().toImage()
    two_objects.workspace.runs.track(Direction.FORWARD)
    two_objects.settle()
    tracked = lanes.grab().toImage()
    two_objects.workspace.editor.undo()

    assert tracked != before
    two_objects.qtbot.waitUntil(lambda: lanes.grab().toImage() == before)

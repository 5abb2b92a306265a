"""Sets of frames as spans say the same as sets of frames."""

from hypothesis import given
from hypothesis import strategies as st

from app.project import spans
from app.project.model import FrameIndex

FRAMES = st.frozensets(st.integers(0, 30).map(FrameIndex))


@given(FRAMES, FRAMES)
def test_window_reaches_from_the_first_to_the_last_frame_that_only_one_has(
    a: frozenset[FrameIndex], b: frozenset[FrameIndex]
) -> None:
    apart = a ^ b
    wanted = (min(apart), max(apart)) if apart else None
    assert spans.window(spans.from_frames(a), spans.from_frames(b)) == wanted


@given(FRAMES, st.integers(0, 30), st.integers(0, 30))
def test_mask_of_a_stretch_knows_its_frames_and_no_others(frames: frozenset[FrameIndex], a: int, b: int) -> None:
    first, last = FrameIndex(min(a, b)), FrameIndex(max(a, b))
    found = spans.mask_within(spans.from_frames(frames), first, last)
    assert found.tolist() == [frame in frames for frame in range(first, last + 1)]


@given(FRAMES, FRAMES)
def test_union_holds_every_frame_once(a: frozenset[FrameIndex], b: frozenset[FrameIndex]) -> None:
    both = spans.add(spans.from_frames(a), spans.from_frames(b))
    assert both == spans.from_frames(a | b)

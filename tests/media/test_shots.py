"""Shots of made clips: cuts, dissolves and fades between shots are found, and nothing within one shot is."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest

from app.media.shots import ROOM, ShotSearch
from app.media.source import Image

HEIGHT, WIDTH = 90, 160


def scene(seed: int, width: int = WIDTH) -> Image:
    """Return a picture of large soft shapes in colors of its own."""
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (6, max(width // 20, 2), 3), dtype=np.uint8)
    tint = random.integers(40, 216, 3)
    picture = cv2.resize(coarse, (width, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return np.asarray(picture * 0.6 + tint * 0.4, np.uint8)


def shot(seed: int, frames: int) -> list[Image]:
    """Return a shot in which something moves before a ground that stays."""
    found = []
    for index in range(frames):
        frame = scene(seed)
        frame[30:60, (index * 3) % (WIDTH - 30) : (index * 3) % (WIDTH - 30) + 30] = (seed * 40 % 256, 200, 90)
        found.append(frame)
    return found


def mixed(first: Image, second: Image, share: float) -> Image:
    return np.asarray(first * (1 - share) + second * share, np.uint8)


def black() -> Image:
    return np.zeros((HEIGHT, WIDTH, 3), np.uint8)


def cut() -> list[Image]:
    return shot(1, 30) + shot(2, 30) + shot(3, 20)


def still() -> list[Image]:
    return shot(1, 60)


def flash() -> list[Image]:
    frames = shot(1, 60)
    for index in (20, 21, 40):
        frames[index] = mixed(frames[index], np.full_like(frames[index], 255), 0.8)
    frames[50] = np.full_like(frames[50], 255)
    return frames


def fast_pan() -> list[Image]:
    wide = scene(5, 1600)
    return shot(1, 1)[:0] + [wide[:, index * 24 : index * 24 + WIDTH] for index in range(60)]


def lights_out() -> list[Image]:
    """A shot that fades to black and comes back."""
    frames = shot(1, 80)
    for index in range(20, 60):
        share = min(index - 20, 59 - index, 12) / 12
        frames[index] = mixed(frames[index], black(), share)
    return frames


def fade_in() -> list[Image]:
    return [mixed(black(), frame, min(index / 15, 1.0)) for index, frame in enumerate(shot(1, 50))]


def fade_between() -> list[Image]:
    out = [mixed(frame, black(), max(0, index - 18) / 12) for index, frame in enumerate(shot(1, 30))]
    back = [mixed(black(), frame, min(index / 12, 1.0)) for index, frame in enumerate(shot(2, 30))]
    return out + [black()] * 4 + back


def dissolve() -> list[Image]:
    first, second = shot(1, 50), shot(2, 50)
    return [mixed(a, b, min(max((i - 18) / 14, 0), 1)) for i, (a, b) in enumerate(zip(first, second, strict=True))]


def changes(frames: Sequence[Image]) -> tuple[int, ...]:
    search = ShotSearch()
    for frame in frames:
        search.add(frame)
    return search.changes()


@pytest.mark.parametrize("clip", [still, flash, fast_pan, lights_out, fade_in])
def test_within_one_shot_nothing_is_found(clip: Callable[[], list[Image]]) -> None:
    assert changes(clip()) == ()


@pytest.mark.parametrize(
    ("clip", "expected", "within"), [(cut, (30, 60), 0), (fade_between, (34,), 6), (dissolve, (25,), 6)]
)
def test_changes_between_shots_are_found_once(
    clip: Callable[[], list[Image]], expected: tuple[int, ...], within: int
) -> None:
    found = changes(clip())
    assert len(found) == len(expected)
    assert all(abs(a - b) <= within for a, b in zip(found, expected, strict=True))


def test_very_short_clips_are_one_shot() -> None:
    assert changes([]) == changes(shot(1, 1)) == changes(shot(1, 2)) == ()
    assert changes([scene(1), scene(2)]) == (1,)


def test_a_frame_that_cannot_be_decoded_counts_as_the_one_before_it() -> None:
    search = ShotSearch()
    search.repeat()
    for frame in shot(1, 20):
        search.add(frame)
        search.repeat()
    assert search.seen == 41
    assert search.changes() == ()


def test_a_long_clip_is_kept_in_few_arrays() -> None:
    search, (first, second) = ShotSearch(), (scene(1), scene(2))
    for index in range(2 * ROOM + 100):
        search.add(first if index < ROOM + 300 else second)
    assert search.changes() == (ROOM + 300,)
    assert len(vars(search)) == 2
    assert all(isinstance(rows.array(), np.ndarray) for rows in vars(search).values())

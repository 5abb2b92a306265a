"""Times of frames are the file's own, with the end of the last one; an average rate stands for nothing."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.media.frame_times import FrameTimes
from app.media.opening import open_media
from tests.media.clips import write, x264
from tests.media.test_pictures import write_webp

UNEVEN = [*(i * 1500 for i in range(30)), *(45_000 + i * 9000 for i in range(30))]
"""In ticks of 1/90000 s: half a second at 60 frames a second, then three seconds at 10."""


def uneven(path: Path) -> Path:
    return write(path, range(60), options=x264(), pts=UNEVEN, time_base=Fraction(1, 90_000))


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_frames_of_an_uneven_video_have_their_own_times(tmp_path: Path, name: str) -> None:
    times = open_media(uneven(tmp_path / name)).info.frame_times
    assert times.of(15) == pytest.approx(0.25, abs=0.001)
    assert times.of(30) == pytest.approx(0.5, abs=0.001)
    assert times.of(59) == pytest.approx(3.4, abs=0.001)
    assert 3.43 < times.end < 3.52  # Matroska has one duration for all frames


def test_delays_of_a_gif_end_with_the_last_one(tmp_path: Path) -> None:
    delays = [100, 40, 500, 40, 1000, 200]
    starts = np.cumsum([0, *delays[:-1]])
    write_webp(tmp_path / "a.webp", range(6), delays)
    path = write(tmp_path / "a.gif", range(6), "gif", pix_fmt="rgb8", pts=[int(s // 10) for s in starts],
                 time_base=Fraction(1, 100), container={"final_delay": "20"})  # fmt: skip
    for file in (tmp_path / "a.webp", path):
        times = open_media(file).info.frame_times
        np.testing.assert_allclose(times.starts, starts / 1000, atol=0.0005)
        assert times.end == pytest.approx(1.88, abs=0.001)


def test_the_kept_index_knows_the_end_too(tmp_path: Path) -> None:
    path = uneven(tmp_path / "a.mp4")
    ends = [open_media(path, tmp_path / "kept").info.frame_times.end for _ in range(2)]
    assert ends[0] == ends[1]


def test_looking_up_times() -> None:
    times = FrameTimes(np.array([0.0, 0.1, 0.1, 0.6]), 0.8)
    assert [times.at(seconds) for seconds in (-1, 0, 0.05, 0.1, 0.59, 0.6, 9)] == [0, 0, 0, 2, 2, 3, 3]
    assert [times.end_of(frame) for frame in range(4)] == [0.1, 0.1, 0.6, 0.8]
    even = FrameTimes.even(50, 25.0)
    assert (even.of(25), even.end, even.at(0.041)) == (1.0, 2.0, 1)

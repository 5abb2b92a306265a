"""Fingerprints, the cache of pictures, thumbnails."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import MediaError
from app.media.cache import FrameCache
from app.media.fingerprint import fingerprint
from app.media.thumbnails import thumbnail


def picture(size: int) -> np.ndarray:
    return np.zeros((size, 1, 1), np.uint8)


def test_least_recently_used_picture_goes_first() -> None:
    cache = FrameCache(30)
    for index in range(3):
        cache.put("video", index, picture(10))
    assert cache.get("video", 0) is not None
    cache.put("video", 3, picture(10))
    assert [index for index in range(4) if cache.get("video", index) is not None] == [0, 2, 3]


def test_picture_larger_than_the_budget_is_not_kept() -> None:
    cache = FrameCache(30)
    cache.put("video", 0, picture(10))
    cache.put("video", 1, picture(31))
    assert cache.get("video", 1) is None
    assert cache.get("video", 0) is not None


def test_forgetting_one_video_leaves_the_other() -> None:
    cache = FrameCache(100)
    cache.put(("a", 1), 0, picture(10))
    cache.put("b", 0, picture(10))
    cache.forget(("a", 1))
    assert cache.get(("a", 1), 0) is None
    assert cache.get("b", 0) is not None
    cache.clear()
    assert (len(cache), cache.bytes_used) == (0, 0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 5), st.integers(1, 40))), st.integers(0, 100))
def test_bytes_never_exceed_the_budget(puts: list[tuple[str, int, int]], budget: int) -> None:
    cache = FrameCache(budget)
    for video, index, size in puts:
        cache.put(video, index, picture(size))
        kept = [image for v in "ab" for i in range(6) if (image := cache.get(v, i)) is not None]
        assert cache.bytes_used == sum(image.nbytes for image in kept) <= budget
        assert len(cache) == len(kept)


def test_fingerprint_of_a_file_is_its_size_and_first_megabyte(tmp_path: Path) -> None:
    data = bytes(range(256)) * 8000
    (tmp_path / "a").write_bytes(data)
    (tmp_path / "b").write_bytes(data[:-1] + b"!")
    first = fingerprint(tmp_path / "a")
    assert first.size_bytes == len(data)
    assert first.head_sha256 == hashlib.sha256(data[: 1 << 20]).hexdigest()
    assert fingerprint(tmp_path / "b") == first


def test_fingerprint_of_a_folder_changes_with_names_and_sizes(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(b"abc")
    before = fingerprint(tmp_path)
    (tmp_path / ".hidden").write_bytes(b"x")
    assert fingerprint(tmp_path) == before
    (tmp_path / "1.png").rename(tmp_path / "2.png")
    renamed = fingerprint(tmp_path)
    assert renamed.size_bytes == before.size_bytes
    assert renamed != before
    with pytest.raises(MediaError, match="not there"):
        fingerprint(tmp_path / "gone")


@pytest.mark.parametrize(
    ("shape", "expected"), [((1080, 1920), (90, 160)), ((1000, 3), (160, 1)), ((50, 40), (50, 40))]
)
def test_thumbnails_fit_and_keep_proportions(shape: tuple[int, int], expected: tuple[int, int]) -> None:
    image = np.full((*shape, 3), 77, np.uint8)
    small = thumbnail(image, 160)
    assert small.shape == (*expected, 3)
    assert (small == 77).all()

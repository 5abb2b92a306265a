"""Fingerprints, the cache of pictures, thumbnails."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from app.errors import MediaError
from app.media.fingerprint import fingerprint
from app.media.thumbnails import thumbnail


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

"""A kept index saves the work; one that does not fit is ignored and made anew."""

import hashlib
from collections.abc import Callable, Generator
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest

from app.generators import result_of
from app.media.fingerprint import fingerprint
from app.media.opening import open_media, opening_media
from app.media.videos import video
from app.media.videos.frame_index import VideoIndex, index_video
from app.media.videos.index_file import DIGEST_BYTES, MAGIC, load_index
from app.media.videos.packets import PacketTable
from tests.media.clips import number_of, write, x264


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write(tmp_path / "clip.mp4", range(30), options=x264())


def test_index_is_kept_and_used(clip: Path, tmp_path: Path) -> None:
    kept = tmp_path / "cache" / "7.index"
    first = open_media(clip, kept)
    index = load_index(kept, fingerprint(clip))
    assert index is not None
    assert len(index) == 30
    stamp = kept.stat().st_mtime_ns
    second = open_media(clip, kept)
    assert kept.stat().st_mtime_ns == stamp
    assert second.info.times.tolist() == first.info.times.tolist()
    assert [number_of(second.frame(i)) for i in (29, 3)] == [29, 3]
    assert [file.name for file in kept.parent.iterdir()] == ["7.index"]


@pytest.mark.parametrize("given_up", [False, True])
def test_who_wants_an_index_that_is_being_made_waits_for_it(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given_up: bool
) -> None:
    made: list[Path] = []

    def in_two_steps(path: Path) -> Generator[float, None, VideoIndex]:
        made.append(path)
        yield 0.5
        return (yield from index_video(path))

    monkeypatch.setattr(video, "index_video", in_two_steps)
    kept = tmp_path / "cache" / "7.index"
    first, second = opening_media(clip, kept), opening_media(clip, kept)
    assert (next(first), next(second), next(second)) == (0.5, 0.0, 0.0)
    if given_up:
        first.close()
    else:
        result_of(first)
    assert number_of(result_of(second).frame(17)) == 17
    assert len(made) == 1 + given_up


def test_packets_are_found_by_place_size_and_where_that_repeats_by_time() -> None:
    def table(position: list[int], size: list[int], pts: list[int]) -> PacketTable:
        numbers, flags = (np.array(column, np.int64) for column in (position, size, pts)), np.ones(len(pts), np.bool_)
        place, bytes_, times = numbers
        return PacketTable(place, bytes_, times, times, flags, flags, Fraction(1, 25), False, 0)

    def found(packets: PacketTable, pos: int | None, size: int, pts: int | None) -> int | None:
        return packets.find(SimpleNamespace(pos=pos, size=size, pts=pts))

    apart = table([50, 10, 90, 10], [5, 5, 7, 6], [3, 1, 2, 0])
    assert [found(apart, *row) for row in ((50, 5, 3), (10, 5, 9), (90, 7, None), (10, 6, 0))] == [0, 1, 2, 3]
    assert found(apart, 50, 6, 3) is found(apart, 11, 5, 1) is found(apart, 100, 7, 2) is None
    twice = table([-1, -1, -1], [5, 5, 6], [0, 1, 2])
    assert [found(twice, None, 5, pts) for pts in (0, 1, 2)] == [0, 1, None]
    assert found(table([10, 10], [5, 5], [1, 1]), 10, 5, 1) is None


def flipped(data: bytes) -> bytes:
    return data[:-40] + bytes([data[-40] ^ 1]) + data[-39:]


def forged(**changes: object) -> Callable[[bytes], bytes]:
    """Change values and make the checksum fit again."""

    def forge(data: bytes) -> bytes:
        stored = msgspec.msgpack.decode(data[len(MAGIC) + DIGEST_BYTES :])
        payload = msgspec.msgpack.encode(stored | changes)
        return MAGIC + hashlib.sha256(payload).digest() + payload

    return forge


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        flipped,
        lambda data: b"PK\x03\x04" + data,
        forged(ordinal=b"\xff" * 240),
        forged(ordinal=(10**6).to_bytes(8, "little") * 30),
        forged(times=b"\0" * 8),
        forged(times=b"\xff" * 240),
        forged(rate=[1, 0]),
        forged(rate=[-25, 1]),
        forged(key=b"\x01"),
        forged(size="text"),
        forged(library="another version"),
    ],
)
def test_broken_index_is_ignored_and_replaced(clip: Path, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    kept = tmp_path / "kept.index"
    open_media(clip, kept)
    good = kept.read_bytes()
    kept.write_bytes(damage(good))
    source = open_media(clip, kept)
    assert number_of(source.frame(17)) == 17
    assert kept.read_bytes() == good


def test_index_of_another_video_is_ignored(clip: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.mp4", range(100, 112), options=x264())
    kept = tmp_path / "kept.index"
    open_media(clip, kept)
    source = open_media(other, kept)
    assert source.info.frame_count == 12
    assert number_of(source.frame(11)) == 111


def test_index_that_cannot_be_written_is_no_reason_to_fail(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert open_media(clip, tmp_path / "file" / "kept.index").info.frame_count == 30
    (tmp_path / "folder.index").mkdir()
    assert open_media(clip, tmp_path / "folder.index").info.frame_count == 30

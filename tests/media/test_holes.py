"""A frame that cannot be decoded is a hole with a number; every other frame keeps its own, however it was counted."""

from pathlib import Path

import av
import pytest

from app.errors import FrameLost, MediaError
from app.media.opening import open_media
from app.phrases import ranges
from tests.media.clips import number_of, numbered, write, x264
from tests.media.test_pictures import save

COUNT = 60


def spoiled(whole: Path, place: int) -> Path:
    """Return a copy of a file with zeros for the bytes of one packet."""
    path = whole.with_stem("spoiled")
    with av.open(str(whole)) as source, av.open(str(path), "w") as sink:
        stream = sink.add_stream_from_template(source.streams.video[0])
        for number, packet in enumerate(p for p in source.demux(video=0) if p.size):
            kept = packet
            if number == place:
                kept = av.Packet(bytes(packet.size))
                kept.pts, kept.dts, kept.time_base = packet.pts, packet.dts, packet.time_base
            kept.stream = stream
            sink.mux(kept)
    return path


def clip(path: Path, place: int, count: int = COUNT, bframes: int = 0) -> Path:
    return spoiled(write(path, range(count), options=x264(), bframes=bframes, gop=10), place)


def shown(path: Path) -> dict[int, int]:
    """Return the number in the pixels of every frame that can be decoded."""
    source, found = open_media(path), {}
    for index in range(source.info.frame_count):
        try:
            found[index] = number_of(source.frame(index))
        except FrameLost:
            continue
    source.close()
    return found


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.mov"])
@pytest.mark.parametrize("count", [25, COUNT])
def test_frames_behind_a_hole_keep_their_numbers(tmp_path: Path, name: str, count: int) -> None:
    path = clip(tmp_path / name, 15, count)
    assert open_media(path).info.frame_count == count
    found = shown(path)
    assert set(range(count)) - set(found) == {15}
    assert all(index == number for index, number in found.items())


@pytest.mark.parametrize("count", [25, COUNT])
def test_a_damaged_key_frame_takes_only_what_depends_on_it(tmp_path: Path, count: int) -> None:
    found = shown(clip(tmp_path / "a.mp4", 10, count))
    assert {*range(10), *range(20, count)} <= set(found)
    assert all(found[index] == index for index in (*range(10), *range(20, count)))


@pytest.mark.parametrize(("name", "count"), [("a.mp4", COUNT), ("a.mkv", COUNT), ("a.mp4", 15), ("a.mkv", 15)])
def test_a_damaged_first_key_frame_shifts_no_number(tmp_path: Path, name: str, count: int) -> None:
    path = write(tmp_path / name, range(count), options=x264(), bframes=0, gop=10)
    with av.open(str(path)) as container:
        first = bytes(next(packet for packet in container.demux(video=0) if packet.size))
    content = path.read_bytes()
    start = content.index(first[4:]) - 4
    path.write_bytes(content[:start] + bytes(len(first)) + content[start + len(first) :])
    assert open_media(path).info.frame_count == count
    found = shown(path)
    assert set(found) == set(range(10, count))
    assert all(found[index] == index for index in found)


def test_pictures_that_stand_alone_lose_one(tmp_path: Path) -> None:
    found = shown(spoiled(write(tmp_path / "a.mkv", range(25), "mjpeg", pix_fmt="yuvj420p"), 7))
    assert found == {index: index for index in range(25) if index != 7}


def test_reordered_frames_behind_a_hole_keep_their_numbers(tmp_path: Path) -> None:
    for count in (25, COUNT):
        path = clip(tmp_path / f"{count}.mp4", 15, count, bframes=2)
        assert open_media(path).info.frame_count == count
        found = shown(path)
        assert len(found) >= count - 10
        assert all(found[index] == index for index in found if not 10 <= index < 20)


def test_a_hole_is_one_from_every_side_and_for_every_reader(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 35)
    kept = tmp_path / "kept.index"
    for source in (open_media(path, kept), open_media(path, kept), open_media(path).clone()):
        for index in (36, 34, 35, 37, 20, 35, 59, 36):
            if index == 35:
                with pytest.raises(FrameLost, match="Frame 35"):
                    source.frame(index)
            else:
                assert number_of(source.frame(index)) == index


@pytest.mark.parametrize(("count", "place", "behind"), [(COUNT, 33, "34–39"), (25, 15, "16–19"), (25, 19, None)])
def test_a_hole_says_which_frames_are_built_on_it(tmp_path: Path, count: int, place: int, behind: str | None) -> None:
    source = open_media(clip(tmp_path / "a.mp4", place, count))
    with pytest.raises(FrameLost) as caught:
        source.frame(place)
    assert (f"built on it: {behind}." in str(caught.value)) == (behind is not None)
    alone = open_media(spoiled(write(tmp_path / "b.mkv", range(12), "mjpeg", pix_fmt="yuvj420p"), 7))
    with pytest.raises(FrameLost) as caught:
        alone.frame(7)
    assert "built on" not in str(caught.value)


def test_holes_that_are_known_are_named(tmp_path: Path) -> None:
    assert any("cannot be decoded: 5" in words for words in open_media(clip(tmp_path / "a.mp4", 5, 25)).info.warnings)


def test_a_file_that_is_gone_is_no_hole(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 35)
    source = open_media(path)
    source.close()
    path.unlink()
    with pytest.raises(MediaError) as caught:
        source.frame(20)
    assert not isinstance(caught.value, FrameLost)


@pytest.mark.parametrize("content", [b"", b"no picture at all", "cut"])
def test_a_damaged_picture_is_a_hole_in_its_folder(tmp_path: Path, content: bytes | str) -> None:
    for number in range(6):
        save(tmp_path / f"{number:05}.jpg", numbered(number))
    bad = tmp_path / "00003.jpg"
    bad.write_bytes(bad.read_bytes()[:20] if isinstance(content, str) else content)
    assert shown(tmp_path) == {index: index for index in range(6) if index != 3}
    source = open_media(tmp_path)
    assert any("decoded: 3;" in words for words in source.info.warnings)
    with pytest.raises(FrameLost, match=r"Frame 3.*“00003.jpg”"):
        source.frame(3)


def test_a_folder_without_one_good_picture_is_refused(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.jpg").write_bytes(b"")
    with pytest.raises(MediaError, match=r"“0.jpg” cannot be decoded"):
        open_media(tmp_path)


def test_numbers_are_told_in_stretches() -> None:
    assert ranges([3, 7, 8, 9, 12]) == "3, 7–9, 12"
    assert ranges([]) == ""
    assert ranges(range(0, 100, 2), most=2) == "0, 2, …"
    assert ranges({5}) == "5"

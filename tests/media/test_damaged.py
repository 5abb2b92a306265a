"""What decodes of a damaged file is usable, the rest is named; what is no video at all is refused in words."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import MediaError
from app.media.fingerprint import fingerprint
from app.media.opening import open_media
from tests.media.clips import number_of, write, x264

NUMBERS = range(40)
FASTSTART = {"movflags": "faststart"}
MAKERS: dict[str, Callable[[Path], Path]] = {
    "a.mp4": lambda p: write(p, NUMBERS, options=x264(), container=FASTSTART),
    "a.ts": lambda p: write(p, NUMBERS, options=x264()),
    "a.mkv": lambda p: write(p, NUMBERS, options=x264()),
    "a.avi": lambda p: write(p, NUMBERS, "mpeg4"),
    "a.webm": lambda p: write(p, NUMBERS, "libvpx-vp9", options={"deadline": "realtime", "cpu-used": "8"}),
    "a.gif": lambda p: write(p, NUMBERS, "gif", pix_fmt="rgb8"),
    "a.apng": lambda p: write(p, NUMBERS, "apng", pix_fmt="rgb24"),
}


@pytest.fixture(scope="module")
def whole_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    return {name: make(folder / name).read_bytes() for name, make in MAKERS.items()}


@pytest.mark.parametrize("name", MAKERS)
def test_beginning_of_a_file_that_was_cut_short_is_usable(
    tmp_path: Path, whole_files: dict[str, bytes], name: str
) -> None:
    path = tmp_path / name
    data = whole_files[name]
    path.write_bytes(data[: len(data) * 3 // 4])
    source = open_media(path)
    assert 5 < source.info.frame_count < 40
    sure = min(10, source.info.frame_count - 1)
    assert [number_of(source.frame(index)) for index in range(sure)] == list(range(sure))


def test_frames_that_a_short_file_lacks_are_named(tmp_path: Path, whole_files: dict[str, bytes]) -> None:
    path = tmp_path / "short.mp4"
    path.write_bytes(whole_files["a.mp4"][: len(whole_files["a.mp4"]) * 3 // 4])
    assert any("cut short" in words for words in open_media(path).info.warnings)


def test_hole_in_the_middle_leaves_both_ends_usable(tmp_path: Path, whole_files: dict[str, bytes]) -> None:
    path = tmp_path / "hole.ts"
    data = bytearray(whole_files["a.ts"])
    data[len(data) // 2 : len(data) // 2 + 1500] = bytes(1500)
    path.write_bytes(data)
    source = open_media(path)
    assert number_of(source.frame(0)) == 0
    assert number_of(source.frame(source.info.frame_count - 1)) == 39


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.mp4", b"This is not a video.\n" * 500),
        ("playlist.mp4", b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"),
        ("script.mp4", b"ffconcat version 1.0\nfile '/etc/passwd'\n"),
        ("session.mp4", b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"),
        ("pickle.mkv", b"\x80\x04\x95\x1a\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94."),
        ("zeros.avi", bytes(100_000)),
        ("one byte.mov", b"x"),
        ("nothing.mp4", b""),
        ("broken.png", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("broken.webp", b"RIFF\x40\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02" + bytes(40)),
        ("broken.tif", b"II*\x00" + bytes(30)),
    ],
)
def test_files_that_are_no_media_are_refused_in_words(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(MediaError, match="“" + name.split(".", maxsplit=1)[0]):
        open_media(path)


def test_index_at_the_end_cut_off(tmp_path: Path) -> None:
    path = write(tmp_path / "no index.mp4", NUMBERS, options=x264())
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(MediaError, match="not a video that can be read"):
        open_media(path)


def test_sound_without_video(tmp_path: Path) -> None:
    path = tmp_path / "song.mp4"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("aac", rate=48000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4800), np.float32), format="fltp", layout="mono")
        frame.rate = 48000
        output.mux(stream.encode(frame) + stream.encode(None))
    with pytest.raises(MediaError, match="sound but no video"):
        open_media(path)


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="not there any more"):
        open_media(tmp_path / "gone.mp4")
    with pytest.raises(MediaError, match="holds no pictures"):
        open_media(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among the files of this system")
@pytest.mark.parametrize("name", ["pipe", "pipe.mp4", "pipe.png", "pipe.webp"])
def test_a_pipe_keeps_nobody_waiting(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    for use in (open_media, fingerprint):
        with pytest.raises(MediaError, match=r"“pipe.*” is a pipe or a device"):
            use(tmp_path / name)
    with pytest.raises(MediaError, match="holds no pictures"):
        open_media(tmp_path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device on this system")
@pytest.mark.parametrize("name", ["endless", "endless.png"])
def test_a_device_is_no_media(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to("/dev/zero")
    with pytest.raises(MediaError, match=r"“endless.*” is a pipe or a device"):
        open_media(tmp_path / name)


def test_links_in_a_circle_and_names_too_long(tmp_path: Path) -> None:
    (tmp_path / "loop.mp4").symlink_to(tmp_path / "loop.mp4")
    for path in (tmp_path / "loop.mp4", tmp_path / ("x" * 3000)):
        with pytest.raises(MediaError, match="cannot be read"):
            open_media(path)
        with pytest.raises(MediaError, match="cannot be read"):
            fingerprint(path)


def test_zero_byte_in_a_name(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="name"):
        open_media(tmp_path / "a\0b.mp4")


def test_file_without_permission(tmp_path: Path) -> None:
    path = write(tmp_path / "secret.mp4", range(3), options=x264())
    path.chmod(0)
    root = os.geteuid() == 0
    if root:
        tmp_path.chmod(0o755)
        os.seteuid(65534)
    try:
        with pytest.raises(MediaError, match=r"may not be read|not there"):
            open_media(path)
    finally:
        if root:
            os.seteuid(0)


def test_file_that_vanishes_while_open(tmp_path: Path) -> None:
    source = open_media(write(tmp_path / "here.mp4", NUMBERS, options=x264()))
    source.close()
    (tmp_path / "here.mp4").unlink()
    with pytest.raises(MediaError, match="not there any more"):
        source.frame(5)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(MAKERS)), seed=st.integers(0, 1 << 32))
def test_mutated_files_give_frames_or_a_media_error(
    tmp_path: Path, whole_files: dict[str, bytes], name: str, seed: int
) -> None:
    chance = random.Random(seed)
    data = bytearray(whole_files[name])
    for _ in range(chance.choice([1, 5, 40])):
        place = chance.randrange(len(data)) if chance.random() < 0.5 else chance.randrange(min(len(data), 3000))
        data[place] = chance.randrange(256)
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    folder = tmp_path / str(seed)
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    complaints: list[str] = []
    try:
        source = open_media(path)
        wanted = [0, source.info.frame_count - 1, *chance.choices(range(source.info.frame_count), k=4)]
        for index in wanted:
            try:
                assert source.frame(index).shape == (source.info.height, source.info.width, 3)
            except MediaError as error:
                complaints.append(error.message)
        source.close()
    except MediaError as error:
        complaints.append(error.message)
    finally:
        shutil.rmtree(folder)
    assert all(path.name in words for words in complaints)


@pytest.mark.parametrize("name", ["a.mkv", "a.webm", "a.avi", "a.ts", "a.mp4"])
def test_a_file_that_was_cut_short_says_so_and_a_whole_one_does_not(
    tmp_path: Path, whole_files: dict[str, bytes], name: str
) -> None:
    data = whole_files[name]
    (tmp_path / name).write_bytes(data)
    assert open_media(tmp_path / name).info.warnings == ()
    (tmp_path / name).write_bytes(data[: len(data) * 3 // 4 // 188 * 188 + 100])
    assert any("cut short" in words for words in open_media(tmp_path / name).info.warnings)


def test_a_stream_of_unknown_length_is_not_called_cut_short(tmp_path: Path) -> None:
    path = write(tmp_path / "live.mkv", NUMBERS, options=x264(), container={"live": "1"})
    assert open_media(path).info.warnings == ()


def test_an_encrypted_video_is_called_so(tmp_path: Path) -> None:
    key = "0123456789abcdef" * 2
    locked = {"encryption_scheme": "cenc-aes-ctr", "encryption_key": key, "encryption_kid": key}
    path = write(tmp_path / "drm.mp4", NUMBERS, options=x264(), container=locked)
    with pytest.raises(MediaError, match=r"“drm.mp4” is encrypted"):
        open_media(path)

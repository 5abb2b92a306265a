"""Folders of pictures and animations: order, orientation, depth, and refusals in words."""

import random
import struct
import zlib
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.errors import MediaError
from app.media.opening import open_media
from app.media.pictures.sequences import natural_key
from app.media.source import MediaKind
from tests.media.clips import number_of, numbered


def save(path: Path, image: np.ndarray) -> None:
    """Write an RGB(A) or grey picture; OpenCV wants its channels the other way round."""
    if image.ndim == 3:
        image = image[..., [2, 1, 0, 3][: image.shape[2]]]
    done, data = cv2.imencode(path.suffix, image)
    assert done
    path.write_bytes(data.tobytes())


def exif(orientation: int) -> bytes:
    return b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + bytes(4)


def test_unpadded_names_are_read_in_natural_order(tmp_path: Path) -> None:
    for number in (1, 2, 10, 9, 100, 11):
        save(tmp_path / f"Frame {number}.png", numbered(number))
    source = open_media(tmp_path)
    assert [number_of(source.frame(i)) for i in range(source.info.frame_count)] == [1, 2, 9, 10, 11, 100]
    assert source.info.kind is MediaKind.IMAGES
    assert source.info.rate == Fraction(24)
    np.testing.assert_allclose(source.info.times, np.arange(6) / 24)


def test_gaps_between_numbers_are_told(tmp_path: Path) -> None:
    for number in (0, 4, 8, 20):
        save(tmp_path / f"{number:05}.jpg", numbered(number))
    source = open_media(tmp_path)
    assert [number_of(source.frame(i)) for i in range(4)] == [0, 4, 8, 20]
    assert "2" in source.info.warnings[0]


def test_other_files_hidden_ones_and_folders_do_not_count(tmp_path: Path) -> None:
    save(tmp_path / "b.PNG", numbered(2))
    save(tmp_path / "a.webp", numbered(1))
    save(tmp_path / ".c.png", numbered(3))
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "d.png").mkdir()
    assert open_media(tmp_path).info.frame_count == 2


def test_natural_key_is_a_total_order() -> None:
    names = ["a2", "a10", "a02", "A2", "2", "10", "", "b", "a", "²"]
    assert sorted(sorted(names, reverse=True), key=natural_key) == sorted(names, key=natural_key)
    assert sorted(["img10", "img9", "img09"], key=natural_key) == ["img09", "img9", "img10"]


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif"])
def test_every_kind_of_picture(tmp_path: Path, suffix: str) -> None:
    save(tmp_path / f"ünï 'x'{suffix}", numbered(5))
    image = open_media(tmp_path).frame(0)
    assert number_of(image) == 5
    assert np.abs(image.astype(int) - numbered(5)).mean() < 8
    assert not image.flags.writeable


def test_sixteen_bits_grey_and_alpha_become_rgb(tmp_path: Path) -> None:
    picture = numbered(6)
    deep = picture.astype(np.uint16) * 257
    alpha = np.dstack([picture, np.zeros(picture.shape[:2], np.uint8)])
    save(tmp_path / "1.png", deep)
    save(tmp_path / "2.tif", deep)
    save(tmp_path / "3.png", picture[..., 0])
    save(tmp_path / "4.png", alpha)
    source = open_media(tmp_path)
    for index, expected in enumerate([picture, picture, np.repeat(picture[..., :1], 3, axis=2), picture]):
        np.testing.assert_allclose(source.frame(index), expected, atol=1)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_camera_orientation_is_applied(tmp_path: Path, orientation: int) -> None:
    upright = numbered(7)
    stored = {
        1: lambda i: i,
        2: lambda i: i[:, ::-1],
        3: lambda i: i[::-1, ::-1],
        4: lambda i: i[::-1],
        5: lambda i: i.transpose(1, 0, 2),
        6: lambda i: np.rot90(i, 1),
        7: lambda i: i[::-1, ::-1].transpose(1, 0, 2),
        8: lambda i: np.rot90(i, -1),
    }[orientation](upright)
    path = tmp_path / "camera.jpg"
    save(path, np.ascontiguousarray(stored))
    block = b"Exif\0\0" + exif(orientation)
    data = path.read_bytes()
    path.write_bytes(data[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + data[2:])
    source = open_media(tmp_path)
    assert (source.info.width, source.info.height) == (160, 96)
    assert np.abs(source.frame(0).astype(int) - upright).mean() < 8


def test_mixed_sizes_are_refused_with_two_names(tmp_path: Path) -> None:
    save(tmp_path / "1.png", numbered(1))
    save(tmp_path / "2.png", numbered(2))
    save(tmp_path / "3.png", numbered(3, 80, 48))
    with pytest.raises(MediaError, match=r"“1.png” has 160×96 pixels, “3.png” has 80×48"):
        open_media(tmp_path)


def test_unreadable_picture_is_named(tmp_path: Path) -> None:
    save(tmp_path / "1.png", numbered(1))
    save(tmp_path / "2.png", numbered(2))
    (tmp_path / "2.png").write_bytes((tmp_path / "2.png").read_bytes()[:60])
    source = open_media(tmp_path)
    assert number_of(source.frame(0)) == 1
    with pytest.raises(MediaError, match=r"“2.png” cannot be decoded"):
        source.frame(1)
    (tmp_path / "3.jpg").write_bytes(b"not a picture")
    with pytest.raises(MediaError, match=r"“3.jpg” cannot be decoded"):
        open_media(tmp_path / "3.jpg")


def png_of_size(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(3000))), (b"IEND", b""))
    parts = [struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def webp_of_size(width: int, height: int) -> bytes:
    frame = b"ANMF" + struct.pack("<I", 16) + bytes(16)
    canvas = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0"
    canvas += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 4 + len(canvas) + len(frame)) + b"WEBP" + canvas + frame


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("huge.png", png_of_size(200_000, 200_000)),
        ("long.png", png_of_size(2**31 - 1, 1000)),
        ("huge.bmp", b"BM" + bytes(16) + struct.pack("<ii", 100_000, -100_000) + bytes(40)),
        ("huge.webp", webp_of_size(1 << 24, 1 << 24)),
    ],
)
def test_a_picture_that_claims_to_be_enormous_is_refused_before_it_is_decoded(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    for path in (tmp_path / name, tmp_path):
        with pytest.raises(MediaError, match="pixels, which is more than can be shown"):
            open_media(path)


def test_a_picture_without_pixels_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.png").write_bytes(png_of_size(0, 0))
    for path in (tmp_path / "none.png", tmp_path):
        with pytest.raises(MediaError, match=r"“none.png” cannot be decoded"):
            open_media(path)


def test_single_picture_is_one_frame(tmp_path: Path) -> None:
    save(tmp_path / "still.png", numbered(3))
    source = open_media(tmp_path / "still.png")
    assert source.info.frame_count == 1
    assert number_of(source.clone().frame(0)) == 3
    with pytest.raises(IndexError):
        source.frame(1)


def write_webp(path: Path, numbers: range, durations: list[int]) -> None:
    animation = cv2.Animation()
    animation.frames = [cv2.cvtColor(numbered(number), cv2.COLOR_RGB2BGRA) for number in numbers]
    animation.durations = np.array(durations, np.int32)
    assert cv2.imwriteanimation(str(path), animation)


def test_animated_webp_keeps_frames_and_times(tmp_path: Path) -> None:
    write_webp(tmp_path / "a.webp", range(6), [100, 50, 200, 30, 40, 60])
    source = open_media(tmp_path / "a.webp")
    assert [number_of(source.frame(i)) for i in (5, 0, 3, 2, 4, 1)] == [5, 0, 3, 2, 4, 1]
    np.testing.assert_allclose(source.info.times, [0, 0.1, 0.15, 0.35, 0.38, 0.42])
    assert not source.frame(0).flags.writeable
    assert number_of(source.clone().frame(2)) == 2


def test_animated_webp_cut_short_keeps_its_whole_frames(tmp_path: Path) -> None:
    path = tmp_path / "a.webp"
    write_webp(path, range(6), [100] * 6)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    source = open_media(path)
    assert 1 < source.info.frame_count < 6
    assert number_of(source.frame(source.info.frame_count - 1)) == source.info.frame_count - 1
    assert "cut short" in source.info.warnings[0]


def test_mutated_pictures_give_a_picture_or_a_media_error(tmp_path: Path) -> None:
    for suffix in (".png", ".jpg", ".bmp", ".tif", ".webp"):
        save(tmp_path / f"whole{suffix}", numbered(5))
    write_webp(tmp_path / "moving.webp", range(3), [100] * 3)
    whole = {file.name: file.read_bytes() for file in sorted(tmp_path.iterdir())}
    chance, refused = random.Random(7), list[tuple[str, str]]()
    for turn in range(240):
        name = sorted(whole)[turn % len(whole)]
        data = bytearray(whole[name])
        for _ in range(chance.choice([1, 3, 30])):
            data[chance.randrange(min(len(data), chance.choice([40, 400, 10**6])))] = chance.choice([0, 255, turn])
        if turn % 5 == 0:
            del data[chance.randrange(1, len(data)) :]
        (tmp_path / name).write_bytes(data)
        try:
            source = open_media(tmp_path / name)
            assert source.frame(0).shape == (source.info.height, source.info.width, 3)
        except MediaError as error:
            refused.append((name, error.message))
    assert 40 < len(refused) < 240
    assert all(name in words for name, words in refused)

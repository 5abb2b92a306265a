"""More than 8 bits, more than one page: what is stored is seen, the same way on every frame, and nothing is guessed."""

import struct
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from app.errors import FrameLost, MediaError
from app.media.depth import ValueRange, range_of
from app.media.opening import open_media
from app.media.pictures import picture
from app.media.pictures.stills import stored_values
from app.media.source import Image
from tests.media.clips import HEIGHT, WIDTH, number_of, numbered


def grey(number: int) -> np.ndarray:
    return cv2.cvtColor(numbered(number), cv2.COLOR_RGB2GRAY)


def write_picture(path: Path, values: np.ndarray, *options: int) -> None:
    assert cv2.imwrite(str(path), values, list(options))


def frames(path: Path) -> list[Image]:
    source = open_media(path)
    return [source.frame(index) for index in range(source.info.frame_count)]


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
def test_few_bits_in_sixteen_are_seen(tmp_path: Path, suffix: str, bits: int) -> None:
    for number in range(5):
        scaled = np.round(grey(number) / 255 * ((1 << bits) - 1)).astype(np.uint16)
        write_picture(tmp_path / f"{number}{suffix}", scaled)
    shown = frames(tmp_path)
    assert [number_of(image) for image in shown] == list(range(5))
    np.testing.assert_allclose(shown[3][..., 0].astype(int), grey(3), atol=1)
    assert any("as white" in words for words in open_media(tmp_path).info.warnings)


def test_the_scale_is_one_for_all_frames_and_readers(tmp_path: Path) -> None:
    for number in range(30):
        level = 4000 if number == 15 else 100
        write_picture(tmp_path / f"{number:03}.png", np.full((HEIGHT, WIDTH), level, np.uint16))
    source = open_media(tmp_path)
    for reader in (source, source.clone(), open_media(tmp_path)):
        assert len({int(reader.frame(index)[0, 0, 0]) for index in range(30) if index != 15}) == 1
        assert reader.frame(15).max() >= reader.frame(14).max()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("largest", [1.0, 255.0, 4095.0])
def test_floats_are_seen(tmp_path: Path, dtype: type, largest: float, capfd: pytest.CaptureFixture[str]) -> None:
    values = (grey(5) / 255 * largest).astype(dtype)
    values[0, 0] = np.nan
    write_picture(tmp_path / "5.tif", values)
    (shown,) = frames(tmp_path)
    assert number_of(shown) == 5
    np.testing.assert_allclose(shown[1:, :, 0].astype(int), grey(5)[1:], atol=1)
    assert capfd.readouterr().err == ""


def test_chosen_black_and_white_hold_for_all_frames_and_what_was_found_stays_known(tmp_path: Path) -> None:
    for number, level in enumerate((1000, 1500, 3000)):
        write_picture(tmp_path / f"{number}.png", np.full((HEIGHT, WIDTH), level, np.uint16))
    source = open_media(tmp_path, values=ValueRange(1000, 2000))
    for reader in (source, source.clone()):
        assert [int(reader.frame(index)[0, 0, 0]) for index in range(3)] == [0, 128, 255]
    assert (source.info.values, source.info.values_found) == (ValueRange(1000, 2000), ValueRange(0, 4095))
    small = stored_values(source, 1, 16)
    assert small is not None
    assert max(small.shape[:2]) == 16
    assert set(np.unique(small)) == {1500}


def test_eight_bits_know_no_black_and_white(tmp_path: Path) -> None:
    write_picture(tmp_path / "0.png", grey(5))
    source = open_media(tmp_path, values=ValueRange(100, 120))
    assert source.info.values is None
    assert stored_values(source, 0, 16) is None
    np.testing.assert_array_equal(source.frame(0)[..., 0], grey(5))


def test_signed_values_are_seen(tmp_path: Path) -> None:
    write_picture(tmp_path / "5.tif", (grey(5).astype(np.int16) - 128) * 8)
    (shown,) = frames(tmp_path)
    assert number_of(shown) == 5
    assert shown.min() < 40


def test_ranges_of_values() -> None:
    def of(*values: float, dtype: type = np.uint16) -> ValueRange | None:
        return range_of([np.array([values], dtype)])

    assert of(0, 255, dtype=np.uint8) is None
    assert of(0, 3) == ValueRange(0, 255)
    assert of(0, 256) == ValueRange(0, 511)
    assert of(0, 65535) == ValueRange(0, 65535)
    assert of(0, 0.5, dtype=np.float32) == ValueRange(0, 1)
    assert of(-0.01, 0.5, dtype=np.float32) == ValueRange(0, 1)
    assert of(-1000, 3000, dtype=np.int16) == ValueRange(-1000, 4095)
    assert of(-5, -1, dtype=np.float32) == ValueRange(-5, 0)
    assert of(np.inf, 1e6, dtype=np.float32) == ValueRange(0, 1e6)


def test_what_is_broken_is_said_in_one_way_and_nothing_else_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write_picture(tmp_path / "5.tif", grey(5))
    data = (tmp_path / "5.tif").read_bytes()
    (tmp_path / "5.tif").write_bytes(data[: len(data) // 2])
    with pytest.raises(MediaError):
        open_media(tmp_path / "5.tif").frame(0)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_pages_of_a_tiff_are_frames(tmp_path: Path, kind: type) -> None:
    scale = 1 if kind is np.uint8 else 16
    assert cv2.imwritemulti(str(tmp_path / "stack.tif"), [grey(number).astype(kind) * scale for number in range(12)])
    source = open_media(tmp_path / "stack.tif")
    assert source.info.frame_count == 12
    assert [number_of(source.frame(index)) for index in (11, 0, 7, 8, 6)] == [11, 0, 7, 8, 6]
    np.testing.assert_allclose(source.frame(3)[..., 0].astype(int), grey(3), atol=1)
    assert number_of(source.clone().frame(4)) == 4
    source.close()
    assert number_of(source.frame(2)) == 2
    with pytest.raises(IndexError):
        source.frame(12)


def test_pages_of_another_size_are_no_frames(tmp_path: Path) -> None:
    small = np.zeros((HEIGHT // 4, WIDTH // 4), np.uint8)
    assert cv2.imwritemulti(str(tmp_path / "stack.tif"), [grey(1), small, grey(2), grey(3), small])
    assert [number_of(image) for image in frames(tmp_path / "stack.tif")] == [1, 2, 3]


def test_a_page_that_cannot_be_decoded_is_a_hole(tmp_path: Path) -> None:
    assert cv2.imwritemulti(str(tmp_path / "stack.tif"), [numbered(number) for number in range(6)])
    data = bytearray((tmp_path / "stack.tif").read_bytes())
    place = struct.unpack_from("<I", data, 4)[0]
    for _ in range(3):
        place = struct.unpack_from("<I", data, place + 2 + 12 * struct.unpack_from("<H", data, place)[0])[0]
    compression = next(at for at in range(place + 2, len(data), 12) if struct.unpack_from("<H", data, at)[0] == 259)
    struct.pack_into("<H", data, compression + 8, 65_000)  # one that nobody knows
    (tmp_path / "stack.tif").write_bytes(data)
    source, lost = open_media(tmp_path / "stack.tif"), []
    for index in range(source.info.frame_count):
        try:
            assert number_of(source.frame(index)) == index
        except FrameLost:
            lost.append(index)
    assert source.info.frame_count == 6
    assert lost == [3]


def test_a_folder_of_stacks_says_that_it_shows_first_pages(tmp_path: Path) -> None:
    for number in range(3):
        assert cv2.imwritemulti(str(tmp_path / f"{number}.tif"), [grey(number), grey(9)])
    source = open_media(tmp_path)
    assert [number_of(image) for image in frames(tmp_path)] == [0, 1, 2]
    assert any("several pages: 3" in words for words in source.info.warnings)


def oriented(path: Path, values: np.ndarray, orientation: int) -> None:
    """Write a TIFF that says how it is turned: one more entry in its directory."""
    data = bytearray(cv2.imencode(".tif", values)[1].tobytes())
    order = "<" if data[:2] == b"II" else ">"
    place = int.from_bytes(data[4:8], "little" if order == "<" else "big")
    count = int.from_bytes(data[place : place + 2], "little" if order == "<" else "big")
    entries = [bytes(data[at : at + 12]) for at in range(place + 2, place + 2 + 12 * count, 12)]
    little = order == "<"
    entry = b"".join(
        number.to_bytes(size, "little" if little else "big")
        for number, size in ((274, 2), (3, 2), (1, 4), (orientation, 2), (0, 2))
    )
    kept = [one for one in entries if int.from_bytes(one[:2], "little" if little else "big") != 274]
    entries = sorted([*kept, entry], key=lambda one: int.from_bytes(one[:2], "little" if little else "big"))
    data[4:8] = len(data).to_bytes(4, "little" if little else "big")
    data += len(entries).to_bytes(2, "little" if little else "big") + b"".join(entries) + bytes(4)
    path.write_bytes(data)


@pytest.mark.parametrize("orientation", [1, 2, 3, 4, 6, 8])
def test_a_tiff_is_turned_as_it_says(tmp_path: Path, orientation: int) -> None:
    upright = grey(7)
    stored = {1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1], 6: np.rot90(upright, 1),
              8: np.rot90(upright, -1)}[orientation]  # fmt: skip
    oriented(tmp_path / "7.tif", np.ascontiguousarray(stored), orientation)
    source = open_media(tmp_path)
    assert (source.info.width, source.info.height) == (WIDTH, HEIGHT)
    np.testing.assert_array_equal(source.frame(0)[..., 0], upright)


def test_the_size_of_tiffs_is_read_without_decoding_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        write_picture(tmp_path / f"{number}.tif", numbered(number))
    decodings: list[int] = []
    decode = cv2.imdecode
    monkeypatch.setattr(picture.cv2, "imdecode", lambda *given: decodings.append(1) or decode(*given))
    source = open_media(tmp_path)
    assert (source.info.width, source.info.height, source.info.frame_count) == (WIDTH, HEIGHT, 40)
    assert decodings == []


def write_exr(path: Path, values: np.ndarray, kind: str = "float") -> None:
    """Write light, shape (H, W), as grey of three channels."""
    encoder = av.CodecContext.create("exr", "w")
    encoder.width, encoder.height, encoder.pix_fmt = values.shape[1], values.shape[0], "gbrpf32le"
    encoder.time_base = Fraction(1, 24)
    encoder.options = {"format": kind}
    frame = av.VideoFrame(values.shape[1], values.shape[0], "gbrpf32le")
    for plane in frame.planes:
        rows = np.zeros((plane.height, plane.line_size // 4), np.float32)
        rows[:, : values.shape[1]] = values
        plane.update(rows.tobytes())
    path.write_bytes(b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)]))


@pytest.mark.parametrize("kind", ["float", "half"])
def test_light_of_exr_is_shown_as_srgb(tmp_path: Path, kind: str) -> None:
    for number in range(3):
        light = np.full((48, 64), 0.2140, np.float32)
        light[:, 32:] = 3
        light[:, :8] = 0
        write_exr(tmp_path / f"shot.{1001 + number}.exr", light, kind)
    source = open_media(tmp_path)
    assert (source.info.frame_count, source.info.width, source.info.height) == (3, 64, 48)
    assert source.frame(2)[0, [0, 20, 40], 0].tolist() == [0, 127, 255]


def test_a_black_tiff_is_a_black_picture(tmp_path: Path) -> None:
    write_picture(tmp_path / "0.tif", np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    write_picture(tmp_path / "1.tif", np.zeros((HEIGHT, WIDTH), np.uint16))
    write_picture(tmp_path / "2.tif", np.zeros((HEIGHT, WIDTH), np.float32))
    assert not any(image.any() for image in frames(tmp_path))

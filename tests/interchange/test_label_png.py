"""Label pictures give the values that are stored in them, whatever colors those stand for."""

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.errors import ImportFileError, MediaError
from app.interchange.encoding.label_png import doubt_about, encode_labels, read_foreground, read_labels

GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
HEIGHT, WIDTH = 7, 13


def stored(bits: int, channels: int = 1) -> np.ndarray:
    """Return values of all sizes that `bits` hold, shape (H, W) or (H, W, channels)."""
    shape = (HEIGHT, WIDTH) if channels == 1 else (HEIGHT, WIDTH, channels)
    values = np.random.default_rng(bits).integers(0, 1 << bits, shape)
    values.flat[0], values.flat[1] = 0, (1 << bits) - 1
    return values


def png(values: np.ndarray, bits: int, color_type: int, *, palette: bytes = b"", transparent: bytes = b"") -> bytes:
    """Return a PNG of the values, written bit by bit as its specification says."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    spread = values.reshape(HEIGHT, -1, 1) >> np.arange(bits - 1, -1, -1) & 1
    rows = np.packbits(spread.reshape(HEIGHT, -1).astype(np.uint8), axis=1)
    filtered = np.concatenate([np.zeros((HEIGHT, 1), np.uint8), rows], axis=1)
    palette = palette or bytes(37 * place % 256 for place in range(3 * (1 << bits)))
    parts = [chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, bits, color_type, 0, 0, 0))]
    parts += [chunk(b"PLTE", palette)] if color_type == PALETTE else []
    parts += [chunk(b"tRNS", transparent)] if transparent else []
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [*parts, chunk(b"IDAT", zlib.compress(filtered.tobytes())), chunk(b"IEND", b"")]
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "labels.png"


@pytest.mark.parametrize("transparent", [b"", b"\0"])
@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_palette_indices_are_read_not_their_colors(file: Path, bits: int, transparent: bytes) -> None:
    file.write_bytes(png(stored(bits), bits, PALETTE, transparent=transparent))
    labels = read_labels(file)
    assert labels.dtype == np.uint8
    np.testing.assert_array_equal(labels, stored(bits))


@pytest.mark.parametrize("transparent", [b"", b"\0\1"])
@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
def test_grey_values_are_read_as_they_are_stored(file: Path, bits: int, transparent: bytes) -> None:
    file.write_bytes(png(stored(bits), bits, GREY, transparent=transparent))
    labels = read_labels(file)
    assert labels.dtype == (np.uint16 if bits == 16 else np.uint8)
    np.testing.assert_array_equal(labels, stored(bits))


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("color_type", [RGB, GREY_ALPHA, RGBA])
def test_colors_are_no_labels(file: Path, color_type: int, bits: int) -> None:
    file.write_bytes(png(stored(bits, CHANNELS[color_type]), bits, color_type))
    with pytest.raises(ImportFileError, match=r"labels\.png.*colored"):
        read_labels(file)


def test_what_is_written_is_read_and_can_be_changed(file: Path) -> None:
    file.write_bytes(encode_labels(stored(8).astype(np.uint8)))
    labels = read_labels(file)
    np.testing.assert_array_equal(labels, stored(8))
    labels[labels == 255] = 0


@pytest.mark.parametrize("content", [b"", b"no picture", png(stored(8), 8, GREY)[:25], png(stored(8), 8, GREY)[:60]])
def test_damaged_files_are_named(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(ImportFileError, match=r"labels\.png"):
        read_labels(file)


def test_foreground_of_a_palette_is_every_index_but_0(file: Path) -> None:
    values = stored(2)
    file.write_bytes(png(values, 2, PALETTE, palette=b"\xff\xff\xff" + bytes(9)))  # a white 0, everything else black
    np.testing.assert_array_equal(read_foreground(file), values > 0)


@pytest.mark.parametrize("bits", [1, 8, 16])
def test_foreground_of_grey_is_every_value_but_0(file: Path, bits: int) -> None:
    values = stored(bits) % 5 if bits > 1 else stored(bits)
    file.write_bytes(png(values, bits, GREY))
    np.testing.assert_array_equal(read_foreground(file), values > 0)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp"])
def test_foreground_of_a_colored_picture_is_what_is_not_black(tmp_path: Path, suffix: str) -> None:
    picture = np.zeros((64, 64, 3), np.uint8)
    picture[16:48, 16:32] = (30, 200, 90)
    cv2.imwrite(str(tmp_path / f"mask{suffix}"), picture)
    on = read_foreground(tmp_path / f"mask{suffix}")
    assert on[20:44, 18:30].all()
    assert not on[:, 48:].any()


def test_what_is_no_picture_has_no_foreground(tmp_path: Path) -> None:
    (tmp_path / "mask.txt").write_bytes(b"no picture")
    with pytest.raises(MediaError, match=r"mask\.txt"):
        read_foreground(tmp_path / "mask.txt")
    with pytest.raises(MediaError, match="gone"):
        read_foreground(tmp_path / "gone.png")


def rectangle(value: int = 1, dtype: type = np.uint8) -> np.ndarray:
    pixels = np.zeros((128, 192), dtype)
    pixels[40:80, 60:120] = value
    return pixels


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("value", [1, 200, 255, 40_000])
def test_small_values_of_deep_pictures_are_on(tmp_path: Path, suffix: str, value: int) -> None:
    cv2.imwrite(str(tmp_path / f"m{suffix}"), rectangle(value, np.uint16))
    np.testing.assert_array_equal(read_foreground(tmp_path / f"m{suffix}"), rectangle() > 0)


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tif", ".webp"])
def test_nearly_black_is_on(tmp_path: Path, suffix: str) -> None:
    picture = np.dstack([rectangle(1), rectangle(0), rectangle(0)])  # blue of 1, which is grey of 0
    cv2.imwrite(str(tmp_path / f"m{suffix}"), picture, [cv2.IMWRITE_WEBP_QUALITY, 101])
    np.testing.assert_array_equal(read_foreground(tmp_path / f"m{suffix}"), rectangle() > 0)


def test_floats_are_values_too(tmp_path: Path) -> None:
    values = rectangle(1, np.float32) * np.float32(0.25)
    values[0, 0] = np.nan
    cv2.imwrite(str(tmp_path / "m.tif"), values)
    np.testing.assert_array_equal(read_foreground(tmp_path / "m.tif"), rectangle() > 0)


def test_rings_of_jpeg_are_not_on(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "m.jpg"), rectangle(255), [cv2.IMWRITE_JPEG_QUALITY, 60])
    np.testing.assert_array_equal(read_foreground(tmp_path / "m.jpg"), rectangle() > 0)


def bitmap(values: np.ndarray) -> bytes:
    """Return a BMP of 8 bits with a palette that is black but for its last color."""
    height, width = values.shape
    palette = bytes(4 * 255) + b"\xff\xff\xff\0"
    rows = np.zeros((height, -(-width // 4) * 4), np.uint8)
    rows[:, :width] = values[::-1]
    start = 54 + len(palette)
    head = b"BM" + struct.pack("<IHHI", start + rows.size, 0, 0, start)
    return head + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 0, rows.size, 0, 0, 256, 0) + palette + (
        rows.tobytes()
    )  # fmt: skip


def test_dark_palettes_of_other_formats_are_read_as_indices(tmp_path: Path) -> None:
    (tmp_path / "m.bmp").write_bytes(bitmap(rectangle(7)))
    np.testing.assert_array_equal(read_foreground(tmp_path / "m.bmp"), rectangle() > 0)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("level", [0, 90, 255])
def test_alpha_is_the_mask_where_color_says_nothing(tmp_path: Path, suffix: str, level: int) -> None:
    picture = np.full((128, 192, 4), level, np.uint8)
    picture[..., 3] = rectangle(255)
    cv2.imwrite(str(tmp_path / f"m{suffix}"), picture)
    np.testing.assert_array_equal(read_foreground(tmp_path / f"m{suffix}"), rectangle() > 0)


def test_alpha_is_the_mask_of_a_cut_out_photograph(tmp_path: Path) -> None:
    picture = np.random.default_rng(0).integers(0, 255, (128, 192, 4), np.uint8)
    picture[50, 70:80, :3] = 0
    picture[..., 3] = rectangle(255)
    cv2.imwrite(str(tmp_path / "m.png"), picture)
    np.testing.assert_array_equal(read_foreground(tmp_path / "m.png"), rectangle() > 0)


@pytest.mark.parametrize("alpha", [0, 255])
def test_color_is_the_mask_where_alpha_says_nothing(tmp_path: Path, alpha: int) -> None:
    picture = np.dstack([rectangle(200)] * 3 + [np.full((128, 192), alpha, np.uint8)])
    cv2.imwrite(str(tmp_path / "m.png"), picture)
    np.testing.assert_array_equal(read_foreground(tmp_path / "m.png"), rectangle() > 0)


def test_black_that_is_opaque_is_off(tmp_path: Path) -> None:
    picture = np.dstack([rectangle(255)] * 3 + [rectangle(255)])
    picture[30:90, 50:130, 3] = 255
    cv2.imwrite(str(tmp_path / "m.png"), picture)
    np.testing.assert_array_equal(read_foreground(tmp_path / "m.png"), rectangle() > 0)


def test_empty_and_full_masks_are_questioned() -> None:
    assert doubt_about(rectangle() > 0) is None
    assert "all 0" in str(doubt_about(rectangle() > 1))
    assert "every pixel" in str(doubt_about(rectangle() >= 0))

"""Turned, mirrored, stretched and colored video arrives as a viewer sees it, in the pixels that are stored."""

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from app.media.opening import open_media
from tests.media.clips import decoded_in_one_pass, number_of, numbered, write, x264

TURNS = {
    (90, False, False): lambda image: np.rot90(image, 1),
    (180, False, False): lambda image: np.rot90(image, 2),
    (270, False, False): lambda image: np.rot90(image, 3),
    (0, True, False): lambda image: image[:, ::-1],
    (0, False, True): lambda image: image[::-1],
}


@pytest.mark.parametrize("turn", TURNS)
def test_display_matrix_is_applied(tmp_path: Path, turn: tuple[int, bool, bool]) -> None:
    degrees, hflip, vflip = turn
    path = write(
        tmp_path / "turned.mp4",
        range(4),
        options=x264(),
        adjust=lambda stream: stream.set_display_rotation(degrees, hflip=hflip, vflip=vflip),
    )
    source = open_media(path)
    expected = TURNS[turn](decoded_in_one_pass(path)[2])
    assert (source.info.height, source.info.width) == expected.shape[:2]
    np.testing.assert_array_equal(source.frame(2), expected)
    assert source.frame(2).flags.c_contiguous


@pytest.mark.parametrize(("b", "c"), [(1, 1), (-1, -1)])
def test_transposed_video(tmp_path: Path, b: int, c: int) -> None:
    matrix = [0, b << 16, 0, c << 16, 0, 0, 0, 0, 1 << 30]
    path = write(tmp_path / "t.mp4", range(3), options=x264(), adjust=lambda stream: stream.set_display_matrix(matrix))
    stored = decoded_in_one_pass(path)[1]
    expected = stored.transpose(1, 0, 2) if b > 0 else np.rot90(stored, 2).transpose(1, 0, 2)
    np.testing.assert_array_equal(open_media(path).frame(1), expected)


def test_odd_angle_is_shown_as_stored_and_said(tmp_path: Path) -> None:
    path = write(tmp_path / "odd.mp4", range(3), options=x264(), adjust=lambda stream: stream.set_display_rotation(30))
    source = open_media(path)
    np.testing.assert_array_equal(source.frame(1), decoded_in_one_pass(path)[1])
    assert "angle" in source.info.warnings[0]


def wide_pixels(stream: av.VideoStream) -> None:
    stream.codec_context.sample_aspect_ratio = Fraction(4, 3)


def test_pixel_aspect_is_told_and_pixels_stay_as_stored(tmp_path: Path) -> None:
    source = open_media(write(tmp_path / "wide.mp4", range(3), options=x264(), adjust=wide_pixels))
    assert source.info.pixel_aspect == Fraction(4, 3)
    assert (source.info.width, source.info.height) == (160, 96)


def test_pixel_aspect_turns_with_the_picture(tmp_path: Path) -> None:
    def both(stream: av.VideoStream) -> None:
        wide_pixels(stream)
        stream.set_display_rotation(90)

    source = open_media(write(tmp_path / "wide.mp4", range(3), options=x264(), adjust=both))
    assert source.info.pixel_aspect == Fraction(3, 4)
    assert (source.info.width, source.info.height) == (96, 160)


@pytest.mark.parametrize("matrix", [1, 5, 9])  # BT.709, BT.601, BT.2020
@pytest.mark.parametrize("full_range", [False, True])
def test_colors_follow_the_declared_matrix_and_range(tmp_path: Path, matrix: int, *, full_range: bool) -> None:
    colors = np.array([[200, 40, 60], [30, 180, 90], [40, 70, 220], [128, 128, 128]], np.uint8)
    picture = np.repeat(np.repeat(colors[None], 96, axis=0), 40, axis=1)

    def draw(number: int) -> av.VideoFrame:
        rgb = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        names = {1: "itu709", 5: "itu601", 9: "bt2020"}
        span = "JPEG" if full_range else "MPEG"
        return rgb.reformat(format="yuv444p", dst_colorspace=names[matrix], dst_color_range=span)

    def declare(stream: av.VideoStream) -> None:
        stream.codec_context.colorspace = matrix
        stream.codec_context.color_range = 2 if full_range else 1

    path = write(tmp_path / "colors.mp4", range(2), options={"qp": "0"}, pix_fmt="yuv444p", adjust=declare, draw=draw)
    image = open_media(path).frame(1)
    seen = image[48, 20::40].astype(int)
    assert np.abs(seen - colors).max() <= 3


@pytest.mark.parametrize("matrix", [3, 8, 10])
def test_color_tags_nobody_can_convert_do_not_hide_the_picture(tmp_path: Path, matrix: int) -> None:
    def declare(stream: av.VideoStream) -> None:
        stream.codec_context.colorspace = matrix

    source = open_media(write(tmp_path / "tags.mp4", range(4), options=x264(), adjust=declare))
    assert number_of(source.frame(3)) == 3


def test_change_of_size_in_the_middle_is_scaled_to_the_first(tmp_path: Path) -> None:
    one = write(tmp_path / "one.ts", range(6), "mpeg2video", bframes=0)
    two = write(tmp_path / "two.ts", range(6), "mpeg2video", bframes=0, size=(320, 192))
    both = tmp_path / "both.ts"
    both.write_bytes(one.read_bytes() + two.read_bytes())
    source = open_media(both)
    last = source.frame(source.info.frame_count - 1)
    assert last.shape == (96, 160, 3)
    expected = cv2.resize(numbered(5, 320, 192), (160, 96), interpolation=cv2.INTER_AREA)
    assert np.abs(last.astype(int) - expected).mean() < 12

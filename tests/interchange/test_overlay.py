"""The overlay video shows every frame at its time, with the masks in their objects' colors."""

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from app.interchange.encoding.captions import Caption, draw
from app.interchange.export.options import WriteOptions, outgoing
from app.interchange.formats.overlay import losses_of, written_size
from app.media.opening import open_media
from app.project.model import Color
from tests.interchange.samples import FRAMES, HEIGHT, WIDTH, a_clip, exporting, losses, ring, run_to_end, video_file
from tests.media.clips import number_of, write, x264
from tests.media.test_times import uneven


def exported(tmp_path: Path, file: Path, variant: str = "", **options: object) -> Path:
    run_to_end(exporting("overlay", [a_clip(file, **options)], tmp_path / "out", variant=variant))
    (video,) = (tmp_path / "out").iterdir()
    return video


def test_all_frames_up_to_the_last_at_their_own_times(tmp_path: Path) -> None:
    file = video_file(tmp_path / "uneven.mkv", pts=[0, 1, 2, 9, 10, 30, 31, 90, 91])
    source = open_media(file)
    overlay = open_media(exported(tmp_path, file, objects=0))
    assert [number_of(overlay.frame(index)) for index in range(overlay.info.frame_count)] == list(range(FRAMES))
    np.testing.assert_allclose(overlay.info.times, source.info.times, atol=1e-4)


def test_masks_are_blended_in_the_colors_of_their_objects(tmp_path: Path) -> None:
    file = video_file(tmp_path / "walk.mp4")
    source, overlay = open_media(file), open_media(exported(tmp_path, file))
    for frame in (0, FRAMES - 1):
        plain, painted = source.frame(frame).astype(int), overlay.frame(frame).astype(int)
        change = painted - plain
        first, second = ring(0, frame), ring(1, frame)
        outside = ~(first | second)
        assert np.abs(change[outside]).mean() < 6
        assert change[first][:, 0].mean() > 40 > change[first][:, 1].mean()
        assert change[second][:, 1].mean() > 40 > change[second][:, 0].mean()


def test_odd_sizes_are_padded_and_pixel_shape_is_kept(tmp_path: Path) -> None:
    def wide(stream) -> None:
        stream.codec_context.sample_aspect_ratio = Fraction(4, 3)

    file = write(tmp_path / "odd.mkv", range(3), pix_fmt="yuv444p", options=x264(), size=(161, 97), adjust=wide)
    info = open_media(exported(tmp_path, file, objects=0)).info
    assert (info.width, info.height, info.pixel_aspect) == (162, 98, Fraction(4, 3))


def test_frames_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    file = video_file(tmp_path / "fast.mkv", rate=3000)
    overlay = open_media(exported(tmp_path, file, objects=0))
    assert [number_of(overlay.frame(index)) for index in range(overlay.info.frame_count)] == list(range(FRAMES))


def test_name_of_the_video_becomes_the_name_of_the_file(tmp_path: Path) -> None:
    assert exported(tmp_path, video_file(tmp_path / "v.mp4"), name="Größe: 'é' 猫?").name == "Größe_ 'é' 猫_.mp4"


def test_stopped_export_leaves_nothing_behind(tmp_path: Path) -> None:
    file = video_file(tmp_path / "walk.mp4")
    job = exporting("overlay", [a_clip(file)], tmp_path / "out")
    for _ in range(3):
        next(job)
    job.close()
    assert [entry.name for entry in tmp_path.iterdir()] == ["walk.mp4"]


def test_more_masks_than_can_be_drawn_are_told(tmp_path: Path) -> None:
    def dot(place: int, frame: int) -> np.ndarray | None:
        pixels = np.zeros((HEIGHT, WIDTH), bool)
        pixels.flat[place] = True
        return pixels if frame == 0 else None

    file = video_file(tmp_path / "walk.mp4")
    (loss,) = losses_of(outgoing(a_clip(file, objects=256, draw=dot), "walk", WriteOptions()))
    assert "255" in str(loss)
    assert list(losses_of(outgoing(a_clip(file), "walk", WriteOptions()))) == []


@pytest.mark.parametrize("frame", [0, 4])
def test_frame_without_masks_is_the_plain_frame(tmp_path: Path, frame: int) -> None:
    file = video_file(tmp_path / "walk.mp4")
    overlay = open_media(exported(tmp_path, file, draw=lambda place, frame: None))
    assert np.abs(overlay.frame(frame).astype(int) - open_media(file).frame(frame)).mean() < 4


def test_uneven_times_and_the_last_frames_duration_are_kept(tmp_path: Path) -> None:
    with av.open(str(exported(tmp_path, uneven(tmp_path / "uneven.mp4")))) as video:
        times = [float(frame.pts * frame.time_base) for frame in video.decode(video=0)]
        length = float(video.streams.video[0].duration * video.streams.video[0].time_base)
    assert [times[index] for index in (15, 30, 40, 59)] == pytest.approx([0.25, 0.5, 1.5, 3.4], abs=0.001)
    assert length == pytest.approx(3.5, abs=0.02)


def test_what_is_too_large_for_h264_is_told_before_and_scaled(tmp_path: Path) -> None:
    (tmp_path / "wide").mkdir()
    for number in range(2):
        cv2.imwrite(str(tmp_path / "wide" / f"{number}.png"), np.full((40, 20_000, 3), 90, np.uint8))
    clip = a_clip(tmp_path / "wide", draw=lambda _place, _frame: None)
    (loss,) = [loss for loss in losses("overlay", [clip]) if "H.264" in str(loss)]
    assert "20000×40" in str(loss)
    assert "16384×32" in str(loss)
    run_to_end(exporting("overlay", [clip], tmp_path / "out"))
    overlay = open_media(next((tmp_path / "out").iterdir()))
    assert (overlay.info.width, overlay.info.height, overlay.info.frame_count) == (16_384, 32, 2)


def test_the_written_size_is_even_and_within_limits() -> None:
    assert written_size(1920, 1080) == (1920, 1080)
    assert written_size(161, 97) == (162, 98)
    assert written_size(16_384, 10) == (16_384, 10)
    assert written_size(10, 40_000) == (4, 16_384)
    width, height = written_size(16_384, 16_384)
    assert width == height < 16_384


def test_names_and_the_frame_as_it_is_stand_beside(tmp_path: Path) -> None:
    file = video_file(tmp_path / "walk.mp4", frames=2)
    shown = {}
    for variant in ("plain", "names", "side-by-side-names"):
        with av.open(str(exported(tmp_path / variant, file, variant=variant))) as video:
            shown[variant] = next(video.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    beside = shown["side-by-side-names"]
    assert beside.shape == (HEIGHT, 2 * WIDTH, 3)
    assert np.abs(beside[:, WIDTH:] - shown["names"]).mean() < 3
    assert np.abs(beside[:, :WIDTH] - open_media(file).frame(0)).mean() < 6
    plates = np.abs(shown["names"] - shown["plain"]).max(axis=2) > 60
    assert plates.any()
    assert plates[60:].sum() == 0  # names stand above what they name


def test_captions_stay_in_the_frame_and_apart_in_any_script() -> None:
    empty = np.zeros((60, 200, 3), np.uint8)
    white = Color(255, 255, 255)
    words = [Caption(text, white, (190, 0, 200, 5)) for text in ("猫 und Größe", "x" * 500, "", "\n")]
    drawn = draw(empty, words)
    assert not empty.any()
    assert drawn.shape == empty.shape
    plates = [rows.any() for rows in np.split(drawn[:54], 3)]
    assert plates == [True, True, True]

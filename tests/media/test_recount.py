"""Where frames are now that earlier versions counted in another way."""

from pathlib import Path

import cv2
import numpy as np

from app.media.opening import open_media
from app.media.pictures.kept_names import keep_names, kept_names
from app.media.recount import places_now
from tests.media.clips import numbered, write, x264
from tests.media.test_holes import spoiled
from tests.media.test_pictures import save


def test_frames_between_which_masks_were_counted_are_where_their_pictures_are(tmp_path: Path) -> None:
    for number in range(4):
        save(tmp_path / f"{number:03}.png", numbered(number))
        save(tmp_path / f"{number:03}_mask.png", numbered(0))
    source = open_media(tmp_path)
    assert source.info.frame_count == 4
    assert places_now(source, 8).tolist() == [0, -1, 1, -1, 2, -1, 3, -1]


def test_frames_of_a_damaged_video_whose_holes_were_not_counted(tmp_path: Path) -> None:
    path = spoiled(write(tmp_path / "a.mp4", range(30), options=x264(), bframes=0, gop=10), 17)
    source = open_media(path)
    holes = source.info.holes
    assert holes
    kept = [frame for frame in range(30) if frame not in holes]
    assert places_now(source, len(kept)).tolist() == kept


def test_pages_that_were_not_counted_follow_the_first(tmp_path: Path) -> None:
    assert cv2.imwritemulti(str(tmp_path / "a.tif"), [np.zeros((8, 8), np.uint8)] * 5)
    assert places_now(open_media(tmp_path / "a.tif"), 1).tolist() == [0]


def test_else_frames_keep_their_numbers_as_far_as_there_are_any(tmp_path: Path) -> None:
    for number in range(3):
        save(tmp_path / f"{number:03}.png", numbered(number))
    assert places_now(open_media(tmp_path), 5).tolist() == [0, 1, 2, -1, -1]
    assert places_now(open_media(tmp_path), 2).tolist() == [0, 1]


def test_frames_of_pictures_whose_names_were_kept_are_where_these_are(tmp_path: Path) -> None:
    folder, file = tmp_path / "frames", tmp_path / "1.names"
    folder.mkdir()
    for number in range(6):
        save(folder / f"{number:03}.png", numbered(number))
    keep_names(open_media(folder), file)
    for gone in (0, 3):
        (folder / f"{gone:03}.png").unlink()
    assert places_now(open_media(folder), 6, kept_names(file)).tolist() == [-1, 0, 1, -1, 2, 3]
    assert places_now(open_media(folder), 6).tolist() == [0, 1, 2, 3, -1, -1]
    for place, picture in enumerate(sorted(folder.iterdir())):
        picture.rename(folder / f"shot {place}.png")
    assert places_now(open_media(folder), 6, kept_names(file)).tolist() == [0, 1, 2, 3, -1, -1], "all have other names"


def test_names_that_are_damaged_or_of_no_folder_are_none(tmp_path: Path) -> None:
    file = tmp_path / "1.names"
    keep_names(open_media(write(tmp_path / "a.mp4", range(3), options=x264())), file)
    assert kept_names(file) is None
    file.write_bytes(b"\x93\xa1")
    assert kept_names(file) is None

"""Clips are read from folders as DAVIS lays them out, and refused in words when they are something else."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.errors import TrainingError, UserError
from app.training.data.clips import read_davis, read_objects, read_stills


def test_davis_clips_have_frames_labels_and_objects(davis: Path) -> None:
    clips = read_davis(davis)
    assert [clip.name for clip in clips] == ["clip0", "clip1"]
    assert len(clips[0]) == 8
    assert clips[0].objects == (1, 2)
    assert clips[0].frame(0).shape == (64, 96, 3)
    labels = clips[0].labels(0)
    assert labels[30, 20] == 1
    orange = clips[0].frame(0)[30, 20].astype(int)
    assert abs(orange - (240, 140, 30)).max() < 40


def test_frames_without_a_mask_are_left_out(davis: Path) -> None:
    (davis / "Annotations" / "480p" / "clip0" / "00003.png").unlink()
    assert len(read_davis(davis)[0]) == 7


def test_do_not_care_is_background(tmp_path: Path) -> None:
    labels = np.zeros((4, 4), np.uint8)
    labels[0] = 255
    labels[1] = 3
    cv2.imwrite(str(tmp_path / "m.png"), labels)
    assert sorted(np.unique(read_objects(tmp_path / "m.png")).tolist()) == [0, 3]


def test_sixteen_bit_labels_are_read(tmp_path: Path) -> None:
    labels = np.zeros((4, 4), np.uint16)
    labels[0] = 369
    cv2.imwrite(str(tmp_path / "m.png"), labels)
    assert read_objects(tmp_path / "m.png").max() == 369


def test_stills_are_clips_of_one_frame(stills: Path) -> None:
    clips = read_stills(stills)
    assert len(clips) == 3
    assert {len(clip) for clip in clips} == {1}
    assert clips[0].objects == (1, 2)


def test_color_masks_broken_files_and_empty_folders_are_refused(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "color.png"), np.zeros((4, 4, 3), np.uint8))
    (tmp_path / "broken.png").write_bytes(b"no picture")
    for name in ("color.png", "broken.png", "missing.png"):
        with pytest.raises(UserError, match=name):
            read_objects(tmp_path / name)
    with pytest.raises(TrainingError, match="DAVIS"):
        read_davis(tmp_path)
    with pytest.raises(TrainingError, match="images"):
        read_stills(tmp_path)

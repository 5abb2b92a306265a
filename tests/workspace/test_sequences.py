"""Adding pictures: the frames of one video are one video, however they were chosen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.media.clips import numbered
from tests.media.test_pictures import save
from tests.workspace.conftest import Desk


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "frames"
    folder.mkdir()
    made = [folder / f"{number:04}.png" for number in range(12)]
    for number, file in enumerate(made):
        save(file, numbered(number))
    return made


@pytest.fixture
def empty(open_desk: Callable[..., Desk], tmp_path: Path) -> Desk:
    return open_desk(tmp_path / "project")


def test_all_pictures_of_a_folder_are_one_video(empty: Desk, pictures: list[Path]) -> None:
    empty.workspace.videos.add(pictures)
    empty.settle()
    assert [(video.name, video.frame_count) for video in empty.workspace.document.videos()] == [("frames", 12)]


def test_some_frames_of_a_folder_are_questioned(empty: Desk, pictures: list[Path]) -> None:
    empty.workspace.videos.add(pictures[:5])
    empty.settle()
    assert empty.workspace.document.videos() == ()
    assert "5 pictures are frames of one video" in empty.errors[0].message


def test_two_shots_are_questioned(empty: Desk, pictures: list[Path]) -> None:
    for number in range(2):
        save(pictures[0].parent / f"other{number}.png", numbered(number))
    empty.workspace.videos.add([pictures[0].parent])
    empty.settle()
    assert empty.workspace.document.videos() == ()
    assert "several videos" in empty.errors[0].message


def test_a_single_picture_is_a_video_of_one_frame(empty: Desk, pictures: list[Path]) -> None:
    empty.workspace.videos.add(pictures[:1])
    empty.settle()
    assert [video.frame_count for video in empty.workspace.document.videos()] == [1]


def test_what_is_not_used_of_media_is_said(empty: Desk, pictures: list[Path]) -> None:
    pictures[3].write_bytes(b"")
    warned: list[object] = []
    empty.workspace.videos.warned.connect(lambda video, words: warned.append((video.name, words)))
    empty.workspace.videos.add([pictures[0].parent])
    empty.settle()
    ((name, words),) = warned
    assert name == "frames"
    assert "cannot be decoded: 3" in words[0]
    assert any("cannot be decoded: 3" in notice for notice in empty.notices)

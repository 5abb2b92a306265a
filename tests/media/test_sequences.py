"""What a folder's pictures are: one video in order, without the masks beside its frames, or a question."""

from pathlib import Path

import pytest

from app.errors import MediaError
from app.media.opening import open_media
from app.media.pictures.folder import check_one_sequence, pictures_in
from app.media.pictures.sequences import are_one_sequence, in_order, sequences, without_masks
from tests.media.clips import number_of, numbered
from tests.media.test_pictures import save


def named(*names: str) -> tuple[Path, ...]:
    return tuple(map(Path, names))


def names(files: tuple[Path, ...]) -> list[str]:
    return [file.name for file in files]


def test_negative_numbers_come_first(tmp_path: Path) -> None:
    for number in range(-3, 3):
        save(tmp_path / f"f{number}.png", numbered(number + 3))
    source = open_media(tmp_path)
    assert [number_of(source.frame(index)) for index in range(6)] == list(range(6))
    check_one_sequence(tmp_path)


def test_a_hyphen_before_every_number_is_no_minus() -> None:
    assert names(in_order(named("a-2.png", "a-10.png", "a-1.png"))) == ["a-1.png", "a-2.png", "a-10.png"]
    assert names(in_order(named("1.png", "-2.png", "-10.png", "0.png"))) == ["-10.png", "-2.png", "0.png", "1.png"]


@pytest.mark.parametrize("mask", ["{:05}.png", "{:05}_mask.png", "{:05}.matte.png", "{:05}-GT.png"])
def test_masks_beside_frames_are_no_frames(tmp_path: Path, mask: str) -> None:
    for number in range(4):
        save(tmp_path / f"{number:05}.jpg", numbered(number))
        save(tmp_path / mask.format(number), numbered(99))
    source = open_media(tmp_path)
    assert [number_of(source.frame(index)) for index in range(source.info.frame_count)] == list(range(4))
    assert any("masks" in words and ": 4," in words for words in source.info.warnings)


def test_a_folder_of_masks_alone_is_a_video_of_them() -> None:
    files = named("1_mask.png", "2_mask.png")
    assert without_masks(files) == (files, ())


def test_two_shots_in_one_folder_are_told_apart(tmp_path: Path) -> None:
    for shot, first in (("sh010", 1001), ("sh020", 1101)):
        for number in range(5):
            save(tmp_path / f"{shot}_v002.{first + number}.png", numbered(number))
    with pytest.raises(MediaError, match=r"several videos: sh010_v002 \(5\), sh020_v002 \(5\)"):
        check_one_sequence(tmp_path)


@pytest.mark.parametrize(
    "files",
    [
        named("1.png", "2.png", "10.png"),
        named("a.png", "b.png", "c.png"),
        named("cat.png", "dog1.png", "dog2.png"),
        named("f-1.png", "f-2.png", "f0.png", "f1.png"),
        named("title1.png", "f1.png", "f2.png"),
    ],
)
def test_what_is_one_video(files: tuple[Path, ...]) -> None:
    assert sequences(files) == {}


def test_chosen_pictures_that_differ_in_their_number_are_one_sequence() -> None:
    assert are_one_sequence(named("a/f1.png", "a/f2.png", "a/f10.png"))
    assert not are_one_sequence(named("a/f1.png", "b/f2.png"))
    assert not are_one_sequence(named("a/cat.png", "a/dog.png"))
    assert not are_one_sequence(named("a/f1.mp4", "a/f2.mp4"))
    assert not are_one_sequence(named("a/f1.png"))


def test_pictures_in_is_what_opens(tmp_path: Path) -> None:
    for name in ("2.png", "10.png", "1.jpg", "1.png"):
        save(tmp_path / name, numbered(1))
    assert names(pictures_in(tmp_path)) == ["1.jpg", "2.png", "10.png"]

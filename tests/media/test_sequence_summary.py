"""What a folder of pictures is said to be before it is added: known by names alone."""

from pathlib import Path

import pytest

from app.media.pictures.sequence_summary import SequenceSummary, summary_of


def folder_of(place: Path, *names: str) -> SequenceSummary:
    for name in names:
        (place / name).touch()
    return summary_of(place)


def test_numbers_gaps_and_masks_are_told(tmp_path: Path) -> None:
    names = [f"shot_{number:04}.png" for number in range(1, 13) if number not in (5, 9)]
    found = folder_of(tmp_path, *names, "shot_0002_mask.png", "notes.txt", ".hidden.png")
    assert (found.count, found.first, found.last, found.missing) == (10, "0001", "0012", (5, 9))
    assert found.masks == ("shot_0002_mask.png",)
    assert found.shots == ()


def test_every_fifth_frame_lacks_nothing(tmp_path: Path) -> None:
    found = folder_of(tmp_path, *(f"{number}.jpg" for number in (0, 5, 10, 20)))
    assert (found.first, found.last, found.missing) == ("0", "20", (15,))


def test_times_as_numbers_are_no_gaps(tmp_path: Path) -> None:
    found = folder_of(tmp_path, *(f"{1_700_000_000_000 + step}.png" for step in (0, 41, 82, 124, 99_999_999)))
    assert found.count == 5
    assert found.missing == ()


@pytest.mark.parametrize(
    ("names", "shots"),
    [
        (("a.png", "b.png"), ()),
        (("a1.png", "a2.png", "b1.png", "b2.png", "b3.png"), (("a", 2), ("b", 3))),
        (("f-2.png", "f-1.png", "f0.png", "f1.png"), ()),
    ],
)
def test_what_is_not_one_numbered_sequence_has_no_ends(
    tmp_path: Path, names: tuple[str, ...], shots: tuple[tuple[str, int], ...]
) -> None:
    found = folder_of(tmp_path, *names)
    assert (found.first, found.last, found.missing, found.shots) == ("", "", (), shots)
    assert found.count == len(names)

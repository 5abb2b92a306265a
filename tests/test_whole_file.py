import os
from pathlib import Path

import pytest

from app.whole_file import write_whole


@pytest.mark.parametrize("to_disk", [False, True])
def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path, to_disk: bool) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"old")
    write_whole(file, b"new", to_disk=to_disk)
    assert ([entry.name for entry in tmp_path.iterdir()], file.read_bytes()) == (["a.bin"], b"new")


def test_what_was_there_stays_when_the_new_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, b"new", to_disk=True)
    assert ([entry.name for entry in tmp_path.iterdir()], file.read_bytes()) == (["a.bin"], b"old")

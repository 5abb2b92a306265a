"""A process goes ahead where torch's files are not in memory, and nowhere else."""

import logging
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.engine import warming

linux = pytest.mark.skipif(not hasattr(os, "RWF_NOWAIT"), reason="the system does not tell what is in memory")


@linux
def test_a_file_is_cold_when_a_good_part_has_to_come_from_a_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "library"
    file.write_bytes(bytes(100_000))
    assert not warming.was_cold([file, tmp_path / "none"])
    read, elsewhere = os.preadv, 0.0

    def preadv(source: int, pieces: Sequence[bytearray], place: int, flags: int) -> int:
        if place < elsewhere * 100_000:
            raise BlockingIOError
        return read(source, pieces, place, flags)

    monkeypatch.setattr(os, "preadv", preadv)
    elsewhere = 0.2
    assert not warming.was_cold([file])
    elsewhere = 0.3
    assert warming.was_cold([file])


@linux
def test_a_file_that_was_cold_is_in_memory_then(tmp_path: Path) -> None:
    file = tmp_path / "library"
    file.write_bytes(bytes(5_000_000))
    with file.open("rb") as source:
        os.fdatasync(source.fileno())
        os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # some file systems do not
    warming.was_cold([file])
    assert not warming.was_cold([file])


def test_the_process_opens_the_model_and_asks_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(warming, "was_cold", lambda _files: True)
    with caplog.at_level(logging.INFO):
        warming.send_ahead([])
    assert "went ahead: exit status 0" in caplog.text


def test_none_is_sent_where_all_is_in_memory_nor_by_one_that_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_keywords: pytest.fail("a process was sent"))
    monkeypatch.setattr(warming, "was_cold", lambda _files: False)
    warming.send_ahead([])
    monkeypatch.setattr(warming, "was_cold", lambda _files: True)
    monkeypatch.setenv("MASKLANE_AHEAD", "1")
    warming.send_ahead([])


@pytest.mark.parametrize("failure", [OSError("no such program"), subprocess.TimeoutExpired("python", 1.0)])
def test_a_process_that_cannot_go_is_no_error(failure: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_arguments: object, **_keywords: object) -> None:
        raise failure

    monkeypatch.setattr(warming, "was_cold", lambda _files: True)
    monkeypatch.setattr(subprocess, "run", run)
    warming.send_ahead([])

"""A prewarm process is started once, and does its work where torch's files are not in memory."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.engine import prewarm_process
from app.engine.hardware import prewarm

linux = pytest.mark.skipif(not hasattr(os, "RWF_NOWAIT"), reason="the system does not tell what is in memory")


@pytest.fixture(autouse=True)
def _none_started() -> Iterator[None]:
    prewarm.start_prewarm.cache_clear()
    yield
    prewarm.start_prewarm.cache_clear()


@linux
def test_a_file_is_cold_when_a_good_part_has_to_come_from_a_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "library"
    file.write_bytes(bytes(100_000))
    assert not prewarm_process.was_cold([file, tmp_path / "none"])
    read, elsewhere = os.preadv, 0.0

    def preadv(source: int, pieces: Sequence[bytearray], place: int, flags: int) -> int:
        if place < elsewhere * 100_000:
            raise BlockingIOError
        return read(source, pieces, place, flags)

    monkeypatch.setattr(os, "preadv", preadv)
    elsewhere = 0.2
    assert not prewarm_process.was_cold([file])
    elsewhere = 0.3
    assert prewarm_process.was_cold([file])


@linux
def test_a_file_that_was_cold_is_in_memory_then(tmp_path: Path) -> None:
    file = tmp_path / "library"
    file.write_bytes(bytes(5_000_000))
    with file.open("rb") as source:
        os.fdatasync(source.fileno())
        os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # some file systems do not
    prewarm_process.was_cold([file])
    assert not prewarm_process.was_cold([file])


def test_the_process_uses_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(
        "app.engine.inference.predictor.Sam2Predictor.preview", lambda *arguments: asked.append(arguments)
    )
    monkeypatch.setattr(prewarm_process, "was_cold", lambda files: bool(files) and files[0].is_file())
    prewarm_process.main()
    assert len(asked) == 1


def test_it_leaves_the_rest_alone_where_all_is_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prewarm_process, "was_cold", lambda _files: False)
    monkeypatch.setattr(prewarm_process, "use", lambda: pytest.fail("torch was imported"))
    prewarm_process.main()


def test_one_process_is_started_and_ends_well_in_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("raise RuntimeError('not ours')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    process = prewarm.start_prewarm()
    assert process is not None
    assert prewarm.start_prewarm() is process
    prewarm.wait_for_prewarm()
    assert process.returncode == 0


def test_none_is_started_from_a_prewarm_process_nor_where_none_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASKLANE_AHEAD", "1")
    assert prewarm.start_prewarm() is None
    monkeypatch.delenv("MASKLANE_AHEAD")
    prewarm.start_prewarm.cache_clear()
    monkeypatch.setattr(sys, "executable", "/no/such/program")
    assert prewarm.start_prewarm() is None
    prewarm.wait_for_prewarm()


def test_it_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(prewarm, "start_prewarm", lambda: slow)
    monkeypatch.setattr(prewarm, "PATIENCE_S", 0.05)
    start = time.monotonic()
    prewarm.wait_for_prewarm()
    assert time.monotonic() - start < 10
    slow.kill()
    slow.wait()

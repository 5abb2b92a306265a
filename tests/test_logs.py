"""Logging: a file that is there when it is needed, and a windowed start that has no streams."""

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import logs


@pytest.fixture(autouse=True)
def _root_logger_as_before() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    logging.getLogger().setLevel(level)


def test_lines_and_python_warnings_reach_the_file(tmp_path: Path) -> None:
    running = logs.start(tmp_path / "new" / "logs")
    logging.getLogger("room").info("a line with ümlauts")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old ways", stacklevel=1)
    running.close()
    assert running.file is not None
    content = running.file.read_text("utf-8")
    assert "INFO    room: a line with ümlauts" in content
    assert "old ways" in content


def test_terminal_shows_warnings_but_not_chatter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    running = logs.start(tmp_path)
    logging.getLogger("room").info("chatter")
    logging.getLogger("room").warning("mind this")
    running.close()
    assert capsys.readouterr().err == "WARNING: mind this\n"


def test_log_file_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_MAX_BYTES", 1000)
    running = logs.start(tmp_path)
    for number in range(200):
        logging.getLogger("room").info("line %d", number)
    running.close()
    assert len(list(tmp_path.iterdir())) == 5
    assert all(file.stat().st_size <= 1000 for file in tmp_path.iterdir())


def test_unwritable_folder_does_not_keep_the_application_from_starting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", "utf-8")
    running = logs.start(in_the_way / "logs")
    running.close()
    assert running.file is None
    assert "No log file can be written" in capsys.readouterr().err


def test_windowed_start_turns_prints_into_log_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    running = logs.start(tmp_path)
    sys.stdout.write("half ")
    sys.stdout.write("a line\n\nanother\nunfinished")
    sys.stderr.write("trouble\n")
    running.close()
    assert running.file is not None
    lines = [line.split(" ", 2)[2] for line in running.file.read_text("utf-8").splitlines()]
    assert lines == ["INFO    stdout: half a line", "INFO    stdout: another", "WARNING stderr: trouble"]


def test_failing_log_does_not_chase_its_own_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    class FullDisk(logging.Handler):
        attempts = 0

        def emit(self, record: logging.LogRecord) -> None:
            FullDisk.attempts += 1
            sys.stderr.write("--- Logging error ---\n")

    monkeypatch.setattr(sys, "stderr", None)
    logs.replace_missing_streams()
    handler = FullDisk()
    logging.getLogger().addHandler(handler)
    try:
        sys.stderr.write("something\n")
    finally:
        logging.getLogger().removeHandler(handler)
    assert FullDisk.attempts == 1


def test_streams_that_exist_are_left_alone_and_progress_bars_are_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TQDM_DISABLE")
    streams = sys.stdout, sys.stderr
    logs.start(tmp_path).close()
    assert (sys.stdout, sys.stderr) == streams
    assert os.environ["TQDM_DISABLE"] == "1"

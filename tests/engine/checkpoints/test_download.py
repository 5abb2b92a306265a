"""Downloads survive broken connections, can be stopped and gone on with, and never pass off a wrong file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engine.checkpoints.catalog import Checkpoint
from app.engine.checkpoints.download import fetch
from app.errors import EngineError
from tests.engine.model_server import (
    CONTENT,
    MODEL,
    Serve,
    broken,
    cut,
    missing,
    other_content,
    other_size,
    serving,
    whole,
    without_ranges,
)


@pytest.fixture
def serve() -> Iterator[Serve]:
    with serving() as start:
        yield start


def file(folder: Path, checkpoint: Checkpoint = MODEL) -> Path:
    return folder / checkpoint.file_name


def test_file_appears_complete_with_progress(serve: Serve, tmp_path: Path) -> None:
    host, _ = serve(whole)
    progress = list(fetch(MODEL, tmp_path / "new" / "folder", host))
    assert file(tmp_path / "new" / "folder").read_bytes() == CONTENT
    assert [p.done for p in progress] == sorted(p.done for p in progress)
    assert progress[-1] == (len(CONTENT), len(CONTENT))
    assert len(progress) > 5
    assert [p.name for p in (tmp_path / "new" / "folder").iterdir()] == [MODEL.file_name]


def test_broken_connections_are_gone_on_from(serve: Serve, tmp_path: Path) -> None:
    host, starts = serve(cut, broken, cut, whole)
    for _ in fetch(MODEL, tmp_path, host):
        pass
    assert file(tmp_path).read_bytes() == CONTENT
    assert starts == [0, 400_000, 400_000, 800_000]


def test_stopped_download_keeps_its_part_and_goes_on_next_time(serve: Serve, tmp_path: Path) -> None:
    host, starts = serve(whole)
    going = fetch(MODEL, tmp_path, host)
    first = next(going)
    second = next(going)
    going.close()
    part = file(tmp_path).with_name(MODEL.file_name + ".part")
    assert first.done < second.done == part.stat().st_size
    assert not file(tmp_path).exists()
    assert next(fetch(MODEL, tmp_path, host)).done > second.done
    for _ in fetch(MODEL, tmp_path, host):
        pass
    assert file(tmp_path).read_bytes() == CONTENT
    assert starts[1] == second.done


def test_server_without_ranges_starts_over(serve: Serve, tmp_path: Path) -> None:
    file(tmp_path).with_name(MODEL.file_name + ".part").write_bytes(b"x" * 5000)
    host, starts = serve(without_ranges)
    for _ in fetch(MODEL, tmp_path, host):
        pass
    assert file(tmp_path).read_bytes() == CONTENT
    assert starts == [5000]


def test_wrong_content_is_deleted_and_named(serve: Serve, tmp_path: Path) -> None:
    host, _ = serve(other_content)
    with pytest.raises(EngineError, match="checksum is wrong"):
        list(fetch(MODEL, tmp_path, host))
    assert list(tmp_path.iterdir()) == []


def test_wrong_size_is_refused_before_anything_is_written(serve: Serve, tmp_path: Path) -> None:
    host, _ = serve(other_size)
    with pytest.raises(EngineError, match="1,536,004 bytes"):
        list(fetch(MODEL, tmp_path, host))
    assert list(tmp_path.iterdir()) == []


def test_missing_file_says_where_to_get_it(serve: Serve, tmp_path: Path) -> None:
    host, _ = serve(missing)
    with pytest.raises(EngineError, match="404") as caught:
        list(fetch(MODEL, tmp_path, host))
    assert host in caught.value.hint


def test_dead_server_is_given_up_on_and_the_part_stays(serve: Serve, tmp_path: Path) -> None:
    host, starts = serve(cut, broken)
    with pytest.raises(EngineError, match="503") as caught:
        list(fetch(MODEL, tmp_path, host))
    assert "goes on where it stopped" in caught.value.hint
    assert file(tmp_path).with_name(MODEL.file_name + ".part").stat().st_size == 400_000
    assert len(starts) == 5


def test_no_server_at_all_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no connection"):
        list(fetch(MODEL, tmp_path, "http://127.0.0.1:9/"))


def test_present_file_is_verified_and_not_fetched_again(serve: Serve, tmp_path: Path) -> None:
    host, starts = serve(whole)
    file(tmp_path).write_bytes(CONTENT)
    assert list(fetch(MODEL, tmp_path, host))[-1] == (len(CONTENT), len(CONTENT))
    file(tmp_path).write_bytes(bytes(len(CONTENT)))
    with pytest.raises(EngineError, match="not the file Meta published"):
        list(fetch(MODEL, tmp_path, host))
    assert starts == []


def test_folder_that_is_a_file_is_an_error_in_words(serve: Serve, tmp_path: Path) -> None:
    host, _ = serve(whole)
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(EngineError, match="could not be saved"):
        list(fetch(MODEL, tmp_path / "taken", host))

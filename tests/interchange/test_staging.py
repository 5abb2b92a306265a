"""An export that was stopped or killed is nowhere to be seen, and the next one of the same goes on where it was."""

import shutil
from collections.abc import Generator
from pathlib import Path

import msgspec
import pytest

from app.errors import ExportError
from app.interchange.export import staging
from app.interchange.export.options import Pictures
from app.interchange.table import FORMATS
from tests.interchange.samples import FRAMES, a_clip, exporting, run_to_end, video_file

WRITTEN = [row.id for row in FORMATS.values() if row.write is not None]
NOT_THE_SAME_TWICE = {".mkv", ".mov"}
"""Muxers give each file an id of its own."""


def tree(folder: Path) -> dict[str, bytes]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {str(f.relative_to(folder)): b"" if f.suffix in NOT_THE_SAME_TWICE else f.read_bytes() for f in files}


def stop_after(job: Generator[object, None, None], steps: int) -> None:
    for _ in range(steps):
        next(job)
    job.close()


def hidden(folder: Path) -> list[Path]:
    return sorted(folder.glob(".*"))


@pytest.mark.parametrize("format_id", WRITTEN)
def test_every_format_goes_on_to_what_it_would_have_written(format_id: str, tmp_path: Path) -> None:
    if format_id == "exr":
        pytest.importorskip("OpenEXR")
    clip = a_clip(video_file(tmp_path / "walk.mp4"))
    run_to_end(exporting(format_id, [clip], tmp_path / "whole"))
    stop_after(exporting(format_id, [clip], tmp_path / "out"), FRAMES - 1)
    assert not (tmp_path / "out").exists()
    run_to_end(exporting(format_id, [clip], tmp_path / "out"))
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")
    assert hidden(tmp_path) == []


def test_files_that_are_there_are_not_written_again(tmp_path: Path) -> None:
    clip = a_clip(video_file(tmp_path / "walk.mp4"))
    stop_after(exporting("davis", [clip], tmp_path / "out"), FRAMES)
    (left,) = hidden(tmp_path)
    before = {file.name: file.stat().st_mtime_ns for file in left.rglob("*.jpg")}
    assert len(before) >= FRAMES - 2
    run_to_end(exporting("davis", [clip], tmp_path / "out"))
    after = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "out").rglob("*.jpg")}
    assert len(after) == FRAMES
    assert before.items() <= after.items()


def test_another_export_begins_anew_and_tidies_up(tmp_path: Path) -> None:
    clip = a_clip(video_file(tmp_path / "walk.mp4"))
    stop_after(exporting("davis", [clip], tmp_path / "out"), 5)
    run_to_end(exporting("davis", [clip], tmp_path / "out", pictures=Pictures.PNG))
    assert not list((tmp_path / "out").rglob("*.jpg"))
    assert hidden(tmp_path) == []


def test_a_removal_that_was_killed_leaves_what_the_next_export_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = a_clip(video_file(tmp_path / "walk.mp4"))
    stop_after(exporting("davis", [clip], tmp_path / "out"), 5)

    def killed(folder: Path, **_named: object) -> None:  # a folder's entries go in any order
        first = [folder / staging.STATE, *(file for file in folder.rglob("*") if file.is_file())]
        for file in [file for file in first if file.exists()][:1]:
            file.unlink()
        raise KeyboardInterrupt

    remove = shutil.rmtree
    monkeypatch.setattr(shutil, "rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        run_to_end(exporting("davis", [clip], tmp_path / "out", pictures=Pictures.PNG))
    monkeypatch.setattr(shutil, "rmtree", remove)
    shutil.rmtree(tmp_path / "out")
    run_to_end(exporting("davis", [clip], tmp_path / "out"))
    assert hidden(tmp_path) == []


def test_an_export_killed_after_its_move_leaves_nothing_once_another_is_written_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = a_clip(video_file(tmp_path / "walk.mp4"))
    with monkeypatch.context() as patch:
        patch.setattr(staging, "_remove", lambda _folder: None)
        patch.setattr(staging, "_clear", lambda _destination: None)
        run_to_end(exporting("davis", [clip], tmp_path / "out"))
    assert len(hidden(tmp_path)) == 1
    run_to_end(exporting("davis", [clip], tmp_path / "beside"))
    assert len(hidden(tmp_path)) == 1, "the process that wrote it is there still"
    (folder,) = hidden(tmp_path)
    staging._note(folder, "any", 0)
    run_to_end(exporting("davis", [clip], tmp_path / "and another"))
    assert hidden(tmp_path) == []


def test_what_others_made_or_write_is_not_touched(tmp_path: Path) -> None:
    clip = a_clip(video_file(tmp_path / "walk.mp4"))
    theirs = tmp_path / ".out.abcdef01.unfinished"
    theirs.mkdir()
    (theirs / "precious.txt").write_text("mine")
    stop_after(exporting("davis", [clip], tmp_path / "out"), 5)
    (left,) = (place for place in hidden(tmp_path) if place != theirs)
    state = msgspec.json.decode((left / staging.STATE).read_bytes())
    staging._note(left, state["digest"], staging.os.getpid())  # as if another window was at it
    run_to_end(exporting("davis", [clip], tmp_path / "out"))
    assert hidden(tmp_path) == sorted([theirs, left])
    assert (theirs / "precious.txt").read_text() == "mine"


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    clip = a_clip(video_file(tmp_path / "walk.mp4"))
    job = exporting("davis", [clip], tmp_path / "out")
    for _ in range(5):
        next(job)
    with pytest.raises(ExportError):
        job.throw(OSError(28, "No space left on device"))
    assert sorted(place.name for place in tmp_path.iterdir()) == ["walk.mp4"]

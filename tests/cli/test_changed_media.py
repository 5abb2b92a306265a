"""Commands on a project whose media is another now: refused before anything happens, with two ways on."""

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Outcome, one_line
from tests.media.clips import write, x264
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH

Run = Callable[..., Outcome]


@pytest.fixture
def moved(run: Run, tmp_path: Path, clip: Path) -> Path:
    """Return a project whose media was exchanged for a video of the same size and length."""
    media = tmp_path / "walk.mp4"
    shutil.copy(clip, media)
    assert run("new", tmp_path / "p", media).status == 0
    write(media, range(12), options=x264(), size=(CLIP_WIDTH, CLIP_HEIGHT))
    return tmp_path / "p"


def contents(project: Path) -> bytes:
    return (project / "project.masklane").read_bytes()


def test_check_finds_it(run: Run, moved: Path) -> None:
    outcome = run("check", moved)
    assert outcome.status == 1
    assert "walk.mp4 is not the file that the masks of walk were made on" in outcome.out


def test_track_and_export_do_nothing(run: Run, moved: Path, model: Path, tmp_path: Path) -> None:
    for words in (
        ("track", moved, "--object", "dog", "--click", "0,30,30", "--model", model),
        ("export", moved, "--format", "davis", "--out", tmp_path / "out"),
    ):
        outcome = run(*words)
        assert one_line(outcome), outcome
        assert "Nothing was computed or written" in outcome.err
        assert "--keep" in outcome.err
    assert not (tmp_path / "out").exists()
    assert "0 objects" in run("info", moved).out or "dog" not in run("info", moved).out


def test_the_way_out_that_is_said_goes(run: Run, clip: Path, tmp_path: Path) -> None:
    for name in ("walk.mp4", "two words.mp4"):
        shutil.copy(clip, tmp_path / name)
    assert run("new", tmp_path / "p", tmp_path / "walk.mp4", tmp_path / "two words.mp4").status == 0
    (tmp_path / "two words.mp4").rename(tmp_path / "moved.mp4")
    said = run("track", tmp_path / "p", "--video", "two words", "--object", "dog", "--click", "0,5,5").err
    asked = shlex.split(said.partition("masklane relink ")[2].partition(" PATH.")[0])
    assert "--video" in asked
    assert run("relink", *asked, tmp_path / "moved.mp4").status == 0
    assert run("check", tmp_path / "p").status == 0


def test_keep_and_relink_resolve_it(run: Run, moved: Path, clip: Path, tmp_path: Path) -> None:
    assert one_line(run("relink", moved))
    assert one_line(run("relink", moved, clip, "--keep"))
    assert one_line(run("relink", moved, tmp_path / "walk.mp4"))
    assert run("relink", moved, clip).status == 0
    assert run("check", moved).status == 0
    media = tmp_path / "second.mp4"
    shutil.copy(clip, media)
    assert run("new", tmp_path / "q", media).status == 0
    write(media, range(12), options=x264(), size=(CLIP_WIDTH, CLIP_HEIGHT))
    assert run("relink", tmp_path / "q", "--keep").status == 0
    assert run("check", tmp_path / "q").status == 0
    assert run("export", tmp_path / "q", "--format", "overlay", "--out", tmp_path / "out").status == 0


def test_new_notes_what_of_media_is_not_used(run: Run, tmp_path: Path) -> None:
    whole = write(tmp_path / "walk.mkv", range(12), options=x264())
    whole.write_bytes(whole.read_bytes()[:-400])
    outcome = run("new", tmp_path / "p", whole)
    assert outcome.status == 0
    assert outcome.err.startswith("note: walk: The file is cut short")


def test_another_number_of_frames_is_told_and_taken_only_when_asked(run: Run, moved: Path, tmp_path: Path) -> None:
    write(tmp_path / "walk.mp4", range(9), options=x264(), size=(CLIP_WIDTH, CLIP_HEIGHT))
    outcome = run("relink", moved, "--keep")
    assert one_line(outcome)
    assert "had 12 frames" in outcome.err
    assert "now has 9" in outcome.err
    outcome = run("relink", moved, "--keep", "--recount")
    assert outcome.status == 0, outcome.err
    assert "12 frames are 9 now" in outcome.out
    assert run("check", moved).status == 0

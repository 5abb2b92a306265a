"""Damaged projects, places that are none, work that comes to nothing: told in words, and nothing is left behind."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.project.edit import Edit
from app.project.storage.sqlite_errors import disk_full
from app.project.storage.store import Store
from tests.cli.conftest import Outcome, one_line

Run = Callable[..., Outcome]


def damage(project: Path, script: str) -> None:
    with sqlite3.connect(project / "project.masklane") as database:
        database.execute(script)
    database.close()


@pytest.fixture
def tracked(run: Run, project: Path, model: Path) -> Path:
    assert run("track", project, "--object", "dog", "--click", "0,30,30", "--model", model).status == 0
    return project


def test_an_export_that_would_lack_masks_is_refused_unless_it_may_be_partial(run: Run, tracked: Path, tmp_path: Path):
    damage(tracked, "UPDATE masks SET score = 7 WHERE frame = 3")
    words = ("export", tracked, "--format", "davis", "--out", tmp_path / "out")
    refused = run(*words)
    assert refused.status == 2
    assert "note: Mask of object 1 on frame 3 was left out" in refused.err
    assert "--partial" in refused.err
    assert not (tmp_path / "out").exists()
    partial = run(*words, "--partial")
    assert partial.status == 0
    assert "on frame 3 was left out" in partial.err
    assert (tmp_path / "out").exists()


def test_what_was_left_out_is_told_by_info_and_track(run: Run, tracked: Path, model: Path):
    damage(tracked, "UPDATE masks SET score = 7 WHERE frame < 9")
    told = run("info", tracked)
    assert told.status == 0
    assert told.err.count("was left out") == 5
    assert "4 more findings: masklane check" in told.err
    assert len(json.loads(run("info", tracked, "--json").out)["findings"]) == 9
    assert "was left out" in run("track", tracked, "--object", "dog", "--model", model).err


def test_masks_of_a_damaged_run_are_kept_and_exported(run: Run, tracked: Path, tmp_path: Path):
    damage(tracked, "UPDATE runs SET last = 99999")
    told = run("info", tracked, "--json")
    assert "Masks that were kept without their run 1, which is not there: 11." in told.err
    assert json.loads(told.out)["videos"][0]["objects"][0]["masks"] == 12
    assert run("export", tracked, "--format", "davis", "--out", tmp_path / "out").status == 0


def test_check_says_how_to_save_what_can_be_read(run: Run, tracked: Path, tmp_path: Path):
    with (tracked / "project.masklane").open("r+b") as file:
        file.write(bytes(4096))
    refused = run("info", tracked)
    assert refused.status == 2
    checked = run("check", tracked)
    assert checked.status == 1
    assert "--salvage NEW" in checked.out
    assert run("check", tracked, "--salvage", tmp_path / "new").status == 1
    assert json.loads(run("info", tmp_path / "new", "--json").out)["videos"][0]["objects"][0]["masks"] == 12


EARLY = """
import signal, sys

class Interrupting:
    def find_spec(self, name, *_rest):
        if name == sys.argv[1]:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
from app.start import run
run()
"""


@pytest.mark.parametrize("module", ["app.cli", "PySide6", "msgspec"])
def test_ctrl_c_while_modules_are_imported_ends_in_words(tmp_path: Path, module: str) -> None:
    ended = subprocess.run([sys.executable, "-c", EARLY, module], capture_output=True, text=True, check=False)
    assert ended.returncode == 130
    assert "Traceback" not in ended.stderr
    assert "stopped" in ended.stderr


@pytest.mark.parametrize("out", ["/", "file", "file/inside", "new/..", "circle", "full"])
def test_where_an_export_cannot_go_is_refused_before_any_work(
    run: Run, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    monkeypatch.setattr("app.cli.export.session", None)
    before = sorted(tmp_path.rglob("*"))
    assert one_line(run("export", project, "--format", "davis", "--out", out))
    assert sorted(tmp_path.rglob("*")) == before


def test_an_export_goes_where_a_link_leads(run: Run, tracked: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "there")
    assert run("export", tracked, "--format", "davis", "--out", tmp_path / "link").status == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there" / "Annotations").is_dir()


def test_a_new_project_into_which_nothing_came_leaves_nothing(run: Run, clip: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("no video")
    had = tmp_path / "had"
    had.mkdir()
    (had / "kept").touch()
    assert one_line(run("new", tmp_path / "deep" / "er", notes))
    assert one_line(run("new", had, notes))
    assert sorted(tmp_path.rglob("*")) == [had, had / "kept", notes]
    assert run("new", tmp_path / "some", notes, clip).status == 2
    assert len(json.loads(run("info", tmp_path / "some", "--json").out)["videos"]) == 1
    assert run("new", tmp_path / "none").status == 0
    assert one_line(run("new", tmp_path / "some", notes))
    assert (tmp_path / "some" / "project.masklane").exists()


def test_videos_are_added_to_a_project(run: Run, clip: Path, tmp_path: Path) -> None:
    run("new", tmp_path / "p")
    added = run("add", tmp_path / "p", clip)
    assert added.status == 0
    assert added.out == "walk: 12 frames, 96x64, 25.000 frames/s\n"
    assert len(json.loads(run("info", tmp_path / "p", "--json").out)["videos"]) == 1
    assert one_line(run("add", tmp_path / "p", tmp_path / "missing.mp4"))
    assert one_line(run("add", tmp_path / "nowhere", clip))


def test_an_object_that_cannot_be_saved_is_refused_in_words(
    run: Run, project: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store, edit: Edit, *_rest: object, **_options: object) -> None:
        if edit.objects:
            raise disk_full(project)

    monkeypatch.setattr(Store, "commit", full)
    refused = run("track", project, "--object", "dog", "--click", "0,30,30", "--model", model)
    assert one_line(refused)
    assert "disk is full" in refused.err

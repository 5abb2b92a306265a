"""What is typed: help, and words that cannot be meant, which are refused in one line before anything is made."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli.shown import shown
from app.cli.typed import typed
from tests.cli.conftest import Outcome, one_line

Run = Callable[..., Outcome]


def test_help_names_every_command(run: Run) -> None:
    outcome = run("--help")
    assert outcome.status == 0
    for command in ("demo", "new", "info", "check", "track", "models", "export", "evaluate", "train"):
        assert re.search(rf"^ +{command} ", outcome.out, re.MULTILINE), command


@pytest.mark.parametrize("command", ["demo", "new", "info", "check", "track", "models", "export", "evaluate", "train"])
def test_every_command_has_help(run: Run, command: str) -> None:
    outcome = run(command, "--help")
    assert outcome.status == 0
    assert f"masklane {command}" in outcome.out or "usage" in outcome.out


@pytest.mark.parametrize(
    "words",
    [
        ("--click", "99,1,1"),
        ("--click", "0,500,1"),
        ("--mask", "0,nowhere.png"),
        ("--mask", "0,/dev/zero"),
        ("--video", "other", "--click", "0,1,1"),
        ("--video", "²", "--click", "0,1,1"),
        ("--frames", "5:70", "--click", "0,1,1"),
        (),
    ],
)
def test_prompts_that_cannot_be_meant_are_refused_before_anything_is_made(
    run: Run, project: Path, model: Path, words: tuple[str, ...]
) -> None:
    outcome = run("track", project, "--object", "dog", "--model", model, *words)
    assert one_line(outcome), outcome
    assert json.loads(run("info", project, "--json").out)["videos"][0]["objects"] in ([], [None])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--click", "a,b"), "write it as F,X,Y or F,X,Y,-"),
        (("--click", "-1,1,1"), "a frame is a whole number from 0, not '-1'"),
        (("--click", "0,nan,1"), "a coordinate is a number of pixels, not 'nan'"),
        (("--click", "0,1,1,x"), "the fourth part of a click is + or -"),
        (("--box", "0,9,9,1,1"), "from its left top corner to its right bottom corner"),
        (("--box", "-3,1,1,9,9"), "a frame is a whole number from 0, not '-3'"),
        (("--mask", "-3,x.png"), "a frame is a whole number from 0, not '-3'"),
        (("--frames", "9:1"), "the first frame comes first"),
        (("--frames", "-5:1"), "a frame is a whole number from 0, not '-5'"),
    ],
)
def test_words_that_make_no_sense_are_explained(run: Run, project: Path, words: tuple[str, str], why: str) -> None:
    outcome = run("track", project, "--object", "dog", *words)
    assert one_line(outcome), outcome
    assert words[0] in outcome.err
    assert why in outcome.err


@pytest.mark.parametrize(
    "words",
    [
        ("track", "p", "--object", "dog", "--size", "7"),
        ("track", "p", "--object", "dog", "--size", "99999999"),
        ("track", "p", "--object", "dog", "--device", ""),
        ("track", "p", "--object", "  "),
        ("track", "p", "--object", "dog", "--click", "9" * 5000 + ",1,1"),
        ("evaluate", "p", "--threads", "-1"),
        ("evaluate", "p", "--limit", "many"),
        ("frobnicate",),
        ("x" * 300,),
        ("y/" * 3000,),
        ("",),
        ("--project", ""),
        ("--project", "x" * 300),
        ("new", ""),
        ("new", "x" * 300),
        ("new", "p", "x" * 300),
        ("new", "p", ""),
        ("info", ""),
        ("info", "y/" * 2040 + "z"),
        ("check", "p", "--salvage", "x" * 300),
        ("track", "p", "--object", "dog", "--mask", "0," + "x" * 300),
        ("track", "p", "--object", "dog", "--model", "x" * 300),
        ("export", "p", "--format", "davis", "--out", ""),
        ("evaluate", ""),
        ("models", "list", "tiny"),
        ("models", "verify", "tiny"),
        ("models", "verify", "huge"),
        ("train", "--out", ""),
        ("train", "--out", "o", "--data", "x" * 300),
        ("train", "--out", "o", "--seed", "9" * 30),
        ("train", "--out", "o", "--cores", "-1"),
        ("train", "--out", "o", "--batch", "many"),
        ("train", "--out", "o", "--device", ""),
        ("track",),
        ("--project",),
        ("new", "p", "--nonsense"),
    ],
)
def test_what_cannot_be_meant_is_said_in_one_line(run: Run, words: tuple[str, ...]) -> None:
    outcome = run(*words)
    assert one_line(outcome), outcome
    assert len(outcome.err) < 300


def test_verbose_may_stand_before_the_command(run: Run, project: Path) -> None:
    assert run("--verbose", "info", project).status == 0


def test_what_to_type_next_names_the_file_that_was_started_where_no_shell_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "bin" / "masklane"
    started.parent.mkdir()
    started.touch(mode=0o755)
    monkeypatch.setattr("sys.argv", [str(started)])
    monkeypatch.setenv("PATH", str(tmp_path))
    assert typed("walk") == f"{started} walk"
    monkeypatch.setenv("PATH", str(started.parent))
    assert typed("walk") == "masklane walk"


def test_a_project_is_made_where_nothing_is_and_something_else_is_no_project(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path | None] = []
    monkeypatch.setattr("app.ui.shell.application.run", lambda path, *_rest: opened.append(path) or 0)
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("mine")
    for name in ("new", "empty"):
        assert run("--project", tmp_path / name).status == 0
        assert (tmp_path / name / "project.masklane").is_file()
    outcome = run("--project", tmp_path / "other")
    assert one_line(outcome), outcome
    assert "There is no project in" in outcome.err
    assert one_line(run("--project", tmp_path / "other" / "letter.txt"))
    assert run("--project", tmp_path / "new" / "project.masklane").status == 0
    assert opened.pop() == tmp_path / "new" / "project.masklane"
    assert opened == [tmp_path / "new", tmp_path / "empty"]


def test_signs_that_turn_names_around_are_escaped_and_those_of_scripts_stay() -> None:
    assert shown("holiday\u202egpj.exe") == "holiday\\u202egpj.exe"
    assert shown("\u2066a\u2069\u200f") == "\\u2066a\\u2069\\u200f"
    assert (
        shown("\u0645\u0631\u062d\u0628\u0627 \U0001f469\u200d\U0001f680")
        == "\u0645\u0631\u062d\u0628\u0627 \U0001f469\u200d\U0001f680"
    )


def test_a_mistyped_command_is_named_with_the_one_that_is_near(run: Run) -> None:
    outcome = run("inof", "p")
    assert one_line(outcome)
    assert "no command, file or folder inof. Did you mean info?" in outcome.err


def test_a_video_that_is_there_already_is_named(run: Run, project: Path, clip: Path) -> None:
    outcome = run("add", project, clip)
    assert (outcome.status, outcome.err) == (0, f"note: {clip.stem} is in this project already\n")


def test_media_are_not_looked_for_where_nothing_is(run: Run, project: Path, clip: Path) -> None:
    outcome = run("relink", project, "--video", clip.stem, "nope")
    assert one_line(outcome)
    assert "no file or folder nope" in outcome.err

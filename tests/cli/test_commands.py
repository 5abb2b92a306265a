"""Commands as a person types them: what they print, what they return, and that failures are one line and status 2."""

import json
import os
import re
import sqlite3
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.cli.demo import _free_folder
from app.cli.typed import typed
from tests.cli.conftest import Outcome
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH

Run = Callable[..., Outcome]


@pytest.fixture
def project(run: Run, tmp_path: Path, clip: Path) -> Path:
    folder = tmp_path / "my project"
    assert run("new", folder, clip).status == 0
    return folder


def one_line(outcome: Outcome) -> bool:
    return outcome.status == 2 and outcome.err.startswith("masklane: ") and outcome.err.count("\n") == 1


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


def test_new_and_info(run: Run, project: Path) -> None:
    outcome = run("info", project, "--json")
    assert outcome.status == 0
    summary = json.loads(outcome.out)
    assert [video["frames"] for video in summary["videos"]] == [12]
    assert "walk" in run("info", project).out


def test_track_with_clicks_a_box_and_a_mask(run: Run, project: Path, model: Path, tmp_path: Path) -> None:
    picture = np.zeros((CLIP_HEIGHT, CLIP_WIDTH), np.uint8)
    picture[10:40, 10:40] = 255
    cv2.imwrite(str(tmp_path / "mask.png"), picture)
    prompts = ["--click", "0,30,30", "--click", "0,60,30,-", "--box", "5,10,10,50,50"]
    outcome = run(
        "track", project, "--object", "dog", *prompts, "--mask", f"8,{tmp_path / 'mask.png'}", "--model", model
    )
    assert outcome.status == 0, outcome.err
    summary = json.loads(run("info", project, "--json").out)
    (dog,) = summary["videos"][0]["objects"]
    assert (dog["name"], dog["masks"], dog["prompted_frames"]) == ("dog", 12, 3)
    again = run("track", project, "--object", "dog", "--model", model)
    assert again.status == 0
    assert "up to date" in again.out


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
    "words", [("--click", "a,b"), ("--box", "0,9,9,1,1"), ("--frames", "9:1"), ("--click", "0,nan,1")]
)
def test_words_that_make_no_sense_are_explained(run: Run, project: Path, words: tuple[str, str]) -> None:
    outcome = run("track", project, "--object", "dog", *words)
    assert outcome.status == 2
    assert words[0] in outcome.err
    assert "Traceback" not in outcome.err


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


def test_names_that_are_no_text_are_taken_in_and_shown(run: Run, tmp_path: Path, clip: Path) -> None:
    odd = tmp_path / os.fsdecode(b"v\xff\xfe.mp4")
    try:
        odd.write_bytes(clip.read_bytes())
    except OSError:  # a file system that takes text only
        odd = tmp_path / "日本.mp4"
        odd.write_bytes(clip.read_bytes())
    folder = odd.with_suffix("")
    assert run("new", folder, odd).status == 0
    outcome = run("info", folder, "--json")
    assert outcome.status == 0
    (video,) = json.loads(outcome.out)["videos"]
    assert video["media_found"]
    assert run("info", folder).status == 0


def test_new_lists_what_was_added_and_names_every_file_that_was_not(run: Run, tmp_path: Path, clip: Path) -> None:
    bad = [tmp_path / "one.mp4", tmp_path / "two.mp4"]
    for path in bad:
        path.write_text("not a video")
    outcome = run("new", tmp_path / "p", bad[0], clip, bad[1])
    assert outcome.status == 2
    assert "walk: 12 frames" in outcome.out
    assert all(path.name in outcome.err for path in bad)


def test_the_same_long_name_is_the_same_object(run: Run, project: Path, model: Path) -> None:
    for _ in range(2):
        name = " " + "x" * 2000
        assert (
            run("track", project, "--object", name, "--click", "0,30,30", "--frames", "0:1", "--model", model).status
            == 0
        )
    assert len(json.loads(run("info", project, "--json").out)["videos"][0]["objects"]) == 1


def test_the_demo_does_not_mind_a_file_where_it_wants_a_folder(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("mine")
    assert _free_folder(tmp_path / "demo") == tmp_path / "demo 2"


def test_expected_failures_are_one_line(run: Run, tmp_path: Path, project: Path) -> None:
    (tmp_path / "text.mp4").write_text("not a video")
    (tmp_path / "fake").mkdir()
    (tmp_path / "fake" / "project.masklane").write_bytes(b"not a database at all" * 100)
    (tmp_path / "evil.pt").write_bytes(b"cos\nsystem\n(S'touch /tmp/owned'\ntR.")
    for words in (
        ("info", tmp_path / "nowhere"),
        ("check", tmp_path / "fake"),
        ("new", tmp_path / "p2", tmp_path / "missing.mp4"),
        ("new", tmp_path / "p3", tmp_path / "text.mp4"),
        ("new", project),
        ("export", project, "--format", "nonsense", "--out", tmp_path / "o"),
        ("evaluate", tmp_path / "nowhere"),
        ("models", "fetch", "huge"),
        ("track", project, "--object", "x", "--click", "0,1,1", "--model", tmp_path / "evil.pt"),
    ):
        outcome = run(*words)
        assert one_line(outcome), (words, outcome)


def test_a_new_project_needs_no_video(run: Run, tmp_path: Path) -> None:
    outcome = run("new", tmp_path / "an empty one")
    assert outcome.status == 0
    assert f"masklane --project '{tmp_path / 'an empty one'}'" in outcome.out or os.name == "nt"
    assert "VIDEO" not in run("new").err


def test_losses_are_told_where_something_was_written_and_only_there(
    run: Run, project: Path, model: Path, tmp_path: Path
) -> None:
    run("track", project, "--object", "dog", "--click", "0,30,30", "--frames", "0:3", "--model", model)
    (tmp_path / "file").write_text("mine")
    words = ("export", project, "--format", "davis", "--out")
    assert one_line(run(*words, tmp_path / "file"))
    outcome = run(*words, tmp_path / "set")
    assert outcome.status == 0
    assert outcome.err.startswith("note: walk: 8 frames have no masks")


def in_a_process(words: tuple[object, ...], **extra: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "app", *map(str, words)]
    return subprocess.run(command, stderr=subprocess.PIPE, check=False, timeout=60, **extra)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device on this system")
def test_a_full_disk_behind_standard_output_is_one_line(project: Path) -> None:
    for words in (("models",), ("info", project), ("info", project, "--json")):
        with Path("/dev/full").open("wb", buffering=0) as full:
            done = in_a_process(words, stdout=full)
        assert done.returncode == 2
        assert done.stderr.count(b"\n") == 1, done.stderr


@pytest.mark.skipif(os.name == "nt", reason="locales are a matter of other systems")
def test_an_odd_locale_and_no_home_are_no_trouble(project: Path, tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if name not in ("HOME", "MASKLANE_HOME", "LANG")}
    bare |= {"LC_ALL": "C", "HOME": "/dev/null", "MASKLANE_HOME": str(tmp_path / "home")}
    done = in_a_process(("track", project, "--object", "Schwän"), env=bare, stdout=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1, done.stderr
    assert "Schwän".encode() in done.stderr


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


def test_names_command_no_terminal_and_stay_in_their_line(run: Run, project: Path) -> None:
    with sqlite3.connect(project / "project.masklane") as database:
        database.execute("UPDATE videos SET name = 'a' || char(27) || '[2J' || char(10) || 'bü'")
    database.close()
    outcome = run("info", project)
    assert "a\\x1b[2J\\nbü: 12 frames" in outcome.out
    assert one_line(run("track", project, "--object", "dog"))


@pytest.mark.parametrize("reference", ["../../etc/passwd", "/etc/passwd", "/dev/zero", "x" * 300, "a/" * 3000 + "b"])
def test_hostile_references_to_media_are_findings_and_errors(
    run: Run, project: Path, model: Path, tmp_path: Path, reference: str
) -> None:
    with sqlite3.connect(project / "project.masklane") as database:
        database.execute("UPDATE videos SET path = ?", (reference,))
    database.close()
    assert run("info", project).status == 0
    assert run("check", project).status in (0, 1)
    for words in (
        ("export", project, "--format", "overlay", "--out", tmp_path / "o"),
        ("track", project, "--object", "dog", "--click", "0,30,30", "--model", model),
    ):
        outcome = run(*words)
        assert outcome.status == 2
        assert all(line.startswith("masklane: ") for line in outcome.err.splitlines()), outcome.err


def test_check_finds_missing_media(run: Run, tmp_path: Path, clip: Path) -> None:
    moved = tmp_path / "clip.mp4"
    moved.write_bytes(clip.read_bytes())
    run("new", tmp_path / "p", moved)
    assert run("check", tmp_path / "p").status == 0
    moved.unlink()
    outcome = run("check", tmp_path / "p")
    assert outcome.status == 1
    assert "missing" in outcome.out


def test_models_are_listed(run: Run) -> None:
    outcome = run("models")
    assert outcome.status == 0
    for name in ("embedded", "tiny", "small", "base", "large"):
        assert name in outcome.out


def test_export_davis_and_overlay(run: Run, project: Path, model: Path, tmp_path: Path) -> None:
    run("track", project, "--object", "dog", "--click", "0,30,30", "--model", model)
    for format in ("davis", "overlay"):
        outcome = run("export", project, "--format", format, "--out", tmp_path / format)
        assert outcome.status == 0, outcome.err
        assert any(path.is_file() for path in (tmp_path / format).rglob("*"))


def test_evaluate_on_a_davis_folder(run: Run, project: Path, model: Path, tmp_path: Path) -> None:
    picture = np.zeros((CLIP_HEIGHT, CLIP_WIDTH), np.uint8)
    picture[10:40, 10:40] = 255
    cv2.imwrite(str(tmp_path / "mask.png"), picture)
    run("track", project, "--object", "dog", "--mask", f"0,{tmp_path / 'mask.png'}", "--model", model)
    run("export", project, "--format", "davis", "--out", tmp_path / "set")
    for protocol in ("mask", "click", "box", "interactive"):
        pictures = tmp_path / "worst" / protocol
        outcome = run(
            *("evaluate", tmp_path / "set", "--protocol", protocol, "--model", model, "--json"),
            *("--pictures", pictures),
        )
        assert outcome.status == 0, outcome.err
        result = json.loads(outcome.out)
        assert 0 <= result["mean"]["jf"] <= 1
        assert result["objects"][0]["frames"] >= 11
        (found,) = pictures.iterdir()
        assert cv2.imread(str(found)).shape == (CLIP_HEIGHT, CLIP_WIDTH, 3)


def test_what_is_left_of_a_damaged_project_is_salvaged(run: Run, project: Path, model: Path, tmp_path: Path) -> None:
    run("track", project, "--object", "dog", "--click", "0,30,30", "--model", model)
    file = project / "project.masklane"
    with sqlite3.connect(file) as database:
        database.execute("UPDATE masks SET frame = -5 WHERE frame = 3")
    database.close()
    outcome = run("check", project, "--salvage", tmp_path / "saved")
    assert outcome.status == 1
    assert "findings" in outcome.out
    assert json.loads(run("info", tmp_path / "saved", "--json").out)["videos"][0]["objects"][0]["masks"] == 11


def test_a_mask_that_claims_to_be_enormous_is_no_picture(run: Run, project: Path, tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 200_000, 200_000, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(bytes(1000))), chunk(b"IEND", b""))
    (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
    assert one_line(run("track", project, "--object", "dog", "--mask", f"0,{tmp_path / 'bomb.png'}"))

"""Commands as a person types them: what they print, what they return, and that failures are one line and status 2."""

import json
import os
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
from app.project.model import Policy
from app.project.storage import migrations
from app.project.storage.schema import SCHEMA
from app.project.storage.store import Store
from tests.cli.conftest import Outcome, one_line
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH

Run = Callable[..., Outcome]

VIDEO_KEYS = {
    "id": int,
    "name": str,
    "media": str,
    "media_found": bool,
    "frames": int,
    "width": int,
    "height": int,
    "rate": float,
    "shot_changes": type(None),
    "objects": list,
}
OBJECT_KEYS = {
    "id": int,
    "name": str,
    "category": str,
    "kind": str,
    "stage": str,
    "masks": int,
    "prompted_frames": int,
    "annotated_frames": int,
    "frames_to_annotate": int,
    "present_frames": int,
    "edited_frames": int,
    "absent_frames": int,
    "lost_frames": int,
    "stale_frames": int,
    "locked_frames": int,
    "tags": list,
}
"""What `info --json` tells: programs read it, so keys and types stay as they are."""


def test_new_and_info(run: Run, project: Path) -> None:
    outcome = run("info", project, "--json")
    assert outcome.status == 0
    summary = json.loads(outcome.out)
    (video,) = summary["videos"]
    assert {key: type(value) for key, value in summary.items()} == {
        "name": str,
        "folder": str,
        "videos": list,
        "findings": list,
    }
    assert {key: type(value) for key, value in video.items()} == VIDEO_KEYS
    assert video["frames"] == 12
    assert run("info", project, "--json").out == outcome.out
    assert "walk" in run("info", project).out
    assert run("info", project, "--shots").out.splitlines()[1].endswith(", one shot")


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
    assert {key: type(value) for key, value in dog.items()} == OBJECT_KEYS
    (line,) = (line for line in run("info", project).out.splitlines() if " dog " in line)
    assert " ".join(line.split()[3:]) == "12 masks 3 edited 0 absent 0 lost 0 stale", "as the window counts them"
    again = run("track", project, "--object", "dog", "--model", model)
    assert again.status == 0
    assert "up to date" in again.out


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


def test_the_policy_given_is_that_of_the_object_and_of_its_run(run: Run, project: Path, model: Path) -> None:
    words = ("track", project, "--object", "dog", "--model", model)
    assert run(*words, "--click", "0,30,30", "--policy", "look-alikes").status == 0
    with Store.open_copy(project) as store:
        document = store.load()
    (dog,) = document.all_objects()
    assert dog.policy is Policy.LOOKALIKES
    assert [run.policies for run in document.runs()] == [(Policy.LOOKALIKES,)]


def test_losses_are_told_where_something_was_written_and_only_there(
    run: Run, project: Path, model: Path, tmp_path: Path
) -> None:
    tracked = run("track", project, "--object", "dog", "--click", "0,30,30", "--frames", "0:3", "--model", model)
    (dog,) = json.loads(run("info", project, "--json").out)["videos"][0]["objects"]
    lost = dog["lost_frames"]
    assert f"{lost} lost, 0 stale" in tracked.out
    assert dog["present_frames"] + lost == dog["masks"] == 4
    (tmp_path / "file").write_text("mine")
    words = ("export", project, "--format", "davis", "--out")
    assert one_line(run(*words, tmp_path / "file"))
    outcome = run(*words, tmp_path / "set")
    assert outcome.status == 0
    notes = outcome.err.splitlines()
    assert notes[-1].startswith("note: walk: frames without any mask: 8;")
    assert notes[:-1] == [f"note: walk: frames on which the model lost an object: {lost} (dog {lost})."] * bool(lost)


def in_a_process(words: tuple[object, ...], **extra: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "app", *map(str, words)]
    return subprocess.run(command, stderr=subprocess.PIPE, check=False, timeout=600, **extra)


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


def test_check_says_what_opening_an_older_project_would_do_and_does_not_do_it(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "SCHEMA", SCHEMA + 1)
    monkeypatch.setattr(migrations, "MIGRATIONS", {SCHEMA: lambda _connection: None})
    monkeypatch.setattr("app.cli.project.SCHEMA", SCHEMA + 1)
    before = (project / "project.masklane").read_bytes()
    outcome = run("check", project)
    assert outcome.status == 0
    assert f"older format {SCHEMA}" in outcome.out
    assert f"brought to format {SCHEMA + 1}" in outcome.out
    assert (project / "project.masklane").read_bytes() == before
    assert not list(project.glob("*.bak"))


def test_one_of_a_thing_is_not_called_by_many(run: Run, tmp_path: Path, model: Path) -> None:
    picture = tmp_path / "one.png"
    cv2.imwrite(str(picture), np.full((CLIP_HEIGHT, CLIP_WIDTH, 3), 90, np.uint8))
    assert "one: 1 frame, " in run("new", tmp_path / "p", picture).out
    outcome = run("track", tmp_path / "p", "--object", "dog", "--click", "0,30,30", "--frames", "0:0", "--model", model)
    assert "1 frame with a mask" in outcome.out
    picture.unlink()
    assert "1 finding." in run("check", tmp_path / "p").out


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
    for protocol in ("mask", "click", "box", "interactive", "retracked-whole"):
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
    assert "1 finding.\n" in outcome.out
    assert json.loads(run("info", tmp_path / "saved", "--json").out)["videos"][0]["objects"][0]["masks"] == 11


def test_a_mask_that_claims_to_be_enormous_is_no_picture(run: Run, project: Path, tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 200_000, 200_000, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(bytes(1000))), chunk(b"IEND", b""))
    (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
    assert one_line(run("track", project, "--object", "dog", "--mask", f"0,{tmp_path / 'bomb.png'}"))


@pytest.mark.parametrize("value", [0, 255])
def test_a_mask_that_is_empty_or_full_is_questioned(
    run: Run, project: Path, model: Path, tmp_path: Path, value: int
) -> None:
    cv2.imwrite(str(tmp_path / "mask.png"), np.full((CLIP_HEIGHT, CLIP_WIDTH), value, np.uint8))
    words = ("track", project, "--object", "dog", "--mask", f"0,{tmp_path / 'mask.png'}", "--model", model)
    outcome = run(*words)
    assert one_line(outcome)
    assert "may not be meant" in outcome.err
    assert "dog" not in run("info", project).out
    assert run(*words, "--any-mask", "--frames", "0:1").status == 0

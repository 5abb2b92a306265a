"""`masklane metrics`: what the work on a project came to, and what was decided about an object."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.project.edit import Delta, Edit
from app.project.model import Event, FrameIndex, Judgement, ObjectId, Stage, Verdict
from app.project.second_looks import LookKind, SecondLook, look_name, look_text
from app.project.storage.store import Store
from tests.cli.conftest import Outcome, one_line
from tests.project.samples import OBJECT, VIDEO, a_mask, a_video, an_object, cell, start

Run = Callable[..., Outcome]
NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with an object that was clicked twice, handed in and judged."""
    place = tmp_path / "My Project"
    usual = {"s": "6.0", "stage": "annotation", "phase": "3", "model": "embedded", "tool": "click"}
    with Store.create(place) as store:
        store.commit(start())
        for _ in range(2):
            store.append_event(Event(NOW, "Ada", "click", None, ObjectId(OBJECT), FrameIndex(0), usual))
        store.append_event(Event(NOW, "Ada", "stage", None, ObjectId(OBJECT), None, usual | {"what": "verification"}))
        verdict = Verdict(ObjectId(OBJECT), Judgement.SATISFACTORY, "Grace", NOW)
        seen = usual | {"stage": Stage.VERIFICATION.value, "what": "satisfactory"}
        event = Event(NOW, "Grace", "verdict", None, ObjectId(OBJECT), None, seen)
        look = SecondLook(OBJECT, LookKind.RECHECK, Judgement.REJECTED, "Grace", Judgement.SATISFACTORY, "Grace", NOW)
        again = {look_name(verdict): Delta(None, look_text(look))}
        store.commit(Edit(verdicts={ObjectId(OBJECT): Delta(None, verdict)}, conventions=again), event)
    return place


def test_the_project_stands_beside_the_paper(folder: Path, run: Run) -> None:
    lines = run("metrics", folder).out.splitlines()
    assert next(line for line in lines if "phase 3" in line).split()[3:6] == ["4.50", "19.04%", "2.68"]
    assert any(line.startswith("  annotator Ada") and "2.00" in line for line in lines)
    assert "verdicts: satisfactory 100%" in lines
    assert "answered the same twice: Grace 0 of 1" in lines


def test_the_same_for_programs_and_nothing_changes(folder: Path, run: Run) -> None:
    before = (folder / "project.masklane").read_bytes()
    said = json.loads(run("metrics", folder, "--json").out)
    assert said["seconds"] == {"annotation": 18.0, "verification": 6.0}
    assert said["project"]["clicks_a_frame"] == 2.0
    assert said["by_annotator"]["Grace"]["verdicts"] == {"satisfactory": 1.0}
    assert said["same_twice"] == {"Grace": {"looks": 1, "same": 0}}
    assert (folder / "project.masklane").read_bytes() == before


def test_the_history_of_an_object(folder: Path, run: Run) -> None:
    name = an_object().name
    told = run("metrics", folder, "--history", name).out
    assert "Ada: stage verification" in told
    assert "Grace: verdict satisfactory" in told
    with Store.open(folder) as store:
        store.append_event(Event(NOW, "Ada", "resolve", None, an_object().id, FrameIndex(35), {}))
        store.append_event(Event(NOW, "Ada", "verdict", None, an_object().id, None, {"what": ""}))
        lines = run("metrics", folder, "--history", name).out.splitlines()
        assert [line.partition("Ada: ")[2] for line in lines[-2:]] == ["resolve, frame 35", "verdict taken back"]
        long = replace(an_object(), id=ObjectId(77), name="a dog that is called by a long name")
        store.commit(Edit(objects={long.id: Delta(None, long)}))
        store.append_event(Event(NOW, "Ada", "click", None, long.id, FrameIndex(0), {"s": "6", "stage": "annotation"}))
    assert "Nothing was decided yet." in run("metrics", folder, "--history", long.name).out
    assert any(long.name in line for line in run("metrics", folder).out.splitlines()), "it has room"
    assert "There is no object Nobody." in run("metrics", folder, "--history", "Nobody").err


def test_masks_are_compared_with_another_copy_as_a_table_and_for_programs(folder: Path, run: Run) -> None:
    other = folder.with_name("copy")
    shutil.copytree(folder, other)
    for place, seed in ((folder, 1), (other, 1)):
        with Store.open(place) as store:
            store.commit(Edit(masks={cell(OBJECT, frame): Delta(None, a_mask(seed)) for frame in (3, 4)}))
    said = json.loads(run("metrics", folder, "--against", other, "--json").out)
    assert (said["reference"], said["agreement"]["alignment"], said["agreement"]["jf"]) == ("copy", 1.0, 1.0)
    assert said["by_annotator"]["Ada"]["agreement"]["compared_masks"] == 2
    assert "compared with copy: 1 masklet, 2 masks" in run("metrics", folder, "--against", other).out
    assert run("metrics", folder, "--csv").out.startswith("group,name,masklets")


def test_what_cannot_be_compared_is_said_in_a_line(folder: Path, run: Run, tmp_path: Path) -> None:
    with Store.create(tmp_path / "others") as store:
        store.commit(Edit(videos={VIDEO: Delta(None, a_video(head_sha256="11" * 32))}))
    for path in (folder, tmp_path / "nowhere", tmp_path / "others"):
        assert one_line(run("metrics", folder, "--against", path))

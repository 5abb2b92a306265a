"""`masklane merge`: another copy's work taken over, and its conflicts told."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.project.edit import Delta, Edit
from app.project.model import Event, FrameIndex, ObjectId
from app.project.storage.store import Store
from tests.cli.conftest import Outcome, one_line
from tests.cli.test_metrics import NOW
from tests.project.samples import OBJECT, a_mask, an_object, cell, start

Run = Callable[..., Outcome]


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a project, on whose object both have worked; the second has another object."""
    first, second = tmp_path / "first", tmp_path / "second"
    with Store.create(first) as store:
        store.commit(start())
    shutil.copytree(first, second)
    for place, seed in ((first, 1), (second, 2)):
        with Store.open(place) as store:
            event = Event(NOW, place.name, "paint", None, ObjectId(OBJECT), FrameIndex(3), {"s": "2"})
            store.commit(Edit(masks={cell(OBJECT, 3): Delta(None, a_mask(seed))}), event)
    with Store.open(second) as store:
        more = an_object(2, name="more")
        event = Event(NOW, "second", "add", None, ObjectId(2))
        store.commit(Edit(objects={ObjectId(2): Delta(None, more)}, masks={cell(2, 4): Delta(None, a_mask())}), event)
    return first, second


def test_conflicts_are_told_and_nothing_is_merged_before_they_are_decided(run: Run, copies: tuple[Path, Path]) -> None:
    first, second = copies
    before = (first / "project.masklane").read_bytes()
    assert one_line(run("merge", first, second))
    assert "conflict: object 1 in clip 1: masks; mean IoU" in run("merge", first, second, "--check").out
    assert one_line(run("merge", first, second, "--choose", "nobody=mine"))
    assert one_line(run("merge", first, second, "--choose", "object 1=ours"))
    assert (first / "project.masklane").read_bytes() == before
    assert run("merge", first, second, "--choose", "object 1=theirs").status == 0
    assert "nothing to merge" in run("merge", first, second).out
    with Store.open(first) as store:
        document = store.load()
        assert [event.verb for event in store.events()] == ["paint", "paint", "add", "merge", "turn"]
    assert [record.name for record in document.all_objects()] == ["object 1", "more"]
    assert document.mask(cell(OBJECT, 3)) == a_mask(2)

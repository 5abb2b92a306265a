"""`masklane next`: what to annotate next; a video that is missing keeps nobody from it."""

import json
from collections.abc import Callable
from pathlib import Path

from app.project.storage.store import Store
from tests.cli.conftest import Outcome
from tests.project.samples import an_object, start


def test_masklets_are_told_by_worth_for_people_and_for_programs(tmp_path: Path, run: Callable[..., Outcome]) -> None:
    folder = tmp_path / "project"
    with Store.create(folder) as store:
        store.commit(start())
    (line,) = run("next", folder).out.splitlines()
    assert an_object().name in line
    assert "open" in line
    (row,) = json.loads(run("next", folder, "--json").out)
    assert row["object"] == an_object().name
    assert row["reasons"] == ["open"]

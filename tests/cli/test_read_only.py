"""Places where nobody may write: every command says so in one line, or does without."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app import paths
from app.engine.checkpoints.catalog import OFFICIAL
from app.engine.checkpoints.download import fetch
from app.errors import EngineError
from tests.cli.conftest import Outcome, one_line
from tests.privileges import nobody_may_write

Run = Callable[..., Outcome]


@pytest.fixture
def shut(tmp_path: Path) -> Path:
    (tmp_path / "shut").mkdir()
    return tmp_path / "shut"


def test_nothing_new_is_made_there(run: Run, project: Path, clip: Path, shut: Path) -> None:
    with nobody_may_write(shut):
        for words in (
            ("new", shut / "p", clip),
            ("new", shut, clip),
            ("--project", shut / "p"),
            ("export", project, "--format", "davis", "--out", shut / "out"),
            ("export", project, "--format", "overlay", "--out", shut / "out"),
            ("check", project, "--salvage", shut / "saved"),
            ("demo", "--headless", "--out", shut / "demo"),
        ):
            outcome = run(*words)
            assert one_line(outcome), (words, outcome)
            assert "Permission denied" in outcome.err or "you may write to it" in outcome.err
        assert list(shut.iterdir()) == []


def test_a_project_there_is_looked_at_and_not_changed(run: Run, project: Path, model: Path) -> None:
    before = {place: place.read_bytes() for place in project.rglob("*") if place.is_file()}
    with nobody_may_write(project):
        for words in (("info", project), ("check", project)):
            assert run(*words).status == 0
        outcome = run("track", project, "--object", "dog", "--click", "0,30,30", "--model", model)
        assert one_line(outcome), outcome
        assert "read-only" in outcome.err
    assert {place: place.read_bytes() for place in project.rglob("*") if place.is_file()} == before


def test_a_home_there_costs_nothing_but_what_is_kept_in_it(
    run: Run, project: Path, shut: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MASKLANE_HOME", str(shut))
    with nobody_may_write(shut):
        outcome = run("track", project, "--object", "dog", "--click", "0,30,30", "--frames", "0:2", "--model", model)
        assert outcome.status == 0, outcome.err
        with pytest.raises(EngineError, match="could not be saved: Permission denied"):
            next(fetch(OFFICIAL[0], paths.checkpoints_folder()))


def test_a_cache_there_is_no_cache(run: Run, project: Path, tmp_path: Path) -> None:
    (project / "cache").mkdir(exist_ok=True)
    with nobody_may_write(project / "cache"):
        outcome = run("export", project, "--format", "overlay", "--out", tmp_path / "out")
        assert outcome.status == 0, outcome.err

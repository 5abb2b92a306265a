"""The command about models, and what it says of those that are here only in part."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app import paths
from app.engine.checkpoints import catalog
from tests.cli.conftest import Outcome, one_line

Run = Callable[..., Outcome]


def test_what_is_incomplete_of_a_model_is_named(
    run: Run, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MASKLANE_HOME", str(tmp_path / "home"))
    tiny, small, base, _large = catalog.OFFICIAL
    folder = paths.checkpoints_folder()
    folder.mkdir(parents=True)
    (folder / tiny.file_name).write_bytes(bytes(3_000_000))
    (folder / f"{small.file_name}.part").write_bytes(bytes(2_000_000))
    with (folder / base.file_name).open("wb") as larger:
        larger.truncate(base.size_bytes + 1)
    listed = {line.split()[0]: line for line in run("models").out.splitlines()}
    assert "incomplete: 3 MB are here" in listed[tiny.id]
    assert "incomplete: 2 MB are here" in listed[small.id]
    assert "not Meta's file" in listed[base.id]
    for row, why in ((tiny, "3,000,000 bytes"), (small, "2 of 184 MB are here"), (base, "323,606,803 bytes")):
        for words in (
            ("models", "verify", row.id),
            ("track", project, "--object", "d", "--click", "0,1,1", "--model", row.id),
        ):
            outcome = run(*words)
            assert one_line(outcome), outcome
            assert why in outcome.err
            assert f"masklane models fetch {row.id}" in outcome.err


def test_a_file_of_metas_is_used_where_it_lies(run: Run, project: Path, tmp_path: Path) -> None:
    own = tmp_path / "sam2.1_hiera_tiny.pt"
    own.write_bytes(b"not whole")
    outcome = run("track", project, "--object", "d", "--click", "0,1,1", "--model", own)
    assert "sam2.1_hiera_tiny.pt is not a checkpoint, or it is incomplete" in outcome.err


def test_models_are_listed(run: Run) -> None:
    outcome = run("models")
    assert outcome.status == 0
    for name in ("embedded", "tiny", "small", "base", "large"):
        assert name in outcome.out

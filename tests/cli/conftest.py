"""A small model with random weights, a clip and a way to run commands in this process."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import main
from tests.workspace.conftest import make_clip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command returned and printed."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch

    from app.engine.checkpoints import embedded_file
    from app.engine.network import embedded

    torch.set_num_threads(1)
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("model") / "tiny.safetensors"
    embedded_file.save(embedded.build(embedded.TEST_TINY), embedded.TEST_TINY, path, {"name": "tiny"})
    return path


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("media") / "walk.mp4", frames=12)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], qapp: object) -> Callable[..., Outcome]:
    def command(*words: object) -> Outcome:
        try:
            status = main([str(word) for word in words])
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        out, err = capfd.readouterr()
        return Outcome(status, out, err)

    return command


@pytest.fixture
def project(run: Callable[..., Outcome], tmp_path: Path, clip: Path) -> Path:
    folder = tmp_path / "my project"
    assert run("new", folder, clip).status == 0
    return folder


def one_line(outcome: Outcome) -> bool:
    """Return whether a command ended as an expected failure does."""
    return outcome.status == 2 and outcome.err.startswith("masklane: ") and outcome.err.count("\n") == 1

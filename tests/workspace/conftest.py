"""Projects on disk with a real clip, and workspaces on them that answer with discs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.errors import UserError
from app.settings import Settings
from app.workspace.editing import saver
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor

FRAMES, CLIP_WIDTH, CLIP_HEIGHT = 60, 96, 64


def make_clip(path: Path, frames: int = FRAMES) -> Path:
    """Write a short clip whose brightness says which frame it is."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "10", "g": "12"})
        stream.width, stream.height, stream.pix_fmt = CLIP_WIDTH, CLIP_HEIGHT, "yuv420p"
        for index in range(frames):
            picture = np.full((CLIP_HEIGHT, CLIP_WIDTH, 3), index * 4 % 256, np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return path


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("media") / "clip.mp4")


class Desk:
    """A workspace on a project with one clip, what it reported, and its predictor."""

    def __init__(self, workspace: Workspace, predictor: DiscPredictor, qtbot: QtBot) -> None:
        self.workspace = workspace
        self.predictor = predictor
        self.qtbot = qtbot
        self.errors: list[UserError] = []
        self.bugs: list[Exception] = []
        self.notices: list[str] = []
        workspace.messages.failed.connect(self.errors.append)
        workspace.messages.crashed.connect(self.bugs.append)
        workspace.messages.notice.connect(self.notices.append)

    def settle(self) -> None:
        """Wait until nothing is under way; a bug in a job fails the test."""
        self.qtbot.waitUntil(lambda: not self.workspace.busy or bool(self.bugs), timeout=60_000)
        assert self.bugs == []


@pytest.fixture
def open_desk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Desk]]:
    monkeypatch.setattr(saver, "LOG_BYTES", 1 << 40)  # nothing is tidied: small edits are saved at once
    desks: list[Desk] = []

    def open_on(folder: Path, predictor: DiscPredictor | None = None, settings: Settings | None = None) -> Desk:
        discs = predictor or DiscPredictor()
        opener = Workspace.open if (folder / "project.masklane").exists() else Workspace.create
        desk = Desk(opener(folder, settings or Settings(), lambda _choice: discs), discs, qtbot)
        desks.append(desk)
        return desk

    yield open_on
    for desk in desks:
        desk.workspace.close(wait_ms=5000)


@pytest.fixture
def desk(open_desk: Callable[..., Desk], tmp_path: Path, clip: Path) -> Desk:
    made = open_desk(tmp_path / "project")
    made.workspace.videos.add([clip])
    made.settle()
    assert made.errors == []
    return made

"""A project is read on a thread: how far it is, what is handed over, and what happens when nobody wants it any more."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.errors import ProjectError, UserError
from app.project.storage.store import Store
from app.settings import Settings
from app.workspace.projects.loading import Loaded
from app.workspace.projects.opening import Opening
from app.workspace.viewing.frame_states import StateBook
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.workspace.test_saver import ONE, make_long_project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_long_project(tmp_path / "long", 10_000)


def test_what_is_handed_over_is_whole_and_ready_to_be_painted(folder: Path, qtbot: QtBot) -> None:
    shares: list[float] = []
    opening = Opening(folder)
    opening.progressed.connect(shares.append)
    with qtbot.waitSignal(opening.opened, timeout=60_000) as opened:
        pass
    loaded = opened.args[0]
    assert isinstance(loaded, Loaded)
    workspace = Workspace.of(loaded, Settings(), lambda _choice: DiscPredictor())
    assert shares == sorted(shares)
    assert len(set(shares)) > 4
    assert len(workspace.document.mask_frames(ONE)) == 10_000
    assert (workspace.states.of(ONE).flags == StateBook(loaded.document).of(ONE).flags).all()
    workspace.objects.rename(ONE, "mine")
    workspace.close(wait_ms=60_000)


def test_an_opening_that_was_given_up_leaves_the_project_free(folder: Path, qtbot: QtBot) -> None:
    opening = Opening(folder)
    taken: list[object] = []
    opening.opened.connect(taken.append)
    with qtbot.waitSignal(opening.progressed, timeout=60_000):
        pass
    opening.stop()

    def free() -> bool:
        try:
            Store.open(folder).close()
        except ProjectError:
            return False
        return True

    qtbot.waitUntil(free, timeout=60_000)
    assert taken == []


def test_what_is_read_and_not_wanted_any_more_is_free_too(folder: Path, qtbot: QtBot) -> None:
    opening = Opening(folder)
    with qtbot.waitSignal(opening.opened, timeout=60_000):
        pass
    opening.stop()
    Store.open(folder).close()


@pytest.mark.parametrize("content", [None, b"", b"not a database"])
def test_what_cannot_be_opened_is_said_in_words(tmp_path: Path, qtbot: QtBot, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "project.masklane").write_bytes(content)
    opening = Opening(tmp_path)
    with qtbot.waitSignal(opening.failed, timeout=60_000) as failed:
        pass
    assert isinstance(failed.args[0], UserError)

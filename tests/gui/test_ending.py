"""The window is ended from outside in order, as if the person had closed it; what is closed leaves memory."""

import gc
import signal
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from app.collector import collector_resting, freeze_heap
from app.project.model import Direction
from app.project.storage.store import Store
from app.ui.shell import project_switcher
from tests.gui.other_process import run_script
from tests.gui.window_bot import WindowBot

SCRIPT = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.ui.shell import application
from app.ui.shell.main_window import MainWindow

def end():
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    if window.has_project and window.project_view.panels_ready:
        os.kill(os.getpid(), number)

number = int(os.environ["SIGNAL"])
signal.signal(number, signal.SIG_DFL)  # ignored where the tests run behind a shell
app = QApplication([])
timer = QTimer(interval=20)
timer.timeout.connect(end)
timer.start()
print(application.run(Path(sys.argv[1]), lambda choice: None, lambda: print("prepared")))
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_closes_the_project_in_order(tmp_path: Path, name: str) -> None:
    number = getattr(signal, name, None)
    if number is None:
        pytest.skip("this system has no such signal")
    folder = tmp_path / "project"
    Store.create(folder).close()
    said = run_script(SCRIPT, folder, MASKLANE_HOME=str(tmp_path / "home"), SIGNAL=str(int(number)))
    assert said == ["prepared", "0"]
    assert not list(folder.glob("*-wal")), "the log is part of the file again"
    Store.open(folder).close()


def test_a_project_that_was_opened_while_the_window_closed_is_closed_at_the_end(
    empty_window: WindowBot, tmp_path: Path
) -> None:
    empty_window.window.close()
    assert empty_window.window.create_project(tmp_path / "Late")
    empty_window.keep(empty_window.workspace)
    empty_window.window.close()  # Qt sends a closed window no event
    still_open = empty_window.window.has_project
    empty_window.window.shut_down()

    assert still_open
    Store.open(tmp_path / "Late").close()


def test_a_project_that_is_closed_while_its_panels_are_built_builds_no_more(
    empty_window: WindowBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert empty_window.window.create_project(tmp_path / "Short")
    view = empty_window.window.project_view
    steps: list[str] = []
    monkeypatch.setattr(view, "_panel_steps", iter(lambda: steps.append("built"), 1))
    empty_window.window.close_project()
    QCoreApplication.processEvents()
    QCoreApplication.processEvents()
    assert steps == []


def test_a_closed_project_leaves_memory_though_the_collector_does_not_look_at_it(
    two_objects: WindowBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading a model freezes what is there then: the first project and everything around it."""
    monkeypatch.setattr(project_switcher, "CLOSING_MS", 0)
    desk = two_objects
    workspace = desk.workspace
    workspace.runs.track(Direction.BOTH)
    desk.settle()
    left = [weakref.ref(each) for each in (workspace, workspace.editor, workspace.document, desk.window.canvas)]
    del workspace
    freeze_heap()
    try:
        with collector_resting():
            desk.window.close_project()
            desk.qtbot.waitUntil(lambda: not any(reference() for reference in left), timeout=60_000)
    finally:
        gc.unfreeze()

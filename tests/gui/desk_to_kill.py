"""People at the window in processes that are killed in the middle of each stage; each looks whether all is there.

`main` forks before anything has made a thread, so that only one process has to be started.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.project.model import FrameIndex
from app.settings import Settings
from app.ui.dialogs.annotator import AnnotatorDialog
from app.ui.preferences import Preferences
from app.ui.review.annotator_button import AnnotatorButton
from app.ui.shell.main_window import MainWindow
from app.ui.shell.window_state import WindowState
from app.ui.theme.theme import UiTheme
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LONGEST_S = 200.0


def kill() -> None:
    """End this process as a loss of power does."""
    os.kill(os.getpid(), signal.SIGKILL)


def told(workspace: Workspace) -> list[str]:
    """Return what a person sees of a project and may rely upon."""
    document = workspace.document
    records = [*document.candidates(document.videos()[0].id), *document.all_objects()]
    masks = [f"{record.name} has a mask on {frame}" for record in records for frame in document.mask_frames(record.id)]
    stages = [f"{record.name} is in {record.stage.value}" for record in document.all_objects()]
    verdicts = [f"{one.judgement.value} by {one.annotator}" for one in document.verdicts().values()]
    return [*masks, *stages, *verdicts, *(issue.text for issue in document.issues().values())]


class Person:
    """Works with real keys at a window of their own; what they have seen is noted before the process may end."""

    def __init__(self, folder: Path, name: str) -> None:
        self._application = QApplication([])
        self._noted = folder / "seen.json"
        self.predictor = DiscPredictor()
        settings = Settings(annotator=name, annotator_asked=True)
        preferences = Preferences(settings, folder / "settings.json")
        theme, state = UiTheme(self._application), WindowState(folder / "window.ini")
        self.window = MainWindow(preferences, theme, lambda _choice: self.predictor, state)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.activateWindow()
        self.window.open(folder / "project")
        self.until(lambda: self.window.has_project and not self.window.opening)
        self.until(lambda: self.workspace.view.image is not None and self.window.project_view.panels_ready)
        self.settle()
        if self._noted.exists():
            lost = set(json.loads(self._noted.read_text())) - set(told(self.workspace))
            assert not lost, lost  # more may have been saved than was seen
        self.workspace.editor.told.connect(lambda _applied: self._note())
        self.window.canvas.setFocus()

    @property
    def workspace(self) -> Workspace:
        return self.window.workspace

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + LONGEST_S
        while not condition():
            assert time.monotonic() < end, "waited in vain"
            QApplication.processEvents()

    def settle(self) -> None:
        self.until(lambda: not self.workspace.busy)
        while self.window._update_timer.isActive():
            QApplication.processEvents()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.settle()
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        QApplication.processEvents()

    def hand_over(self, name: str) -> None:
        """Say in the status bar who works from now on."""
        button = self.window.findChild(AnnotatorButton)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        dialog = self.window.findChild(AnnotatorDialog)
        assert dialog is not None
        dialog.field.clear()
        QTest.keyClicks(dialog.field, name)
        QTest.keyClick(dialog.field, Key.Key_Return)
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.window.canvas.setFocus()

    def _note(self) -> None:
        part = self._noted.with_suffix(".part")
        part.write_text(json.dumps(told(self.workspace)))
        part.replace(self._noted)


def select(folder: Path) -> None:
    """Ada accepts a candidate, and is cut off in the middle of a search of the whole video."""
    ada = Person(folder, "Ada")
    ada.key(Key.Key_1, CONTROL)
    ada.key(Key.Key_F, CONTROL | SHIFT)
    ada.settle()
    ada.key(Key.Key_Return)
    ada.predictor.before_frame = lambda frame: kill() if frame == 40 else None
    ada.workspace.candidates.find_in_video(20)
    ada.until(lambda: False)


def annotate(folder: Path) -> None:
    """Ada drops the other candidates, and is cut off in the middle of a run."""
    ada = Person(folder, "Ada")
    ada.key(Key.Key_1, CONTROL)
    ada.key(Key.Key_Backspace, SHIFT)
    ada.key(Key.Key_2, CONTROL)
    ada.key(Key.Key_1)
    ada.predictor.before_frame = lambda frame: kill() if frame == 30 else None
    ada.key(Key.Key_F)
    ada.until(lambda: False)


def verify(folder: Path) -> None:
    """Ada tracks on and hands in; Grace sends it back, and is cut off while she looks at it again."""
    ada = Person(folder, "Ada")
    ada.key(Key.Key_1)
    ada.key(Key.Key_F)
    ada.settle()
    ada.key(Key.Key_Return, CONTROL)
    ada.hand_over("Grace")
    ada.key(Key.Key_3, CONTROL)
    ada.key(Key.Key_Backspace)
    ada.key(Key.Key_3)
    ada.workspace.verifying.show(ada.workspace.document.all_objects()[0].id)
    ada.until(lambda: ada.workspace.view.playing and ada.workspace.view.frame > FrameIndex(1))
    kill()


def main(folder: Path) -> None:
    """Let each of them work until it is killed; print its name."""
    for act in (select, annotate, verify):
        child = os.fork()
        if child == 0:
            act(folder)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            raise SystemExit(f"{act.__name__} came to an end of its own: {status}")
        sys.stdout.write(f"{act.__name__} ")
        sys.stdout.flush()

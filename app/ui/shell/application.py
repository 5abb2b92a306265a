"""Starts the window: QApplication, theme, language, settings, crash guard and signals."""

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import paths, settings
from app.ui.languages import Language
from app.ui.preferences import Preferences
from app.ui.shell.crash_guard import CrashGuard
from app.ui.shell.main_window import MainWindow
from app.ui.shell.window_state import WindowState
from app.ui.theme.theme import UiTheme
from app.workspace.engine import OpenPredictor

STATE_FILE = "window.ini"


@dataclass(frozen=True, slots=True)
class Shell:
    """The objects that live as long as the window."""

    application: QApplication
    preferences: Preferences
    theme: UiTheme
    window: MainWindow


def build(application: QApplication, open_predictor: OpenPredictor) -> Shell:
    """Build the window with the stored settings; it is not shown yet."""
    loaded = settings.load(paths.settings_file())
    language = Language(application, loaded.settings.language)
    theme = UiTheme(application, loaded.settings.theme)
    application.setWindowIcon(QIcon(str(paths.icons_folder() / "masklane.svg")))
    preferences = Preferences(loaded.settings, paths.settings_file(), application)
    preferences.changed.connect(lambda: language.choose(preferences.settings.language))
    state = WindowState(paths.config_folder() / STATE_FILE)
    window = MainWindow(preferences, theme, open_predictor, state)
    if loaded.problem is not None:
        window.show_failure(loaded.problem)
    return Shell(application, preferences, theme, window)


def run(path: Path | None, open_predictor: OpenPredictor, prepare: Callable[[], object], sample: bool = False) -> int:
    """Show the window on a project, on media for a new one, on the sample, or on the start page; return its status.

    `prepare` is called once the window is shown.
    """
    QCoreApplication.setApplicationName("Masklane")
    QCoreApplication.setOrganizationName("Masklane")
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    shell = build(application, open_predictor)
    guard = CrashGuard(shell.theme, shell.window, paths.logs_folder(), lambda: shell.window.save_state)
    guard.install()
    shell.window.crashed.connect(guard.handle)
    if sample:
        shell.window.open_sample()
    elif path is not None:
        shell.window.open(path)
    shell.window.offer_first_steps()
    shell.window.show_opening()
    QTimer.singleShot(0, prepare)
    with _SignalsQuit(application.quit):
        status = application.exec()
    shell.window.close()
    shell.window.shut_down()  # a signal may have closed the window while a project was being opened
    guard.remove()
    return status


class _SignalsQuit:
    """Turns signals that ask the process to end into a call of `quit`, while inside the with block.

    Python handles signals only while Python code runs, so a timer wakes it.
    """

    NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
    """Ctrl+C, the end of the session, a closed terminal; Windows has no SIGHUP."""

    def __init__(self, quit: Callable[[], None]) -> None:
        self._quit = quit
        self._timer = QTimer(interval=200)
        self._timer.timeout.connect(lambda: None)
        self._before: list[tuple[signal.Signals, Any]] = []

    def __enter__(self) -> None:
        for number in (getattr(signal, name) for name in self.NAMES if hasattr(signal, name)):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                self._before.append((number, signal.signal(number, lambda _signal, _frame: self._quit())))
        self._timer.start()

    def __exit__(self, *_error: object) -> None:
        self._timer.stop()
        for number, before in self._before:
            signal.signal(number, before)

"""Starts the window: application, fonts, theme, language, settings; the pieces a composition root need not know."""

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
    """What lives as long as the window does."""

    application: QApplication
    preferences: Preferences
    theme: UiTheme
    window: MainWindow


def build(application: QApplication, open_predictor: OpenPredictor) -> Shell:
    """Make the window with the person's settings; it is not shown yet."""
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


def run(path: Path | None, open_predictor: OpenPredictor, prepare: Callable[[], object], demo: bool = False) -> int:
    """Show the window on a project, on media for a new one, on the sample, or on the start page; return its status.

    `prepare` is called as soon as the window is there.
    """
    QCoreApplication.setApplicationName("Masklane")
    QCoreApplication.setOrganizationName("Masklane")
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    shell = build(application, open_predictor)
    guard = CrashGuard(shell.theme, shell.window, paths.logs_folder(), lambda: shell.window.kept)
    guard.install()
    shell.window.crashed.connect(guard.note)
    shell.window.show()
    if demo:
        QTimer.singleShot(0, shell.window.open_demo)
    elif path is not None:
        QTimer.singleShot(0, lambda: shell.window.open(path))
    QTimer.singleShot(0, prepare)
    with _ended_by_signals(application.quit):
        status = application.exec()
    if shell.window.has_project:  # a signal, or the end of the session: nobody closed the window
        shell.window.close()
    guard.remove()
    return status


class _ended_by_signals:  # noqa: N801  # reads as a word in a with statement
    """Lets the signals that ask a program to end do that in order: Python sees them only while Python code runs."""

    NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
    """Ctrl+C in the terminal, the end of the session, a terminal that is closed; Windows has no SIGHUP."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        self._timer = QTimer(interval=200)
        self._timer.timeout.connect(lambda: None)
        self._before: list[tuple[signal.Signals, Any]] = []

    def __enter__(self) -> None:
        for number in (getattr(signal, name) for name in self.NAMES if hasattr(signal, name)):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                self._before.append((number, signal.signal(number, lambda _signal, _frame: self._stop())))
        self._timer.start()

    def __exit__(self, *_error: object) -> None:
        self._timer.stop()
        for number, before in self._before:
            signal.signal(number, before)

"""The last resort: an unexpected exception goes to the log and to one dialog that says the work is saved."""

import faulthandler
import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.ui.dialogs.crash import CrashDialog, SaveState
from app.ui.theme.theme import UiTheme
from app.workspace.translation import translated

FAULT_FILE = "fault.txt"
"""Where faulthandler writes the traceback of a crash in native code."""
MAX_DIALOGS = 3
"""In one session; the log gets every exception."""

_log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashGuard(QObject):
    """Catches exceptions that reached the event loop, messages of Qt, and faults of native code."""

    def __init__(self, theme: UiTheme, window: QWidget, logs: Path, save_state: Callable[[], SaveState]) -> None:
        """`save_state` returns what of the work is saved at that moment."""
        super().__init__(window)
        self._save_state = save_state
        self._theme = theme
        self._window = window
        self._logs = logs
        self._dialogs_shown = 0
        self._dialog_open = False
        self._fault_file: TextIO | None = None

    def install(self) -> None:
        """Install the hooks. A fault of the last session is put into the log first."""
        sys.excepthook = self.handle_exception
        sys.unraisablehook = _log_unraisable
        qInstallMessageHandler(_log_qt)
        fault = self._logs / FAULT_FILE
        try:
            before = fault.read_text(errors="replace") if fault.exists() else ""
            self._logs.mkdir(parents=True, exist_ok=True)
            self._fault_file = fault.open("w", encoding="utf-8")
        except OSError as error:
            _log.warning("No fault file: %s", error)
            return
        if before.strip():
            _log.error("The last session ended in native code:\n%s", before)
        faulthandler.enable(self._fault_file)

    def remove(self) -> None:
        """Remove the hooks."""
        sys.excepthook = sys.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)
        if self._fault_file is not None:
            faulthandler.disable()
            self._fault_file.close()
            self._fault_file = None

    def handle_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The excepthook: log, and show a dialog, a few times at most. Ctrl+C closes the window instead."""
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        _log.critical("Unexpected:\n%s", text)
        if isinstance(error, UserError):
            text = f"{translated(error.what)} {translated(error.advice)}".strip()
        if self._dialog_open or self._dialogs_shown >= MAX_DIALOGS:
            return
        self._dialogs_shown += 1
        self._dialog_open = True
        dialog = CrashDialog(text, self._logs, self._save_state(), self._theme, self._window)
        dialog.finished.connect(self._closed)
        dialog.quit_wanted.connect(self._window.close)
        dialog.open()

    def handle(self, error: BaseException) -> None:
        """Handle an exception that was caught elsewhere: in a worker."""
        self.handle_exception(type(error), error, error.__traceback__)

    def _closed(self, _result: int) -> None:
        self._dialog_open = False


def _log_unraisable(raised: "sys.UnraisableHookArgs") -> None:
    """The unraisablehook: exceptions in `__del__` and the like."""
    _log.error("Could not be raised in %r: %r", raised.object, raised.exc_value)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s (%s)", message, context.category or "qt")

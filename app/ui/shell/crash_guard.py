"""The last resort: what nobody expected goes to the log and to one dialog that says the work is saved."""

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
from app.ui.dialogs.crash import CrashDialog, Kept
from app.ui.theme.theme import UiTheme
from app.workspace.translation import spoken

FAULT_FILE = "fault.txt"
"""Where Python writes what a crash of native code looked like."""
SHOWN_AT_MOST = 3
"""Dialogs a session; the log gets all."""

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

    def __init__(self, theme: UiTheme, window: QWidget, logs: Path, kept: Callable[[], Kept]) -> None:
        """`kept` says what of the work is saved at the moment of a crash."""
        super().__init__(window)
        self._kept = kept
        self._theme = theme
        self._window = window
        self._logs = logs
        self._shown = 0
        self._showing = False
        self._fault_file: TextIO | None = None

    def install(self) -> None:
        """Begin catching. A fault of the last session is put into the log first."""
        sys.excepthook = self.caught
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
        """Stop catching."""
        sys.excepthook = sys.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)
        if self._fault_file is not None:
            faulthandler.disable()
            self._fault_file.close()
            self._fault_file = None

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an exception, and show it once in a while. Ctrl+C is no crash; a UserError only needs its words."""
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        words = "".join(traceback.format_exception(kind, error, trace))
        _log.critical("Unexpected:\n%s", words)
        if isinstance(error, UserError):
            words = f"{spoken(error.what)} {spoken(error.advice)}".strip()
        if self._showing or self._shown >= SHOWN_AT_MOST:
            return
        self._shown += 1
        self._showing = True
        dialog = CrashDialog(words, self._logs, self._kept(), self._theme, self._window)
        dialog.finished.connect(self._closed)
        dialog.open()

    def note(self, error: BaseException) -> None:
        """Take an exception that somebody else caught (a worker's)."""
        self.caught(type(error), error, error.__traceback__)

    def _closed(self, _result: int) -> None:
        self._showing = False


def _log_unraisable(raised: "sys.UnraisableHookArgs") -> None:
    """Log what was raised where nobody can catch it, such as while an object is deleted."""
    _log.error("Could not be raised in %r: %r", raised.object, raised.exc_value)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s (%s)", message, context.category or "qt")

"""The dialog of the crash guard: that there was a bug, what of the work is saved, and the details."""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFont, QFontDatabase, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QWidget

from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import CAPTION
from app.ui.widgets.dialog_size import resize_within_screen
from app.ui.widgets.widgets import column, label, push_button, row

QUIT_KEY = "Ctrl+Q"


class SaveState(Enum):
    """What of the work is in the project file. The value is title and text of the dialog, to be translated."""

    SAVED = (
        str(QT_TRANSLATE_NOOP("CrashDialog", "Your work is saved")),
        str(
            QT_TRANSLATE_NOOP(
                "CrashDialog",
                "Every change is written to the project the moment it is made, so nothing is lost. You can go on "
                "working; if something looks odd, close Masklane and open the project again.",
            )
        ),
    )
    SAVING = (
        str(QT_TRANSLATE_NOOP("CrashDialog", "Your work is being saved")),
        str(
            QT_TRANSLATE_NOOP(
                "CrashDialog",
                "A large change is still being saved; wait until the status bar says that all changes are "
                "saved. You can go on working; if something looks odd, open the project again after that.",
            )
        ),
    )
    LAST_CHANGE_LOST = (
        str(QT_TRANSLATE_NOOP("CrashDialog", "All but your last change is saved")),
        str(
            QT_TRANSLATE_NOOP(
                "CrashDialog",
                "The last change could not be written to the project and was taken back; everything before "
                "it is saved. Check that the disk is not full and can be written to, then do it again.",
            )
        ),
    )
    NO_PROJECT = (
        str(QT_TRANSLATE_NOOP("CrashDialog", "No work is affected")),
        str(
            QT_TRANSLATE_NOOP(
                "CrashDialog",
                "No project is open, and everything done before is saved. You can go on working.",
            )
        ),
    )


class CrashDialog(QDialog):
    """Shows the details of a crash and what of the work is saved. The application goes on, or is quit from here."""

    quit_wanted = Signal()
    """The key that quits does so here, too: behind a dialog the window does not get it."""

    def __init__(
        self, details: str, logs: Path, save_state: SaveState, theme: UiTheme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Something went wrong"))
        resize_within_screen(self, 620, 420)
        icon = QLabel()
        theme.set_pixmap(icon, "error", "danger", 32)
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        title, body = (QCoreApplication.translate("CrashDialog", text) for text in save_state.value)
        head = row(icon, column(label(title, "title"), label(body, wrap=True), gap=1), gap=4)
        head.setStretch(1, 1)
        text = QPlainTextEdit(details)
        text.setReadOnly(True)
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setPixelSize(CAPTION)
        text.setFont(font)
        text.setAccessibleName(self.tr("Details"))
        copy = push_button(self.tr("Copy details"))
        show = push_button(self.tr("Show logs"))
        go_on, leave = push_button(self.tr("Go on"), "primary"), push_button(self.tr("Quit"), "quiet")
        leave.setShortcut(QKeySequence(QUIT_KEY))
        leave.setToolTip(QKeySequence(QUIT_KEY).toString(QKeySequence.SequenceFormat.NativeText))
        leave.clicked.connect(self._quit)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(logs))))
        go_on.clicked.connect(self.accept)
        go_on.setDefault(True)
        self.setLayout(column(head, text, row(copy, show, None, leave, go_on), gap=4, margin=6))
        go_on.setFocus()

    def _quit(self) -> None:
        self.accept()
        self.quit_wanted.emit()

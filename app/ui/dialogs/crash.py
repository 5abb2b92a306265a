"""Says that something went wrong that should not have, that the work is saved, and where the details are."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QWidget

from app.ui.pieces import column, label, push_button, row
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import CAPTION


class CrashDialog(QDialog):
    """Shows the details of a crash; the application goes on after it."""

    def __init__(self, details: str, logs: Path, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Something went wrong"))
        self.resize(620, 420)
        icon = QLabel()
        theme.picture(icon, "error", "danger", 32)
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = self.tr(
            "Every change is written to the project the moment it is made, so nothing is lost. You can go on working; "
            "if something looks odd, close Masklane and open the project again."
        )
        head = row(icon, column(label(self.tr("Your work is saved"), "title"), label(words, wrap=True), gap=1), gap=4)
        head.setStretch(1, 1)
        text = QPlainTextEdit(details)
        text.setReadOnly(True)
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setPixelSize(CAPTION)
        text.setFont(font)
        text.setAccessibleName(self.tr("Details"))
        copy = push_button(self.tr("Copy details"))
        show = push_button(self.tr("Show logs"))
        go_on = push_button(self.tr("Go on"), "primary")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(logs))))
        go_on.clicked.connect(self.accept)
        self.setLayout(column(head, text, row(copy, show, None, go_on), gap=4, margin=6))

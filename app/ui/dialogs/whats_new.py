"""What has changed for an annotator, version by version: the change log that ships with the application."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from app import paths
from app.errors import UserError
from app.ui.theme.tokens import UNIT
from app.ui.widgets.dialog_size import resize_within_screen
from app.ui.widgets.widgets import column, label, push_button, row

LINE_PERCENT = 120
SMALLEST_HEADING = 3
"""Headings of this level are as large as the text; each level above is one of Qt's steps larger."""


class WhatsNewDialog(QDialog):
    """Shows a change log in Markdown. Its links are not followed."""

    def __init__(self, changes: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What is new"))
        resize_within_screen(self, 680, 620)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(self.windowTitle())
        self.text.setMarkdown(changes)
        set_out(self.text.document())
        close = push_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        note = label(self.tr("This list is kept in English only."), "dim")
        self.setLayout(column(self.text, row(note, None, close), gap=4, margin=6))


def set_out(document: QTextDocument) -> None:
    """Give a text made of Markdown the window's sizes and room between its parts: Qt leaves none."""
    document.setDocumentMargin(3 * UNIT)
    document.setIndentWidth(4 * UNIT)
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        room, level = QTextBlockFormat(), block.blockFormat().headingLevel()
        room.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        room.setTopMargin(0 if block == document.begin() else (4 if level else 1) * UNIT)
        cursor.mergeBlockFormat(room)
        if level:
            size = QTextCharFormat()
            size.setProperty(QTextCharFormat.Property.FontSizeAdjustment, max(SMALLEST_HEADING - level, 0))
            cursor.mergeCharFormat(size)
        block = block.next()


def changes() -> str:
    """Return the change log as Markdown. Raises UserError when the installation is incomplete."""
    file = paths.changes_file()
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise UserError(
            "The list of changes {file} cannot be read ({reason}).",
            "Install Masklane again.",
            file=file,
            reason=error.strerror,
        ) from error

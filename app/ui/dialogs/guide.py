"""The guide, in a window of its own that may stay open beside the work; it ships with the application."""

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from app import paths
from app.errors import UserError
from app.ui.dialogs.whats_new import set_out
from app.ui.theme.tokens import UNIT
from app.ui.widgets.dialog_size import resize_within_screen
from app.ui.widgets.widgets import column, push_button, row

CONTENTS, LINE = 200, 28


class GuideDialog(QDialog):
    """Shows a guide in Markdown with its headings of the second level as contents. Its links are not followed."""

    def __init__(self, guide: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Guide"))
        resize_within_screen(self, 860, 640)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(self.windowTitle())
        self.text.setMarkdown(guide)
        set_out(self.text.document())
        self.contents = QListWidget()
        self.contents.setFixedWidth(CONTENTS)
        self.contents.setAccessibleName(self.tr("Contents"))
        self._places: list[int] = []
        self._list_headings()
        self.contents.currentRowChanged.connect(self._go_to)
        close = push_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        body = row(self.contents, self.text, gap=3)
        self.setLayout(column(body, row(None, close), gap=4, margin=6))

    def _list_headings(self) -> None:
        block: QTextBlock = self.text.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() == 2:
                item = QListWidgetItem(block.text(), self.contents)
                item.setSizeHint(QSize(0, LINE))
                self._places.append(block.position())
            block = block.next()

    def _go_to(self, row: int) -> None:
        """Show a section at the top."""
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(self._places[row])
        self.text.setTextCursor(cursor)
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + self.text.cursorRect(cursor).top() - 2 * UNIT)


def guide() -> str:
    """Return the guide as Markdown, in the language of the window if there is one. Raises UserError."""
    # The name of the file itself is translated: a language without a guide of its own shows the English one.
    file = paths.guide_file(QCoreApplication.translate("GuideDialog", "guide.md"))
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise UserError(
            "The guide {file} cannot be read ({reason}).",
            "Install Masklane again.",
            file=file,
            reason=error.strerror,
        ) from error

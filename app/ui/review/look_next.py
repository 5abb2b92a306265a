"""Where to look next, in Annotate: pictures of suggested frames with why, and the issues of the active object."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt
from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from app.review.ranking import SHOWN, Reason
from app.ui.review.issue_list import IssueList
from app.ui.theme.tokens import UNIT
from app.ui.widgets.images import cover, to_image
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import column, label, section
from app.workspace.suggestions import Suggestion
from app.workspace.workspace import Workspace

PICTURE = QSize(124, 70)
WORDS: Final = {
    Reason.SCORE: str(QT_TRANSLATE_NOOP("LookNext", "unsure")),
    Reason.SIZE: str(QT_TRANSLATE_NOOP("LookNext", "unusual size")),
    Reason.SIZE_CHANGE: str(QT_TRANSLATE_NOOP("LookNext", "sudden size")),
    Reason.SHAPE_CHANGE: str(QT_TRANSLATE_NOOP("LookNext", "sudden shape")),
    Reason.DISAGREEMENT: str(QT_TRANSLATE_NOOP("LookNext", "ambiguous")),
    Reason.LOOKALIKES: str(QT_TRANSLATE_NOOP("LookNext", "look-alikes")),
    Reason.LOST: str(QT_TRANSLATE_NOOP("LookNext", "lost")),
}


def why(suggestion: Suggestion) -> str:
    """Return why a frame is suggested, in the person's language."""
    return ", ".join(map(words_of, suggestion.reasons))


def words_of(reason: Reason) -> str:
    """Return a reason in the person's language."""
    return QCoreApplication.translate("LookNext", WORDS[reason])


class LookNext(QWidget):
    """Four pictures; a click goes there. Nothing is shown where nothing is suggested."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._shown: tuple[Suggestion, ...] = ()
        grid = QGridLayout()
        grid.setSpacing(UNIT)
        self.buttons = tuple(self._picture(place) for place in range(SHOWN))
        for place, button in enumerate(self.buttons):
            grid.addWidget(button, place // 2, place % 2)
        self._hint = label(self.tr("J and K walk them, U says that a frame is fine."), "dim", wrap=True)
        self._look = section(self.tr("WHERE TO LOOK NEXT"), grid, self._hint)
        self._sent_back = IssueList(workspace, self.tr("SENT BACK"))
        self.setLayout(column(self._sent_back, self._look, gap=0))
        workspace.suggestions.changed.connect(self.show_suggestions)
        workspace.view.selection_changed.connect(self._follow)
        workspace.view.video_changed.connect(self._follow)
        workspace.view.frame_changed.connect(self._mark)
        workspace.videos.thumbnail_ready.connect(self._take_thumbnail)
        workspace.verification.changed.connect(self._show_issues)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has changed while nobody saw it."""
        super().showEvent(event)
        self._follow()

    def show_suggestions(self, _changed: object = None) -> None:
        """Show the first suggestions for what is selected, or for the whole video, where they are seen."""
        if not self.isVisible():
            return
        self._shown = self._workspace.suggestions.shown()[:SHOWN]
        self._look.setVisible(bool(self._shown))
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(self._shown))
            if place < len(self._shown):
                self._show(button, self._shown[place])
        self._mark()

    def _picture(self, place: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName("picture")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(PICTURE)
        button.setCheckable(True)
        button.setFixedHeight(PICTURE.height() + 6 * UNIT)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._go(place))
        return button

    def _go(self, place: int) -> None:
        if place < len(self._shown):
            self._workspace.suggestions.go_to(self._shown[place])
        self._mark()

    def _show(self, button: QToolButton, suggestion: Suggestion) -> None:
        cell, document = suggestion.cell, self._workspace.document
        record = document.object(cell.object)
        words = f"{cell.frame}  {why(suggestion)}"
        first = f"{cell.frame}  {words_of(suggestion.reasons[0])}"
        button.setText(button.fontMetrics().elidedText(first, Qt.TextElideMode.ElideRight, PICTURE.width()))
        button.setToolTip(plain_tip(f"{record.name}: {words}" if record is not None else words))
        button.setAccessibleName(words)
        small = None if record is None else self._workspace.videos.thumbnail(record.video, cell.frame)
        if small is not None:
            button.setIcon(cover(to_image(small), PICTURE, self.devicePixelRatioF(), 3.0))
        else:
            button.setIcon(_blank())

    def _take_thumbnail(self, _video: int, frame: int) -> None:
        for button, suggestion in zip(self.buttons, self._shown, strict=False):
            if suggestion.cell.frame == frame:
                self._show(button, suggestion)

    def _mark(self, _frame: int = 0) -> None:
        cell = self._workspace.view.cell
        for button, suggestion in zip(self.buttons, self._shown, strict=False):
            button.setChecked(suggestion.cell == cell)

    def _follow(self) -> None:
        self.show_suggestions()
        self._show_issues()

    def _show_issues(self) -> None:
        if self.isVisible():
            self._sent_back.show_object(self._workspace.view.active_object)


def _blank() -> QPixmap:
    """Return a picture of nothing, so that the text keeps its place."""
    blank = QPixmap(PICTURE)
    blank.fill(Qt.GlobalColor.transparent)
    return blank

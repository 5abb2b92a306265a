"""Where to look next, in Annotate: pictures of suggested frames with why, and the issues of the active object."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from app.project.model import Span
from app.review.ranking import SHOWN, Reason
from app.ui.actions.action_set import ActionSet
from app.ui.actions.bindings import keys_text
from app.ui.review.issue_list import IssueList
from app.ui.review.question_panel import IncompleteList
from app.ui.theme.tokens import UNIT
from app.ui.widgets.images import cover, to_image
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import boxed, column, label, lay_out_now, push_button, row, section
from app.workspace.edits.absence import lost_stretch
from app.workspace.review.suggestions import Suggestion
from app.workspace.turns import Later
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
    Reason.UNSEEN: str(QT_TRANSLATE_NOOP("LookNext", "long unseen")),
}


def why(suggestion: Suggestion) -> str:
    """Return why a frame is suggested, in the person's language."""
    return ", ".join(map(words_of, suggestion.reasons))


def words_of(reason: Reason) -> str:
    """Return a reason in the person's language."""
    return QCoreApplication.translate("LookNext", WORDS[reason])


class LookNext(QWidget):
    """Four pictures; a click goes there. Nothing is shown where nothing is suggested."""

    revealed = Signal(QWidget)
    """The line of the issue that was selected elsewhere, to be brought into view."""

    def __init__(self, workspace: Workspace, actions: ActionSet) -> None:
        super().__init__()
        self._workspace = workspace
        self._absent_action = actions["object.lost_absent"]
        self._shown: tuple[Suggestion, ...] = ()
        grid = QGridLayout()
        grid.setSpacing(UNIT)
        self.buttons = tuple(self._picture(place) for place in range(SHOWN))
        for place, button in enumerate(self.buttons):
            grid.addWidget(button, place // 2, place % 2)
        self._hint = label(self.tr("J and K walk them, U says that a frame is fine."), "dim", wrap=True)
        self._absent = label("", wrap=True)
        self._take_absent = push_button("", "quiet")
        self._take_absent.clicked.connect(self._mark_absent)
        self._offer = boxed(column(self._absent, row(self._take_absent, None), gap=0))
        self._look = section(self.tr("WHERE TO LOOK NEXT"), grid, self._offer, self._hint)
        self._issues = IssueList(workspace, self.tr("ISSUES"))
        self._issues.revealed.connect(self.revealed)
        self.setLayout(column(self._issues, IncompleteList(workspace), self._look, gap=0))
        self._later = Later(workspace.turns, self)  # the canvas shows an edit first
        self._later.due.connect(self._follow)
        workspace.suggestions.changed.connect(self.show_suggestions)
        workspace.view.selection_changed.connect(self._later.start)
        workspace.view.video_changed.connect(self._later.start)
        workspace.view.frame_changed.connect(self._mark)
        workspace.videos.thumbnail_ready.connect(self._take_thumbnail)
        workspace.videos.media_changed.connect(self.show_suggestions)  # what was missing has pictures now
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
        lay_out_now()

    def _lost(self) -> tuple[Suggestion, Span] | None:
        """Return the lost stretch that is offered as absent: the one under the playhead, or the first that is shown."""
        document, cell = self._workspace.document, self._workspace.view.cell
        lost = sorted((one for one in self._shown if one.lost), key=lambda one: one.cell != cell)
        stretches = ((one, lost_stretch(document, one.cell.object, one.cell.frame)) for one in lost)
        return next(((one, span) for one, span in stretches if span is not None), None)

    def _show_offer(self) -> None:
        found = self._lost()
        self._offer.setVisible(found is not None)
        if found is not None:
            first, last = found[1]
            words = self.tr("Lost on frame {first}.") if first == last else self.tr("Lost on frames {first}–{last}.")
            self._absent.setText(words.format(first=first, last=last))
            here = found[0].cell == self._workspace.view.cell
            key = keys_text(self._absent_action.shortcuts()[:1]) if here else ""
            text = self.tr("Absent there")
            self._take_absent.setText(f"{text}  {key}" if key else text)

    def _mark_absent(self) -> None:
        found = self._lost()
        if found is not None:
            self._workspace.suggestions.go_to(found[0])
            self._workspace.prompts.mark_lost_absent(found[0].cell)

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
        self._show_offer()

    def _follow(self) -> None:
        self.show_suggestions()
        self._show_issues()

    def _show_issues(self) -> None:
        if self.isVisible():
            before = self._issues.isHidden()
            self._issues.show_object(self._workspace.view.active_object)
            if not (before and self._issues.isHidden()):
                lay_out_now()


def _blank() -> QPixmap:
    """Return a picture of nothing, so that the text keeps its place."""
    blank = QPixmap(PICTURE)
    blank.fill(Qt.GlobalColor.transparent)
    return blank

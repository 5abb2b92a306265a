"""What to annotate next, in Annotate: the masklets of all videos from which a model would learn most, and why."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.project.edit import Edit
from app.review.learning_order import LearningReason
from app.ui.actions.action_set import ActionSet
from app.ui.review.parts import LineButton, WideButton, clear, with_facts
from app.ui.widgets.widgets import column, label, section
from app.workspace.learning.annotate_next import ToAnnotate
from app.workspace.workspace import Workspace

SHOWN = 4
"""Masklets in the list: the key goes on through the others."""
WORDS: Final = {
    LearningReason.TYPICAL: str(QT_TRANSLATE_NOOP("AnnotateNextPanel", "many look like it")),
    LearningReason.UNSURE: str(QT_TRANSLATE_NOOP("AnnotateNextPanel", "unsure")),
    LearningReason.OTHERWISE: str(QT_TRANSLATE_NOOP("AnnotateNextPanel", "models differ")),
    LearningReason.UNLIKE: str(QT_TRANSLATE_NOOP("AnnotateNextPanel", "unlike what is verified")),
    LearningReason.RARE: str(QT_TRANSLATE_NOOP("AnnotateNextPanel", "rare category")),
    LearningReason.OPEN: str(QT_TRANSLATE_NOOP("AnnotateNextPanel", "not tracked yet")),
}


def reasons_of(one: ToAnnotate) -> str:
    """Return why a masklet teaches much, in the person's language; empty where nothing stands out."""
    return ", ".join(QCoreApplication.translate("AnnotateNextPanel", WORDS[reason]) for reason in one.reasons)


class AnnotateNextPanel(QWidget):
    """Empty but for its button until the person has asked once."""

    revealed = Signal(QWidget)
    """The key went to one of the list, which is to be brought into view."""

    def __init__(self, workspace: Workspace, actions: ActionSet) -> None:
        super().__init__()
        self._workspace = workspace
        self._rows = column(gap=1)
        self.buttons: list[QPushButton] = []
        words = self.tr(
            "Masklets of all videos: first those that many others look like, later more where the model is unsure. A "
            "model does not always learn more from them than from others."
        )
        self._hint = label(words, "dim", wrap=True)
        next_button = WideButton(actions["playback.annotate_next"])
        self.setLayout(column(section(self.tr("ANNOTATE NEXT"), self._hint, self._rows, next_button, gap=1), gap=0))
        workspace.annotate_next.changed.connect(self._show_order)
        workspace.annotate_next.went.connect(lambda: self.revealed.emit(self))
        workspace.view.selection_changed.connect(self._mark)
        workspace.editor.changed.connect(self._follow)
        if not self._worth_it:
            self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has changed while nobody saw it."""
        super().showEvent(event)
        self._show_order()

    @property
    def _worth_it(self) -> bool:
        """True where there is something to choose from."""
        return len(self._workspace.document.all_objects()) > 1

    def _follow(self, edit: Edit) -> None:
        if edit.objects:
            self.setVisible(self._worth_it)

    def _show_order(self) -> None:
        if not self.isVisible():
            return
        clear(self._rows)
        self.buttons = []
        for one in self._workspace.annotate_next.order[:SHOWN]:
            self._add(one)
        self._hint.setVisible(not self.buttons)
        self._mark()

    def _add(self, one: ToAnnotate) -> None:
        document = self._workspace.document
        record, video = document.object(one.cell.object), document.video_of(one.cell.object)
        if record is None or video is None:
            return
        name = record.name if len(document.videos()) == 1 else f"{record.name}  ·  {video.name}"
        button = LineButton(name)
        button.setCheckable(True)
        button.clicked.connect(lambda: self._go(one))
        words = self.tr("frame {frame}").format(frame=one.cell.frame)
        words = "  ·  ".join(part for part in (words, reasons_of(one)) if part)
        self.buttons.append(button)
        self._rows.addWidget(with_facts(button, words))

    def _go(self, one: ToAnnotate) -> None:
        self._workspace.annotate_next.go_to(one)
        self._mark()

    def _mark(self) -> None:
        """Show which of them is selected."""
        active = self._workspace.view.active_object
        for button, one in zip(self.buttons, self._workspace.annotate_next.order, strict=False):
            button.setChecked(one.cell.object == active)

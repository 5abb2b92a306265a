"""The list of what is in the way of an import, a line each, with the choice where there is one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.interchange.clip import Loss
from app.interchange.questions import ANSWERS, Answer, Conflict, Question
from app.ui.widgets.widgets import ElidedComboBox, boxed, row
from app.workspace.translation import translated

UNDECIDED = None
CHOICE_WIDTH = 272
MOST_TOLD = 200
"""Conflicts without a choice that are told one by one."""


def in_words(loss: Loss) -> str:
    """Return what a loss is about and the way out, in the window's language."""
    return f"{loss.video}: {translated(loss.words)} {translated(loss.advice)}".rstrip()


class ConflictList(QTableWidget):
    """Shows conflicts and keeps the answers that were given; `answered` tells of another one."""

    answered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 2, parent)
        self.answers: dict[tuple[int, Question], Answer] = {}
        self._boxes: dict[tuple[int, Question], ElidedComboBox] = {}
        self.setAccessibleName(self.tr("What is in the way"))
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(1, CHOICE_WIDTH)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self._texts = {
            Answer.SCALE: self.tr("Scale the masks"),
            Answer.LEAVE_OUT: self.tr("Leave this video out"),
            Answer.NUMBER: self.tr("Frame numbers count from 0"),
            Answer.FROM_ONE: self.tr("Frame numbers count from 1"),
            Answer.FIRST: self.tr("The first one is frame 0"),
            Answer.SPREAD: self.tr("Spread over the whole video"),
            Answer.NEW: self.tr("Become further objects"),
            Answer.REPLACE: self.tr("Replace the masks that are there"),
            Answer.FILL: self.tr("Fill only frames without a mask"),
            Answer.SKIP: self.tr("Leave these objects out"),
            Answer.TAKE: self.tr("Take over the categories"),
            Answer.NONE: self.tr("Leave the category empty"),
            Answer.KEEP: self.tr("Keep the names"),
            Answer.ASCII: self.tr("Write them in ASCII"),
        }

    @property
    def words(self) -> str:
        """All lines."""
        items = (self.item(line, 0) for line in range(self.rowCount()))
        return "\n".join(item.text() for item in items if item is not None)

    def choose(self, place: int, question: Question, answer: Answer) -> None:
        """Answer a question as if it was chosen in its list."""
        box = self._boxes[place, question]
        box.setCurrentIndex(box.findData(answer))
        self._take(place, question)

    def box(self, place: int, question: Question) -> ElidedComboBox | None:
        """Return the list of answers to a question about the clip at a place, None while it is not asked."""
        return self._boxes.get((place, question))

    def show_all(self, notes: Sequence[Loss], conflicts: Sequence[tuple[int, Conflict]]) -> None:
        """Show what was passed over, and conflicts with the places of their clips."""
        focused = next((key for key, box in self._boxes.items() if box.hasFocus()), None)
        self._boxes = {}
        told = [one for one in conflicts if one[1].question is None]
        left = set(map(id, told[MOST_TOLD:]))
        conflicts = [one for one in conflicts if id(one) not in left]
        lines = [in_words(loss) for loss in (*notes, *(conflict.loss for _, conflict in conflicts))]
        lines += [self.tr("And {count} more.").format(count=len(left))] if left else []
        self.setRowCount(0)
        self.setRowCount(len(lines))
        for line, text in enumerate(lines):
            self.setItem(line, 0, QTableWidgetItem(text))
            self.setSpan(line, 0, 1, 2)
        for line, (place, conflict) in enumerate(conflicts, start=len(notes)):
            if conflict.question is not None:
                self.setSpan(line, 0, 1, 1)
                self.setCellWidget(line, 1, self._asked(place, conflict, conflict.question))
        self.resizeRowsToContents()
        if focused in self._boxes:
            self._boxes[focused].setFocus()

    def _asked(self, place: int, conflict: Conflict, question: Question) -> QWidget:
        box = ElidedComboBox()
        box.setAccessibleName(in_words(conflict.loss))
        if conflict.answer is None:
            box.addItem(self.tr("Choose…"), UNDECIDED)
        for answer in ANSWERS[question]:
            box.addItem(self._texts[answer], answer)
        box.setCurrentIndex(max(0, box.findData(conflict.answer)))
        box.activated.connect(lambda _index: self._take(place, question))
        self._boxes[place, question] = box
        return boxed(row(box, margin=1))

    def _take(self, place: int, question: Question) -> None:
        answer = self._boxes[place, question].currentData()
        if answer is not UNDECIDED:
            self.answers[place, question] = answer
            self.answered.emit()

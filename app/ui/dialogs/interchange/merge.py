"""The dialog before two copies of a project are merged: what comes in, and whose is kept where both have changed it."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.phrases import plural
from app.project.model import ObjectId
from app.ui.theme.tokens import UNIT
from app.ui.widgets.dialog_size import resize_within_screen
from app.ui.widgets.number_format import decimal
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import ElidedComboBox, boxed, column, label, push_button, row, show_part
from app.workspace.edits.merge_plan import Difference, MergeConflict, MergePlan, Side
from app.workspace.workspace import Workspace

translate = QCoreApplication.translate

ROW = 40
SIDES: Final = {
    Side.MINE: str(QT_TRANSLATE_NOOP("MergeDialog", "Ours")),
    Side.THEIRS: str(QT_TRANSLATE_NOOP("MergeDialog", "The copy's")),
    Side.BOTH: str(QT_TRANSLATE_NOOP("MergeDialog", "Both")),
}
DIFFERENCES: Final = {
    Difference.MASKS: str(QT_TRANSLATE_NOOP("MergeDialog", "masks")),
    Difference.VERDICT: str(QT_TRANSLATE_NOOP("MergeDialog", "verdict")),
    Difference.RECORD: str(QT_TRANSLATE_NOOP("MergeDialog", "name, category or color")),
    Difference.DELETED_HERE: str(QT_TRANSLATE_NOOP("MergeDialog", "deleted here, changed in the copy")),
    Difference.DELETED_THERE: str(QT_TRANSLATE_NOOP("MergeDialog", "deleted in the copy, changed here")),
}


class MergeDialog(QDialog):
    """Merge takes over the plan with what was chosen, as one step, and closes."""

    def __init__(self, workspace: Workspace, plan: MergePlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Merge with a copy"))
        resize_within_screen(self, 820, 460 if plan.conflicts else 220)
        self._workspace = workspace
        self._plan = plan
        self.choices: dict[ObjectId, ElidedComboBox] = {}
        self.summary = label("  ·  ".join(self._facts()), "dim", wrap=True)
        name = label(self.tr("From {name}").format(name=plan.folder.name), "title", wrap=True)
        left_out = ", ".join(video.name for video in plan.left_out)
        words = self.tr("Other media there than here, so nothing of it is taken over: {names}.")
        note = label(words.format(names=left_out), "warning", wrap=True)
        show_part(note, bool(left_out))
        self._conflicts = self._make_conflicts()
        show_part(self._conflicts, bool(plan.conflicts))
        merge, cancel = push_button(self.tr("Merge"), "primary"), push_button(self.tr("Cancel"))
        merge.clicked.connect(self._merge)
        cancel.clicked.connect(self.reject)
        merge.setDefault(True)
        foot = row(label(self.tr("One step: undo takes it back."), "dim"), None, cancel, merge)
        layout = column(column(name, self.summary, gap=1), note, self._conflicts, None, foot, gap=4, margin=6)
        layout.setStretch(2, 100 if plan.conflicts else 0)
        self.setLayout(layout)

    def _facts(self) -> list[str]:
        plan = self._plan
        facts = [
            plural(count, one, many).format(count=count)
            for count, one, many in (
                (len(plan.new_videos), self.tr("1 new video"), self.tr("{count} new videos")),
                (len(plan.new), self.tr("1 new object"), self.tr("{count} new objects")),
                (len(plan.taken), self.tr("1 changed object"), self.tr("{count} changed objects")),
                (len(plan.deleted), self.tr("1 deleted object"), self.tr("{count} deleted objects")),
                (plan.lines, self.tr("1 gesture with its times"), self.tr("{count} gestures with their times")),
                (len(plan.conflicts), self.tr("1 in conflict"), self.tr("{count} in conflict")),
            )
            if count
        ]
        return facts or [self.tr("Nothing that is not here.")]

    def _make_conflicts(self) -> QFrame:
        conflicts = self._plan.conflicts
        table = QTableWidget(len(conflicts), 4)
        table.setObjectName("numbers")
        table.setAccessibleName(self.tr("Conflicts"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setShowGrid(False)
        table.setHorizontalHeaderLabels(
            [self.tr("Object"), self.tr("What differs"), self.tr("Agreement"), self.tr("Keep")]
        )
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW)
        for place, conflict in enumerate(conflicts):
            texts = (f"{conflict.name} · {conflict.video}", differences(conflict), agreement(conflict))
            for column_, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                table.setItem(place, column_, item)
            table.setCellWidget(place, 3, self._make_choice(conflict))
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Fixed)
        table.setColumnWidth(3, 150)
        for_all = row(label(self.tr("Both have changed these. Keep for all:"), "dim"), gap=2)
        for side, text in SIDES.items():
            button = push_button(translate("MergeDialog", text), "quiet")
            button.clicked.connect(lambda _checked=False, side=side: self.choose_all(side))
            for_all.addWidget(button)
        for_all.addStretch(1)
        return boxed(column(for_all, table, gap=1))

    def _make_choice(self, conflict: MergeConflict) -> QWidget:
        box = ElidedComboBox()
        for side in conflict.ways:
            box.addItem(translate("MergeDialog", SIDES[side]), side)
        box.setAccessibleName(self.tr("Whose is kept of {name}").format(name=conflict.name))
        self.choices[conflict.theirs] = box
        layout = row(box, gap=0)
        layout.setContentsMargins(UNIT, UNIT, 2 * UNIT, UNIT)
        return boxed(layout)

    def choose_all(self, side: Side) -> None:
        """Choose the same for all conflicts that have that choice."""
        for box in self.choices.values():
            place = box.findData(side)
            if place >= 0:
                box.setCurrentIndex(place)

    def _merge(self) -> None:
        chosen = {object: box.currentData() for object, box in self.choices.items()}
        self._workspace.merging.take(self._plan, chosen)
        self.accept()


def differences(conflict: MergeConflict) -> str:
    """Return what differs, in the person's language."""
    return ", ".join(translate("MergeDialog", DIFFERENCES[difference]) for difference in conflict.differences)


def agreement(conflict: MergeConflict) -> str:
    """Return how far the masks of both agree; empty where there are not both."""
    agreed = conflict.agreement
    masks = 0 if agreed is None else sum(agreed.compared)
    if agreed is None or not masks:
        return ""
    words = translate("MergeDialog", "IoU {iou}, {aligned} of {count} aligned")
    return words.format(iou=decimal(agreed.iou / masks, 2), aligned=sum(agreed.aligned), count=masks)

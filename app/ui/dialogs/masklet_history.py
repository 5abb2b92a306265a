"""The history of a masklet: who brought it to which stage, judged it, found what wrong, and when."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.project.model import Event, Judgement, Stage, VideoObject
from app.review.work import DELETED, DESCRIBED, HOW, OPENED, WHAT, Verb, history_of
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.video_names import name_among_several
from app.ui.widgets.widgets import ElidedLabel, column, label, push_button, row
from app.workspace.workspace import Workspace

translate = QCoreApplication.translate


class MaskletHistory(QDialog):
    """Shows the lines of the log about one object; they are read from the project when it is opened."""

    def __init__(self, workspace: Workspace, record: VideoObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("History of a masklet"))
        self.resize(560, 360)
        name = ElidedLabel("title")
        parts = (record.name, name_among_several(workspace.document, record.video))
        name.setText("  ·  ".join(part for part in parts if part))
        self.lines = QTreeWidget()
        self.lines.setHeaderLabels([self.tr("When"), self.tr("Who"), self.tr("What")])
        self.lines.setRootIsDecorated(False)
        self.lines.setStyleSheet("QTreeView::item { padding: 4px 10px 4px 2px; }")
        self.lines.setAccessibleName(self.windowTitle())
        self.lines.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._note = label(self.tr("Reading…"), "dim")
        close = push_button(self.tr("Close"), "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.setLayout(column(name, self.lines, row(self._note, None, close), gap=3, margin=5))
        self._there = True
        self.destroyed.connect(self._leave)
        id = record.id

        def read(events: Iterator[Event]) -> tuple[Event, ...]:
            return tuple(history_of(events, id))

        workspace.editor.read_log(read, self._take)

    def _leave(self) -> None:
        self._there = False

    def _take(self, events: Sequence[Event]) -> None:
        if not self._there:
            return
        locale = QLocale()
        for event in events:
            when = locale.toString(
                QDateTime.fromSecsSinceEpoch(int(event.when.timestamp())), QLocale.FormatType.ShortFormat
            )
            what = told(event)
            item = QTreeWidgetItem([when, event.annotator or "–", what])
            item.setToolTip(1, plain_tip(event.annotator))
            item.setToolTip(2, plain_tip(what))
            self.lines.addTopLevelItem(item)
        self._note.setText("" if events else self.tr("Nothing was decided about it yet."))


def told(event: Event) -> str:
    """Return in words what a line of a masklet's history says."""
    words = _told(event)
    how = event.details.get(HOW)
    if how == "undone":
        words = translate("MaskletHistory", "{what} (undone)").format(what=words)
    elif how == "redone":
        words = translate("MaskletHistory", "{what} (redone)").format(what=words)
    if event.frame is None:
        return words
    return translate("MaskletHistory", "{what}, frame {frame}").format(what=words, frame=event.frame)


def _told(event: Event) -> str:
    what = event.details.get(WHAT, "")
    stages = {
        Stage.SELECTION.value: translate("MaskletHistory", "Candidate again"),
        Stage.ANNOTATION.value: translate("MaskletHistory", "Accepted for annotation"),
        Stage.VERIFICATION.value: translate("MaskletHistory", "Came to verification"),
    }
    judgements = {
        Judgement.SATISFACTORY.value: translate("MaskletHistory", "Satisfactory"),
        Judgement.UNSATISFACTORY.value: translate("MaskletHistory", "Unsatisfactory"),
        Judgement.REJECTED.value: translate("MaskletHistory", "Rejected"),
        "": translate("MaskletHistory", "Verdict taken back"),
    }
    if event.verb == Verb.STAGE.value:
        return stages.get(what, what)
    if event.verb == Verb.VERDICT.value:
        return judgements.get(what, what)
    if event.verb == Verb.RESOLVE.value:
        return translate("MaskletHistory", "Issue resolved")
    issues = {
        DELETED: translate("MaskletHistory", "Issue deleted"),
        OPENED: translate("MaskletHistory", "Issue opened again"),
        DESCRIBED: translate("MaskletHistory", "Issue described"),
    }
    return issues.get(what, translate("MaskletHistory", "Issue"))

"""The list of what waits in a stage: one row an object, the one in hand marked; in Annotate also what is not masked."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QListView, QStackedLayout, QWidget

from app.project.category_checks import CategoryCheck
from app.project.model import ObjectId, Stage, VideoObject
from app.ui.review.queue_delegate import FACTS_ROLE, RECORD_ROLE, QueueDelegate
from app.ui.review.queue_filter import QueueFilter
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.tag_names import tag_name
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.video_names import name_among_several
from app.ui.widgets.widgets import column, label, row
from app.workspace.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """What waits in a stage: in Annotate first what a reviewer found not masked yet, then the objects."""

    def __init__(self, workspace: Workspace, stage: Stage) -> None:
        super().__init__()
        self._workspace = workspace
        self._stage = stage
        self._rows: tuple[CategoryCheck | VideoObject, ...] = ()
        self.reload()

    @property
    def rows(self) -> Sequence[CategoryCheck | VideoObject]:
        """What waits, in its order."""
        return self._rows

    @property
    def records(self) -> Sequence[VideoObject]:
        """The objects, in their order."""
        return [row for row in self._rows if isinstance(row, VideoObject)]

    def reload(self) -> None:
        """Read the queue again."""
        fresh: tuple[CategoryCheck | VideoObject, ...] = (*self._not_masked(), *self._waiting())
        if fresh != self._rows:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()

    def _not_masked(self) -> tuple[CategoryCheck, ...]:
        """Return the answers of "not all", which have no tag."""
        if self._stage is not Stage.ANNOTATION or self._workspace.verification.tag:
            return ()
        return self._workspace.category_questions.incomplete

    def _waiting(self) -> tuple[VideoObject, ...]:
        if self._stage is not Stage.VERIFICATION:
            return self._workspace.verification.chosen(self._stage)
        records = map(self._workspace.document.object, self._workspace.verifying.waiting)
        return tuple(record for record in records if record is not None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Return how much waits."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name with what is wrong or the category, and the video; the whole of it as a tooltip."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        name, facts = row.name if isinstance(row, VideoObject) else row.category, self._facts(row)
        if role == RECORD_ROLE:
            return row
        if role == FACTS_ROLE:
            return "  ·  ".join(facts)
        if role == Qt.ItemDataRole.DisplayRole:
            return "  ·  ".join((name, *facts))
        return plain_tip("\n".join((name, *facts))) if role == Qt.ItemDataRole.ToolTipRole else None

    def _facts(self, row: CategoryCheck | VideoObject) -> list[str]:
        """Return what is wrong with a masklet, or its category, and its video where there are several."""
        video = name_among_several(self._workspace.document, row.video)
        if isinstance(row, VideoObject):
            wrong = self._wrong(row) if self._stage is Stage.ANNOTATION else ""
            parts = (wrong or row.category, video)
        else:
            parts = (self.tr("not all masked, frame {frame}").format(frame=row.frame or 0), video)
        return [part for part in parts if part]

    def _wrong(self, record: VideoObject) -> str:
        """Return what a reviewer found wrong with a masklet first, empty for nothing."""
        issues = self._workspace.issue_marks.numbered(record.id)
        return next((issue.text for _number, issue in issues if issue.text), "")


class QueueList(QWidget):
    """A titled queue; a click takes its object in hand, or goes to what is not masked.

    `empty` says what to do when nothing waits.
    """

    def __init__(
        self,
        workspace: Workspace,
        stage: Stage,
        title: str,
        empty: str,
        take: Callable[[ObjectId], None],
        theme: UiTheme,
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self.model = QueueModel(workspace, stage)
        self.filter = QueueFilter(workspace, stage, theme)
        self._list = QListView(self)
        self._list.setObjectName("queue")
        self.model.setParent(self._list)
        self._list.setModel(self.model)
        self._list.setItemDelegate(QueueDelegate(theme, self._list))
        self._list.setMouseTracking(True)  # the row under the pointer is marked
        self._list.setUniformItemSizes(True)
        self._list.setAccessibleName(title)
        self._list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._take = take
        self._list.clicked.connect(self._go_to)
        self._count = label("", "caption")
        self._empty = label(empty, "dim", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(3 * UNIT, UNIT, 3 * UNIT, 0)
        head = row(label(title, "heading"), self._count, None, self.filter)
        head.setContentsMargins(3 * UNIT, 2 * UNIT, 2 * UNIT, UNIT)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._empty)
        self.setLayout(column(head, self._stack, gap=0))

    def _go_to(self, index: QModelIndex) -> None:
        row = self.model.rows[index.row()]
        if isinstance(row, VideoObject):
            self._take(row.id)
        else:
            self._workspace.category_questions.show_incomplete(row)

    def say_empty(self, words: str) -> None:
        """Say this when nothing waits."""
        self._empty.setText(words)

    @property
    def rows_height(self) -> int:
        """The height of all rows, in logical pixels."""
        return max(self._list.sizeHintForRow(0), 0) * self.model.rowCount()

    def show_queue(self, in_hand: ObjectId | None) -> None:
        """Show what waits now, and what of it is in hand."""
        self.model.reload()
        self.filter.follow()
        count, tag = self.model.rowCount(), self._workspace.verification.tag
        words = self.tr("{count}: {tag}").format(count=count, tag=tag_name(tag)) if tag else str(count or "")
        self._count.setText(words)
        self._stack.setCurrentIndex(0 if count else 1)
        rows = enumerate(self.model.rows)
        at = next((place for place, row in rows if isinstance(row, VideoObject) and row.id == in_hand), -1)
        index = self.model.index(at) if at >= 0 else QModelIndex()
        self._list.setCurrentIndex(index)
        if at >= 0:
            self._list.scrollTo(index)

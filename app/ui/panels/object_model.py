"""The list model of the objects of the current video."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QModelIndex, Qt

from app.project.edit import Edit
from app.project.model import ObjectId, VideoObject
from app.ui.panels.object_row import ObjectRow, object_facts
from app.ui.panels.ordered_model import Index, OrderedModel
from app.ui.widgets.coverage_text import annotated_text
from app.workspace.measuring.coverage import coverage
from app.workspace.viewing.frame_states import ObjectStates
from app.workspace.workspace import Workspace

HARD = 2
"""Edited frames from which the paper calls an object worth annotating."""


class ObjectRole(IntEnum):
    """The role of the whole row, for the delegate."""

    ROW = Qt.ItemDataRole.UserRole + 1


class ObjectModel(OrderedModel):
    """One row an object, in their order."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._records: tuple[VideoObject, ...] = ()
        self.tag = ""
        """The tag that objects must have to be in the list; empty: all are."""
        self.hard: bool | None = None
        """Whether objects must have enough edited frames to be in the list, or too few; None: either."""
        workspace.editor.changed.connect(self._follow)
        workspace.shown_states.read_next.connect(lambda _objects: self._repaint())
        workspace.view.video_changed.connect(self.reload)
        workspace.view.selection_changed.connect(self._repaint)
        self.reload()

    def reload(self) -> None:
        """Read all objects again."""
        self.beginResetModel()
        self._records = self._read()
        self.endResetModel()

    def record(self, index: Index) -> VideoObject:
        """Return the object of a row."""
        return self._records[index.row()]

    def row_of(self, object: ObjectId) -> int:
        """Return the row of an object, -1 if it has none."""
        return next((row for row, record in enumerate(self._records) if record.id == object), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Return the number of objects."""
        return 0 if parent.isValid() else len(self._records)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name, or the whole row for the delegate."""
        if not index.isValid() or index.row() >= len(self._records):
            return None
        record = self._records[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return record.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._accessible_text(self._row(record))
        return self._row(record) if role == ObjectRole.ROW else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename an object."""
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not name:
            return False
        self._workspace.objects.rename(self.record(index).id, name)
        return True

    def id_of(self, index: Index) -> int:
        """Return the id of an object's row."""
        return self.record(index).id

    def move_rows(self, ids: Sequence[int], place: int) -> None:
        """Move objects in the list; `place` is one among those that are shown."""
        everything = self._workspace.view.objects()
        place = everything.index(self._records[place].id) if place < len(self._records) else len(everything)
        self._workspace.objects.reorder([ObjectId(id) for id in ids], place)

    def show_only(self, tag: str) -> None:
        """Show the objects that have a tag; empty: all of them."""
        self.tag, self.hard = tag, None
        self.reload()

    def show_hard(self, hard: bool) -> None:
        """Show the objects with at least HARD edited frames, or those with fewer."""
        self.tag, self.hard = "", hard
        self.reload()

    def _read(self) -> tuple[VideoObject, ...]:
        video = self._workspace.view.video
        records = self._workspace.document.objects(video.id) if video else ()
        return tuple(record for record in records if self._wanted(record))

    def _wanted(self, record: VideoObject) -> bool:
        if self.hard is not None:
            return (coverage(self._workspace.states.of(record.id)).edited >= HARD) is self.hard
        return not self.tag or self.tag in record.tags

    def _row(self, record: VideoObject) -> ObjectRow:
        document = self._workspace.document
        states = self._workspace.shown_states.of(record.id) or self._blank_states(record)
        return ObjectRow(
            record,
            coverage(states, document.annotation_step(record.video)),
            record.id == self._workspace.view.active_object,
            document.verdict(record.id),
        )

    def _blank_states(self, record: VideoObject) -> ObjectStates:
        """Return what is shown of an object whose states are read in a turn to come."""
        video = self._workspace.document.video(record.video)
        return ObjectStates.blank(0 if video is None else video.frame_count)

    def _accessible_text(self, row: ObjectRow) -> str:
        return ", ".join((row.record.name, annotated_text(row.coverage), *object_facts(row)))

    def _follow(self, edit: Edit) -> None:
        if edit.objects or (self.hard is not None and edit.masks):
            fresh = self._read()
            if [r.id for r in fresh] != [r.id for r in self._records]:
                self.reload()
                return
            self._records = fresh
        if edit.objects or edit.masks or edit.prompts or edit.verdicts or edit.conventions:  # the rate is one
            self._repaint()

    def _repaint(self) -> None:
        if self._records:
            self.dataChanged.emit(self.index(0), self.index(len(self._records) - 1))

"""The column of candidates in Select: a picture of each, cut from its frame, with score, stability and size."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFont, QFontMetrics, QImage, QPainter, QPixmap
from PySide6.QtWidgets import (
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.masks.mask import Mask, Rect
from app.media.source import Image
from app.project.model import CellMask, FrameIndex, ObjectId, VideoObject
from app.ui.review.video_choice import VideoChoice
from app.ui.theme.focus import paint_focus_ring
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import CAPTION, UNIT
from app.ui.widgets.images import cover, to_image
from app.ui.widgets.number_format import decimal
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import boxed, column, label, push_button, row
from app.workspace.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
HEIGHT = 64
PICTURE = QSize(72, 52)
ROOM_AROUND = 0.25
"""What a picture shows around a candidate, by its size."""
DIMMED = 0.4
"""How bright the surroundings are."""
MOST_PICTURES = 400


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate with its mask, and the frame on which it was found."""

    record: VideoObject
    frame: FrameIndex
    mask: CellMask
    in_hand: bool


class CandidateModel(QAbstractListModel):
    """The candidates of all videos, as `Selecting` orders them."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._ids: tuple[ObjectId, ...] = ()
        self.reload()

    @property
    def ids(self) -> Sequence[ObjectId]:
        """The candidates, in their order."""
        return self._ids

    def reload(self) -> None:
        """Read the candidates again."""
        fresh = self._workspace.selecting.waiting()
        if fresh is not self._ids and fresh != self._ids:
            self.beginResetModel()
            self._ids = fresh
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Return how many candidates wait."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name, the facts as a tooltip, or the row for the delegate."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        id = self._ids[index.row()]
        record, found = self._workspace.document.object(id), self._workspace.selecting.mask(id)
        if record is None or found is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return record.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            shown = CandidateRow(record, *found, in_hand=False)
            facts = dict.fromkeys((self.measures(shown), self.place(shown), self.stability(shown)))
            words = "\n".join((record.name, *filter(None, facts)))
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        in_hand = id == self._workspace.selecting.current
        return CandidateRow(record, *found, in_hand=in_hand) if role == ROW_ROLE else None

    def measures(self, row: CandidateRow) -> str:
        """Return score and size in words."""
        words = self.tr("score {score} · {area} px")
        return words.format(score=decimal(row.mask.score, 2), area=row.mask.mask.area)

    def place(self, row: CandidateRow) -> str:
        """Return the frame in words, with the video where there are several, else with the stability."""
        video = self._workspace.document.video(row.record.video)
        several = video is not None and len(self._workspace.document.videos()) > 1
        more = video.name if several and video is not None else self.stability(row)
        return " · ".join(filter(None, (self.tr("frame {frame}").format(frame=row.frame), more)))

    def stability(self, row: CandidateRow) -> str:
        """Return the stability in words, empty where it was not measured."""
        found = row.mask.doubts.stability
        return "" if found is None else self.tr("stable {stability}").format(stability=decimal(found, 2))


class CandidateDelegate(QStyledItemDelegate):
    """Paints rows. Pictures are made from the frames in the background, and drawn when they are there."""

    def __init__(self, workspace: Workspace, model: CandidateModel, theme: UiTheme, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._model = model
        self._theme = theme
        self._pictures: dict[tuple[ObjectId, float], QPixmap] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(160, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint picture, name and facts."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, CandidateRow):
            return
        palette, area = self._theme.palette, option.rect
        painter.save()
        if row.in_hand:
            painter.fillRect(area, palette.color("accent_soft"))
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), palette.color("accent"))
        elif row.record.id == self._workspace.selecting.pointed:
            painter.fillRect(area, palette.color("hover"))
        place = QRect(area.topLeft() + QPoint(3 * UNIT, 6), PICTURE)
        picture = self._picture(row, painter.device().devicePixelRatioF())
        if picture is None:
            painter.fillRect(place, palette.color("lane"))
        else:
            painter.drawPixmap(place.topLeft(), picture)
        self._draw_text(painter, area, place.right() + 10, row, option.font)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, area, palette.color("accent_mark"))
        painter.restore()

    def _draw_text(self, painter: QPainter, area: QRect, left: int, row: CandidateRow, base: QFont) -> None:
        palette, width = self._theme.palette, area.right() - left - 8
        font, small = QFont(base), QFont(base)
        font.setWeight(QFont.Weight.DemiBold if row.in_hand else QFont.Weight.Medium)
        small.setPixelSize(CAPTION)
        faint = "text_dim" if row.in_hand else "text_faint"
        lines = (
            (row.record.name, font, "text", 8, 18),
            (self._model.measures(row), small, faint, 27, 14),
            (self._model.place(row), small, faint, 42, 14),
        )
        for words, chosen, color, top, height in lines:
            painter.setFont(chosen)
            painter.setPen(palette.color(color))
            elided = QFontMetrics(chosen).elidedText(words, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(left, area.top() + top, width, height), Qt.AlignmentFlag.AlignVCenter, elided)

    def _picture(self, row: CandidateRow, ratio: float) -> QPixmap | None:
        key = (row.record.id, ratio)
        if key not in self._pictures:
            part = part_around(row.mask.mask)
            small = self._workspace.videos.thumbnail(row.record.video, row.frame, part)
            if small is None:
                return None
            if len(self._pictures) >= MOST_PICTURES:
                self._pictures.clear()
            self._pictures[key] = cover(cut_out(small, row.mask.mask, part), PICTURE, ratio, 4)
        return self._pictures[key]


class CandidateList(QWidget):
    """The titled column; a click takes a candidate in hand, pointing at one shows it on the canvas.

    Where there is none, it offers `find`: the panel's buttons for that are far down.
    """

    def __init__(self, workspace: Workspace, theme: UiTheme, find: QAction) -> None:
        super().__init__()
        self._workspace = workspace
        self.model = CandidateModel(workspace)
        title = self.tr("CANDIDATES")
        self.list = _PointedList(self)
        self.list.setObjectName("queue")
        self.model.setParent(self.list)
        self.list.setModel(self.model)
        self.list.setItemDelegate(CandidateDelegate(workspace, self.model, theme, self.list))
        self.list.setAccessibleName(title)
        self.list.clicked.connect(lambda index: workspace.selecting.show(self.model.ids[index.row()]))
        self.list.entered.connect(lambda index: workspace.selecting.point_at(self.model.ids[index.row()]))
        self.list.left.connect(lambda: workspace.selecting.point_at(None))
        self._count = label("", "caption")
        empty = label(self.tr("No candidates. Find objects on a frame."), "dim", wrap=True)
        empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._find, self._find_button = find, push_button(self.tr("Find objects"), "primary")
        self._find_button.clicked.connect(find.trigger)
        find.changed.connect(self._follow_find)
        self._follow_find()
        nothing = boxed(column(empty, self._find_button, None, gap=2))
        nothing.setContentsMargins(3 * UNIT, UNIT, 2 * UNIT, 0)
        head = row(label(title, "heading"), self._count, None)
        head.setContentsMargins(3 * UNIT, 2 * UNIT, 2 * UNIT, UNIT)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.list)
        self._stack.addWidget(nothing)
        self.videos = VideoChoice(workspace)
        choice = row(self.videos)
        choice.setContentsMargins(3 * UNIT, 0, 2 * UNIT, UNIT)
        self.setLayout(column(head, choice, self._stack, gap=0))
        workspace.selecting.pointed_changed.connect(self._repaint)
        workspace.videos.thumbnail_ready.connect(self._repaint)
        theme.changed.connect(self._repaint)

    def _follow_find(self) -> None:
        self._find_button.setEnabled(self._find.isEnabled())
        self._find_button.setToolTip(self._find.toolTip())

    def show_queue(self, in_hand: ObjectId | None) -> None:
        """Show what waits now, and what of it is in hand."""
        self.model.reload()
        count = self.model.rowCount()
        self._count.setText(str(count) if count else "")
        self._stack.setCurrentIndex(0 if count else 1)
        at = self.model.ids.index(in_hand) if in_hand in self.model.ids else -1
        index = self.model.index(at) if at >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if at >= 0:
            self.list.scrollTo(index)
        self._repaint()

    def _repaint(self, *_what: object) -> None:
        if self.isVisible():
            self.list.viewport().update()


class _PointedList(QListView):
    """A list that tells when the pointer leaves it."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self.left.emit()


def part_around(mask: Mask) -> Rect:
    """Return the part of a frame that shows a mask with some of what is around it, in the shape of the pictures."""
    x0, y0, x1, y1 = mask.bbox or (0, 0, mask.width, mask.height)
    wide, high = PICTURE.width(), PICTURE.height()
    scale = (1 + 2 * ROOM_AROUND) * max((x1 - x0) / wide, (y1 - y0) / high, 16 / wide)
    width, height = min(mask.width, round(scale * wide)), min(mask.height, round(scale * high))
    left = min(max(0, (x0 + x1 - width) // 2), mask.width - width)
    top = min(max(0, (y0 + y1 - height) // 2), mask.height - height)
    return left, top, left + width, top + height


def cut_out(small: Image, mask: Mask, part: Rect) -> QImage:
    """Return a small picture of a part of a frame with all but the mask dimmed."""
    inside = mask.to_rows(part[1], part[3])[:, part[0] : part[2]]
    height, width = small.shape[:2]
    rows = np.arange(height) * inside.shape[0] // height
    columns = np.arange(width) * inside.shape[1] // width
    bright = np.where(inside[np.ix_(rows, columns)], 1.0, DIMMED)[..., None]
    return to_image((small * bright).astype(np.uint8))

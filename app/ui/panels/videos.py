"""The list of videos: a thumbnail each, how many objects and how much of it has masks, and missing media."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPixmap
from PySide6.QtWidgets import (
    QListView,
    QMenu,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from app.phrases import plural
from app.project.edit import Edit
from app.project.model import Video, VideoId
from app.ui.actions.action_set import ActionSet
from app.ui.panels.name_delegate import NameDelegate
from app.ui.panels.ordered_list import OrderedList
from app.ui.panels.ordered_model import Index, OrderedModel
from app.ui.theme.focus import paint_focus
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import CAPTION, UNIT
from app.ui.widgets.images import cover, to_image
from app.ui.widgets.widgets import column, label, row, tool_button
from app.workspace.workspace import Workspace

HEIGHT = 52
PICTURE = QSize(64, 36)
VIDEO_ROLE = Qt.ItemDataRole.UserRole + 1

translate = QCoreApplication.translate


class VideoModel(OrderedModel):
    """One row a video, in their order."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._videos = tuple(workspace.document.videos())
        workspace.editor.changed.connect(self._follow)
        workspace.videos.thumbnail_ready.connect(self._repaint)
        workspace.view.video_changed.connect(self._repaint)
        workspace.videos.media_changed.connect(self._repaint)

    def video(self, index: Index) -> Video:
        """Return the video of a row."""
        return self._videos[index.row()]

    def row_of(self, video: VideoId) -> int:
        """Return the row of a video, -1 if it has none."""
        return next((row for row, record in enumerate(self._videos) if record.id == video), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Return the number of videos."""
        return 0 if parent.isValid() else len(self._videos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name, or the video for the delegate."""
        if not index.isValid() or index.row() >= len(self._videos):
            return None
        video = self._videos[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return video.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{video.name}, {video_facts(self._workspace, video)}"
        return video if role == VIDEO_ROLE else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename a video."""
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not name:
            return False
        self._workspace.videos.rename(self.video(index).id, name)
        return True

    def id_of(self, index: Index) -> int:
        """Return the id of a video's row."""
        return self.video(index).id

    def move_rows(self, ids: Sequence[int], place: int) -> None:
        """Move videos in the list."""
        self._workspace.videos.reorder([VideoId(id) for id in ids], place)

    def _follow(self, edit: Edit) -> None:
        if edit.videos:
            self.beginResetModel()
            self._videos = tuple(self._workspace.document.videos())
            self.endResetModel()
        elif edit.masks or edit.objects:
            self._repaint()

    def _repaint(self, *_what: object) -> None:
        if self._videos:
            self.dataChanged.emit(self.index(0), self.index(len(self._videos) - 1))


class VideoDelegate(NameDelegate):
    """Paints rows of videos."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._pictures: dict[VideoId, QPixmap] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(160, HEIGHT)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Put the field over the name."""
        area = option.rect
        left = area.left() + PICTURE.width() + 18
        editor.setGeometry(QRect(left, area.top() + 6, area.right() - left - 8, 22))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint thumbnail, name, facts and progress."""
        video = index.data(VIDEO_ROLE)
        if not isinstance(video, Video):
            return
        palette, area = self._theme.palette, option.rect
        current = self._workspace.view.video is not None and self._workspace.view.video.id == video.id
        painter.save()
        if current or option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, palette.color("lane_selected"))
        if current:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), palette.color("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, palette.color("hover"))
        place = QRect(area.left() + 12, area.top() + 8, PICTURE.width(), PICTURE.height())
        picture = self._picture(video, painter.device().devicePixelRatioF())
        if picture is None:
            painter.fillRect(place, palette.color("lane"))
            self._theme.icon("film", "text_faint").paint(painter, place.adjusted(22, 8, -22, -8))
        else:
            painter.drawPixmap(place.topLeft(), picture)
        facts = video_facts(self._workspace, video)
        self._draw_words(painter, area, place.right() + 10, video, facts, option.font, current)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, area, palette.color("accent_mark"))
        painter.restore()

    def _draw_words(
        self, painter: QPainter, area: QRect, left: int, video: Video, facts: str, base: QFont, current: bool
    ) -> None:
        palette = self._theme.palette
        width = area.right() - left - 10
        font = QFont(base)
        font.setWeight(QFont.Weight.DemiBold if current else QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(palette.color("text"))
        name = QFontMetrics(font).elidedText(video.name, Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(QRect(left, area.top() + 6, width, 18), Qt.AlignmentFlag.AlignVCenter, name)
        small = QFont(base)
        small.setPixelSize(CAPTION)
        painter.setFont(small)
        painter.setPen(palette.color("text_faint"))
        facts = QFontMetrics(small).elidedText(facts, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, area.top() + 24, width, 14), Qt.AlignmentFlag.AlignVCenter, facts)
        counts = self._workspace.document.mask_counts(video.id)
        share = float((counts > 0).mean()) if len(counts) else 0.0
        painter.fillRect(QRectF(left, area.bottom() - 6, width, 2), palette.color("border"))
        painter.fillRect(QRectF(left, area.bottom() - 6, width * share, 2), palette.color("accent"))

    def _picture(self, video: Video, ratio: float) -> QPixmap | None:
        if video.id not in self._pictures:
            pixels = self._workspace.videos.thumbnail(video.id, video.frame_count // 3)
            if pixels is None:
                return None
            image: QImage = to_image(pixels)
            self._pictures[video.id] = cover(image, PICTURE, ratio, 4)
        return self._pictures[video.id]


def video_facts(workspace: Workspace, video: Video) -> str:
    """Return what stands below a video's name."""
    if workspace.videos.media_missing(video.id):
        return translate("Videos", "Media not found")
    if workspace.videos.media_replaced(video.id):
        return translate("Videos", "Media has changed")
    count = len(workspace.document.objects(video.id))
    frames = plural(video.frame_count, translate("Videos", "1 frame"), translate("Videos", "{count} frames"))
    objects = plural(count, translate("Videos", "1 object"), translate("Videos", "{count} objects"))
    return f"{frames.format(count=video.frame_count)} · {objects.format(count=count)}"


class VideosPanel(QWidget):
    """The project's videos; a click makes one the current one."""

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._actions = actions
        self._model = VideoModel(workspace)
        self._marked: tuple[VideoId, ...] = ()
        self._list = OrderedList(self._model, self.tr("Videos"), self)
        self._list.setItemDelegate(VideoDelegate(workspace, theme, self._list))
        head = row(label(self.tr("VIDEOS"), "heading"), None, tool_button(actions["video.add"]))
        head.setContentsMargins(3 * UNIT, UNIT, 2 * UNIT, UNIT)
        self.setLayout(column(head, self._list, gap=0))
        self._list.selectionModel().currentChanged.connect(self._open)
        self._list.customContextMenuRequested.connect(self._show_menu)
        self._model.modelAboutToBeReset.connect(self._remember)
        self._model.modelReset.connect(self._follow)
        workspace.view.video_changed.connect(self._follow)
        self._follow()

    @property
    def list(self) -> QListView:
        """The list itself."""
        return self._list

    @property
    def selected(self) -> tuple[VideoId, ...]:
        """The marked videos, in the list's order."""
        rows = sorted(index.row() for index in self._list.selectionModel().selectedIndexes())
        return tuple(self._model.video(self._model.index(row)).id for row in rows)

    def rename_current(self) -> None:
        """Edit the current video's name in place."""
        index = self._list.currentIndex()
        if index.isValid():
            self._list.edit_name(index)

    def _open(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            video = self._model.video(current)
            if self._workspace.view.video is None or self._workspace.view.video.id != video.id:
                self._workspace.view.open_video(video.id)

    def _remember(self) -> None:
        self._marked = self.selected

    def _follow(self) -> None:
        """Put the cursor on the current video, and mark again what was marked before the list changed."""
        marked, self._marked = self._marked, ()
        video = self._workspace.view.video
        here = -1 if video is None else self._model.row_of(video.id)
        if here < 0:
            return
        index = self._model.index(here)
        if index == self._list.currentIndex():  # it was opened by a click, which selects as the person wants
            return
        self._list.setCurrentIndex(index)
        rows = [row for row in map(self._model.row_of, marked) if row >= 0]
        if here in rows:
            for row in rows:
                self._list.selectionModel().select(self._model.index(row), QItemSelectionModel.SelectionFlag.Select)

    def _show_menu(self, at: QPoint) -> None:
        index = self._list.indexAt(at)
        menu = QMenu(self)
        if index.isValid():
            if index not in self._list.selectionModel().selectedIndexes():
                self._list.setCurrentIndex(index)
            for id in ("video.rename", "video.up", "video.down", "video.relink", "video.remove", "file.export"):
                menu.addAction(self._actions[id])
            menu.addSeparator()
        for id in ("video.add", "video.add_images"):
            menu.addAction(self._actions[id])
        menu.exec(self._list.viewport().mapToGlobal(at))

"""The list of videos: a thumbnail each, how many objects and how much of it has masks, and missing media."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from app.project.edit import Edit
from app.project.model import Video, VideoId
from app.ui.actions.action_set import ActionSet
from app.ui.panels.name_delegate import NameDelegate
from app.ui.pictures import cover, to_image
from app.ui.pieces import column, label, row, tool_button
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import CAPTION, UNIT
from app.workspace.workspace import Workspace

HEIGHT = 52
PICTURE = QSize(64, 36)
VIDEO_ROLE = Qt.ItemDataRole.UserRole + 1
MISSING_ROLE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex


class VideoModel(QAbstractListModel):
    """One row a video, in their order."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._videos = tuple(workspace.document.videos())
        self._missing: frozenset[VideoId] = frozenset()
        workspace.changed.connect(self._follow)
        workspace.thumbnail_ready.connect(self._repaint)
        workspace.video_changed.connect(self._look)
        workspace.failed.connect(self._look)
        self._look()

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
        if role == MISSING_ROLE:
            return video.id in self._missing
        return video if role == VIDEO_ROLE else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename a video."""
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not name:
            return False
        self._workspace.rename_video(self.video(index).id, name)
        return True

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Rows can be selected and renamed."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def _follow(self, edit: Edit) -> None:
        if edit.videos:
            self.beginResetModel()
            self._videos = tuple(self._workspace.document.videos())
            self.endResetModel()
            self._look()
        elif edit.masks or edit.objects:
            self._repaint()

    def _look(self, *_what: object) -> None:
        """See which media is there. Not while painting: a network drive takes its time."""
        self._missing = frozenset(v.id for v in self._videos if self._workspace.media_missing(v.id))
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
        current = self._workspace.video is not None and self._workspace.video.id == video.id
        painter.save()
        if current:
            painter.fillRect(area, palette.color("lane_selected"))
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
        facts = self._facts(video, missing=bool(index.data(MISSING_ROLE)))
        self._draw_words(painter, area, place.right() + 10, video, facts, option.font, current)
        painter.restore()

    def _facts(self, video: Video, *, missing: bool) -> str:
        if missing:
            return self.tr("Media not found")
        objects = len(self._workspace.document.objects(video.id))
        words = (
            self.tr("{frames} frames · 1 object") if objects == 1 else self.tr("{frames} frames · {objects} objects")
        )
        return words.format(frames=video.frame_count, objects=objects)

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
            pixels = self._workspace.thumbnail(video.id, video.frame_count // 3)
            if pixels is None:
                return None
            image: QImage = to_image(pixels)
            self._pictures[video.id] = cover(image, PICTURE, ratio, 4)
        return self._pictures[video.id]


class VideosPanel(QWidget):
    """The project's videos; a click makes one the current one."""

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._actions = actions
        self._model = VideoModel(workspace)
        self._list = QListView(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(VideoDelegate(workspace, theme, self._list))
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.setAccessibleName(self.tr("Videos"))
        head = row(label(self.tr("VIDEOS"), "heading"), None, tool_button(actions["file.add_videos"]))
        head.setContentsMargins(3 * UNIT, UNIT, 2 * UNIT, UNIT)
        self.setLayout(column(head, self._list, gap=0))
        self._list.selectionModel().currentChanged.connect(self._open)
        self._list.customContextMenuRequested.connect(self._show_menu)
        workspace.video_changed.connect(self._follow)
        self._model.modelReset.connect(self._follow)
        self._follow()

    @property
    def list(self) -> QListView:
        """The list itself."""
        return self._list

    def _open(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            video = self._model.video(current)
            if self._workspace.video is None or self._workspace.video.id != video.id:
                self._workspace.open_video(video.id)

    def _follow(self) -> None:
        video = self._workspace.video
        place = -1 if video is None else self._model.row_of(video.id)
        if place >= 0:
            self._list.setCurrentIndex(self._model.index(place))

    def _show_menu(self, at: QPoint) -> None:
        index = self._list.indexAt(at)
        menu = QMenu(self)
        if index.isValid():
            self._list.setCurrentIndex(index)
            rename = menu.addAction(self.tr("Rename video"))
            rename.triggered.connect(lambda: self._list.edit(index))
            for id in ("file.relink", "file.remove_video", "file.export"):
                menu.addAction(self._actions[id])
            menu.addSeparator()
        for id in ("file.add_videos", "file.add_images"):
            menu.addAction(self._actions[id])
        menu.exec(self._list.viewport().mapToGlobal(at))

"""The list model of the project's videos."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt

from app.phrases import plural
from app.project.document import Document
from app.project.edit import Edit
from app.project.model import Video, VideoId
from app.ui.panels.ordered_model import Index, OrderedModel
from app.ui.widgets.tooltips import plain_tip
from app.workspace.workspace import Workspace

VIDEO_ROLE = Qt.ItemDataRole.UserRole + 1

translate = QCoreApplication.translate


class VideoModel(OrderedModel):
    """One row a video, in their order."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
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
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return video.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(video.name)
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


def video_facts(workspace: Workspace, video: Video) -> str:
    """Return the counts below a video's name, or that its media is missing."""
    if workspace.videos.media_missing(video.id):
        return translate("Videos", "Media not found")
    if workspace.videos.media_replaced(video.id):
        return translate("Videos", "Media has changed")
    count = len(workspace.document.objects(video.id))
    frames = plural(video.frame_count, translate("Videos", "1 frame"), translate("Videos", "{count} frames"))
    objects = plural(count, translate("Videos", "1 object"), translate("Videos", "{count} objects"))
    return f"{frames.format(count=video.frame_count)} · {objects.format(count=count)}"


def masked_share(document: Document, video: VideoId) -> float:
    """Return the share of the masks of all objects on all frames that is there, empty ones too: 0..1."""
    counts, objects = document.mask_counts(video), len(document.objects(video))
    return float(counts.sum()) / (len(counts) * objects) if len(counts) and objects else 0.0

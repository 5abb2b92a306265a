"""The delegate of the video list: paints a row with a thumbnail, counts, and the share of frames that have masks."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from app.project.model import Video
from app.ui.panels.name_delegate import NameDelegate
from app.ui.panels.ordered_model import Index
from app.ui.panels.video_model import VIDEO_ROLE, masked_share, video_facts
from app.ui.theme.focus import paint_focus_ring
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import CAPTION
from app.ui.widgets.images import cover, to_image
from app.workspace.media.sources import picture_key
from app.workspace.workspace import Workspace

HEIGHT = 52
PICTURE = QSize(64, 36)


class VideoDelegate(NameDelegate):
    """Paints rows of videos."""

    def __init__(self, workspace: Workspace, theme: UiTheme, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._pictures: dict[str, QPixmap] = {}

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
        rect = QRect(area.left() + 12, area.top() + 8, PICTURE.width(), PICTURE.height())
        picture = self._picture(video, painter.device().devicePixelRatioF())
        if picture is None:
            painter.fillRect(rect, palette.color("lane"))
            self._theme.icon("film", "text_faint").paint(painter, rect.adjusted(22, 8, -22, -8))
        else:
            painter.drawPixmap(rect.topLeft(), picture)
        facts = video_facts(self._workspace, video)
        self._draw_text(painter, area, rect.right() + 10, video, facts, option.font, current)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, area, palette.color("accent_mark"))
        painter.restore()

    def _draw_text(
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
        share = masked_share(self._workspace.document, video.id)
        painter.fillRect(QRectF(left, area.bottom() - 6, width, 2), palette.color("border"))
        painter.fillRect(QRectF(left, area.bottom() - 6, width * share, 2), palette.color("accent"))

    def _picture(self, video: Video, ratio: float) -> QPixmap | None:
        key = picture_key(video)
        if key not in self._pictures:
            pixels = self._workspace.videos.thumbnail(video.id, video.frame_count // 3)
            if pixels is None:
                return None
            image: QImage = to_image(pixels)
            self._pictures[key] = cover(image, PICTURE, ratio, 4)
        return self._pictures[key]

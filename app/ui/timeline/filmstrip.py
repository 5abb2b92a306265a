"""The filmstrip: thumbnails along the timeline, requested in the background and drawn as they come."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.project.model import FrameIndex, Video
from app.ui.theme.theme import UiTheme
from app.ui.timeline.holes import draw_lost_tile
from app.ui.timeline.viewport import Viewport
from app.ui.widgets.images import to_image
from app.workspace.media.sources import picture_key

HEIGHT = 44
"""Logical pixels."""
MAX_IMAGES = 400
"""Thumbnails kept as QImages."""
STAND_IN = 0.45
"""Opacity of a picture that stands for that of a frame nearby, which is on its way."""


class Filmstrip(QWidget):
    """Thumbnails at even distances; each shows the frame in its middle."""

    def __init__(self, viewport: Viewport, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = viewport
        self._workspace = viewport.workspace
        self._theme = theme
        self._images: dict[int, QImage] = {}
        """Of the video and the values that `_shown` says, by frame."""
        self._shown = ""
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(self.tr("Filmstrip"))
        viewport.changed.connect(self.update)
        theme.changed.connect(self.update)
        self._workspace.view.frame_changed.connect(self.update)
        self._workspace.view.range_changed.connect(self.update)
        self._workspace.view.holes_changed.connect(self.update)
        self._workspace.videos.thumbnail_ready.connect(self._show_thumbnail)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the thumbnails that are there, and request the others."""
        painter = QPainter(self)
        palette = self._theme.palette
        painter.fillRect(event.rect(), palette.color("window"))
        video = self._workspace.view.video
        if video is None:
            return
        if self._shown != picture_key(video):
            self._shown = picture_key(video)
            self._images.clear()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        scale, holes = self._viewport.scale, self._viewport.holes()
        for frame, left, width in self.tiles(video):
            target = QRectF(left, 2, width - 1, HEIGHT - 4)
            image = self._image(video, frame)
            if frame in holes:
                draw_lost_tile(painter, target, palette)
            elif image is None:
                painter.fillRect(target, palette.color("lane"))
            else:
                painter.setOpacity(1.0 if frame in self._images else STAND_IN)
                painter.drawImage(target, image, _center_crop(image, target))
                painter.setOpacity(1.0)
        end = scale.x(video.frame_count)
        if end < self.width():
            painter.fillRect(QRectF(end, 0, self.width() - end, HEIGHT), palette.color("window"))
        x = round(scale.center(self._workspace.view.frame))
        painter.fillRect(QRectF(x - 0.5, 0, 1.5, HEIGHT), palette.color("accent_mark"))

    def tiles(self, video: Video) -> list[tuple[FrameIndex, float, float]]:
        """Return frame, left edge and width (logical pixels) of every thumbnail in view.

        Tiles lie on a grid of whole frames from the video's beginning, so that panning does not request other frames.
        """
        scale = self._viewport.scale
        natural = (HEIGHT - 4) * video.width / max(video.height, 1)
        natural = max(24.0, min(natural, 160.0))
        frames = nice_step(natural / scale.per_frame)
        width = frames * scale.per_frame
        if width > 1.6 * natural:  # a single frame may be wider than its thumbnail
            width = natural
        first, last = scale.visible()
        starts = range(first // frames * frames, last, frames)
        return [(FrameIndex(min(s + frames // 2, video.frame_count - 1)), scale.x(s), width) for s in starts]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the playhead."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._viewport.scrub(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._viewport.scrub(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; pan with Shift."""
        self._viewport.wheel(event, plain_zooms=True)
        event.accept()

    def _image(self, video: Video, frame: FrameIndex) -> QImage | None:
        """Return the picture of a frame; until it is there, that of the nearest frame. None when there is none."""
        if frame not in self._images:
            pixels = self._workspace.videos.thumbnail(video.id, frame)
            if pixels is None:
                nearest = min(self._images, key=lambda other: abs(other - frame), default=None)
                return None if nearest is None else self._images[nearest]
            while len(self._images) >= MAX_IMAGES:
                del self._images[next(iter(self._images))]
            self._images[frame] = to_image(pixels)
        return self._images[frame]

    def _show_thumbnail(self, video: int, _frame: int) -> None:
        if self._workspace.view.video is not None and self._workspace.view.video.id == video:
            self.update()


def nice_step(least: float) -> int:
    """Return a number of frames that is at least `least`, and not more than a quarter larger where that is possible."""
    power = 1
    while power * 8 < least:
        power *= 2
    return next(power * n for n in (1, 2, 3, 4, 5, 6, 7, 8) if power * n >= least)


def _center_crop(image: QImage, target: QRectF) -> QRectF:
    """Return the largest part around the middle of `image` with the proportions of `target`."""
    width = min(image.width(), image.height() * target.width() / target.height())
    height = min(image.height(), image.width() * target.height() / max(target.width(), 1))
    return QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)

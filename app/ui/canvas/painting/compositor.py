"""The compositor: frame and masks, which stand still between two edits, composed in device pixels where they changed.

Panning scrolls the pixmap and composes the strips that come into view; an edit composes the rectangle it touched.
"""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion

from app.project.model import ObjectId
from app.ui.canvas.contours import Bits
from app.ui.canvas.geometry import ImageArea, View, rects
from app.ui.canvas.painting.frame_layer import FrameLayer
from app.ui.canvas.painting.grid_layer import paint_grid
from app.ui.canvas.painting.masks_layer import MaskLayer, paint_cutout, paint_matte
from app.ui.canvas.painting.outlines_layer import margin, paint_hatching, paint_outline
from app.ui.canvas.painting.pyramid import Quality
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.scene import Scene
from app.ui.canvas.view_modes import Backdrop, PaneContent

_LARGE = 3_000_000
"""Device pixels from which a draft is composed with fewer."""
_DRAFT_SHRINK = 2


class Compositor:
    """Composes frame and masks of all panes into its own pixmap. Its owner calls `invalidate` with what changed."""

    def __init__(self, style: CanvasStyle) -> None:
        self.style = style
        self.frame = FrameLayer()
        self.masks = MaskLayer()
        self.scene: Scene | None = None
        self.opacity = 0.5
        self.outline_weight = 1.0
        self.hidden = False
        self.grid = True
        self._live: tuple[ObjectId, Bits] | None = None
        self._pixmap = QPixmap()
        self._size = (1, 1)
        self._views: tuple[View, ...] = ()
        self._panes: tuple[PaneContent, ...] = ()
        self._dirty = QRegion()
        self.draft = False

    def set_views(self, views: Sequence[View], panes: Sequence[PaneContent], width: int, height: int) -> None:
        """Show through `views`, one a pane, in a widget of `width` x `height` device pixels."""
        same_size = (width, height) == self._size
        self._size = (width, height)
        scrollable = same_size and tuple(panes) == self._panes and not self.draft
        before, self._views, self._panes = self._views, tuple(views), tuple(panes)
        if scrollable and all(_differs_in_position_only(old, new) for old, new in zip(before, views, strict=True)):
            for old, new in zip(before, views, strict=True):
                self._scroll(new, QPoint(new.left - old.left, new.top - old.top))
        else:
            self.invalidate()

    @property
    def large(self) -> bool:
        """True when drafts are composed with fewer pixels than the widget has."""
        return self._size[0] * self._size[1] > _LARGE

    @property
    def live(self) -> bool:
        """True while a mask is shown as it is painted."""
        return self._live is not None

    def invalidate(self, area: ImageArea | None = None) -> QRegion:
        """Compose an area of the image (or everything) anew next time; returns where that is in device pixels."""
        if area is None:
            region = QRegion(QRect(0, 0, *self._size))
        else:
            region = QRegion()
            for view in self._views:
                region += QRegion(view.device_rect(area, margin(view)))
        self._dirty += region
        return region

    def show_live(
        self, object: ObjectId | None, bits: Bits | None, area: ImageArea, taken: Bits | None = None
    ) -> QRegion:
        """Show `bits`, shape (height, width), in place of the mask of `object`; they changed in `area` only.

        `taken` are pixels that others have lost. None ends that. Returns where it is seen, in device pixels.
        """
        self._live = (object, bits) if object is not None and bits is not None else None
        return self.invalidate(area.united(self.masks.show_live(object, bits, taken)))

    def composed(self) -> QPixmap:
        """Return the pixmap, up to date. A large draft has fewer pixels than the widget and is to be stretched."""
        if self._dirty.isEmpty():
            return self._pixmap
        shrink = _DRAFT_SHRINK if self.draft and self.large else 1
        size = QSize(-(-self._size[0] // shrink), -(-self._size[1] // shrink))
        if self._pixmap.size() != size:
            self._pixmap = QPixmap(size)
        views = [view.shrunk(shrink) for view in self._views] if shrink > 1 else self._views
        painter = QPainter(self._pixmap)
        for rect in _few_rects(self._dirty) if not self.draft else [self._pixmap.rect()]:
            painter.setClipRect(rect)
            bare = QRegion(rect)
            for view in views:
                bare -= QRegion(view.shown_rect())
            for uncovered in rects(bare):
                painter.fillRect(uncovered, self.style.background)
            for view, pane in zip(views, self._panes, strict=True):
                self._compose(painter, view, pane, rect)
        painter.end()
        self._dirty = QRegion()
        return self._pixmap

    def _scroll(self, view: View, by: QPoint) -> None:
        if by.isNull():
            return
        pane = view.pane.rect
        moved = QRegion(pane)
        if abs(by.x()) < pane.width() and abs(by.y()) < pane.height():
            overlap = pane.translated(by).intersected(pane)
            source = overlap.translated(-by)
            self._dirty = (self._dirty - QRegion(pane)) + (self._dirty & QRegion(source)).translated(by)
            self._pixmap.scroll(by.x(), by.y(), pane)
            moved -= QRegion(overlap)
        self._dirty += moved

    def _compose(self, painter: QPainter, view: View, pane: PaneContent, rect: QRect) -> None:
        quality = Quality.DRAFT if self.draft else Quality.FINE
        rect = rect.intersected(view.shown_rect())
        if rect.isEmpty():
            return
        painter.setClipRect(rect)
        if pane.backdrop is Backdrop.FRAME or self.hidden:
            self.frame.paint(painter, view, rect, quality)
        elif pane.backdrop is Backdrop.MATTE:
            paint_matte(painter, self.masks.matte(view, rect), rect)
        else:
            pixels = self.frame.sample(view, rect, quality)
            if pixels is not None:
                origin = view.left, view.top
                paint_cutout(painter, pixels, self.masks.matte(view, rect), rect, origin, self.style.checker)
        if not self.hidden:
            self._compose_masks(painter, view, pane, rect)
        if self.grid and not self.draft:
            paint_grid(painter, view, rect)

    def _compose_masks(self, painter: QPainter, view: View, pane: PaneContent, rect: QRect) -> None:
        if pane.fills:
            self.masks.paint(painter, view, rect, self.opacity)
        if not (pane.outlines and self.outline_weight) or self.scene is None:
            return
        for shown in self.scene.objects:
            live = self._live[1] if self._live is not None and self._live[0] == shown.id else None
            if live is None and (shown.mask.area.empty or not self._intersects(view, shown.mask.area, rect)):
                continue
            if shown.stale and live is None:
                paint_hatching(painter, view, shown)
            paint_outline(painter, view, rect, shown, self.style, self.outline_weight, live)

    def _intersects(self, view: View, area: ImageArea, rect: QRect) -> bool:
        return view.device_rect(area, margin(view)).intersects(rect)


def _differs_in_position_only(a: View, b: View) -> bool:
    """Return whether both show the same image at the same scale in the same pane."""
    return (a.pane, a.zoom, a.dpr, a.pixel_aspect, a.image_width, a.image_height) == (
        b.pane,
        b.zoom,
        b.dpr,
        b.pixel_aspect,
        b.image_width,
        b.image_height,
    )


def _few_rects(region: QRegion) -> Iterable[QRect]:
    """Return the rectangles of `region`, or the one around them when they are many."""
    found = rects(region)
    return found if len(found) <= 4 else [region.boundingRect()]

"""The one place that converts between image pixels, device pixels and widget pixels.

Image pixels are floats with the origin at the outer corner of the top-left pixel. Widget pixels are Qt's logical ones;
device pixels are what the screen has (widget pixels times `dpr`). Images are composed in device pixels, so that 1:1
means one image pixel on one screen pixel at every scaling of the display.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import cast

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QRegion

ImagePoint = tuple[float, float]
"""(x, y) in image pixels."""

MAX_ZOOM = 64.0
"""Device pixels per image pixel."""
_MARGIN = 16
"""Device pixels that stay free around an image that is fitted."""


@dataclass(frozen=True, slots=True)
class Pane:
    """A rectangle of the widget in device pixels that shows the image once."""

    left: int
    top: int
    width: int
    height: int

    @property
    def rect(self) -> QRect:
        """The pane as a rectangle in device pixels."""
        return QRect(self.left, self.top, self.width, self.height)


@dataclass(frozen=True, slots=True)
class View:
    """How one image lies in one pane.

    `zoom` is device pixels per image pixel downwards; across it is `zoom * pixel_aspect`. (`x`, `y`) is where the
    image's top-left corner lies in device pixels of the widget; it is snapped to whole pixels for use, so that panning
    moves a composed image without resampling it.
    """

    image_width: int
    image_height: int
    pane: Pane
    dpr: float = 1.0
    pixel_aspect: float = 1.0
    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0

    @property
    def scale_x(self) -> float:
        """Device pixels per image pixel across."""
        return self.zoom * self.pixel_aspect

    @property
    def scale_y(self) -> float:
        """Device pixels per image pixel downwards."""
        return self.zoom

    @property
    def left(self) -> int:
        """Device pixel of the image's left edge."""
        return round(self.x)

    @property
    def top(self) -> int:
        """Device pixel of the image's top edge."""
        return round(self.y)

    @property
    def fit_zoom(self) -> float:
        """The zoom at which the whole image fills the pane but for a margin."""
        free_x = max(1, self.pane.width - 2 * _MARGIN)
        free_y = max(1, self.pane.height - 2 * _MARGIN)
        return min(MAX_ZOOM, free_x / (self.image_width * self.pixel_aspect), free_y / self.image_height)

    @property
    def min_zoom(self) -> float:
        """The smallest zoom that makes sense: a quarter of the fitting one, at most 1:4."""
        return min(self.fit_zoom, 1.0) / 4

    def fitted(self) -> "View":
        """Return the view of the whole image, centered."""
        return self.centered(self.image_width / 2, self.image_height / 2, self.fit_zoom)

    def centered(self, image_x: float, image_y: float, zoom: float) -> "View":
        """Return the view with an image point in the middle of the pane."""
        middle_x = self.pane.left + self.pane.width / 2
        middle_y = self.pane.top + self.pane.height / 2
        return replace(
            self, zoom=zoom, x=middle_x - image_x * zoom * self.pixel_aspect, y=middle_y - image_y * zoom
        )._kept_inside()

    def center(self) -> tuple[float, float]:
        """Return the image point in the middle of the pane."""
        middle_x = self.pane.left + self.pane.width / 2
        middle_y = self.pane.top + self.pane.height / 2
        return (middle_x - self.x) / self.scale_x, (middle_y - self.y) / self.scale_y

    def zoomed(self, factor: float, anchor: QPointF) -> "View":
        """Return the view zoomed by `factor` while the image stays put under `anchor` (widget pixels)."""
        zoom = min(MAX_ZOOM, max(self.min_zoom, self.zoom * factor))
        factor = zoom / self.zoom
        at_x, at_y = anchor.x() * self.dpr, anchor.y() * self.dpr
        return replace(
            self, zoom=zoom, x=at_x - (at_x - self.x) * factor, y=at_y - (at_y - self.y) * factor
        )._kept_inside()

    def panned(self, by: QPointF) -> "View":
        """Return the view moved by a distance in widget pixels."""
        return replace(self, x=self.x + by.x() * self.dpr, y=self.y + by.y() * self.dpr)._kept_inside()

    def in_pane(self, pane: Pane, dpr: float) -> "View":
        """Return the same image point and zoom in another pane, or on a screen with another pixel ratio."""
        image_x, image_y = self.center()
        return replace(self, pane=pane, dpr=dpr).centered(image_x, image_y, self.zoom)

    def beside(self, pane: Pane) -> "View":
        """Return the view that shows in `pane`, of the same size, exactly what this one shows."""
        return replace(self, pane=pane, x=self.x + pane.left - self.pane.left, y=self.y + pane.top - self.pane.top)

    def shrunk(self, by: int) -> "View":
        """Return the view that shows the same on a screen with `by` times fewer pixels each way."""
        pane = self.pane
        smaller = Pane(pane.left // by, pane.top // by, -(-pane.width // by), -(-pane.height // by))
        return replace(self, pane=smaller, dpr=self.dpr / by, zoom=self.zoom / by, x=self.x / by, y=self.y / by)

    def to_image(self, point: QPointF) -> tuple[float, float]:
        """Return the image point under a widget point; it may lie outside the image."""
        return (
            (point.x() * self.dpr - self.left) / self.scale_x,
            (point.y() * self.dpr - self.top) / self.scale_y,
        )

    def to_device(self, image_x: float, image_y: float) -> QPointF:
        """Return where an image point lies in device pixels."""
        return QPointF(self.left + image_x * self.scale_x, self.top + image_y * self.scale_y)

    def to_widget(self, image_x: float, image_y: float) -> QPointF:
        """Return where an image point lies in widget pixels."""
        return self.to_device(image_x, image_y) / self.dpr

    def holds(self, image_x: float, image_y: float) -> bool:
        """Return whether the point lies on the image."""
        return 0 <= image_x < self.image_width and 0 <= image_y < self.image_height

    def image_rect(self) -> QRectF:
        """Return the whole image in device pixels, which may reach beyond the pane."""
        return QRectF(self.left, self.top, self.image_width * self.scale_x, self.image_height * self.scale_y)

    def shown_rect(self) -> QRect:
        """Return the part of the pane that the image covers, in whole device pixels."""
        return self.image_rect().toRect().intersected(self.pane.rect)

    def device_rect(self, area: "ImageArea", margin: int = 0) -> QRect:
        """Return the whole device pixels of the pane that an area of the image touches, grown by `margin`."""
        left = floor(self.left + area.x0 * self.scale_x) - margin
        top = floor(self.top + area.y0 * self.scale_y) - margin
        right = ceil(self.left + area.x1 * self.scale_x) + margin
        bottom = ceil(self.top + area.y1 * self.scale_y) + margin
        return QRect(left, top, right - left, bottom - top).intersected(self.pane.rect)

    def image_area(self, rect: QRect, margin: int = 0) -> "ImageArea":
        """Return the whole image pixels under a rectangle of device pixels, grown by `margin` image pixels."""
        return ImageArea(
            floor((rect.left() - self.left) / self.scale_x) - margin,
            floor((rect.top() - self.top) / self.scale_y) - margin,
            ceil((rect.left() + rect.width() - self.left) / self.scale_x) + margin,
            ceil((rect.top() + rect.height() - self.top) / self.scale_y) + margin,
        ).clipped(self.image_width, self.image_height)

    def _kept_inside(self) -> "View":
        """Return the view with the middle of the pane inside the image, so that it cannot get lost."""
        middle_x = self.pane.left + self.pane.width / 2
        middle_y = self.pane.top + self.pane.height / 2
        return replace(
            self,
            x=min(middle_x, max(middle_x - self.image_width * self.scale_x, self.x)),
            y=min(middle_y, max(middle_y - self.image_height * self.scale_y, self.y)),
        )


@dataclass(frozen=True, slots=True)
class ImageArea:
    """Whole image pixels from (x0, y0) up to, not including, (x1, y1)."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def empty(self) -> bool:
        """True when no pixel is inside."""
        return self.x0 >= self.x1 or self.y0 >= self.y1

    @property
    def width(self) -> int:
        """Pixels across."""
        return max(0, self.x1 - self.x0)

    @property
    def height(self) -> int:
        """Pixels down."""
        return max(0, self.y1 - self.y0)

    @property
    def slices(self) -> tuple[slice, slice]:
        """The index of this area in an array of shape (height, width, ...)."""
        return slice(self.y0, self.y1), slice(self.x0, self.x1)

    def clipped(self, width: int, height: int) -> "ImageArea":
        """Return the part inside an image of this size."""
        return ImageArea(
            min(max(self.x0, 0), width),
            min(max(self.y0, 0), height),
            min(max(self.x1, 0), width),
            min(max(self.y1, 0), height),
        )

    def united(self, other: "ImageArea") -> "ImageArea":
        """Return the smallest area around both; an empty one adds nothing."""
        if self.empty:
            return other
        if other.empty:
            return self
        return ImageArea(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def intersected(self, other: "ImageArea") -> "ImageArea":
        """Return what lies in both; it may be empty."""
        return ImageArea(max(self.x0, other.x0), max(self.y0, other.y0), min(self.x1, other.x1), min(self.y1, other.y1))

    def grown(self, by: int) -> "ImageArea":
        """Return the area with `by` more pixels on every side; they may lie beyond the image."""
        return ImageArea(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)


def split(width: int, height: int, count: int, gap: int) -> tuple[Pane, ...]:
    """Return `count` panes of equal size side by side in a widget of this size (all in device pixels)."""
    each = max(1, (width - gap * (count - 1)) // count)
    return tuple(Pane(i * (each + gap), 0, each, max(1, height)) for i in range(count))


def rects(region: QRegion) -> list[QRect]:
    """Return the rectangles of a region, which can be iterated although PySide's stubs do not say so."""
    return list(cast(Iterable[QRect], region))

"""The pane layout: the panes of a view mode side by side, and the view of each video in them."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF

from app.project.model import VideoId
from app.ui.canvas.geometry import Pane, View, split
from app.ui.canvas.view_modes import VIEW_MODES, PaneContent, ViewMode

_GAP = 2
"""Device pixels between panes."""


class PaneLayout:
    """Where the image lies in the widget. A view that is fitted stays fitted when the widget changes its size.

    Its owner calls the methods that change it, composes and repaints; everyone else only reads.
    """

    def __init__(self) -> None:
        self.view: View | None = None
        """The view of the first pane, None without a video."""
        self.size = (1, 1)
        """Width and height of the widget in device pixels."""
        self.dpr = 1.0
        """Device pixels per widget pixel."""
        self.mode = ViewMode.OVERLAY
        self._fitted = True
        self._video: VideoId | None = None
        self._views_left: dict[VideoId, tuple[View, bool]] = {}

    @property
    def panes(self) -> tuple[tuple[View, PaneContent], ...]:
        """All panes, left to right, each with what it shows."""
        if self.view is None:
            return ()
        view, contents = self.view, VIEW_MODES[self.mode].panes
        panes = split(*self.size, len(contents), _GAP)
        return tuple((view.beside(pane), content) for pane, content in zip(panes, contents, strict=True))

    @property
    def rect(self) -> QRectF:
        """The whole widget in widget pixels."""
        return QRectF(QPointF(), QSizeF(*self.size) / self.dpr)

    def view_at(self, point: QPointF) -> View | None:
        """Return the view of the pane under a point in widget pixels, the nearest one outside of all."""
        panes = [view for view, _ in self.panes]
        x = point.x() * self.dpr
        return next((view for view in reversed(panes) if x >= view.pane.left), panes[0] if panes else None)

    def resize(self, width: int, height: int, dpr: float) -> None:
        """Take another size, in device pixels, or another pixel ratio."""
        self.size, self.dpr = (max(1, width), max(1, height)), dpr
        self._arrange()

    def set_mode(self, mode: ViewMode) -> None:
        """Show the panes of another view mode."""
        self.mode = mode
        self._arrange()

    def set_pixel_aspect(self, pixel_aspect: float) -> None:
        """Stretch the image across by this factor."""
        if self.view is not None:
            self.view = replace(self.view, pixel_aspect=pixel_aspect)
            self._arrange()

    def fit(self) -> None:
        """Show the whole image, also after the next resize."""
        if self.view is not None:
            self._fitted, self.view = True, self.view.fitted()

    def zoom_to(self, zoom: float) -> None:
        """Zoom to so many device pixels an image pixel, around the middle."""
        if self.view is not None:
            self._fitted, self.view = False, self.view.centered(*self.view.center(), zoom)

    def zoom_by(self, factor: float, anchor: QPointF) -> bool:
        """Zoom around a point in widget pixels. Returns whether the zoom changed: it is kept within bounds."""
        view = self.view_at(anchor)
        if view is None or self.view is None:
            return False
        zoomed = view.zoomed(factor, anchor)
        if zoomed.zoom == view.zoom:
            return False
        self._fitted, self.view = False, zoomed.beside(self.view.pane)
        return True

    def pan(self, by: QPointF) -> None:
        """Move the image by a distance in widget pixels."""
        if self.view is not None:
            self._fitted, self.view = False, self.view.panned(by)

    def enter_video(self, video: VideoId | None, width: int = 1, height: int = 1, pixel_aspect: float = 1.0) -> None:
        """Show a video of `width` x `height` image pixels with the view it was left with, at first fitted."""
        if self._video is not None and self.view is not None:
            self._views_left[self._video] = (self.view, self._fitted)
        self._video = video
        if video is None:
            self.view = None
        else:
            fresh = View(width, height, Pane(0, 0, 1, 1), pixel_aspect=pixel_aspect)
            self.view, self._fitted = self._views_left.get(video, (fresh, True))
        self._arrange()

    def copy_views_from(self, other: "PaneLayout") -> None:
        """Show every video of the project with the views of another layout."""
        self._views_left = dict(other._views_left)
        self.view, self._fitted = other.view, other._fitted
        self._arrange()

    def _arrange(self) -> None:
        """Bring the view into the first pane of this size and mode."""
        if self.view is not None:
            pane = split(*self.size, len(VIEW_MODES[self.mode].panes), _GAP)[0]
            view = self.view.in_pane(pane, self.dpr)
            self.view = view.fitted() if self._fitted else view

"""What is on the canvas and how it lies there: follows the workspace and keeps the composed picture right."""

from dataclasses import replace

from PySide6.QtCore import QObject, QPointF, QRect, QSizeF, QTimer, Signal
from PySide6.QtGui import QPixmap, QRegion

from app.errors import UserError
from app.project.edit import Edit
from app.project.model import FrameIndex, ObjectId, VideoId, VideoObject
from app.ui.canvas.aids import USUAL, Aid
from app.ui.canvas.geometry import ImageArea, Pane, View, split
from app.ui.canvas.painting.compositor import Picture
from app.ui.canvas.painting.contours import Bits
from app.ui.canvas.painting.outlines_layer import HEAVIEST
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.scene import Scene, ShownMask, difference, read
from app.ui.canvas.view_modes import VIEW_MODES, PaneStyle, ViewMode
from app.workspace.workspace import Workspace

_GAP = 2
"""Device pixels between panes."""
_SETTLE_MS = 90
"""How long zooming, or playing on a large screen, must rest before the picture is composed in full quality."""


class Stage(QObject):
    """The scene of the shown frame, the view on it and the picture composed of both, without being a widget.

    The shown frame is the one whose picture is on screen: it trails the playhead while a picture is decoded, so masks
    and prompts always belong to what is seen.
    """

    dirty = Signal(QRegion)
    """What must be repainted, in device pixels."""
    view_changed = Signal()
    """Zoom or position."""
    scene_changed = Signal()
    """Other objects, masks or prompts."""

    def __init__(self, workspace: Workspace, style: CanvasStyle, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.picture = Picture(style)
        self.scene = Scene(FrameIndex(0))
        self.failure: UserError | None = None
        self._mode = ViewMode.OVERLAY
        self._aids = USUAL
        self._view: View | None = None
        self._fitted = True
        self._left: dict[VideoId, tuple[View, bool]] = {}
        self._video: VideoId | None = None
        self._size = (1, 1)
        self._dpr = 1.0
        self._preview: ShownMask | None = None
        self._operation: tuple[FrameIndex, ShownMask] | None = None
        self._coming: VideoObject | None = None
        self._settling = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settling.timeout.connect(self.settle)
        self._listen()
        self._enter_video()

    def _listen(self) -> None:
        workspace = self.workspace
        workspace.editor.changed.connect(self._follow_edit)
        workspace.view.video_changed.connect(self._enter_video)
        workspace.view.frame_changed.connect(self._leave_frame)
        workspace.view.image_ready.connect(self._take_image)
        workspace.view.selection_changed.connect(self.refresh)
        workspace.prompts.preview_changed.connect(self._take_preview)
        workspace.view.image_failed.connect(self._take_failure)

    # The view

    @property
    def ready(self) -> bool:
        """True when a picture is shown that gestures can work on."""
        return self.workspace.view.image is not None and self._view is not None and self.failure is None

    @property
    def view(self) -> View | None:
        """The view of the first pane, None without a video."""
        return self._view

    @property
    def mode(self) -> ViewMode:
        """The view mode."""
        return self._mode

    @property
    def aids(self) -> frozenset[Aid]:
        """What is drawn to help the eye."""
        return self._aids

    @property
    def panes(self) -> tuple[tuple[View, PaneStyle], ...]:
        """All panes, left to right, each with what it shows."""
        if self._view is None:
            return ()
        styles = VIEW_MODES[self._mode].panes
        lots = split(*self._size, len(styles), _GAP)
        return tuple((self._view.beside(lot), style) for lot, style in zip(lots, styles, strict=True))

    @property
    def size(self) -> QSizeF:
        """The size of the widget in device pixels."""
        return QSizeF(*self._size)

    @property
    def dpr(self) -> float:
        """Device pixels per widget pixel."""
        return self._dpr

    def view_at(self, point: QPointF) -> View | None:
        """Return the view of the pane under a widget point, the nearest one outside of all."""
        panes = [view for view, _ in self.panes]
        x = point.x() * self._dpr
        return next((view for view in reversed(panes) if x >= view.pane.left), panes[0] if panes else None)

    def resize(self, width: int, height: int, dpr: float) -> None:
        """Take another size, in device pixels, or pixel ratio."""
        self._size, self._dpr = (max(1, width), max(1, height)), dpr
        self._lay_out()

    def set_mode(self, mode: ViewMode) -> None:
        """Look at the masks in another way."""
        if mode is not self._mode:
            self._mode = mode
            self._lay_out()

    def lie_as(self, other: "Stage") -> None:
        """Show every video of the project as another stage does."""
        self._left = dict(other._left)
        self._view, self._fitted = other._view, other._fitted
        self._lay_out()

    def fit(self) -> None:
        """Show the whole image, also after the next resize."""
        if self._view is not None:
            self._fitted = True
            self._look(self._view.fitted())

    def zoom_to(self, zoom: float) -> None:
        """Zoom to so many device pixels an image pixel, around the middle."""
        if self._view is not None:
            self._fitted = False
            self._look(self._view.centered(*self._view.center(), zoom))

    def zoom_by(self, factor: float, anchor: QPointF) -> None:
        """Zoom around a widget point, in draft quality until zooming rests."""
        view = self.view_at(anchor)
        if view is None or self._view is None:
            return
        zoomed = view.zoomed(factor, anchor)
        if zoomed.zoom == view.zoom:
            return
        self._fitted = False
        self.picture.draft = True
        self._settling.start()
        self._look(zoomed.beside(self._view.pane))

    def pan(self, by: QPointF) -> None:
        """Move the image by a distance in widget pixels."""
        if self._view is not None:
            self._fitted = False
            self._look(self._view.panned(by))

    def settle(self) -> None:
        """Compose in full quality what was left in draft quality."""
        self._settling.stop()
        if self.picture.draft:
            self.picture.draft = False
            self.dirty.emit(self.picture.invalidate())

    def _lay_out(self) -> None:
        if self._view is None:
            self._look(None)
            return
        pane = split(*self._size, len(VIEW_MODES[self._mode].panes), _GAP)[0]
        view = self._view.in_pane(pane, self._dpr)
        self._look(view.fitted() if self._fitted else view)

    def _look(self, view: View | None) -> None:
        self._view = view
        panes = self.panes
        self.picture.place([view for view, _ in panes], [style for _, style in panes], *self._size)
        self.dirty.emit(QRegion(QRect(0, 0, *self._size)))
        self.view_changed.emit()

    # What is shown

    @property
    def pixmap(self) -> QPixmap:
        """The composed picture, up to date, in device pixels."""
        return self.picture.composed()

    @property
    def preview(self) -> ShownMask | None:
        """The proposed mask to show: an operation's result, or what a click would give."""
        if self._operation is not None and self.proposing:
            return self._operation[1]
        asked = self.workspace.prompts.preview
        return self._preview if asked is not None and asked.frame == self.scene.frame else None

    @property
    def proposing(self) -> bool:
        """True while an operation's result is shown that waits for a word."""
        return self._operation is not None and self._operation[0] == self.scene.frame

    def show_operation(self, preview: ShownMask | None) -> None:
        """Show what an operation would make of the active object's mask on this frame, until None is given."""
        self._operation = (self.workspace.view.frame, preview) if preview is not None else None
        self._repaint_all()

    def show_live(self, object: ObjectId | None, bits: Bits | None, area: ImageArea) -> None:
        """Let `bits` stand for an object's mask while it is painted, of an object to come too; None ends that."""
        coming = self.workspace.prompts.to_come(object) if object is not None else None
        if coming != self._coming:
            self._coming = coming
            self.refresh()
        self.dirty.emit(self.picture.show_live(object, bits, area))

    def set_opacity(self, opacity: float) -> None:
        """Fill masks with this opacity, 0..1."""
        self.picture.opacity = min(1.0, max(0.0, opacity))
        self._recompose()

    def set_outline_weight(self, weight: float) -> None:
        """Draw outlines so many times as thick as usual; 0 draws none."""
        self.picture.outline_weight = min(HEAVIEST, max(0.0, weight))
        self._recompose()

    def set_aids(self, aids: frozenset[Aid]) -> None:
        """Draw these aids and no others."""
        self._aids = aids
        self.picture.grid = Aid.PIXEL_GRID in aids
        self.refresh()
        self._recompose()

    def set_hidden(self, hidden: bool) -> None:
        """Show the frame alone."""
        if hidden != self.picture.hidden:
            self.picture.hidden = hidden
            self._recompose()

    def set_style(self, style: CanvasStyle) -> None:
        """Use other colors."""
        self.picture.style = style
        self._recompose()

    def refresh(self) -> None:
        """Read the shown frame's objects again and repaint what differs. Without a picture there are none."""
        video = self.workspace.view.video
        if video is None or self.workspace.view.image is None:
            return
        frame, before, ghost = self.workspace.view.image_frame, self.scene, Aid.GHOST in self._aids
        now = read(self.workspace, frame, before, ghost=ghost, coming=self._coming)
        if now == before:
            return
        self.scene = self.picture.scene = now
        area = self.picture.masks.show(self.scene, video.width, video.height)
        area = area.united(difference(before, self.scene))
        if not area.empty:
            self.picture.invalidate(area)
        self._repaint_all()
        self.scene_changed.emit()

    def _recompose(self) -> None:
        self.dirty.emit(self.picture.invalidate())

    def _repaint_all(self) -> None:
        self.dirty.emit(QRegion(QRect(0, 0, *self._size)))

    def _enter_video(self) -> None:
        """Show another video, where it was left."""
        if self._video is not None and self._view is not None:
            self._left[self._video] = (self._view, self._fitted)
        video = self.workspace.view.video
        self._video = video.id if video is not None else None
        self.failure = self._operation = None
        if video is None:
            self._view = None
        else:
            fresh = View(video.width, video.height, Pane(0, 0, 1, 1), pixel_aspect=self.workspace.view.pixel_aspect)
            self._view, self._fitted = self._left.get(video.id, (fresh, True))
        self.scene = self.picture.scene = Scene(FrameIndex(-1))
        self.picture.masks.show(self.scene, *((video.width, video.height) if video is not None else (1, 1)))
        self.picture.frame.show(self.workspace.view.image)
        self._lay_out()
        self.refresh()

    def _leave_frame(self, _frame: int) -> None:
        self.failure = None
        self._repaint_all()

    def _take_image(self, _frame: int) -> None:
        self.failure = None
        self.picture.frame.show(self.workspace.view.image)
        if self._view is not None and self._view.pixel_aspect != self.workspace.view.pixel_aspect:
            self._view = replace(self._view, pixel_aspect=self.workspace.view.pixel_aspect)
            self._lay_out()
        if self.workspace.view.playing and self.picture.large:
            self.picture.draft = True
            self._settling.start()
        self.refresh()
        self._recompose()

    def _take_preview(self) -> None:
        asked = self.workspace.prompts.preview
        self._preview = ShownMask(asked.mask) if asked is not None else None
        self._repaint_all()

    def _take_failure(self, error: UserError) -> None:
        if error is self.workspace.view.image_error:
            self.failure = error
            self._repaint_all()

    def _follow_edit(self, edit: Edit) -> None:
        ghosted = Aid.GHOST in self._aids and edit.touches(FrameIndex(self.scene.frame - 1))
        if edit.objects or ghosted or edit.touches(self.scene.frame):
            self.refresh()

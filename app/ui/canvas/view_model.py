"""The canvas' view model: what is shown and where. Follows the workspace and keeps the compositor up to date."""

from PySide6.QtCore import QObject, QPointF, QRect, QTimer, Signal
from PySide6.QtGui import QPixmap, QRegion

from app.errors import UserError
from app.project.edit import Edit
from app.project.model import FrameIndex, ObjectId, VideoObject
from app.ui.canvas.aids import DEFAULT_AIDS, Aid
from app.ui.canvas.contours import Bits
from app.ui.canvas.geometry import ImageArea
from app.ui.canvas.painting.compositor import Compositor
from app.ui.canvas.painting.outlines_layer import MAX_OUTLINE_WEIGHT
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.pane_layout import PaneLayout
from app.ui.canvas.scene import Scene, ShownMask, read_scene, restyled_area
from app.ui.canvas.view_modes import ViewMode
from app.workspace.turns import Later
from app.workspace.workspace import Workspace

_DRAFT_MS = 90
"""How long zooming, or playing on a large screen, must pause before the image is composed in full quality."""


class CanvasViewModel(QObject):
    """The scene of the shown frame, the pane layout and the compositor of both. No widget, and knows no tools.

    The shown frame is the one whose image is on screen: it lags behind the playhead while a frame is decoded, so masks
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
        self.layout = PaneLayout()
        self.compositor = Compositor(style)
        self.scene = Scene(FrameIndex(0))
        self.failure: UserError | None = None
        self._aids = DEFAULT_AIDS
        self._preview: ShownMask | None = None
        self._operation: tuple[FrameIndex, ShownMask] | None = None
        self._new_object: VideoObject | None = None
        self._draft_timer = QTimer(self, interval=_DRAFT_MS, singleShot=True)
        self._draft_timer.timeout.connect(self.finish_draft)
        self._behind_edit = Later(workspace.turns, self)
        self._behind_edit.due.connect(self.refresh)
        self._issues_later = Later(workspace.turns, self)
        self._issues_later.due.connect(self.refresh)
        self._first_image = Later(workspace.turns, self)
        self._first_image.due.connect(self._take_image)
        self._listen()
        self._enter_video()

    def _listen(self) -> None:
        workspace = self.workspace
        workspace.editor.changed.connect(self._follow_edit)
        workspace.view.video_changed.connect(self._enter_video)
        workspace.view.frame_changed.connect(self._leave_frame)
        workspace.view.image_ready.connect(self._show_image)
        workspace.view.selection_changed.connect(self.refresh)
        workspace.click_preview.changed.connect(self._show_preview)
        workspace.view.image_failed.connect(self._show_failure)
        workspace.view.holes_changed.connect(self._repaint_all)
        workspace.second_opinion.changed.connect(self.refresh)
        workspace.offers.changed.connect(self.refresh)
        workspace.selecting.changed.connect(self.refresh)
        workspace.selecting.pointed_changed.connect(self.refresh)
        workspace.verification.changed.connect(self._issues_later.start)  # follows each edit of objects, as this does
        workspace.verifying.changed.connect(self.refresh)
        workspace.issue_marks.changed.connect(self.refresh)

    # Where it lies

    def resize(self, width: int, height: int, dpr: float) -> None:
        """Take another size, in device pixels, or pixel ratio (`dpr`: device pixels per widget pixel)."""
        self.layout.resize(width, height, dpr)
        self._apply_layout()

    def set_mode(self, mode: ViewMode) -> None:
        """Show the masks in another view mode."""
        if mode is not self.layout.mode:
            self.layout.set_mode(mode)
            self._apply_layout()

    def copy_views_from(self, other: "CanvasViewModel") -> None:
        """Show every video of the project with the views of another view model."""
        self.layout.copy_views_from(other.layout)
        self._apply_layout()

    def fit(self) -> None:
        """Show the whole image, also after the next resize."""
        self.layout.fit()
        self._apply_layout()

    def zoom_to(self, zoom: float) -> None:
        """Zoom to so many device pixels an image pixel, around the middle."""
        self.layout.zoom_to(zoom)
        self._apply_layout()

    def zoom_by(self, factor: float, anchor: QPointF) -> None:
        """Zoom around a point in widget pixels, in draft quality until zooming pauses."""
        if self.layout.zoom_by(factor, anchor):
            self.compositor.draft = True
            self._draft_timer.start()
            self._apply_layout()

    def pan(self, by: QPointF) -> None:
        """Move the image by a distance in widget pixels."""
        self.layout.pan(by)
        self._apply_layout()

    def finish_draft(self) -> None:
        """Compose in full quality what was left in draft quality."""
        self._draft_timer.stop()
        if self.compositor.draft:
            self.compositor.draft = False
            self.dirty.emit(self.compositor.invalidate())

    def _apply_layout(self) -> None:
        """Compose and repaint where the layout has put the image."""
        panes = self.layout.panes
        views, contents = [view for view, _ in panes], [content for _, content in panes]
        self.compositor.set_views(views, contents, *self.layout.size)
        self._repaint_all()
        self.view_changed.emit()

    # What is shown

    @property
    def ready(self) -> bool:
        """True when an image is shown that gestures can work on."""
        return self.workspace.view.image is not None and self.layout.view is not None and self.failure is None

    @property
    def aids(self) -> frozenset[Aid]:
        """The visual aids that are drawn."""
        return self._aids

    @property
    def pixmap(self) -> QPixmap:
        """The composed image, up to date, in device pixels."""
        return self.compositor.composed()

    @property
    def preview(self) -> ShownMask | None:
        """The proposed mask to show: an operation's result, or a click's preview."""
        if self._operation is not None and self.operation_shown:
            return self._operation[1]
        preview = self.workspace.click_preview.shown
        return self._preview if preview is not None and preview.frame == self.scene.frame else None

    @property
    def operation_shown(self) -> bool:
        """True while an operation's result is shown that is neither accepted nor cancelled."""
        return self._operation is not None and self._operation[0] == self.scene.frame

    def show_operation(self, preview: ShownMask | None) -> None:
        """Show what an operation would make of the active object's mask on this frame, until None is given."""
        self._operation = (self.workspace.view.frame, preview) if preview is not None else None
        self._repaint_all()

    def show_live(self, object: ObjectId | None, bits: Bits | None, area: ImageArea, taken: Bits | None = None) -> None:
        """Show `bits`, shape (height, width), in place of an object's mask while it is painted; None ends that.

        The object may be a new one that the gesture is about to make. `bits` changed in `area` only, and so did what is
        `taken` from all others.
        """
        new_object = self.workspace.prompts.to_come(object) if object is not None else None
        if new_object != self._new_object:
            self._new_object = new_object
            self.refresh()
        self.dirty.emit(self.compositor.show_live(object, bits, area, taken))

    def set_opacity(self, opacity: float) -> None:
        """Fill masks with this opacity, 0..1."""
        self.compositor.opacity = min(1.0, max(0.0, opacity))
        self._recompose()

    def set_outline_weight(self, weight: float) -> None:
        """Draw outlines so many times as thick as by default; 0 draws none."""
        self.compositor.outline_weight = min(MAX_OUTLINE_WEIGHT, max(0.0, weight))
        self._recompose()

    def set_aids(self, aids: frozenset[Aid]) -> None:
        """Draw these aids and no others."""
        self._aids = aids
        self.compositor.grid = Aid.PIXEL_GRID in aids
        self.refresh()
        self._recompose()

    def set_hidden(self, hidden: bool) -> None:
        """Show the frame alone."""
        if hidden != self.compositor.hidden:
            self.compositor.hidden = hidden
            self._recompose()

    def set_style(self, style: CanvasStyle) -> None:
        """Use other colors."""
        self.compositor.style = style
        self._recompose()

    def refresh(self) -> None:
        """Read the shown frame's objects again and repaint what differs. Without an image there are none."""
        video = self.workspace.view.video
        if video is None or self.workspace.view.image is None:
            return
        frame, before, ghost = self.workspace.view.image_frame, self.scene, Aid.GHOST in self._aids
        if self.workspace.editor.telling_large:  # painted in the turn behind it, and so behind lists and timeline
            self._behind_edit.start()
        if self._behind_edit.waiting and frame == before.frame:
            return
        after = read_scene(self.workspace, frame, before, ghost=ghost, new_object=self._new_object)
        if after == before:
            return
        self.scene = self.compositor.scene = after
        area = self.compositor.masks.show(self.scene, video.width, video.height)
        area = area.united(restyled_area(before, self.scene))
        if not area.empty:
            self.compositor.invalidate(area)
        self._repaint_all()
        self.scene_changed.emit()

    def _recompose(self) -> None:
        self.dirty.emit(self.compositor.invalidate())

    def _repaint_all(self) -> None:
        self.dirty.emit(QRegion(QRect(0, 0, *self.layout.size)))

    def _enter_video(self) -> None:
        """Show another video with the view it was left with."""
        video = self.workspace.view.video
        self.failure = self._operation = None
        self.scene = self.compositor.scene = Scene(FrameIndex(-1))
        self.compositor.masks.show(self.scene, *((video.width, video.height) if video is not None else (1, 1)))
        self.compositor.frame.show(self.workspace.view.image)
        if video is None:
            self.layout.enter_video(None)
        else:
            self.layout.enter_video(video.id, video.width, video.height, self.workspace.view.pixel_aspect)
        self._apply_layout()
        self.refresh()

    def _leave_frame(self, _frame: int) -> None:
        self.failure = None
        self._repaint_all()

    def _show_image(self, _frame: int) -> None:
        self.failure = None
        if self.scene.frame < 0:  # everything else follows a new video, too: its masks are read and painted behind that
            self._first_image.start()
        else:
            self._take_image()

    def _take_image(self) -> None:
        """Show the image that is there, with what is on its frame."""
        self.compositor.frame.show(self.workspace.view.image)
        view, pixel_aspect = self.layout.view, self.workspace.view.pixel_aspect
        if view is not None and view.pixel_aspect != pixel_aspect:
            self.layout.set_pixel_aspect(pixel_aspect)
            self._apply_layout()
        if self.workspace.view.playing and self.compositor.large:
            self.compositor.draft = True
            self._draft_timer.start()
        self.refresh()
        self._recompose()

    def _show_preview(self) -> None:
        preview = self.workspace.click_preview.shown
        self._preview = ShownMask(preview.mask) if preview is not None else None
        self._repaint_all()

    def _show_failure(self, error: UserError) -> None:
        if error is self.workspace.view.image_error:
            self.failure = error
            self._repaint_all()

    def _follow_edit(self, edit: Edit) -> None:
        ghosted = Aid.GHOST in self._aids and edit.touches(FrameIndex(self.scene.frame - 1))
        if edit.objects or ghosted or edit.touches(self.scene.frame):
            self.refresh()

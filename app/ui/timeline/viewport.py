"""What part of the video the timeline shows, shared by its ruler, filmstrip and lanes."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QWheelEvent

from app.project.model import VideoObject
from app.ui.timeline.descriptions import behind_text, hole_text, position_text, shot_text
from app.ui.timeline.scale import Scale
from app.workspace.workspace import Workspace

PAD = 9.0
"""Logical pixels that stay free at both ends: half of what is drawn around a frame, such as the playhead's handle."""
ZOOM_STEP = 1.25
NOTCH = 120.0
"""QWheelEvent.angleDelta of one notch."""


class Viewport(QObject):
    """The scale in force, following the current video and the playhead."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._scale = Scale.whole(1, 1, PAD)
        self._scale_by_video: dict[int, Scale] = {}
        self._video: int | None = None
        workspace.view.video_changed.connect(self._change_video)
        workspace.view.frame_changed.connect(self.reveal)
        self._change_video()

    @property
    def workspace(self) -> Workspace:
        """The project shown."""
        return self._workspace

    @property
    def scale(self) -> Scale:
        """The scale in force, in logical pixels."""
        return self._scale

    def objects(self) -> tuple[VideoObject, ...]:
        """Return the objects that have a lane, top to bottom."""
        video = self._workspace.view.video
        return tuple(self._workspace.document.objects(video.id)) if video else ()

    def holes(self) -> frozenset[int]:
        """Return the frames known to be undecodable: told by the media, or found by decoding."""
        return self._workspace.view.holes

    def behind_holes(self) -> Mapping[int, int]:
        """Return the frames that are built on one of the holes and may look wrong, each with that hole."""
        return self._workspace.view.behind_holes(self._workspace.view.video)

    def frame_text(self, frame: int) -> str:
        """Return what there is to say about a frame: number, time, and whether it can be decoded, and rightly."""
        parts = [position_text(self._workspace.view.times, frame)]
        parts += [shot_text()] if frame in self._workspace.shots.here() else []
        parts += [hole_text()] if frame in self.holes() else []
        hole = self.behind_holes().get(frame)
        parts += [behind_text(hole)] if hole is not None else []
        return " · ".join(parts)

    def show(self, scale: Scale) -> None:
        """Show another part."""
        if scale != self._scale:
            self._scale = scale
            self.changed.emit()

    def copy_state_from(self, other: "Viewport") -> None:
        """Show every video of the project with the scales of another viewport."""
        self._scale_by_video = dict(other._scale_by_video)
        self.show(other.scale.resized(self._scale.width))

    def resize(self, width: int) -> None:
        """Follow the width of the widgets."""
        self.show(self._scale.resized(width))

    def reveal(self, frame: int) -> None:
        """Scroll by a page when `frame` is out of view."""
        self.show(self._scale.showing(frame))

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Magnify around `x` (logical pixels), or around the playhead."""
        playhead = self._scale.center(self._workspace.view.frame)
        inside = 0 <= playhead <= self._scale.width
        middle = playhead if inside else self._scale.width / 2
        self.show(self._scale.zoomed(factor, middle if x is None else x))

    def fit(self) -> None:
        """Show the whole video."""
        self.show(Scale.whole(self._scale.frame_count, self._scale.width, PAD))

    def fit_range(self) -> None:
        """Show the range between in and out point, or the whole video."""
        span = self._workspace.view.range
        if span is None:
            self.fit()
        else:
            self.show(self._scale.framing(*span))

    def wheel(self, event: QWheelEvent, *, plain_zooms: bool) -> bool:
        """Zoom (with Ctrl, or plainly) or pan (with Shift, or sideways). Returns False when it did neither."""
        delta = event.angleDelta()
        modifiers = event.modifiers()
        sideways = delta.x() if abs(delta.x()) > abs(delta.y()) else 0
        if modifiers & Qt.KeyboardModifier.ShiftModifier or sideways:
            self.show(self._scale.panned(-(sideways or delta.y()) / NOTCH * 60))
        elif modifiers & Qt.KeyboardModifier.ControlModifier or plain_zooms:
            self.zoom(ZOOM_STEP ** (delta.y() / NOTCH), event.position().x())
        else:
            return False
        return True

    def scrub(self, position: QPointF) -> None:
        """Move the playhead under the pointer; the workspace decodes the newest frame requested."""
        self._workspace.view.go_to(self._scale.frame_at(position.x()))

    def _change_video(self) -> None:
        if self._video is not None:
            self._scale_by_video[self._video] = self._scale
        video = self._workspace.view.video
        self._video = None if video is None else int(video.id)
        count = video.frame_count if video else 1
        before = self._scale_by_video.get(self._video) if self._video is not None else None
        fresh = before is None or before.frame_count != count
        self._scale = (
            Scale.whole(count, self._scale.width, PAD) if fresh or before is None else before.resized(self._scale.width)
        )
        self.changed.emit()

"""What is painted over the composed picture at every repaint, because it moves: prompts, gesture, brush, words."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QRegion

from app.ui.canvas.aids import Aid
from app.ui.canvas.geometry import View
from app.ui.canvas.painting.aids_layer import paint_ghost, paint_names
from app.ui.canvas.painting.cursor_layer import paint_brush, paint_guides
from app.ui.canvas.painting.preview_layer import paint_preview
from app.ui.canvas.painting.prompts_layer import paint_prompts
from app.ui.canvas.painting.sketch_layer import Point, Sketch, paint_sketch
from app.ui.canvas.painting.words_layer import Words, paint_badge, paint_words
from app.ui.canvas.scene import Scene, qcolor
from app.ui.canvas.view_model import Stage
from app.ui.canvas.view_modes import PaneStyle


@dataclass(frozen=True, slots=True)
class BrushCursor:
    """Where the brush is and how large, in image pixels. `line_from` is where a straight line would begin."""

    at: Point
    radius: float
    erase: bool
    line_from: Point | None = None


@dataclass(frozen=True, slots=True)
class AtPointer:
    """What is drawn where the pointer is: a brush, or the guides of a box through a point of the image."""

    brush: BrushCursor | None = None
    guides: Point | None = None


def paint_overlay(painter: QPainter, stage: Stage, sketch: Sketch, pointer: AtPointer) -> None:
    """Paint over all panes, in widget pixels."""
    words = state_words(stage)
    style = stage.picture.style
    if words is not None and not stage.panes:
        paint_words(painter, QRectF(painter.viewport()), words, style)
    for view, pane in stage.panes:
        rect = pane_rect(view)
        painter.save()
        painter.setClipRect(rect)
        if words is not None:
            if stage.workspace.view.image is not None:
                shade = QColor(style.background)
                shade.setAlpha(225)
                painter.fillRect(rect, shade)
            paint_words(painter, rect, words, style)
        else:
            _paint_pane(painter, stage, view, pane, sketch, pointer)
        painter.restore()


def _paint_pane(
    painter: QPainter, stage: Stage, view: View, pane: PaneStyle, sketch: Sketch, pointer: AtPointer
) -> None:
    scene, style = stage.scene, stage.picture.style
    active = scene.active
    color = qcolor(active.color) if active is not None else style.accent
    if not stage.picture.hidden:
        if pane.prompts:
            if scene.ghost is not None:
                paint_ghost(painter, view, scene.ghost, color, style)
            if Aid.NAMES in stage.aids:
                paint_names(painter, view, scene, style)
            paint_prompts(painter, view, scene, style, sketch.lifted)
            if stage.preview is not None:
                paint_preview(painter, view, stage.preview, color, style)
        badge = badge_words(scene)
        if badge:
            paint_badge(painter, pane_rect(view).topLeft(), badge, style)
    if pointer.guides is not None:
        paint_guides(painter, view, pointer.guides, style)
    paint_sketch(painter, view, sketch, color, style)
    brush = pointer.brush
    if brush is not None:
        if brush.line_from is not None:
            paint_sketch(painter, view, Sketch(line=(brush.line_from, brush.at), subtract=brush.erase), color, style)
        paint_brush(painter, view, brush.at, brush.radius, color, style, brush.erase)


def pane_rect(view: View) -> QRectF:
    """Return a pane in widget pixels."""
    pane, dpr = view.pane, view.dpr
    return QRectF(QPointF(pane.left, pane.top) / dpr, QPointF(pane.left + pane.width, pane.top + pane.height) / dpr)


def state_words(stage: Stage) -> Words | None:
    """Return what to say instead of a picture, None while there is one."""
    workspace = stage.workspace
    if workspace.view.video is None:
        return Words(
            QCoreApplication.translate("Canvas", "No video yet"),
            QCoreApplication.translate(
                "Canvas", "Drop videos or folders of pictures here to add them to this project."
            ),
        )
    if stage.failure is not None:
        title = QCoreApplication.translate("Canvas", "Frame {frame} cannot be shown")
        return Words(title.format(frame=workspace.view.frame), str(stage.failure))
    if workspace.view.image is None:
        return Words(QCoreApplication.translate("Canvas", "Decoding…"))
    return None


def badge_words(scene: Scene) -> str:
    """Return what is special about the active object on this frame, in a few words; empty if nothing is."""
    active = scene.active
    if active is None:
        return ""
    facts = []
    if active.locked:
        facts.append(QCoreApplication.translate("Canvas", "locked"))
    if active.absent:
        facts.append(QCoreApplication.translate("Canvas", "absent on this frame"))
    elif active.stale:
        facts.append(QCoreApplication.translate("Canvas", "stale: tracked before the last correction"))
    return f"{active.name}: {', '.join(facts)}" if facts else ""


def pointer_region(stage: Stage, pointer: AtPointer) -> QRegion:
    """Return the part of the widget that is painted on at the pointer, in widget pixels."""
    brush, guides = pointer.brush, pointer.guides
    if brush is None and guides is None:
        return QRegion()
    whole = QRectF(QPointF(), stage.size / stage.dpr).toAlignedRect()
    if len(stage.panes) > 1 or (brush is not None and brush.line_from is not None):
        return QRegion(whole)
    view = stage.panes[0][0]
    if guides is not None:
        center = view.to_widget(*guides).toPoint()
        across, down = QRect(0, center.y() - 3, whole.width(), 7), QRect(center.x() - 3, 0, 7, whole.height())
        return QRegion(across) + QRegion(down)
    return QRegion(_brush_rect(view, brush)) if brush is not None else QRegion()


def _brush_rect(view: View, brush: BrushCursor) -> QRect:
    corner = QPointF(brush.radius * view.scale_x, brush.radius * view.scale_y) / view.dpr + QPointF(14, 14)
    center = view.to_widget(*brush.at)
    return QRectF(center - corner, center + corner).toAlignedRect()

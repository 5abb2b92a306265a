"""The overlay: what moves, and is painted over the composed image at every repaint: prompts, gesture, brush, text."""

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QRegion

from app.ui.canvas.aids import Aid
from app.ui.canvas.geometry import View
from app.ui.canvas.painting.aids_layer import paint_ghost, paint_names
from app.ui.canvas.painting.candidates_layer import paint_candidates
from app.ui.canvas.painting.cursor_layer import BrushCursor, PointerMarks, paint_brush, paint_guides
from app.ui.canvas.painting.issues_layer import paint_issues
from app.ui.canvas.painting.preview_layer import paint_preview
from app.ui.canvas.painting.prompts_layer import paint_prompts
from app.ui.canvas.painting.sketch_layer import Sketch, paint_sketch
from app.ui.canvas.painting.text_layer import Placeholder, paint_badges, paint_placeholder
from app.ui.canvas.scene import Scene, qcolor
from app.ui.canvas.view_model import CanvasViewModel
from app.ui.canvas.view_modes import Backdrop, PaneContent

NOTHING_GROUND = QColor(20, 21, 24, 225)
"""Over a matte or a cut-out that is empty, so that words on it can be read."""


def paint_overlay(painter: QPainter, view_model: CanvasViewModel, sketch: Sketch, marks: PointerMarks) -> None:
    """Paint over all panes with a painter in widget pixels."""
    placeholder = placeholder_for(view_model)
    style = view_model.compositor.style
    if placeholder is not None and not view_model.layout.panes:
        paint_placeholder(painter, QRectF(painter.viewport()), placeholder, style)
    for view, pane in view_model.layout.panes:
        rect = pane_rect(view)
        painter.save()
        painter.setClipRect(rect)
        if placeholder is not None:
            if view_model.workspace.view.image is not None:
                veil = QColor(style.background)
                veil.setAlpha(225)
                painter.fillRect(rect, veil)
            elif view_model.failure is not None:  # what is there is the picture of another video
                painter.fillRect(rect, style.background)
            paint_placeholder(painter, rect, placeholder, style)
        else:
            _paint_pane(painter, view_model, view, pane, sketch, marks)
        painter.restore()


def _paint_pane(
    painter: QPainter, view_model: CanvasViewModel, view: View, pane: PaneContent, sketch: Sketch, marks: PointerMarks
) -> None:
    scene, style = view_model.scene, view_model.compositor.style
    active = scene.active
    color = qcolor(active.color) if active is not None else style.accent
    if not view_model.compositor.hidden:
        if pane.prompts:
            if scene.ghost is not None:
                paint_ghost(painter, view, scene.ghost, color, style)
            if Aid.NAMES in view_model.aids:
                paint_names(painter, view, scene, style)
            paint_candidates(painter, view, scene.candidates, style)
            paint_prompts(painter, view, scene, style, sketch.dragged_dot)
            paint_issues(painter, view, scene.issues, style)
            for proposed in (scene.offered, view_model.preview):
                if proposed is not None:
                    paint_preview(painter, view, proposed, color, style)
        nothing = nothing_to_show(scene) if pane.backdrop is not Backdrop.FRAME else None
        if nothing is not None and not view_model.compositor.live:
            picture = QRectF(QPointF(view.shown_rect().topLeft()) / view.dpr, view.shown_rect().size() / view.dpr)
            painter.fillRect(picture, NOTHING_GROUND)
            paint_placeholder(painter, picture, nothing, style.on_dark())
        badges = [badge_text(scene) if nothing is None else "", frame_text(view_model)]
        paint_badges(painter, pane_rect(view), [text for text in badges if text], style)
    if marks.guides is not None:
        paint_guides(painter, view, marks.guides, style)
    paint_sketch(painter, view, sketch, color, style)
    brush = marks.brush
    if brush is not None:
        if brush.line_from is not None:
            paint_sketch(painter, view, Sketch(line=(brush.line_from, brush.at), subtract=brush.erase), color, style)
        paint_brush(painter, view, brush, color, style)


def pane_rect(view: View) -> QRectF:
    """Return a pane in widget pixels."""
    pane, dpr = view.pane, view.dpr
    return QRectF(QPointF(pane.left, pane.top) / dpr, QPointF(pane.left + pane.width, pane.top + pane.height) / dpr)


def placeholder_for(view_model: CanvasViewModel) -> Placeholder | None:
    """Return the text in place of an image, None while there is one."""
    workspace = view_model.workspace
    if workspace.view.video is None:
        return Placeholder(
            QCoreApplication.translate("Canvas", "No video yet"),
            QCoreApplication.translate(
                "Canvas", "Drop videos or folders of pictures here to add them to this project."
            ),
        )
    if view_model.failure is not None:
        title = QCoreApplication.translate("Canvas", "Frame {frame} cannot be shown")
        return Placeholder(title.format(frame=workspace.view.frame), str(view_model.failure))
    if workspace.view.image is None:
        return Placeholder(QCoreApplication.translate("Canvas", "Decoding…"))
    return None


def nothing_to_show(scene: Scene) -> Placeholder | None:
    """Return why a matte or a cut-out of the selected objects, or of all, is empty; None when it is not."""
    shown = [o for o in scene.objects if o.selected] or scene.objects
    if any(not o.mask.area.empty for o in shown):
        return None
    if not shown:
        return Placeholder(
            QCoreApplication.translate("Canvas", "No object yet"),
            QCoreApplication.translate("Canvas", "Click on something in the picture."),
        )
    if len(shown) > 1:
        return Placeholder(QCoreApplication.translate("Canvas", "No mask on this frame"))
    (only,) = shown
    if only.hidden:
        return Placeholder(QCoreApplication.translate("Canvas", "{name} is hidden").format(name=only.name))
    if only.absent:
        return Placeholder(
            QCoreApplication.translate("Canvas", "{name} is absent on this frame").format(name=only.name)
        )
    if only.lost:
        title = QCoreApplication.translate("Canvas", "{name} was not found on this frame")
    else:
        title = QCoreApplication.translate("Canvas", "{name} has no mask on this frame")
    detail = QCoreApplication.translate("Canvas", "Click on it in the picture, or track it to here.")
    return Placeholder(title.format(name=only.name), detail)


def badge_text(scene: Scene) -> str:
    """Return a short text on the active object's state on this frame: hidden, locked, absent, lost, stale; or none."""
    active = scene.active
    offer = _offer_text(scene)
    if active is None:
        return offer
    facts = []
    if active.hidden:
        facts.append(QCoreApplication.translate("Canvas", "hidden"))
    if active.locked:
        facts.append(QCoreApplication.translate("Canvas", "locked"))
    if active.absent:
        facts.append(QCoreApplication.translate("Canvas", "absent on this frame"))
    if active.lost:
        facts.append(QCoreApplication.translate("Canvas", "lost here: the model found nothing"))
    if active.stale:
        facts.append(QCoreApplication.translate("Canvas", "stale: tracked before the last correction"))
    if offer:
        facts.append(offer)
    return f"{active.name}: {', '.join(facts)}" if facts else ""


def frame_text(view_model: CanvasViewModel) -> str:
    """Return what is said of the shown frame itself: that it is built on one that cannot be decoded; else empty."""
    view = view_model.workspace.view
    hole = view.behind_holes(view.video).get(view_model.scene.frame)
    if hole is None:
        return ""
    words = QCoreApplication.translate("Canvas", "May look wrong: built on frame {hole}, which cannot be decoded")
    return words.format(hole=hole)


def _offer_text(scene: Scene) -> str:
    if scene.offered is None:
        return ""
    if scene.learned:
        return QCoreApplication.translate("Canvas", "dashed: as corrected before; Q takes it")
    if scene.offered.area.empty:
        return QCoreApplication.translate("Canvas", "second opinion: not on this frame; Q takes it")
    return QCoreApplication.translate("Canvas", "second opinion dashed; Q takes it")


def pointer_region(view_model: CanvasViewModel, marks: PointerMarks) -> QRegion:
    """Return the part of the widget that is painted on at the pointer, in widget pixels."""
    brush, guides = marks.brush, marks.guides
    if brush is None and guides is None:
        return QRegion()
    whole = view_model.layout.rect.toAlignedRect()
    if len(view_model.layout.panes) > 1 or (brush is not None and brush.line_from is not None):
        return QRegion(whole)
    view = view_model.layout.panes[0][0]
    if guides is not None:
        center = view.to_widget(*guides).toPoint()
        across, down = QRect(0, center.y() - 3, whole.width(), 7), QRect(center.x() - 3, 0, 7, whole.height())
        return QRegion(across) + QRegion(down)
    return QRegion(_brush_rect(view, brush)) if brush is not None else QRegion()


def _brush_rect(view: View, brush: BrushCursor) -> QRect:
    corner = QPointF(brush.radius * view.scale_x, brush.radius * view.scale_y) / view.dpr + QPointF(14, 14)
    center = view.to_widget(*brush.at)
    return QRectF(center - corner, center + corner).toAlignedRect()

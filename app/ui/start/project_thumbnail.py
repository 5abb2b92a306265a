"""Stores the thumbnail of a project for the start page, when the project is closed."""

from PySide6.QtCore import Qt

from app.project.paths import own_place
from app.ui.canvas.canvas import Canvas
from app.ui.start.start_page import CARD, THUMBNAIL_FILE
from app.ui.widgets.images import to_image
from app.workspace.workspace import Workspace


def save_thumbnail(workspace: Workspace, canvas: Canvas) -> None:
    """Store what the canvas shows of the frame. A folder that cannot be written to is no failure."""
    if workspace.view.image is None:
        return
    view = canvas.view()
    file = own_place(workspace.folder, *THUMBNAIL_FILE.parts)
    if file is None:
        return
    image = to_image(workspace.view.image)
    if view is not None:
        corner = canvas.to_widget(0, 0).toPoint()
        far = canvas.to_widget(view.image_width, view.image_height).toPoint()
        whole = canvas.rect().contains(corner) and canvas.rect().contains(far)
        if whole:
            pixmap = canvas.grab().copy()
            ratio = pixmap.devicePixelRatio()
            image = pixmap.toImage().copy(
                round(corner.x() * ratio),
                round(corner.y() * ratio),
                round((far.x() - corner.x()) * ratio),
                round((far.y() - corner.y()) * ratio),
            )
    small = image.scaled(
        CARD * 2, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    small.setDevicePixelRatio(1)
    if file.parent.is_dir():
        small.save(str(file), quality=85)

"""Stores the thumbnail of a project for the start page: the first picture at once, what is seen when it is closed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.project.paths import own_place
from app.ui.canvas.canvas import Canvas
from app.ui.start.start_page import CARD, THUMBNAIL_FILE
from app.ui.widgets.images import to_image
from app.workspace.workspace import Workspace


def save_thumbnail(workspace: Workspace, canvas: Canvas) -> None:
    """Store the frame with its masks, as the canvas shows it. A folder that cannot be written to is no failure."""
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
            pixmap = canvas.picture
            ratio = pixmap.width() / canvas.width()
            image = pixmap.toImage().copy(
                round(corner.x() * ratio),
                round(corner.y() * ratio),
                round((far.x() - corner.x()) * ratio),
                round((far.y() - corner.y()) * ratio),
            )
    _save(image, file)


def first_thumbnail(workspace: Workspace) -> Callable[[], None] | None:
    """Return what stores the frame that is shown, on any thread; None where there is a thumbnail, or no picture yet.

    A project whose process is killed has one so.
    """
    pixels, file = workspace.view.image, own_place(workspace.folder, *THUMBNAIL_FILE.parts)
    if pixels is None or file is None or file.exists():
        return None
    return lambda: _save(to_image(pixels), file)


def _save(image: QImage, file: Path) -> None:
    small = image.scaled(
        CARD * 2, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    small.setDevicePixelRatio(1)
    if file.parent.is_dir():
        small.save(str(file), quality=85)

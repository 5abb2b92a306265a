"""What hovering shows: the preview of a click while Shift is held, and a text on what is under the pointer."""

from PySide6.QtCore import QCoreApplication

from app.ui.canvas.painting.issues_layer import issue_at
from app.ui.canvas.tools.click import is_positive
from app.ui.canvas.tools.pointer import PointerEvent
from app.ui.canvas.view_model import CanvasViewModel
from app.workspace.workspace import Workspace


class HoverPreview:
    """Requests the mask a click would give, once for each position of the pointer."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._requested: tuple[float, float, bool] | None = None

    def request(self, event: PointerEvent) -> None:
        """Preview a click here."""
        click = (event.x, event.y, is_positive(event))
        if click != self._requested:
            self._requested = click
            self._workspace.click_preview.ask(*click)

    def stop(self) -> None:
        """End the preview, if there is one."""
        if self._requested is not None:
            self._requested = None
            self._workspace.click_preview.end()


def hover_text(event: PointerEvent | None, view_model: CanvasViewModel) -> str:
    """Return position, object and zoom under the pointer for the status bar; empty when it is not on the image."""
    if event is None or not event.on_image or view_model.layout.view is None:
        return ""
    zoom = f"{view_model.layout.view.zoom * 100:.0f} %"
    position = QCoreApplication.translate("Canvas", "x {x}, y {y}").format(x=int(event.x), y=int(event.y))
    scene = view_model.scene
    found = scene.candidate_at(event.x, event.y) or scene.object_at(event.x, event.y)
    view = view_model.layout.view_at(event.widget)
    issue = issue_at(view, scene.issues, event.widget, anywhere=True) if view is not None else None
    parts = [position, *([found.name] if found is not None else []), zoom]
    if issue is not None and issue.text:
        parts.append(QCoreApplication.translate("Canvas", "issue: {text}").format(text=issue.text))
    return "   ".join(parts)

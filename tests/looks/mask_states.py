"""Masks between frames and objects: vertices, the brush's rule, how far a mask is carried, models to fetch."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabWidget

from app.engine.checkpoints.catalog import OFFICIAL
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.tools.others import OtherPixels
from app.ui.canvas.tools.table import ToolId
from app.ui.dialogs.carry_mask import CarryMaskDialog
from app.ui.dialogs.interchange.export import ExportDialog
from app.ui.dialogs.settings import SettingsDialog
from app.ui.shell.opening_bar import OpeningBar
from app.ui.widgets.widgets import ElidedComboBox
from tests.looks.screenshots import Screenshots


def _press_and_drag(canvas: Canvas, *places: tuple[float, float]) -> None:
    """Press at the first place, in image pixels, and move through the others with the button held."""
    first, *others = (canvas.to_widget(*place) for place in places)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=first.toPoint())
    for place in others:
        held, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        keys = Qt.KeyboardModifier.NoModifier
        moving = QMouseEvent(QEvent.Type.MouseMove, place, canvas.mapToGlobal(place), none, held, keys)
        QApplication.sendEvent(canvas, moving)


def masks_between(shots: Screenshots) -> None:
    """Show them on the sample."""
    shots.open_pond()
    shots.go_to(40)
    window, canvas = shots.window, shots.window.canvas
    canvas.set_tool(ToolId.VERTICES)
    shots.rest()
    shots.shoot("vertices", window)
    corner = canvas._context.sketch.rings[0][8]
    _press_and_drag(canvas, corner, (corner[0] + 30.0, corner[1] + 20.0))
    shots.shoot("vertex-dragged", window)
    canvas.set_tool(ToolId.CLICK)
    shots.workspace.editor.undo()
    canvas.set_tool(ToolId.BRUSH)
    canvas.set_other_pixels(OtherPixels.TAKEN)
    canvas.set_brush_radius(9)
    _press_and_drag(canvas, (330.0, 100.0), (380.0, 40.0), (470.0, 210.0))
    shots.shoot("brush", window)
    canvas.set_tool(ToolId.CLICK)
    shots.workspace.editor.undo()
    canvas.set_other_pixels(OtherPixels.SHARED)
    canvas.set_tool(ToolId.CLICK)
    window.dialogs.carry_mask()
    carry = next(dialog for dialog in window.findChildren(CarryMaskDialog) if dialog.isVisible())
    shots.shoot("carry", carry)
    carry.reject()
    canvas.set_tool(ToolId.LASSO)
    shots.shoot("lasso", window)
    canvas.set_tool(ToolId.CLICK)
    window.dialogs.show_settings()
    settings = next(dialog for dialog in window.findChildren(SettingsDialog) if dialog.isVisible())
    model = settings.field("model")
    assert isinstance(model, ElidedComboBox)
    model.setCurrentIndex(model.findData(OFFICIAL[-1].id))
    settings.findChildren(QTabWidget)[0].setCurrentIndex(1)
    shots.shoot("model", settings)
    settings.reject()
    window.dialogs.export()
    export = next(dialog for dialog in window.findChildren(ExportDialog) if dialog.isVisible())
    export.format.setCurrentIndex(export.format.findData("masks"))
    shots.rest()
    shots.shoot("feather", export)
    export.reject()
    bar = window.findChild(OpeningBar)
    assert bar is not None
    bar._show_over()
    shots.shoot("opening", window)
    bar.hide()

"""Masks between frames and objects: vertices, the brush's rule, how far a mask is carried, models to fetch."""

from PySide6.QtWidgets import QTabWidget

from app.engine.checkpoints.catalog import OFFICIAL
from app.ui.canvas.tools.others import OtherPixels
from app.ui.canvas.tools.table import ToolId
from app.ui.dialogs.carry_mask import CarryMaskDialog
from app.ui.dialogs.export import ExportDialog
from app.ui.dialogs.settings import SettingsDialog
from app.ui.shell.opening_bar import OpeningBar
from app.ui.widgets.widgets import ElidedComboBox
from tests.looks.screenshots import Screenshots


def masks_between(shots: Screenshots) -> None:
    """Show them on the sample."""
    shots.open_pond()
    shots.go_to(40)
    window, canvas = shots.window, shots.window.canvas
    canvas.set_tool(ToolId.VERTICES)
    shots.rest()
    shots.shoot("vertices", window)
    canvas.set_tool(ToolId.BRUSH)
    canvas.set_other_pixels(OtherPixels.TAKEN)
    shots.shoot("brush", window)
    canvas.set_other_pixels(OtherPixels.SHARED)
    canvas.set_tool(ToolId.CLICK)
    window.carry_mask()
    carry = next(dialog for dialog in window.findChildren(CarryMaskDialog) if dialog.isVisible())
    shots.shoot("carry", carry)
    carry.reject()
    window.show_settings()
    settings = next(dialog for dialog in window.findChildren(SettingsDialog) if dialog.isVisible())
    model = settings.field("model")
    assert isinstance(model, ElidedComboBox)
    model.setCurrentIndex(model.findData(OFFICIAL[-1].id))
    settings.findChildren(QTabWidget)[0].setCurrentIndex(1)
    shots.shoot("model", settings)
    settings.reject()
    window.export()
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

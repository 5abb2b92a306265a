"""What the model learns from corrections, as the window shows it: the panel, and a mask that is offered."""

import msgspec

from app.masks.mask import Mask
from app.project.model import Cell, Click, Direction, FrameIndex
from app.ui.panels.lessons import LessonsPanel
from tests.looks.screenshots import Screenshots


def lessons(shots: Screenshots) -> None:
    """An object that was corrected twice, tracked on, and is offered another mask."""
    shots.open_fresh()
    workspace = shots.workspace
    workspace.change_settings(msgspec.structs.replace(workspace.settings, learn_from_corrections=True))
    object = workspace.objects.add("Ball")
    assert object is not None
    for frame in (0, 12, 24):
        shots.go_to(frame)
        workspace.prompts.add_click(Cell(object, FrameIndex(frame)), Click(200 + 3 * frame, 180))
        shots.until(lambda: not workspace.busy)
        workspace.runs.track(Direction.FORWARD, (object,))
        shots.until(lambda: not workspace.busy)
    shown = workspace.document.mask(Cell(object, FrameIndex(40)))
    assert shown is not None
    pixels = shown.mask.to_array().copy()
    pixels[150:230, 210:330] = True
    shots.offer(Mask.from_array(pixels))
    shots.go_to(40)
    workspace.offers.look()
    shots.until(lambda: workspace.offers.mask is not None)
    panel = shots.window.findChild(LessonsPanel)
    assert panel is not None
    shots.shoot("panel", panel)
    shots.rest()
    shots.shoot("", shots.window)
    shots.offer(None)

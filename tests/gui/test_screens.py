"""A window between screens of different pixel ratios."""

import json
from pathlib import Path

from tests.gui.other_process import run_script

MOVED = """
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QPoint
from PySide6.QtWidgets import QApplication
from app.settings import Settings
from app.ui.canvas.canvas import Canvas
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.gui.canvas_bot import disc, write_pictures

folder = Path(sys.argv[1])
application = QApplication(["test", "-platform", f"offscreen:configfile={folder / 'screens.json'}"])
workspace = Workspace.create(folder / "project", Settings(), lambda _choice: DiscPredictor())
canvas = Canvas(workspace)
canvas.resize(320, 240)
canvas.move(40, 40)
canvas.show()
workspace.videos.add([write_pictures(folder / "pictures")])
loop = QEventLoop()
workspace.view.image_ready.connect(loop.quit)
loop.exec()
workspace.objects.add()
workspace.prompts.paint(workspace.view.cell, disc(80, 60, 20))
second = application.screens()[1]
canvas.move(second.geometry().topLeft() + QPoint(40, 40))
application.processEvents()
canvas.finish_drawing()
application.processEvents()
moved = canvas.grab().toImage()
fresh = Canvas(workspace)
fresh.resize(320, 240)
fresh.move(second.geometry().topLeft() + QPoint(40, 40))
fresh.show()
application.processEvents()
fresh.finish_drawing()
made_there = fresh.grab().toImage()
inner = moved.rect().adjusted(8, 8, -8, -8)  # without the ring of the one that has the keyboard
print(canvas.devicePixelRatioF(), moved.width(), canvas.view().dpr, moved.copy(inner) == made_there.copy(inner))
workspace.close(wait_ms=5000)
"""


def test_a_window_moved_to_a_finer_screen_is_as_sharp_as_one_opened_there(tmp_path: Path) -> None:
    screen = {"width": 1280, "height": 720, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = [{"name": "one", "x": 0, "y": 0, **screen}, {"name": "two", "x": 1280, "y": 0, **screen}]
    (tmp_path / "screens.json").write_text(json.dumps({"screens": screens}))
    words = run_script(MOVED, tmp_path, QT_SCREEN_SCALE_FACTORS="one=1;two=2")
    assert words == ["2.0", "640", "2.0", "True"]

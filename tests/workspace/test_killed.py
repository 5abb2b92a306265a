"""A process killed in mid-run: everything it had announced is there afterwards, and the project opens again."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from app.project.model import Cell, FrameIndex, MaskSource, ObjectId
from tests.workspace.conftest import FRAMES, Desk

SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from app.project.model import Cell, Click, Direction, FrameIndex
from app.settings import Settings
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor

application = QCoreApplication([])
predictor = DiscPredictor()
predictor.before_frame = lambda frame: sys.stdin.read() if frame == 50 else None  # it cannot end before it is killed
workspace = Workspace.open(Path(sys.argv[1]), Settings(), lambda _choice: predictor)
object = workspace.document.objects(workspace.view.video.id)[0].id
workspace.editor.changed.connect(lambda _edit: print(len(workspace.document.mask_frames(object)), flush=True))
workspace.prompts.add_click(Cell(object, FrameIndex(0)), Click(30, 30))
QTimer.singleShot(0, lambda: workspace.runs.track(Direction.FORWARD))
application.exec()
"""


def test_a_killed_run_keeps_every_frame_it_announced(desk: Desk, open_desk: Callable[..., Desk]) -> None:
    workspace = desk.workspace
    object = workspace.objects.add("ball")
    assert object is not None
    workspace.close(wait_ms=5000)
    child = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(workspace.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    announced = 0
    assert child.stdin is not None
    assert child.stdout is not None
    with child.stdin, child.stdout as lines:
        for line in lines:
            announced = int(line)
            if announced >= 15:
                child.kill()
                break
    assert child.wait(timeout=120) != 0
    reopened = open_desk(workspace.folder)
    again = reopened.workspace
    masks = dict(again.document.masks_of(ObjectId(object)))
    assert announced <= len(masks) <= FRAMES
    assert sorted(masks) == list(range(len(masks)))
    assert masks[FrameIndex(0)].source is MaskSource.PROMPTED
    assert [line.title for line in again.history.titles()] == ["Add video", "New object", "Add click", "Track ball"]
    left = again.unfinished
    assert left is not None
    again.runs.track_on(left)
    reopened.settle()
    assert sorted(dict(again.document.masks_of(ObjectId(object)))) == list(range(FRAMES))
    assert again.unfinished is None
    again.editor.undo()
    assert len(again.document.mask_frames(ObjectId(object))) == len(masks)
    again.editor.undo()
    assert again.document.mask_frames(ObjectId(object)) == (0,)


UNANSWERED = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.project.model import Cell, Click, FrameIndex
from app.settings import Settings
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor

class Silent(DiscPredictor):
    def segment(self, *question):
        print("asked", flush=True)
        sys.stdin.read()

application = QCoreApplication([])
workspace = Workspace.open(Path(sys.argv[1]), Settings(), lambda _choice: Silent())
object = workspace.document.objects(workspace.view.video.id)[0].id
workspace.prompts.add_click(Cell(object, FrameIndex(7)), Click(30, 30))
application.exec()
"""


def test_a_click_whose_answer_a_kill_lost_is_answered_without_another_click(
    desk: Desk, open_desk: Callable[..., Desk]
) -> None:
    object = desk.workspace.objects.add("ball")
    assert object is not None
    locked = desk.workspace.objects.add("kept")
    assert locked is not None
    desk.workspace.close(wait_ms=5000)
    child = subprocess.Popen(
        [sys.executable, "-c", UNANSWERED, str(desk.workspace.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert child.stdout is not None
    assert child.stdin is not None
    with child.stdin, child.stdout as lines:
        assert lines.readline().strip() == "asked"
        child.kill()
    assert child.wait(timeout=120) != 0
    again = open_desk(desk.workspace.folder)
    cell = Cell(ObjectId(object), FrameIndex(7))
    before = again.workspace.document.mask(cell)
    again.workspace.model.load()
    again.settle()
    mask = again.workspace.document.mask(cell)

    assert again.workspace.document.prompts(cell) is not None
    assert before is None
    assert mask is not None
    assert mask.source is MaskSource.PROMPTED
    assert mask.mask.contains(30, 30)
    assert again.notices == ["Prompts without a mask: 1. The model is asked again."]


FINDING = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from app.settings import Settings
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor

application = QCoreApplication([])
workspace = Workspace.open(Path(sys.argv[1]), Settings(), lambda _choice: DiscPredictor())
workspace.editor.changed.connect(lambda _edit: print(len(workspace.selecting.waiting()), flush=True))
QTimer.singleShot(0, lambda: workspace.candidates.find_in_video(1))
application.exec()
"""


def test_a_search_that_is_killed_keeps_what_it_announced_as_one_step(
    desk: Desk, open_desk: Callable[..., Desk]
) -> None:
    desk.workspace.close(wait_ms=5000)
    child = subprocess.Popen(
        [sys.executable, "-c", FINDING, str(desk.workspace.folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert child.stdout is not None
    with child.stdout as lines:
        announced = next(int(line) for line in lines if int(line) >= 4)
        child.kill()
    assert child.wait(timeout=20) != 0
    again = open_desk(desk.workspace.folder).workspace
    assert len(again.selecting.waiting()) >= announced
    assert again.document.all_objects() == ()
    assert again.editor.undo_title == "Find objects"
    again.editor.undo()
    assert again.document.all_records() == ()

"""Make the pictures of README's guide: the real window on the sample, with the embedded model, step by step.

    python -m resources.docs.make_pictures           writes the pictures beside this file

Needs no display. Takes about two minutes on a processor.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.TemporaryDirectory(prefix="masklane-pictures-")
os.environ["MASKLANE_HOME"] = _HOME.name

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402  (the platform is chosen first)
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from app import paths  # noqa: E402
from app.evaluation.annotator import next_click  # noqa: E402
from app.evaluation.protocols import CLICKS_A_FRAME  # noqa: E402
from app.evaluation.sample import read_sample, true_masks  # noqa: E402
from app.project.model import Cell, Direction, FrameIndex, Judgement, Stage  # noqa: E402
from app.ui.metrics.page import MetricsPage  # noqa: E402
from app.ui.shell.application import Shell, build  # noqa: E402
from app.workspace.engine import open_predictor  # noqa: E402
from app.workspace.workspace import Workspace  # noqa: E402

SIZE = (1360, 820)
FOLDER = Path(__file__).parent
PAUSE_MS = 600
QUALITY = 88


def main() -> int:
    """Make all pictures."""
    application = QApplication([])
    shell = build(application, open_predictor)
    window = shell.window
    window.resize(*SIZE)
    window.show()
    _pause()
    _save(shell, "start")
    window.open_sample()
    _until(lambda: window.has_project and not window.opening)
    workspace = window.workspace
    _until(lambda: workspace.view.video is not None and not workspace.busy)
    _click_two_objects(workspace)
    _pause()
    _save(shell, "click")
    workspace.view.select(o.id for o in workspace.document.objects(workspace.view.video.id))  # type: ignore[union-attr]
    workspace.runs.track(Direction.BOTH)
    _until(lambda: len(workspace.jobs.active) > 0 and workspace.jobs.active[0].done >= 60)
    _pause()
    _save(shell, "track")
    _until(lambda: not workspace.busy)
    _correct(workspace)
    _pause()
    _save(shell, "correct")
    _judge(workspace)
    window.show_numbers()
    page = window.project_view.findChildren(MetricsPage)[-1]
    _until(lambda: page.shown is not None)
    _pause()
    _save(shell, "numbers", page)
    page.close()
    workspace.close(wait_ms=60_000)
    window.close()
    return 0


def _click_two_objects(workspace: Workspace) -> None:
    """Click the first two objects of the sample where a person would, on the frame on which each is largest."""
    sample = read_sample(paths.sample_folder())
    for item in sample.objects[:2]:
        truth = true_masks(paths.sample_folder(), sample, item)
        frame = FrameIndex(max(range(len(truth)), key=lambda index: truth[index].area))
        object = workspace.objects.add(item.name, item.category)
        click = next_click(truth[frame].to_array(), None)
        assert object is not None
        assert click is not None
        workspace.view.go_to(frame)
        workspace.prompts.add_click(Cell(object, frame), click)
        _until(lambda: not workspace.busy)


def _correct(workspace: Workspace) -> None:
    """Correct the first object on its worst frame with some clicks, so that what depends on it shows as stale."""
    sample = read_sample(paths.sample_folder())
    truth = true_masks(paths.sample_folder(), sample, sample.objects[0])
    object = workspace.document.objects(workspace.view.video.id)[0].id  # type: ignore[union-attr]
    masks = {frame: mask.mask for frame, mask in workspace.document.masks_of(object)}
    frame = min((f for f in masks if truth[f].area), key=lambda f: masks[f].iou(truth[f]))
    workspace.view.select((object,))
    workspace.view.go_to(frame)
    for _ in range(CLICKS_A_FRAME):
        now = workspace.document.mask(Cell(object, frame))
        click = next_click(truth[frame].to_array(), now.mask.to_array() if now is not None else None)
        if click is not None:
            workspace.prompts.add_click(Cell(object, frame), click)
        _until(lambda: not workspace.busy)


def _judge(workspace: Workspace) -> None:
    """Hand in both objects and judge them, so that there is something of every kind to count."""
    for record, judgement in zip(workspace.document.all_objects(), Judgement, strict=False):
        workspace.verification.hand_in((record.id,))
        workspace.work_log.turn_to(Stage.VERIFICATION)
        workspace.verification.judge(record.id, judgement)
        workspace.work_log.turn_to(Stage.ANNOTATION)
    _until(lambda: not workspace.busy)


def _save(shell: Shell, name: str, part: QWidget | None = None) -> None:
    """Grab a part of the window, or all of it."""
    file = FOLDER / f"{name}.jpg"
    (part or shell.window).grab().save(str(file), quality=QUALITY)
    sys.stdout.write(f"{file.name}\n")


def _pause() -> None:
    """Let the window finish what it is painting."""
    loop = QEventLoop()
    QTimer.singleShot(PAUSE_MS, loop.quit)
    loop.exec()


def _until(condition: Callable[[], bool]) -> None:
    loop = QEventLoop()
    timer = QTimer(interval=10)
    timer.timeout.connect(lambda: loop.quit() if condition() else None)
    timer.start()
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())

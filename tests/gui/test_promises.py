"""What other tools get wrong, promised of this one: those promises that the walk through the job does not show."""

import json
import os
import queue
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.project.edit_builder import EditBuilder
from app.project.model import Cell, FrameIndex, Judgement, MaskSource, ObjectId, Verdict
from app.project.storage.store import Store
from app.settings import Settings
from app.ui.dialogs.interchange.export import ExportDialog
from app.ui.failures.error_bar import ErrorBar
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.gui.window_bot import CONTROL, NONE, WindowBot, make_clip

Key, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier


def click_picture(desk: WindowBot, x: float, y: float) -> None:
    """Click on a point of the picture once the picture of the playhead is shown."""
    desk.qtbot.waitUntil(lambda: desk.workspace.view.image_frame == desk.workspace.view.frame, timeout=60_000)
    canvas = desk.window.canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, NONE, canvas.to_widget(x, y).toPoint())


def tracked(desk: WindowBot) -> None:
    """Track all objects to the end of the video."""
    desk.window.canvas.setFocus()
    desk.key(Key.Key_A, CONTROL)
    desk.key(Key.Key_F)
    desk.settle()


def test_a_deleted_object_comes_back_with_masks_prompts_locks_and_verdict(
    two_objects: WindowBot, tmp_path: Path
) -> None:
    left = two_objects.objects[0]
    tracked(two_objects)
    two_objects.key(Key.Key_1)
    two_objects.key(Key.Key_L)
    two_objects.keep(two_objects.workspace)
    two_objects.window.close_project()
    verdict = Verdict(left, Judgement.UNSATISFACTORY, "Ada", datetime(2026, 3, 1, tzinfo=UTC), "slips", FrameIndex(9))
    with Store.open(tmp_path / "Project") as store:
        draft = EditBuilder(store.load())
        draft.verdict(left, verdict)
        store.commit(draft.edit())
    assert two_objects.open(tmp_path / "Project")
    two_objects.wait_for_picture()
    document = two_objects.workspace.document

    def all_of_it() -> object:
        cell = Cell(left, FrameIndex(0))
        found = document.object(left), dict(document.masks_of(left)), document.prompts(cell), document.locked(cell)
        return *found, document.verdict(left)

    before = all_of_it()
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_1)
    two_objects.key(Key.Key_L)
    two_objects.key(Key.Key_Backspace, CONTROL)
    gone = document.object(left), dict(document.masks_of(left)), document.verdict(left)
    two_objects.key(Key.Key_Z, CONTROL)
    two_objects.key(Key.Key_Z, CONTROL)

    assert gone == (None, {}, None)
    assert all_of_it() == before
    assert document.verdict(left) == verdict


def test_an_object_added_at_frame_300_of_a_tracked_video_leaves_the_others_alone(
    empty_window: WindowBot, tmp_path: Path
) -> None:
    desk = empty_window
    assert desk.window.create_project(tmp_path / "Long", (make_clip(tmp_path / "long.mp4", frames=320),))
    desk.wait_for_picture()
    first = desk.add("First", 24, 32)
    tracked(desk)
    before = dict(desk.workspace.document.masks_of(first))
    computed = len(desk.predictor.tracked)
    desk.go_to(300)
    desk.key(Key.Key_N)
    click_picture(desk, 70, 30)
    desk.settle()
    desk.key(Key.Key_F)
    desk.settle()
    second = desk.objects[-1]

    assert len(before) == 320
    assert dict(desk.workspace.document.masks_of(first)) == before
    assert sorted(desk.workspace.document.mask_frames(second)) == list(range(300, 320))
    assert len(desk.predictor.tracked) - computed <= 20


def test_the_second_window_says_who_has_the_project(empty_window: WindowBot, tmp_path: Path) -> None:
    other = Workspace.create(tmp_path / "Busy", Settings(), lambda _choice: DiscPredictor())
    opened = empty_window.open(tmp_path / "Busy")
    shown = empty_window.window.findChild(ErrorBar)
    assert shown is not None
    message = shown.message
    other.close(wait_ms=5000)
    again = empty_window.open(tmp_path / "Busy")

    assert not opened
    assert f"process {os.getpid()}" in message
    assert again


def test_the_window_goes_at_once_by_its_key_in_mid_run(two_objects: WindowBot, tmp_path: Path) -> None:
    gate: queue.SimpleQueue[None] = queue.SimpleQueue()
    two_objects.predictor.before_frame = lambda _frame: gate.get(timeout=120)
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_F)
    gate.put(None)
    two_objects.qtbot.waitUntil(lambda: len(two_objects.predictor.tracked) == 1, timeout=60_000)
    two_objects.keep(two_objects.workspace)
    two_objects.key(Key.Key_Q, CONTROL)
    gone = not two_objects.window.isVisible()
    again = Workspace.open(tmp_path / "Project", Settings(), lambda _choice: DiscPredictor())
    names = [record.name for record in again.document.all_objects()]
    gate.put(None)
    again.close(wait_ms=5000)

    assert gone
    assert names == ["Left", "Right"]


def exported(desk: WindowBot, out: Path) -> dict[str, object]:
    """Export as DAVIS through the dialog, and return what meta.json says of the objects."""
    desk.window.canvas.setFocus()
    desk.key(Key.Key_E, CONTROL)
    dialog = desk.window.findChild(ExportDialog)
    assert dialog is not None
    desk.settle()
    dialog.format.setCurrentIndex(dialog.format.findData("davis"))
    dialog.location.setText(str(out))
    desk.click(next(b for b in dialog.findChildren(QPushButton) if b.text() == "Export"), 5, 5)
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.window.findChild(ExportDialog) is None)
    desk.back_to_canvas()
    (described,) = json.loads((out / "meta.json").read_text())["videos"].values()
    return {number: (it["id"], it["name"]) for number, it in described["objects"].items()}


def test_an_export_goes_on_when_the_window_is_closed(two_objects: WindowBot, tmp_path: Path) -> None:
    tracked(two_objects)
    two_objects.keep(two_objects.workspace)
    two_objects.key(Key.Key_E, CONTROL)
    dialog = two_objects.window.findChild(ExportDialog)
    assert dialog is not None
    dialog.format.setCurrentIndex(dialog.format.findData("davis"))
    dialog.location.setText(str(tmp_path / "out"))
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Export")
    two_objects.click(button, 5, 5)
    two_objects.window.close()

    assert not two_objects.window.isVisible()
    two_objects.qtbot.waitUntil(lambda: len(list((tmp_path / "out").rglob("*.png"))) == 60, timeout=60_000)


def published(desk: WindowBot) -> list[tuple[int, str]]:
    """Refresh the copies for other tools, and return ids and names in them."""
    desk.key(Key.Key_S, CONTROL)
    desk.settle()
    (file,) = (desk.workspace.folder / "masklets").glob("*.json")
    return [(it["id"], it["name"]) for it in json.loads(file.read_text())["masklane"]["objects"]]


def test_ids_and_names_stay_with_their_object_in_every_export(two_objects: WindowBot, tmp_path: Path) -> None:
    left, right = two_objects.objects
    first = exported(two_objects, tmp_path / "first")
    copies = published(two_objects)
    two_objects.key(Key.Key_N)
    click_picture(two_objects, 48, 12)
    two_objects.settle()
    third = two_objects.objects[-1]
    two_objects.key(Key.Key_1)
    two_objects.key(Key.Key_Down, ALT)
    second = exported(two_objects, tmp_path / "second")
    name = two_objects.name(third)

    assert first == {"1": (left, "Left"), "2": (right, "Right")}
    assert second == {**first, "3": (third, name)}
    assert copies == [(left, "Left"), (right, "Right")]
    assert published(two_objects) == [*copies, (third, name)]
    two_objects.key(Key.Key_1)
    two_objects.key(Key.Key_Backspace, CONTROL)
    assert set(published(two_objects)) < {*copies, (third, name)}
    assert set(exported(two_objects, tmp_path / "third").values()) < {*first.values(), (third, name)}


UNPLUGGED = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from app.settings import Settings
from app.ui.preferences import Preferences
from app.ui.theme.theme import UiTheme
from app.ui.shell.main_window import MainWindow
from app.ui.shell.window_state import WindowState
from tests.engine.stand_in import DiscPredictor

folder = Path(sys.argv[1])
application = QApplication([])
preferences = Preferences(Settings(), folder / "settings.json")
window = MainWindow(preferences, UiTheme(application), lambda _choice: DiscPredictor(), WindowState(folder / "w.ini"))
window.show()
window.create_project(folder / "Project", (folder / "clip.mp4",))
workspace, canvas = window.workspace, window.canvas

def tell(edit):
    for object in {cell.object for cell in edit.masks}:
        print(object, len(workspace.document.mask_frames(object)), flush=True)

def click_and_track():
    if workspace.view.image is None or workspace.busy:
        return
    if workspace.view.active_object is None:
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.to_widget(24, 32).toPoint())
    elif window.action_set.enabled("track.forward"):
        timer.stop()
        QTest.keyClick(canvas, Qt.Key.Key_F)

workspace.editor.changed.connect(tell)
timer = QTimer(interval=20)
timer.timeout.connect(click_and_track)
timer.start()
QTimer.singleShot(60_000, application.quit)
application.exec()
"""


def test_unplugged_in_mid_run_everything_up_to_the_last_frame_is_there(empty_window: WindowBot, tmp_path: Path) -> None:
    make_clip(tmp_path / "clip.mp4", frames=200)
    child = subprocess.Popen(
        [sys.executable, "-c", UNPLUGGED, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "MASKLANE_HOME": str(tmp_path / "home")},
    )
    assert child.stdout is not None
    announced = 0
    with child.stdout as lines:
        for line in lines:
            announced = int(line.split()[1])
            if announced >= 40:
                child.kill()
                break
    assert child.wait(timeout=120) != 0
    assert empty_window.open(tmp_path / "Project")
    empty_window.wait_for_picture()
    masks = dict(empty_window.workspace.document.masks_of(ObjectId(1)))

    assert 40 <= announced <= len(masks) <= 200
    assert sorted(masks) == list(range(len(masks)))
    assert masks[FrameIndex(0)].source is MaskSource.PROMPTED
    empty_window.window.canvas.setFocus()
    empty_window.key(Key.Key_1)
    empty_window.key(Key.Key_F)
    empty_window.settle()
    assert len(empty_window.workspace.document.mask_frames(ObjectId(1))) == 200, "tracking goes on from there"

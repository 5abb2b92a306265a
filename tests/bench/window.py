"""How long the window is held up by what a person does in it: the real window, real events, the embedded model."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import paths
from app.project.model import Cell, Color, Direction, FrameIndex, ObjectId
from app.settings import Theme as Choice
from app.ui.canvas.tools.table import ToolId
from app.ui.canvas.view_modes import ViewMode
from app.ui.panels.operation_table import OperationId
from app.ui.shell.application import Shell, build
from app.workspace.engine import open_predictor
from tests.bench.hands import LEFT, MIDDLE, Hands
from tests.bench.heartbeat import wait
from tests.bench.resident import touch_memory
from tests.bench.result import Result, at_most
from tests.looks import projects

DOT_MS = 20.0
PREVIEW_S = 0.2
"""How long after a change an operation is previewed, and some more."""
CONTROL = Qt.KeyboardModifier.ControlModifier
ACROSS = [(40.0 + i * 12, 10.0) for i in range(80)]
SLOPE = [(300.0 + i * 5, 200.0 + i) for i in range(60)]


def measure() -> list[Result]:
    """Measure on the sample clip, on many projects and videos, and on a long video with fifty objects."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication([])
    with tempfile.TemporaryDirectory() as home, at_home(home):
        shell = build(application, open_predictor)
        window = shell.window
        window.resize(1920, 1080)
        window.show()
        hands = Hands(window)
        wait(hands.idle)
        _begin(hands, Path(home))
        _look(hands)
        _draw(hands)
        _change_objects(hands)
        _run(hands)
        _ask(hands, Path(home))
        _choose(hands, shell)
        _add_media(hands, Path(home))
        _come_back(hands, Path(home))
        _long(hands, Path(home))
        workspace = window.workspace
        window.close()
        workspace.close(wait_ms=60_000)
    return hands.results


@contextmanager
def at_home(folder: str) -> Iterator[None]:
    """Let settings and the log lie in a folder of their own."""
    before = os.environ.get("MASKLANE_HOME")
    os.environ["MASKLANE_HOME"] = folder
    try:
        yield
    finally:
        os.environ.pop("MASKLANE_HOME")
        if before is not None:
            os.environ["MASKLANE_HOME"] = before


def _begin(hands: Hands, home: Path) -> None:
    """Make a project, click, track."""
    window, clip = hands.window, paths.sample_folder() / "pond.mp4"
    hands.gap("a new project", lambda: window.create_project(home / "Pond", (clip,)))
    workspace = window.workspace
    wait(lambda: workspace.view.image is not None and workspace.model.state.device is not None)
    hands.results.append(_dot(hands))
    hands.gap("a click and its answer", lambda: None)
    hands.gap("tracking", lambda: hands.key(Qt.Key.Key_F))


def _dot(hands: Hands) -> Result:
    """Click, and return how long it took until the dot was painted, in processor time of this thread."""
    canvas, workspace = hands.window.canvas, hands.window.workspace
    at = canvas.to_widget(200, 180).toPoint()
    touch_memory()
    start = time.thread_time()
    QTest.mousePress(canvas, LEFT, pos=at)
    canvas.repaint()
    taken = (time.thread_time() - start) * 1000
    QTest.mouseRelease(canvas, LEFT, pos=at)
    assert workspace.document.prompts(Cell(ObjectId(1), workspace.view.frame)) is not None
    return at_most("click to painted dot", taken, "ms", DOT_MS)


def _look(hands: Hands) -> None:
    """Scrub, zoom, pan, step, play, hover."""
    window, canvas = hands.window, hands.window.canvas
    ruler, lanes = window.timeline.ruler, window.timeline.lanes
    notches = [1] * 12 + [-1] * 12
    hands.steps("scrubbing on the ruler", hands.drag(ruler, ACROSS))
    hands.steps("scrubbing on the lanes", hands.drag(lanes, ACROSS))
    hands.steps("zooming the timeline", hands.turn(lanes, notches, CONTROL))
    hands.steps("zooming the canvas", hands.turn(canvas, notches, Qt.KeyboardModifier.NoModifier))
    hands.steps("panning the canvas", hands.drag(canvas, SLOPE, MIDDLE))
    hands.steps("view modes", (canvas.set_view_mode(mode) for mode in (*ViewMode, ViewMode.OVERLAY)))
    hands.steps("stepping through frames", (hands.key(Qt.Key.Key_Right) for _ in range(40)))
    hands.steps("from prompt to prompt", (hands.key(key) for key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)))
    hands.gap("playing", window.workspace.view.play, hands.after(1.0))
    window.workspace.view.pause()
    hands.steps("previews under the pointer", (window.workspace.click_preview.ask(100 + 9 * i, 120) for i in range(20)))
    window.workspace.click_preview.end()


def _draw(hands: Hands) -> None:
    """Use every tool, preview and apply every operation."""
    window, canvas, workspace = hands.window, hands.window.canvas, hands.window.workspace
    canvas.fit()
    corners = [(400.0, 300.0), (520.0, 320.0), (500.0, 440.0), (400.0, 300.0)]
    gestures: dict[ToolId, Callable[[], Iterator[None]]] = {
        ToolId.BOX: lambda: hands.drag(canvas, SLOPE),
        ToolId.BRUSH: lambda: hands.drag(canvas, SLOPE),
        ToolId.ERASER: lambda: hands.drag(canvas, SLOPE),
        ToolId.LASSO: lambda: hands.drag(canvas, [*SLOPE, (320.0, 420.0), SLOPE[0]]),
        ToolId.POLYGON: lambda: hands.clicks(canvas, corners),
        ToolId.HAND: lambda: hands.drag(canvas, SLOPE),
    }
    for tool, gesture in gestures.items():
        canvas.set_tool(tool)
        hands.steps(f"tool: {tool.value}", gesture())
    canvas.set_tool(ToolId.CLICK)
    panel = window.project_view.operations
    for operation in OperationId:
        hands.gap(f"preview: {operation.value}", partial(panel.choose, operation), hands.after(PREVIEW_S))
    workspace.view.set_range(0, 60)
    hands.gap("an operation on a range", panel.apply)
    workspace.view.clear_range()
    hands.gap("undo of an operation and of strokes", lambda: [workspace.editor.undo() for _ in range(5)])
    hands.gap("redo", lambda: [workspace.editor.redo() for _ in range(5)])


def _change_objects(hands: Hands) -> None:
    """Every verb of objects."""
    workspace = hands.window.workspace
    first = ObjectId(1)
    added = [workspace.objects.add(f"Object {number}") for number in range(8)]
    objects = [first, *(id for id in added if id is not None)]
    last = objects[-1]
    for name, verb in (
        ("renaming", lambda: workspace.objects.rename(first, "Ball")),
        ("another color", lambda: workspace.objects.recolor(first, Color(200, 40, 90))),
        ("a category", lambda: workspace.objects.set_category(objects, "toy")),
        ("hiding", lambda: workspace.objects.set_visible(objects, False)),
        ("showing", lambda: workspace.objects.set_visible(objects, True)),
        ("locking", lambda: workspace.objects.set_locked(objects, True)),
        ("unlocking", lambda: workspace.objects.set_locked(objects, False)),
        ("another order", lambda: workspace.objects.reorder((last,), 0)),
        ("duplicating", lambda: workspace.objects.duplicate(first)),
        ("splitting", lambda: workspace.objects.split(first, 40)),
        ("swapping", lambda: workspace.objects.swap(first, last, 10, 30)),
        ("giving away", lambda: workspace.objects.reassign(first, last, 0, 9)),
        ("merging", lambda: workspace.objects.merge((first, last))),
        ("selecting all", lambda: workspace.view.select(o.id for o in workspace.document.all_objects())),
        ("deleting", lambda: workspace.objects.delete(objects[1:-1])),
        ("undo of all that", lambda: [workspace.editor.undo() for _ in range(12)]),
    ):
        hands.gap(f"objects: {name}", verb)


def _run(hands: Hands) -> None:
    """Runs of every kind, several in a queue, and stopping."""
    window, workspace = hands.window, hands.window.workspace
    workspace.view.go_to(FrameIndex(30))
    hands.gap("a run backward over a range", lambda: workspace.runs.track(Direction.BACKWARD, frames=(0, 20)))
    first = workspace.view.active_object or ObjectId(1)
    again = (first,)

    def queue() -> None:
        for direction in Direction:
            workspace.runs.track(direction, again, (0, 95))
        window.show_jobs()

    hands.gap("a queue of runs", queue, hands.after(1.0))
    hands.steps("scrubbing while they run", hands.drag(window.timeline.ruler, ACROSS))
    hands.gap("stopping them all", workspace.stop_all)


def _ask(hands: Hands, home: Path) -> None:
    """Every dialog, typing where they search, and what export and relinking do after theirs."""
    window = hands.window
    hands.dialog("settings", window.dialogs.show_settings)
    hands.dialog("shortcuts", window.dialogs.show_shortcuts, "track")
    hands.dialog("command search", window.dialogs.find_command, "lock")
    hands.dialog("export", window.dialogs.export)
    hands.dialog("new project", window.dialogs.new_project)
    hands.dialog("about", window.dialogs.show_about)
    hands.gap("export", lambda: window.workspace.exports.start("overlay", home / "out"))


def _choose(hands: Hands, shell: Shell) -> None:
    """Change settings as their dialog does."""

    def change(**changes: object) -> None:
        shell.preferences.change(msgspec.structs.replace(shell.preferences.settings, **changes))

    for colors in (Choice.LIGHT, Choice.DARK):
        hands.gap(f"colors: {colors.value}", partial(change, theme=colors), hands.after(0.5))
    for language in ("de", "en"):
        hands.gap(f"language: {language}", partial(change, language=language), hands.after(0.5))
    hands.gap("a smaller cache of frames", lambda: change(frame_cache_mb=64))


def _add_media(hands: Hands, home: Path) -> None:
    """Drop videos, go from one to the other, and find one that was moved."""
    window, workspace = hands.window, hands.window.workspace
    clips = [Path(shutil.copy(paths.sample_folder() / "pond.mp4", home / f"clip {number}.mp4")) for number in range(4)]
    hands.gap("four videos dropped", lambda: [hands.drop(clip) for clip in clips])
    videos = [video.id for video in workspace.document.videos()]
    hands.steps("from video to video", (workspace.view.open_video(id) for id in (*videos, *videos)))
    hands.gap("videos in another order", lambda: workspace.videos.reorder((videos[-1],), 0))
    moved = clips[-1].rename(home / "moved.mp4")
    hands.gap("relinking", lambda: workspace.videos.relink(videos[-1], moved))
    hands.gap("undo of media", lambda: [workspace.editor.undo() for _ in range(2)])
    hands.gap("redo of media", lambda: [workspace.editor.redo() for _ in range(2)])
    hands.gap("closing the project", window.close_project)


def _come_back(hands: Hands, home: Path) -> None:
    """The start page with many recent projects, and one of them opened by a drop."""
    window = hands.window
    for number in range(8):
        window.create_project(home / f"Project {number}")
        # as a person would: a model that is still being loaded would take the processors from what is measured
        wait(lambda: window.workspace.model.state.device is not None and hands.idle())
        window.close_project()
    wait(hands.idle)
    hands.gap("a start page of recent projects", window.close_project)
    there = lambda: window.has_project and window.workspace.view.image is not None and hands.idle()  # noqa: E731
    hands.gap("opening a dropped project", lambda: hands.drop(home / "Pond"), there)


def _long(hands: Hands, home: Path) -> None:
    window, place = hands.window, projects.long(home / "Long")
    words = "2,400 frames x 50 objects"
    there = lambda: window.workspace.name == "Long" and window.workspace.view.image is not None and hands.idle()  # noqa: E731
    hands.gap(f"opening, {words}", lambda: window.open(place), there)
    ruler, lanes = window.timeline.ruler, window.timeline.lanes
    hands.steps(f"scrubbing, {words}", hands.drag(ruler, ACROSS))
    hands.steps(f"zooming the timeline, {words}", hands.turn(lanes, [1] * 12 + [-1] * 12, CONTROL))
    hands.steps(f"stepping, {words}", (hands.key(Qt.Key.Key_Right) for _ in range(40)))
    hands.steps(f"from object to object, {words}", (hands.key(Qt.Key.Key_Tab) for _ in range(20)))

"""The states of the window as a table: what brings each about."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from app.errors import UserError
from app.project.model import Box, Cell, Click, Direction
from app.ui.canvas.aids import Aid
from app.ui.canvas.tools.table import ToolId
from app.ui.canvas.view_modes import ViewMode
from app.ui.dialogs.crash import CrashDialog, SaveState
from app.ui.dialogs.new_project import NewProjectDialog
from tests.looks.stage import Stage


def _start_empty(stage: Stage) -> None:
    stage.close_project()
    stage.forget_recent()
    stage.shoot("", stage.window)


def _start_recent(stage: Stage) -> None:
    stage.close_project()
    stage.have_recent()
    stage.shoot("", stage.window)
    stage.window.show_failure(UserError("The project is open in another window.", "Close it there, then try again."))
    stage.shoot("failure", stage.window)


def _first_run(stage: Stage) -> None:
    """The first project: no objects yet."""
    stage.open_fresh()
    stage.shoot("", stage.window)


def _empty_project(stage: Stage) -> None:
    stage.open_without_videos()
    stage.shoot("", stage.window)


def _busy(stage: Stage) -> None:
    stage.open_fresh()
    workspace = stage.workspace
    for x, y in ((200, 180), (330, 90)):
        object = workspace.objects.add()
        assert object is not None
        workspace.prompts.add_click(Cell(object, workspace.view.frame), Click(x, y))
    stage.until(lambda: not workspace.busy)
    stage.hold_runs(after=24)
    workspace.view.select(o.id for o in workspace.document.all_objects())
    workspace.runs.track(Direction.FORWARD)
    stage.until(lambda: bool(workspace.jobs.active) and workspace.jobs.active[0].done >= 22)
    stage.shoot("", stage.window)
    workspace.stop()
    stage.let_runs()
    stage.until(lambda: not workspace.busy)


def _work(stage: Stage) -> None:
    stage.open_pond()
    stage.go_to(40)
    stage.shoot("", stage.window)
    for mode in ViewMode:
        stage.window.canvas.set_view_mode(mode)
        stage.shoot(mode.value, stage.window)
    stage.window.canvas.set_view_mode(ViewMode.OVERLAY)


def _ten_objects(stage: Stage) -> None:
    stage.open_ten()
    stage.go_to(36)
    stage.shoot("", stage.window)


def _long(stage: Stage) -> None:
    stage.open_long()
    stage.go_to(1200)
    stage.shoot("", stage.window)
    stage.window.timeline.view.zoom(60)
    stage.shoot("near", stage.window)
    stage.window.timeline.view.fit()


def _tools(stage: Stage) -> None:
    stage.open_pond()
    stage.go_to(36)
    canvas = stage.window.canvas
    for tool in ToolId:
        canvas.set_tool(tool)
        stage.point(canvas, 200, 120)
        stage.shoot(tool.value, stage.window)
    canvas.set_tool(ToolId.BOX)
    cell = stage.workspace.view.cell
    assert cell is not None
    stage.workspace.prompts.set_box(cell, Box(120, 60, 320, 220))
    stage.until(lambda: not stage.workspace.busy)
    stage.shoot("box-set", canvas)
    stage.workspace.editor.undo()
    stage.go_to(40)
    canvas.set_aids(frozenset(Aid))
    stage.shoot("aids", canvas)
    canvas.set_aids(frozenset({Aid.PIXEL_GRID}))
    canvas.set_tool(ToolId.CLICK)
    canvas.zoom_by(14, canvas.to_widget(210, 120))
    canvas.finish_drawing()
    stage.shoot("pixels", canvas)
    canvas.fit()


def _focus(stage: Stage) -> None:
    stage.open_pond()
    stage.go_to(36)
    for number in range(6):
        stage.window.focus_next_area()
        stage.shoot(str(number), stage.window)


def _menus(stage: Stage) -> None:
    stage.open_pond()
    stage.go_to(36)
    for index, entry in enumerate(stage.window.menuBar().actions()):
        menu = entry.menu()
        assert isinstance(menu, QMenu)
        stage.shoot(f"bar-{index}", stage.popped(menu))
    stage.menu_of(lambda: stage.window.project_view.objects.show_menu(QPoint(300, 200)), "object")


def _error_bar(stage: Stage) -> None:
    stage.open_pond()
    stage.window.show_failure(
        UserError("There is no room left on the disk of /home/ada/Projects/Pond.", "Free some space: nothing is lost.")
    )
    stage.shoot("", stage.window)
    stage.window.project_view.errors.clear()


def _dialogs(stage: Stage) -> None:
    stage.open_pond()
    window = stage.window
    for name, action in (
        ("settings", window.show_settings),
        ("export", window.export),
        ("shortcuts", window.show_shortcuts),
        ("search", window.find_command),
        ("whats-new", window.show_whats_new),
        ("about", window.show_about),
        ("category", window.categorize_selected),
    ):
        action()
        stage.rest()
        dialog = next(d for d in window.findChildren(QDialog) if d.isVisible())
        stage.shoot(name, dialog)
        if name == "search":
            QTest.keyClicks(QApplication.focusWidget() or dialog, "lock")
            stage.shoot("search-lock", dialog)
        dialog.reject()
        stage.rest()
    new = NewProjectDialog(stage.folder, window)
    new.show()
    stage.shoot("new", new)
    new.close()
    crash = CrashDialog(
        'Traceback (most recent call last):\n  File "x.py", line 1\nZeroDivisionError: division by zero',
        stage.folder,
        SaveState.SAVED,
        stage.shell.theme,
        window,
    )
    crash.show()
    stage.shoot("crash", crash)
    crash.close()


STATES: Mapping[str, Callable[[Stage], None]] = {
    "start-empty": _start_empty,
    "start-recent": _start_recent,
    "empty-project": _empty_project,
    "first-run": _first_run,
    "busy": _busy,
    "work": _work,
    "ten": _ten_objects,
    "long": _long,
    "tools": _tools,
    "focus": _focus,
    "menus": _menus,
    "error": _error_bar,
    "dialogs": _dialogs,
}
"""What brings each state about, by name."""

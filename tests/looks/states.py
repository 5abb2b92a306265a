"""The states of the window as a table: what brings each about."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from app.errors import ProjectError, UserError
from app.project.model import Box, Cell, Click, Direction, Judgement, Stage
from app.review.work import Grouping
from app.ui.canvas.aids import Aid
from app.ui.canvas.tools.table import ToolId
from app.ui.canvas.view_modes import ViewMode
from app.ui.dialogs.candidate_name import CandidateNameDialog
from app.ui.dialogs.crash import CrashDialog, SaveState
from app.ui.dialogs.interchange.merge import MergeDialog
from app.ui.dialogs.new_project import NewProjectDialog
from app.ui.metrics.page import MetricsPage
from app.ui.shell.tour import Tour
from tests.looks.annotating_states import annotate_next
from tests.looks.correcting_states import correcting
from tests.looks.exchange_states import exchange
from tests.looks.hard_states import hard_objects
from tests.looks.improving_states import improving
from tests.looks.lesson_states import lessons
from tests.looks.long_word_states import long_words
from tests.looks.mask_states import masks_between
from tests.looks.media_states import media_dialogs
from tests.looks.screenshots import Screenshots
from tests.looks.verifying_states import verifying


def _start_empty(shots: Screenshots) -> None:
    shots.close_project()
    shots.forget_recent()
    shots.shoot("", shots.window)


def _start_recent(shots: Screenshots) -> None:
    shots.close_project()
    shots.have_recent()
    shots.shoot("", shots.window)
    shots.window.show_failure(
        ProjectError("The project {folder} is open in another program.", "Close it there first.", folder="pond")
    )
    shots.shoot("failure", shots.window)


def _first_run(shots: Screenshots) -> None:
    """The first project: no objects yet."""
    shots.open_fresh()
    shots.shoot("", shots.window)


def _empty_project(shots: Screenshots) -> None:
    shots.open_without_videos()
    shots.shoot("", shots.window)


def _busy(shots: Screenshots) -> None:
    shots.open_fresh()
    workspace = shots.workspace
    for x, y in ((200, 180), (330, 90)):
        object = workspace.objects.add()
        assert object is not None
        workspace.prompts.add_click(Cell(object, workspace.view.frame), Click(x, y))
    shots.until(lambda: not workspace.busy)
    shots.hold_runs(after=24)
    workspace.view.select(o.id for o in workspace.document.all_objects())
    workspace.runs.track(Direction.FORWARD)
    shots.until(lambda: bool(workspace.jobs.active) and workspace.jobs.active[0].done >= 22)
    shots.shoot("", shots.window)
    workspace.stop()
    shots.let_runs()
    shots.until(lambda: not workspace.busy)


def _work(shots: Screenshots) -> None:
    shots.open_pond()
    shots.go_to(40)
    shots.shoot("", shots.window)
    for mode in ViewMode:
        shots.window.canvas.set_view_mode(mode)
        shots.shoot(mode.value, shots.window)
    shots.window.canvas.set_view_mode(ViewMode.OVERLAY)


def _stages(shots: Screenshots) -> None:
    shots.open_pond()
    workspace, stages = shots.workspace, shots.window.project_view.stages
    first, *others = (record.id for record in workspace.document.all_objects())
    workspace.objects.set_category([first], "fish & <b>friends</b>")
    workspace.objects.set_category(others, "bird")
    workspace.tags.toggle([first], "look-alike")
    workspace.suggestions.look()
    shots.until(lambda: not workspace.suggestions.waiting)
    shots.rest()
    shots.shoot("annotate", shots.window)
    workspace.verification.hand_in([first, *others])
    workspace.verification.judge(others[0], Judgement.SATISFACTORY)
    workspace.verification.judge(others[1], Judgement.REJECTED)
    stages.show(Stage.VERIFICATION)
    workspace.view.pause()
    shots.go_to(31)
    shots.shoot("verify", shots.window)
    workspace.verifying.unsatisfactory()
    shots.shoot("reason", shots.window)
    workspace.verifying.give_reason(2)
    workspace.view.pause()
    shots.shoot("next", shots.window)
    stages.show(Stage.SELECTION)
    shots.shoot("select-empty", shots.window)
    workspace.candidates.find()
    shots.until(lambda: not workspace.busy)
    shots.rest()  # pictures are cut from the frame in the background
    shots.rest()
    shots.shoot("select", shots.window)
    shots.window.stage_dialogs.name_candidate()
    shots.rest()
    dialog = shots.window.findChildren(CandidateNameDialog)[-1]
    shots.shoot("name", dialog)
    dialog.reject()
    workspace.verification.go_through("look-alike")
    stages.show(Stage.VERIFICATION)
    workspace.view.pause()
    shots.shoot("tag", shots.window)
    workspace.verification.go_through("")
    stages.show(Stage.ANNOTATION)
    workspace.view.select([first])
    shots.shoot("sent-back", shots.window)


def _numbers(shots: Screenshots) -> None:
    """The numbers of the data engine: of nothing, of some weeks, compared with another copy; the live line."""
    shots.open_without_videos()
    shots.window.show_numbers()
    shots.until(lambda: _page(shots).shown is not None)
    shots.shoot("empty", _page(shots))
    _page(shots).close()
    other = shots.open_worked()
    shots.until(shots.window.project_view.status.numbers.isVisible)
    shots.shoot("line", shots.window)
    shots.workspace.view.select(())
    shots.rest()
    shots.rest()
    shots.shoot("line-project", shots.window.project_view.status)
    shots.window.show_numbers()
    page = _page(shots)
    shots.until(lambda: page.shown is not None)
    shots.shoot("", page)
    page.show_grouping(Grouping.MASKLET)
    shots.workspace.metrics.compare(other)
    shots.until(lambda: page.shown is not None and page.shown.project.agreement is not None)
    shots.shoot("compared", page)
    page.close()
    shots.workspace.merging.look(other, lambda plan: MergeDialog(shots.workspace, plan, shots.window).open())
    shots.until(lambda: bool(shots.window.findChildren(MergeDialog)))
    shots.rest()
    shots.shoot("merge", shots.window.findChildren(MergeDialog)[-1])
    shots.window.findChildren(MergeDialog)[-1].close()


def _page(shots: Screenshots) -> MetricsPage:
    return shots.window.project_view.findChildren(MetricsPage)[-1]


def _lost(shots: Screenshots) -> None:
    """A lost stretch, and a second opinion on it."""
    shots.open_pond()
    koi = shots.workspace.document.all_objects()[1].id
    shots.workspace.view.select((koi,))
    shots.go_to(55)
    shots.shoot("", shots.window)
    shots.workspace.second_opinion.ask(koi)
    shots.until(lambda: not shots.workspace.busy)
    shots.shoot("opinion", shots.window)
    shots.workspace.second_opinion.dismiss()


def _ten_objects(shots: Screenshots) -> None:
    shots.open_ten()
    shots.go_to(36)
    shots.shoot("", shots.window)


def _long(shots: Screenshots) -> None:
    shots.open_long()
    shots.go_to(1200)
    shots.shoot("", shots.window)
    shots.window.timeline.view.zoom(60)
    shots.shoot("near", shots.window)
    shots.window.timeline.view.fit()


def _tools(shots: Screenshots) -> None:
    shots.open_pond()
    shots.go_to(36)
    canvas = shots.window.canvas
    for tool in ToolId:
        canvas.set_tool(tool)
        shots.point(canvas, 200, 120)
        shots.shoot(tool.value, shots.window)
    canvas.set_tool(ToolId.BOX)
    cell = shots.workspace.view.cell
    assert cell is not None
    shots.workspace.prompts.set_box(cell, Box(120, 60, 320, 220))
    shots.until(lambda: not shots.workspace.busy)
    shots.shoot("box-set", canvas)
    shots.workspace.editor.undo()
    shots.go_to(40)
    canvas.set_aids(frozenset(Aid))
    shots.shoot("aids", canvas)
    canvas.set_aids(frozenset({Aid.PIXEL_GRID}))
    canvas.set_tool(ToolId.CLICK)
    canvas.zoom_by(14, canvas.to_widget(210, 120))
    canvas.finish_drawing()
    shots.shoot("pixels", canvas)
    canvas.fit()


def _notes(shots: Screenshots) -> None:
    """What is said beside the pointer, and in a pane without a mask."""
    shots.open_pond()
    shots.go_to(36)
    canvas, workspace = shots.window.canvas, shots.workspace
    first = workspace.document.all_objects()[0].id
    for name, (x, y) in (("offer", (60.0, 40.0)), ("offer-corner", (470.0, 265.0))):
        workspace.view.select((first,))
        shots.point(canvas, x, y)
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.to_widget(x, y).toPoint())
        shots.shoot(name, shots.window)
        workspace.editor.undo()
    workspace.objects.set_locked((first,), True)
    shots.point(canvas, 200, 120)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.to_widget(200, 120).toPoint())
    shots.shoot("locked", shots.window)
    workspace.editor.undo()
    workspace.objects.add()
    for mode in (ViewMode.SIDE_BY_SIDE, ViewMode.SIDE_BY_SIDE_CUTOUT, ViewMode.MATTE):
        canvas.set_view_mode(mode)
        shots.shoot(mode.value, shots.window)
    canvas.set_view_mode(ViewMode.OVERLAY)
    workspace.editor.undo()


def _focus(shots: Screenshots) -> None:
    shots.open_pond()
    shots.go_to(36)
    for number in range(6):
        shots.window.focus_next_area()
        shots.shoot(str(number), shots.window)


def _menus(shots: Screenshots) -> None:
    shots.open_pond()
    shots.go_to(36)
    for index, entry in enumerate(shots.window.menuBar().actions()):
        menu = entry.menu()
        assert isinstance(menu, QMenu)
        shots.shoot(f"bar-{index}", shots.popped(menu))
    shots.menu_of(lambda: shots.window.project_view.objects.show_menu(QPoint(300, 200)), "object")


def _offer(shots: Screenshots) -> None:
    """Something with work in it was removed."""
    shots.open_pond()
    shots.go_to(36)
    record = shots.workspace.document.all_objects()[0]
    shots.workspace.objects.delete((record.id,))
    shots.shoot("", shots.window)
    shots.workspace.editor.undo()


def _first_steps(shots: Screenshots) -> None:
    shots.open_pond()
    shots.go_to(36)
    shots.window.start_tour()
    tour = shots.window.findChildren(Tour)[-1]
    for step in range(6):
        shots.shoot(str(step), shots.window)
        tour.show_step(step + 1)


def _error_bar(shots: Screenshots) -> None:
    shots.open_pond()
    shots.window.show_failure(
        UserError("There is no room left on the disk of /home/ada/Projects/Pond.", "Free some space: nothing is lost.")
    )
    shots.shoot("", shots.window)
    shots.window.project_view.errors.clear()


def _dialogs(shots: Screenshots) -> None:
    shots.open_pond()
    window = shots.window
    for name, action in (
        ("settings", window.dialogs.show_settings),
        ("export", window.dialogs.export),
        ("import", window.dialogs.import_masks),
        ("shortcuts", window.dialogs.show_shortcuts),
        ("search", window.dialogs.find_command),
        ("guide", window.dialogs.show_guide),
        ("whats-new", window.dialogs.show_whats_new),
        ("about", window.dialogs.show_about),
        ("category", window.categorize_selected),
    ):
        action()
        shots.rest()
        dialog = next(d for d in window.findChildren(QDialog) if d.isVisible())
        shots.shoot(name, dialog)
        if name == "search":
            QTest.keyClicks(QApplication.focusWidget() or dialog, "lock")
            shots.shoot("search-lock", dialog)
        dialog.reject()
        shots.rest()
    new = NewProjectDialog(shots.folder, window)
    new.show()
    shots.shoot("new", new)
    new.close()
    crash = CrashDialog(
        'Traceback (most recent call last):\n  File "x.py", line 1\nZeroDivisionError: division by zero',
        shots.folder,
        SaveState.SAVED,
        shots.shell.theme,
        window,
    )
    crash.show()
    shots.shoot("crash", crash)
    crash.close()


STATES: Mapping[str, Callable[[Screenshots], None]] = {
    "start-empty": _start_empty,
    "start-recent": _start_recent,
    "empty-project": _empty_project,
    "first-run": _first_run,
    "busy": _busy,
    "work": _work,
    "stages": _stages,
    "verifying": verifying,
    "numbers": _numbers,
    "correcting": correcting,
    "lost": _lost,
    "ten": _ten_objects,
    "long": _long,
    "tools": _tools,
    "notes": _notes,
    "focus": _focus,
    "menus": _menus,
    "offer": _offer,
    "first-steps": _first_steps,
    "error": _error_bar,
    "dialogs": _dialogs,
    "media": media_dialogs,
    "hard": hard_objects,
    "exchange": exchange,
    "masks": masks_between,
    "lessons": lessons,
    "improving": improving,
    "annotate-next": annotate_next,
    "long-words": long_words,
}
"""What brings each state about, by name."""

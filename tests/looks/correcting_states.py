"""What comes up while a masklet is corrected: the button that tracks again, colors to choose from, and jobs."""

from PySide6.QtWidgets import QApplication

from app.project.model import Cell, Click, Direction
from tests.looks.screenshots import Screenshots


def correcting(shots: Screenshots) -> None:
    """A click in mid-clip has made masks on both sides stale; then the palette; then runs that wait."""
    shots.open_pond()
    shots.go_to(36)
    workspace, window = shots.workspace, shots.window
    first = workspace.document.all_objects()[0].id
    workspace.prompts.add_click(Cell(first, workspace.view.frame), Click(210, 150))
    shots.until(lambda: not workspace.busy)
    shots.shoot("stale", window)
    window.project_view.objects.color_active()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    shots.shoot("colors", popup)
    popup.close()
    shots.hold_runs(after=2)
    workspace.runs.track(Direction.BOTH, (first,))
    shots.until(lambda: bool(workspace.jobs.active) and workspace.jobs.active[0].done >= 1)
    window.project_view.status.jobs.show_queue()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    shots.shoot("jobs", popup)
    popup.close()
    shots.shoot("tracking", window)
    workspace.stop()
    shots.let_runs()
    shots.until(lambda: not workspace.busy)

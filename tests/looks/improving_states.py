"""Improving a model, as the window shows it: what it takes, a training under way, and old and new side by side."""

from pathlib import Path

from app.training.data.project_clips import verified_clips
from app.training.improving.comparison import write_comparison
from app.training.improving.masklets import VerifiedMasklet, subject_of
from app.ui.improving.page import ImprovePage
from tests.engine.stand_in import DiscPredictor
from tests.looks.screenshots import Screenshots
from tests.training.verified_project import make_project
from tests.workspace.pretended_training import command


def improving(shots: Screenshots) -> None:
    """A project of four videos is learned from, with another one; the training is pretended."""
    shots.open_made("Cells under the microscope", lambda place: make_project(place, 4))
    other = make_project(shots.folder / "Cells of last week", 2)
    workspace = shots.workspace
    workspace.improving.command = command
    page = ImprovePage(workspace, shots.shell.theme, shots.window)
    page.show()
    shots.until(page.outlook.start_button.isEnabled)
    page.outlook.show_others((other,))
    shots.until(page.outlook.start_button.isEnabled)
    shots.shoot("outlook", page)
    page.outlook.start_button.click()
    shots.until(lambda: workspace.improving.training is not None and bool(workspace.improving.training.curve.looks))
    shots.shoot("progress", page)
    training = workspace.improving.training
    assert training is not None
    with verified_clips(Path(training.request.projects[0])) as clips:
        subjects = [subject_of(VerifiedMasklet(clip, clip.name, 0)) for clip in clips[:3]]
        assert list(write_comparison(DiscPredictor((4, 2)), DiscPredictor(), subjects, training.folder))
    (training.folder / "go").touch()
    shots.until(lambda: page.shown is page.comparison)
    shots.shoot("comparison", page)
    page.comparison.blind.click()
    shots.shoot("blind", page)
    page.comparison.leave_button.click()
    page.close()

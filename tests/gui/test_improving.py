"""Improving a model from the window: what fits, the curve, old and new beside each other, and the new one in use."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from app.training.improving.comparison import FILE, FOLDER, ComparedFrame, ComparedMasklet, Comparison
from app.training.improving.training_folder import (
    Curve,
    LogEvent,
    LogLine,
    TrainingRequest,
    TrainingState,
    TrainingWish,
)
from app.ui.improving.page import ImprovePage
from app.workspace.learning.improving import TrainingView
from tests.gui.window_bot import CONTROL, WindowBot
from tests.training.verified_project import make_project
from tests.workspace.pretended_training import command, end_all

Key = Qt.Key


@pytest.fixture
def page(empty_window: WindowBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ImprovePage]:
    """The page on a project of three videos with two verified masklets each; trainings are pretended."""
    monkeypatch.setenv("MASKLANE_HOME", str(tmp_path / "home"))
    assert empty_window.open(make_project(tmp_path / "project", 3))
    empty_window.wait_for_picture()
    empty_window.workspace.improving.command = command
    empty_window.key(Key.Key_5, CONTROL)
    found = empty_window.window.findChild(ImprovePage)
    assert isinstance(found, ImprovePage)
    empty_window.qtbot.waitUntil(found.outlook.start_button.isEnabled)
    yield found
    end_all(tmp_path / "home")


def press(desk: WindowBot, button: QPushButton) -> None:
    desk.qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled())
    desk.click(button, 8, 8)


def test_a_model_is_improved_and_used_from_the_window(page: ImprovePage, empty_window: WindowBot) -> None:
    desk, improving = empty_window, empty_window.workspace.improving
    press(desk, page.outlook.start_button)
    desk.qtbot.waitUntil(lambda: improving.training is not None and bool(improving.training.curve.looks))
    assert page.shown is page.progress
    press(desk, page.progress.pause_button)
    desk.qtbot.waitUntil(page.progress.resume_button.isVisible)
    page.close()
    desk.back_to_canvas()
    desk.key(Key.Key_5, CONTROL)
    desk.qtbot.waitUntil(page.progress.resume_button.hasFocus)
    press(desk, page.progress.resume_button)
    training = improving.training
    assert training is not None
    write_comparison(training.folder)
    (training.folder / "go").touch()
    desk.qtbot.waitUntil(lambda: page.shown is page.comparison)
    assert ["7.0", "4.0"] in table_of(page)
    page.comparison.blind.click()
    for _ in range(2):
        press(desk, page.comparison.right_button)
    assert "new better" in page.comparison.votes.text()
    press(desk, page.comparison.use_button)
    desk.qtbot.waitUntil(lambda: not page.isVisible())
    desk.settle()
    model = desk.workspace.settings.model
    assert Path(model).read_bytes() == b"a model"
    assert desk.preferences.settings.model == model
    assert desk.loader.choices[-1].model == model


def test_the_old_model_stays_where_a_person_wants_that(page: ImprovePage, empty_window: WindowBot) -> None:
    desk, improving = empty_window, empty_window.workspace.improving
    press(desk, page.outlook.start_button)
    desk.qtbot.waitUntil(lambda: improving.training is not None and bool(improving.training.curve.looks))
    training = improving.training
    assert training is not None
    (training.folder / "go").touch()
    press(desk, page.comparison.leave_button)
    desk.qtbot.waitUntil(lambda: page.shown is page.outlook)
    desk.settle()
    assert improving.training is None
    assert desk.workspace.settings.model == ""


def test_what_was_learned_is_discarded_only_by_somebody_who_was_asked(
    page: ImprovePage, empty_window: WindowBot
) -> None:
    desk, improving = empty_window, empty_window.workspace.improving
    press(desk, page.outlook.start_button)
    desk.qtbot.waitUntil(lambda: improving.training is not None and bool(improving.training.curve.looks))
    press(desk, page.progress.pause_button)
    desk.qtbot.waitUntil(page.progress.leave_button.isVisible)
    kept = []
    for answer in ("Keep it", "Discard"):
        press(desk, page.progress.leave_button)
        question = next(box for box in page.findChildren(QMessageBox) if box.isVisible())
        told = question.informativeText()
        button = next(button for button in question.buttons() if button.text() == answer)
        default = question.defaultButton()
        assert default is not None
        assert default.text() == "Keep it"
        press(desk, button)
        kept.append(improving.training is not None)
    desk.settle()

    assert "steps cannot be brought back" in told
    assert kept == [True, False]
    assert page.shown is page.outlook


def test_another_project_is_learned_from_too_and_what_a_step_takes_is_told(
    page: ImprovePage, empty_window: WindowBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [view.text() for view in page.outlook.findChildren(QLabel)]
    assert any("4 stretches of 3 frames, one object each, 384 px" in text for text in told)
    assert any("for the image features of 24 frames" in text for text in told)
    other = make_project(tmp_path / "other", 2)
    monkeypatch.setattr("app.ui.improving.page.ask_project", lambda *_where: other)
    press(empty_window, page.outlook.other_button)
    empty_window.qtbot.waitUntil(page.outlook.start_button.isEnabled)
    assert any("10 masklets in 5 videos" in view.text() for view in page.outlook.findChildren(QLabel))
    press(empty_window, page.outlook.alone_button)
    empty_window.qtbot.waitUntil(page.outlook.start_button.isEnabled)
    assert any("6 masklets in 3 videos" in view.text() for view in page.outlook.findChildren(QLabel))
    assert not page.outlook.alone_button.isVisible()


def test_too_few_masklets_are_told_with_what_helps(empty_window: WindowBot, tmp_path: Path) -> None:
    assert empty_window.open(make_project(tmp_path / "few", 2))
    empty_window.wait_for_picture()
    empty_window.key(Key.Key_5, CONTROL)
    page = empty_window.window.findChild(ImprovePage)
    assert isinstance(page, ImprovePage)
    empty_window.qtbot.waitUntil(page.outlook.obstacle.isVisible)
    assert "Verified masklets: 4" in page.outlook.obstacle.text()
    assert "Verify more" in page.outlook.obstacle.text()
    assert not page.outlook.start_button.isEnabled()


def test_a_model_that_is_not_here_is_told(page: ImprovePage, empty_window: WindowBot) -> None:
    page.close()
    empty_window.back_to_canvas()
    workspace = empty_window.workspace
    workspace.change_settings(structs.replace(workspace.settings, model="sam2.1-tiny"))
    empty_window.key(Key.Key_5, CONTROL)
    empty_window.qtbot.waitUntil(page.outlook.obstacle.isVisible)
    assert "not on this computer yet" in page.outlook.obstacle.text()
    assert not page.outlook.start_button.isEnabled()


def test_a_training_that_ends_before_its_first_step_names_no_step(page: ImprovePage) -> None:
    request = TrainingRequest(project="p", projects=("p",), base="embedded", title="Embedded model")
    for state in (TrainingState.PAUSED, TrainingState.BROKEN_OFF):
        page.progress.show_training(TrainingView(Path("p"), request, state, Curve()))
        assert "before the first step" in page.progress.status.text()


def test_a_training_is_told_of_while_its_page_is_closed(page: ImprovePage, empty_window: WindowBot) -> None:
    desk, improving = empty_window, empty_window.workspace.improving
    line = desk.window.project_view.status.training
    assert line.isHidden()
    press(desk, page.outlook.start_button)
    desk.qtbot.waitUntil(lambda: improving.training is not None and bool(improving.training.curve.looks))
    page.close()
    desk.back_to_canvas()
    assert line.isVisible()
    assert line.text().startswith("Improving")
    improving.pause()
    desk.qtbot.waitUntil(lambda: line.text() == "Improving: paused", timeout=60_000)
    desk.click(line, 8, 8)
    desk.qtbot.waitUntil(page.progress.resume_button.isVisible)
    page.close()
    desk.back_to_canvas()
    improving.leave()
    assert line.isHidden()


def test_how_far_a_measuring_is_stands_beside_what_is_measured(page: ImprovePage) -> None:
    request = TrainingRequest(project="p", projects=("p",), base="embedded", title="Embedded model")
    far = LogLine(LogEvent.MEASURED, step=3, steps=12)
    for curve, words in (
        (Curve(), "The old model is measured…"),
        (Curve(measured=far), "The old model is measured… · 3 of 12"),
        (Curve(9, 9, measured=far), "Learned; mixtures of old and new are measured… · 3 of 12"),
    ):
        page.progress.show_training(TrainingView(Path("p"), request, TrainingState.RUNNING, curve))
        assert page.progress.status.text() == words


def test_pause_and_stop_are_heard_at_once_although_they_take_a_while(page: ImprovePage) -> None:
    request = TrainingRequest(project="p", projects=("p",), base="embedded", title="Embedded model")
    progress, begun = page.progress, Curve()

    def show(wish: TrainingWish | None, curve: Curve) -> list[tuple[str, bool]]:
        progress.show_training(TrainingView(Path("p"), request, TrainingState.RUNNING, curve, wish))
        buttons = (progress.finish_button, progress.pause_button)
        return [(button.text(), button.isEnabled()) for button in buttons if not button.isHidden()]

    assert show(None, begun) == [("Pause", True)], "nothing is learned that could be kept"
    assert show(TrainingWish.PAUSE, begun) == [("Pausing…", False)]
    learning = Curve(step=1, steps=9)
    assert show(None, learning) == [("Stop and keep the best", True), ("Pause", True)]
    assert show(TrainingWish.FINISH, learning) == [("Stopping…", False), ("Pause", True)]


def test_a_press_is_noted_in_what_is_known_of_the_training(page: ImprovePage, empty_window: WindowBot) -> None:
    improving = empty_window.workspace.improving
    press(empty_window, page.outlook.start_button)
    empty_window.qtbot.waitUntil(lambda: improving.training is not None and bool(improving.training.curve.looks))
    improving.finish()
    assert improving.training is not None
    assert improving.training.wish is TrainingWish.FINISH
    assert page.progress.finish_button.text() == "Stopping…"


def table_of(page: ImprovePage) -> list[list[str]]:
    """Return the numbers of old and new model, line by line."""
    table = page.comparison.table
    texts = [[table.item(line, column) for column in (1, 2)] for line in range(table.rowCount())]
    return [[cell.text() if cell is not None else "" for cell in line] for line in texts]


def write_comparison(folder: Path) -> None:
    place = folder / FOLDER
    place.mkdir()
    for name in ("old.png", "new.png"):
        cv2.imwrite(str(place / name), np.full((36, 48, 3), 90, np.uint8))
    frames = tuple(ComparedFrame("clip0/thing 1", frame, "old.png", "new.png", 0.5, 0.8) for frame in (2, 4))
    masklets = (ComparedMasklet("clip0/thing 1", 0.6, 0.75, 2, 1, 7, 4),)
    (place / FILE).write_bytes(msgspec.json.encode(Comparison(masklets, frames)))

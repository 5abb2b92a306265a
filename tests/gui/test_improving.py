"""Improving a model from the window: what fits, the curve, old and new beside each other, and the new one in use."""

from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.training.improving.comparison import FILE, FOLDER, ComparedFrame, ComparedMasklet, Comparison
from app.ui.improving.page import ImprovePage
from tests.gui.window_bot import CONTROL, WindowBot
from tests.training.verified_project import make_project
from tests.workspace.pretended_training import command

Key = Qt.Key


@pytest.fixture
def page(empty_window: WindowBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImprovePage:
    """The page on a project of three videos with two verified masklets each; trainings are pretended."""
    monkeypatch.setenv("MASKLANE_HOME", str(tmp_path / "home"))
    assert empty_window.open(make_project(tmp_path / "project", 3))
    empty_window.wait_for_picture()
    empty_window.workspace.improving.command = command
    empty_window.key(Key.Key_5, CONTROL)
    found = empty_window.window.findChild(ImprovePage)
    assert isinstance(found, ImprovePage)
    empty_window.qtbot.waitUntil(found.outlook.start_button.isEnabled)
    return found


def press(desk: WindowBot, button: QPushButton) -> None:
    desk.qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled())
    desk.click(button, 8, 8)


def test_a_model_is_improved_and_used_from_the_window(page: ImprovePage, empty_window: WindowBot) -> None:
    desk, improving = empty_window, empty_window.workspace.improving
    press(desk, page.outlook.start_button)
    desk.qtbot.waitUntil(lambda: improving.training is not None and bool(improving.training.curve.looks))
    assert page.shown is page.progress
    press(desk, page.progress.pause_button)
    press(desk, page.progress.resume_button)
    training = improving.training
    assert training is not None
    write_comparison(training.folder)
    (training.folder / "go").touch()
    desk.qtbot.waitUntil(lambda: page.shown is page.comparison)
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


def test_too_few_masklets_are_told_with_what_helps(empty_window: WindowBot, tmp_path: Path) -> None:
    assert empty_window.open(make_project(tmp_path / "few", 2))
    empty_window.wait_for_picture()
    empty_window.key(Key.Key_5, CONTROL)
    page = empty_window.window.findChild(ImprovePage)
    assert isinstance(page, ImprovePage)
    empty_window.qtbot.waitUntil(page.outlook.obstacle.isVisible)
    assert "There are 4 verified masklets" in page.outlook.obstacle.text()
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


def write_comparison(folder: Path) -> None:
    place = folder / FOLDER
    place.mkdir()
    for name in ("old.png", "new.png"):
        cv2.imwrite(str(place / name), np.full((36, 48, 3), 90, np.uint8))
    frames = tuple(ComparedFrame("clip0/thing 1", frame, "old.png", "new.png", 0.5, 0.8) for frame in (2, 4))
    masklets = (ComparedMasklet("clip0/thing 1", 0.6, 0.75, 2, 1),)
    (place / FILE).write_bytes(msgspec.json.encode(Comparison(masklets, frames)))

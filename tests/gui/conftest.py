"""The whole window on a real project, driven by real mouse and key events."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.shell import status_bar
from app.ui.theme.theme import UiTheme
from tests.gui.window_bot import WindowBot, make_clip, open_window


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("media") / "clip.mp4")


@pytest.fixture(scope="session")
def theme(qapp) -> UiTheme:
    return UiTheme(qapp)


@pytest.fixture
def empty_window(qtbot: QtBot, theme: UiTheme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WindowBot]:
    """The window on its start page. What the status bar tells stays until something else is told."""
    monkeypatch.setattr(status_bar, "NOTICE_MS", 1 << 30)
    desk = open_window(qtbot, theme, tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def window(empty_window: WindowBot, clip: Path, tmp_path: Path) -> WindowBot:
    """The window on a new project with one clip, its first picture shown."""
    assert empty_window.window.create_project(tmp_path / "Project", (clip,))
    empty_window.wait_for_picture()
    return empty_window


@pytest.fixture
def two_objects(window: WindowBot) -> WindowBot:
    """The same with objects "Left" and "Right", each clicked on frame 0; "Right" is active."""
    window.add("Left", 24, 32)
    window.add("Right", 72, 32)
    return window

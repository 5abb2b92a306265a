"""The sample: made whole on a thread, undone when that fails, and completed where an earlier version left it half."""

import shutil
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from app import paths
from app.project.storage.store import Store
from app.ui.shell.opening_bar import OpeningBar
from tests.gui.window_bot import WindowBot


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder the sample's project goes into, which has nothing in it."""
    monkeypatch.setenv("MASKLANE_HOME", str(tmp_path / "home"))
    return paths.data_folder()


def open_sample(desk: WindowBot) -> None:
    desk.window.action_set["file.demo"].trigger()
    desk.wait_for_opening()
    if desk.window.has_project:
        desk.settle()


def videos(desk: WindowBot) -> list[str]:
    return [video.path for video in desk.workspace.document.videos()] if desk.window.has_project else []


def refuse(*_paths: object, **_options: object) -> None:
    raise OSError(28, "No space left on device")


def is_there(data: Path) -> list[str]:
    return [path.name for path in data.iterdir()] if data.exists() else []


def test_the_sample_lies_whole_in_its_folder(empty_window: WindowBot, data: Path) -> None:
    open_sample(empty_window)

    assert empty_window.workspace.folder == data / "Sample"
    assert empty_window.workspace.name == "Sample"
    assert videos(empty_window) == ["media/pond.mp4"]
    assert (data / "Sample" / "media" / "pond.mp4").stat().st_size == (
        paths.sample_folder() / "pond.mp4"
    ).stat().st_size
    assert is_there(data) == ["Sample"]


def test_a_copy_that_fails_leaves_no_project_and_the_next_try_makes_it(
    empty_window: WindowBot, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(shutil, "copyfile", refuse)
        open_sample(empty_window)
        left, told = is_there(data), empty_window.window.switcher.start.errors.message
    open_sample(empty_window)

    assert left == []
    assert told.endswith("No space left on device")
    assert videos(empty_window) == ["media/pond.mp4"]


def test_without_the_clip_there_is_a_failure_and_no_project(
    empty_window: WindowBot, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(paths, "sample_folder", lambda: tmp_path)
    open_sample(empty_window)

    assert empty_window.window.switcher.start.errors.hint == "Install Masklane again."
    assert is_there(data) == []


def test_a_project_that_an_earlier_version_left_without_its_clip_is_completed(
    empty_window: WindowBot, data: Path
) -> None:
    Store.create(data / "Sample").close()
    open_sample(empty_window)

    assert videos(empty_window) == ["media/pond.mp4"]


def test_such_a_project_is_completed_also_while_it_is_open(empty_window: WindowBot, data: Path) -> None:
    Store.create(data / "Sample").close()
    empty_window.open(data / "Sample")
    empty_window.keep(empty_window.workspace)
    before = videos(empty_window)
    open_sample(empty_window)

    assert before == []
    assert videos(empty_window) == ["media/pond.mp4"]


def test_the_project_of_a_person_stays_as_it_is(empty_window: WindowBot, data: Path) -> None:
    open_sample(empty_window)
    video = empty_window.workspace.document.videos()[0]
    empty_window.workspace.videos.rename(video.id, "Mine")
    empty_window.keep(empty_window.workspace)
    empty_window.window.close_project()
    open_sample(empty_window)

    assert [video.name for video in empty_window.workspace.document.videos()] == ["Mine"]


def test_what_lies_in_the_way_is_left_alone(empty_window: WindowBot, data: Path) -> None:
    (data / "Sample").mkdir(parents=True)
    (data / "Sample" / "mine.txt").write_text("mine")
    open_sample(empty_window)

    assert not empty_window.window.has_project
    assert "exists already and is not empty" in empty_window.window.switcher.start.errors.message
    assert [path.name for path in data.rglob("*")] == ["Sample", "mine.txt"]


class HeldCopy:
    """Copies files once it is let go: a disk that takes its time."""

    def __init__(self, copy: Callable[..., object]) -> None:
        self._copy = copy
        self._gate: SimpleQueue[None] = SimpleQueue()
        self.began = False

    def __call__(self, source: Path, target: Path, **options: object) -> object:
        self.began = True
        self._gate.get(timeout=120)  # on the main thread this would be the end of the window
        return self._copy(source, target, **options)

    def let_go(self) -> None:
        self._gate.put(None)


@pytest.fixture
def held_copy(monkeypatch: pytest.MonkeyPatch) -> HeldCopy:
    held = HeldCopy(shutil.copyfile)
    monkeypatch.setattr(shutil, "copyfile", held)
    return held


def test_while_the_clip_is_copied_the_window_answers(empty_window: WindowBot, data: Path, held_copy: HeldCopy) -> None:
    empty_window.window.action_set["file.demo"].trigger()
    bar = empty_window.window.findChild(OpeningBar)
    assert bar is not None
    empty_window.qtbot.waitUntil(lambda: held_copy.began and bar.isVisible(), timeout=60_000)
    shown = (data / "Sample").exists(), empty_window.window.has_project
    held_copy.let_go()
    empty_window.wait_for_opening()

    assert shown == (False, False)
    assert videos(empty_window) == ["media/pond.mp4"]


def test_a_person_who_gives_up_finds_no_project(empty_window: WindowBot, data: Path, held_copy: HeldCopy) -> None:
    empty_window.window.action_set["file.demo"].trigger()
    bar = empty_window.window.findChild(OpeningBar)
    assert bar is not None
    empty_window.qtbot.waitUntil(lambda: held_copy.began and bar.isVisible(), timeout=60_000)
    cancel = next(button for button in bar.findChildren(QPushButton))
    empty_window.click(cancel, 5, 5)
    held_copy.let_go()
    QApplication.processEvents()
    empty_window.qtbot.waitUntil(lambda: is_there(data) == [], timeout=60_000)

    assert not empty_window.window.has_project

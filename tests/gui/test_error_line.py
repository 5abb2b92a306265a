"""A failure is one line that moves nothing, has one fitting button, and goes when its cause is gone."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.errors import DeviceLost, EditRefused, EngineError, MediaMissing, NotTrackable, ProjectError, UserError
from app.project.model import Cell, Click, Direction, FrameIndex
from app.ui.failures.error_bar import ErrorBar
from tests.gui.window_bot import WindowBot, make_clip

LONG = "The export to /home/ada/Projects/Kingfisher at the weir cannot be finished, since the drive is not there. " * 3


def bar(desk: WindowBot) -> ErrorBar:
    return desk.window.project_view.errors


def places(desk: WindowBot) -> list[tuple[QPoint, object]]:
    view = desk.window.project_view
    parts: list[QWidget] = [view.canvas, view.timeline, view.transport, view.objects, view.tracking, view.status]
    return [(part.mapTo(desk.window, QPoint()), part.size()) for part in parts]


@pytest.mark.parametrize("width", [960, 1280, 1920])
def test_a_failure_moves_nothing_and_leaves_the_zoom(two_objects: WindowBot, width: int) -> None:
    two_objects.window.resize(width, 720)
    QApplication.processEvents()
    before, zoom = places(two_objects), two_objects.window.canvas.zoom
    two_objects.fail(LONG, LONG)
    QApplication.processEvents()
    shown = bar(two_objects)

    assert shown.isVisible()
    assert shown.height() <= 30
    assert places(two_objects) == before
    assert two_objects.window.canvas.zoom == zoom
    assert two_objects.window.width() == width


def test_a_long_path_leaves_room_for_what_is_wrong_with_it(two_objects: WindowBot) -> None:
    two_objects.window.resize(1280, 720)
    place = Path("/media/ada/A drive with a long name/Projects of this year/Kingfisher at the weir/exports/davis")
    error = ProjectError(
        "The folder {parent} cannot be made: {reason}.", "Choose another.", parent=place, reason="full"
    )
    two_objects.workspace.messages.failed.emit(error)
    QApplication.processEvents()
    (shown,) = (label for label in bar(two_objects).findChildren(QLabel) if "cannot be made" in label.text())

    assert shown.text() == f"The folder {Path('…', 'exports', 'davis')} cannot be made: full."
    assert str(place) in shown.toolTip()
    assert str(place) in bar(two_objects).message


def test_a_failure_on_the_start_page_moves_nothing(empty_window: WindowBot) -> None:
    start = empty_window.window.switcher.start
    page = start.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)[0]
    before = page.geometry()
    empty_window.window.show_failure(UserError(LONG, LONG))
    QApplication.processEvents()

    assert start.errors.isVisible()
    assert page.geometry() == before


def test_a_failure_while_a_project_opens_waits_for_its_place(empty_window: WindowBot, tmp_path: Path) -> None:
    assert empty_window.window.create_project(tmp_path / "Project")
    empty_window.fail(LONG)
    at_once = [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ErrorBar) and widget.isVisible()
    ]
    empty_window.qtbot.waitUntil(lambda: bar(empty_window).isVisible(), timeout=60_000)

    assert at_once == []
    assert bar(empty_window).window() is empty_window.window


def test_a_slip_does_not_look_like_a_failure(window: WindowBot) -> None:
    window.workspace.messages.failed.emit(NotTrackable("There is no object to track."))
    slip = bar(window).property("severity"), bar(window).grab().toImage()
    bar(window).clear()
    window.workspace.messages.failed.emit(EngineError("There is no object to track."))

    assert (slip[0], bar(window).property("severity")) == ("slip", "failure")
    assert bar(window).grab().toImage() != slip[1]


@pytest.mark.parametrize(
    ("error", "offered"),
    [
        (NotTrackable("One has no mask to start from."), []),
        (EditRefused("There is already an object of that name."), []),
        (EngineError("The model cannot be loaded."), ["Model settings…"]),
        (DeviceLost("It stopped."), ["Go on with the processor", "Model settings…"]),
    ],
)
def test_only_what_fits_is_offered(window: WindowBot, error: UserError, offered: list[str]) -> None:
    window.workspace.messages.failed.emit(error)

    assert window.offered() == offered


def test_a_slip_goes_with_the_next_step(two_objects: WindowBot) -> None:
    left, right = two_objects.objects
    two_objects.workspace.objects.rename(left, "Right")
    told = bar(two_objects).message
    two_objects.workspace.objects.rename(left, "Third")

    assert "already an object" in told
    assert bar(two_objects).message == ""
    assert two_objects.name(right) == "Right"


def test_an_object_without_a_mask_is_no_failure_any_more_once_it_has_one(window: WindowBot) -> None:
    object = window.workspace.objects.add("One")
    assert object is not None
    window.workspace.runs.track(Direction.FORWARD)
    told = bar(window).message
    window.workspace.prompts.add_click(Cell(object, FrameIndex(0)), Click(40, 30))
    window.settle()

    assert told == "One has no mask to start from."
    assert not bar(window).isVisible()


def test_a_locked_object_is_unlocked_by_the_button(two_objects: WindowBot) -> None:
    left = two_objects.objects[0]
    two_objects.workspace.objects.set_locked((left,), locked=True)
    two_objects.workspace.runs.track(Direction.FORWARD, (left,))
    two_objects.workspace.view.select((left,))
    two_objects.workspace.runs.track(Direction.FORWARD)
    offered = two_objects.offered()
    two_objects.take("Unlock")
    record = two_objects.workspace.document.object(left)

    assert offered == ["Unlock"]
    assert record is not None
    assert not record.locked
    assert bar(two_objects).message == ""


def test_trouble_with_the_model_goes_when_another_one_is_chosen_or_a_run_succeeds(two_objects: WindowBot) -> None:
    workspace = two_objects.workspace
    workspace.messages.failed.emit(DeviceLost("It stopped."))
    workspace.change_settings(msgspec.structs.replace(workspace.settings, image_size=512))
    two_objects.settle()
    by_choice = bar(two_objects).message
    workspace.messages.failed.emit(DeviceLost("It stopped."))
    shown = bar(two_objects).message
    workspace.runs.track(Direction.FORWARD)
    two_objects.settle()

    assert (by_choice, shown) == ("", "It stopped.")
    assert bar(two_objects).message == ""


def test_a_model_that_cannot_be_loaded_is_told_until_it_can(window: WindowBot) -> None:
    def refuse(_choice: object) -> None:
        raise EngineError("The model cannot be loaded.")

    window.loader.before = refuse
    window.workspace.change_settings(msgspec.structs.replace(window.workspace.settings, threads=2))
    window.settle()
    told = bar(window).message
    window.loader.before = lambda _choice: None
    window.workspace.model.load()
    window.settle()

    assert told == "The model cannot be loaded."
    assert bar(window).message == ""


def test_an_export_that_failed_is_over_when_it_has_succeeded(two_objects: WindowBot, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "in the way").write_text("")
    two_objects.workspace.exports.start("davis", out)
    two_objects.settle()
    told = bar(two_objects).message
    two_objects.workspace.exports.check("davis", None, lambda _losses: None)
    two_objects.settle()
    after_a_check = bar(two_objects).message
    two_objects.workspace.exports.start("davis", tmp_path / "elsewhere")
    two_objects.settle()

    assert "is not empty" in told
    assert after_a_check == told
    assert bar(two_objects).message == ""


def test_missing_media_is_over_when_it_is_back(window: WindowBot, tmp_path: Path, clip: Path) -> None:
    copy, away = tmp_path / "moves.mp4", tmp_path / "away.mp4"
    copy.write_bytes(clip.read_bytes())
    window.workspace.videos.add([copy])
    window.settle()
    second = window.workspace.document.videos()[1].id
    window.workspace.view.open_video(second)
    window.wait_for_picture()
    copy.rename(away)
    window.workspace.messages.failed.emit(MediaMissing("moves.mp4 is not there any more."))
    window.qtbot.waitUntil(lambda: window.workspace.videos.media_missing(second))
    told = bar(window).message
    away.rename(copy)
    window.workspace.videos.look_for_media()
    window.qtbot.waitUntil(lambda: not window.workspace.videos.media_missing(second))

    assert told == "moves.mp4 is not there any more."
    assert bar(window).message == ""


def test_a_folder_that_cannot_be_added_is_forgotten_once_another_is(window: WindowBot, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    clip = make_clip(tmp_path / "another.mp4", 5)
    for path in (tmp_path / "empty", clip):
        window.workspace.videos.add([path])
        window.settle()
        window.qtbot.waitUntil(lambda failed=path != clip: bool(bar(window).errors) is failed)

    assert len(window.workspace.document.videos()) == 2


def test_a_failure_nobody_can_know_the_end_of_stays_until_it_is_closed(two_objects: WindowBot) -> None:
    two_objects.fail("The disk hums.")
    two_objects.workspace.objects.rename(two_objects.objects[0], "Third")

    assert bar(two_objects).message == "The disk hums."


@pytest.mark.parametrize("publish", [False, True])
def test_what_was_written_is_told_with_a_button_that_opens_its_folder(
    two_objects: WindowBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, publish: bool
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url)) or True)
    workspace, status = two_objects.workspace, two_objects.window.project_view.status
    start: Callable[[], object] = workspace.exports.publish
    if not publish:
        start = lambda: workspace.exports.start("davis", tmp_path / "out")  # noqa: E731
    start()
    two_objects.settle()
    told = status.result.message
    two_objects.click(status.result.button, 5, 5)

    folder = workspace.folder / "masklets" if publish else tmp_path / "out"
    assert told == ("The masklets in masklets are up to date." if publish else f"Exported to {folder}.")
    assert [Path(url.toLocalFile()) for url in opened] == [folder]
    assert not status.result.isVisible()


def test_a_result_waits_while_a_failure_is_shown(two_objects: WindowBot, tmp_path: Path) -> None:
    status = two_objects.window.project_view.status
    two_objects.fail("The disk hums.")
    two_objects.workspace.exports.start("davis", tmp_path / "out")
    two_objects.settle()
    held_back = status.result.isVisible()
    bar(two_objects).close_one()

    assert not held_back
    assert status.result.isVisible()


def test_a_notice_is_read_beside_a_failure(two_objects: WindowBot) -> None:
    status = two_objects.window.project_view.status
    two_objects.fail("The disk hums.")
    status.show_notice("Object 2 is locked.")
    QApplication.processEvents()
    words = [text for text in status.findChildren(QLabel) if text.isVisible()]

    assert {"The disk hums.", "Object 2 is locked."} <= {text.text() for text in words}

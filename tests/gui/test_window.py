"""The window as a whole: opening, dropping, failing, closing, looks."""

import faulthandler
import json
import queue
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QPushButton, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from app.errors import EngineError
from app.project.model import Direction, FrameIndex
from app.settings import Settings
from app.settings import Theme as Choice
from app.settings import load as load_settings
from app.ui.actions.action_target import WindowPart
from app.ui.dialogs.crash import CrashDialog
from app.ui.dialogs.interchange.export import ExportDialog
from app.ui.dialogs.new_project import NewProjectDialog
from app.ui.dialogs.settings import SettingsDialog
from app.ui.dropped_paths import free_folder, sort_paths
from app.ui.shell.crash_guard import CrashGuard
from app.ui.shell.opening_bar import OpeningBar
from app.ui.start.hardware_card import HardwareCard
from app.ui.start.hardware_probe import GIB, Hardware, parse_nvidia_smi, recommended_model
from app.ui.start.start_page import THUMBNAIL_FILE, ProjectCard
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import DARK, LIGHT, Palette
from app.ui.widgets.number_format import duration, memory
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.gui.window_bot import CONTROL, WindowBot, open_window
from tests.workspace.test_saver import make_long_project

ROOT = Path(__file__).parents[2]


def test_a_new_project_is_named_in_the_title_and_remembered(window: WindowBot, tmp_path: Path) -> None:
    assert window.window.windowTitle() == "Project – Masklane"
    assert load_settings(tmp_path / "settings.json").settings.recent_projects == (str(tmp_path / "Project"),)


def test_closing_a_project_shows_it_on_the_start_page_with_a_picture(window: WindowBot, tmp_path: Path) -> None:
    window.keep(window.workspace)
    window.window.close_project()
    QApplication.processEvents()
    cards = [card for card in window.window.findChildren(ProjectCard) if card.isVisible()]

    assert window.window.windowTitle() == "Masklane"
    assert [card.accessibleName() for card in cards] == ["Project"]
    assert (tmp_path / "Project" / "cache" / "preview.jpg").is_file()


def test_panels_come_in_turns_and_at_once_to_who_asks(empty_window: WindowBot, clip: Path, tmp_path: Path) -> None:
    window = empty_window.window
    assert window.create_project(tmp_path / "Project", (clip,))
    at_once = window.project_view.panels_ready, window.canvas.isVisible(), window.timeline.isVisible()
    panel = window.project_view.objects

    assert at_once == (False, True, True)
    assert window.project_view.panels_ready
    assert window.isAncestorOf(panel)


def test_the_window_stays_active_while_panels_come_beside_a_job(
    empty_window: WindowBot, clip: Path, tmp_path: Path
) -> None:
    assert empty_window.window.create_project(tmp_path / "Project", (clip,))
    assert empty_window.workspace.jobs.active, "the video is being added"
    empty_window.wait_for_picture()
    assert empty_window.window.isActiveWindow()


def test_a_project_can_be_left_before_its_panels_are_there(empty_window: WindowBot, clip: Path, tmp_path: Path) -> None:
    window = empty_window.window
    assert window.create_project(tmp_path / "Project", (clip,))
    workspace, panels_ready = window.workspace, window.project_view.panels_ready
    empty_window.keep(workspace)
    window.close_project()
    reopened = empty_window.open(tmp_path / "Project")
    empty_window.qtbot.waitUntil(lambda: window.project_view.panels_ready, timeout=60_000)

    assert not panels_ready
    assert reopened
    assert empty_window.bugs == []


def test_a_card_of_the_start_page_opens_its_project(two_objects: WindowBot) -> None:
    two_objects.keep(two_objects.workspace)
    two_objects.window.close_project()
    QApplication.processEvents()
    card = next(card for card in two_objects.window.findChildren(ProjectCard) if card.isVisible())
    two_objects.click(card, 20, 20)
    two_objects.wait_for_picture()

    assert [two_objects.name(o) for o in two_objects.objects] == ["Left", "Right"]


def test_work_goes_on_where_it_was_left(two_objects: WindowBot, tmp_path: Path, clip: Path) -> None:
    other = tmp_path / "second.mp4"
    other.write_bytes(clip.read_bytes())
    two_objects.workspace.videos.add([other])
    two_objects.settle()
    two_objects.window.canvas.setFocus()
    two_objects.key(Qt.Key.Key_2)
    two_objects.go_to(23)
    first, chosen = two_objects.workspace.view.video, two_objects.workspace.view.selection
    two_objects.keep(two_objects.workspace)
    two_objects.key(Qt.Key.Key_W, CONTROL)
    assert two_objects.open(tmp_path / "Project")
    there = two_objects.workspace.view.video, two_objects.workspace.view.frame, two_objects.workspace.view.selection
    two_objects.wait_for_picture()
    shown = two_objects.workspace.view.image_frame
    two_objects.window.canvas.setFocus()
    two_objects.key(Qt.Key.Key_PageDown, CONTROL)
    two_objects.keep(two_objects.workspace)
    two_objects.key(Qt.Key.Key_W, CONTROL)
    (tmp_path / "Project" / "cache" / "place.json").write_text('{"video": 99, "frame": "x"}')
    assert two_objects.open(tmp_path / "Project")

    assert there == (first, 23, chosen)
    assert shown == 23
    assert two_objects.workspace.view.video == first
    assert two_objects.workspace.view.frame == 0


def test_a_new_project_says_which_folder_it_makes(empty_window: WindowBot, tmp_path: Path) -> None:
    dialog = NewProjectDialog(tmp_path, empty_window.window)
    dialog.open()
    dialog.name.clear()
    empty = dialog.place.text()
    QTest.keyClicks(dialog.name, "Juggling")
    said = dialog.place.text()
    dialog.reject()

    assert empty == ""
    assert said == f"Makes the folder {tmp_path / 'Juggling'}"


def test_the_place_is_stored_while_one_works_for_when_the_process_is_killed(
    two_objects: WindowBot, tmp_path: Path
) -> None:
    file = tmp_path / "Project" / "cache" / "place.json"
    two_objects.workspace.view.select((two_objects.objects[0],))
    two_objects.go_to(23)
    wanted = {"video": 1, "frame": 23, "selected": [two_objects.objects[0]]}
    two_objects.qtbot.waitUntil(lambda: file.exists() and json.loads(file.read_bytes()) == wanted, timeout=60_000)


def test_a_project_has_a_picture_for_its_card_while_it_is_open(window: WindowBot, tmp_path: Path) -> None:
    file = tmp_path / "Project" / THUMBNAIL_FILE
    window.qtbot.waitUntil(lambda: file.exists() and not QImage(str(file)).isNull(), timeout=60_000)


def test_a_card_is_opened_by_the_keyboard(window: WindowBot) -> None:
    window.keep(window.workspace)
    window.window.close_project()
    QApplication.processEvents()
    card = next(card for card in window.window.findChildren(ProjectCard) if card.isVisible())
    card.setFocus()
    window.key(Qt.Key.Key_Return, at=card)
    window.wait_for_picture()

    assert window.workspace.name == "Project"


def test_dropping_a_video_on_the_start_page_makes_a_project(
    empty_window: WindowBot, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.shell.project_switcher.projects_folder", lambda: tmp_path / "documents")
    empty_window.drop(clip)
    empty_window.wait_for_picture()

    assert empty_window.workspace.folder == tmp_path / "documents" / "clip"


def test_a_dropped_video_is_added_once_and_shown_when_it_is_there_already(
    window: WindowBot, clip: Path, tmp_path: Path
) -> None:
    window.drop(Path(shutil.copyfile(clip, tmp_path / "other.mp4")))
    window.settle()
    first, second = window.workspace.document.videos()
    window.workspace.view.open_video(second.id)
    steps = list(window.workspace.history.titles())
    window.drop(clip)
    window.settle()

    assert window.workspace.view.video == first
    assert window.said == "clip is in this project already."
    assert list(window.workspace.history.titles()) == steps


def test_dropping_a_project_opens_it(empty_window: WindowBot, clip: Path, tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "Other", Settings(), lambda _choice: DiscPredictor())
    made.close(wait_ms=5000)
    empty_window.drop(tmp_path / "Other")
    empty_window.wait_for_opening()

    assert empty_window.workspace.name == "Other"


def test_a_project_that_is_open_elsewhere_says_so_and_the_start_page_stays(
    empty_window: WindowBot, tmp_path: Path
) -> None:
    other = Workspace.create(tmp_path / "Busy", Settings(), lambda _choice: DiscPredictor())
    empty_window.open(tmp_path / "Busy")
    other.close(wait_ms=5000)
    words = [text.text() for text in empty_window.window.findChildren(QLabel) if text.isVisible()]

    assert not empty_window.window.has_project
    assert any("open" in text.lower() for text in words)


def test_opening_the_open_project_again_changes_nothing(window: WindowBot, tmp_path: Path) -> None:
    workspace = window.workspace

    window.open(tmp_path / "Project" / "project.masklane")

    assert window.workspace is workspace


def test_a_large_project_says_that_it_is_being_opened_and_can_be_given_up(
    empty_window: WindowBot, tmp_path: Path
) -> None:
    folder = make_long_project(tmp_path / "Large", 90_000)
    bar, start = empty_window.window.findChild(OpeningBar), empty_window.window.switcher.start
    place = start.mapTo(empty_window.window, start.rect().topLeft())
    empty_window.window.open(folder)
    empty_window.qtbot.waitUntil(bar.isVisible)
    QApplication.processEvents()
    shifted = start.mapTo(empty_window.window, start.rect().topLeft()) - place
    words = [text.text() for text in bar.findChildren(QLabel)]
    empty_window.click(next(b for b in bar.findChildren(QPushButton)), 5, 5)
    given_up = (empty_window.window.opening, bar.isVisible(), empty_window.window.has_project)
    empty_window.open(folder)

    assert words == ["Opening Large…"]
    assert shifted.isNull(), "it lies over the page"
    assert given_up == (False, False, False)
    assert empty_window.workspace.name == "Large"
    assert not bar.isVisible()
    assert empty_window.bugs == []


def test_the_open_project_stays_until_another_is_read(window: WindowBot, tmp_path: Path) -> None:
    folder = make_long_project(tmp_path / "Large", 30_000)
    first = window.workspace
    window.keep(first)
    window.window.open(folder)
    made = first.objects.add("Ball")
    there = first.document.object(made) is not None
    window.wait_for_opening()

    assert there
    assert window.workspace.name == "Large"


def test_a_project_that_cannot_be_opened_leaves_the_open_one(window: WindowBot, tmp_path: Path) -> None:
    workspace = window.workspace
    broken = tmp_path / "Broken"
    broken.mkdir()
    (broken / "project.masklane").write_bytes(b"not a database")

    window.open(broken)

    assert window.workspace is workspace
    assert window.window.project_view.errors.message


def test_a_failure_is_told_with_its_hint_and_closed_with_a_click(window: WindowBot) -> None:
    bar = window.window.project_view.errors
    window.fail("The disk is full.", "Free some space.")
    shown = [text.text() for text in bar.findChildren(QLabel)]
    close = next(b for b in bar.findChildren(QToolButton) if b.accessibleName() == "Close")
    window.click(close, 5, 5)

    assert "The disk is full." in shown
    assert "Free some space." in shown
    assert not bar.isVisible()


def test_failures_wait_behind_each_other_and_are_not_repeated(window: WindowBot) -> None:
    bar = window.window.project_view.errors
    for message in ("One.", "Two.", "Two."):
        window.fail(message)
    seen = [bar.message]
    bar.close_one()
    seen.append(bar.message)
    bar.close_one()

    assert seen == ["Two.", "One."]
    assert bar.message == ""


def test_trouble_with_the_model_offers_its_settings(window: WindowBot) -> None:
    window.workspace.messages.failed.emit(EngineError("Not enough GPU memory.", "Choose a smaller model or 512 px."))
    window.take("Model settings…")
    dialog = window.window.findChild(SettingsDialog)

    assert dialog is not None
    dialog.close()


def test_the_window_goes_at_once_during_a_run_and_the_project_is_free(
    two_objects: WindowBot, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = two_objects.workspace
    gate: queue.SimpleQueue[None] = queue.SimpleQueue()
    gate.put(None)
    two_objects.predictor.before_frame = lambda _frame: gate.get(timeout=120)
    workspace.runs.track(Direction.FORWARD)
    qtbot.waitUntil(lambda: len(two_objects.predictor.tracked) == 1, timeout=60_000)
    two_objects.keep(workspace)
    start = time.monotonic()
    two_objects.window.close()
    taken = time.monotonic() - start
    again = Workspace.open(tmp_path / "Project", Settings(), lambda _choice: DiscPredictor())
    objects = again.document.all_objects()
    gate.put(None)
    again.close(wait_ms=5000)

    assert taken < 1.0
    assert len(objects) == 2


def test_size_and_hidden_parts_are_kept(window: WindowBot, tmp_path: Path, qtbot: QtBot, theme: UiTheme) -> None:
    window.window.toggle_part(WindowPart.OPTIONS)
    window.window.resize(1100, 700)
    window.close()
    again = open_window(qtbot, theme, tmp_path)
    again.open(tmp_path / "Project")
    again.wait_for_picture()
    shown = {part: again.window.part_shown(part) for part in WindowPart}
    again.close()

    assert shown == {part: part is not WindowPart.OPTIONS for part in WindowPart}


def test_status_says_that_all_is_saved_and_what_the_tool_does(two_objects: WindowBot) -> None:
    bench = two_objects.window.project_view
    bench.status.show_hover("")
    texts = [text.text() for text in bench.status.findChildren(QLabel)]

    assert "All changes saved" in texts
    two_objects.qtbot.waitUntil(lambda: bench.status.text.endswith(bench.canvas.hint), timeout=60_000)


def test_progress_and_a_stop_button_are_shown_while_something_runs(two_objects: WindowBot) -> None:
    workspace = two_objects.workspace
    seen: list[str] = []
    bench = two_objects.window.project_view

    def look() -> None:
        seen.extend(text.text() for text in bench.status.findChildren(QLabel) if text.isVisible())

    workspace.jobs.changed.connect(look)
    workspace.runs.track(Direction.FORWARD)
    two_objects.settle()
    workspace.jobs.changed.disconnect(look)

    assert any("track" in text.lower() for text in seen)


def test_export_says_what_would_be_lost_before_it_writes(two_objects: WindowBot, tmp_path: Path) -> None:
    two_objects.workspace.runs.track(Direction.FORWARD)
    two_objects.settle()
    two_objects.window.dialogs.export()
    dialog = two_objects.window.findChild(ExportDialog)
    assert dialog is not None
    dialog.format.setCurrentIndex(dialog.format.findData("davis"))
    two_objects.settle()
    words = [text.text() for text in dialog.findChildren(QLabel) if text.isVisible()]
    losses = dialog.losses
    dialog.location.setText(str(tmp_path / "out"))
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Export")
    two_objects.click(button, 5, 5)
    two_objects.settle()

    assert "Everything is up to date, and nothing will be left out." in words or losses
    assert any((tmp_path / "out").rglob("*.png"))


def test_settings_are_taken_over_by_ok_and_kept(window: WindowBot, tmp_path: Path) -> None:
    window.window.dialogs.show_settings()
    dialog = window.window.findChild(SettingsDialog)
    assert dialog is not None
    cache = dialog.field("frame_cache_mb")
    theme = dialog.field("theme")
    assert isinstance(cache, QSpinBox)
    assert isinstance(theme, QComboBox)
    cache.setValue(640)
    theme.setCurrentIndex(theme.findData(Choice.LIGHT))
    dialog.accept()
    kept = load_settings(tmp_path / "settings.json").settings
    dark = window.window._theme.palette.dark
    window.window._theme.set_choice(Choice.SYSTEM)

    assert (kept.frame_cache_mb, kept.theme) == (640, Choice.LIGHT)
    assert not dark
    assert window.workspace.settings.frame_cache_mb == 640


def test_a_crash_is_shown_once_with_the_words_that_the_work_is_saved(
    window: WindowBot, theme: UiTheme, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    guard = CrashGuard(theme, window.window, tmp_path / "logs", lambda: window.window.save_state)
    for _ in range(3):
        guard.handle(ZeroDivisionError("oh"))
    dialogs = [d for d in window.window.findChildren(CrashDialog) if d.isVisible()]
    words = [text.text() for text in dialogs[0].findChildren(QLabel)]
    dialogs[0].close()

    assert len(dialogs) == 1
    assert "Your work is saved" in words
    assert caplog.text.count("ZeroDivisionError") >= 3


def test_what_native_code_left_behind_is_in_the_log_of_the_next_start(
    window: WindowBot,
    theme: UiTheme,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("enable", "disable"):  # pytest's own stays as it is
        monkeypatch.setattr(faulthandler, name, lambda *_arguments: None)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "fault.txt").write_text("Fatal Python error: Segmentation fault")
    guard = CrashGuard(theme, window.window, tmp_path / "logs", lambda: window.window.save_state)
    guard.install()
    guard.remove()

    assert "Segmentation fault" in caplog.text
    assert (tmp_path / "logs" / "fault.txt").read_text() == ""


def test_a_bug_in_a_job_reaches_the_crash_guard(two_objects: WindowBot) -> None:
    def fail(_frame: FrameIndex) -> None:
        raise ZeroDivisionError("in the engine")

    two_objects.predictor.before_frame = fail
    two_objects.workspace.runs.track(Direction.FORWARD)
    two_objects.qtbot.waitUntil(lambda: bool(two_objects.bugs), timeout=60_000)
    two_objects.qtbot.waitUntil(lambda: not two_objects.workspace.busy, timeout=60_000)

    assert isinstance(two_objects.bugs[0], ZeroDivisionError)


def test_a_new_project_takes_its_name_from_the_first_video(qtbot: QtBot, tmp_path: Path, clip: Path) -> None:
    dialog = NewProjectDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.add_media((clip,))
    by_itself = dialog.folder
    dialog.name.setFocus()
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "Mine")

    assert by_itself == tmp_path / "clip"
    assert (dialog.folder, dialog.media) == (tmp_path / "Mine", (clip,))
    dialog.reject()


@pytest.mark.parametrize("name", ["", "a/b", "taken", ".."])
def test_a_new_project_is_not_made_under_a_name_that_would_fail(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").touch()
    dialog = NewProjectDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.name.setText(name)
    create = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Create")

    assert not create.isEnabled()


def test_dropped_things_are_sorted(tmp_path: Path, clip: Path) -> None:
    project = tmp_path / "P"
    project.mkdir()
    (project / "project.masklane").touch()

    found = sort_paths([clip, project / "project.masklane", tmp_path / "gone", tmp_path])

    assert found.project == project
    assert found.media == (clip, tmp_path)


def test_free_names_are_clean_and_new(tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()

    assert free_folder(tmp_path, "a b").name == "a b 2"
    assert free_folder(tmp_path, '<x>:"/\\|?* ..').name == "x"
    assert free_folder(tmp_path, "…?").name == "…"


@pytest.mark.parametrize(
    ("machine", "model"),
    [
        (Hardware("CPU", 16 * GIB), "embedded"),
        (Hardware("CPU", 16 * GIB, "RTX", 24 * GIB), "sam2.1-large"),
        (Hardware("CPU", 16 * GIB, "RTX", 6 * GIB), "sam2.1-base-plus"),
        (Hardware("CPU", 16 * GIB, "GTX", 4 * GIB), "sam2.1-small"),
        (Hardware("CPU", 16 * GIB, "MX", 2 * GIB), "sam2.1-tiny"),
    ],
)
def test_the_model_fits_the_machine(machine: Hardware, model: str) -> None:
    assert recommended_model(machine) == model


def test_the_answer_of_the_graphics_driver_is_read() -> None:
    machine = parse_nvidia_smi("NVIDIA GeForce RTX 4090, 24564, 555.42.02")

    assert machine is not None
    assert (machine.gpu, machine.gpu_memory, machine.driver) == (
        "NVIDIA GeForce RTX 4090",
        24564 << 20,
        "555.42.02",
    )
    assert parse_nvidia_smi("No devices were found") is None


def test_first_run_says_what_fits_and_asks_for_it(theme: UiTheme, qtbot: QtBot) -> None:
    card = HardwareCard(theme)
    qtbot.addWidget(card)
    card.show()
    card.show_hardware(Hardware("CPU", 16 * GIB, "RTX 4090", 24 * GIB, "555"))
    fetch = next(b for b in card.findChildren(QPushButton) if "SAM 2.1 Large" in b.text())
    with qtbot.waitSignal(card.fetch_requested) as asked:
        QTest.mouseClick(fetch, Qt.MouseButton.LeftButton)

    assert asked.args == ["sam2.1-large"]


GROUNDS = ("panel", "window", "raised", "hover", "lane_selected")


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_text_can_be_read_on_its_ground(palette: Palette) -> None:
    def luminance(name: str) -> float:
        color = palette.color(name)
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (color.redF(), color.greenF(), color.blueF())
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for text, ground in (
        *((text, ground) for text in ("text", "text_dim", "text_faint") for ground in GROUNDS),
        ("accent_text", "accent"),
        ("accent_mark", "panel"),
        ("text", "danger_soft"),
        ("text_dim", "danger_soft"),
        ("text", "accent_soft"),
        ("warning", "panel"),
        ("danger", "danger_soft"),
        ("good", "panel"),
    ):
        high, low = sorted((luminance(text), luminance(ground)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, f"{text} on {ground}"


def test_numbers_are_as_wide_as_each_other(theme: UiTheme, qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())

    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")


def test_amounts_are_written_for_people() -> None:
    assert [duration(s) for s in (0.4, 59, 200, 7500)] == ["0 s", "59 s", "3 min", "2 h 5 min"]
    assert memory(898_083_611) == "856\u00a0MB"
    assert memory(16 * GIB) == "16.0\u00a0GB"


def test_torch_is_not_loaded_when_the_window_shows(tmp_path: Path) -> None:
    program = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from app.ui.shell.application import build; shell = build(app, lambda choice: None); shell.window.show();"
        "app.processEvents(); print('torch' in sys.modules, shell.window.isVisible()); shell.window.close()"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=600, check=True
    )

    assert answer.stdout.split() == ["False", "True"]


def test_no_dialog_opens_by_itself(window: WindowBot) -> None:
    assert [d for d in window.window.findChildren(QDialog) if d.isVisible()] == []

"""The first minute: what the computer has, which model fits, fetching it, trying the sample, and the hints of tools."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app import paths
from app.engine.checkpoints import catalog
from app.engine.checkpoints.download import fetch
from app.settings import load
from app.ui.actions.table import ACTIONS
from app.ui.canvas.tools.table import TOOLS
from app.ui.dialogs.command_search import CommandSearch
from app.ui.dialogs.shortcuts import ShortcutSheet
from app.ui.start import hardware_card, model_fetcher
from app.ui.start.hardware_probe import Hardware
from tests.engine.model_server import MODEL, Serve, broken, serving, whole
from tests.gui.window_bot import CONTROL, WindowBot

Key = Qt.Key
GPU = Hardware("Some CPU", 16 << 30, "Some GPU", 24 << 30, "550.1")


@pytest.fixture
def serve() -> Iterator[Serve]:
    with serving() as start:
        yield start


@pytest.fixture
def small_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A catalogue of one small model, which fits every computer with a graphics card; where it will lie."""
    monkeypatch.setattr(catalog, "OFFICIAL", (MODEL,))
    monkeypatch.setattr(hardware_card, "recommended_model", lambda _machine: MODEL.id)
    file = paths.checkpoints_folder() / MODEL.file_name
    file.unlink(missing_ok=True)
    yield file
    file.unlink(missing_ok=True)


def texts(root: QWidget) -> list[str]:
    return [text.text() for text in root.findChildren(QLabel) if text.isVisible()]


def button(root: QWidget, text: str) -> QPushButton:
    return next(b for b in root.findChildren(QPushButton) if b.text().startswith(text) and b.isVisible())


@pytest.mark.usefixtures("small_model")
def test_the_start_page_says_what_was_found_and_what_fits(empty_window: WindowBot) -> None:
    card = empty_window.window.switcher.start.hardware_card
    card.show_hardware(GPU)
    said = texts(card)

    assert "Some GPU" in said
    assert any("24.0\u00a0GB" in text and "550.1" in text and "16.0\u00a0GB" in text for text in said)
    assert any(MODEL.title in text and "the embedded model is used" in text for text in said)


def test_one_button_fetches_the_model_and_it_is_used_from_then_on(
    empty_window: WindowBot, small_model: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    host, _ = serve(whole)
    monkeypatch.setattr(model_fetcher, "fetch", partial(fetch, host=host))
    card = empty_window.window.switcher.start.hardware_card
    card.show_hardware(GPU)
    shown: list[tuple[int, int]] = []
    empty_window.window.switcher.start.fetcher.progressed.connect(lambda done, total: shown.append((done, total)))
    empty_window.click(button(card, "Fetch"), 5, 5)
    empty_window.qtbot.waitUntil(small_model.exists, timeout=60_000)
    empty_window.qtbot.waitUntil(lambda: empty_window.preferences.settings.model == MODEL.id, timeout=60_000)

    assert any(0 < done < total for done, total in shown)
    assert load(tmp_path / "settings.json").settings.model == MODEL.id
    assert any("is ready" in text for text in texts(card))


@pytest.mark.usefixtures("small_model")
def test_a_download_that_fails_is_told_on_the_start_page_and_offered_again(
    empty_window: WindowBot, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, _ = serve(broken)
    monkeypatch.setattr(model_fetcher, "fetch", partial(fetch, host=host))
    card = empty_window.window.switcher.start.hardware_card
    card.show_hardware(GPU)
    empty_window.click(button(card, "Fetch"), 5, 5)
    bar = empty_window.window.switcher.start.errors
    empty_window.qtbot.waitUntil(lambda: "could not be downloaded" in bar.message, timeout=60_000)
    QApplication.processEvents()

    assert "the download goes on where it stopped" in bar.hint
    assert button(card, "Fetch").isEnabled()


def test_the_sample_is_one_click_away_and_can_be_tracked(empty_window: WindowBot) -> None:
    empty_window.click(button(empty_window.window, "Open the sample"), 5, 5)
    empty_window.wait_for_picture()
    object = empty_window.add("Duck", 200, 150)
    empty_window.workspace.view.set_range(0, 4)
    empty_window.window.canvas.setFocus()
    empty_window.key(Key.Key_F)
    empty_window.settle()

    assert empty_window.workspace.name == "Sample"
    assert sorted(empty_window.workspace.document.mask_frames(object)) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("tool", TOOLS)
def test_the_status_bar_says_what_a_tool_does(window: WindowBot, tool) -> None:
    window.window.canvas.set_tool(tool)
    status = window.window.project_view.status
    status.show_notice("")

    assert window.window.canvas.hint
    assert window.window.canvas.hint in status.text


def test_every_action_is_found_by_its_name_in_the_search_and_in_the_sheet(window: WindowBot) -> None:
    window.window.dialogs.find_command()
    search = window.window.findChild(CommandSearch)
    assert search is not None
    missing = []
    for row in (row for row in ACTIONS if row.id != "edit.find_command"):  # the search does not offer itself
        search.field.setText(row.title.rstrip("…"))
        found = [search.list.item(i).text() for i in range(search.list.count())]
        if not any(text.startswith(row.title.rstrip("…")) for text in found):
            missing.append(row.id)
    search.close()
    window.window.dialogs.show_shortcuts()
    sheet = window.window.findChild(ShortcutSheet)
    assert sheet is not None
    for row in ACTIONS:
        sheet.choose(row.id)
        assert sheet.tree.currentItem().text(0) == row.title.rstrip("…")
    sheet.close()

    assert missing == []


def test_a_key_typed_into_the_sheet_that_belongs_to_another_warns_and_moves(two_objects: WindowBot) -> None:
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_F1)
    sheet = two_objects.window.findChild(ShortcutSheet)
    assert sheet is not None
    sheet.choose("track.find")
    QTest.keyClick(sheet.keys, Key.Key_E, CONTROL)
    warned = sheet.warning
    two_objects.click(button(sheet, "Use this key"), 5, 5)
    sheet.close()

    assert warned == "Ctrl+E belongs to “Export”, which would lose it."
    assert dict(two_objects.preferences.settings.key_bindings) == {"track.find": "Ctrl+E", "file.export": ""}

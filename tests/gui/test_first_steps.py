"""Somebody new: recent projects with date and progress, a menu of them, the guide, and the first steps."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel

from app import paths
from app.project.model import Cell, Click, Direction, FrameIndex
from app.project.storage.glance import glance
from app.ui.dialogs.guide import GuideDialog, guide
from app.ui.review.stage_columns import StageColumns
from app.ui.shell import project_view
from app.ui.shell.project_view import ProjectView
from app.ui.shell.tour import Tour
from app.ui.start.card_reader import CardFacts
from app.ui.start.start_page import ProjectCard
from tests.gui.window_bot import WindowBot

Key = Qt.Key


def card_words(desk: WindowBot) -> list[str]:
    card = desk.window.switcher.start.findChildren(ProjectCard)[-1]
    return [label.text() for label in card.findChildren(QLabel) if label.text() and not label.isHidden()]


def test_a_recent_project_shows_when_it_was_changed_and_how_far_it_is(two_objects: WindowBot, tmp_path: Path) -> None:
    left, _right = two_objects.objects
    two_objects.workspace.runs.track(Direction.FORWARD, (left,))
    two_objects.settle()
    two_objects.workspace.prompts.add_click(Cell(left, FrameIndex(0)), Click(26, 30))
    two_objects.settle()
    two_objects.keep(two_objects.workspace)
    two_objects.window.close_project()
    two_objects.qtbot.waitUntil(lambda: len(card_words(two_objects)) == 5, timeout=60_000)
    name, date, _place, counts, progress = card_words(two_objects)
    assert (name, counts) == ("Project", "1 video · 2 objects")
    assert date.startswith("Today")
    assert progress == "1 % masked · 59 stale"  # one mask of each of 60 frames


def test_a_glance_changes_nothing_and_sees_no_project_where_there_is_none(window: WindowBot, tmp_path: Path) -> None:
    window.keep(window.workspace)
    window.window.close_project()
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "Project").iterdir()}
    seen = glance(tmp_path / "Project")
    assert seen is not None
    assert (len(seen.media), seen.objects) == (1, 0)
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "Project").iterdir()} == before
    (tmp_path / "project.masklane").write_bytes(b"SQLite format 3\0" + bytes(2000))
    assert glance(tmp_path) is None
    assert glance(tmp_path / "missing") is None


def test_dates_are_told_as_people_tell_them(tmp_path: Path) -> None:
    now = datetime(2026, 3, 2, 12, 0)
    seen = CardFacts(tmp_path, now, None)  # type: ignore[arg-type]  # not asked for
    assert seen.date(now + timedelta(hours=3)).startswith("Today")
    assert seen.date(now + timedelta(days=1)).startswith("Yesterday")
    assert "26" in seen.date(now + timedelta(days=9))


def test_the_file_menu_opens_recent_projects(window: WindowBot, tmp_path: Path) -> None:
    window.keep(window.workspace)
    window.window.close_project()
    menu = window.window.action_set["file.recent"].menu()
    menu.aboutToShow.emit()
    entries = [action for action in menu.actions() if not action.isSeparator()]
    assert [entry.text().split("  ·  ")[0] for entry in entries] == ["Project", "Clear this list"]
    entries[0].trigger()
    window.wait_for_opening()
    assert window.workspace.folder == tmp_path / "Project"
    window.window.action_set["file.recent"].trigger()
    assert QApplication.activePopupWidget() is menu
    menu.actions()[-1].trigger()
    menu.close()
    assert window.preferences.settings.recent_projects == ()


@pytest.mark.parametrize("name", ["guide.md", "guide_de.md"])
def test_the_guide_is_there_without_a_network_in_each_language(window: WindowBot, name: str) -> None:
    GuideDialog(paths.guide_file(name).read_text("utf-8"), window.window).close()
    assert guide().startswith("# Guide")
    window.window.action_set["help.guide"].trigger()
    dialog = window.window.findChildren(GuideDialog)[-1]
    assert dialog.isVisible()
    assert dialog.contents.count() >= 6
    dialog.contents.setCurrentRow(4)
    assert dialog.text.verticalScrollBar().value() > 0
    assert "**" not in dialog.text.toPlainText()
    dialog.close()


def test_the_first_steps_follow_what_is_done_can_be_skipped_and_come_back_from_help(window: WindowBot) -> None:
    settings = window.preferences.settings
    assert window.window.findChildren(Tour) == []
    window.window.offer_first_steps()
    window.window.switcher.changed.emit()
    window.settle_actions()
    (tour,) = window.window.findChildren(Tour)
    assert window.preferences.settings == msgspec.structs.replace(settings, first_steps_seen=True)
    assert tour.step == 0
    window.add("thing", 30, 30)
    assert tour.step == 1
    window.workspace.runs.track(Direction.FORWARD)
    window.settle()
    assert tour.step == 2
    for _ in range(2):
        tour._bubble.next.click()
    tour._bubble.back.click()
    assert tour.step == 3
    tour._bubble.skip.click()
    assert tour.bubble.isHidden()
    window.window.action_set["help.tour"].trigger()
    again = window.window.findChildren(Tour)[-1]
    view = again.bubble.parentWidget()
    assert isinstance(view, ProjectView)
    for _ in range(5):
        place = again.bubble.geometry()
        assert view.rect().adjusted(0, 0, 0, -view.status.height()).contains(place)
        again._bubble.next.click()
        if not again.bubble.geometry().intersects(place):
            under = view.childAt(place.center())
            assert under is not view.canvas, "a second press in the same place would make a dot"
            assert under is not view.timeline.lanes
    again._bubble.next.click()
    assert again.bubble.isHidden()


def test_the_first_steps_are_shown_once(window: WindowBot) -> None:
    window.preferences.change(msgspec.structs.replace(window.preferences.settings, first_steps_seen=True))
    window.window.offer_first_steps()
    window.window.switcher.changed.emit()
    window.settle_actions()
    assert window.window.findChildren(Tour) == []


def test_steps_that_begin_while_panels_are_built_wait_for_them(
    empty_window: WindowBot, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def columns(*parts: Any) -> StageColumns:
        view = empty_window.window.project_view
        QApplication.sendEvent(view, QResizeEvent(view.size(), view.size()))  # as a layout may at any moment
        return StageColumns(*parts)

    monkeypatch.setattr(project_view, "StageColumns", columns)
    window = empty_window.window
    assert window.create_project(tmp_path / "Project", (clip,))
    assert not window.project_view.panels_ready
    window.start_tour()
    tour = window.project_view.findChild(Tour)
    assert tour is not None
    assert tour.bubble.isVisible()
    assert window.project_view.panels_ready

"""The page of the data engine's numbers, opened by its key, the live line in the status bar, and merging a copy."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.project.edit import Delta, Edit
from app.project.model import Cell, Click, Event, FrameIndex
from app.project.storage.store import Store
from app.review.work import Grouping
from app.ui.dialogs.interchange.merge import MergeDialog
from app.ui.metrics.live_line import LiveLine
from app.ui.metrics.page import MetricsPage
from app.workspace.edits.merge_plan import MergePlan, Side
from tests.gui.window_bot import CONTROL, WindowBot


def test_the_page_shows_the_project_beside_the_paper_and_writes_it(two_objects: WindowBot, tmp_path: Path) -> None:
    desk = two_objects
    desk.key(Qt.Key.Key_4, CONTROL)
    page = desk.window.project_view.findChildren(MetricsPage)[0]
    desk.qtbot.waitUntil(lambda: page.shown is not None, timeout=60_000)
    last = page.table.rowCount() - 1
    assert [page.table.item(row, 1).text() for row in range(3)] == ["37.8\u00a0s", "7.4\u00a0s", "4.5\u00a0s"]
    assert page.table.item(last, 2).text() == "100\u00a0%"
    page.show_grouping(Grouping.MASKLET)
    assert [page.groups.item(row, 0).text() for row in range(2)] == ["Left · clip", "Right · clip"]
    page.export_to(tmp_path / "numbers")
    desk.settle()
    written = {file.name for file in (tmp_path / "numbers").iterdir()}
    assert written == {"metrics.csv", "metrics.json", "weeks.png", "tools.png", "verdicts.png"}
    page.close()


def test_the_live_line_follows_the_masklet_in_hand(two_objects: WindowBot) -> None:
    desk = two_objects
    line = desk.window.project_view.status.numbers
    desk.workspace.metrics.begin()
    desk.qtbot.waitUntil(lambda: "1 click · 1 edited" in line.text(), timeout=60_000)
    desk.workspace.prompts.add_click(Cell(desk.objects[1], FrameIndex(4)), Click(70, 30))
    desk.qtbot.waitUntil(lambda: "2 clicks · 2 edited" in line.text(), timeout=60_000)
    line._settled.stop()
    desk.workspace.editor.changed.emit(Edit())  # as when an answer comes long after its click was counted
    assert line._settled.isActive()
    desk.workspace.view.select(())
    desk.qtbot.waitUntil(lambda: "100\u00a0% edited" in line.text(), timeout=60_000)
    again = LiveLine(desk.workspace)  # as in a window that is made anew, in another language
    desk.qtbot.addWidget(again)
    desk.qtbot.waitUntil(lambda: again.text() == line.text(), timeout=60_000)


def test_a_copy_is_merged_with_a_choice_for_each_conflict(two_objects: WindowBot, tmp_path: Path) -> None:
    desk = two_objects
    copy = Path(shutil.copytree(desk.workspace.folder, tmp_path / "copy"))
    left, right = desk.objects
    desk.workspace.prompts.add_click(Cell(left, FrameIndex(2)), Click(24, 32))
    desk.settle()
    with Store.open(copy) as store:
        mask = store.load().mask(Cell(right, FrameIndex(0)))
        edit = Edit(masks={Cell(left, FrameIndex(2)): Delta(None, mask), Cell(right, FrameIndex(5)): Delta(None, mask)})
        store.commit(edit, Event(datetime.now(UTC), "Grace", "edit", None, left, None, {"also": str(right)}))
    plans: list[MergePlan] = []
    desk.workspace.merging.look(copy, plans.append)
    desk.settle()
    dialog = MergeDialog(desk.workspace, plans[0], desk.window)
    dialog.show()
    assert list(dialog.choices) == [left]
    dialog.choose_all(Side.BOTH)
    merge = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Merge")
    desk.click(merge, 5, 5)
    desk.settle()
    assert [desk.name(object) for object in desk.objects] == ["Left", "Right", "Left 2"]
    assert desk.workspace.document.mask(Cell(right, FrameIndex(5))) is not None

"""Objects and videos are ordered by dragging rows and by keys, several at once, and every way can be undone."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from tests.gui.window_bot import CONTROL, NONE, SHIFT, WindowBot, make_clip

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


class RowDragger:
    """Drags rows with the mouse. Qt's offscreen platform has no drag loop: this sends what one would send."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def drag(self, view: QListView, row: int, before: int, to: QListView | None = None) -> None:
        """Press on a row, move until a drag begins, and let go above the row `before` (or below the last one)."""
        target = to or view
        start, end = place(view, row).center(), place(target, min(before, target.model().rowCount() - 1))
        drop = QPoint(end.center().x(), end.top() + 1 if before < target.model().rowCount() else end.bottom() - 1)
        self._monkeypatch.setattr(QDrag, "exec", lambda drag, _actions: let_go(target, drag.mimeData(), drop))
        QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, NONE, start)
        QTest.mouseMove(view.viewport(), start + QPoint(0, 8))
        QTest.mouseMove(view.viewport(), start + QPoint(0, 24))
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, NONE, drop)


def place(view: QListView, row: int):
    return view.visualRect(view.model().index(row, 0))


def let_go(view: QListView, data: QMimeData, at: QPoint) -> Qt.DropAction:
    move, left = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    for event in (
        QDragEnterEvent(at, move, data, left, NONE),
        QDragMoveEvent(at, move, data, left, NONE),
        QDropEvent(at.toPointF(), move, data, left, NONE),
    ):
        QCoreApplication.sendEvent(view.viewport(), event)
    return move


@pytest.fixture
def pointer(monkeypatch: pytest.MonkeyPatch) -> RowDragger:
    return RowDragger(monkeypatch)


@pytest.fixture
def four_objects(two_objects: WindowBot) -> WindowBot:
    """Objects A, B, C, D in this order."""
    for old, new in zip(two_objects.objects, "AB", strict=True):
        two_objects.workspace.objects.rename(old, new)
    for name in "CD":
        two_objects.workspace.objects.add(name)
    return two_objects


@pytest.fixture
def three_videos(window: WindowBot, tmp_path: Path) -> WindowBot:
    """Videos clip, second, third in this order; clip is open."""
    window.workspace.videos.add([make_clip(tmp_path / f"{name}.mp4", 8) for name in ("second", "third")])
    window.settle()
    return window


def names(desk: WindowBot) -> str:
    return "".join(map(desk.name, desk.objects))


def videos(desk: WindowBot) -> list[str]:
    return [video.name for video in desk.workspace.document.videos()]


@pytest.mark.parametrize(("row", "before", "order"), [(0, 2, "BACD"), (3, 0, "DABC"), (1, 4, "ACDB"), (2, 3, "ABCD")])
def test_an_object_is_dragged_to_its_place(
    four_objects: WindowBot, pointer: RowDragger, row: int, before: int, order: str
) -> None:
    pointer.drag(four_objects.window.project_view.objects.list, row, before)

    assert names(four_objects) == order


def test_dragging_is_one_step_of_undo(four_objects: WindowBot, pointer: RowDragger) -> None:
    pointer.drag(four_objects.window.project_view.objects.list, 0, 3)
    moved = names(four_objects)
    four_objects.back_to_canvas()
    four_objects.key(Key.Key_Z, CONTROL)
    undone = names(four_objects)
    four_objects.key(Key.Key_Y, CONTROL)

    assert (moved, undone, names(four_objects)) == ("BCAD", "ABCD", "BCAD")


def test_selected_objects_are_dragged_together(four_objects: WindowBot, pointer: RowDragger) -> None:
    view = four_objects.window.project_view.objects.list
    for row, modifiers in ((0, NONE), (2, CONTROL)):
        four_objects.click(view.viewport(), 60, place(view, row).center().y(), modifiers)
    chosen = set(four_objects.workspace.view.selection)
    pointer.drag(view, 2, 4)

    assert names(four_objects) == "BDAC"
    assert set(four_objects.workspace.view.selection) == chosen


def test_rows_of_one_list_are_not_taken_by_the_other(four_objects: WindowBot, pointer: RowDragger) -> None:
    bench = four_objects.window.project_view
    before = four_objects.workspace.history.undo_title
    pointer.drag(bench.objects.list, 0, 1, to=bench.videos.list)

    assert names(four_objects) == "ABCD"
    assert four_objects.workspace.history.undo_title == before


def test_keys_move_the_selected_objects_and_stop_at_the_ends(four_objects: WindowBot) -> None:
    a, b, _c, _d = four_objects.objects
    four_objects.workspace.view.select((a, b))
    four_objects.window.canvas.setFocus()
    orders = []
    for key in (Key.Key_Up, Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up):
        four_objects.key(key, ALT)
        orders.append(names(four_objects))

    assert orders == ["ABCD", "CABD", "CDAB", "CDAB", "CABD"]


def test_a_video_is_dragged_to_its_place_and_back_by_undo(three_videos: WindowBot, pointer: RowDragger) -> None:
    pointer.drag(three_videos.window.project_view.videos.list, 2, 0)
    moved = videos(three_videos)
    three_videos.back_to_canvas()
    three_videos.key(Key.Key_Z, CONTROL)

    assert moved == ["third", "clip", "second"]
    assert videos(three_videos) == ["clip", "second", "third"]


def test_the_order_of_videos_is_there_after_reopening(three_videos: WindowBot, pointer: RowDragger) -> None:
    pointer.drag(three_videos.window.project_view.videos.list, 0, 3)
    folder, workspace = three_videos.workspace.folder, three_videos.workspace
    three_videos.keep(workspace)
    three_videos.window.close_project()
    three_videos.open(folder)
    three_videos.wait_for_picture()

    assert videos(three_videos) == ["second", "third", "clip"]


def test_keys_move_the_video_and_open_its_neighbors(three_videos: WindowBot) -> None:
    three_videos.window.canvas.setFocus()
    three_videos.key(Key.Key_Down, ALT | SHIFT)
    order = videos(three_videos)
    opened = []
    for key in (Key.Key_PageDown, Key.Key_PageDown, Key.Key_PageUp):
        three_videos.key(key, CONTROL)
        video = three_videos.workspace.view.video
        assert video is not None
        opened.append(video.name)

    assert order == ["second", "clip", "third"]
    assert opened == ["third", "second", "third"]


def test_several_videos_are_removed_in_one_step(three_videos: WindowBot) -> None:
    view = three_videos.window.project_view.videos.list
    for row, modifiers in ((0, NONE), (2, CONTROL)):
        three_videos.click(view.viewport(), 120, place(view, row).center().y(), modifiers)
    three_videos.window.action_set["video.remove"].trigger()
    left = videos(three_videos)
    three_videos.workspace.editor.undo()

    assert left == ["second"]
    assert videos(three_videos) == ["clip", "second", "third"]


def test_the_key_edits_the_name_of_the_video(three_videos: WindowBot) -> None:
    three_videos.window.canvas.setFocus()
    three_videos.key(Key.Key_F2, SHIFT)
    three_videos.workspace.videos.thumbnail_ready.emit(1, 0)  # a picture comes: the name stays selected
    QTest.keyClicks(three_videos.window.focusWidget(), "first")
    three_videos.key(Key.Key_Return)

    assert videos(three_videos) == ["first", "second", "third"]


def test_many_videos_are_listed_and_only_those_in_view_cost_a_thumbnail(window: WindowBot, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "many.mp4", 4)
    copies = [tmp_path / f"many {number}.mp4" for number in range(40)]
    for copy in copies:
        copy.write_bytes(clip.read_bytes())
    asked: list[int] = []
    window.workspace.videos.thumbnail_ready.connect(lambda video, _frame: asked.append(video))
    window.workspace.videos.add(copies)
    window.settle()
    view = window.window.project_view.videos.list
    shown = view.viewport().height() // place(view, 0).height() + 2
    window.qtbot.waitUntil(lambda: len(set(asked)) >= 2, timeout=60_000)
    at_the_top = len(set(asked))
    view.setFocus()
    window.key(Key.Key_Down)
    second = window.workspace.view.video
    QTest.keyClick(view, Key.Key_PageDown)
    further = window.workspace.view.video

    assert len(videos(window)) == 41
    assert at_the_top <= shown
    assert second is not None
    assert second.name == "many 0"
    assert further is not None
    assert videos(window).index(further.name) > 1

"""The side panels on a real project: objects, videos, tracking, operations, the model."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QListView, QToolButton

from app.project.model import Cell, Color, Direction, FrameIndex, Policy, Stage
from app.ui.panels.memory_choice import MemoryChoice
from app.ui.panels.object_delegate import eye_rect, lock_rect
from app.ui.panels.operation_table import OPERATIONS, OperationId
from app.ui.panels.tracking import TrackingPanel
from app.ui.widgets.swatch import shape
from tests.gui.window_bot import CONTROL, FRAMES, SHIFT, WindowBot, make_clip

Key = Qt.Key


def row_rect(desk: WindowBot, row: int) -> QRect:
    """Return where a row of the object list is."""
    view = desk.window.project_view.objects.list
    return view.visualRect(view.model().index(row, 0))


def click_row(desk: WindowBot, row: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = row_rect(desk, row).center()
    desk.click(desk.window.project_view.objects.list.viewport(), 60, place.y(), modifiers)


def click_on(desk: WindowBot, area: QRect) -> None:
    desk.click(desk.window.project_view.objects.list.viewport(), area.center().x(), area.center().y())


def test_a_click_selects_and_control_adds(two_objects: WindowBot) -> None:
    left, right = two_objects.objects
    click_row(two_objects, 0)
    first = two_objects.workspace.view.selection
    click_row(two_objects, 1, CONTROL)

    assert first == (left,)
    assert two_objects.workspace.view.selection == (left, right)
    assert two_objects.workspace.view.active_object == right


def test_models_go_with_their_lists_and_not_before(two_objects: WindowBot) -> None:
    """One that goes first leaves a view that selects in nothing; one that stays follows every edit for nobody."""
    stages = two_objects.window.project_view.stages
    found = set()
    for stage in (Stage.ANNOTATION, Stage.SELECTION, Stage.VERIFICATION):
        stages.show(stage)
        two_objects.settle_actions()
        for view in two_objects.window.findChildren(QListView):
            if type(view.model()).__module__.startswith("app."):
                found.add(type(view.model()).__name__)
                assert view.model().parent() is view
    assert found >= {"ObjectModel", "VideoModel", "QueueModel", "CandidateModel"}


def test_the_list_follows_a_selection_made_elsewhere(two_objects: WindowBot) -> None:
    view = two_objects.window.project_view.objects.list
    two_objects.workspace.view.select((two_objects.objects[0],))

    assert [index.row() for index in view.selectionModel().selectedIndexes()] == [0]


def test_a_name_is_edited_in_place(two_objects: WindowBot) -> None:
    view = two_objects.window.project_view.objects.list
    click_row(two_objects, 0)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, row_rect(two_objects, 0).center().y()))
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, Key.Key_A, CONTROL)
    QTest.keyClicks(field, "Äpfel & Birnen")
    two_objects.key(Key.Key_Return)

    assert two_objects.name(two_objects.objects[0]) == "Äpfel & Birnen"


def test_eye_and_lock_are_buttons_that_select_nothing(two_objects: WindowBot) -> None:
    workspace, left = two_objects.workspace, two_objects.objects[0]
    before = workspace.view.selection
    click_on(two_objects, eye_rect(row_rect(two_objects, 0)))
    click_on(two_objects, lock_rect(row_rect(two_objects, 0)))
    record = workspace.document.object(left)

    assert record is not None
    assert (record.visible, record.locked) == (False, True)
    assert workspace.view.selection == before


def test_delete_and_undo_bring_back_masks_prompts_and_color(two_objects: WindowBot) -> None:
    workspace, left = two_objects.workspace, two_objects.objects[0]
    cell = Cell(left, FrameIndex(0))
    before = (workspace.document.object(left), workspace.document.mask(cell), workspace.document.prompts(cell))
    click_row(two_objects, 0)
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_Backspace, CONTROL)
    gone = workspace.document.object(left)
    two_objects.key(Key.Key_Z, CONTROL)

    assert gone is None
    assert (
        workspace.document.object(left),
        workspace.document.mask(cell),
        workspace.document.prompts(cell),
    ) == before


def test_merging_a_multiple_selection_is_one_object(two_objects: WindowBot) -> None:
    click_row(two_objects, 0)
    click_row(two_objects, 1, SHIFT)
    assert two_objects.workspace.view.selection == tuple(two_objects.objects)
    two_objects.qtbot.waitUntil(lambda: two_objects.window.action_set.enabled("object.merge"))
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_M, CONTROL)

    assert len(two_objects.objects) == 1


def test_swap_needs_exactly_two_objects(two_objects: WindowBot) -> None:
    workspace, (left, right) = two_objects.workspace, two_objects.objects
    actions = two_objects.window.action_set
    click_row(two_objects, 0)
    two_objects.qtbot.waitUntil(lambda: not actions.enabled("object.swap"))
    click_row(two_objects, 1, CONTROL)
    two_objects.qtbot.waitUntil(lambda: actions.enabled("object.swap"))
    cells = [Cell(left, FrameIndex(0)), Cell(right, FrameIndex(0))]
    before = [workspace.document.mask(cell) for cell in cells]
    actions["object.swap"].trigger()

    assert [workspace.document.mask(cell) for cell in reversed(cells)] == before


def test_every_object_has_a_shape_of_its_own_beside_its_color() -> None:
    area = QRect(0, 0, 14, 14)
    shapes = [shape(id, area.toRectF()) for id in range(1, 7)]

    assert all(a != b for i, a in enumerate(shapes) for b in shapes[:i])


def test_videos_are_opened_by_a_click_and_keep_their_place(window: WindowBot, tmp_path: Path) -> None:
    workspace = window.workspace
    workspace.view.go_to(7)
    workspace.videos.add([make_clip(tmp_path / "second.mp4", 20)])
    window.settle()
    view = window.window.project_view.videos.list
    for row in (1, 0):
        place = view.visualRect(view.model().index(row, 0)).center()
        window.click(view.viewport(), place.x(), place.y())
        video = workspace.view.video
        assert video is not None
        assert video.name == ("clip", "second")[row]

    assert workspace.view.frame == 7


def test_a_renamed_video_keeps_its_list_row(window: WindowBot) -> None:
    view: QListView = window.window.project_view.videos.list
    view.edit(view.model().index(0, 0))
    field = QApplication.focusWidget()
    QTest.keyClick(field, Key.Key_A, CONTROL)
    QTest.keyClicks(field, "Morning")
    window.key(Key.Key_Return)
    video = window.workspace.view.video

    assert video is not None
    assert video.name == "Morning"


def test_the_big_button_tracks_all_frames(two_objects: WindowBot) -> None:
    two_objects.click(two_objects.window.project_view.tracking.button, 20, 10)
    two_objects.settle()
    active = two_objects.workspace.view.active_object
    assert active is not None

    assert len(two_objects.workspace.document.mask_frames(active)) == FRAMES


def test_the_big_button_stops_and_what_is_done_stays(two_objects: WindowBot) -> None:
    button = two_objects.window.project_view.tracking.button
    stopped = []

    def stop_after_ten(frame: FrameIndex) -> None:
        if frame == 10:
            stopped.append(frame)

    two_objects.predictor.before_frame = stop_after_ten
    two_objects.click(button, 20, 10)
    two_objects.qtbot.waitUntil(lambda: bool(stopped), timeout=60_000)
    two_objects.click(button, 20, 10)
    two_objects.settle()
    active = two_objects.workspace.view.active_object
    assert active is not None
    done = len(two_objects.workspace.document.mask_frames(active))

    assert done >= 10
    assert not two_objects.workspace.runs.tracking


def test_tracking_all_objects_in_the_range_leaves_the_rest_alone(two_objects: WindowBot) -> None:
    panel = two_objects.window.project_view.tracking
    two_objects.workspace.view.set_range(5, 12)
    everything = next(box for box in panel.findChildren(QComboBox) if box.accessibleName() == "Objects to track")
    everything.setCurrentIndex(1)
    two_objects.click(panel.button, 20, 10)
    two_objects.settle()
    frames = [set(two_objects.workspace.document.mask_frames(o)) for o in two_objects.objects]

    assert frames[0] == frames[1]
    assert set(range(5, 13)) <= frames[0] <= {0, *range(1, 13)}


def test_an_operation_is_previewed_and_then_applied_as_one_step(two_objects: WindowBot) -> None:
    workspace = two_objects.workspace
    panel = two_objects.window.project_view.operations
    cell = workspace.view.cell
    assert cell is not None
    before = workspace.document.mask(cell)
    assert before is not None
    shown: list[object] = []
    panel.preview_changed.connect(shown.append)
    panel.choose(OperationId.GROW)
    two_objects.qtbot.waitUntil(lambda: bool(shown))
    untouched = workspace.document.mask(cell)
    panel.apply()
    two_objects.settle()
    after = workspace.document.mask(cell)
    workspace.editor.undo()

    assert untouched == before
    assert after is not None
    assert after.mask.area > before.mask.area
    assert workspace.document.mask(cell) == before


def test_an_operation_on_all_frames_changes_all_of_them(two_objects: WindowBot) -> None:
    workspace = two_objects.workspace
    workspace.runs.track(Direction.FORWARD)
    two_objects.settle()
    active = workspace.view.active_object
    assert active is not None
    before = [mask.mask.area for _frame, mask in workspace.document.masks_of(active)]
    panel = two_objects.window.project_view.operations
    panel.choose(OperationId.SHRINK)
    scope = next(box for box in panel.findChildren(QComboBox) if box.accessibleName() == "Frames to change")
    scope.setCurrentIndex(2)
    panel.apply()
    two_objects.settle()
    after = [mask.mask.area for _frame, mask in workspace.document.masks_of(active)]

    assert len(after) == len(before) == FRAMES
    assert all(np.array(after) < np.array(before))


def test_every_operation_can_be_chosen(two_objects: WindowBot) -> None:
    panel = two_objects.window.project_view.operations
    buttons = [b for b in panel.findChildren(QToolButton) if b.isCheckable()]

    assert len(buttons) == len(OPERATIONS)
    for button in buttons:
        two_objects.click(button, 5, 5)
        assert button.isChecked()
        assert button.toolTip()


def test_a_new_color_is_shown_and_can_be_undone(two_objects: WindowBot) -> None:
    workspace, left = two_objects.workspace, two_objects.objects[0]
    view = two_objects.window.project_view.objects.list
    before = view.grab().toImage()
    workspace.objects.recolor(left, Color(1, 2, 3))
    two_objects.settle_actions()
    changed = view.grab().toImage()
    workspace.editor.undo()
    two_objects.settle_actions()

    assert changed != before
    assert view.grab().toImage() == before


def test_the_tracking_panel_says_which_objects_it_would_track(two_objects: WindowBot) -> None:
    fields = two_objects.window.project_view.tracking.findChildren(QComboBox)
    field = next(field for field in fields if field.accessibleName() == "Objects to track")
    two_objects.window.canvas.setFocus()
    two_objects.key(Qt.Key.Key_1)
    one = field.currentText()
    two_objects.key(Qt.Key.Key_Return)

    assert one == "Selected objects"
    assert field.currentText() == "None selected: all"


def test_the_tracking_panel_offers_nothing_without_objects(window: WindowBot) -> None:
    panel = window.window.project_view.tracking
    assert isinstance(panel, TrackingPanel)

    assert not panel.button.isEnabled()


def test_the_list_tells_lost_frames_from_present_and_absent_ones(two_objects: WindowBot) -> None:
    workspace, left = two_objects.workspace, two_objects.objects[0]
    two_objects.predictor.shift = (8, 0)  # the object leaves the picture
    workspace.runs.track(Direction.FORWARD, [left])
    two_objects.settle()
    lost = [frame for frame, mask in workspace.document.masks_of(left) if mask.lost]
    model = two_objects.window.project_view.objects.list.model()
    before = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    workspace.prompts.mark_absent(Cell(left, FrameIndex(lost[-1])))
    after = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)

    assert f"{len(lost)} lost" in before
    assert "absent" not in before
    assert f"{len(lost) - 1} lost" in after
    assert "1 absent" in after
    assert f"{round(100 * (FRAMES - len(lost)) / FRAMES)} % present" in after


def test_the_memory_of_the_selected_objects_is_chosen_and_taken_back(two_objects: WindowBot) -> None:
    workspace, (left, right) = two_objects.workspace, two_objects.objects
    choice = two_objects.window.findChild(MemoryChoice)
    assert choice is not None
    workspace.view.select((left,))
    two_objects.settle_actions()
    usual = choice.words
    choice.field.setCurrentIndex(choice.field.findData(Policy.LOOKALIKES))
    choice.field.activated.emit(choice.field.currentIndex())
    two_objects.settle_actions()
    chosen = [record.policy for record in map(workspace.document.object, (left, right)) if record is not None]
    words = choice.words
    workspace.view.select((left, right))
    two_objects.settle_actions()
    several = choice.field.currentText()
    workspace.editor.undo()
    two_objects.settle_actions()
    back = [record.policy for record in map(workspace.document.object, (left, right)) if record is not None]

    assert chosen == [Policy.LOOKALIKES, None]
    assert usual != words != ""
    assert several == ""
    assert back == [None, None]
    assert choice.words == usual


def test_the_bar_of_a_video_is_full_when_all_of_its_objects_are_masked(two_objects: WindowBot) -> None:
    left, _right = two_objects.objects
    two_objects.workspace.view.go_to(0)
    two_objects.workspace.runs.track(Direction.FORWARD, (left,))
    two_objects.settle()
    rows = two_objects.window.project_view.videos.list
    area = rows.visualRect(rows.model().index(0, 0))
    shown = rows.viewport().grab(area).toImage()
    colors = [shown.pixelColor(x, area.height() - 7) for x in (area.width() // 2, area.width() - 20)]
    assert colors[0] == QColor(two_objects.window.project_view._theme.palette.color("accent"))
    assert colors[1] != colors[0], "the other object has one mask"

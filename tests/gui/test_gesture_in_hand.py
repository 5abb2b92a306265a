"""What is done in the middle of a gesture: no step and no redo is lost, and nothing lands on another cell."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.project.model import Cell, Direction, FrameIndex, ObjectId
from app.project.storage.salvage import everything
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.tools.table import TOOLS, ToolId
from tests.gui.canvas_bot import LEFT, RIGHT, CanvasBot, canvas_bot, disc

Key = Qt.Key
SQUARE = [(30.0, 30.0), (90.0, 30.0), (90.0, 80.0), (30.0, 80.0)]
DRAGS = [ToolId.BOX, ToolId.BRUSH, ToolId.ERASER, ToolId.LASSO]


@pytest.fixture
def bot(qtbot: QtBot, tmp_path: Path) -> Iterator[CanvasBot]:
    with canvas_bot(qtbot, tmp_path) as made:
        yield made


class Pair:
    """Objects "Left" and "Right", each painted on frame 0; Left is active, and one step can be redone."""

    def __init__(self, bot: CanvasBot) -> None:
        self.bot = bot
        self.left = bot.add_painted(disc(40, 60, 20), "Left")
        self.right = bot.add_painted(disc(120, 60, 20), "Right")
        bot.workspace.view.select((self.left,))
        bot.workspace.objects.rename(self.left, "Other name")
        bot.workspace.editor.undo()

    def drawn(self) -> dict[ObjectId, set[FrameIndex]]:
        """The frames on which each object has prompts or masks."""
        document = self.bot.workspace.document
        return {
            record.id: {*document.prompt_frames(record.id), *document.mask_frames(record.id)}
            for record in document.all_objects()
        }

    def masks(self) -> list[object]:
        return [self.bot.mask(Cell(id, FrameIndex(0))) for id in (self.left, self.right)]


@pytest.fixture
def pair(bot: CanvasBot) -> Pair:
    return Pair(bot)


def history(bot: CanvasBot) -> list[tuple[str, bool]]:
    return [(step.title, step.done) for step in bot.workspace.history.titles()]


def begin(bot: CanvasBot, tool: ToolId) -> None:
    """Be in the middle of a gesture: of a polygon four corners are clicked, else the button is down."""
    bot.canvas.set_tool(tool)
    if tool is ToolId.POLYGON:
        for corner in SQUARE:
            bot.click(corner)
    else:
        bot.press(SQUARE[0])
        for corner in SQUARE[1:]:
            bot.move(corner, held=LEFT)
    assert bot.workspace.editor.in_hand


# Undo and redo


def test_undo_takes_corners_back_and_leaves_the_history_alone(pair: Pair) -> None:
    bot, before = pair.bot, history(pair.bot)
    begin(bot, ToolId.POLYGON)
    left = []
    while bot.workspace.editor.in_hand:
        bot.workspace.editor.undo()
        left.append(bool(bot.workspace.editor.in_hand))

    assert left == [True, True, True, False]
    assert history(bot) == before
    bot.workspace.editor.undo()
    assert history(bot) != before


def test_redo_gives_the_corner_back_that_undo_took_and_then_is_refused(pair: Pair) -> None:
    bot, before = pair.bot, history(pair.bot)
    begin(bot, ToolId.POLYGON)
    bot.workspace.editor.undo()
    bot.workspace.editor.redo()
    bot.workspace.editor.redo()
    refused = bot.canvas.note.words
    bot.key(Key.Key_Return)

    assert bot.pixels()[79, 32]
    assert bot.pixels()[55, 32]
    assert "Esc" in refused
    assert [title for title, done in history(bot) if done] == [*[title for title, done in before if done], "Paint"]


@pytest.mark.parametrize("tool", DRAGS)
def test_undo_takes_a_drag_back_and_the_step_before_can_still_be_redone(pair: Pair, tool: ToolId) -> None:
    bot, before, masks = pair.bot, history(pair.bot), pair.masks()
    begin(bot, tool)
    bot.workspace.editor.redo()
    bot.workspace.editor.undo()
    over = not bot.workspace.editor.in_hand
    bot.move((100, 100), held=LEFT)
    bot.release((100, 100))

    assert over
    assert history(bot) == before
    assert pair.masks() == masks
    bot.workspace.editor.redo()
    assert not bot.workspace.history.can_redo


def test_undo_puts_a_dragged_corner_back(pair: Pair) -> None:
    bot = pair.bot
    begin(bot, ToolId.POLYGON)
    bot.press(SQUARE[2])
    bot.move((150, 110), held=LEFT)
    bot.workspace.editor.undo()
    bot.release((150, 110))
    bot.key(Key.Key_Return)

    assert bot.pixels()[75, 85]
    assert not bot.pixels()[100, 125]


def test_undo_names_what_it_takes_back(pair: Pair) -> None:
    editor = pair.bot.workspace.editor
    step = editor.undo_title
    begin(pair.bot, ToolId.POLYGON)

    assert (editor.undo_title, editor.redo_title) == ("Polygon", "Polygon")
    pair.bot.key(Key.Key_Escape)
    assert editor.undo_title == step


@pytest.mark.parametrize("key", [Key.Key_Backspace, Key.Key_Delete])
def test_keys_that_delete_take_the_last_corner(pair: Pair, key: Qt.Key) -> None:
    bot, before = pair.bot, history(pair.bot)
    bot.canvas.set_tool(ToolId.CLICK)
    bot.canvas.set_tool(ToolId.POLYGON)
    for corner in (*SQUARE, (150.0, 110.0)):
        bot.click(corner)
    bot.key(key)
    kept = history(bot) == before
    bot.key(Key.Key_Return)

    assert kept
    assert bot.pixels()[55, 60]
    assert not bot.pixels()[105, 140]


def test_deleting_the_last_prompt_takes_back_from_the_gesture_first(pair: Pair) -> None:
    bot, before = pair.bot, history(pair.bot)
    begin(bot, ToolId.BRUSH)
    bot.workspace.prompts.delete_last(bot.cell)

    assert history(bot) == before
    assert not bot.workspace.editor.in_hand


# Every other command finishes the gesture, on the cell it began on

Command = Callable[[CanvasBot, Pair], object]
COMMANDS: dict[str, Command] = {
    "absent": lambda b, p: b.workspace.prompts.mark_absent(Cell(p.right, FrameIndex(0))),
    "clear frame": lambda b, p: b.workspace.masks.clear_cell(Cell(p.right, FrameIndex(0))),
    "clear object": lambda b, p: b.workspace.masks.clear_object(p.right),
    "delete": lambda b, p: b.workspace.objects.delete((p.right,)),
    "lock": lambda b, p: b.workspace.objects.set_locked((p.left,), True),
    "lock frame": lambda b, _p: b.workspace.masks.toggle_lock(),
    "track": lambda b, _p: b.workspace.runs.track(Direction.FORWARD),
    "merge": lambda b, p: b.workspace.objects.merge((p.left, p.right)),
    "duplicate": lambda b, p: b.workspace.objects.duplicate(p.right),
    "new": lambda b, _p: b.workspace.new_objects.begin(),
    "next object": lambda b, _p: b.workspace.view.select_next(),
    "finish object": lambda b, _p: b.workspace.view.finish_object(),
    "select": lambda b, p: b.workspace.view.select((p.right,)),
    "tool": lambda b, _p: b.canvas.set_tool(ToolId.CLICK),
    "frame": lambda b, _p: b.show(2),
    "remove video": lambda b, _p: b.workspace.videos.remove((b.workspace.document.videos()[0].id,)),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("tool", [ToolId.POLYGON, ToolId.BRUSH])
def test_a_command_finishes_the_gesture_where_it_began(pair: Pair, tool: ToolId, command: str) -> None:
    bot, before = pair.bot, history(pair.bot)
    done = [title for title, is_done in before if is_done]
    begin(bot, tool)
    COMMANDS[command](bot, pair)
    over = not bot.workspace.editor.in_hand
    if bot.workspace.view.video is not None:
        bot.move((100, 100), held=LEFT)
        bot.release((100, 100))
    bot.settle()
    titles = [title for title, _ in history(bot)]
    while sum(is_done for _, is_done in history(bot)) > len(done) + 1:
        bot.workspace.editor.undo()
    painted = bot.mask(Cell(pair.left, FrameIndex(0)))

    assert over
    assert titles[: len(done) + 1] == [*done, "Paint"]
    assert painted is not None
    assert painted.mask.contains(60, 31)
    assert pair.drawn() == {pair.left: {FrameIndex(0)}, pair.right: {FrameIndex(0)}}


def test_a_command_in_mid_drag_moves_no_other_dot(bot: CanvasBot) -> None:
    for place in ((40, 50), (120, 50)):
        bot.click(place)
    bot.settle()
    cell = bot.cell
    bot.press((40, 50))
    bot.move((60, 90), held=LEFT)
    bot.workspace.prompts.remove_click(cell, 0)
    bot.release((60, 90))
    bot.settle()
    after = [round(click.x) for click in bot.prompts(cell).clicks]
    bot.workspace.editor.undo()

    assert after == [120]
    assert [round(click.x) for click in bot.prompts(cell).clicks] == [60, 120]


def test_too_little_to_finish_is_dropped(pair: Pair) -> None:
    bot = pair.bot
    bot.canvas.set_tool(ToolId.POLYGON)
    bot.click(SQUARE[0])
    bot.click(SQUARE[1])
    bot.workspace.view.select((pair.right,))
    bot.key(Key.Key_Return)

    assert history(bot)[-1] == ("Rename object", False)


def test_a_polygon_of_an_object_to_come_makes_it_and_the_chosen_object_is_selected(pair: Pair) -> None:
    bot = pair.bot
    bot.workspace.view.finish_object()
    begin(bot, ToolId.POLYGON)
    bot.workspace.view.select((pair.right,))
    made = [record.id for record in bot.workspace.document.all_objects()][-1]

    assert made not in (pair.left, pair.right)
    assert bot.workspace.view.selection == (pair.right,)
    assert bot.pixels(Cell(made, FrameIndex(0)))[55, 60]


def test_enter_with_two_corners_says_what_is_missing(pair: Pair) -> None:
    bot = pair.bot
    bot.canvas.set_tool(ToolId.POLYGON)
    bot.click(SQUARE[0])
    bot.click(SQUARE[1])
    bot.key(Key.Key_Return)

    assert "three corners" in bot.canvas.note.words
    assert bot.workspace.editor.in_hand


# What comes by itself


def test_a_run_that_is_followed_does_not_turn_the_page_while_a_person_draws(pair: Pair) -> None:
    bot = pair.bot
    bot.workspace.runs.follows_playhead = True
    bot.workspace.runs.track(Direction.FORWARD, (pair.right,))
    begin(bot, ToolId.POLYGON)
    bot.settle()
    stayed, in_hand = bot.workspace.view.frame == 0, bool(bot.workspace.editor.in_hand)
    bot.key(Key.Key_Return)

    assert stayed
    assert in_hand
    assert bot.pixels(Cell(pair.left, FrameIndex(0)))[31, 60]


def test_objects_that_are_found_meanwhile_leave_the_gesture_alone(pair: Pair) -> None:
    bot = pair.bot
    bot.workspace.candidates.find()
    begin(bot, ToolId.POLYGON)
    bot.settle()
    in_hand = bool(bot.workspace.editor.in_hand)
    bot.key(Key.Key_Return)

    assert in_hand
    assert len(bot.workspace.document.all_records()) == 5
    assert bot.pixels(Cell(pair.left, FrameIndex(0)))[31, 60]


def test_a_picture_that_comes_late_is_not_drawn_on(pair: Pair) -> None:
    bot = pair.bot
    bot.show(1)
    bot.show(0)
    bot.workspace.view.set_cache(1)
    bot.workspace.view.go_to(3)
    begin(bot, ToolId.POLYGON)  # on frame 0, which is shown still
    bot.qtbot.waitUntil(lambda: bot.workspace.view.image_frame == 3, timeout=60_000)
    over = not bot.workspace.editor.in_hand

    assert over
    assert pair.drawn() == {pair.left: {FrameIndex(0)}, pair.right: {FrameIndex(0)}}
    assert bot.pixels(Cell(pair.left, FrameIndex(0)))[31, 60]


def test_a_release_that_was_lost_ends_the_stroke_before_the_next_one(pair: Pair) -> None:
    bot = pair.bot
    bot.canvas.set_tool(ToolId.BRUSH)
    bot.canvas.set_brush_radius(3)
    bot.press((20, 10))
    bot.move((60, 10), held=LEFT)
    bot.press((20, 110))
    bot.move((60, 110), held=LEFT)
    bot.release((60, 110))
    pixels = bot.pixels()

    assert [title for title, done in history(bot) if done][-2:] == ["Paint", "Paint"]
    assert pixels[10, 40]
    assert pixels[110, 40]
    assert not pixels[100, 20]


def test_closing_the_project_keeps_what_was_drawn(pair: Pair) -> None:
    begin(pair.bot, ToolId.POLYGON)
    pair.bot.workspace.close(wait_ms=5000)

    assert pair.bot.pixels(Cell(pair.left, FrameIndex(0)))[31, 60]


def test_another_canvas_on_the_project_finds_the_gesture_finished(pair: Pair) -> None:
    """As one is made when the language changes."""
    begin(pair.bot, ToolId.POLYGON)
    other = Canvas(pair.bot.workspace)
    pair.bot.qtbot.addWidget(other)
    other.copy_state_from(pair.bot.canvas)

    assert not pair.bot.workspace.editor.in_hand
    assert pair.bot.pixels(Cell(pair.left, FrameIndex(0)))[31, 60]


# Any order

Op = tuple[str, int, int]
PLACES = st.integers(0, 15)


def ops(*names: str) -> st.SearchStrategy[Op]:
    return st.tuples(st.sampled_from(names), PLACES, PLACES)


MOUSE = ops("press", "move", "move", "click", "release", "right")
OTHER = st.one_of(
    ops("undo", "redo", "frame", "select", "tab", "escape"),
    ops("undo", "enter", "backspace", "delete", "absent", "clear", "new", "lock", "track"),
)
BURST = st.tuples(
    ops("tool"), ops("press", "click"), st.lists(MOUSE, max_size=3), OTHER, st.lists(MOUSE, max_size=2), OTHER
).map(lambda parts: [parts[0], parts[1], *parts[2], parts[3], *parts[4], parts[5]])
OPS = st.lists(BURST, min_size=1, max_size=3).map(lambda bursts: [op for burst in bursts for op in burst])


class Watch:
    """Does one thing after another, and sees what a gesture writes and what happens to the history."""

    def __init__(self, bot: CanvasBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bot = bot
        self.began: tuple[ObjectId | None, FrameIndex, frozenset[ObjectId]] | None = None
        prompts = bot.workspace.prompts
        for name in ("paint", "set_box", "add_click", "move_click", "remove_click"):
            monkeypatch.setattr(prompts, name, self._watched(getattr(prompts, name)))

    def _watched(self, verb: Callable[..., object]) -> Callable[..., object]:
        def call(cell: Cell, *arguments: object) -> object:
            object, frame, known = self.began or (cell.object, cell.frame, frozenset())
            assert cell.frame == frame
            assert cell.object == object if object is not None else cell.object not in known
            return verb(cell, *arguments)

        return call

    def do(self, op: Op) -> None:
        workspace = self.bot.workspace
        before, in_hand = list(workspace.history.titles()), bool(workspace.editor.in_hand)
        taken = op[0] == "new" and workspace.new_objects.offer is not None  # a click goes to another object
        getattr(self, "_" + op[0])(op[1] * 10.0, op[2] * 7.5)
        after = list(workspace.history.titles())
        done, was_done = [s.id for s in after if s.done], [s.id for s in before if s.done]
        if op[0] in ("undo", "redo") and in_hand:
            assert after == before
        elif op[0] == "undo":
            assert done == was_done[:-1]
            assert len(after) == len(before)
        elif op[0] == "redo":
            assert [s.id for s in after] == [s.id for s in before]
        elif not taken:
            assert done[: len(was_done)] == was_done
            if len(done) == len(was_done):
                assert [s.id for s in after] == [s.id for s in before]

    def _note(self) -> None:
        """Take note where a gesture would begin."""
        workspace = self.bot.workspace
        if not workspace.editor.in_hand:
            known = frozenset(record.id for record in workspace.document.all_objects())
            self.began = (workspace.view.active_object, workspace.view.image_frame, known)

    def _press(self, x: float, y: float) -> None:
        self._note()
        self.bot.press((x, y))

    def _click(self, x: float, y: float) -> None:
        self._note()
        self.bot.press((x, y))
        self._note()
        self.bot.release((x, y))

    def _right(self, x: float, y: float) -> None:
        self._note()
        self.bot.press((x, y), RIGHT)
        self.bot.release((x, y), RIGHT)

    def _move(self, x: float, y: float) -> None:
        self.bot.move((x, y), held=LEFT)

    def _release(self, x: float, y: float) -> None:
        self.bot.release((x, y))

    def _enter(self, _x: float, _y: float) -> None:
        self.bot.key(Key.Key_Return)

    def _escape(self, _x: float, _y: float) -> None:
        self.bot.key(Key.Key_Escape)

    def _backspace(self, _x: float, _y: float) -> None:
        self.bot.key(Key.Key_Backspace)

    def _delete(self, _x: float, _y: float) -> None:
        self._note()
        self.bot.key(Key.Key_Delete)

    def _tab(self, _x: float, _y: float) -> None:
        self.bot.workspace.view.select_next()

    def _undo(self, _x: float, _y: float) -> None:
        self.bot.workspace.editor.undo()

    def _redo(self, _x: float, _y: float) -> None:
        self.bot.workspace.editor.redo()

    def _tool(self, x: float, _y: float) -> None:
        tools = [row.id for row in TOOLS.values() if row.changes]
        self.bot.canvas.set_tool(tools[int(x) // 10 % len(tools)])

    def _frame(self, x: float, _y: float) -> None:
        self.bot.show(int(x) // 10 % 4)

    def _select(self, x: float, _y: float) -> None:
        ids = [record.id for record in self.bot.workspace.document.all_objects()]
        self.bot.workspace.view.select(ids[int(x) // 10 % len(ids) :][:1] if ids and x > 20 else ())

    def _absent(self, x: float, y: float) -> None:
        if self.bot.workspace.view.cell is not None:
            self.bot.workspace.prompts.mark_absent(self.bot.cell)

    def _clear(self, x: float, y: float) -> None:
        if self.bot.workspace.view.cell is not None:
            self.bot.workspace.masks.clear_cell(self.bot.cell)

    def _new(self, x: float, y: float) -> None:
        self.bot.workspace.editor.in_hand.finish()
        self.began = None
        self.bot.workspace.new_objects.begin()

    def _lock(self, x: float, y: float) -> None:
        self.bot.workspace.masks.toggle_lock()

    def _track(self, x: float, y: float) -> None:
        self.bot.workspace.runs.track(Direction.FORWARD)
        self.bot.settle()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(ops=OPS)
def test_gestures_and_commands_in_any_order(bot: CanvasBot, ops: list[Op]) -> None:
    workspace = bot.workspace
    workspace.objects.delete([record.id for record in workspace.document.all_objects()])
    bot.settle()
    workspace.history.clear()
    beginning = everything(workspace.document)
    with pytest.MonkeyPatch.context() as patch:
        Pair(bot)
        watch = Watch(bot, patch)
        for op in ops:
            watch.do(op)
    bot.canvas.set_tool(ToolId.HAND)
    bot.settle()
    while workspace.history.can_redo:
        workspace.editor.redo()
    bot.settle()
    end = everything(workspace.document)
    while workspace.history.can_undo:
        workspace.editor.undo()
    bot.settle()
    assert everything(workspace.document) == beginning
    while workspace.history.can_redo:
        workspace.editor.redo()
    bot.settle()
    assert everything(workspace.document) == end

"""Actions on objects, on the cell under the playhead, and on tracking."""

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.project.model import Cell, Direction, ObjectId
from app.ui.actions.action import Action, Menu, Rows
from app.ui.actions.action_target import Desk
from app.ui.actions.enablement import Situation


def _video(situation: Situation) -> bool:
    return situation.video


def _active(situation: Situation) -> bool:
    return situation.active


def _objects(situation: Situation) -> bool:
    return situation.objects > 0


def _on_cell(verb: Callable[[Desk, Cell], object]) -> Callable[[Desk], None]:
    """Return an action on the cell under the playhead."""

    def run(desk: Desk) -> None:
        cell = desk.workspace.view.cell
        if cell is not None:
            verb(desk, cell)

    return run


def _on_active(verb: Callable[[Desk, ObjectId], object]) -> Callable[[Desk], None]:
    """Return an action on the active object."""

    def run(desk: Desk) -> None:
        active = desk.workspace.view.active_object
        if active is not None:
            verb(desk, active)

    return run


def _select_number(number: int) -> Action:
    def run(desk: Desk) -> None:
        video = desk.workspace.view.video
        records = desk.workspace.document.objects(video.id) if video else ()
        if number <= len(records):
            desk.workspace.view.select((records[number - 1].id,))

    text = str(QT_TRANSLATE_NOOP("Actions", "Select object {number}"))
    return Action(
        f"object.select_{number}",
        Menu.OBJECT,
        text,
        run,
        (str(number),),
        enabled=lambda s: s.objects >= number,
        section=1,
        in_menu=False,
        number=number,
    )


def _select_all(desk: Desk) -> None:
    video = desk.workspace.view.video
    if video is not None:
        desk.workspace.view.select(tuple(record.id for record in desk.workspace.document.objects(video.id)))


def _toggle_visible(desk: Desk, id: ObjectId) -> None:
    """Show or hide the selected objects, as the active one was not."""
    record = desk.workspace.document.object(id)
    if record is not None:
        desk.workspace.objects.set_visible(desk.workspace.view.selection, not record.visible)


def _toggle_locked(desk: Desk, id: ObjectId) -> None:
    """Lock or unlock the selected objects, as the active one was not."""
    record = desk.workspace.document.object(id)
    if record is not None:
        desk.workspace.objects.set_locked(desk.workspace.view.selection, not record.locked)


def _move(by: int) -> Callable[[Desk], None]:
    """Return an action that moves the selected objects up or down the list."""

    def run(desk: Desk) -> None:
        workspace = desk.workspace
        video = workspace.view.video
        if video is None:
            return
        ids = [record.id for record in workspace.document.objects(video.id)]
        rows = [ids.index(id) for id in workspace.view.selection]
        if rows:
            workspace.objects.reorder(workspace.view.selection, min(rows) - 1 if by < 0 else max(rows) + 2)

    return run


def _here_or_range(desk: Desk) -> tuple[int, int]:
    """Return the range, or the playhead's frame without one."""
    return desk.workspace.view.range or (desk.workspace.view.frame, desk.workspace.view.frame)


def _swap(desk: Desk) -> None:
    selected = desk.workspace.view.selection
    if len(selected) == 2:
        desk.workspace.objects.swap(selected[0], selected[1], *_here_or_range(desk))


def _track(direction: Direction) -> Callable[[Desk], None]:
    def run(desk: Desk) -> None:
        desk.workspace.runs.track(direction)

    return run


_row = Rows(Menu.OBJECT, _active)

OBJECT = (
    _row(
        "new",
        str(QT_TRANSLATE_NOOP("Actions", "New object")),
        lambda d: d.workspace.objects.add(),
        ("N",),
        "plus",
        _video,
    ),
    _row(
        "finish",
        str(QT_TRANSLATE_NOOP("Actions", "Finish object")),
        lambda d: d.workspace.view.finish_object(),
        ("Return", "Enter"),
        "check",
    ),
    _row(
        "next",
        str(QT_TRANSLATE_NOOP("Actions", "Next object")),
        lambda d: d.workspace.view.select_next(),
        ("Tab",),
        "",
        _objects,
        1,
    ),
    _row(
        "previous",
        str(QT_TRANSLATE_NOOP("Actions", "Previous object")),
        lambda d: d.workspace.view.select_previous(),
        ("Shift+Tab",),
        "",
        _objects,
        1,
    ),
    *(_select_number(number) for number in range(1, 10)),
    _row("all", str(QT_TRANSLATE_NOOP("Actions", "Select all objects")), _select_all, ("Ctrl+A",), "", _objects, 1),
    _row("rename", str(QT_TRANSLATE_NOOP("Actions", "Rename object")), lambda d: d.rename_active(), ("F2",), section=2),
    _row("category", str(QT_TRANSLATE_NOOP("Actions", "Set category…")), lambda d: d.categorize_selected(), section=2),
    _row("color", str(QT_TRANSLATE_NOOP("Actions", "Change color…")), lambda d: d.color_active(), section=2),
    _row(
        "visible",
        str(QT_TRANSLATE_NOOP("Actions", "Show / hide object")),
        _on_active(_toggle_visible),
        ("Shift+H",),
        "eye",
        section=2,
    ),
    _row(
        "locked",
        str(QT_TRANSLATE_NOOP("Actions", "Lock / unlock object")),
        _on_active(_toggle_locked),
        ("Ctrl+L",),
        "lock",
        section=2,
    ),
    _row("up", str(QT_TRANSLATE_NOOP("Actions", "Move object up")), _move(-1), ("Alt+Up",), "chevron-up", section=2),
    _row(
        "down",
        str(QT_TRANSLATE_NOOP("Actions", "Move object down")),
        _move(1),
        ("Alt+Down",),
        "chevron-down",
        section=2,
    ),
    _row(
        "duplicate",
        str(QT_TRANSLATE_NOOP("Actions", "Duplicate object")),
        _on_active(lambda d, id: d.workspace.objects.duplicate(id)),
        ("Ctrl+D",),
        "duplicate",
        section=3,
    ),
    _row(
        "merge",
        str(QT_TRANSLATE_NOOP("Actions", "Merge selected objects")),
        lambda d: d.workspace.objects.merge(d.workspace.view.selection),
        ("Ctrl+M",),
        "merge",
        lambda s: s.selected > 1,
        3,
    ),
    _row(
        "split",
        str(QT_TRANSLATE_NOOP("Actions", "Split object at playhead")),
        _on_active(lambda d, id: d.workspace.objects.split(id, d.workspace.view.frame)),
        (),
        "split",
        section=3,
    ),
    _row(
        "swap",
        str(QT_TRANSLATE_NOOP("Actions", "Swap two objects over the range")),
        _swap,
        (),
        "swap",
        lambda s: s.selected == 2,
        3,
    ),
    _row(
        "reassign",
        str(QT_TRANSLATE_NOOP("Actions", "Give the range to another object…")),
        lambda d: d.reassign_active(),
        (),
        "reassign",
        lambda s: s.active and s.objects > 1,
        3,
    ),
    _row(
        "delete",
        str(QT_TRANSLATE_NOOP("Actions", "Delete selected objects")),
        lambda d: d.workspace.objects.delete(d.workspace.view.selection),
        ("Ctrl+Backspace",),
        "trash",
        section=3,
    ),
    _row(
        "delete_prompt",
        str(QT_TRANSLATE_NOOP("Actions", "Delete last prompt")),
        _on_cell(lambda d, cell: d.workspace.prompts.delete_last(cell)),
        ("Del",),
        "",
        lambda s: s.prompts_here,
        4,
    ),
    _row(
        "clear_cell",
        str(QT_TRANSLATE_NOOP("Actions", "Clear frame")),
        _on_cell(lambda d, cell: d.workspace.masks.clear_cell(cell)),
        ("Ctrl+Del",),
        "clear",
        lambda s: s.prompts_here or s.mask_here,
        4,
    ),
    _row(
        "clear",
        str(QT_TRANSLATE_NOOP("Actions", "Clear object on all frames")),
        _on_active(lambda d, id: d.workspace.masks.clear_object(id)),
        ("Shift+Del",),
        section=4,
    ),
    _row(
        "absent",
        str(QT_TRANSLATE_NOOP("Actions", "Mark absent")),
        _on_cell(lambda d, cell: d.workspace.prompts.mark_absent(cell)),
        ("M",),
        "absent",
        section=4,
    ),
    _row(
        "lock_frames",
        str(QT_TRANSLATE_NOOP("Actions", "Lock / unlock frame or range")),
        lambda d: d.workspace.masks.toggle_lock(),
        ("L",),
        "lock",
        section=4,
    ),
)

TRACK = (
    Action(
        "track.forward",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Track forward")),
        _track(Direction.FORWARD),
        ("F",),
        "track-forward",
        _objects,
    ),
    Action(
        "track.backward",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Track backward")),
        _track(Direction.BACKWARD),
        ("Shift+F",),
        "track-backward",
        _objects,
    ),
    Action(
        "track.both",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Track both ways")),
        _track(Direction.BOTH),
        ("Ctrl+T",),
        "track-both",
        _objects,
    ),
    Action(
        "track.stale",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Track again what is stale")),
        lambda desk: desk.workspace.runs.track(Direction.BOTH, only_stale=True),
        ("Ctrl+Shift+T",),
        "stale",
        _objects,
    ),
    Action(
        "track.stop",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Stop")),
        lambda desk: desk.workspace.stop(),
        ("Esc",),
        "stop",
        lambda s: s.busy,
        section=1,
    ),
    Action(
        "track.stop_all",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Stop everything")),
        lambda desk: desk.workspace.stop_all(),
        ("Shift+Esc",),
        "stop",
        lambda s: s.busy,
        section=1,
    ),
    Action(
        "track.queue",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "What runs and what waits…")),
        lambda desk: desk.show_jobs(),
        ("Ctrl+J",),
        "",
        lambda s: s.busy,
        section=1,
    ),
    Action(
        "track.find",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Find objects on this frame")),
        lambda desk: desk.workspace.candidates.find(),
        ("Ctrl+Shift+F",),
        "auto",
        _video,
        section=2,
    ),
)

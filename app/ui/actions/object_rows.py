"""Actions on objects, on the cell under the playhead, and on tracking."""

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.project.model import Cell, Direction, ObjectId
from app.ui.actions.action import Action, ActionFactory, Menu
from app.ui.actions.action_target import ActionTarget
from app.ui.actions.enablement import Conditions
from app.ui.actions.mask_rows import CARRIED


def _video(conditions: Conditions) -> bool:
    return conditions.video


def _active(conditions: Conditions) -> bool:
    return conditions.active


def _objects(conditions: Conditions) -> bool:
    return conditions.objects > 0


def _trackable(conditions: Conditions) -> bool:
    return conditions.objects > 0 and not conditions.not_trackable


def _on_cell(verb: Callable[[ActionTarget, Cell], object]) -> Callable[[ActionTarget], None]:
    """Return an action on the cell under the playhead."""

    def run(target: ActionTarget) -> None:
        cell = target.workspace.view.cell
        if cell is not None:
            verb(target, cell)

    return run


def _on_active(verb: Callable[[ActionTarget, ObjectId], object]) -> Callable[[ActionTarget], None]:
    """Return an action on the active object."""

    def run(target: ActionTarget) -> None:
        active = target.workspace.view.active_object
        if active is not None:
            verb(target, active)

    return run


def _select_number(number: int) -> Action:
    def run(target: ActionTarget) -> None:
        video = target.workspace.view.video
        records = target.workspace.document.objects(video.id) if video else ()
        if number <= len(records):
            target.workspace.view.select((records[number - 1].id,))

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


def _select_all(target: ActionTarget) -> None:
    video = target.workspace.view.video
    if video is not None:
        target.workspace.view.select(tuple(record.id for record in target.workspace.document.objects(video.id)))


def _toggle_visible(target: ActionTarget, id: ObjectId) -> None:
    """Show the selected objects when the active one is hidden, else hide them."""
    record = target.workspace.document.object(id)
    if record is not None:
        target.workspace.objects.set_visible(target.workspace.view.selection, not record.visible)


def _toggle_locked(target: ActionTarget, id: ObjectId) -> None:
    """Lock the selected objects when the active one is unlocked, else unlock them."""
    record = target.workspace.document.object(id)
    if record is not None:
        target.workspace.objects.set_locked(target.workspace.view.selection, not record.locked)


def _move(by: int) -> Callable[[ActionTarget], None]:
    """Return an action that moves the selected objects up or down the list."""

    def run(target: ActionTarget) -> None:
        workspace = target.workspace
        video = workspace.view.video
        if video is None:
            return
        ids = [record.id for record in workspace.document.objects(video.id)]
        rows = [ids.index(id) for id in workspace.view.selection]
        if rows:
            workspace.objects.reorder(workspace.view.selection, min(rows) - 1 if by < 0 else max(rows) + 2)

    return run


def _range_or_frame(target: ActionTarget) -> tuple[int, int]:
    """Return the in-to-out range, or the playhead's frame when there is none."""
    return target.workspace.view.range or (target.workspace.view.frame, target.workspace.view.frame)


def _swap(target: ActionTarget) -> None:
    selected = target.workspace.view.selection
    if len(selected) == 2:
        target.workspace.objects.swap(selected[0], selected[1], *_range_or_frame(target))


def _track(direction: Direction) -> Callable[[ActionTarget], None]:
    def run(target: ActionTarget) -> None:
        target.workspace.runs.track(direction)

    return run


_row = ActionFactory(Menu.OBJECT, _active)

OBJECT = (
    _row(
        "new",
        str(QT_TRANSLATE_NOOP("Actions", "New object")),
        lambda target: target.workspace.new_objects.begin(),
        ("N",),
        "plus",
        _video,
    ),
    _row(
        "finish",
        str(QT_TRANSLATE_NOOP("Actions", "Finish object")),
        lambda target: target.workspace.view.finish_object(),
        ("Enter", "Return"),
        "check",
    ),
    _row(
        "next",
        str(QT_TRANSLATE_NOOP("Actions", "Next object")),
        lambda target: target.workspace.view.select_next(),
        ("Tab",),
        "",
        _objects,
        1,
    ),
    _row(
        "previous",
        str(QT_TRANSLATE_NOOP("Actions", "Previous object")),
        lambda target: target.workspace.view.select_previous(),
        ("Shift+Tab",),
        "",
        _objects,
        1,
    ),
    *(_select_number(number) for number in range(1, 10)),
    _row("all", str(QT_TRANSLATE_NOOP("Actions", "Select all objects")), _select_all, ("Ctrl+A",), "", _objects, 1),
    _row(
        "rename",
        str(QT_TRANSLATE_NOOP("Actions", "Rename object")),
        lambda target: target.rename_active(),
        ("F2",),
        section=2,
    ),
    _row(
        "category",
        str(QT_TRANSLATE_NOOP("Actions", "Set category…")),
        lambda target: target.categorize_selected(),
        section=2,
    ),
    _row("color", str(QT_TRANSLATE_NOOP("Actions", "Change color…")), lambda target: target.color_active(), section=2),
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
        _on_active(lambda target, id: target.workspace.objects.duplicate(id)),
        ("Ctrl+D",),
        "duplicate",
        section=3,
    ),
    _row(
        "merge",
        str(QT_TRANSLATE_NOOP("Actions", "Merge selected objects")),
        lambda target: target.workspace.objects.merge(target.workspace.view.selection[::-1]),
        ("Ctrl+M",),
        "merge",
        lambda s: s.selected > 1,
        3,
    ),
    _row(
        "split",
        str(QT_TRANSLATE_NOOP("Actions", "Split object at playhead")),
        _on_active(lambda target, id: target.workspace.objects.split(id, target.workspace.view.frame)),
        (),
        "split",
        section=3,
    ),
    _row(
        "swap",
        str(QT_TRANSLATE_NOOP("Actions", "Swap two objects in the range")),
        _swap,
        (),
        "swap",
        lambda s: s.selected == 2,
        3,
    ),
    _row(
        "reassign",
        str(QT_TRANSLATE_NOOP("Actions", "Give frames to another object…")),
        lambda target: target.reassign_active(),
        (),
        "reassign",
        lambda s: s.active and s.objects > 1,
        3,
    ),
    _row(
        "delete",
        str(QT_TRANSLATE_NOOP("Actions", "Delete selected objects")),
        lambda target: target.workspace.objects.delete(target.workspace.view.selection),
        ("Ctrl+Backspace",),
        "trash",
        section=3,
    ),
    _row(
        "delete_prompt",
        str(QT_TRANSLATE_NOOP("Actions", "Delete last prompt")),
        _on_cell(lambda target, cell: target.workspace.prompts.delete_last(cell)),
        ("Del",),
        "",
        lambda s: s.prompts_here,
        4,
    ),
    _row(
        "clear_cell",
        str(QT_TRANSLATE_NOOP("Actions", "Clear frame")),
        _on_cell(lambda target, cell: target.workspace.masks.clear_cell(cell)),
        ("Ctrl+Del",),
        "clear",
        lambda s: s.prompts_here or s.mask_here,
        4,
    ),
    _row(
        "clear",
        str(QT_TRANSLATE_NOOP("Actions", "Clear object on all frames")),
        _on_active(lambda target, id: target.workspace.masks.clear_object(id)),
        ("Shift+Del",),
        section=4,
    ),
    *CARRIED,
    _row(
        "absent",
        str(QT_TRANSLATE_NOOP("Actions", "Mark absent")),
        _on_cell(lambda target, cell: target.workspace.prompts.mark_absent(cell)),
        ("M",),
        "absent",
        section=4,
    ),
    _row(
        "lock_frames",
        str(QT_TRANSLATE_NOOP("Actions", "Lock / unlock frame or range")),
        lambda target: target.workspace.masks.toggle_lock(),
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
        _trackable,
    ),
    Action(
        "track.backward",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Track backward")),
        _track(Direction.BACKWARD),
        ("Shift+F",),
        "track-backward",
        _trackable,
    ),
    Action(
        "track.both",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Track both ways")),
        _track(Direction.BOTH),
        ("Ctrl+T",),
        "track-both",
        _trackable,
    ),
    Action(
        "track.stale",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Track stale frames again")),
        lambda target: target.workspace.runs.track(Direction.BOTH, only_stale=True),
        ("Ctrl+Shift+T",),
        "stale",
        lambda s: s.stale and _trackable(s),
    ),
    Action(
        "track.stop",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Stop")),
        lambda target: target.workspace.stop(),
        ("Esc",),
        "stop",
        lambda s: s.busy,
        section=1,
    ),
    Action(
        "track.stop_all",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Stop all jobs")),
        lambda target: target.workspace.stop_all(),
        ("Shift+Esc",),
        "stop",
        lambda s: s.busy,
        section=1,
    ),
    Action(
        "track.queue",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Running and waiting jobs…")),
        lambda target: target.show_jobs(),
        ("Ctrl+J",),
        "",
        lambda s: s.busy,
        section=1,
    ),
)

"""Actions on what the model remembers of objects, and on frames where it lost them."""

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.project.model import Policy
from app.ui.actions.action import Action, Menu
from app.ui.actions.action_target import ActionTarget
from app.ui.actions.enablement import Conditions


def _active(conditions: Conditions) -> bool:
    return conditions.active


def _choose(policy: Policy) -> Callable[[ActionTarget], None]:
    def run(target: ActionTarget) -> None:
        target.workspace.objects.set_policy(target.workspace.view.selection, policy)

    return run


def _policy_row(id: str, text: str, policy: Policy) -> Action:
    return Action(
        f"object.{id}",
        Menu.OBJECT,
        text,
        _choose(policy),
        enabled=_active,
        checked=lambda s: s.policy is policy,
        section=5,
    )


def _toggle_exclusive(target: ActionTarget) -> None:
    workspace = target.workspace
    record = workspace.document.object(workspace.view.active_object) if workspace.view.active_object else None
    if record is not None:
        workspace.objects.set_exclusive(workspace.view.selection, not record.exclusive)


def _ask_again(target: ActionTarget) -> None:
    active = target.workspace.view.active_object
    if active is not None:
        target.workspace.second_opinion.ask(active)


def _lost_absent(target: ActionTarget) -> None:
    cell = target.workspace.view.cell
    if cell is not None:
        target.workspace.prompts.mark_lost_absent(cell)


MEMORY = (
    Action(
        "object.lost_absent",
        Menu.OBJECT,
        str(QT_TRANSLATE_NOOP("Actions", "Mark lost stretch absent")),
        _lost_absent,
        ("Shift+M",),
        "absent",
        lambda s: s.lost_here,
        section=4,
    ),
    _policy_row("memory_clean", str(QT_TRANSLATE_NOOP("Actions", "Clean memory")), Policy.CLEAN),
    _policy_row("memory_lookalikes", str(QT_TRANSLATE_NOOP("Actions", "Memory for look-alikes")), Policy.LOOKALIKES),
    _policy_row("memory_meta", str(QT_TRANSLATE_NOOP("Actions", "Memory as in SAM 2")), Policy.META),
    Action(
        "object.exclusive",
        Menu.OBJECT,
        str(QT_TRANSLATE_NOOP("Actions", "Keep apart from other objects")),
        _toggle_exclusive,
        enabled=_active,
        checked=lambda s: s.exclusive,
        section=5,
    ),
    Action(
        "track.second_opinion",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Second opinion on this stretch")),
        _ask_again,
        ("Shift+Q",),
        enabled=lambda s: s.active and (s.range or s.lost_here),
        section=3,
    ),
)

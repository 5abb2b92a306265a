"""Actions that carry masks to other frames, objects and programs, and what painting does about other objects."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.errors import UserError
from app.project.model import Direction, Stage
from app.ui.actions.action import Action, ActionFactory, Menu
from app.ui.actions.action_target import ActionTarget
from app.ui.actions.enablement import Conditions
from app.ui.canvas.tools.others import OTHER_PIXELS, OtherPixels, OtherPixelsRow
from app.ui.mask_clipboard import copied_mask, copy_mask


def _mask_here(conditions: Conditions) -> bool:
    return conditions.mask_here


def _pastable(conditions: Conditions) -> bool:
    """Return whether a mask may be put on the frame: nobody changes in passing what is being judged."""
    return conditions.video and conditions.stage is not Stage.VERIFICATION


def _copy(target: ActionTarget) -> None:
    workspace = target.workspace
    cell = workspace.view.cell
    mask = workspace.document.mask(cell) if cell is not None else None
    if mask is not None:
        workspace.editor.begin_command()
        copy_mask(mask.mask)
        workspace.messages.say(QCoreApplication.translate("Actions", "The mask is on the clipboard."))


def _paste(target: ActionTarget) -> None:
    messages = target.workspace.messages
    try:
        mask = copied_mask()
    except UserError as error:
        messages.report(error)
        return
    if mask is None:
        messages.refuse(QCoreApplication.translate("Actions", "There is no mask on the clipboard."))
    else:
        target.workspace.carrier.paste(mask)


def _next_rule(target: ActionTarget) -> None:
    rules = list(OtherPixels)
    target.canvas.set_other_pixels(rules[(rules.index(target.canvas.other_pixels) + 1) % len(rules)])


def _rule(row: OtherPixelsRow) -> Action:
    rule = row.id
    return Action(
        f"tool.others_{rule.value}",
        Menu.TOOLS,
        row.verb,
        lambda target: target.canvas.set_other_pixels(rule),
        enabled=lambda s: s.video,
        checked=lambda s: s.other_pixels is rule,
        section=2,
        context="Canvas",
    )


CLIPBOARD = (
    Action(
        "edit.copy_mask",
        Menu.EDIT,
        str(QT_TRANSLATE_NOOP("Actions", "Copy mask")),
        _copy,
        ("Ctrl+C",),
        "duplicate",
        _mask_here,
        section=1,
    ),
    Action(
        "edit.paste_mask",
        Menu.EDIT,
        str(QT_TRANSLATE_NOOP("Actions", "Paste mask")),
        _paste,
        ("Ctrl+V",),
        "import",
        _pastable,
        section=1,
    ),
)

_row = ActionFactory(Menu.OBJECT)

CARRIED = (
    _row(
        "carry_mask",
        str(QT_TRANSLATE_NOOP("Actions", "Carry mask on…")),
        lambda target: target.dialogs.carry_mask(Direction.FORWARD),
        ("Ctrl+Shift+V",),
        "",
        _mask_here,
        4,
    ),
    _row(
        "carry_mask_back",
        str(QT_TRANSLATE_NOOP("Actions", "Carry mask back…")),
        lambda target: target.dialogs.carry_mask(Direction.BACKWARD),
        ("Alt+Shift+V",),
        "",
        _mask_here,
        4,
    ),
    _row(
        "interpolate",
        str(QT_TRANSLATE_NOOP("Actions", "Interpolate masks")),
        lambda target: target.workspace.carrier.interpolate(),
        ("Ctrl+Shift+I",),
        "",
        lambda s: s.active,
        4,
    ),
)

BRUSH = (
    *(_rule(row) for row in OTHER_PIXELS.values()),
    Action(
        "tool.next_others",
        Menu.TOOLS,
        str(QT_TRANSLATE_NOOP("Actions", "Painting and other objects: next choice")),
        _next_rule,
        ("S",),
        enabled=lambda s: s.video,
        section=2,
        in_menu=False,
    ),
)

"""Actions on the tags of objects."""

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.project.conventions import USUAL_TAGS
from app.ui.actions.action import Action, Menu
from app.ui.actions.action_target import ActionTarget
from app.ui.actions.enablement import Conditions

TEXTS = (
    str(QT_TRANSLATE_NOOP("Actions", "Tag: occlusion")),
    str(QT_TRANSLATE_NOOP("Actions", "Tag: look-alike")),
    str(QT_TRANSLATE_NOOP("Actions", "Tag: fast")),
    str(QT_TRANSLATE_NOOP("Actions", "Tag: thin")),
    str(QT_TRANSLATE_NOOP("Actions", "Tag: shot change")),
    str(QT_TRANSLATE_NOOP("Actions", "Tag: left the frame")),
)
"""Of USUAL_TAGS, in their order."""


def _active(conditions: Conditions) -> bool:
    return conditions.active


def _toggle(tag: str) -> Callable[[ActionTarget], None]:
    return lambda target: target.workspace.tags.toggle(target.workspace.view.selection, tag)


def _row(tag: str, text: str) -> Action:
    return Action(
        f"object.tag_{tag.replace(' ', '_').replace('-', '_')}",
        Menu.OBJECT,
        text,
        _toggle(tag),
        enabled=_active,
        checked=lambda conditions: tag in conditions.tags,
        section=2,
        in_menu=False,
    )


TAG_ROWS = (
    Action(
        "object.tags",
        Menu.OBJECT,
        str(QT_TRANSLATE_NOOP("Actions", "Tags…")),
        lambda target: target.tag_selected(),
        ("T",),
        "tag",
        _active,
        section=2,
    ),
    *map(_row, USUAL_TAGS, TEXTS),
)

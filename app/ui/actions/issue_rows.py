"""Actions on issues that need no pointer."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.project.model import Stage
from app.ui.actions.action import Action, Menu

ISSUE_ROWS = (
    Action(
        "stage.note_issue",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Note an issue on this frame or range")),
        lambda target: target.workspace.issue_marks.note(),
        ("Shift+W",),
        "issue",
        lambda conditions: conditions.active and conditions.stage is Stage.ANNOTATION,
        section=4,
    ),
    Action(
        "stage.resolve_issue",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Resolve the selected issue")),
        lambda target: target.workspace.issue_marks.resolve(),
        ("Ctrl+Shift+W",),
        "check",
        lambda conditions: conditions.issue,
        section=4,
    ),
    Action(
        "stage.open_issue_again",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Open the issue resolved last again")),
        lambda target: target.workspace.issue_marks.open_again(),
        enabled=lambda conditions: conditions.issue_resolved,
        section=4,
    ),
    Action(
        "stage.delete_issue",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Delete the selected issue")),
        lambda target: target.workspace.issue_marks.delete(),
        enabled=lambda conditions: conditions.issue,
        section=4,
    ),
)

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
)

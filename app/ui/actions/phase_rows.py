"""Actions on what the people of a project have agreed upon: the phase of the data engine, and which frames count."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.project.conventions import FROM_MEMORY, TRACKING
from app.ui.actions.action import Action, Menu
from app.ui.actions.enablement import Conditions

NEEDS: Mapping[str, int] = {
    "tool.polygon": FROM_MEMORY,
    "tool.lasso": FROM_MEMORY,
    "track.second_opinion": FROM_MEMORY,
    "track.learn": FROM_MEMORY,
    "track.accepted": TRACKING,
}
"""The phase from which on an action is there, for those that are not there in all. That nothing is tracked in the first
one is known by the runs themselves."""


def in_phase(row: Action) -> Action:
    """Return a row that is enabled from the phase on that it needs."""
    least = NEEDS.get(row.id)
    if least is None:
        return row
    return replace(row, enabled=lambda conditions: conditions.phase >= least and row.enabled(conditions))


def _phase(phase: int, text: str) -> Action:
    return Action(
        f"stage.phase_{phase}",
        Menu.STAGE,
        text,
        lambda target: target.workspace.verification.set_phase(phase),
        enabled=_project,
        checked=lambda conditions: conditions.project and conditions.phase == phase,
        section=4,
    )


def _project(conditions: Conditions) -> bool:
    return conditions.project


PHASE = (
    _phase(1, str(QT_TRANSLATE_NOOP("Actions", "Phase 1: each frame by itself"))),
    _phase(2, str(QT_TRANSLATE_NOOP("Actions", "Phase 2: track, and redraw bad frames"))),
    _phase(3, str(QT_TRANSLATE_NOOP("Actions", "Phase 3: everything"))),
    Action(
        "stage.annotation_rate",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Annotation rate…")),
        lambda target: target.dialogs.choose_annotation_rate(),
        enabled=_project,
        section=5,
    ),
)
STEPS = tuple(
    Action(
        f"playback.{id}",
        Menu.PLAYBACK,
        text,
        lambda target, by=by: target.workspace.view.step_any(by),  # type: ignore[misc]
        (key,),
        enabled=lambda conditions: conditions.video,
        section=1,
        repeats=True,
        in_menu=False,
    )
    for id, text, by, key in (
        ("previous_any", str(QT_TRANSLATE_NOOP("Actions", "Previous frame, annotated or not")), -1, "Ctrl+Left"),
        ("next_any", str(QT_TRANSLATE_NOOP("Actions", "Next frame, annotated or not")), 1, "Ctrl+Right"),
    )
)

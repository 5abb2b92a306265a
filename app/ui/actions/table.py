"""The table of all actions, in the order of the menus."""

from dataclasses import replace

from app.project.model import Stage
from app.ui.actions.action import Action
from app.ui.actions.candidate_rows import FIND, MANY
from app.ui.actions.file_rows import EDIT, FILE, HELP
from app.ui.actions.issue_rows import ISSUE_ROWS
from app.ui.actions.lesson_rows import LESSONS
from app.ui.actions.memory_rows import MEMORY
from app.ui.actions.object_rows import OBJECT, TRACK
from app.ui.actions.phase_rows import PHASE, STEPS, in_phase
from app.ui.actions.playback_rows import PLAYBACK
from app.ui.actions.review_rows import STAGE
from app.ui.actions.tag_rows import TAG_ROWS
from app.ui.actions.video_rows import VIDEO
from app.ui.actions.view_rows import TOOL, VIEW

_EVERYWHERE = ("track.stop", "track.stop_all", "track.queue")
"""Actions on tracking that are there in Verify, too."""


def _while_annotating(row: Action) -> Action:
    """Return a row that is enabled in Annotate only."""
    return replace(row, enabled=lambda conditions: conditions.stage is Stage.ANNOTATION and row.enabled(conditions))


def _not_in_verify(row: Action) -> Action:
    """Return a row that is not enabled in Verify: nobody changes in passing what is being judged."""
    if row.id in _EVERYWHERE:
        return row
    return replace(
        row, enabled=lambda conditions: conditions.stage is not Stage.VERIFICATION and row.enabled(conditions)
    )


ACTIONS: tuple[Action, ...] = (
    *FILE,
    *EDIT,
    *VIEW,
    *PLAYBACK,
    *STEPS,
    *VIDEO,
    *map(_not_in_verify, OBJECT),
    *map(_not_in_verify, TAG_ROWS),
    *map(in_phase, map(_not_in_verify, (*MEMORY, *LESSONS, *TRACK, *FIND))),
    *STAGE,
    *ISSUE_ROWS,
    *MANY,
    *PHASE,
    *map(in_phase, map(_while_annotating, TOOL)),
    *HELP,
)

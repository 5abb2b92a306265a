"""The table of all actions, in the order of the menus."""

from dataclasses import replace

from app.project.model import Stage
from app.ui.actions.action import Action
from app.ui.actions.enablement import Conditions
from app.ui.actions.file_rows import EDIT, FILE, HELP
from app.ui.actions.object_rows import OBJECT, TRACK
from app.ui.actions.playback_rows import PLAYBACK
from app.ui.actions.review_rows import STAGE
from app.ui.actions.video_rows import VIDEO
from app.ui.actions.view_rows import TOOL, VIEW


def _while_annotating(row: Action) -> Action:
    """Return a row that is enabled in Annotate only: nobody changes in passing what is being judged."""

    def enabled(conditions: Conditions) -> bool:
        return conditions.stage is Stage.ANNOTATION and row.enabled(conditions)

    return replace(row, enabled=enabled)


ACTIONS: tuple[Action, ...] = (
    *FILE,
    *EDIT,
    *VIEW,
    *PLAYBACK,
    *VIDEO,
    *OBJECT,
    *TRACK,
    *STAGE,
    *map(_while_annotating, TOOL),
    *HELP,
)

"""The table of all actions, in the order of the menus."""

from app.ui.actions.action import Action
from app.ui.actions.file_rows import EDIT, FILE, HELP
from app.ui.actions.object_rows import OBJECT, TRACK
from app.ui.actions.playback_rows import PLAYBACK
from app.ui.actions.review_rows import STAGE
from app.ui.actions.video_rows import VIDEO
from app.ui.actions.view_rows import TOOL, VIEW

ACTIONS: tuple[Action, ...] = (*FILE, *EDIT, *VIEW, *PLAYBACK, *VIDEO, *OBJECT, *TRACK, *STAGE, *TOOL, *HELP)

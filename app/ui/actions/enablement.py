"""What is the case right now, as far as it decides which actions make sense."""

from dataclasses import dataclass

from app.ui.actions.action_target import Desk, Part
from app.ui.canvas.aids import Aid
from app.ui.canvas.tools.table import ToolId
from app.ui.canvas.view_modes import ViewMode


@dataclass(frozen=True, slots=True)
class Situation:
    """The defaults are those of the start page."""

    project: bool = False
    video: bool = False
    videos: int = 0
    objects: int = 0
    selected: int = 0
    prompts_here: bool = False
    mask_here: bool = False
    range: bool = False
    tracking: bool = False
    busy: bool = False
    playing: bool = False
    media_missing: bool = False
    undo: str = ""
    redo: str = ""
    tool: ToolId | None = None
    view_mode: ViewMode | None = None
    masks_hidden: bool = False
    aids: frozenset[Aid] = frozenset()
    parts: frozenset[Part] = frozenset()

    @property
    def active(self) -> bool:
        """True when an object gets the clicks."""
        return self.selected > 0


def situation(desk: Desk, *, media_missing: bool = False) -> Situation:
    """Return the situation of a window; what only the window knows is handed in."""
    parts = frozenset(part for part in Part if desk.part_shown(part))
    if not desk.has_project:
        return Situation(parts=parts)
    workspace = desk.workspace
    video, history, cell = workspace.view.video, workspace.history, workspace.view.cell
    document = workspace.document
    return Situation(
        project=True,
        video=video is not None,
        videos=len(document.videos()),
        objects=len(document.objects(video.id)) if video else 0,
        selected=len(workspace.view.selection),
        prompts_here=cell is not None and document.prompts(cell) is not None,
        mask_here=cell is not None and document.mask(cell) is not None,
        range=workspace.view.range is not None,
        tracking=workspace.runs.tracking,
        busy=bool(workspace.jobs.active),
        playing=workspace.view.playing,
        media_missing=media_missing,
        undo=history.undo_title,
        redo=history.redo_title,
        tool=desk.canvas.tool,
        view_mode=desk.canvas.view_mode,
        masks_hidden=desk.canvas.masks_hidden,
        aids=desk.canvas.aids,
        parts=parts,
    )

"""The conditions that decide which actions are enabled and which are checked."""

from dataclasses import dataclass, replace

from app.project.conventions import USUAL_PHASE
from app.project.model import Policy, Stage
from app.ui.actions.action_target import ActionTarget, WindowPart
from app.ui.canvas.aids import Aid
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.tools.others import OtherPixels
from app.ui.canvas.tools.table import ToolId
from app.ui.canvas.view_modes import ViewMode
from app.workspace.translation import translated
from app.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Conditions:
    """The state of the window at one moment. The defaults are those of the start page."""

    project: bool = False
    video: bool = False
    videos: int = 0
    objects: int = 0
    objects_anywhere: bool = False
    """True when any video has an object."""
    selected: int = 0
    prompts_here: bool = False
    mask_here: bool = False
    lost_here: bool = False
    policy: Policy | None = None
    exclusive: bool = False
    issue: bool = False
    """An issue is selected."""
    issue_resolved: bool = False
    """One of the active object was answered."""
    tags: frozenset[str] = frozenset()
    """Those that all selected objects have."""
    opinion: bool = False
    """A mask is offered: by a second opinion, or by what the model has learned."""
    learns: bool = False
    learned: bool = False
    """Something was learned about one of the selected objects."""
    range: bool = False
    tracking: bool = False
    not_trackable: str = ""
    """Why the selected objects, or all without a selection, cannot be tracked, in words."""
    stale: bool = False
    """True when one of those objects has stale frames."""
    busy: bool = False
    playing: bool = False
    speed: float = 1.0
    loops: bool = False
    deep: bool = False
    """The current video has pictures of more than 8 bits."""
    media_missing: bool = False
    undo: str = ""
    redo: str = ""
    tool: ToolId | None = None
    other_pixels: OtherPixels | None = None
    view_mode: ViewMode | None = None
    masks_hidden: bool = False
    aids: frozenset[Aid] = frozenset()
    parts: frozenset[WindowPart] = frozenset()
    stage: Stage = Stage.ANNOTATION
    phase: int = USUAL_PHASE
    """Of the data engine, that the project is in."""
    in_hand: bool = False
    """A candidate or a masklet waits for an answer in this stage."""
    candidates: bool = False
    """Candidates wait, in Select, one of them in hand or not."""
    to_track: int = 0
    """How many accepted candidates of all videos are not tracked to both ends."""
    to_hand_in: int = 0
    """How many of them are."""
    above: int = 0
    """How many candidates have a score of `threshold` or more, in Select."""
    threshold: float = 0.0
    categories: int = 0
    """How many categories have a number key, in Select."""
    before: str = ""
    """The name of what the candidate in hand can be joined to, in Select."""
    asking: bool = False
    """The reason of an unsatisfactory masklet is asked for."""
    question: bool = False
    """Whether all of a category is masked is asked for."""
    none_masked: bool = False
    """It is asked about a category of which there is no masklet in the video."""
    others_only: bool = False

    @property
    def active(self) -> bool:
        """True when there is an active object: the one that gets the clicks."""
        return self.selected > 0


def conditions_of(target: ActionTarget, *, media_missing: bool = False) -> Conditions:
    """Return the conditions of the window. `media_missing`: the media file of the current video is gone."""
    parts = frozenset(part for part in WindowPart if target.part_shown(part))
    if not target.has_project:
        return Conditions(parts=parts)
    found = _of_project(target.workspace)
    found = _with_objects(found, target.workspace)
    found = _with_canvas(found, target.canvas)
    found = _with_stage(found, target.workspace, target.stage)
    return replace(found, media_missing=media_missing, parts=parts)


def _of_project(workspace: Workspace) -> Conditions:
    """Return what holds for the project and the shown video."""
    video, document = workspace.view.video, workspace.document
    return Conditions(
        project=True,
        video=video is not None,
        videos=len(document.videos()),
        objects=len(document.objects(video.id)) if video else 0,
        objects_anywhere=bool(document.all_objects()),
        issue=workspace.issue_marks.selected is not None,
        issue_resolved=workspace.issue_marks.answered_last() is not None,
        opinion=bool(workspace.second_opinion.masks) or workspace.offers.mask is not None,
        learns=workspace.lessons.on,
        learned=workspace.lessons.learned_of(workspace.view.selection),
        range=workspace.view.range is not None,
        tracking=workspace.runs.tracking,
        busy=bool(workspace.jobs.active),
        playing=workspace.view.playing,
        speed=workspace.view.speed,
        loops=workspace.view.loops,
        deep=workspace.view.values is not None,
        undo=workspace.editor.undo_title,
        redo=workspace.editor.redo_title,
    )


def _with_objects(found: Conditions, workspace: Workspace) -> Conditions:
    """Add what holds for the selected objects, the active one and its cell."""
    view, document = workspace.view, workspace.document
    refusal = workspace.runs.setup.refusal()
    cell = view.cell
    mask = document.mask(cell) if cell is not None else None
    active = document.object(cell.object) if cell is not None else None
    return replace(
        found,
        selected=len(view.selection),
        prompts_here=cell is not None and document.prompts(cell) is not None,
        mask_here=mask is not None,
        lost_here=mask is not None and mask.lost,
        policy=active.tracked_by if active is not None else None,
        exclusive=active is not None and active.exclusive,
        tags=workspace.tags.shared(view.selection),
        not_trackable="" if refusal is None else f"{translated(refusal.what)} {translated(refusal.advice)}",
        stale=workspace.runs.stale(view.selection or view.objects()) > 0,
    )


def _with_canvas(found: Conditions, canvas: Canvas) -> Conditions:
    """Add how the canvas shows things, and the tool in hand."""
    return replace(
        found,
        tool=canvas.tool,
        other_pixels=canvas.other_pixels,
        view_mode=canvas.view_mode,
        masks_hidden=canvas.masks_hidden,
        aids=canvas.aids,
    )


def _with_stage(found: Conditions, workspace: Workspace, stage: Stage) -> Conditions:
    """Add what the shown stage waits for."""
    selects = stage is Stage.SELECTION
    before = workspace.selecting.before if selects else None
    asked = workspace.category_questions.current if stage is Stage.VERIFICATION else None
    to_track, to_hand_in = workspace.candidates.accepted.counts()
    return replace(
        found,
        stage=stage,
        phase=workspace.verification.phase,
        in_hand=_in_hand(workspace, stage),
        candidates=selects and bool(workspace.selecting.waiting()),
        to_track=to_track,
        to_hand_in=to_hand_in,
        above=len(workspace.selecting.above()) if selects else 0,
        threshold=workspace.selecting.threshold,
        categories=len(workspace.selecting.categories) if selects else 0,
        before="" if before is None else before.name,
        asking=workspace.verifying.asking,
        question=asked is not None,
        none_masked=asked is not None and not asked.masklets,
        others_only=workspace.verification.others_only,
    )


def _in_hand(workspace: Workspace, stage: Stage) -> bool:
    if stage is Stage.ANNOTATION:
        return False
    queue = workspace.selecting if stage is Stage.SELECTION else workspace.verifying
    return queue.current is not None

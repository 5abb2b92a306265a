"""What is to be shown of one frame, read from the workspace: its objects with masks and prompts, bottom to top."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from PySide6.QtGui import QColor

from app.masks import runs
from app.masks.mask import Mask
from app.project.model import Cell, CellMask, Color, FrameIndex, ObjectId, Prompts, VideoObject
from app.ui.canvas.contours import Bits, Contours
from app.ui.canvas.geometry import ImageArea
from app.ui.canvas.shown_issues import ShownIssue, read_issues
from app.workspace.workspace import Workspace

MOST_CANDIDATES = 150
"""Of one frame; more would hide the picture, and take long to draw."""


class ShownMask:
    """A mask unpacked for drawing: its bits within its bounding box, and its contours, both made on first use."""

    def __init__(self, mask: Mask) -> None:
        self.mask = mask
        self._flips = mask.flips()
        self.area = ImageArea(*(runs.bounds(self._flips, mask.height, mask.width) or (0, 0, 0, 0)))

    @cached_property
    def _framed(self) -> Bits:
        """The bits in `area` with a rim of zeros around: contours then close at the image's border."""
        area, width = self.area, self.mask.width
        framed = np.zeros((area.height + 2, area.width + 2), np.bool_)
        if not area.empty:
            # The same runs counted within the box: only as many bits as the box has are written.
            starts, ends = runs.intervals(self._flips, self.mask.height * width)
            inside = np.empty(2 * len(starts), np.int64)
            inside[0::2] = (starts // width - area.y0) * area.width + starts % width - area.x0
            last = ends - 1
            inside[1::2] = (last // width - area.y0) * area.width + last % width - area.x0 + 1
            framed[1:-1, 1:-1] = runs.to_pixels(inside, area.width * area.height).reshape(area.height, area.width)
        return framed

    @property
    def pixels(self) -> Bits:
        """The bits in `area`, shape (area.height, area.width)."""
        return self._framed[1:-1, 1:-1]

    @cached_property
    def contours(self) -> Contours:
        """The edges."""
        return Contours(self._framed, self.area)

    def contains(self, x: float, y: float) -> bool:
        """Return whether the pixel under a point, in image pixels, belongs to the mask."""
        area = self.area
        if not (area.x0 <= x < area.x1 and area.y0 <= y < area.y1):
            return False
        return bool(self.pixels[int(y) - area.y0, int(x) - area.x0])

    def bits(self, area: ImageArea) -> Bits:
        """Return a new array of the bits in any area, shape (area.height, area.width); False outside `self.area`."""
        found = np.zeros((area.height, area.width), np.bool_)
        shared = self.area.intersected(area)
        if not shared.empty:
            target = ImageArea(shared.x0 - area.x0, shared.y0 - area.y0, shared.x1 - area.x0, shared.y1 - area.y0)
            source = ImageArea(
                shared.x0 - self.area.x0,
                shared.y0 - self.area.y0,
                shared.x1 - self.area.x0,
                shared.y1 - self.area.y0,
            )
            found[target.slices] = self.pixels[source.slices]
        return found


@dataclass(frozen=True, slots=True)
class ShownObject:
    """An object of the current video as the canvas shows it on one frame. Equal ones are painted alike."""

    id: ObjectId
    name: str
    color: Color
    mask: ShownMask
    prompts: Prompts
    has_mask: bool
    painted: bool
    selected: bool
    active: bool
    locked: bool
    stale: bool
    absent: bool = False
    lost: bool = False
    hidden: bool = False
    """Nothing of it is drawn: it is there as the active object."""


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """A candidate as the canvas shows it in Select: `in_hand`, or `pointed` at."""

    id: ObjectId
    name: str
    color: Color
    mask: ShownMask
    in_hand: bool
    pointed: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """One frame's objects in the order they are painted: the list's top comes late, selected ones last."""

    frame: FrameIndex
    objects: tuple[ShownObject, ...] = ()
    ghost: ShownMask | None = None
    """The active object's mask a frame ago, if that aid is on and there is one."""
    offered: ShownMask | None = None
    """What a second opinion says on this frame, or what was learned from corrections, if there is one."""
    learned: bool = False
    """The offered mask is one that was learned."""
    candidates: tuple[ShownCandidate, ...] = ()
    """What was found here and waits for an answer, while the window shows candidates."""
    issues: tuple[ShownIssue, ...] = ()

    @property
    def active(self) -> ShownObject | None:
        """The object that gets clicks."""
        return next((o for o in reversed(self.objects) if o.active), None)

    def object_at(self, x: float, y: float) -> ShownObject | None:
        """Return the topmost object whose mask covers the point, in image pixels."""
        return next((o for o in reversed(self.objects) if o.mask.contains(x, y)), None)

    def candidate_at(self, x: float, y: float) -> ShownCandidate | None:
        """Return the candidate under the point: the smallest, as parts lie within wholes."""
        under = (candidate for candidate in self.candidates if candidate.mask.contains(x, y))
        return min(under, key=lambda candidate: candidate.mask.mask.area, default=None)


def read_scene(
    workspace: Workspace,
    frame: FrameIndex,
    before: Scene | None,
    *,
    ghost: bool = False,
    new_object: VideoObject | None = None,
) -> Scene:
    """Return the scene of `frame`; masks unpacked for `before` that have not changed are used again.

    Hidden objects are left out, unless they are the active one, which is there without a mask: it is said that clicks
    would go to something unseen. What is in hand in Verify is always seen.
    `new_object` is one that the gesture under way is about to make; it is not in the document yet.
    """
    video = workspace.view.video
    if video is None:
        return Scene(frame)
    known = {o.id: o.mask for o in before.objects} if before is not None else {}
    blank = Mask.empty(video.height, video.width)
    records = sorted(workspace.document.objects(video.id), key=lambda o: -o.position)
    selected = set(workspace.view.selection)
    in_hand = workspace.verifying.current if workspace.verifying.on else None
    shown = [
        _shown(workspace, record, frame, selected, known, blank)
        if record.visible or record.id == in_hand
        else _hidden(record, record.id in selected, ShownMask(blank))
        for record in records
        if record.visible or record.id in (workspace.view.active_object, in_hand)
    ]
    if new_object is not None and workspace.document.object(new_object.id) is None:
        added = _shown(workspace, new_object, frame, selected, known, blank)
        shown.append(replace(added, selected=True, active=True))
    unseen = any(o.hidden for o in shown)
    past = _ghost(workspace, frame, before) if ghost and not unseen else None
    objects = tuple(sorted(shown, key=lambda o: (o.selected, o.active)))
    opinion, candidates = _opinion(workspace, frame), _candidates(workspace, frame, before)
    learned = _learned(workspace, frame) if opinion is None else None
    offered = _known_or_shown(learned if opinion is None else opinion, before)
    issues = read_issues(workspace, frame)
    return Scene(frame, objects, past, offered, learned is not None, candidates, issues)


def _candidates(workspace: Workspace, frame: FrameIndex, before: Scene | None) -> tuple[ShownCandidate, ...]:
    """Return the best candidates of a frame, and those in hand and under the pointer, which come last."""
    selecting, video = workspace.selecting, workspace.view.video
    if not selecting.on or video is None:
        return ()
    here = selecting.on_frame(video.id, frame)
    marked = {selecting.current, selecting.pointed}
    known = {candidate.id: candidate.mask for candidate in before.candidates} if before is not None else {}
    shown = []
    for id in (*here[:MOST_CANDIDATES], *(id for id in here[MOST_CANDIDATES:] if id in marked)):
        record, found = workspace.document.object(id), workspace.document.mask(Cell(id, frame))
        if record is not None and found is not None:
            drawn = known.get(id)
            mask = drawn if drawn is not None and drawn.mask is found.mask else ShownMask(found.mask)
            in_hand, pointed = id == selecting.current, id == selecting.pointed
            shown.append(ShownCandidate(id, record.name, record.color, mask, in_hand, pointed))
    return tuple(sorted(shown, key=lambda candidate: (candidate.in_hand, candidate.pointed)))


def _opinion(workspace: Workspace, frame: FrameIndex) -> Mask | None:
    """Return what a second opinion on an object of this video says on a frame."""
    opinion, video = workspace.second_opinion, workspace.view.video
    record = workspace.document.object(opinion.object) if opinion.object is not None else None
    found = opinion.masks.get(frame)
    if found is None or record is None or video is None or record.video != video.id:
        return None
    return found.mask


def _learned(workspace: Workspace, frame: FrameIndex) -> Mask | None:
    """Return what is offered of the active object, going by how it was corrected."""
    return workspace.offers.mask if workspace.view.frame == frame else None


def _known_or_shown(mask: Mask | None, before: Scene | None) -> ShownMask | None:
    if mask is None:
        return None
    known = before.offered if before is not None else None
    return known if known is not None and known.mask is mask else ShownMask(mask)


def _ghost(workspace: Workspace, frame: FrameIndex, before: Scene | None) -> ShownMask | None:
    """Return the active object's mask on the frame before."""
    active = workspace.view.active_object
    found = workspace.document.mask(Cell(active, FrameIndex(frame - 1))) if active is not None and frame else None
    if found is None or found.mask.area == 0:
        return None
    known = [*([before.ghost] if before.ghost is not None else []), *(o.mask for o in before.objects)] if before else []
    return next((shown for shown in known if shown.mask is found.mask), None) or ShownMask(found.mask)


def _shown(
    workspace: Workspace,
    record: VideoObject,
    frame: FrameIndex,
    selected: set[ObjectId],
    known: Mapping[ObjectId, ShownMask],
    blank: Mask,
) -> ShownObject:
    cell = Cell(record.id, frame)
    found: CellMask | None = workspace.document.mask(cell)
    mask = found.mask if found is not None else blank
    reused = known.get(record.id)
    prompts = workspace.document.prompts(cell) or Prompts()
    return ShownObject(
        id=record.id,
        name=record.name,
        color=record.color,
        mask=reused if reused is not None and (reused.mask is mask or reused.mask == mask) else ShownMask(mask),
        prompts=prompts,
        has_mask=found is not None,
        painted=prompts.mask is not None,
        selected=record.id in selected,
        active=record.id == workspace.view.active_object,
        locked=record.locked or workspace.document.locked(cell),
        stale=workspace.document.stale(cell),
        absent=found is not None and found.absent,
        lost=found is not None and found.lost,
    )


def _hidden(record: VideoObject, selected: bool, nothing: ShownMask) -> ShownObject:
    """Return the active object while it is hidden."""
    return ShownObject(
        id=record.id,
        name=record.name,
        color=record.color,
        mask=nothing,
        prompts=Prompts(),
        has_mask=False,
        painted=False,
        selected=selected,
        active=True,
        locked=record.locked,
        stale=False,
        hidden=True,
    )


def qcolor(color: Color, alpha: int = 255) -> QColor:
    """Return an object's color for Qt."""
    return QColor(color.red, color.green, color.blue, alpha)


def restyled_area(before: Scene, after: Scene) -> ImageArea:
    """Return the area in which objects are painted differently although their masks are the same.

    Color, selection and staleness count, prompts do not: they are not composed.
    """
    area = ImageArea(0, 0, 0, 0)
    known = {shown.id: shown for shown in before.objects}
    # Mattes are of the selected objects, or of all when none is: then all change.
    all_change = any(o.selected for o in before.objects) != any(o.selected for o in after.objects)
    for new in after.objects:
        old = known.get(new.id)
        if old is not None and (all_change or _styling(old) != _styling(new)):
            area = area.united(old.mask.area).united(new.mask.area)
    return area


def _styling(shown: ShownObject) -> tuple[Color, bool, bool, bool]:
    return shown.color, shown.selected, shown.active, shown.stale

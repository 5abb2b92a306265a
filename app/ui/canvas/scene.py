"""What is to be shown of one frame, read from the workspace: its objects with masks and prompts, bottom to top."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtGui import QColor

from app.masks.mask import Mask
from app.project.model import Cell, CellMask, Color, FrameIndex, ObjectId, Prompts, VideoObject
from app.ui.canvas.contours import Bits, Contours
from app.ui.canvas.geometry import ImageArea
from app.workspace.workspace import Workspace


class ShownMask:
    """A mask unpacked for drawing: its bits within its bounding box, and its contours, both made on first use."""

    def __init__(self, mask: Mask) -> None:
        self.mask = mask
        self.area = ImageArea(*(mask.bbox or (0, 0, 0, 0)))

    @cached_property
    def pixels(self) -> Bits:
        """The bits in `area`, shape (area.height, area.width)."""
        if self.area.empty:
            return np.zeros((0, 0), np.bool_)
        rows = self.mask.to_rows(self.area.y0, self.area.y1)
        return np.ascontiguousarray(rows[:, self.area.x0 : self.area.x1])

    @cached_property
    def contours(self) -> Contours:
        """The edges."""
        return Contours(self.pixels, self.area)

    def bits(self, area: ImageArea) -> Bits:
        """Return a new array of the bits in any area, shape (area.height, area.width); nothing is set outside."""
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


@dataclass(frozen=True, slots=True, eq=False)
class ShownObject:
    """An object of the current video as the canvas shows it on one frame."""

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

    @property
    def absent(self) -> bool:
        """True when the object is said not to be on this frame."""
        return self.has_mask and self.mask.area.empty


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One frame's objects in the order they are painted: the list's top comes late, selected ones last."""

    frame: FrameIndex
    objects: tuple[ShownObject, ...] = ()

    @property
    def active(self) -> ShownObject | None:
        """The object that gets clicks."""
        return next((o for o in reversed(self.objects) if o.active), None)

    def object_at(self, x: float, y: float) -> ShownObject | None:
        """Return the topmost object whose mask covers the point."""
        return next((o for o in reversed(self.objects) if o.mask.mask.contains(x, y)), None)


def read(workspace: Workspace, frame: FrameIndex, before: Scene | None) -> Scene:
    """Return the scene of `frame`; what was unpacked for `before` and has not changed is used again.

    Hidden objects are left out, unless they are the active one: clicks would otherwise go to something unseen.
    """
    video = workspace.video
    if video is None:
        return Scene(frame)
    known = {o.id: o.mask for o in before.objects} if before is not None else {}
    blank = Mask.empty(video.height, video.width)
    records = sorted(workspace.document.objects(video.id), key=lambda o: -o.position)
    chosen = set(workspace.selection)
    shown = [
        _shown(workspace, record, frame, chosen, known, blank)
        for record in records
        if record.visible or record.id == workspace.active_object
    ]
    return Scene(frame, tuple(sorted(shown, key=lambda o: (o.selected, o.active))))


def _shown(
    workspace: Workspace,
    record: VideoObject,
    frame: FrameIndex,
    chosen: set[ObjectId],
    known: Mapping[ObjectId, ShownMask],
    blank: Mask,
) -> ShownObject:
    cell = Cell(record.id, frame)
    found: CellMask | None = workspace.document.mask(cell)
    mask = found.mask if found is not None else blank
    kept = known.get(record.id)
    prompts = workspace.document.prompts(cell) or Prompts()
    return ShownObject(
        id=record.id,
        name=record.name,
        color=record.color,
        mask=kept if kept is not None and (kept.mask is mask or kept.mask == mask) else ShownMask(mask),
        prompts=prompts,
        has_mask=found is not None,
        painted=prompts.mask is not None,
        selected=record.id in chosen,
        active=record.id == workspace.active_object,
        locked=record.locked or workspace.document.locked(cell),
        stale=found is not None and any(first <= frame <= last for first, last in record.stale),
    )


def qcolor(color: Color, alpha: int = 255) -> QColor:
    """Return an object's color for Qt."""
    return QColor(color.red, color.green, color.blue, alpha)


def difference(before: Scene, after: Scene) -> ImageArea | None:
    """Return the area of the image in which two scenes look different; None when everything may.

    Prompts do not count: they are no part of the composed picture.
    """
    if before.frame != after.frame or [_look(o) for o in before.objects] != [_look(o) for o in after.objects]:
        return None
    area = ImageArea(0, 0, 0, 0)
    for old, new in zip(before.objects, after.objects, strict=True):
        if old.mask is not new.mask or (old.active, old.stale) != (new.active, new.stale):
            area = area.united(old.mask.area).united(new.mask.area)
    return area


def _look(shown: ShownObject) -> tuple[ObjectId, Color, bool]:
    return shown.id, shown.color, shown.selected

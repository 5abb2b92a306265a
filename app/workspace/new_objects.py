"""How another object is begun: by N, or by a click that is far from the active one and is offered to be a new one."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.masks.mask import Mask
from app.project.history import StepId
from app.project.model import Cell, Click, ObjectId, ObjectKind, Prompts, VideoObject
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.edits.objects import required
from app.workspace.objects import ObjectEditor
from app.workspace.prompts import PromptEditor
from app.workspace.viewing.view import Navigation

FAR_FROM_MASK, FAR_IN_FRAME = 0.25, 0.04
"""A click is far when its distance to a mask's box is more than so much of the diagonal of box and frame."""
FAR_FROM_CLICKS = 0.12
"""The same for the clicks before it, of the frame's diagonal, while the mask is still on its way: a model loads."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A click that may be meant for another object. `step` made it; None: it was not made, only `cell` selected.

    `other` is an object that has a mask where the click is. `unseen`: the mask that it belongs to is still on its way.
    """

    cell: Cell
    click: Click
    step: StepId | None
    other: ObjectId | None = None
    unseen: bool = False


class NewObjects(QObject):
    """Makes an object where one is wanted, and no empty ones beside it."""

    changed = Signal()
    """`offer` is another."""

    def __init__(self, editor: Editor, view: Navigation, objects: ObjectEditor, prompts: PromptEditor) -> None:
        super().__init__()
        self.editor = editor
        self._view = view
        self._objects = objects
        self._prompts = prompts
        self._offer: Offer | None = None
        self._offered_at = editor.history.place
        editor.history_changed.connect(self._follow_history)
        for signal in (view.frame_changed, view.video_changed, view.selection_changed):
            signal.connect(self._withdraw)

    @property
    def offer(self) -> Offer | None:
        """The click that is offered to be the first of a new object, until anything else is done."""
        return self._offer

    @reports
    def begin(self) -> None:
        """Begin another object: with the click that is offered, or an empty one. One that is empty still is taken."""
        if self._offer is not None:
            self._take(self._offer, None)
            return
        untouched = self._untouched()
        if untouched is None:
            self._objects.add()
            return
        self._view.select((untouched.id,))
        words = self.tr("{name} is still empty: click on what it is.")
        self.editor.messages.refuse(words.format(name=untouched.name))

    @reports
    def give_to_other(self) -> None:
        """Give the click that is offered to the object that has a mask there."""
        if self._offer is not None and self._offer.other is not None:
            self._take(self._offer, self._offer.other)

    @reports
    def add_click(self, cell: Cell, click: Click, other: ObjectId | None = None) -> None:
        """Add a click to an object. One far from its mask is offered to a new object, or to `other`, which is there.

        So is one far from the clicks before it while they have no mask yet.
        """
        history, before = self.editor.history, self.editor.document.mask(cell)
        newest, earlier = history.newest, self.editor.document.prompts(cell)
        self._prompts.add_click(cell, click)
        made = history.newest
        if made == newest or not click.positive:
            return
        if far(before.mask, click) if before is not None else self._far_from_clicks(earlier, click):
            self._set(Offer(cell, click, made, other, unseen=before is None))

    def _far_from_clicks(self, earlier: Prompts | None, click: Click) -> bool:
        """Return whether a click is too far from all that add before it to be meant for the same thing."""
        video, added = self._view.video, [one for one in earlier.clicks if one.positive] if earlier is not None else []
        if video is None or not added or (earlier is not None and earlier.box is not None):
            return False
        away = min(_length(one.x - click.x, one.y - click.y) for one in added)
        return away > FAR_FROM_CLICKS * _length(video.width, video.height)

    def select_instead(self, id: ObjectId, cell: Cell, click: Click) -> None:
        """Select the object that has a mask where a click was made with none selected.

        A click that adds is offered to be the first of a new object.
        """
        self._view.select((id,))
        if click.positive:
            self._set(Offer(Cell(id, cell.frame), click, None))
        else:
            record = required(self.editor.document, id)
            words = self.tr("{name} is selected now. Click again to take this away from it.")
            self.editor.messages.refuse(words.format(name=record.name))

    def _take(self, offer: Offer, other: ObjectId | None) -> None:
        """Take the click from the object that got it, and let it be one of `other`, None: of a new object."""
        if offer.step is not None:
            back = self.editor.history.withdrawal(offer.step)
            self.editor.withdraw(offer.step)
            self.editor.seal(offer.step)  # which vanishes, in the file too
            newest = self.editor.history.newest
            if newest is not None:
                self._prompts.ask_again(newest, back)  # the clicks before it may have no mask yet
            self.editor.history_changed.emit()
        self._view.select(() if other is None else (other,))
        cell = self._prompts.cell_to_change(offer.cell.frame)
        if cell is not None:
            self._prompts.add_click(cell, offer.click)

    def _untouched(self) -> VideoObject | None:
        """Return an object of the current video that is as N made it: without content, with the usual name."""
        document = self.editor.document
        for id in self._view.objects():
            record = required(document, id)
            if record.category or record.kind is not ObjectKind.MANUAL or record.locked:
                continue
            if self._objects.has_usual_name(record) and not any(document.contents_of(id)):
                return record
        return None

    def _set(self, offer: Offer | None) -> None:
        self._offered_at = self.editor.history.place
        if offer != self._offer:
            self._offer = offer
            self.changed.emit()

    def _follow_history(self) -> None:
        """Withdraw the offer when something has been done; a run that ends leaves it."""
        if self.editor.history.place != self._offered_at:
            self._withdraw()

    def _withdraw(self) -> None:
        self._set(None)


def far(mask: Mask, click: Click) -> bool:
    """Return whether a click lies far outside of a mask: too far to be a part of the same thing that was missed."""
    box = mask.bbox
    if box is None:
        return False
    x0, y0, x1, y1 = box
    away = _length(max(x0 - click.x, click.x - x1, 0.0), max(y0 - click.y, click.y - y1, 0.0))
    return away > max(FAR_FROM_MASK * _length(x1 - x0, y1 - y0), FAR_IN_FRAME * _length(mask.width, mask.height))


def _length(x: float, y: float) -> float:
    return float((x * x + y * y) ** 0.5)

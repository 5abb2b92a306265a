"""What is said beside the pointer: refusals with their way out, and what could be done instead of the last click."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QWidget

from app.project.model import ObjectId
from app.ui.canvas.pointer_note import PointerNote
from app.ui.canvas.tools.controller import ToolController
from app.ui.canvas.view_model import CanvasViewModel
from app.workspace.messages import Refusal, WayOut

FROM_TOP = 48.0
"""Where a way out stands while the pointer is elsewhere, in pixels."""


class CanvasNotes(QObject):
    """Shows refusals at the pointer, those with a way out anywhere, and offers of another object at their click."""

    def __init__(self, view_model: CanvasViewModel, controller: ToolController, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._view_model = view_model
        self._workspace = view_model.workspace
        self._controller = controller
        self.note = PointerNote(self._workspace, canvas)
        self.new_object_key: Callable[[], str] = lambda: ""
        """Returns the key that makes a new object, as the system writes it; empty when there is none."""
        controller.pressed.connect(self.note.hide)
        self._workspace.messages.refused.connect(self._show_refusal)
        self._workspace.new_objects.changed.connect(self._show_offer)

    def _show_refusal(self, refusal: Refusal) -> None:
        place = self._controller.position
        if refusal.shown:
            return
        if place is not None:
            refusal.shown = True
            self.note.show_at(place, refusal.words, refusal.ways)
            return
        canvas = self.note.parentWidget()  # keeping it would keep it in memory: it keeps these notes
        if canvas is not None and canvas.isVisible() and refusal.ways:  # asked for in a menu or a list: said below, too
            self.note.show_at(QPointF(canvas.width() / 2, FROM_TOP), refusal.words, refusal.ways)

    def _show_offer(self) -> None:
        new_objects, view = self._workspace.new_objects, self._view_model.layout.view
        offer = new_objects.offer
        if offer is None or view is None:
            self.note.hide()
            return
        key = self.new_object_key()
        text = self.tr("New object here ({key})").format(key=key) if key else self.tr("New object here")
        ways = [WayOut(text, new_objects.begin)]
        if offer.other is not None:
            ways.insert(0, WayOut(self.tr("To {name}").format(name=self._name(offer.other)), new_objects.give_to_other))
        words = ""
        if offer.step is None:
            words = self.tr("{name} is selected.")
        elif offer.unseen:
            words = self.tr("This click goes to {name}.")
        words = words.format(name=self._name(offer.cell.object))
        self.note.show_at(self._controller.position or view.to_widget(offer.click.x, offer.click.y), words, ways)

    def _name(self, id: ObjectId) -> str:
        record = self._workspace.document.object(id)
        return record.name if record is not None else ""

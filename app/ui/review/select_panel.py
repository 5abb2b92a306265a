"""The right panel of Select: find objects, and answer for the candidate in hand."""

from PySide6.QtWidgets import QWidget

from app.ui.actions.action_set import ActionSet
from app.ui.review.parts import WideButton
from app.ui.widgets.widgets import ElidedLabel, column, label, section
from app.workspace.workspace import Workspace

ANSWERS = ("stage.accept", "stage.dismiss", "stage.dismiss_rest")


class SelectPanel(QWidget):
    """Follows the candidate in hand."""

    def __init__(self, workspace: Workspace, actions: ActionSet) -> None:
        super().__init__()
        self._workspace = workspace
        self._name = ElidedLabel("title")
        self._about = label("", "dim", wrap=True)
        wanted = label(
            self.tr("Wanted: whole objects and parts with a visible border, the hard ones first."), "dim", wrap=True
        )
        answers = [WideButton(actions[id]) for id in ANSWERS]
        head = section(self.tr("SELECT"), self._name, self._about, *answers)
        find = section(self.tr("FIND OBJECTS"), wanted, WideButton(actions["track.find"]))
        self.setLayout(column(head, find, None, gap=0))
        workspace.selecting.changed.connect(self.show_current)
        self.show_current()

    def show_current(self) -> None:
        """Show what is in hand now."""
        workspace = self._workspace
        id = workspace.selecting.current
        record = None if id is None else workspace.document.object(id)
        if record is None:
            self._name.setText(self.tr("No candidate"))
            self._about.setText(self.tr("Let the model find objects on the frame that is shown."))
            return
        self._name.setText(record.name)
        for frame, mask in workspace.document.masks_of(record.id):
            words = self.tr("score {score}  ·  {area} pixels  ·  frame {frame}")
            self._about.setText(words.format(score=f"{mask.score:.2f}", area=mask.mask.area, frame=frame))
            return
        self._about.setText("")

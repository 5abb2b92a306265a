"""The dialog that asks how far the masks of this frame are carried, on or back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QSpinBox, QWidget

from app.project.model import Direction
from app.ui.widgets.widgets import column, label, number_field, push_button, row
from app.workspace.workspace import Workspace

USUAL = 10


class CarryMaskDialog(QDialog):
    """Carries the masks of the selected objects to the next frames, or the ones before, when it is accepted."""

    def __init__(
        self, workspace: Workspace, parent: QWidget | None = None, direction: Direction = Direction.FORWARD
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._here, self._back = workspace.view.frame, direction is Direction.BACKWARD
        self.setWindowTitle(self.tr("Carry mask back") if self._back else self.tr("Carry mask on"))
        self.count = self._field(workspace)
        self._reach = label("", "dim")
        carry = push_button(self.tr("Carry back") if self._back else self.tr("Carry on"), "primary")
        carry.setDefault(True)
        cancel = push_button(self.tr("Cancel"))
        words = label(self._words(), wrap=True)
        words.setMinimumWidth(320)
        number = row(self.count, label(self.tr("frames")), self._reach, None, gap=2)
        self.setLayout(column(words, number, None, row(None, cancel, carry), gap=4, margin=5))
        carry.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        self.count.valueChanged.connect(self._show_reach)
        self.accepted.connect(lambda: workspace.carrier.carry(self.count.value(), direction))
        self._show_reach()
        self.count.selectAll()

    def _field(self, workspace: Workspace) -> QSpinBox:
        """Return the field for the number of frames; it begins with what the range has on that side, if any."""
        video, span = workspace.view.video, workspace.view.range
        frames = video.frame_count if video is not None else 1
        most = max(1, self._here if self._back else frames - 1 - self._here)
        field = number_field(1, most)
        field.setAccessibleName(self.tr("Number of frames"))
        field.setFixedWidth(96)
        chosen = 0
        if span is not None and span[0] <= self._here <= span[1]:
            chosen = self._here - span[0] if self._back else span[1] - self._here
        field.setValue(chosen or min(USUAL, most))
        return field

    def _words(self) -> str:
        if self._back:
            return self.tr("The selected objects look on the frames before as they do here.")
        return self.tr("The selected objects look on the next frames as they do here.")

    def _show_reach(self) -> None:
        """Say up to which frame that is."""
        reached = self._here - self.count.value() if self._back else self._here + self.count.value()
        self._reach.setText(self.tr("to frame {frame}").format(frame=reached))

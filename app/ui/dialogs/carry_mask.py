"""The dialog that asks how far the masks of this frame are carried on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.ui.widgets.widgets import column, label, number_field, push_button, row
from app.workspace.workspace import Workspace

USUAL = 10


class CarryMaskDialog(QDialog):
    """Carries the masks of the selected objects on when it is accepted."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Carry mask on"))
        self._here, video = workspace.view.frame, workspace.view.video
        most = max(1, (video.frame_count if video is not None else 1) - 1 - self._here)
        self.count = number_field(1, most)
        self.count.setAccessibleName(self.tr("Number of frames"))
        self.count.setFixedWidth(96)
        span = workspace.view.range
        inside = span is not None and span[0] <= self._here < span[1]
        self.count.setValue(span[1] - self._here if span is not None and inside else min(USUAL, most))
        self._reach = label("", "dim")
        carry = push_button(self.tr("Carry on"), "primary")
        carry.setDefault(True)
        cancel = push_button(self.tr("Cancel"))
        words = label(self.tr("The selected objects look on the next frames as they do here."), wrap=True)
        words.setMinimumWidth(320)
        number = row(self.count, label(self.tr("frames")), self._reach, None, gap=2)
        self.setLayout(column(words, number, None, row(None, cancel, carry), gap=4, margin=5))
        carry.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        self.count.valueChanged.connect(self._show_reach)
        self.accepted.connect(lambda: workspace.carrier.carry(self.count.value()))
        self._show_reach()
        self.count.selectAll()

    def _show_reach(self) -> None:
        """Say up to which frame that is."""
        self._reach.setText(self.tr("to frame {frame}").format(frame=self._here + self.count.value()))

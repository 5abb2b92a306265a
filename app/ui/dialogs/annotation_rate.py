"""The dialog that asks on which frames a project annotates: all, so many a second, or every n-th."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QDoubleSpinBox, QRadioButton, QSpinBox, QWidget

from app.project.annotation_rate import EVERY_FRAME, MOST_A_SECOND, MOST_EVERY, AnnotationRate
from app.ui.widgets.widgets import column, label, number_field, push_button, row
from app.workspace.workspace import Workspace

WIDTH = 420
PAPER_A_SECOND = 6.0
"""SAM 2's data engine annotates at 6 frames a second."""
USUAL_EVERY = 4


class AnnotationRateDialog(QDialog):
    """Sets the rate when it is accepted."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Annotation rate"))
        self.setMinimumWidth(WIDTH)
        now = workspace.verification.annotation_rate
        self.all = QRadioButton(self.tr("Every frame"))
        self.second, self.nth = QRadioButton(self.tr("Frames a second")), QRadioButton(self.tr("Every n-th frame"))
        self.a_second, self.every = _rate_field(), number_field(2, MOST_EVERY)
        self.a_second.setValue(now.a_second or PAPER_A_SECOND)
        self.every.setValue(now.every if now.every > 1 else USUAL_EVERY)
        self._choices = QButtonGroup(self)
        for choice in (self.all, self.second, self.nth):
            self._choices.addButton(choice)
        chosen = self.second if now.a_second else self.all if now == EVERY_FRAME else self.nth
        chosen.setChecked(True)
        self.a_second.valueChanged.connect(lambda _value: self.second.setChecked(True))
        self.every.valueChanged.connect(lambda _value: self.nth.setChecked(True))
        about = label(
            self.tr(
                "Keys step from one of these frames to the next, the timeline marks them, and exports write them. "
                "Tracking goes through all frames."
            ),
            "dim",
            wrap=True,
        )
        take, cancel = push_button(self.tr("Take this rate"), "primary"), push_button(self.tr("Cancel"))
        take.clicked.connect(self.accept)
        take.setDefault(True)
        cancel.clicked.connect(self.reject)
        ways = (self.all, row(self.second, None, self.a_second), row(self.nth, None, self.every))
        self.setLayout(column(about, *ways, None, row(None, cancel, take), gap=3, margin=5))
        self.accepted.connect(lambda: workspace.verification.set_annotation_rate(self.rate))

    @property
    def rate(self) -> AnnotationRate:
        """What is chosen."""
        if self.second.isChecked():
            return AnnotationRate(a_second=round(self.a_second.value(), 3))
        return AnnotationRate(self.every.value()) if self.nth.isChecked() else EVERY_FRAME


def _rate_field() -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setRange(0.1, MOST_A_SECOND)
    field.setDecimals(1)
    field.setFixedWidth(QSpinBox().sizeHint().width() + 40)
    return field

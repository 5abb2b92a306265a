"""The line that tells of a training while its page is closed; a click opens the page."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from app.training.improving.training_folder import TrainingState
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import show_part
from app.workspace.learning.improving import TrainingView
from app.workspace.workspace import Workspace

LOOK_MS = 3000
"""How often the folder of a training under way is looked at; it is a process of its own."""


class TrainingLine(QPushButton):
    """Empty where there is no training that is under way, or about which nobody has decided."""

    def __init__(self, workspace: Workspace, action: QAction) -> None:
        super().__init__()
        self._improving = workspace.improving
        self.setProperty("kind", "quiet")
        self.setProperty("stature", "small")
        self._held = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._improving.refresh)
        self._improving.changed.connect(self.show_training)
        self.clicked.connect(action.trigger)
        self.show_training()

    def hold_back(self, others: bool) -> None:
        """Leave the room to a failure or a result while there is one."""
        self._held = others
        show_part(self, bool(self.text()) and not others)

    def show_training(self) -> None:
        """Show where the training is, and look again soon while it runs."""
        training = self._improving.training
        running = training is not None and training.state is TrainingState.RUNNING
        if running != self._timer.isActive():
            (self._timer.start if running else self._timer.stop)()
        self.setText("" if training is None else self._words(training))
        tip = self.tr("Improving the model with this project's masklets. A click shows how far it is.")
        self.setToolTip(plain_tip(tip))
        self.hold_back(self._held)

    def _words(self, training: TrainingView) -> str:
        curve = training.curve
        if training.state is TrainingState.RUNNING and curve.steps and curve.step < curve.steps:
            return self.tr("Improving: step {step} of {steps}").format(step=curve.step, steps=curve.steps)
        return {
            TrainingState.RUNNING: self.tr("Improving: measuring"),
            TrainingState.PAUSED: self.tr("Improving: paused"),
            TrainingState.BETTER: self.tr("A better model is ready"),
            TrainingState.NOTHING: self.tr("No better model was found"),
        }.get(training.state, self.tr("Improving has stopped"))

"""A training under way, paused or broken off: its curve, how far it is, and what can be done about it."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMessageBox, QWidget

from app.training.improving.training_folder import LogEvent, LogLine, TrainingState, TrainingWish
from app.ui.improving.curve_plot import CurvePlot
from app.ui.theme.theme import UiTheme
from app.ui.widgets.number_format import decimal, duration
from app.ui.widgets.widgets import column, label, push_button, row
from app.workspace.learning.improving import TrainingView
from app.workspace.translation import translated

GOES_ON = (TrainingState.PAUSED, TrainingState.BROKEN_OFF, TrainingState.FAILED)


class ProgressView(QWidget):
    """Follows one training by `show_training`; its buttons are signals."""

    pause_wanted = Signal()
    resume_wanted = Signal()
    finish_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training: TrainingView | None = None
        self.status = label("", wrap=True)
        self.plot = CurvePlot(theme)
        self._hint = label("", "dim", wrap=True)
        self.pause_button = push_button(self.tr("Pause"))
        self.resume_button = push_button(self.tr("Go on"), "primary")
        self.finish_button = push_button(self.tr("Stop and keep the best"))
        self.leave_button = push_button(self.tr("Discard"), "quiet")
        theme.set_icon(self.pause_button, "pause")
        theme.set_icon(self.finish_button, "stop")
        self.pause_button.clicked.connect(self.pause_wanted)
        self.resume_button.clicked.connect(self.resume_wanted)
        self.finish_button.clicked.connect(self.finish_wanted)
        self.leave_button.clicked.connect(self._leave)
        buttons = row(self.leave_button, None, self.finish_button, self.pause_button, self.resume_button)
        self.setLayout(column(self.status, self.plot, self._hint, buttons, gap=4))
        order = (self.pause_button, self.resume_button, self.finish_button, self.leave_button)
        for first, second in pairwise(order):
            self.setTabOrder(first, second)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to what goes on: Enter discards nothing where nobody has chosen a button."""
        super().showEvent(event)
        (self.pause_button if self.resume_button.isHidden() else self.resume_button).setFocus()

    def _leave(self) -> None:
        """Ask before what was learned goes: hours of it cannot be brought back."""
        training = self._training
        if training is None or not training.curve.step or training.state is TrainingState.NOTHING:
            self.leave_wanted.emit()
            return
        question = QMessageBox(self)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.setWindowTitle(self.leave_button.text())
        question.setText(self.tr("Discard this training?"))
        words = self.tr("What it has learned in {done} of {steps} steps cannot be brought back.")
        question.setInformativeText(words.format(done=training.curve.step, steps=training.curve.steps))
        discard = question.addButton(self.leave_button.text(), QMessageBox.ButtonRole.DestructiveRole)
        keep = question.addButton(self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(keep)
        question.setEscapeButton(keep)
        discard.clicked.connect(self.leave_wanted)
        question.open()

    def show_training(self, training: TrainingView) -> None:
        """Show where a training is."""
        self._training = training
        running = training.state is TrainingState.RUNNING
        self.status.setText(self._words(training))
        self.plot.show_curve(training.curve)
        self.pause_button.setVisible(running)
        self.resume_button.setVisible(training.state in GOES_ON)
        learning = running and bool(training.curve.steps)
        self.finish_button.setVisible(learning or (training.state in GOES_ON and bool(training.curve.looks)))
        self._show_wish(training.wish if running else None)
        self.leave_button.setVisible(not running)
        hints = [self._noted(training)]
        if running and training.wish is not None:
            hints.append(self.tr("What it is doing is finished first; that may take a minute."))
        elif running:
            hints.append(
                self.tr(
                    "You can work on, or close Masklane: the training is a process of its own and is found again here."
                )
            )
        self._hint.setText(" ".join(filter(None, hints)))

    def _show_wish(self, wish: TrainingWish | None) -> None:
        """Show that a press was heard; it is obeyed when what the process is at is done."""
        pauses, ends = wish is TrainingWish.PAUSE, wish is TrainingWish.FINISH
        self.pause_button.setText(self.tr("Pausing…") if pauses else self.tr("Pause"))
        self.pause_button.setEnabled(not pauses)
        self.finish_button.setText(self.tr("Stopping…") if ends else self.tr("Stop and keep the best"))
        self.finish_button.setEnabled(not ends)

    def _noted(self, training: TrainingView) -> str:
        """Return what went otherwise than planned, in words."""
        note = training.curve.note
        if note is None:
            return ""
        if note.event is LogEvent.LESS_MEMORY:
            return self.tr("There was too little memory: it learns {frames} frames at a time now.").format(
                frames=note.frames
            )
        return self.tr("The loss was no number any more: it has begun anew, more calmly.")

    def _far(self, measured: LogLine | None) -> str:
        """Say how far a measuring is."""
        if measured is None:
            return ""
        return " · " + self.tr("{done} of {count}").format(done=measured.step, count=measured.steps)

    def _words(self, training: TrainingView) -> str:
        curve, state = training.curve, training.state
        where = self.tr("step {step} of {steps}").format(step=curve.step, steps=curve.steps)
        if not curve.steps and state is TrainingState.PAUSED:
            return self.tr("Paused before the first step.")
        if not curve.steps and state is TrainingState.BROKEN_OFF:
            return self.tr("It was broken off before the first step. What was saved is there.")
        if state is TrainingState.PAUSED:
            return self.tr("Paused at {where}.").format(where=where)
        if state is TrainingState.FAILED and curve.end is not None:
            reason = f"{translated(curve.end.what.phrase)} {translated(curve.end.advice.phrase)}".strip()
            return self.tr("It has failed: {reason}").format(reason=reason)
        if state is TrainingState.BROKEN_OFF:
            return self.tr("It was broken off at {where}. What was saved is there.").format(where=where)
        if state is TrainingState.NOTHING:
            return self.tr("Nothing better was found that forgets nothing: the old model stays in use.")
        if not curve.steps:
            return self.tr("The old model is measured…") + self._far(curve.measured)
        if curve.step >= curve.steps:
            return self.tr("Learned; mixtures of old and new are measured…") + self._far(curve.measured)
        left = duration(curve.seconds_left)
        best = max((line.held_out.jf for line in curve.looks if line.held_out is not None), default=None)
        before = curve.before.held_out if curve.before is not None else None
        words = self.tr("Learning: {where}, about {time} left").format(where=where, time=left)
        if best is not None and before is not None:
            words += " · " + self.tr("best so far {best}, old {old}").format(
                best=decimal(best, 3), old=decimal(before.jf, 3)
            )
        return words

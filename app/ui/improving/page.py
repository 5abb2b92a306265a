"""The page "Improve with my masklets": what fits, the training, and the comparison before the new model is used."""

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from app.engine.checkpoints.catalog import EMBEDDED
from app.training.improving.training_folder import TrainingState
from app.ui.dialogs.file_dialogs import ask_project
from app.ui.improving.comparison_view import ComparisonView
from app.ui.improving.outlook_view import OutlookView, model_title
from app.ui.improving.progress_view import ProgressView
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.dialog_size import resize_within_screen
from app.ui.widgets.widgets import ElidedLabel, column, label
from app.workspace.learning.improving import Outlook
from app.workspace.workspace import Workspace

LOOK_MS = 1000
"""How often the folder of a training is read while the page is open."""


class ImprovePage(QDialog):
    """Follows the project's training while it is open. It can be closed any time: the training goes on."""

    def __init__(self, workspace: Workspace, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Improve with my masklets"))
        resize_within_screen(self, 860, 640)
        self._improving = workspace.improving
        self._workspace = workspace
        self._outlook: Outlook | None = None
        self.outlook = OutlookView()
        self.progress = ProgressView(theme)
        self.comparison = ComparisonView()
        self._about = ElidedLabel("dim")
        self._stack = QStackedWidget()
        for view in (self.outlook, self.progress, self.comparison):
            self._stack.addWidget(view)
        body = column(label(self.windowTitle(), "title"), self._about, self._stack, gap=2)
        body.setStretch(2, 1)
        body.setSpacing(3 * UNIT)
        body.setContentsMargins(6 * UNIT, 5 * UNIT, 6 * UNIT, 5 * UNIT)
        self.setLayout(body)
        self._connect()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._improving.refresh)

    @property
    def shown(self) -> QWidget:
        """The view that is shown."""
        shown = self._stack.currentWidget()
        assert shown is not None, "the stack has views"
        return shown

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the training while the page is seen."""
        super().showEvent(event)
        self._outlook = None
        self._improving.refresh()
        self._show()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._timer.stop()

    def _connect(self) -> None:
        self._improving.changed.connect(self._show)
        self.outlook.wanted.connect(self._start)
        self.outlook.recount.connect(self._count)
        self.outlook.other_wanted.connect(self._add_other)
        self.progress.pause_wanted.connect(self._improving.pause)
        self.progress.resume_wanted.connect(self._improving.resume)
        self.progress.finish_wanted.connect(self._improving.finish)
        self.progress.leave_wanted.connect(self._improving.leave)
        self.comparison.use_wanted.connect(self._use)
        self.comparison.leave_wanted.connect(self._improving.leave)

    def _show(self) -> None:
        """Show the view that fits what the training is doing."""
        if not self.isVisible():
            return
        training = self._improving.training
        if training is None:
            self._about.hide()
            if self.shown is not self.outlook or self._outlook is None:
                self._stack.setCurrentWidget(self.outlook)
                self._count()
            return
        self._about.setText(model_title(training.request.base, training.request.title))
        self._about.show()
        if training.state is not TrainingState.BETTER:
            self.progress.show_training(training)
            self._stack.setCurrentWidget(self.progress)
        elif self.shown is not self.comparison:
            self.comparison.show_result(training, self._improving.comparison())
            self._stack.setCurrentWidget(self.comparison)

    def _count(self) -> None:
        self.outlook.start_button.setEnabled(False)
        model = self._workspace.settings.model or EMBEDDED
        self._improving.look(
            model,
            self._take,
            self.outlook.show_failure,
            device=self._workspace.model.state.device,
            others=self.outlook.others,
            imported=self.outlook.imported.isChecked(),
        )

    def _add_other(self) -> None:
        """Ask for another project that is learned from, too."""
        here = self._workspace.folder
        chosen = ask_project(self, here.parent)
        if chosen is not None and chosen not in (here, *self.outlook.others):
            self.outlook.show_others((*self.outlook.others, chosen))

    def _take(self, outlook: Outlook) -> None:
        if self.isVisible():
            self._outlook = outlook
            self.outlook.show_outlook(outlook, self._workspace.model.state.device)

    def _start(self) -> None:
        if self._outlook is not None:
            self.outlook.start_button.setEnabled(False)
            settings = self._workspace.settings
            self._improving.start(
                self._outlook, settings.model, settings.device, imported=self.outlook.imported.isChecked()
            )

    def _use(self) -> None:
        self.comparison.use_button.setEnabled(False)
        self._improving.use(self._adopt)

    def _adopt(self, model: str) -> None:
        """Let the settings name the new model, as if it were chosen in the list."""
        self._workspace.change_settings(msgspec.structs.replace(self._workspace.settings, model=model))
        self.close()

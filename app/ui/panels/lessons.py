"""What the model has learned about the active object while it was corrected, and the switch for that."""

import msgspec
from PySide6.QtWidgets import QCheckBox, QWidget

from app.project.edit import Edit
from app.ui.actions.action_set import ActionSet
from app.ui.widgets.widgets import column, label, push_button, section
from app.workspace.workspace import Workspace


class LessonsPanel(QWidget):
    """Says by what the active object is tracked."""

    def __init__(self, workspace: Workspace, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._switch = QCheckBox(self.tr("Learn from corrections"))
        self._switch.setToolTip(
            self.tr(
                "From the second corrected frame of an object on, it is tracked by what the model has learned from the "
                "corrections. Clicks are answered by the model as it is. Off at first: it saves clicks on most "
                "objects, not on all."
            )
        )
        self._words = label("", "dim", wrap=True)
        self._forget = push_button(self.tr("Forget it"), "quiet")
        self._forget.setToolTip(self.tr("The object is tracked by the model alone again; its masks stay as they are"))
        self.setLayout(column(section(self.tr("LEARNING"), self._switch, self._words, self._forget, gap=1)))
        self._switch.clicked.connect(self._choose)
        self._forget.clicked.connect(actions["track.forget_lessons"].trigger)
        workspace.view.selection_changed.connect(self._show)
        workspace.editor.changed.connect(self._follow)
        workspace.settings_changed.connect(self._show)
        workspace.lessons.changed.connect(self._show)
        self._show()

    @property
    def words(self) -> str:
        """What is said of the active object."""
        return self._words.text()

    def _choose(self, learn: bool) -> None:
        settings = self._workspace.settings
        self._workspace.change_settings(msgspec.structs.replace(settings, learn_from_corrections=learn))

    def _follow(self, edit: Edit) -> None:
        if edit.objects:
            self._show()

    def _show(self) -> None:
        workspace = self._workspace
        active = workspace.view.active_object
        record = workspace.document.object(active) if active is not None else None
        on, learned = workspace.lessons.on, record is not None and bool(record.adapter)
        self._switch.setChecked(on)
        words = ""
        if record is not None and on and record.id in workspace.lessons.teaching:
            words = self.tr("Learning from the correction of {name}…").format(name=record.name)
        elif record is not None and on and learned:
            words = self.tr("{name} is tracked by what was learned from its corrections.").format(name=record.name)
        elif record is not None and learned:
            words = self.tr("What was learned of {name} is not used.").format(name=record.name)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._forget.setVisible(learned)

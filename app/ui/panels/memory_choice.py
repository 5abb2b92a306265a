"""The choice of what the model remembers of the selected objects, with what each choice is good and bad at."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.project.edit import Edit
from app.project.model import DEFAULT_POLICY, Policy, VideoObject
from app.ui.widgets.widgets import ElidedComboBox, column, fields, label, section
from app.workspace.turns import Later
from app.workspace.workspace import Workspace


class MemoryChoice(QWidget):
    """Shows and changes the policy of the selected objects, and whether they are kept apart."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._names = {
            Policy.CLEAN: self.tr("Clean"),
            Policy.LOOKALIKES: self.tr("Look-alikes"),
            Policy.META: self.tr("As in SAM 2"),
        }
        self._sentences = {
            Policy.CLEAN: self.tr(
                "Remembers only frames that show the object. Finds a lost object again more often, but may take "
                "another thing for it."
            ),
            Policy.LOOKALIKES: self.tr(
                "Remembers frames that tell the object from look-alikes. Finds a lost object again more often, but may "
                "take another thing for it."
            ),
            Policy.META: self.tr(
                "Remembers the last frames, whatever they show. Finds a lost object again less often, but seldom takes "
                "another thing for it."
            ),
        }
        self._field = ElidedComboBox()
        for policy, name in self._names.items():
            usual = policy is DEFAULT_POLICY
            self._field.addItem(self.tr("{name} (usual)").format(name=name) if usual else name, policy)
        self._field.setAccessibleName(self.tr("Memory of the selected objects"))
        self._field.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._field.setMinimumContentsLength(8)
        self._field.setPlaceholderText(self.tr("Several"))
        self._words = label("", "dim", wrap=True)
        self._apart = QCheckBox(self.tr("Keep apart from other objects"))
        self._apart.setToolTip(
            self.tr(
                "No pixel belongs to two objects that are kept apart; where they are tracked, the surer one keeps it"
            )
        )
        memory = section(self.tr("MEMORY"), fields((self.tr("Keeps"), self._field)), self._words, self._apart, gap=1)
        self.setLayout(column(memory))
        self._field.activated.connect(self._choose)
        self._apart.clicked.connect(self._keep_apart)
        self._later = Later(workspace.turns, self)  # the canvas shows an edit first
        self._later.due.connect(self._show)
        workspace.view.selection_changed.connect(self._later.start)
        workspace.editor.changed.connect(self._follow)
        self._show()

    @property
    def field(self) -> QComboBox:
        """The list of policies."""
        return self._field

    @property
    def words(self) -> str:
        """What the chosen policy is good and bad at."""
        return self._words.text()

    def _records(self) -> list[VideoObject]:
        found = map(self._workspace.document.object, self._workspace.view.selection)
        return [record for record in found if record is not None]

    def _choose(self, index: int) -> None:
        self._workspace.objects.set_policy([r.id for r in self._records()], self._field.itemData(index))

    def _keep_apart(self, apart: bool) -> None:
        self._workspace.objects.set_exclusive([record.id for record in self._records()], apart)

    def _follow(self, edit: Edit) -> None:
        if edit.objects:
            self._later.start()

    def _show(self) -> None:
        records = self._records()
        policies = {record.tracked_by for record in records}
        one = next(iter(policies)) if len(policies) == 1 else None
        self._field.setEnabled(bool(records))
        self._field.setCurrentIndex(self._field.findData(one or DEFAULT_POLICY) if one or not records else -1)
        said = one or (None if records else DEFAULT_POLICY)
        self._words.setText(self._sentences[said] if said else "")
        self._words.setVisible(bool(said))
        self._apart.setEnabled(bool(records))
        self._apart.setChecked(bool(records) and all(record.exclusive for record in records))

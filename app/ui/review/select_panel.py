"""The right panel of Select: answer for the candidate in hand, find more, and what becomes of those accepted."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from app.ui.actions.action_set import ActionSet
from app.ui.actions.bindings import keys_text
from app.ui.review.parts import LineButton, WideButton, clear
from app.ui.review.score_field import ScoreField
from app.ui.review.waiting_search import WaitingSearch
from app.ui.widgets.number_format import decimal
from app.ui.widgets.widgets import ElidedLabel, column, fields, label, number_field, section
from app.workspace.workspace import Workspace

ANSWERS = ("stage.accept", "stage.accept_named", "stage.join", "stage.dismiss", "stage.dismiss_rest")
FIND = ("track.find", "track.find_video", "track.find_all")
ACCEPTED = ("track.accepted", "stage.hand_in_tracked")
MOST_EVERY = 10_000


class SelectPanel(QWidget):
    """Follows the candidate in hand."""

    def __init__(self, workspace: Workspace, actions: ActionSet) -> None:
        super().__init__()
        self._workspace = workspace
        self._next = actions["stage.next_candidate"]
        self._name = ElidedLabel("title")
        self._about = label("", "dim", wrap=True)
        wanted = label(
            self.tr("Wanted: whole objects and parts with a visible border, the hard ones first."), "dim", wrap=True
        )
        self._threshold = ScoreField()
        self._show_threshold()
        self._threshold.valueChanged.connect(lambda value: workspace.selecting.set_threshold(value / 100))
        every = number_field(1, MOST_EVERY)
        every.setValue(workspace.candidates.every)
        every.valueChanged.connect(self._set_every)
        answers = [WideButton(actions[id]) for id in ANSWERS]
        above = WideButton(actions["stage.accept_above"])
        head = section(self.tr("SELECT"), self._name, self._about, *answers)
        self._kinds = column(gap=0)
        self._as = section(self.tr("ACCEPT AS"), self._kinds)
        self._as.hide()
        self._shown: tuple[str, ...] = ()
        many = section(self.tr("ACCEPT MANY"), fields((self.tr("Score from"), self._threshold)), above)
        step = fields((self.tr("Every n-th"), every))
        buttons = [WideButton(actions[id]) for id in FIND]
        find = section(self.tr("FIND OBJECTS"), wanted, *buttons, WaitingSearch(workspace), step)
        then = section(self.tr("ACCEPTED"), *(WideButton(actions[id]) for id in ACCEPTED))
        self.setLayout(column(head, self._as, many, find, then, None, gap=0))
        workspace.selecting.changed.connect(self.show_current)
        workspace.selecting.threshold_changed.connect(self._show_threshold)
        self._next.changed.connect(self.show_current)
        self.show_current()

    def show_current(self) -> None:
        """Show what is in hand now, and as what it can be accepted."""
        workspace = self._workspace
        if workspace.selecting.categories != self._shown:
            self._show_categories()
        id = workspace.selecting.current
        record = None if id is None else workspace.document.object(id)
        found = None if id is None else workspace.selecting.mask(id)
        if record is None or found is None:
            self._show_none()
            return
        frame, mask = found
        self._name.setText(record.name)
        words = self.tr("score {score}  ·  {area} pixels  ·  frame {frame}")
        self._about.setText(words.format(score=decimal(mask.score, 2), area=mask.mask.area, frame=frame))

    def _show_none(self) -> None:
        """Say how a candidate is chosen, or found where none waits."""
        waiting, keys = len(self._workspace.selecting.waiting()), self._next.shortcuts()[:1]
        self._name.setText(self.tr("None chosen") if waiting else self.tr("No candidate"))
        if not waiting:
            self._about.setText(self.tr("Let the model find objects on the frame that is shown."))
        elif not keys:
            self._about.setText(self.tr("{count} in the list. Click one there.").format(count=waiting))
        else:
            words = self.tr("{count} in the list. Click one there, or press {key}.")
            self._about.setText(words.format(count=waiting, key=keys_text(keys)))

    def _show_categories(self) -> None:
        """Show the categories with their number keys; nothing where there are none."""
        self._shown = self._workspace.selecting.categories
        clear(self._kinds)
        for number, category in enumerate(self._shown, start=1):
            button = LineButton(f"{number}   {category}")
            button.clicked.connect(lambda _=False, number=number: self._workspace.selecting.accept_in(number))
            self._kinds.addWidget(button)
        self._as.setVisible(bool(self._shown))

    def _set_every(self, every: int) -> None:
        self._workspace.candidates.every = every

    def _show_threshold(self) -> None:
        with QSignalBlocker(self._threshold):
            self._threshold.setValue(round(self._workspace.selecting.threshold * 100))

"""Tracking: which way, which objects, which frames; one big button that tracks or stops."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QToolButton, QWidget

from app.project.model import Direction
from app.ui.actions.action_set import ActionSet
from app.ui.jobs.job_text import facts_of
from app.ui.theme.theme import UiTheme
from app.ui.widgets.widgets import Choice, column, fields, label, push_button, section, segments, set_role
from app.workspace.jobs.jobs import JobKind, JobState
from app.workspace.workspace import Workspace

_ICONS = {
    Direction.BACKWARD: "track-backward",
    Direction.BOTH: "track-both",
    Direction.FORWARD: "track-forward",
}


class TrackingPanel(QFrame):
    """Starts runs, and shows the one under way."""

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._actions = actions
        self._theme = theme
        self._direction = Direction.FORWARD
        self._objects = Choice()
        self._objects.addItems([self.tr("Selected objects"), self.tr("All objects")])
        self._frames = Choice()
        self._frames.addItems([self.tr("What is not up to date"), self.tr("In to out point"), self.tr("All frames")])
        self._stale = QCheckBox(self.tr("Only what is stale"))
        self._follows = QCheckBox(self.tr("Playhead goes along"))
        self._follows.setToolTip(self.tr("Shows each frame as it is tracked, until you go elsewhere or correct one"))
        self._go = push_button("", "primary")
        set_role(self._go, "kind", "primary")
        self._go.setProperty("stature", "big")
        self._facts = label("", "dim", wrap=True)
        for field, name in ((self._objects, self.tr("Objects to track")), (self._frames, self.tr("Frames to track"))):
            field.setAccessibleName(name)
            field.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(8)
        self._buttons = {direction: self._direction_button(direction) for direction in _ICONS}
        form = fields((self.tr("Objects"), self._objects), (self.tr("Frames"), self._frames))
        options = column(self._stale, self._follows, gap=1)
        body = section(self.tr("TRACKING"), segments(*self._buttons.values()), form, options, self._go, self._facts)
        layout = body.layout()
        assert layout is not None
        self.setObjectName("section")
        self.setLayout(layout)
        self._go.clicked.connect(self._press)
        self._follows.toggled.connect(self._set_following)
        workspace.settings_changed.connect(self._show_following)
        workspace.view.range_changed.connect(self._follow_range)
        workspace.view.selection_changed.connect(self._show)
        workspace.jobs.changed.connect(self._show)
        self.choose(Direction.FORWARD)
        self._follow_range()
        self._show_following()

    @property
    def facts(self) -> str:
        """What is told of the run under way, and of those that wait."""
        return self._facts.text()

    @property
    def button(self) -> QWidget:
        """The big button."""
        return self._go

    def _direction_button(self, direction: Direction) -> QToolButton:
        words = {
            Direction.BACKWARD: self.tr("Backward"),
            Direction.BOTH: self.tr("Both"),
            Direction.FORWARD: self.tr("Forward"),
        }
        button = QToolButton()
        button.setText(words[direction])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setMinimumHeight(30)
        policy = button.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        button.setSizePolicy(policy)
        button.clicked.connect(lambda: self.choose(direction))
        return button

    def choose(self, direction: Direction) -> None:
        """Let the big button track this way."""
        self._direction = direction
        self._buttons[direction].setChecked(True)
        self._show()

    def _set_following(self, follow: bool) -> None:
        settings = self._workspace.settings
        if settings.follow_runs is not follow:
            self._workspace.change_settings(msgspec.structs.replace(settings, follow_runs=follow))

    def _show_following(self) -> None:
        self._follows.setChecked(self._workspace.settings.follow_runs)

    def _follow_range(self) -> None:
        has = self._workspace.view.range is not None
        self._frames.setCurrentIndex(1 if has else 0)
        self._show()

    def _press(self) -> None:
        workspace = self._workspace
        if workspace.runs.tracking:
            workspace.stop()
            return
        video = workspace.view.video
        if video is None:
            return
        every = self._objects.currentIndex() == 1 or not workspace.view.selection
        objects = tuple(o.id for o in workspace.document.objects(video.id)) if every else workspace.view.selection
        frames: tuple[int, int] | None = None
        if self._frames.currentIndex() == 1:
            frames = workspace.view.range
        elif self._frames.currentIndex() == 2:
            frames = (0, video.frame_count - 1)
        workspace.runs.track(self._direction, objects, frames, self._stale.isChecked())

    def _show(self) -> None:
        workspace = self._workspace
        tracking = workspace.runs.tracking
        chosen = self.tr("Selected objects") if workspace.view.selection else self.tr("None selected: all")
        self._objects.setItemText(0, chosen)
        words = {
            Direction.BACKWARD: self.tr("Track backward"),
            Direction.BOTH: self.tr("Track both ways"),
            Direction.FORWARD: self.tr("Track forward"),
        }
        self._go.setText(self.tr("Stop") if tracking else words[self._direction])
        set_role(self._go, "kind", "danger" if tracking else "primary")
        icon = ("stop", "danger") if tracking else (_ICONS[self._direction], "accent_text")
        self._theme.set_icon(self._go, *icon)
        video = workspace.view.video
        has_objects = video is not None and bool(workspace.document.objects(video.id))
        self._go.setEnabled(tracking or has_objects)
        running = [j for j in workspace.jobs.active if j.kind is JobKind.TRACK]
        facts = [facts_of(job) for job in running if job.state is JobState.RUNNING]
        waiting = sum(job.state is JobState.QUEUED for job in running)
        if waiting:
            facts.append(self.tr("{count} waiting").format(count=waiting))
        self._facts.setText(" · ".join(facts))
        self._facts.setVisible(bool(facts))

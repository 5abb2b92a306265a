"""The tracking panel: direction, objects, frames, and one big button that tracks or stops."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QToolButton, QWidget

from app.project.model import Direction
from app.ui.actions.action_set import ActionSet
from app.ui.jobs.job_text import progress_text
from app.ui.panels.memory_choice import MemoryChoice
from app.ui.theme.theme import UiTheme
from app.ui.widgets.widgets import ElidedComboBox, column, fields, label, push_button, section, segments, set_role
from app.workspace.jobs.jobs import JobKind, JobState
from app.workspace.workspace import Workspace

_ICONS = {
    Direction.BACKWARD: "track-backward",
    Direction.BOTH: "track-both",
    Direction.FORWARD: "track-forward",
}


class TrackingPanel(QFrame):
    """Starts runs, and shows the progress of the current one."""

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._actions = actions
        self._theme = theme
        self._direction = Direction.FORWARD
        self._objects = ElidedComboBox()
        self._objects.addItems([self.tr("Selected objects"), self.tr("All objects")])
        self._frames = ElidedComboBox()
        self._frames.addItems([self.tr("Where needed"), self.tr("Between in and out point"), self.tr("All frames")])
        self._stale = QCheckBox(self.tr("Only stale frames"))
        self._follows = QCheckBox(self.tr("Playhead follows"))
        self._follows.setToolTip(
            self.tr("Shows each frame as it is tracked, until you go to another frame or correct one")
        )
        self._button = push_button("", "primary")
        set_role(self._button, "kind", "primary")
        self._button.setProperty("stature", "big")
        self._progress = label("", "dim", wrap=True)
        self._direction_buttons = {direction: self._direction_button(direction) for direction in _ICONS}
        self._lay_out()
        self._connect()
        self.choose(Direction.FORWARD)
        self._follow_range()
        self._show_following()

    def _lay_out(self) -> None:
        for field, name in ((self._objects, self.tr("Objects to track")), (self._frames, self.tr("Frames to track"))):
            field.setAccessibleName(name)
            field.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(8)
        form = fields((self.tr("Objects"), self._objects), (self.tr("Frames"), self._frames))
        options = column(self._stale, self._follows, gap=1)
        body = section(
            self.tr("TRACKING"),
            segments(*self._direction_buttons.values()),
            form,
            options,
            self._button,
            self._progress,
            MemoryChoice(self._workspace),
        )
        layout = body.layout()
        assert layout is not None
        self.setObjectName("section")
        self.setLayout(layout)

    def _connect(self) -> None:
        workspace = self._workspace
        self._button.clicked.connect(self._press)
        self._follows.toggled.connect(self._set_following)
        workspace.settings_changed.connect(self._show_following)
        workspace.view.range_changed.connect(self._follow_range)
        workspace.view.selection_changed.connect(self._show)
        workspace.jobs.changed.connect(self._show)

    @property
    def progress(self) -> str:
        """The progress text of the running and the waiting runs."""
        return self._progress.text()

    @property
    def button(self) -> QWidget:
        """The big button."""
        return self._button

    def _direction_button(self, direction: Direction) -> QToolButton:
        texts = {
            Direction.BACKWARD: self.tr("Backward"),
            Direction.BOTH: self.tr("Both"),
            Direction.FORWARD: self.tr("Forward"),
        }
        button = QToolButton()
        button.setText(texts[direction])
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
        """Choose the direction of the big button."""
        self._direction = direction
        self._direction_buttons[direction].setChecked(True)
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
        texts = {
            Direction.BACKWARD: self.tr("Track backward"),
            Direction.BOTH: self.tr("Track both ways"),
            Direction.FORWARD: self.tr("Track forward"),
        }
        self._button.setText(self.tr("Stop") if tracking else texts[self._direction])
        set_role(self._button, "kind", "danger" if tracking else "primary")
        icon = ("stop", "danger") if tracking else (_ICONS[self._direction], "accent_text")
        self._theme.set_icon(self._button, *icon)
        video = workspace.view.video
        has_objects = video is not None and bool(workspace.document.objects(video.id))
        self._button.setEnabled(tracking or has_objects)
        running = [j for j in workspace.jobs.active if j.kind is JobKind.TRACK]
        progress = [progress_text(job) for job in running if job.state is JobState.RUNNING]
        waiting = sum(job.state is JobState.QUEUED for job in running)
        if waiting:
            progress.append(self.tr("{count} waiting").format(count=waiting))
        self._progress.setText(" · ".join(progress))
        self._progress.setVisible(bool(progress))

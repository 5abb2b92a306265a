"""The tracking panel: direction, objects, frames, and one big button that does what is needed next, or stops."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QToolButton, QWidget

from app.project.model import Direction
from app.ui.actions.action_set import ActionSet
from app.ui.jobs.job_text import progress_text
from app.ui.theme.theme import UiTheme
from app.ui.widgets.short_scroll import ShortScroll
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import ElidedComboBox, boxed, column, fields, label, push_button, segments, set_role
from app.workspace.jobs.jobs import JobKind, JobState
from app.workspace.tracking.next_step import NextStep
from app.workspace.translation import translated
from app.workspace.workspace import Workspace

LOOK_MS = 100
"""What there is to track from the playhead is looked up so long after it moved: not with every frame of scrubbing."""
NAME_WIDTH = 150
"""Logical pixels of an object's name on the big button, and below it."""
STATUS_LINES = 3
"""Lines below the button that are always kept: what is said there must fit in each language."""
NEEDED, RANGE, EVERYTHING = range(3)
"""Choices of frames, in their order."""

_ICONS = {
    Direction.BACKWARD: "track-backward",
    Direction.BOTH: "track-both",
    Direction.FORWARD: "track-forward",
}


class TrackingPanel(QFrame):
    """Starts runs, and shows the progress of the current one. Its height is always the same: nothing in it moves.

    In a low window what is chosen scrolls above the button.
    """

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._actions = actions
        self._theme = theme
        self._direction = Direction.FORWARD
        self._step = NextStep(None)
        self._objects = ElidedComboBox()
        self._objects.addItems([self.tr("Selected objects"), self.tr("All objects")])
        self._frames = ElidedComboBox()
        self._frames.addItems([self.tr("Where needed"), self.tr("Between in and out"), self.tr("All frames")])
        self._follows = QCheckBox(self.tr("Playhead follows"))
        self._follows.setToolTip(
            self.tr("Shows each frame as it is tracked, until you go to another frame or correct one")
        )
        self._button = push_button("", "primary")
        self._button.setProperty("stature", "big")
        self._status = label("", "dim", wrap=True)
        self._status.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._direction_buttons = {direction: self._direction_button(direction) for direction in _ICONS}
        self._look_timer = QTimer(self, singleShot=True)
        self._look_timer.timeout.connect(self._look)
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
        lines = self._status.fontMetrics().boundingRect(QRect(), 0, "\n".join("|" * STATUS_LINES))
        self._status.setFixedHeight(lines.height())  # Qt's line spacing is less than what a line takes
        form = fields((self.tr("Objects"), self._objects), (self.tr("Frames"), self._frames))
        directions = segments(*self._direction_buttons.values())
        options = boxed(column(label(self.tr("TRACK"), "heading"), directions, form, self._follows))
        self.setObjectName("pinned")
        self.setLayout(column(ShortScroll(options), self._button, self._status, margin=3))

    def _connect(self) -> None:
        workspace = self._workspace
        self._button.clicked.connect(self._press)
        self._follows.toggled.connect(self._set_following)
        workspace.settings_changed.connect(self._show_following)
        workspace.view.range_changed.connect(self._follow_range)
        workspace.editor.changed.connect(self._follow_edit)
        workspace.view.selection_changed.connect(self._look_soon)
        workspace.view.video_changed.connect(self._look_soon)
        workspace.view.frame_changed.connect(self._look_later)
        self._objects.currentIndexChanged.connect(self._look)
        self._frames.currentIndexChanged.connect(self._look)
        workspace.jobs.changed.connect(self._follow_jobs)

    @property
    def progress(self) -> str:
        """What stands below the button: the progress of runs, or why there is nothing to track."""
        return self._status.text()

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
        self._look()

    def _set_following(self, follow: bool) -> None:
        settings = self._workspace.settings
        if settings.follow_runs is not follow:
            self._workspace.change_settings(msgspec.structs.replace(settings, follow_runs=follow))

    def _show_following(self) -> None:
        self._follows.setChecked(self._workspace.settings.follow_runs)

    def _follow_range(self) -> None:
        has = self._workspace.view.range is not None
        items = self._frames.model()
        assert isinstance(items, QStandardItemModel)
        items.item(RANGE).setEnabled(has)
        self._frames.setCurrentIndex(RANGE if has else NEEDED)
        self._look()

    def _press(self) -> None:
        if self._workspace.runs.tracking:
            self._workspace.stop()
        else:
            self._workspace.runs.take(self._next_step())

    def _next_step(self) -> NextStep:
        """Return what the big button does now."""
        view = self._workspace.view
        objects = view.objects() if self._objects.currentIndex() == 1 or not view.selection else view.selection
        frames: tuple[int, int] | None = None
        if self._frames.currentIndex() == RANGE:
            frames = view.range
        elif self._frames.currentIndex() == EVERYTHING and view.video is not None:
            frames = (0, view.video.frame_count - 1)
        return self._workspace.runs.next_step(self._direction, objects, frames)

    def _follow_edit(self) -> None:
        """What a run makes is followed by its progress."""
        if not self._workspace.runs.tracking:
            self._look_soon()

    def _look_soon(self) -> None:
        """Look once when everybody has followed what has just changed."""
        self._look_timer.start(0)

    def _look_later(self) -> None:
        if not self._look_timer.isActive():
            self._look_timer.start(LOOK_MS)

    def _look(self) -> None:
        """See what there is to track, unless something is being tracked: the button stops that."""
        if not self._workspace.runs.tracking:
            self._step = self._next_step()
        self._show()

    def _follow_jobs(self) -> None:
        """Show progress; a run that has ended leaves something else to track."""
        if self._workspace.runs.tracking:
            self._show()
        else:
            self._look_soon()

    def _show(self) -> None:
        tracking, step = self._workspace.runs.tracking, self._step
        one = self.tr("Selected objects") if self._workspace.view.selection else self.tr("None selected: all")
        self._objects.setItemText(0, one)
        self._button.setText(self._stop_text() if tracking else self._step_text(step))
        set_role(self._button, "kind", "danger" if tracking else "primary")
        direction = Direction.BOTH if step.stale else self._direction
        color = "accent_text" if step.wish is not None else "text_faint"
        self._theme.set_icon(self._button, *(("stop", "danger") if tracking else (_ICONS[direction], color)))
        self._button.setEnabled(tracking or step.wish is not None)
        self._status.setText(self._progress_text() if tracking else self._refusal_text(step, self._short))
        whole = "" if tracking else self._refusal_text(step, str)
        self._status.setToolTip(plain_tip(whole) if whole != self._status.text() else "")
        self._button.setToolTip("" if self._button.isEnabled() else plain_tip(whole))

    def _stop_text(self) -> str:
        """Say what is stopped where that is not what is selected, and that it was heard."""
        workspace = self._workspace
        if workspace.runs.stopping:
            return self.tr("Stopping…")
        tracked, selection = workspace.runs.tracked, workspace.view.selection
        if not selection or not set(tracked).isdisjoint(selection):
            return self.tr("Stop")
        record = workspace.document.object(tracked[0]) if len(tracked) == 1 else None
        if record is None:
            return self.tr("Stop {count} other objects").format(count=len(tracked))
        return self.tr("Stop {name}").format(name=self._short(record.name).replace("&", "&&"))

    def _short(self, name: object) -> str:
        """Return a name as wide as there is room for, at most."""
        return self._button.fontMetrics().elidedText(str(name), Qt.TextElideMode.ElideRight, NAME_WIDTH)

    def _step_text(self, step: NextStep) -> str:
        if step.stale:
            return self.tr("Track again ({count} stale)").format(count=step.stale)
        return {
            Direction.BACKWARD: self.tr("Track backward"),
            Direction.BOTH: self.tr("Track both ways"),
            Direction.FORWARD: self.tr("Track forward"),
        }[self._direction]

    def _refusal_text(self, step: NextStep, write: Callable[[object], object]) -> str:
        """Return why there is nothing to track, and what to do; `write` writes the names in it."""
        if step.refusal is None:
            return ""
        return f"{translated(step.refusal.what, write)} {translated(step.refusal.advice, write)}"

    def _progress_text(self) -> str:
        if self._workspace.runs.stopping:
            return self.tr("It ends when what it is computing is done.")
        runs = [job for job in self._workspace.jobs.active if job.kind is JobKind.TRACK]
        texts = [progress_text(job) for job in runs if job.state is JobState.RUNNING]
        waiting = sum(job.state is JobState.QUEUED for job in runs)
        if waiting:
            texts.append(self.tr("{count} waiting").format(count=waiting))
        return " · ".join(texts)

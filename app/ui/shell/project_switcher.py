"""What the window shows, the start page or the workbench of a project, and the way from one to the other."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget

from app.errors import UserError
from app.ui.actions.action_set import ActionSet
from app.ui.dialogs.crash import Kept
from app.ui.dropped_paths import free_folder, projects_folder, sort_paths
from app.ui.preferences import Preferences
from app.ui.shell.last_place import go_to_last_place, save_place
from app.ui.shell.opening_bar import OpeningBar
from app.ui.shell.project_view import Workbench
from app.ui.shell.window_state import WindowState
from app.ui.start.project_thumbnail import save_preview
from app.ui.start.start_screen import StartRoom
from app.ui.theme.theme import Theme
from app.ui.widgets.widgets import column
from app.workspace.engine import OpenPredictor
from app.workspace.loading import Loaded
from app.workspace.workspace import Workspace

CLOSING_MS = 10_000


class Rooms(QFrame):
    """Holds at most one open project."""

    entered = Signal()
    """Another project is shown, or the start page."""
    changed = Signal()
    """Something that decides which actions make sense."""
    crashed = Signal(object)
    """An exception that is a bug."""

    def __init__(
        self,
        preferences: Preferences,
        actions: ActionSet,
        theme: Theme,
        open_predictor: OpenPredictor,
        state: WindowState,
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self._preferences = preferences
        self._actions = actions
        self._theme = theme
        self._open_predictor = open_predictor
        self._state = state
        self._bench: Workbench | None = None
        self.start = StartRoom(preferences, actions, theme, self.open)
        self.start.failed.connect(self.show_failure)
        self._opening = OpeningBar(theme)
        self._opening.opened.connect(self._take_loaded)
        self._opening.failed.connect(self.show_failure)
        self._opening.crashed.connect(self.crashed)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self.setLayout(column(self._opening, self._stack, gap=0))
        preferences.changed.connect(self._follow_preferences)
        preferences.failed.connect(self.show_failure)

    @property
    def bench(self) -> Workbench | None:
        """The workbench of the open project, None on the start page."""
        return self._bench

    @property
    def opening(self) -> bool:
        """True while a project is on its way."""
        return self._opening.under_way

    @property
    def media_missing(self) -> bool:
        """True when the current video's media is not where it was, or something else is there."""
        workspace = self._bench.workspace if self._bench is not None else None
        if workspace is None or workspace.view.video is None:
            return False
        id = workspace.view.video.id
        return workspace.videos.media_missing(id) or workspace.videos.media_replaced(id)

    @property
    def kept(self) -> Kept:
        """What of the work is in the project file at this moment."""
        if self._bench is None:
            return Kept.NOTHING_OPEN
        if self._bench.workspace.editor.save_failed:
            return Kept.ALL_BUT_THE_LAST
        return Kept.ON_ITS_WAY if self._bench.workspace.editor.saving else Kept.ALL

    def open(self, path: Path) -> None:
        """Open what lies at `path`: a project, or media for a new project. Failures are shown.

        A project is read beside what goes on: `opening` until it is there, and what is open stays open until then.
        """
        found = sort_paths([path])
        if found.media:
            self.begin(free_folder(projects_folder(), path.stem), found.media)
        else:
            self.open_folder(found.project or path)

    def open_folder(self, folder: Path) -> None:
        """Open a project folder. Failures are shown."""
        if self._bench is None or self._bench.workspace.folder.absolute() != folder.absolute():
            self._opening.start(folder)

    def begin(self, folder: Path, media: tuple[Path, ...] = ()) -> bool:
        """Make a project in `folder` with these videos, and open it. Failures are shown."""
        self._opening.stop()
        try:
            workspace = Workspace.create(folder, self._preferences.settings, self._open_predictor)
        except UserError as error:
            self.show_failure(error)
            return False
        self._take(workspace)
        if media:
            workspace.videos.add(media)
        return True

    def close_project(self) -> None:
        """Go back to the start page."""
        self._leave()
        self.start.show_recent()
        self._stack.setCurrentIndex(0)
        self.entered.emit()
        self.changed.emit()

    def leave(self) -> None:
        """Stop what is under way and close the open project: its files are whole and its lock is gone on return."""
        self._leave()
        self._opening.stop()
        self.start.leave()

    def show_failure(self, error: UserError) -> None:
        """Show a failure above whatever is seen."""
        if self._bench is not None:
            self._bench.show_failure(error)
        else:
            self.start.errors.show_error(error)

    def _take_loaded(self, loaded: Loaded) -> None:
        workspace = Workspace.of(loaded, self._preferences.settings, self._open_predictor)
        go_to_last_place(workspace)
        self._take(workspace)

    def _take(self, workspace: Workspace) -> None:
        """Leave what is open and show another project."""
        self._leave()
        self.start.errors.clear()
        bench = self._show(workspace)
        self._follow(workspace)
        self._preferences.change(self._preferences.settings.with_recent(workspace.folder))
        workspace.model.load()
        bench.canvas.setFocus()
        self.entered.emit()
        self.changed.emit()

    def _show(self, workspace: Workspace) -> Workbench:
        """Show a workbench for a project, laid out as the last one was."""
        bench = self._bench = Workbench(workspace, self._actions, self._theme)
        self._stack.addWidget(bench)
        self._stack.setCurrentWidget(bench)
        self._state.restore_workbench(bench)
        for signal in (
            bench.canvas.tool_changed,
            bench.canvas.view_mode_changed,
            bench.canvas.looks_changed,
            bench.part_toggled,
        ):
            signal.connect(self.changed)
        return bench

    def speak(self) -> None:
        """Say everything in the language that has been installed: the workbench is made anew and stays as it was."""
        self._opening.speak()
        before = self._bench
        if before is not None:
            self._state.save_workbench(before)
            bench = self._show(before.workspace)
            bench.go_on_from(before)
            self._put_away(before)
            bench.canvas.setFocus()
            self.changed.emit()
        QTimer.singleShot(0, self.start, self.start.speak)

    def _put_away(self, bench: Workbench) -> None:
        self._stack.removeWidget(bench)
        bench.deleteLater()

    def _leave(self) -> None:
        """Close the open project, if there is one; its files are whole and its lock is gone when this returns."""
        bench, self._bench = self._bench, None
        if bench is None:
            return
        self._state.save_workbench(bench)
        save_preview(bench.workspace, bench.canvas)
        save_place(bench.workspace)
        bench.workspace.close()
        self._put_away(bench)
        # A thread in its last step may still speak to the workspace: it goes when they are surely done.
        QTimer.singleShot(CLOSING_MS, self, bench.workspace.deleteLater)

    def _follow(self, workspace: Workspace) -> None:
        for signal in (
            workspace.editor.changed,
            workspace.editor.history_changed,
            workspace.view.selection_changed,
            workspace.view.frame_changed,
            workspace.view.range_changed,
            workspace.view.playing_changed,
            workspace.jobs.changed,
            workspace.view.video_changed,
            workspace.videos.media_changed,
        ):
            signal.connect(self.changed)
        workspace.messages.crashed.connect(self.crashed)
        workspace.settings_changed.connect(lambda: self._preferences.change(workspace.settings))

    def _follow_preferences(self) -> None:
        settings = self._preferences.settings
        if self._bench is not None and self._bench.workspace.settings != settings:
            self._bench.workspace.change_settings(settings)

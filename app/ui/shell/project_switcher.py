"""Shows the start screen or the view of the open project, and switches between them."""

from collections.abc import Generator
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget

from app import paths
from app.errors import UserError
from app.media.file import title_of
from app.project.paths import media_path
from app.ui.actions.action_set import ActionSet
from app.ui.dialogs.crash import SaveState
from app.ui.dropped_paths import free_folder, projects_folder, sort_paths
from app.ui.preferences import Preferences
from app.ui.shell.last_place import LastPlaceKeeper, go_to_last_place
from app.ui.shell.opening_bar import OpeningBar
from app.ui.shell.project_view import ProjectView
from app.ui.shell.window_state import WindowState
from app.ui.start.picture_look import PictureLook
from app.ui.start.project_thumbnail import save_thumbnail
from app.ui.start.start_screen import StartScreen
from app.ui.theme.theme import UiTheme
from app.ui.widgets.widgets import column
from app.workspace.engine import OpenPredictor
from app.workspace.projects.loading import Loaded
from app.workspace.projects.media_project import MediaProject, project_for, projects_below
from app.workspace.projects.sample_project import prepare_sample
from app.workspace.workspace import Workspace

CLOSING_MS = 10_000
SAMPLE = "Sample"
"""The folder of the sample's project, in the data folder; its name in the window."""


class ProjectSwitcher(QFrame):
    """Holds at most one open project."""

    switched = Signal()
    """Another project is shown, or the start screen."""
    changed = Signal()
    """A condition of actions has changed."""
    crashed = Signal(object)
    """An exception that is a bug."""

    def __init__(
        self,
        preferences: Preferences,
        actions: ActionSet,
        theme: UiTheme,
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
        self._project_view: ProjectView | None = None
        self._place: LastPlaceKeeper | None = None
        self.start = StartScreen(preferences, actions, theme, self.open)
        self.start.failed.connect(self.show_failure)
        self._media_project: list[MediaProject] = []
        """What was found or made for media that is being opened."""
        self._look = PictureLook(self.open_media, self)
        self._look.failed.connect(self.show_failure)
        self._opening = OpeningBar(theme, self)
        self._opening.opened.connect(self._enter_loaded)
        self._opening.failed.connect(self._fail)
        self._opening.crashed.connect(self.crashed)
        self._opening.stopped.connect(self._show_start)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self._blank = QFrame()
        """Shown while the first project is on its way: the start page would be gone before it is read."""
        self._blank.setObjectName("window")
        self._stack.addWidget(self._blank)
        self.setLayout(column(self._stack, gap=0))
        preferences.changed.connect(self._follow_preferences)
        preferences.failed.connect(self.show_failure)

    @property
    def project_view(self) -> ProjectView | None:
        """The view of the open project, None on the start screen."""
        return self._project_view

    @property
    def opening(self) -> bool:
        """True while a project is being opened."""
        return self._opening.under_way

    @property
    def media_missing(self) -> bool:
        """True when the current video's media is not where it was, or something else is there."""
        workspace = self._project_view.workspace if self._project_view is not None else None
        if workspace is None or workspace.view.video is None:
            return False
        id = workspace.view.video.id
        return workspace.videos.media_missing(id) or workspace.videos.media_replaced(id)

    @property
    def save_state(self) -> SaveState:
        """What of the work is saved at this moment."""
        if self._project_view is None:
            return SaveState.NO_PROJECT
        if self._project_view.workspace.editor.save_failed:
            return SaveState.LAST_CHANGE_LOST
        return SaveState.SAVING if self._project_view.workspace.editor.saving else SaveState.SAVED

    def open(self, path: Path) -> None:
        """Open what lies at `path`: a project, or media. Failures are shown.

        A project is read on a thread: `opening` is true meanwhile, and the open project stays until that is done.
        """
        found = sort_paths([path])
        if found.media or found.masks:
            self.open_media(found.media or found.masks)
        else:
            self.open_folder(found.project or path)

    def open_folder(self, folder: Path) -> None:
        """Open a project folder. Failures are shown."""
        if not self._is_open(folder):
            self._media_project = []
            self._opening.start(folder)

    def open_media(self, media: tuple[Path, ...], *, anew: bool = False) -> None:
        """Open the project that has these videos already, or (if `anew`) make one of them. Failures are shown."""
        found: list[MediaProject] = []
        below = projects_folder()
        folder = free_folder(below, title_of(media[0]))
        recent = map(Path, self._preferences.settings.recent_projects)

        def prepare() -> Generator[float, None, Path]:
            known = () if anew else chain(recent, projects_below(below))
            found.append((yield from project_for(media, known, folder)))
            return found[0].folder

        self._opening.start(media[0], prepare)
        self._media_project = found

    def propose_media(self, media: tuple[Path, ...]) -> None:
        """Open media; a person sees before what pictures are as a video."""
        self._look.propose(media, self)

    def await_opening(self) -> None:
        """Show an empty page instead of the start page until what is being opened is there, or was refused."""
        if self.opening and self._project_view is None:
            self._stack.setCurrentWidget(self._blank)

    def open_sample(self) -> None:
        """Open the project on the sample clip; the first time it is made. Failures are shown."""
        folder = paths.data_folder() / SAMPLE
        view = self._project_view
        if view is not None and self._is_open(folder):
            if view.workspace.document.videos():
                return
            self.close_project()  # its clip is missing: it is added before the project is opened again
        self._media_project = []
        self._opening.start(folder, lambda: prepare_sample(paths.sample_folder(), folder))

    def create_project(self, folder: Path, media: tuple[Path, ...] = ()) -> bool:
        """Make a project in `folder` with these videos, and open it. Failures are shown."""
        self._opening.stop()
        self._media_project = []
        try:
            workspace = Workspace.create(folder, self._preferences.settings, self._open_predictor)
        except UserError as error:
            self.show_failure(error)
            return False
        self._enter(workspace)
        if media:
            workspace.videos.add(media)
        return True

    def close_project(self) -> None:
        """Close the project and show the start screen."""
        self._release_project()
        self._show_start()
        self.switched.emit()
        self.changed.emit()

    def _show_start(self) -> None:
        """Show the start page, unless a project is open."""
        if self._project_view is None:
            self._stack.setCurrentWidget(self.start)

    def _fail(self, error: UserError) -> None:
        """Show why something could not be opened, above what is there instead."""
        self._show_start()
        self.show_failure(error)

    def shut_down(self) -> None:
        """Stop everything and close the open project: its files are whole and its lock is gone on return."""
        self._release_project()
        self._opening.stop(CLOSING_MS)
        self._look.close()
        self.start.shut_down()

    def show_failure(self, error: UserError) -> None:
        """Show a failure above the project or the start screen."""
        if self._project_view is not None:
            self._project_view.show_failure(error)
        else:
            self.start.errors.show_error(error)

    def _is_open(self, folder: Path) -> bool:
        view = self._project_view
        return view is not None and view.workspace.folder.absolute() == folder.absolute()

    def _enter_loaded(self, loaded: Loaded) -> None:
        workspace = Workspace.of(loaded, self._preferences.settings, self._open_predictor)
        go_to_last_place(workspace)
        found, self._media_project = self._media_project, []
        for media in found:
            workspace.view.open_video(media.video)
        self._enter(workspace)
        for media in found:
            self._welcome(workspace, media)

    def _welcome(self, workspace: Workspace, media: MediaProject) -> None:
        """Say which project was opened for media, and where it is."""
        video = workspace.document.video(media.video)
        if self._project_view is None or video is None:
            return
        if media.made:
            self._project_view.offers.tell_new_project()
            workspace.videos.warn(video, media.warnings)
        else:
            path = media_path(workspace.folder, video.path)
            self._project_view.offers.tell_found_project(video.name, lambda: self.open_media((path,), anew=True))
        if media.rest:
            workspace.videos.add(media.rest)

    def _enter(self, workspace: Workspace) -> None:
        """Close the open project and show another one."""
        self._release_project()
        self.start.errors.clear()
        workspace.model.load_soon()
        view = self._show(workspace)
        self._place = LastPlaceKeeper(workspace, self)
        self._follow(workspace)
        workspace.tell_damage()
        view.offers.offer_to_track_on()
        view.offers.tell_training(view.show_improving)
        self._preferences.change(self._preferences.settings.with_recent(workspace.folder))
        view.canvas.setFocus()
        self.switched.emit()
        self.changed.emit()

    def _show(self, workspace: Workspace) -> ProjectView:
        """Show a new view of a project, with the layout of the last one."""
        view = self._project_view = ProjectView(workspace, self._actions, self._theme)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        self._state.restore_project_view(view)
        view.ready.connect(workspace.model.load_if_due)
        for signal in (
            view.canvas.tool_changed,
            view.canvas.other_pixels_changed,
            view.canvas.view_mode_changed,
            view.canvas.display_options_changed,
            view.part_toggled,
            view.stages.changed,
        ):
            signal.connect(self.changed)
        return view

    def retranslate(self) -> None:
        """Show all texts in the language that has been installed: the project view is made anew, in the same state."""
        self._opening.retranslate()
        before = self._project_view
        if before is not None:
            self._state.save_project_view(before)
            view = self._show(before.workspace)
            view.go_on_from(before)
            self._remove(before)
            view.canvas.setFocus()
            self.changed.emit()
        QTimer.singleShot(0, self.start, self.start.retranslate)

    def _remove(self, view: ProjectView) -> None:
        self._stack.removeWidget(view)
        QTimer.singleShot(0, view, view.deleteLater)  # behind what comes in its place

    def _release_project(self) -> None:
        """Close the open project, if there is one: its files are whole and its lock is gone on return."""
        view, self._project_view = self._project_view, None
        if view is None:
            return
        view.leave()
        self._state.save_project_view(view)
        save_thumbnail(view.workspace, view.canvas)
        if self._place is not None:
            self._place.close()
            self._place.deleteLater()
            self._place = None
        view.workspace.close()
        self._remove(view)
        # A thread in its last step may still call the workspace: it is deleted when all are surely done.
        QTimer.singleShot(CLOSING_MS, self, view.workspace.deleteLater)

    def _follow(self, workspace: Workspace) -> None:
        for signal in (
            workspace.editor.changed,
            workspace.editor.history_changed,
            workspace.editor.in_hand.changed,
            workspace.view.selection_changed,
            workspace.view.frame_changed,
            workspace.view.range_changed,
            workspace.second_opinion.changed,
            workspace.offers.changed,
            workspace.lessons.changed,
            workspace.issue_marks.changed,
            workspace.view.playing_changed,
            workspace.view.pace_changed,
            workspace.view.times_changed,
            workspace.jobs.changed,
            workspace.view.video_changed,
            workspace.videos.media_changed,
        ):
            signal.connect(self.changed)
        workspace.messages.crashed.connect(self.crashed)
        workspace.settings_changed.connect(lambda: self._preferences.change(workspace.settings))

    def _follow_preferences(self) -> None:
        settings = self._preferences.settings
        if self._project_view is not None and self._project_view.workspace.settings != settings:
            self._project_view.workspace.change_settings(settings)

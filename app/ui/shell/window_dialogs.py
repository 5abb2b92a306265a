"""The dialogs that actions open over the window."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.media.file import title_of
from app.project.model import Direction
from app.ui.actions.action_set import ActionSet
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.annotation_rate import AnnotationRateDialog
from app.ui.dialogs.carry_mask import CarryMaskDialog
from app.ui.dialogs.command_search import CommandSearch
from app.ui.dialogs.file_dialogs import ask_image_folder, ask_new_place, ask_project, ask_videos
from app.ui.dialogs.guide import GuideDialog, guide
from app.ui.dialogs.interchange.export import ExportDialog
from app.ui.dialogs.interchange.import_masks import ImportDialog
from app.ui.dialogs.interchange.merge import MergeDialog
from app.ui.dialogs.new_project import NewProjectDialog
from app.ui.dialogs.settings import SettingsDialog
from app.ui.dialogs.shortcuts import ShortcutSheet
from app.ui.dialogs.values import ValuesDialog
from app.ui.dialogs.whats_new import WhatsNewDialog, changes
from app.ui.dropped_paths import free_folder, projects_folder
from app.ui.preferences import Preferences
from app.ui.shell.project_switcher import ProjectSwitcher
from app.ui.theme.theme import UiTheme
from app.workspace.workspace import Workspace


class WindowDialogs:
    """Opens them over `window`; what a person enters goes to the project that `switcher` shows."""

    def __init__(
        self,
        window: QWidget,
        switcher: ProjectSwitcher,
        action_set: ActionSet,
        preferences: Preferences,
        theme: UiTheme,
    ) -> None:
        self._window = window
        self._switcher = switcher
        self._action_set = action_set
        self._preferences = preferences
        self._theme = theme

    @property
    def _workspace(self) -> Workspace:
        view = self._switcher.project_view
        assert view is not None, "no project is open"
        return view.workspace

    # Projects

    def new_project(self) -> None:
        """Ask for name, folder and videos of a new project, and make it."""
        dialog = NewProjectDialog(projects_folder(), self._window)
        dialog.accepted.connect(lambda: self._switcher.create_project(dialog.folder, dialog.media))
        dialog.open()

    def open_project(self) -> None:
        """Ask for a project folder, and open it."""
        recent = self._preferences.settings.recent_projects
        folder = ask_project(self._window, Path(recent[0]).parent if recent else Path.home())
        if folder is not None:
            self._switcher.open_folder(folder)

    def merge(self) -> None:
        """Ask for a copy of the project, look at it, and ask what is taken over."""
        workspace = self._workspace
        folder = ask_project(self._window, workspace.folder.parent)
        if folder is not None:
            workspace.merging.look(folder, lambda plan: MergeDialog(workspace, plan, self._window).open())

    # Media

    def add_videos(self) -> None:
        """Ask for videos, and add them."""
        media = ask_videos(self._window)
        if media:
            self._workspace.videos.propose(media)

    def add_image_folder(self) -> None:
        """Ask for a folder of images, and add it."""
        media = ask_image_folder(self._window)
        if media:
            self._workspace.videos.propose(media)

    def relink(self) -> None:
        """Ask for the new location of the current video's media."""
        video = self._workspace.view.video
        found = ask_new_place(self._window, video) if video is not None else None
        if video is not None and found is not None:
            self._workspace.videos.relink(video.id, found)

    def choose_values(self) -> None:
        """Ask which values of the current video's deep pictures are black and white."""
        view = self._workspace.view
        if view.video is not None and view.values is not None:
            ValuesDialog(self._workspace, view.video, view.frame, self._theme, self._window).open()

    # Masks

    def import_masks(self, paths: tuple[Path, ...] = ()) -> None:
        """Open the dialog that takes in masks of other tools; with `paths` it looks into them at once."""
        dialog = ImportDialog(self._workspace, self._theme, paths, self._window)
        dialog.elsewhere.connect(self.import_anew)
        dialog.open()

    def import_anew(self, paths: tuple[Path, ...]) -> None:
        """Make a project for masks, and look into them there."""
        if self._switcher.create_project(free_folder(projects_folder(), title_of(paths[0]))):
            self.import_masks(paths)

    def export(self) -> None:
        """Open the export dialog."""
        ExportDialog(self._workspace, self._theme, self._window).open()

    def choose_annotation_rate(self) -> None:
        """Ask on which frames the project annotates."""
        AnnotationRateDialog(self._workspace, self._window).open()

    def carry_mask(self, direction: Direction = Direction.FORWARD) -> None:
        """Ask how far the masks of this frame are carried, on or back."""
        CarryMaskDialog(self._workspace, self._window, direction).open()

    # The application

    def find_command(self) -> None:
        """Search all actions."""
        CommandSearch(self._action_set, self._theme, self._window).open()

    def show_settings(self) -> None:
        """Open the settings."""
        start, view = self._switcher.start, self._switcher.project_view
        devices = view.workspace.model.state.devices if view is not None else ()
        fetch = view.workspace.model.fetch if view is not None else start.fetcher.fetch
        SettingsDialog(self._preferences, devices or start.hardware_card.devices, fetch, self._window).open()

    def show_shortcuts(self) -> None:
        """Open the shortcut sheet."""
        ShortcutSheet(self._preferences, self._window).open()

    def show_guide(self) -> None:
        """Show the guide."""
        try:
            GuideDialog(guide(), self._window).show()
        except UserError as error:
            self._switcher.show_failure(error)

    def show_whats_new(self) -> None:
        """Show what has changed, version by version."""
        try:
            WhatsNewDialog(changes(), self._window).open()
        except UserError as error:
            self._switcher.show_failure(error)

    def show_about(self) -> None:
        """Show version and licences."""
        AboutDialog(self._theme, self._window).open()

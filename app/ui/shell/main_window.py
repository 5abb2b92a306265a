"""The main window: menus, keys, what is dropped, and what actions ask of a window."""

import shutil
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow

from app import paths
from app.errors import UserError
from app.project.model import VideoId
from app.project.paths import DATABASE_NAME
from app.settings import Settings
from app.ui.actions.action_set import ActionSet
from app.ui.actions.action_target import Part
from app.ui.actions.enablement import situation
from app.ui.canvas.canvas import Canvas
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.command_search import CommandSearch
from app.ui.dialogs.crash import Kept
from app.ui.dialogs.export import ExportDialog
from app.ui.dialogs.file_dialogs import ask_image_folder, ask_new_place, ask_project, ask_videos
from app.ui.dialogs.new_project import NewProjectDialog
from app.ui.dialogs.settings import SettingsDialog
from app.ui.dialogs.shortcuts import ShortcutSheet
from app.ui.dropped_paths import dropped_paths, free_folder, projects_folder, sort_paths
from app.ui.key_routing import KeyGuard
from app.ui.preferences import Preferences
from app.ui.shell.project_switcher import Rooms
from app.ui.shell.project_view import Workbench
from app.ui.shell.window_state import WindowState
from app.ui.theme.theme import UiTheme
from app.ui.timeline.timeline import Timeline
from app.workspace.engine import OpenPredictor
from app.workspace.workspace import Workspace

ENDING_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
"""Keys that end what a person does in a field."""


class MainWindow(QMainWindow):
    """One window, at most one open project. It is the `Desk` that actions act on."""

    crashed = Signal(object)
    """An exception that is a bug; for the crash guard."""

    def __init__(
        self, preferences: Preferences, theme: UiTheme, open_predictor: OpenPredictor, state: WindowState
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self._theme = theme
        self._state = state
        theme.add_window(self)
        self.commands = ActionSet(self, self, theme, preferences.settings.key_bindings)
        self.rooms = Rooms(preferences, self.commands, theme, open_predictor, state)
        self.setCentralWidget(self.rooms)
        self.commands.fill(self.menuBar())
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 600)
        self._refreshing = QTimer(self, interval=0, singleShot=True)
        self._refreshing.timeout.connect(self._refresh)
        self._speaking = QTimer(self, interval=0, singleShot=True)
        self._speaking.timeout.connect(self._speak)
        self._keys = KeyGuard(self, self._key_released)
        self.rooms.changed.connect(self._refreshing.start)
        self.rooms.entered.connect(self._show_title)
        self.rooms.crashed.connect(self.crashed)
        preferences.changed.connect(self._follow_preferences)
        state.restore_window(self)
        self._show_title()
        self._refresh()

    # Opening and closing

    def open(self, path: Path) -> None:
        """Open what lies at `path`: a project, or media for a new project. Failures are shown."""
        self.rooms.open(path)

    @property
    def opening(self) -> bool:
        """True while a project is on its way."""
        return self.rooms.opening

    def begin(self, folder: Path, media: tuple[Path, ...] = ()) -> bool:
        """Make a project in `folder` with these videos, and open it. Failures are shown."""
        return self.rooms.begin(folder, media)

    def close_project(self) -> None:
        """Go back to the start page."""
        self.rooms.close_project()

    def show_failure(self, error: UserError) -> None:
        """Show a failure above whatever is seen."""
        self.rooms.show_failure(error)

    # What actions need to know

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._preferences.settings

    @property
    def has_project(self) -> bool:
        """True while a project is open."""
        return self.rooms.bench is not None

    @property
    def kept(self) -> Kept:
        """What of the work is in the project file at this moment."""
        return self.rooms.kept

    @property
    def bench(self) -> Workbench:
        """The workbench of the open project."""
        bench = self.rooms.bench
        assert bench is not None, "no project is open"
        return bench

    @property
    def workspace(self) -> Workspace:
        """The open project."""
        return self.bench.workspace

    @property
    def canvas(self) -> Canvas:
        """Its canvas."""
        return self.bench.canvas

    @property
    def timeline(self) -> Timeline:
        """Its timeline."""
        return self.bench.timeline

    def part_shown(self, part: Part) -> bool:
        """Return whether a part is shown."""
        return self.has_project and self.bench.part_shown(part)

    # What actions do

    def new_project(self) -> None:
        """Ask for name, place and videos, and make a project of them."""
        dialog = NewProjectDialog(projects_folder(), self)
        dialog.accepted.connect(lambda: self.begin(dialog.folder, dialog.media))
        dialog.open()

    def open_project(self) -> None:
        """Ask for a project folder, and open it."""
        recent = self.settings.recent_projects
        folder = ask_project(self, Path(recent[0]).parent if recent else Path.home())
        if folder is not None:
            self.rooms.open_folder(folder)

    def open_demo(self) -> None:
        """Open the sample's project; the first time, make it, with a copy of the clip that stays its own."""
        folder = paths.data_folder() / "Sample"
        if (folder / DATABASE_NAME).exists():
            self.open(folder)
        elif self.begin(folder):
            media = folder / "media"
            media.mkdir(exist_ok=True)
            clips = sorted(paths.sample_folder().glob("*.mp4"))[:1]
            self.workspace.videos.add([Path(shutil.copy(clip, media)) for clip in clips])

    def add_videos(self) -> None:
        """Ask for videos, and add them."""
        media = ask_videos(self)
        if media:
            self.workspace.videos.add(media)

    def add_image_folder(self) -> None:
        """Ask for a folder of images, and add it."""
        media = ask_image_folder(self)
        if media:
            self.workspace.videos.add(media)

    def relink(self) -> None:
        """Ask where the current video's media is now."""
        video = self.workspace.view.video
        found = ask_new_place(self, video) if video is not None else None
        if video is not None and found is not None:
            self.workspace.videos.relink(video.id, found)

    def export(self) -> None:
        """Ask for a format and a place, and export."""
        ExportDialog(self.workspace, self._theme, self).open()

    def go_to_frame(self) -> None:
        """Let the person type a frame."""
        self.bench.transport.edit_frame()

    def show_jobs(self) -> None:
        """Show what runs and what waits."""
        self.bench.status.jobs.show_queue()

    def find_command(self) -> None:
        """Search all actions."""
        CommandSearch(self.commands, self._theme, self).open()

    def show_settings(self) -> None:
        """Open the settings."""
        devices = self.workspace.model.state.devices if self.has_project else ()
        SettingsDialog(self._preferences, devices or self.rooms.start.machine.devices, self).open()

    def show_shortcuts(self) -> None:
        """Open the sheet of keys."""
        ShortcutSheet(self._preferences, self).open()

    def show_about(self) -> None:
        """Say what this is and what it is made of."""
        AboutDialog(self._theme, self).open()

    @property
    def selected_videos(self) -> tuple[VideoId, ...]:
        """The videos marked in the list, in its order."""
        return self.bench.videos.selected

    def rename_video(self) -> None:
        """Edit the current video's name in the list."""
        self.bench.show_part(Part.OBJECTS, shown=True)
        self.bench.videos.rename_current()

    def rename_active(self) -> None:
        """Edit the active object's name in the list."""
        self.bench.show_part(Part.OBJECTS, shown=True)
        self.bench.objects.rename_active()

    def color_active(self) -> None:
        """Ask for another color of the active object."""
        self.bench.objects.color_active()

    def categorize_selected(self) -> None:
        """Ask what kind of thing the selected objects are."""
        self.bench.objects.categorize_selected()

    def reassign_active(self) -> None:
        """Ask to which object the range is to be given."""
        self.bench.objects.reassign_active()

    def toggle_part(self, part: Part) -> None:
        """Show or hide a part of the window."""
        self.bench.show_part(part, not self.bench.part_shown(part))

    def toggle_masks_hidden(self) -> None:
        """Show the frame alone, or the masks again."""
        self._hide_masks(not self.canvas.masks_hidden)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop doing so."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def focus_next_area(self) -> None:
        """Give the keyboard to the next area of the window."""
        self.bench.focus_next_area()

    def close_window(self) -> None:
        """Close the window."""
        self.close()

    # Events

    def changeEvent(self, event: QEvent) -> None:
        """Speak the language that has been chosen, once all of it is installed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._speaking.start()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Enter, where a field has done what it does with them, give the keyboard back to the canvas.

        A key whose action makes no sense now says why.
        """
        if event.key() in ENDING_KEYS and self.has_project:
            if event.key() == Qt.Key.Key_Escape:
                self.bench.operations.choose(None)
            self.canvas.setFocus()
            return
        words = self.commands.refusal(QKeySequence(event.keyCombination())) if self.has_project else ""
        if words:
            self.bench.status.show_notice(words)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go at once: everything is saved, and nobody waits for the engine."""
        self._state.save_window(self)
        self.hide()
        self.rooms.leave()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.rooms.start.show_drag(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        self.rooms.start.show_drag(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a project; add media to the open project, or make a new one of them."""
        self.rooms.start.show_drag(over=False)
        found = sort_paths(dropped_paths(event.mimeData()))
        event.acceptProposedAction()
        if found.project is not None:
            self.open(found.project)
        elif found.media and self.has_project:
            self.workspace.videos.add(found.media)
        elif found.media:
            self.begin(free_folder(projects_folder(), found.media[0].stem), found.media)

    def _key_released(self, event: QKeyEvent) -> None:
        """Show the masks again when the key that hides them is let go."""
        key = QKeySequence(event.keyCombination())
        if self.has_project and self.canvas.masks_hidden and key in self.commands["view.hide_masks"].shortcuts():
            self._hide_masks(hidden=False)

    # Keeping up

    def _hide_masks(self, hidden: bool) -> None:
        self.canvas.set_masks_hidden(hidden)
        self._refreshing.start()

    def _follow_preferences(self) -> None:
        self._theme.set_choice(self.settings.theme)
        self.commands.bind(self.settings.key_bindings)

    def _speak(self) -> None:
        self.commands.speak(self.settings.key_bindings)
        self.rooms.speak()

    def _show_title(self) -> None:
        name = self.workspace.name if self.has_project else ""
        self.setWindowTitle(f"{name} – Masklane" if name else "Masklane")

    def _refresh(self) -> None:
        self.commands.update(situation(self, media_missing=self.rooms.media_missing))

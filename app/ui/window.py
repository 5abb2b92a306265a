"""The main window: start page or workbench, menus, and what actions ask of a window."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from app import paths
from app.errors import UserError
from app.project.edit import Edit
from app.project.model import VideoId
from app.project.places import DATABASE_NAME
from app.settings import Settings
from app.ui.actions.action_set import ActionSet
from app.ui.actions.desk import Part
from app.ui.actions.situation import situation
from app.ui.asking import ask_image_folder, ask_new_place, ask_project, ask_videos
from app.ui.canvas.canvas import Canvas
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.command_search import CommandSearch
from app.ui.dialogs.crash import Kept
from app.ui.dialogs.export import ExportDialog
from app.ui.dialogs.new_project import NewProjectDialog
from app.ui.dialogs.settings import SettingsDialog
from app.ui.dialogs.shortcuts import ShortcutSheet
from app.ui.keys import KeyGuard
from app.ui.opening import dropped_paths, free_folder, projects_folder, sort_paths
from app.ui.opening_bar import OpeningBar
from app.ui.pieces import boxed, column
from app.ui.preferences import Preferences
from app.ui.preview_picture import save_preview
from app.ui.start_room import StartRoom
from app.ui.theme.theme import Theme
from app.ui.timeline.timeline import Timeline
from app.ui.window_state import WindowState
from app.ui.workbench import Workbench
from app.workspace.engine_room import OpenPredictor
from app.workspace.loading import Loaded
from app.workspace.workspace import Workspace

CLOSING_MS = 10_000


class MainWindow(QMainWindow):
    """One window, at most one open project. It is the `Desk` that actions act on."""

    crashed = Signal(object)
    """An exception that is a bug; for the crash guard."""

    def __init__(
        self, preferences: Preferences, theme: Theme, open_predictor: OpenPredictor, state: WindowState
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self._theme = theme
        self._open_predictor = open_predictor
        self._state = state
        self._bench: Workbench | None = None
        self._masks_hidden = False
        self._media_missing = False
        self.commands = ActionSet(self, self, theme, preferences.settings.key_bindings)
        self._start = StartRoom(preferences, self.commands, theme, self.open)
        self._start.failed.connect(self.show_failure)
        self._opening = OpeningBar(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._start)
        self.setCentralWidget(boxed(column(self._opening, self._stack, gap=0), "window"))
        self.commands.fill(self.menuBar())
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 600)
        self._refreshing = QTimer(self, interval=0, singleShot=True)
        self._refreshing.timeout.connect(self._refresh)
        self._keys = KeyGuard(self, self._key_released)
        self._opening.opened.connect(self._take_loaded)
        self._opening.failed.connect(self.show_failure)
        self._opening.crashed.connect(self.crashed)
        preferences.changed.connect(self._follow_preferences)
        preferences.failed.connect(self.show_failure)
        state.restore_window(self)
        self._show_title()
        self._refresh()

    # Opening and closing

    def open(self, path: Path) -> None:
        """Open what lies at `path`: a project, or media for a new project. Failures are shown.

        A project is read beside what goes on: `opening` until it is there, and what is open stays open until then.
        """
        found = sort_paths([path])
        if found.media:
            self.begin(free_folder(projects_folder(), path.stem), found.media)
        else:
            self._open_folder(found.project or path)

    def _open_folder(self, folder: Path) -> None:
        """Open a project folder. Failures are shown."""
        if not self.has_project or self.workspace.folder.absolute() != folder.absolute():
            self._opening.start(folder)

    @property
    def opening(self) -> bool:
        """True while a project is on its way."""
        return self._opening.under_way

    def begin(self, folder: Path, media: tuple[Path, ...] = ()) -> bool:
        """Make a project in `folder` with these videos, and open it. Failures are shown."""
        self._opening.stop()
        try:
            workspace = Workspace.create(folder, self.settings, self._open_predictor)
        except UserError as error:
            self.show_failure(error)
            return False
        self._take(workspace)
        if media:
            self.workspace.add_videos(media)
        return True

    def close_project(self) -> None:
        """Go back to the start page."""
        self._leave()
        self._start.show_recent()
        self._stack.setCurrentIndex(0)
        self._show_title()
        self._schedule()

    def show_failure(self, error: UserError) -> None:
        """Show a failure above whatever is seen."""
        if self._bench is not None:
            self._bench.show_failure(error)
        else:
            self._start.errors.show_error(error)

    def _take_loaded(self, loaded: Loaded) -> None:
        self._take(Workspace.of(loaded, self.settings, self._open_predictor))

    def _take(self, workspace: Workspace) -> None:
        """Leave what is open and show another project."""
        self._leave()
        self._start.errors.clear()
        bench = Workbench(workspace, self.commands, self._theme)
        self._bench = bench
        self._stack.addWidget(bench)
        self._stack.setCurrentWidget(bench)
        self._state.restore_workbench(bench)
        self._follow(bench)
        self._preferences.change(self.settings.with_recent(workspace.folder))
        workspace.warm_up()
        bench.canvas.setFocus()
        self._show_title()
        self._schedule()

    def _leave(self) -> None:
        """Close the open project, if there is one; its files are whole and its lock is gone when this returns."""
        bench, self._bench = self._bench, None
        if bench is None:
            return
        self._state.save_workbench(bench)
        save_preview(bench.workspace, bench.canvas)
        bench.workspace.close()
        self._stack.removeWidget(bench)
        bench.deleteLater()
        # A thread in its last step may still speak to the workspace: it goes when they are surely done.
        QTimer.singleShot(CLOSING_MS, self, bench.workspace.deleteLater)

    def _follow(self, bench: Workbench) -> None:
        workspace = bench.workspace
        for signal in (
            workspace.changed,
            workspace.history_changed,
            workspace.selection_changed,
            workspace.frame_changed,
            workspace.range_changed,
            workspace.playing_changed,
            workspace.jobs_changed,
            bench.canvas.tool_changed,
            bench.canvas.view_mode_changed,
            bench.canvas.looks_changed,
            bench.part_toggled,
        ):
            signal.connect(self._schedule)
        workspace.crashed.connect(self.crashed)
        workspace.settings_changed.connect(lambda: self._preferences.change(workspace.settings))
        workspace.changed.connect(self._note_change)
        workspace.video_changed.connect(self._look_for_media)
        workspace.failed.connect(lambda _error: self._look_for_media())
        self._masks_hidden = False
        self._look_for_media()

    # What actions need to know

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._preferences.settings

    @property
    def has_project(self) -> bool:
        """True while a project is open."""
        return self._bench is not None

    @property
    def kept(self) -> Kept:
        """What of the work is in the project file at this moment."""
        if self._bench is None:
            return Kept.NOTHING_OPEN
        if self.workspace.save_failed:
            return Kept.ALL_BUT_THE_LAST
        return Kept.ON_ITS_WAY if self.workspace.saving else Kept.ALL

    @property
    def bench(self) -> Workbench:
        """The workbench of the open project."""
        assert self._bench is not None, "no project is open"
        return self._bench

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
        return self._bench is not None and self._bench.part_shown(part)

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
            self._open_folder(folder)

    def open_demo(self) -> None:
        """Open the sample's project; the first time, make it, with a copy of the clip that stays its own."""
        folder = paths.data_folder() / "Sample"
        if (folder / DATABASE_NAME).exists():
            self.open(folder)
        elif self.begin(folder):
            media = folder / "media"
            media.mkdir(exist_ok=True)
            clips = sorted(paths.sample_folder().glob("*.mp4"))[:1]
            self.workspace.add_videos([Path(shutil.copy(clip, media)) for clip in clips])

    def add_videos(self) -> None:
        """Ask for videos, and add them."""
        media = ask_videos(self)
        if media:
            self.workspace.add_videos(media)

    def add_image_folder(self) -> None:
        """Ask for a folder of images, and add it."""
        media = ask_image_folder(self)
        if media:
            self.workspace.add_videos(media)

    def relink(self) -> None:
        """Ask where the current video's media is now."""
        video = self.workspace.video
        found = ask_new_place(self, video) if video is not None else None
        if video is not None and found is not None:
            self.workspace.relink(video.id, found)

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
        devices = self.workspace.engine.devices if self.has_project else ()
        SettingsDialog(self._preferences, devices or self._start.machine.devices, self).open()

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
        self._hide_masks(not self._masks_hidden)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where a text field had no use for it, gives the keyboard back to the canvas."""
        if event.key() == Qt.Key.Key_Escape and self._bench is not None:
            self._bench.canvas.setFocus()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go at once: everything is saved, and nobody waits for the engine."""
        self._state.save_window(self)
        self.hide()
        self._leave()
        self._opening.stop()
        self._start.leave()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self._start.show_drag(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        self._start.show_drag(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a project; add media to the open project, or make a new one of them."""
        self._start.show_drag(over=False)
        found = sort_paths(dropped_paths(event.mimeData()))
        event.acceptProposedAction()
        if found.project is not None:
            self.open(found.project)
        elif found.media and self.has_project:
            self.workspace.add_videos(found.media)
        elif found.media:
            self.begin(free_folder(projects_folder(), found.media[0].stem), found.media)

    def _key_released(self, event: QKeyEvent) -> None:
        """Show the masks again when the key that hides them is let go."""
        key = QKeySequence(event.keyCombination())
        if self._masks_hidden and key in self.commands["view.hide_masks"].shortcuts():
            self._hide_masks(hidden=False)

    # Keeping up

    def _hide_masks(self, hidden: bool) -> None:
        self._masks_hidden = hidden
        if self._bench is not None:
            self._bench.canvas.set_masks_hidden(hidden)
        self._schedule()

    def _look_for_media(self) -> None:
        video = self._bench.workspace.video if self._bench is not None else None
        self._media_missing = video is not None and self.workspace.media_missing(video.id)
        self._schedule()

    def _note_change(self, edit: Edit) -> None:
        if edit.videos:
            self._look_for_media()

    def _follow_preferences(self) -> None:
        settings = self.settings
        self._theme.choose(settings.theme)
        self.commands.bind(settings.key_bindings)
        if self._bench is not None and self._bench.workspace.settings != settings:
            self._bench.workspace.change_settings(settings)

    def _show_title(self) -> None:
        name = self._bench.workspace.name if self._bench is not None else ""
        self.setWindowTitle(f"{name} – Masklane" if name else "Masklane")

    def _schedule(self, *_what: object) -> None:
        """Bring actions up to date once, however many signals say so."""
        self._refreshing.start()

    def _refresh(self) -> None:
        self.commands.update(situation(self, masks_hidden=self._masks_hidden, media_missing=self._media_missing))

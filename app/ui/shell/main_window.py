"""The main window: menu bar, keys, and what actions do with the window and its parts."""

from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QToolButton

from app.errors import UserError
from app.project.model import Stage, VideoId
from app.settings import Settings
from app.ui.actions.action_set import ActionSet
from app.ui.actions.action_target import WindowPart
from app.ui.actions.enablement import conditions_of
from app.ui.canvas.canvas import Canvas
from app.ui.dialogs.crash import SaveState
from app.ui.key_routing import KeyRouter
from app.ui.preferences import Preferences
from app.ui.review.review_dialogs import ReviewDialogs
from app.ui.review.stage_switch import StageSwitch
from app.ui.shell.file_drop import FileDrop
from app.ui.shell.menu_focus import MenuFocus
from app.ui.shell.project_switcher import ProjectSwitcher
from app.ui.shell.project_view import ProjectView
from app.ui.shell.tour import Tour
from app.ui.shell.window_dialogs import WindowDialogs
from app.ui.shell.window_state import WindowState
from app.ui.start.recent_menu import RecentMenu
from app.ui.theme.theme import UiTheme
from app.ui.timeline.timeline import Timeline
from app.workspace.engine import OpenPredictor
from app.workspace.workspace import Workspace

ENDING_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
"""Keys that give the focus back to the canvas."""

MORE_MENUS = "qt_menubar_ext_button"
"""Qt's name of the button for menus that have no room."""
MORE_WIDTH = 22
LEAST = 840, 400
"""Logical pixels: a screen of 1280 x 720 at 150 % leaves a little more."""


class MainWindow(QMainWindow):
    """One window with at most one open project; the `ActionTarget` of all actions."""

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
        self.action_set = ActionSet(self, self, theme, preferences.settings.key_bindings)
        self.switcher = ProjectSwitcher(preferences, self.action_set, theme, open_predictor, state)
        self.setCentralWidget(self.switcher)
        self.dialogs = WindowDialogs(self, self.switcher, self.action_set, preferences, theme)
        FileDrop(self, self.switcher, self.dialogs)
        self.action_set.fill_menus(self.menuBar())
        MenuFocus(self.menuBar())
        more = self.menuBar().findChild(QToolButton, MORE_MENUS)
        assert isinstance(more, QToolButton)
        more.setIconSize(QSize(12, 12))
        more.setMinimumWidth(MORE_WIDTH)
        theme.set_icon(more, "more", "text")
        self._recent_menu = RecentMenu(preferences, self.open, self)
        self.action_set["file.recent"].setMenu(self._recent_menu)
        self._first_steps_due = False
        self.stage_switch = StageSwitch(self.action_set)
        self.menuBar().setCornerWidget(self.stage_switch)
        more.raise_()  # it reaches into the corner
        self.setMinimumSize(*LEAST)
        self._update_timer = QTimer(self, interval=0, singleShot=True)
        self._update_timer.timeout.connect(self._update_actions)
        self._retranslate_timer = QTimer(self, interval=0, singleShot=True)
        self._retranslate_timer.timeout.connect(self._retranslate)
        self._keys = KeyRouter(self, self._key_released)
        self.switcher.changed.connect(self._update_timer.start)
        self.switcher.switched.connect(self._show_title)
        self.switcher.switched.connect(self._show_switch)
        self.switcher.crashed.connect(self.crashed)
        preferences.changed.connect(self._follow_preferences)
        state.restore_window(self)
        self._show_title()
        self._update_actions()

    # Opening and closing

    def open(self, path: Path) -> None:
        """Open a project, or media as a new project. Failures are shown."""
        self.switcher.open(path)

    def show_opening(self) -> None:
        """Show the window; while something is being opened already, without the start page."""
        self.switcher.await_opening()
        self.show()

    @property
    def opening(self) -> bool:
        """True while a project is being opened."""
        return self.switcher.opening

    def create_project(self, folder: Path, media: tuple[Path, ...] = ()) -> bool:
        """Make a project in `folder` with these videos, and open it. Failures are shown."""
        return self.switcher.create_project(folder, media)

    def close_project(self) -> None:
        """Close the project and show the start screen."""
        self.switcher.close_project()

    def shut_down(self) -> None:
        """Close the open project and stop everything. Unlike `close` this works on a closed window, too."""
        self.switcher.shut_down()

    def show_failure(self, error: UserError) -> None:
        """Show a failure above the project or the start screen."""
        self.switcher.show_failure(error)

    # State

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._preferences.settings

    @property
    def has_project(self) -> bool:
        """True while a project is open."""
        return self.switcher.project_view is not None

    @property
    def save_state(self) -> SaveState:
        """What of the work is saved at this moment."""
        return self.switcher.save_state

    @property
    def project_view(self) -> ProjectView:
        """The view of the open project."""
        view = self.switcher.project_view
        assert view is not None, "no project is open"
        return view

    @property
    def workspace(self) -> Workspace:
        """The open project."""
        return self.project_view.workspace

    @property
    def canvas(self) -> Canvas:
        """Its canvas."""
        return self.project_view.canvas

    @property
    def timeline(self) -> Timeline:
        """Its timeline."""
        return self.project_view.timeline

    def part_shown(self, part: WindowPart) -> bool:
        """Return whether a part is shown."""
        return self.has_project and self.project_view.part_shown(part)

    # Actions

    def show_recent(self) -> None:
        """Show the menu of recent projects in the middle of the window."""
        size = self._recent_menu.sizeHint()
        self._recent_menu.popup(self.mapToGlobal(self.rect().center()) - QPoint(size.width() // 2, size.height() // 2))

    def open_sample(self) -> None:
        """Open the project on the sample clip; the first time it is made. Failures are shown."""
        self.switcher.open_sample()

    def go_to_frame(self) -> None:
        """Focus the field of the frame number."""
        self.project_view.transport.edit_frame()

    def show_jobs(self) -> None:
        """Show the running and the waiting jobs."""
        self.project_view.status.jobs.show_queue()

    def show_numbers(self) -> None:
        """Show what the work came to, beside the paper's numbers."""
        self.project_view.show_numbers()

    def show_improving(self) -> None:
        """Show what improving the model with the project's masklets comes to, or how far it is."""
        self.project_view.show_improving()

    def start_tour(self) -> None:
        """Go through the first steps, beside the real controls."""
        self._first_steps_due = False
        for other in self.project_view.findChildren(Tour):
            other.end()
        self._preferences.change(msgspec.structs.replace(self.settings, first_steps_seen=True))
        Tour(self.project_view, self._theme)

    def offer_first_steps(self) -> None:
        """Show the first steps over the first project, unless they were shown before."""
        self._first_steps_due = not self.settings.first_steps_seen

    @property
    def selected_videos(self) -> tuple[VideoId, ...]:
        """The videos selected in the list, in its order."""
        return self.project_view.videos.selected

    def rename_video(self) -> None:
        """Edit the current video's name in the list."""
        self.project_view.show_part(WindowPart.OBJECTS, shown=True)
        self.project_view.videos.rename_current()

    def rename_active(self) -> None:
        """Edit the active object's name in the list."""
        self.project_view.show_part(WindowPart.OBJECTS, shown=True)
        self.project_view.objects.rename_active()

    def color_active(self) -> None:
        """Ask for another color of the active object."""
        self.project_view.objects.color_active()

    def categorize_selected(self) -> None:
        """Ask for the category of the selected objects."""
        self.project_view.objects.categorize_selected()

    def tag_selected(self) -> None:
        """Show the menu of tags of the selected objects."""
        self.project_view.objects.tag_selected()

    def reassign_active(self) -> None:
        """Ask for the object that gets the masks of the range."""
        self.project_view.objects.reassign_active()

    @property
    def stage(self) -> Stage:
        """The stage that the window shows."""
        return self.project_view.stages.shown if self.has_project else Stage.ANNOTATION

    @property
    def stage_dialogs(self) -> ReviewDialogs:
        """The dialogs of the stages, for the open project."""
        return ReviewDialogs(self.workspace, self._preferences, self)

    def show_stage(self, stage: Stage) -> None:
        """Show another stage. Verifying plays: it begins when the name that verdicts get is known."""
        if stage is Stage.VERIFICATION:
            self.stage_dialogs.ask_annotator_once(lambda: self._enter(stage))
        else:
            self._enter(stage)

    def _enter(self, stage: Stage) -> None:
        if self.has_project:
            self.project_view.stages.show(stage)
            self.canvas.setFocus()

    def toggle_part(self, part: WindowPart) -> None:
        """Show or hide a part of the window."""
        self.project_view.show_part(part, not self.project_view.part_shown(part))

    def toggle_masks_hidden(self) -> None:
        """Show the frame alone, or the masks again."""
        self._hide_masks(not self.canvas.masks_hidden)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back to a window."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def focus_next_area(self) -> None:
        """Give the keyboard to the next area of the window."""
        self.project_view.focus_next_area()

    def close_window(self) -> None:
        """Close the window."""
        self.close()

    # Events

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language, once all translators are installed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate_timer.start()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Enter that a field has left give the focus back to the canvas.

        The key of a disabled action says why it is disabled.
        """
        if event.key() in ENDING_KEYS and self.has_project:
            if event.key() == Qt.Key.Key_Escape:
                self.project_view.operations.choose(None)
            self.canvas.setFocus()
            return
        reason = (
            self.action_set.disabled_reason_of_key(QKeySequence(event.keyCombination())) if self.has_project else ""
        )
        if reason:
            self.workspace.messages.refuse(reason)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once: everything is saved, and the engine is not waited for."""
        self._state.save_window(self)
        self.hide()
        self.shut_down()
        event.accept()

    def _key_released(self, event: QKeyEvent) -> None:
        """Show the masks again when the key that hides them is released."""
        key = QKeySequence(event.keyCombination())
        if self.has_project and self.canvas.masks_hidden and key in self.action_set["view.hide_masks"].shortcuts():
            self._hide_masks(hidden=False)

    # Updates

    def _hide_masks(self, hidden: bool) -> None:
        self.canvas.set_masks_hidden(hidden)
        self._update_timer.start()

    def _follow_preferences(self) -> None:
        self._theme.set_choice(self.settings.theme)
        self.action_set.bind(self.settings.key_bindings)

    def _retranslate(self) -> None:
        """Show the other language: actions at once, the project in the turn behind, as both together would be felt."""
        self.action_set.retranslate(self.settings.key_bindings)
        QTimer.singleShot(0, self.switcher, self.switcher.retranslate)

    def _show_switch(self) -> None:
        self.stage_switch.follow(self.workspace if self.has_project else None)

    def _show_title(self) -> None:
        name = self.workspace.name if self.has_project else ""
        self.setWindowTitle(f"{name} – Masklane" if name else "Masklane")

    def _update_actions(self) -> None:
        self.action_set.update(conditions_of(self, media_missing=self.switcher.media_missing))
        if self._first_steps_due and self.has_project and self.workspace.view.video is not None:
            self.start_tour()

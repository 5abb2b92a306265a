"""What is seen while no project is open: the start page, what went wrong, and fetching a model that fits."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.actions.action_set import ActionSet
from app.ui.failures.error_bar import ErrorBar
from app.ui.preferences import Preferences
from app.ui.start.hardware_card import MachineCard
from app.ui.start.model_fetcher import ModelFetcher
from app.ui.start.start_page import StartPage
from app.ui.theme.theme import UiTheme
from app.ui.widgets.widgets import column


class StartRoom(QWidget):
    """Follows the preferences' recent projects when asked to, and changes the model when one has been fetched."""

    failed = Signal(object)
    """A UserError: wherever the person is by then."""

    def __init__(
        self, preferences: Preferences, actions: ActionSet, theme: UiTheme, open_project: Callable[[Path], object]
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self._actions = actions
        self._theme = theme
        self._open_project = open_project
        self.errors = ErrorBar(theme)
        self.machine = MachineCard(theme)
        self.fetcher = ModelFetcher(self)
        self.machine.fetch_requested.connect(self.fetcher.fetch)
        self.machine.stop_requested.connect(self.fetcher.stop)
        self.fetcher.progressed.connect(self.machine.show_progress)
        self.fetcher.failed.connect(self.failed)
        self.fetcher.fetched.connect(self._use_model)
        self._page = self._made_page()
        self.setLayout(column(self.errors, self._page, gap=0))
        self.show_recent()

    def _made_page(self) -> StartPage:
        page = StartPage(self._actions, self._theme, self.machine)
        page.open_requested.connect(self._open_project)
        page.forgotten.connect(self._forget)
        return page

    def speak(self) -> None:
        """Say everything in the language that has been installed: the page is made anew, a download goes on."""
        before, self._page = self._page, self._made_page()
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(before, self._page)
        before.hide()
        before.deleteLater()
        self._page.show()
        self.machine.speak()
        self.errors.speak()
        self.show_recent()

    def show_recent(self) -> None:
        """Show the recent projects as they are now."""
        self._page.show_recent(self._preferences.settings.recent_projects)

    def show_drag(self, over: bool) -> None:
        """Light up while files are dragged over the window."""
        self._page.show_drag(over=over)

    def leave(self) -> None:
        """Stop what was begun here; what arrived of a model is kept for the next time."""
        self.fetcher.close()

    def _use_model(self, id: str) -> None:
        self._preferences.change(msgspec.structs.replace(self._preferences.settings, model=id))

    def _forget(self, folder: Path) -> None:
        self._preferences.change(self._preferences.settings.without_recent(folder))
        self.show_recent()

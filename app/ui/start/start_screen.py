"""The screen while no project is open: start page, failures below it, and the download of a model."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.ui.actions.action_set import ActionSet
from app.ui.failures import message_line
from app.ui.failures.error_bar import ErrorBar
from app.ui.preferences import Preferences
from app.ui.start.card_reader import CardFacts, CardReader
from app.ui.start.hardware_card import HardwareCard
from app.ui.start.model_fetcher import ModelFetcher
from app.ui.start.start_page import SHOWN, StartPage
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import boxed, column, row


class StartScreen(QWidget):
    """`show_recent` updates the recent projects. A model that has been downloaded becomes the chosen one."""

    failed = Signal(object)
    """A UserError, which may come when a project is open already."""

    def __init__(
        self, preferences: Preferences, actions: ActionSet, theme: UiTheme, open_project: Callable[[Path], object]
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self._actions = actions
        self._theme = theme
        self._open_project = open_project
        self.errors = ErrorBar(theme)
        self.hardware_card = HardwareCard(theme)
        self.fetcher = ModelFetcher(self)
        self._cards = CardReader(self)
        self._cards.found.connect(self._show_facts)
        self.hardware_card.fetch_requested.connect(self.fetcher.fetch)
        self.hardware_card.stop_requested.connect(self.fetcher.stop)
        self.fetcher.progressed.connect(self.hardware_card.show_progress)
        self.fetcher.failed.connect(self.failed)
        self.fetcher.fetched.connect(self._use_model)
        self._page = self._new_page()
        place = boxed(row(self.errors, margin=1))
        place.setFixedHeight(message_line.HEIGHT + 2 * UNIT)  # kept free, so that a failure moves nothing
        self.setLayout(column(self._page, place, gap=0))
        self.show_recent()

    def _new_page(self) -> StartPage:
        page = StartPage(self._actions, self._theme, self.hardware_card)
        page.open_requested.connect(self._open_project)
        page.forgotten.connect(self._forget)
        return page

    def retranslate(self) -> None:
        """Show all texts in the language that has been installed: the page is made anew, a download goes on."""
        before, self._page = self._page, self._new_page()
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(before, self._page)
        before.hide()
        before.deleteLater()
        self._page.show()
        self.hardware_card.retranslate()
        self.errors.retranslate()
        self.show_recent()

    def show_recent(self) -> None:
        """Show the recent projects of the preferences; how far they are follows from the background."""
        recent = self._preferences.settings.recent_projects
        self._page.show_recent(recent)
        if self.isVisible():
            self._cards.read([Path(folder) for folder in recent[:SHOWN]])

    def showEvent(self, event: QShowEvent) -> None:
        """Show which projects are recent now, and look at them."""
        super().showEvent(event)
        self.show_recent()

    def _show_facts(self, facts: CardFacts) -> None:
        self._page.show_facts(facts)

    def show_drag(self, over: bool) -> None:
        """Highlight the drop zone while files are dragged over the window."""
        self._page.show_drag(over=over)

    def shut_down(self) -> None:
        """Stop a download, which can be resumed later, and looking at projects."""
        self.fetcher.close()
        self._cards.close()

    def _use_model(self, id: str) -> None:
        self.errors.clear()
        self._preferences.change(msgspec.structs.replace(self._preferences.settings, model=id))

    def _forget(self, folder: Path) -> None:
        self._preferences.change(self._preferences.settings.without_recent(folder))
        self.show_recent()

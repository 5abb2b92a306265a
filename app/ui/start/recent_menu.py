"""The menu of recent projects."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QMenu, QWidget

from app.ui.preferences import Preferences

SHOWN_FOLDER = 32
"""Characters of a folder's path that are shown, its end."""


class RecentMenu(QMenu):
    """Filled whenever it is opened, newest first."""

    def __init__(self, preferences: Preferences, open_project: Callable[[Path], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._open = open_project
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        folders = [Path(place) for place in self._preferences.settings.recent_projects]
        for folder in folders:
            where = str(folder.parent)
            if len(where) > SHOWN_FOLDER:
                where = "…" + where[-SHOWN_FOLDER:]
            entry = self.addAction(f"{folder.name}  ·  {where}".replace("&", "&&"))
            entry.triggered.connect(lambda _checked=False, folder=folder: self._open(folder))
        if not folders:
            self.addAction(self.tr("No project was opened yet")).setEnabled(False)
            return
        self.addSeparator()
        self.addAction(self.tr("Clear this list")).triggered.connect(self._clear)

    def _clear(self) -> None:
        self._preferences.change(msgspec.structs.replace(self._preferences.settings, recent_projects=()))

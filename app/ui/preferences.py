"""The settings of this session: one value, replaced as a whole and stored at once."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app import settings as storage
from app.errors import UserError
from app.settings import Settings


class Preferences(QObject):
    """Holds the settings, stores them in `file`, and announces changes."""

    changed = Signal()
    failed = Signal(object)
    """A UserError: the settings apply in this session, but could not be stored."""

    def __init__(self, settings: Settings, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._file = file

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    def change(self, settings: Settings) -> None:
        """Replace the settings, and store them."""
        if settings == self._settings:
            return
        self._settings = settings
        self.changed.emit()
        try:
            storage.save(self._file, settings)
        except UserError as error:
            self.failed.emit(error)

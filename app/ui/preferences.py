"""The settings of this session: one value that changes as a whole, saved at once."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app import settings as storage
from app.errors import UserError
from app.settings import Settings


class Preferences(QObject):
    """Holds the settings, keeps them in `file`, and tells when they change."""

    changed = Signal()
    failed = Signal(object)
    """A UserError: the settings hold for this session, but could not be saved."""

    def __init__(self, settings: Settings, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._file = file

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    def change(self, settings: Settings) -> None:
        """Take over other settings, and save them."""
        if settings == self._settings:
            return
        self._settings = settings
        self.changed.emit()
        try:
            storage.save(self._file, settings)
        except UserError as error:
            self.failed.emit(error)

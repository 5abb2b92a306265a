"""Which languages the window speaks: translations that lie in resources, and the one in force."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from app.paths import resources

PREFIX = "masklane_"
OWN = "en"


def folder() -> Path:
    """Return the folder of translations."""
    return resources() / "translations"


def languages() -> list[str]:
    """Return the locale names of all languages, the one the source is written in first."""
    there = sorted(file.stem.removeprefix(PREFIX) for file in folder().glob(f"{PREFIX}*.qm"))
    return [OWN, *there]


def chosen_locale(language: str) -> QLocale:
    """Return the locale of a setting: that of the system when it is empty."""
    return QLocale(language) if language else QLocale.system()


class Language(QObject):
    """One a process. Qt tells every window when another language is chosen (QEvent.LanguageChange)."""

    def __init__(self, application: QCoreApplication, language: str) -> None:
        super().__init__(application)
        self._application = application
        self._chosen: str | None = None
        self._translators: list[QTranslator] = []
        self.choose(language)

    @property
    def translated(self) -> bool:
        """True when the language in force is not the one the source is written in."""
        return bool(self._translators)

    def choose(self, language: str) -> None:
        """Make the application speak the language of the setting; nothing happens when it does already."""
        if language == self._chosen:
            return
        self._chosen = language
        for translator in self._translators:
            self._application.removeTranslator(translator)
        locale = chosen_locale(language)
        self._translators = _translators(locale)
        QLocale.setDefault(locale if self._translators else QLocale.system())
        for translator in self._translators:
            self._application.installTranslator(translator)


def _translators(locale: QLocale) -> list[QTranslator]:
    """Return our translation into the language of `locale` and Qt's, none when there is none or none is needed."""
    own, qt = QTranslator(), QTranslator()
    if locale.language() is QLocale.Language.English or not own.load(locale, "masklane", "_", str(folder())):
        return []
    place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return [own, qt] if qt.load(locale, "qtbase", "_", place) else [own]

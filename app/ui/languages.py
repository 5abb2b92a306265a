"""The languages of the window: the translations in resources, and the one that is installed."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from app.paths import resources

PREFIX = "masklane_"
SOURCE_LANGUAGE = "en"


def folder() -> Path:
    """Return the folder of translations."""
    return resources() / "translations"


def languages() -> list[str]:
    """Return the locale names of all languages, English first: the texts in the source."""
    translated = sorted(file.stem.removeprefix(PREFIX) for file in folder().glob(f"{PREFIX}*.qm"))
    return [SOURCE_LANGUAGE, *translated]


def chosen_locale(language: str) -> QLocale:
    """Return the locale of a setting: the system's when it is empty."""
    return QLocale(language) if language else QLocale.system()


class Language(QObject):
    """Installs translators, one instance a process. Windows get QEvent.LanguageChange when the language changes."""

    def __init__(self, application: QCoreApplication, language: str) -> None:
        super().__init__(application)
        self._application = application
        self._chosen: str | None = None
        self._translators: list[QTranslator] = []
        self.choose(language)

    @property
    def translated(self) -> bool:
        """True when the language is not English."""
        return bool(self._translators)

    def choose(self, language: str) -> None:
        """Install the translators of a setting; nothing happens when they are installed already."""
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
    """Return the translators of the application and of Qt for `locale`; none for English, or without a translation."""
    own, qt = QTranslator(), QTranslator()
    if locale.language() is QLocale.Language.English or not own.load(locale, "masklane", "_", str(folder())):
        return []
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return [own, qt] if qt.load(locale, "qtbase", "_", qt_folder) else [own]

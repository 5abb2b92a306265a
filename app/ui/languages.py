"""Which languages the window speaks: translations that lie in resources, and installing one."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

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


def install(application: QCoreApplication, language: str) -> bool:
    """Make the window speak the language of the setting. Returns whether a translation was found and needed."""
    locale = chosen_locale(language)
    if locale.language() is QLocale.Language.English:
        return False
    own, qt = QTranslator(application), QTranslator(application)
    if not own.load(locale, "masklane", "_", str(folder())):
        return False
    QLocale.setDefault(locale)
    application.installTranslator(own)
    if qt.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(qt)
    return True

"""Phrases of all rooms in the person's language: the one place where they are translated."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.phrases import Phrase, filled

CONTEXT = "Phrases"


def translated(phrase: Phrase, write: Callable[[object], object] = lambda value: value) -> str:
    """Return `phrase` in the language that was installed, in English without one; `write` writes the names in it."""
    values = {
        name: translated(value, write) if isinstance(value, Phrase) else write(value)
        for name, value in phrase.values.items()
    }
    return filled(QCoreApplication.translate(CONTEXT, phrase.template), values)

"""Phrases of all rooms in the person's language: the one place where they are translated."""

from PySide6.QtCore import QCoreApplication

from app.phrases import Phrase, filled

CONTEXT = "Phrases"


def translated(phrase: Phrase) -> str:
    """Return `phrase` in the language that was installed, in English without one."""
    values = {name: translated(value) if isinstance(value, Phrase) else value for name, value in phrase.values.items()}
    return filled(QCoreApplication.translate(CONTEXT, phrase.template), values)

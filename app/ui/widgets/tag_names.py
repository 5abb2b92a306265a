"""The usual tags in the person's language; a project's own are what a person wrote."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

NAMES: Final = {
    "occlusion": str(QT_TRANSLATE_NOOP("Tags", "occlusion")),
    "look-alike": str(QT_TRANSLATE_NOOP("Tags", "look-alike")),
    "fast": str(QT_TRANSLATE_NOOP("Tags", "fast")),
    "thin": str(QT_TRANSLATE_NOOP("Tags", "thin")),
    "shot change": str(QT_TRANSLATE_NOOP("Tags", "shot change")),
    "left the frame": str(QT_TRANSLATE_NOOP("Tags", "left the frame")),
}


def tag_name(tag: str) -> str:
    """Return what a person reads for a tag."""
    return QCoreApplication.translate("Tags", NAMES[tag]) if tag in NAMES else tag

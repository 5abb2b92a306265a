"""How far an object is, in words: "48 % present · 62 lost · 12 stale"."""

from PySide6.QtCore import QCoreApplication

from app.workspace.coverage import Coverage

translate = QCoreApplication.translate


def coverage_text(found: Coverage) -> str:
    """Return what is there, and how many frames still want a person; what there is none of is left out."""
    words = [translate("Coverage", "{percent} % present").format(percent=_percent(found))]
    for count, text in (
        (found.absent, translate("Coverage", "{count} absent")),
        (found.lost, translate("Coverage", "{count} lost")),
        (found.stale, translate("Coverage", "{count} stale")),
    ):
        if count:
            words.append(text.format(count=count))
    return " · ".join(words)


def _percent(found: Coverage) -> int:
    """Return whole percents; 100 and 0 only where it is all of them or none."""
    rounded = round(found.present_share * 100)
    if found.present < found.frames:
        rounded = min(rounded, 99)
    return max(rounded, 1) if found.present else 0

"""A row of the object list, and what it says below the name."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.project.model import Verdict, VideoObject

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """One line of the list. `present` is the share of frames with a mask that is not empty, 0..1."""

    record: VideoObject
    prompted: int
    present: float
    stale: int
    active: bool
    verdict: Verdict | None


def object_facts(row: ObjectRow) -> list[str]:
    """Return the facts of a row, the most important first: the last ones are left out where there is no room."""
    facts = [translate("ObjectRow", "{percent} % present").format(percent=whole_percent(row.present))]
    if row.stale:
        facts.append(translate("ObjectRow", "{count} stale").format(count=row.stale))
    facts.append(translate("ObjectRow", "{count} prompted").format(count=row.prompted))
    return [*facts, row.record.category] if row.record.category else facts


def whole_percent(share: float) -> int:
    """Return a share of 0..1 in whole percent: 0 and 100 only where nothing and everything is meant."""
    return min(max(round(share * 100), 1), 99) if 0 < share < 1 else round(share * 100)

"""A row of the object list, and what it says below the name."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.project.model import Verdict, VideoObject
from app.ui.widgets.coverage_text import coverage_facts
from app.ui.widgets.tag_names import tag_name
from app.workspace.measuring.coverage import Coverage

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """One line of the list."""

    record: VideoObject
    coverage: Coverage
    active: bool
    verdict: Verdict | None


def object_facts(row: ObjectRow) -> list[str]:
    """Return the facts of a row, the most important first: the last ones are left out where there is no room."""
    facts = coverage_facts(row.coverage)
    if row.coverage.edited or not row.coverage.imported:
        facts.append(translate("ObjectRow", "{count} edited").format(count=row.coverage.edited))
    if row.coverage.imported:
        facts.append(translate("ObjectRow", "{count} imported").format(count=row.coverage.imported))
    facts += [row.record.category] if row.record.category else []
    return [*facts, *map(tag_name, row.record.tags)]

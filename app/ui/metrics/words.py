"""The numbers of the data engine in words: times, shares, names of groups, tools and stages."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.project.model import Judgement
from app.review.work import Grouping, Numbers
from app.ui.canvas.tools.table import TOOLS, ToolId
from app.ui.widgets.number_format import decimal, duration

translate = QCoreApplication.translate

NOTHING: Final = "–"
"""Where there is nothing to divide by."""
GROUPINGS: Final = {
    Grouping.ANNOTATOR: str(QT_TRANSLATE_NOOP("Metrics", "Annotators")),
    Grouping.MASKLET: str(QT_TRANSLATE_NOOP("Metrics", "Masklets")),
    Grouping.PHASE: str(QT_TRANSLATE_NOOP("Metrics", "Phases")),
    Grouping.MODEL: str(QT_TRANSLATE_NOOP("Metrics", "Models")),
    Grouping.WEEK: str(QT_TRANSLATE_NOOP("Metrics", "Weeks")),
}
_VERDICTS: Final = {
    Judgement.SATISFACTORY.value: str(QT_TRANSLATE_NOOP("Metrics", "Satisfactory")),
    Judgement.UNSATISFACTORY.value: str(QT_TRANSLATE_NOOP("Metrics", "Unsatisfactory")),
    Judgement.REJECTED.value: str(QT_TRANSLATE_NOOP("Metrics", "Rejected")),
    "": str(QT_TRANSLATE_NOOP("Metrics", "Taken back")),
}


def seconds(value: float | None) -> str:
    """Return seconds with a decimal place, such as "4.5 s"."""
    if value is None:
        return NOTHING
    return translate("Metrics", "{seconds}\u00a0s").format(seconds=decimal(value, 1 if value < 100 else 0))


def share(value: float | None) -> str:
    """Return a share of 0..1 in percent."""
    if value is None:
        return NOTHING
    return f"{decimal(value * 100, 0 if value in (0.0, 1.0) else 1)}\u00a0%"


def number(value: float | None, places: int = 2) -> str:
    """Return a number, such as clicks a clicked frame."""
    return NOTHING if value is None else decimal(value, places)


def count(value: int) -> str:
    """Return a number of things."""
    return str(value) if value else NOTHING


def clock(value: float) -> str:
    """Return a time worked: minutes and seconds below an hour."""
    whole = round(value)
    return f"{whole // 60}:{whole % 60:02}" if whole < 3600 else duration(value)


def title_of(grouping: Grouping) -> str:
    """Return the title of a grouping."""
    return translate("Metrics", GROUPINGS[grouping])


def tool_title(tool: str) -> str:
    """Return the title of a tool of the log."""
    known = next((id for id in ToolId if id.value == tool), None)
    return translate("Metrics", "no tool") if known is None else translate("Canvas", TOOLS[known].title)


def verdict_title(judgement: str) -> str:
    """Return the title of a verdict of the log."""
    return translate("Metrics", _VERDICTS[judgement]) if judgement in _VERDICTS else judgement


def group_name(grouping: Grouping, name: str) -> str:
    """Return the name of a group, also where it has none."""
    if grouping is Grouping.PHASE and name:
        return translate("Metrics", "Phase {phase}").format(phase=name)
    return name or translate("Metrics", "no name")


def in_short(numbers: Numbers) -> str:
    """Return a project's numbers in a line."""
    parts: Iterable[str] = (
        translate("Metrics", "{time} a frame").format(time=seconds(numbers.seconds_a_frame)),
        translate("Metrics", "{share} edited").format(share=share(numbers.edited_share)),
        translate("Metrics", "{count} clicks").format(count=number(numbers.clicks_a_frame, 1)),
    )
    return " · ".join(parts)

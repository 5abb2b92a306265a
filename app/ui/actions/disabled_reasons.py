"""Why an action makes no sense now, in words: what is missing is found by asking what would make sense of it."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from app.ui.actions.action import Action
from app.ui.actions.enablement import Situation

translate = QCoreApplication.translate


def why_not(row: Action, situation: Situation) -> str:
    """Return what is missing for an action, the first thing first; empty when it makes sense."""
    if row.enabled(situation):
        return ""
    have = situation
    none_yet = translate("Refusals", "There is no object yet: click something first.")
    select = translate("Refusals", "Select an object first.")
    for lack, words in (
        ({"project": True}, translate("Refusals", "Open a project first.")),
        ({"video": True, "videos": max(have.videos, 1)}, translate("Refusals", "Add a video first.")),
        ({"objects": max(have.objects, 1)}, none_yet),
        ({"selected": max(have.selected, 1)}, select if have.objects else none_yet),
        ({"videos": 2}, translate("Refusals", "There is only one video.")),
        ({"objects": max(have.objects, 2), "selected": 2}, translate("Refusals", "Select two objects first.")),
    ):
        have = replace(have, **lack)
        if row.enabled(have):
            return words
    return translate("Refusals", "{action}: there is nothing to do.").format(action=row.title.rstrip("…"))

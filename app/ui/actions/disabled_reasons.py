"""Why an action is disabled, in words. What is missing is found by trying: which added condition enables it?"""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from app.ui.actions.action import Action
from app.ui.actions.enablement import Conditions

translate = QCoreApplication.translate


def disabled_reason(row: Action, conditions: Conditions) -> str:
    """Return what is missing for an action, the first thing first; empty when it is enabled."""
    if row.enabled(conditions):
        return ""
    tried = conditions
    no_object = translate("DisabledReasons", "There is no object yet: click something first.")
    select_one = translate("DisabledReasons", "Select an object first.")
    for missing, text in (
        ({"project": True}, translate("DisabledReasons", "Open a project first.")),
        ({"video": True, "videos": max(tried.videos, 1)}, translate("DisabledReasons", "Add a video first.")),
        ({"objects": max(tried.objects, 1)}, no_object),
        ({"selected": max(tried.selected, 1)}, select_one if tried.objects else no_object),
        ({"videos": 2}, translate("DisabledReasons", "There is only one video.")),
        ({"objects": max(tried.objects, 2), "selected": 2}, translate("DisabledReasons", "Select two objects first.")),
    ):
        tried = replace(tried, **missing)
        if row.enabled(tried):
            return text
    return translate("DisabledReasons", "{action}: there is nothing to do.").format(action=row.title.rstrip("…"))

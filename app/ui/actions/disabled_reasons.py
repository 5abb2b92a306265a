"""Why an action is disabled, in words. What is missing is found by trying: which added condition enables it?"""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from app.project.model import Stage
from app.ui.actions.action import Action
from app.ui.actions.enablement import Conditions

translate = QCoreApplication.translate


def disabled_reason(row: Action, conditions: Conditions) -> str:
    """Return what is missing for an action, the first thing first; empty when it is enabled."""
    if row.enabled(conditions):
        return ""
    tried = conditions
    no_object = translate("DisabledReasons", "There is no object yet: click something first.")
    any_object: dict[str, object] = {"objects": max(tried.objects, 1), "objects_anywhere": True}
    if not tried.objects:  # an object would bring all of this along
        any_object |= {"not_trackable": "", "stale": True}
    select_one = translate("DisabledReasons", "Select an object first.")
    in_annotate = translate("DisabledReasons", "That is done in Annotate: Ctrl+2.")
    for missing, text in (
        ({"stage": Stage.ANNOTATION}, in_annotate),
        ({"project": True}, translate("DisabledReasons", "Open a project first.")),
        ({"video": True, "videos": max(tried.videos, 1)}, translate("DisabledReasons", "Add a video first.")),
        (any_object, no_object),
        ({"selected": max(tried.selected, 1)}, select_one if tried.objects else no_object),
        ({"not_trackable": ""}, tried.not_trackable),
        ({"stale": True}, translate("DisabledReasons", "Nothing is stale.")),
        ({"range": True}, translate("DisabledReasons", "Mark a stretch with I and O first.")),
        ({"videos": 2}, translate("DisabledReasons", "There is only one video.")),
        ({"objects": max(tried.objects, 2), "selected": 2}, translate("DisabledReasons", "Select two objects first.")),
        ({"deep": True}, translate("DisabledReasons", "This video has no pictures of more than 8 bits.")),
    ):
        tried = replace(tried, **missing)
        if row.enabled(tried):
            return text
    return translate("DisabledReasons", "{action}: there is nothing to do.").format(action=row.title.rstrip("…"))

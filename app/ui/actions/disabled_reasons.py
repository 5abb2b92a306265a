"""Why an action is disabled, in words. What is missing is found by trying: which added condition enables it?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from app.project.conventions import USUAL_PHASE
from app.project.model import Stage
from app.ui.actions.action import Action
from app.ui.actions.enablement import Conditions
from app.workspace.review.selecting import MOST_KEYS

translate = QCoreApplication.translate


def disabled_reasons(rows: Iterable[Action], conditions: Conditions) -> dict[str, str]:
    """Return for each row, by id, what is missing for it, the first thing first; empty where it is enabled."""
    attempts = tuple(_attempts(conditions))
    return {row.id: "" if row.enabled(conditions) else _reason(row, attempts) for row in rows}


def _reason(row: Action, attempts: Sequence[tuple[Conditions, str]]) -> str:
    nothing = translate("DisabledReasons", "{action}: there is nothing to do.")
    found = next((text for tried, text in attempts if row.enabled(tried)), None)
    return found if found is not None else nothing.format(action=row.title.rstrip("…"))


def _attempts(conditions: Conditions) -> Iterator[tuple[Conditions, str]]:
    """Yield `conditions` with one thing after the other added, and the words for lacking it."""
    tried = conditions
    no_object = translate("DisabledReasons", "There is no object yet: click something first.")
    any_object: dict[str, object] = {"objects": max(tried.objects, 1), "objects_anywhere": True}
    if not tried.objects:  # an object would bring all of this along
        any_object |= {"not_trackable": "", "stale": True}
    select_one = translate("DisabledReasons", "Select an object first.")
    in_annotate = translate("DisabledReasons", "That is done in Annotate: Ctrl+2.")
    lacking: tuple[tuple[dict[str, object], str], ...] = (
        ({"stage": Stage.ANNOTATION}, in_annotate),
        ({"project": True}, translate("DisabledReasons", "Open a project first.")),
        ({"video": True, "videos": max(tried.videos, 1)}, translate("DisabledReasons", "Add a video first.")),
        (any_object, no_object),
        ({"selected": max(tried.selected, 1)}, select_one if tried.objects else no_object),
        ({"not_trackable": ""}, tried.not_trackable),
        ({"stale": True}, translate("DisabledReasons", "Nothing is stale.")),
        ({"phase": USUAL_PHASE}, translate("DisabledReasons", "The project's phase has no such tool: see Stage.")),
        ({"videos": 2}, translate("DisabledReasons", "There is only one video.")),
        ({"objects": max(tried.objects, 2), "selected": 2}, translate("DisabledReasons", "Select two objects first.")),
        ({"to_track": 1}, translate("DisabledReasons", "No accepted candidate is left to track.")),
        ({"to_hand_in": 1}, translate("DisabledReasons", "No accepted candidate is tracked to both ends.")),
        ({"deep": True}, translate("DisabledReasons", "This video has no pictures of more than 8 bits.")),
        *_that_may_be_missing(),
        *_of_stages(conditions),
    )
    for missing, text in lacking:
        tried = replace(tried, **missing)  # type: ignore[arg-type]
        yield tried, text


def _that_may_be_missing() -> Iterator[tuple[dict[str, object], str]]:
    """Yield what one or two actions are about, each with the words for lacking it."""
    yield {"range": True}, translate("DisabledReasons", "No stretch is marked: set in and out points first.")
    yield {"lost_here": True}, translate("DisabledReasons", "The object is not lost here.")
    yield {"opinion": True}, translate("DisabledReasons", "No mask is offered here.")
    yield {"learned": True}, translate("DisabledReasons", "Nothing was learned of the object yet.")
    yield {"issue": True}, translate("DisabledReasons", "Select an issue first.")
    yield {"issue_resolved": True}, translate("DisabledReasons", "No issue of the object was resolved.")
    yield {"media_missing": True}, translate("DisabledReasons", "The media of this video is where it was.")
    yield {"tracking": True, "busy": True}, translate("DisabledReasons", "Nothing is running.")


def _of_stages(conditions: Conditions) -> Iterator[tuple[dict[str, object], str]]:
    """Yield what answers are about, with the words for lacking it in the stage that is shown."""
    stage = conditions.stage
    no_candidate = translate("DisabledReasons", "No candidate waits: find objects first.")
    if conditions.candidates:
        no_candidate = translate("DisabledReasons", "Choose a candidate first.")
    elsewhere = translate("DisabledReasons", "That is done in Select: Ctrl+1.")
    for candidate, none in (
        ({"in_hand": True}, no_candidate),
        ({"above": 1}, translate("DisabledReasons", "No candidate has such a score.")),
        ({"before": " "}, translate("DisabledReasons", "There was none before on this frame.")),
        ({"categories": MOST_KEYS}, translate("DisabledReasons", "The project has fewer categories.")),
    ):
        yield {"stage": Stage.SELECTION, **candidate}, none if stage is Stage.SELECTION else elsewhere
    none = translate("DisabledReasons", "No masklet waits for that.")
    elsewhere = translate("DisabledReasons", "That is done in Verify: Ctrl+3.")
    for asked in ({"in_hand": True}, {"asking": True}, {"question": True, "none_masked": True}):
        yield {"stage": Stage.VERIFICATION, **asked}, none if stage is Stage.VERIFICATION else elsewhere

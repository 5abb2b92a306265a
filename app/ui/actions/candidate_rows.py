"""Actions on what the model finds by itself: where it looks, many answers at once, and what was accepted."""

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.project.model import Stage
from app.ui.actions.action import Action, Menu
from app.ui.actions.action_target import ActionTarget
from app.ui.actions.enablement import Conditions
from app.ui.widgets.number_format import decimal
from app.workspace.review.candidates import CandidateFinder
from app.workspace.review.selecting import MOST_KEYS

translate = QCoreApplication.translate


def _find(
    id: str, text: str, search: Callable[[CandidateFinder], object], keys: tuple[str, ...] = (), icon: str = ""
) -> Action:
    """Return an action that searches, in Select: what is found is seen there only."""

    def run(target: ActionTarget) -> None:
        target.show_stage(Stage.SELECTION)
        search(target.workspace.candidates)

    return Action(f"track.{id}", Menu.TRACK, text, run, keys, icon, lambda conditions: conditions.video, section=2)


def _all_from(conditions: Conditions) -> str:
    """Return the text with the score, and how many candidates have it; nothing outside of Select."""
    if conditions.stage is not Stage.SELECTION:
        return ""
    if not conditions.above:
        words = translate("CandidateRows", "Accept all from {score}")
    else:
        words = translate("CandidateRows", "Accept all from {score} ({count})")
    return words.format(score=decimal(conditions.threshold, 2), count=conditions.above)


def _accept_in(number: int) -> Action:
    return Action(
        f"stage.accept_in_{number}",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Accept: category {number}")),
        lambda target: target.workspace.selecting.accept_in(number),
        (str(number),),
        enabled=lambda conditions: _in_hand(conditions) and number <= conditions.categories,
        section=3,
        in_menu=False,
        number=number,
        stage=Stage.SELECTION,
    )


def _in_hand(conditions: Conditions) -> bool:
    return conditions.stage is Stage.SELECTION and conditions.in_hand


FIND = (
    _find(
        "find",
        str(QT_TRANSLATE_NOOP("Actions", "Find objects on this frame")),
        lambda finder: finder.find(),
        ("Ctrl+Shift+F",),
        "auto",
    ),
    _find(
        "find_video",
        str(QT_TRANSLATE_NOOP("Actions", "Find on every n-th frame")),
        lambda finder: finder.find_in_video(),
    ),
    _find(
        "find_all",
        str(QT_TRANSLATE_NOOP("Actions", "Find on first frames of all videos")),
        lambda finder: finder.find_in_all(),
    ),
    Action(
        "track.accepted",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Track accepted in all videos")),
        lambda target: target.workspace.candidates.track_accepted(),
        enabled=lambda conditions: conditions.to_track > 0,
        section=2,
    ),
)
MANY = (
    Action(
        "stage.hand_in_tracked",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Hand in tracked candidates")),
        lambda target: target.workspace.candidates.hand_in_tracked(),
        enabled=lambda conditions: conditions.to_hand_in > 0,
        section=1,
    ),
    Action(
        "stage.accept_above",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Accept all from a score on")),
        lambda target: target.workspace.selecting.accept_above(),
        ("Shift+Enter", "Shift+Return"),
        "check",
        enabled=lambda conditions: conditions.stage is Stage.SELECTION and conditions.above > 0,
        renamed=_all_from,
        section=2,
        stage=Stage.SELECTION,
    ),
    Action(
        "stage.accept_named",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Accept as…")),
        lambda target: target.stage_dialogs.name_candidate(),
        ("Ctrl+Enter", "Ctrl+Return"),
        "tag",
        enabled=_in_hand,
        section=2,
        stage=Stage.SELECTION,
    ),
    Action(
        "stage.join",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Join to the one before")),
        lambda target: target.workspace.selecting.join(),
        ("M",),
        "merge",
        enabled=lambda conditions: _in_hand(conditions) and bool(conditions.before),
        detail=lambda conditions: conditions.before if conditions.stage is Stage.SELECTION else "",
        section=2,
        stage=Stage.SELECTION,
    ),
    *(_accept_in(number) for number in range(1, MOST_KEYS + 1)),
)

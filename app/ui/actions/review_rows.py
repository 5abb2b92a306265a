"""Actions of the data engine: the stages of the window, and what decides in Select and in Verify."""

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.project.category_checks import CategoryAnswer
from app.project.conventions import MAX_REASONS
from app.project.model import Stage
from app.ui.actions.action import Action, Menu
from app.ui.actions.action_target import ActionTarget
from app.ui.actions.enablement import Conditions


def _stage(stage: Stage, text: str, key: str) -> Action:
    return Action(
        f"stage.{stage.value}",
        Menu.STAGE,
        text,
        lambda target: target.show_stage(stage),
        (key,),
        enabled=lambda conditions: conditions.project,
        checked=lambda conditions: conditions.project and conditions.stage is stage,
    )


def _decision(
    stage: Stage,
    id: str,
    text: str,
    run: Callable[[ActionTarget], object],
    keys: tuple[str, ...],
    icon: str = "",
    *,
    goes_on: bool = False,
) -> Action:
    """Return an action that is there in one stage, while something waits for an answer.

    One that `goes_on` brings a candidate where none is in hand yet.
    """

    def enabled(conditions: Conditions) -> bool:
        return conditions.stage is stage and (conditions.in_hand or (goes_on and conditions.candidates))

    return Action(f"stage.{id}", Menu.STAGE, text, run, keys, icon, enabled, section=2, stage=stage)


def _reason(number: int) -> Action:
    return Action(
        f"stage.reason_{number}",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Unsatisfactory: reason {number}")),
        lambda target: target.workspace.verifying.give_reason(number),
        (str(number),),
        enabled=lambda conditions: conditions.stage is Stage.VERIFICATION and conditions.asking,
        section=3,
        in_menu=False,
        number=number,
        stage=Stage.VERIFICATION,
    )


def _answer(id: str, text: str, answer: CategoryAnswer, key: str, icon: str) -> Action:
    def enabled(conditions: Conditions) -> bool:
        return conditions.question and (answer is not CategoryAnswer.NONE or conditions.none_masked)

    return Action(
        f"stage.{id}",
        Menu.STAGE,
        text,
        lambda target: target.workspace.category_questions.answer(answer),
        (key,),
        icon,
        enabled,
        section=4,
        stage=Stage.VERIFICATION,
        lends=True,
    )


def _project(conditions: Conditions) -> bool:
    return conditions.project


_RULES = (
    Action(
        "stage.history",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "History of the masklet…")),
        lambda target: target.stage_dialogs.show_history(),
        ("Ctrl+H",),
        "clock",
        lambda conditions: conditions.active,
        section=5,
    ),
    Action(
        "stage.annotator",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Who is working…")),
        lambda target: target.stage_dialogs.ask_annotator(),
        (),
        "person",
        _project,
        section=6,
    ),
    Action(
        "stage.others_only",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Nobody verifies their own")),
        lambda target: target.workspace.verification.set_others_only(not target.workspace.verification.others_only),
        enabled=_project,
        checked=lambda conditions: conditions.others_only,
        section=6,
    ),
    Action(
        "stage.reasons",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Reasons…")),
        lambda target: target.stage_dialogs.edit_reasons(),
        enabled=_project,
        section=6,
    ),
    Action(
        "stage.auto_accept",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Auto-accept…")),
        lambda target: target.stage_dialogs.show_auto_accept(),
        enabled=_project,
        section=6,
    ),
)


STAGE = (
    _stage(Stage.SELECTION, str(QT_TRANSLATE_NOOP("Actions", "Select")), "Ctrl+1"),
    _stage(Stage.ANNOTATION, str(QT_TRANSLATE_NOOP("Actions", "Annotate")), "Ctrl+2"),
    _stage(Stage.VERIFICATION, str(QT_TRANSLATE_NOOP("Actions", "Verify")), "Ctrl+3"),
    Action(
        "stage.hand_in",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Hand in for verification")),
        lambda target: target.workspace.verification.hand_in(target.workspace.view.selection),
        ("Ctrl+Enter", "Ctrl+Return"),
        "export",
        lambda conditions: conditions.active and conditions.stage is Stage.ANNOTATION,
        section=1,
    ),
    _decision(
        Stage.SELECTION,
        "accept",
        str(QT_TRANSLATE_NOOP("Actions", "Accept candidate")),
        lambda target: target.workspace.selecting.accept(),
        ("Enter", "Return"),
        "check",
    ),
    _decision(
        Stage.SELECTION,
        "dismiss",
        str(QT_TRANSLATE_NOOP("Actions", "Dismiss candidate")),
        lambda target: target.workspace.selecting.dismiss(),
        ("Backspace",),
        "close",
    ),
    _decision(
        Stage.SELECTION,
        "dismiss_rest",
        str(QT_TRANSLATE_NOOP("Actions", "Dismiss the rest")),
        lambda target: target.workspace.selecting.dismiss_rest(),
        ("Shift+Backspace",),
        "trash",
    ),
    _decision(
        Stage.SELECTION,
        "next_candidate",
        str(QT_TRANSLATE_NOOP("Actions", "Next candidate")),
        lambda target: target.workspace.selecting.step(1),
        ("Tab",),
        goes_on=True,
    ),
    _decision(
        Stage.SELECTION,
        "previous_candidate",
        str(QT_TRANSLATE_NOOP("Actions", "Previous candidate")),
        lambda target: target.workspace.selecting.step(-1),
        ("Shift+Tab",),
        goes_on=True,
    ),
    _decision(
        Stage.VERIFICATION,
        "satisfactory",
        str(QT_TRANSLATE_NOOP("Actions", "Satisfactory")),
        lambda target: target.workspace.verifying.satisfactory(),
        ("Enter", "Return"),
        "check",
    ),
    _decision(
        Stage.VERIFICATION,
        "unsatisfactory",
        str(QT_TRANSLATE_NOOP("Actions", "Unsatisfactory")),
        lambda target: target.workspace.verifying.unsatisfactory(),
        ("Backspace",),
        "close",
    ),
    _decision(
        Stage.VERIFICATION,
        "mark",
        str(QT_TRANSLATE_NOOP("Actions", "Unsatisfactory: mark where")),
        lambda target: target.workspace.verifying.ask(),
        ("W",),
        "issue",
    ),
    _decision(
        Stage.VERIFICATION,
        "reject",
        str(QT_TRANSLATE_NOOP("Actions", "Reject")),
        lambda target: target.workspace.verifying.reject(),
        ("R",),
        "absent",
    ),
    *(_reason(number) for number in range(1, MAX_REASONS + 1)),
    _answer("all_masked", str(QT_TRANSLATE_NOOP("Actions", "Yes, all are masked")), CategoryAnswer.ALL, "Y", "check"),
    _answer(
        "not_all", str(QT_TRANSLATE_NOOP("Actions", "No, one here has no mask")), CategoryAnswer.NOT_ALL, "N", "close"
    ),
    _answer("none_here", str(QT_TRANSLATE_NOOP("Actions", "Yes, there is none")), CategoryAnswer.NONE, "0", "absent"),
    *_RULES,
    Action(
        "stage.numbers",
        Menu.STAGE,
        str(QT_TRANSLATE_NOOP("Actions", "Numbers of the data engine")),
        lambda target: target.show_numbers(),
        ("Ctrl+4",),
        "clock",
        enabled=lambda conditions: conditions.project,
        section=4,
    ),
    Action(
        "track.improve",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Improve with my masklets…")),
        lambda target: target.show_improving(),
        ("Ctrl+5",),
        "model",
        enabled=lambda conditions: conditions.project,
        section=9,
    ),
)

"""Actions on what the model learns while a person corrects it: the switch, forgetting it, and masks it offers."""

import msgspec
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.ui.actions.action import Action, Menu
from app.ui.actions.action_target import ActionTarget
from app.ui.actions.enablement import Conditions

translate = QCoreApplication.translate


def _project(conditions: Conditions) -> bool:
    return conditions.project


def _switch(target: ActionTarget) -> None:
    workspace = target.workspace
    settings = workspace.settings
    learn = not settings.learn_from_corrections
    workspace.change_settings(msgspec.structs.replace(settings, learn_from_corrections=learn))
    on = translate("Actions", "The model learns from corrections now.")
    workspace.messages.say(on if learn else translate("Actions", "The model does not learn from corrections now."))


def _take(target: ActionTarget) -> None:
    workspace = target.workspace
    if workspace.second_opinion.masks:
        workspace.second_opinion.take()
    else:
        workspace.offers.take()


def _let_go(target: ActionTarget) -> None:
    target.workspace.second_opinion.dismiss()
    target.workspace.offers.dismiss()


LESSONS = (
    Action(
        "track.take_opinion",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Take the offered mask")),
        _take,
        ("Q",),
        enabled=lambda s: s.opinion,
        section=3,
    ),
    Action(
        "track.dismiss_opinion",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Let the offered mask go")),
        _let_go,
        enabled=lambda s: s.opinion,
        section=3,
    ),
    Action(
        "track.learn",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Learn from corrections")),
        _switch,
        ("Ctrl+Shift+L",),
        enabled=_project,
        checked=lambda s: s.learns,
        section=4,
    ),
    Action(
        "track.forget_lessons",
        Menu.TRACK,
        str(QT_TRANSLATE_NOOP("Actions", "Forget what was learned of the object")),
        lambda target: target.workspace.lessons.reset(target.workspace.view.selection),
        ("Ctrl+Shift+K",),
        enabled=lambda s: s.learned,
        section=4,
    ),
)

"""Actions on the playhead and the range."""

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.ui.actions.action import Action, Menu
from app.ui.actions.action_target import ActionTarget
from app.ui.actions.enablement import Conditions


def _video(conditions: Conditions) -> bool:
    return conditions.video


def _objects(conditions: Conditions) -> bool:
    return conditions.objects > 0


def _move(
    id: str,
    text: str,
    run: Callable[[ActionTarget], None],
    keys: tuple[str, ...],
    icon: str = "",
    *,
    enabled: Callable[[Conditions], bool] = _video,
    section: int = 1,
) -> Action:
    return Action(f"playback.{id}", Menu.PLAYBACK, text, run, keys, icon, enabled, section=section, repeats=True)


PLAYBACK = (
    Action(
        "playback.play",
        Menu.PLAYBACK,
        str(QT_TRANSLATE_NOOP("Actions", "Play / pause")),
        lambda target: target.workspace.view.toggle_play(),
        ("Space",),
        "play",
        _video,
    ),
    _move(
        "previous",
        str(QT_TRANSLATE_NOOP("Actions", "Previous frame")),
        lambda target: target.workspace.view.step(-1),
        ("Left", ",", "A"),
        "frame-back",
    ),
    _move(
        "next",
        str(QT_TRANSLATE_NOOP("Actions", "Next frame")),
        lambda target: target.workspace.view.step(1),
        ("Right", ".", "D"),
        "frame-forward",
    ),
    _move(
        "back_10",
        str(QT_TRANSLATE_NOOP("Actions", "10 frames back")),
        lambda target: target.workspace.view.step(-10),
        ("Shift+Left",),
    ),
    _move(
        "forward_10",
        str(QT_TRANSLATE_NOOP("Actions", "10 frames forward")),
        lambda target: target.workspace.view.step(10),
        ("Shift+Right",),
    ),
    _move(
        "first",
        str(QT_TRANSLATE_NOOP("Actions", "First frame")),
        lambda target: target.workspace.view.go_first(),
        ("Home",),
        "first",
    ),
    _move(
        "last",
        str(QT_TRANSLATE_NOOP("Actions", "Last frame")),
        lambda target: target.workspace.view.go_last(),
        ("End",),
        "last",
    ),
    Action(
        "playback.go_to",
        Menu.PLAYBACK,
        str(QT_TRANSLATE_NOOP("Actions", "Go to frame…")),
        lambda target: target.go_to_frame(),
        ("G",),
        "goto",
        _video,
        section=1,
    ),
    _move(
        "previous_prompted",
        str(QT_TRANSLATE_NOOP("Actions", "Previous prompted frame")),
        lambda target: target.workspace.view.previous_prompted(),
        ("PgUp",),
        "previous-prompt",
        enabled=_objects,
        section=2,
    ),
    _move(
        "next_prompted",
        str(QT_TRANSLATE_NOOP("Actions", "Next prompted frame")),
        lambda target: target.workspace.view.next_prompted(),
        ("PgDown",),
        "next-prompt",
        enabled=_objects,
        section=2,
    ),
    _move(
        "next_suspicious",
        str(QT_TRANSLATE_NOOP("Actions", "Next suspicious frame")),
        lambda target: target.workspace.suggestions.next(),
        ("J",),
        "next-suspicious",
        enabled=_objects,
        section=2,
    ),
    _move(
        "previous_suspicious",
        str(QT_TRANSLATE_NOOP("Actions", "Previous suspicious frame")),
        lambda target: target.workspace.suggestions.previous(),
        ("K",),
        "previous-suspicious",
        enabled=_objects,
        section=2,
    ),
    Action(
        "playback.fine",
        Menu.PLAYBACK,
        str(QT_TRANSLATE_NOOP("Actions", "This frame is fine")),
        lambda target: target.workspace.suggestions.call_fine(),
        ("U",),
        "check",
        lambda conditions: conditions.mask_here,
        section=2,
    ),
    Action(
        "playback.in",
        Menu.PLAYBACK,
        str(QT_TRANSLATE_NOOP("Actions", "Set in point")),
        lambda target: target.workspace.view.set_in(),
        ("I",),
        "in-point",
        _video,
        section=3,
    ),
    Action(
        "playback.out",
        Menu.PLAYBACK,
        str(QT_TRANSLATE_NOOP("Actions", "Set out point")),
        lambda target: target.workspace.view.set_out(),
        ("O",),
        "out-point",
        _video,
        section=3,
    ),
    Action(
        "playback.clear_range",
        Menu.PLAYBACK,
        str(QT_TRANSLATE_NOOP("Actions", "Clear in and out points")),
        lambda target: target.workspace.view.clear_range(),
        ("Shift+I",),
        "clear-range",
        lambda s: s.range,
        section=3,
    ),
)

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


def _pace(
    id: str,
    text: str,
    run: Callable[[ActionTarget], None],
    keys: tuple[str, ...] = (),
    icon: str = "",
    checked: Callable[[Conditions], bool] | None = None,
) -> Action:
    return Action(
        f"playback.{id}",
        Menu.PLAYBACK,
        text,
        run,
        keys,
        icon,
        _video,
        checked=checked,
        section=4,
        repeats=checked is None,
    )


SPEEDS = {
    0.25: str(QT_TRANSLATE_NOOP("Actions", "Quarter speed (0.25×)")),
    0.5: str(QT_TRANSLATE_NOOP("Actions", "Half speed (0.5×)")),
    1.0: str(QT_TRANSLATE_NOOP("Actions", "Normal speed (1×)")),
    2.0: str(QT_TRANSLATE_NOOP("Actions", "Double speed (2×)")),
    4.0: str(QT_TRANSLATE_NOOP("Actions", "Four times the speed (4×)")),
}


def speed_action(speed: float) -> str:
    """Return the id of the action that plays at one of SPEEDS."""
    return f"playback.speed_{round(speed * 100)}"


def _speed(speed: float) -> Action:
    return _pace(
        speed_action(speed).removeprefix("playback."),
        SPEEDS[speed],
        lambda target: target.workspace.view.set_speed(speed),
        checked=lambda s: s.speed == speed,
    )


def _change_speed(target: ActionTarget, by: int) -> None:
    """Play at the next slower or faster of SPEEDS."""
    view = target.workspace.view
    others = [speed for speed in SPEEDS if (speed > view.speed) is (by > 0) and speed != view.speed]
    if others:
        view.set_speed(min(others) if by > 0 else max(others))


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
    _move(
        "annotate_next",
        str(QT_TRANSLATE_NOOP("Actions", "What to annotate next")),
        lambda target: target.workspace.annotate_next.next(),
        ("Shift+J",),
        "model",
        enabled=lambda conditions: conditions.objects_anywhere,
        section=2,
    ),
    _move(
        "next_shot",
        str(QT_TRANSLATE_NOOP("Actions", "Next shot")),
        lambda target: target.workspace.shots.next(),
        ("Shift+PgDown",),
        section=2,
    ),
    _move(
        "previous_shot",
        str(QT_TRANSLATE_NOOP("Actions", "Previous shot")),
        lambda target: target.workspace.shots.previous(),
        ("Shift+PgUp",),
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
    _pace(
        "slower", str(QT_TRANSLATE_NOOP("Actions", "Play slower")), lambda target: _change_speed(target, -1), ("Alt+,",)
    ),
    _pace(
        "faster", str(QT_TRANSLATE_NOOP("Actions", "Play faster")), lambda target: _change_speed(target, 1), ("Alt+.",)
    ),
    *(_speed(speed) for speed in SPEEDS),
    _pace(
        "loop",
        str(QT_TRANSLATE_NOOP("Actions", "Loop the range")),
        lambda target: target.workspace.view.set_loops(not target.workspace.view.loops),
        ("Alt+R",),
        "loop",
        lambda s: s.loops,
    ),
)

"""Actions on the videos of the project."""

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.ui.actions.action import ActionFactory, Menu
from app.ui.actions.action_target import ActionTarget
from app.ui.actions.enablement import Conditions


def _project(conditions: Conditions) -> bool:
    return conditions.project


def _video(conditions: Conditions) -> bool:
    return conditions.video


def _many(conditions: Conditions) -> bool:
    return conditions.videos > 1


def _move(by: int) -> Callable[[ActionTarget], None]:
    """Return an action that moves the selected videos up or down the list."""

    def run(target: ActionTarget) -> None:
        order = [video.id for video in target.workspace.document.videos()]
        chosen = target.selected_videos
        rows = [order.index(id) for id in chosen]
        if rows:
            target.workspace.videos.reorder(chosen, min(rows) - 1 if by < 0 else max(rows) + 2)

    return run


def _open(by: int) -> Callable[[ActionTarget], None]:
    """Return an action that opens the next or previous video."""

    def run(target: ActionTarget) -> None:
        order = [video.id for video in target.workspace.document.videos()]
        current = target.workspace.view.video
        if current is not None:
            target.workspace.view.open_video(order[(order.index(current.id) + by) % len(order)])

    return run


_row = ActionFactory(Menu.VIDEO)

VIDEO = (
    _row(
        "add",
        str(QT_TRANSLATE_NOOP("Actions", "Add videos…")),
        lambda target: target.dialogs.add_videos(),
        ("Ctrl+Shift+O",),
        "plus",
        _project,
    ),
    _row(
        "add_images",
        str(QT_TRANSLATE_NOOP("Actions", "Add a folder of images…")),
        lambda target: target.dialogs.add_image_folder(),
        (),
        "image",
        _project,
    ),
    _row(
        "previous", str(QT_TRANSLATE_NOOP("Actions", "Previous video")), _open(-1), ("Ctrl+PgUp",), "", _many, section=1
    ),
    _row("next", str(QT_TRANSLATE_NOOP("Actions", "Next video")), _open(1), ("Ctrl+PgDown",), "", _many, section=1),
    _row(
        "rename",
        str(QT_TRANSLATE_NOOP("Actions", "Rename video")),
        lambda target: target.rename_video(),
        ("Shift+F2",),
        "",
        _video,
        section=2,
    ),
    _row(
        "up",
        str(QT_TRANSLATE_NOOP("Actions", "Move video up")),
        _move(-1),
        ("Alt+Shift+Up",),
        "chevron-up",
        _many,
        section=2,
    ),
    _row(
        "down",
        str(QT_TRANSLATE_NOOP("Actions", "Move video down")),
        _move(1),
        ("Alt+Shift+Down",),
        "chevron-down",
        _many,
        section=2,
    ),
    _row(
        "relink",
        str(QT_TRANSLATE_NOOP("Actions", "Find moved media…")),
        lambda target: target.dialogs.relink(),
        (),
        "link",
        lambda s: s.media_missing,
        section=3,
    ),
    _row(
        "values",
        str(QT_TRANSLATE_NOOP("Actions", "Black and white point…")),
        lambda target: target.dialogs.choose_values(),
        (),
        "matte",
        lambda s: s.deep,
        section=3,
    ),
    _row(
        "remove",
        str(QT_TRANSLATE_NOOP("Actions", "Remove videos from project")),
        lambda target: target.workspace.videos.remove(target.selected_videos),
        (),
        "trash",
        _video,
        section=3,
    ),
)

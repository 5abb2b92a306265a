"""Actions on the videos of the project."""

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.ui.actions.action import Menu, Rows
from app.ui.actions.action_target import Desk
from app.ui.actions.enablement import Situation


def _project(situation: Situation) -> bool:
    return situation.project


def _video(situation: Situation) -> bool:
    return situation.video


def _many(situation: Situation) -> bool:
    return situation.videos > 1


def _move(by: int) -> Callable[[Desk], None]:
    """Return an action that moves the selected videos up or down the list."""

    def run(desk: Desk) -> None:
        order = [video.id for video in desk.workspace.document.videos()]
        chosen = desk.selected_videos
        rows = [order.index(id) for id in chosen]
        if rows:
            desk.workspace.videos.reorder(chosen, min(rows) - 1 if by < 0 else max(rows) + 2)

    return run


def _open(by: int) -> Callable[[Desk], None]:
    """Return an action that opens the next or previous video."""

    def run(desk: Desk) -> None:
        order = [video.id for video in desk.workspace.document.videos()]
        here = desk.workspace.view.video
        if here is not None:
            desk.workspace.view.open_video(order[(order.index(here.id) + by) % len(order)])

    return run


_row = Rows(Menu.VIDEO)

VIDEO = (
    _row(
        "add",
        str(QT_TRANSLATE_NOOP("Actions", "Add videos…")),
        lambda desk: desk.add_videos(),
        ("Ctrl+Shift+O",),
        "film",
        _project,
    ),
    _row(
        "add_images",
        str(QT_TRANSLATE_NOOP("Actions", "Add a folder of images…")),
        lambda desk: desk.add_image_folder(),
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
        lambda desk: desk.rename_video(),
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
        lambda desk: desk.relink(),
        (),
        "link",
        lambda s: s.media_missing,
        section=3,
    ),
    _row(
        "remove",
        str(QT_TRANSLATE_NOOP("Actions", "Remove videos from project")),
        lambda desk: desk.workspace.videos.remove(desk.selected_videos),
        (),
        "trash",
        _video,
        section=3,
    ),
)

"""Actions on projects and files, on the history, and help."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.ui.actions.action import Action, Menu
from app.ui.actions.enablement import Situation


def _project(situation: Situation) -> bool:
    return situation.project


def _video(situation: Situation) -> bool:
    return situation.video


FILE = (
    Action(
        "file.new",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "New project…")),
        lambda desk: desk.new_project(),
        ("Ctrl+N",),
        "folder-plus",
    ),
    Action(
        "file.open",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Open project…")),
        lambda desk: desk.open_project(),
        ("Ctrl+O",),
        "folder-open",
    ),
    Action(
        "file.demo",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Open the sample")),
        lambda desk: desk.open_demo(),
        (),
        "film",
    ),
    Action(
        "file.export",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Export…")),
        lambda desk: desk.export(),
        ("Ctrl+E",),
        "export",
        _video,
        section=1,
    ),
    Action(
        "file.publish",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Refresh published copies")),
        lambda desk: desk.workspace.exports.publish(),
        ("Ctrl+S",),
        "saved",
        _video,
        section=1,
    ),
    Action(
        "file.close",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Close project")),
        lambda desk: desk.close_project(),
        ("Ctrl+W",),
        "close",
        _project,
        section=2,
    ),
    Action(
        "file.quit",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Quit")),
        lambda desk: desk.close_window(),
        ("Ctrl+Q",),
        section=2,
    ),
)

EDIT = (
    Action(
        "edit.undo",
        Menu.EDIT,
        str(QT_TRANSLATE_NOOP("Actions", "Undo")),
        lambda desk: desk.workspace.editor.undo(),
        ("Ctrl+Z",),
        "undo",
        lambda s: bool(s.undo),
        detail=lambda s: s.undo,
        repeats=True,
    ),
    Action(
        "edit.redo",
        Menu.EDIT,
        str(QT_TRANSLATE_NOOP("Actions", "Redo")),
        lambda desk: desk.workspace.editor.redo(),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        lambda s: bool(s.redo),
        detail=lambda s: s.redo,
        repeats=True,
    ),
    Action(
        "edit.find_command",
        Menu.EDIT,
        str(QT_TRANSLATE_NOOP("Actions", "Search commands…")),
        lambda desk: desk.find_command(),
        ("Ctrl+K",),
        "search",
        section=2,
    ),
    Action(
        "edit.settings",
        Menu.EDIT,
        str(QT_TRANSLATE_NOOP("Actions", "Settings…")),
        lambda desk: desk.show_settings(),
        ("Ctrl+,",),
        "settings",
        section=2,
    ),
)

HELP = (
    Action(
        "help.shortcuts",
        Menu.HELP,
        str(QT_TRANSLATE_NOOP("Actions", "Keyboard shortcuts")),
        lambda desk: desk.show_shortcuts(),
        ("F1", "?"),
        "keyboard",
    ),
    Action(
        "help.whats_new",
        Menu.HELP,
        str(QT_TRANSLATE_NOOP("Actions", "What is new")),
        lambda desk: desk.show_whats_new(),
        (),
        "clock",
    ),
    Action(
        "help.about",
        Menu.HELP,
        str(QT_TRANSLATE_NOOP("Actions", "About Masklane")),
        lambda desk: desk.show_about(),
        (),
        "info",
    ),
)

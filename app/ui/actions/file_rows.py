"""Actions on projects and files, on the history, and help."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.ui.actions.action import Action, Menu
from app.ui.actions.enablement import Conditions
from app.ui.actions.mask_rows import CLIPBOARD


def _project(conditions: Conditions) -> bool:
    return conditions.project


def _video(conditions: Conditions) -> bool:
    return conditions.video


def _anything(conditions: Conditions) -> bool:
    return conditions.video and conditions.objects_anywhere


FILE = (
    Action(
        "file.new",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "New project…")),
        lambda target: target.dialogs.new_project(),
        ("Ctrl+N",),
        "folder-plus",
    ),
    Action(
        "file.open",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Open project…")),
        lambda target: target.dialogs.open_project(),
        ("Ctrl+O",),
        "folder-open",
    ),
    Action(
        "file.recent",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Open recent")),
        lambda target: target.show_recent(),
        (),
        "clock",
    ),
    Action(
        "file.demo",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Open the sample")),
        lambda target: target.open_sample(),
        (),
        "film",
    ),
    Action(
        "file.import",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Import masks…")),
        lambda target: target.dialogs.import_masks(),
        ("Ctrl+I",),
        "import",
        _project,
        section=1,
    ),
    Action(
        "file.export",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Export…")),
        lambda target: target.dialogs.export(),
        ("Ctrl+E",),
        "export",
        _anything,
        section=1,
    ),
    Action(
        "file.merge",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Merge with a copy…")),
        lambda target: target.dialogs.merge(),
        (),
        "merge",
        _project,
        section=1,
    ),
    Action(
        "file.publish",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Refresh masklets")),
        lambda target: target.workspace.exports.publish(),
        ("Ctrl+S",),
        "saved",
        _anything,
        section=1,
    ),
    Action(
        "file.close",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Close project")),
        lambda target: target.close_project(),
        ("Ctrl+W",),
        "close",
        _project,
        section=2,
    ),
    Action(
        "file.quit",
        Menu.FILE,
        str(QT_TRANSLATE_NOOP("Actions", "Quit")),
        lambda target: target.close_window(),
        ("Ctrl+Q",),
        section=2,
    ),
)

EDIT = (
    Action(
        "edit.undo",
        Menu.EDIT,
        str(QT_TRANSLATE_NOOP("Actions", "Undo")),
        lambda target: target.workspace.editor.undo(),
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
        lambda target: target.workspace.editor.redo(),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        lambda s: bool(s.redo),
        detail=lambda s: s.redo,
        repeats=True,
    ),
    *CLIPBOARD,
    Action(
        "edit.find_command",
        Menu.EDIT,
        str(QT_TRANSLATE_NOOP("Actions", "Search commands…")),
        lambda target: target.dialogs.find_command(),
        ("Ctrl+K",),
        "search",
        section=2,
    ),
    Action(
        "edit.settings",
        Menu.EDIT,
        str(QT_TRANSLATE_NOOP("Actions", "Settings…")),
        lambda target: target.dialogs.show_settings(),
        ("Ctrl+,",),
        "settings",
        section=2,
    ),
)

HELP = (
    Action(
        "help.guide",
        Menu.HELP,
        str(QT_TRANSLATE_NOOP("Actions", "Guide")),
        lambda target: target.dialogs.show_guide(),
        (),
        "help",
    ),
    Action(
        "help.tour",
        Menu.HELP,
        str(QT_TRANSLATE_NOOP("Actions", "First steps")),
        lambda target: target.start_tour(),
        (),
        "play",
        _video,
    ),
    Action(
        "help.shortcuts",
        Menu.HELP,
        str(QT_TRANSLATE_NOOP("Actions", "Keyboard shortcuts")),
        lambda target: target.dialogs.show_shortcuts(),
        ("F1", "?"),
        "keyboard",
    ),
    Action(
        "help.whats_new",
        Menu.HELP,
        str(QT_TRANSLATE_NOOP("Actions", "What is new")),
        lambda target: target.dialogs.show_whats_new(),
        (),
        "clock",
    ),
    Action(
        "help.about",
        Menu.HELP,
        str(QT_TRANSLATE_NOOP("Actions", "About Masklane")),
        lambda target: target.dialogs.show_about(),
        (),
        "info",
    ),
)

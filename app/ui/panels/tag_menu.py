"""Menus of tags: those of the selected objects, and by which the list is filtered."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from app.phrases import plural
from app.ui.panels.object_model import HARD, ObjectModel
from app.ui.widgets.tag_names import tag_name
from app.workspace.workspace import Workspace

translate = QCoreApplication.translate


def tag_menu(workspace: Workspace, parent: QWidget) -> QMenu:
    """Return a menu that gives tags to the selected objects, takes them away, and adds to the project's own."""
    menu, tags, selected = QMenu(parent), workspace.tags, workspace.view.selection
    shared = tags.shared(selected)
    menu.addAction(_about(workspace)).setEnabled(False)  # sections have no text in our style
    menu.addSeparator()
    for tag in tags.known:
        entry = menu.addAction(_plain(tag_name(tag)))
        entry.setCheckable(True)
        entry.setChecked(tag in shared)
        entry.triggered.connect(lambda _=False, tag=tag: tags.toggle(selected, tag))
    menu.addSeparator()
    own = menu.addAction(translate("TagMenu", "Tag of your own…"))
    own.triggered.connect(lambda: _ask_tag(workspace, parent))
    if tags.own:
        removed = menu.addMenu(translate("TagMenu", "Remove from this project"))
        for tag in tags.own:
            removed.addAction(_plain(tag)).triggered.connect(lambda _=False, tag=tag: tags.remove(tag))
    return menu


def _about(workspace: Workspace) -> str:
    """Return whose tags these are: the menu opens at the pointer, wherever that is."""
    selected, active = workspace.view.selection, workspace.view.active_object
    record = None if active is None else workspace.document.object(active)
    words = plural(
        len(selected), translate("TagMenu", "Tags of {name}"), translate("TagMenu", "Tags of {count} objects")
    )
    return _plain(words.format(name="" if record is None else record.name, count=len(selected)))


def filter_menu(workspace: Workspace, model: ObjectModel, parent: QWidget) -> QMenu:
    """Return a menu of what the list of objects is filtered by: edited frames, or one of the tags that objects have."""
    menu, now, choose = QMenu(parent), model.tag, model.show_only
    used = {tag for record in workspace.document.all_objects() for tag in record.tags}
    everything = menu.addAction(translate("TagMenu", "All objects"))
    everything.triggered.connect(lambda: choose(""))
    everything.setCheckable(True)
    everything.setChecked(not now and model.hard is None)
    for hard in (True, False):
        entry = menu.addAction(hard_name(hard))
        entry.setCheckable(True)
        entry.setChecked(model.hard is hard)
        entry.triggered.connect(lambda _=False, hard=hard: model.show_hard(hard))
    menu.addSeparator()
    for tag in (tag for tag in (*workspace.tags.known, now) if tag in used or (tag and tag == now)):
        if any(entry.data() == tag for entry in menu.actions()):
            continue
        entry = menu.addAction(_plain(tag_name(tag)))
        entry.setData(tag)
        entry.setCheckable(True)
        entry.setChecked(tag == now)
        entry.triggered.connect(lambda _=False, tag=tag: choose(tag))
    if not used:
        menu.addAction(translate("TagMenu", "No object has a tag yet: press T.")).setEnabled(False)
    return menu


def hard_name(hard: bool) -> str:
    """Return what stands for objects with enough edited frames, or with too few."""
    words = translate("TagMenu", "At least {count} edited frames")
    return (words if hard else translate("TagMenu", "Fewer than {count} edited frames")).format(count=HARD)


def _ask_tag(workspace: Workspace, parent: QWidget) -> None:
    selected = workspace.view.selection
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(translate("TagMenu", "Tag"))
    dialog.setLabelText(translate("TagMenu", "What makes it hard?"))
    dialog.textValueSelected.connect(lambda text: workspace.tags.add(text, selected))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _plain(text: str) -> str:
    """Return text for an entry of a menu, in which & would underline a letter."""
    return text.replace("&", "&&")

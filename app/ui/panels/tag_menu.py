"""Menus of tags: those of the selected objects, and by which the list is filtered."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from app.ui.widgets.tag_names import tag_name
from app.workspace.workspace import Workspace

translate = QCoreApplication.translate


def tag_menu(workspace: Workspace, parent: QWidget) -> QMenu:
    """Return a menu that gives tags to the selected objects, takes them away, and adds to the project's own."""
    menu, tags, selected = QMenu(parent), workspace.tags, workspace.view.selection
    shared = tags.shared(selected)
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


def filter_menu(workspace: Workspace, now: str, choose: Callable[[str], object], parent: QWidget) -> QMenu:
    """Return a menu of the tags that objects have; `choose` gets the one to filter by, empty for none."""
    menu = QMenu(parent)
    used = {tag for record in workspace.document.all_objects() for tag in record.tags}
    everything = menu.addAction(translate("TagMenu", "All objects"))
    everything.triggered.connect(lambda: choose(""))
    menu.addSeparator()
    everything.setCheckable(True)
    everything.setChecked(not now)
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

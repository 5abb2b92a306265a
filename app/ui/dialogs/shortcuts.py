"""The shortcut sheet: all actions with their keys, which can be searched and changed."""

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.ui.actions.action import Action, Menu
from app.ui.actions.bindings import keys_of, keys_text, owner_of, rebound
from app.ui.actions.table import ACTIONS
from app.ui.dialogs.command_search import rank
from app.ui.preferences import Preferences
from app.ui.theme.tokens import UNIT
from app.ui.widgets.dialog_size import resize_within_screen
from app.ui.widgets.widgets import boxed, column, label, push_button, row

KEYS_WIDTH = 250
"""Logical pixels: Qt's own prompt in it is long in German."""
_ID = Qt.ItemDataRole.UserRole


class ShortcutSheet(QDialog):
    """Shows and changes the key bindings of the preferences."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        resize_within_screen(self, 720, 640)
        self._preferences = preferences
        self._rows = {action.id: action for action in ACTIONS}
        self._items: dict[str, QTreeWidgetItem] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search actions or keys"))
        self.search.setAccessibleName(self.tr("Search actions or keys"))
        self.search.setClearButtonEnabled(True)
        self.tree = self._make_tree()
        self._fill()
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(1)
        self.keys.setAccessibleName(self.tr("New key"))
        for part in self.keys.findChildren(QLineEdit):  # the widget inside that has the focus
            part.setAccessibleName(self.tr("New key"))
        self.keys.setClearButtonEnabled(True)
        self.keys.setMinimumWidth(KEYS_WIDTH)
        self._name = label("", "")
        self._name.setStyleSheet("font-weight: 600;")
        self._warning = label("", "warning", wrap=True)
        self._set = push_button(self.tr("Use this key"), "primary")
        self._add = push_button(self.tr("Add"))
        self._no_key = push_button(self.tr("No key"), "quiet")
        self._default = push_button(self.tr("Default keys"), "quiet")
        self._lay_out()
        self.search.textChanged.connect(self._filter)
        self.tree.currentItemChanged.connect(lambda _now, _before: self._show_current())
        self.keys.keySequenceChanged.connect(lambda _keys: self._check())
        self._set.clicked.connect(lambda: self._bind([self.keys.keySequence()]))
        self._add.clicked.connect(lambda: self._bind([*self._current_keys(), self.keys.keySequence()]))
        self._no_key.clicked.connect(lambda: self._bind([]))
        self._default.clicked.connect(self._bind_default)
        preferences.changed.connect(self._show_keys)
        self._show_current()
        self.search.setFocus()

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setColumnCount(2)
        tree.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        tree.setRootIsDecorated(False)
        tree.setIndentation(3 * UNIT)
        tree.setAccessibleName(self.windowTitle())
        header = tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        return tree

    def _lay_out(self) -> None:
        all_defaults = push_button(self.tr("Reset all keys"), "quiet")
        all_defaults.clicked.connect(lambda: self._change_bindings({}))
        close = push_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        buttons = row(self._set, self._add, None, self._no_key, self._default)
        editor = column(row(self._name, None, self.keys), buttons, self._warning)
        editor.setContentsMargins(3 * UNIT, 3 * UNIT, 3 * UNIT, 3 * UNIT)
        foot = row(all_defaults, None, close)
        self.setLayout(column(self.search, self.tree, boxed(editor, "card"), foot, gap=3, margin=5))

    def choose(self, id: str) -> None:
        """Select an action in the tree."""
        self.tree.setCurrentItem(self._items[id])

    def use(self, key: QKeySequence) -> None:
        """Bind the selected action to this key alone; another action loses it."""
        self.keys.setKeySequence(key)
        self._bind([key])

    @property
    def warning(self) -> str:
        """The warning about the typed key, empty when there is none."""
        return self._warning.text()

    def _fill(self) -> None:
        for menu in Menu:
            group = QTreeWidgetItem(self.tree, [Action("", menu, menu.value, lambda _target: None).title])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = self.tree.font()
            font.setBold(True)
            group.setFont(0, font)
            group.setSizeHint(0, QSize(0, 34))
            for action in ACTIONS:
                if action.menu is menu:
                    item = QTreeWidgetItem(group, [action.title.rstrip("…"), ""])
                    item.setData(0, _ID, action.id)
                    item.setSizeHint(0, QSize(0, 26))
                    self._items[action.id] = item
            group.setExpanded(True)
        self._show_keys()

    def _show_keys(self) -> None:
        changed = self._preferences.settings.key_bindings
        for id, item in self._items.items():
            item.setText(1, keys_text(keys_of(self._rows[id], changed)))

    def _filter(self, text: str) -> None:
        for item in self._items.values():
            item.setHidden(rank(f"{item.text(0)} {item.text(1)}", text) is None)
        for index in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(index)
            if group is not None:
                items = [group.child(i) for i in range(group.childCount())]
                group.setHidden(all(item is None or item.isHidden() for item in items))

    def _current(self) -> Action | None:
        item = self.tree.currentItem()
        return self._rows.get(str(item.data(0, _ID))) if item is not None else None

    def _current_keys(self) -> list[QKeySequence]:
        action = self._current()
        return keys_of(action, self._preferences.settings.key_bindings) if action is not None else []

    def _show_current(self) -> None:
        action = self._current()
        for field in (self.keys, self._no_key, self._default):
            field.setEnabled(action is not None)
        self._name.setText(action.title.rstrip("…") if action is not None else self.tr("Choose an action to change"))
        self.keys.clear()
        self._check()

    def _check(self) -> None:
        """Warn when the key belongs to another action."""
        action, key = self._current(), self.keys.keySequence()
        usable = action is not None and not key.isEmpty()
        rivals = [row for row in ACTIONS if action is not None and row.stage is action.stage]
        owner = owner_of(key, rivals, self._preferences.settings.key_bindings) if usable else None
        taken = owner is not None and action is not None and owner.id != action.id
        text = self.tr("{key} belongs to “{action}”, which would lose it.")
        name = owner.title.rstrip("…") if owner is not None else ""
        self._warning.setText(text.format(key=keys_text([key]), action=name) if taken else "")
        self._set.setEnabled(usable)
        self._add.setEnabled(usable)

    def _bind(self, keys: list[QKeySequence]) -> None:
        action = self._current()
        if action is not None:
            self._change_bindings(rebound(ACTIONS, self._preferences.settings.key_bindings, action, keys))

    def _bind_default(self) -> None:
        action = self._current()
        if action is not None:
            self._bind([QKeySequence(key) for key in action.keys])

    def _change_bindings(self, bindings: dict[str, str]) -> None:
        settings = self._preferences.settings
        self._preferences.change(msgspec.structs.replace(settings, key_bindings=bindings))
        self._show_current()

"""The table as QActions of one window: shortcuts, icons, and enabled and checked as the conditions say."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.ui.actions.action import Action, Menu
from app.ui.actions.action_target import ActionTarget
from app.ui.actions.bindings import keys_of, keys_text
from app.ui.actions.disabled_reasons import disabled_reasons
from app.ui.actions.enablement import Conditions
from app.ui.actions.submenus import SUBMENUS
from app.ui.actions.table import ACTIONS
from app.ui.theme.theme import UiTheme
from app.ui.widgets.tooltips import plain_tip


class ActionSet(QObject):
    """One QAction a row. They belong to `window`, whose shortcuts they are."""

    def __init__(self, target: ActionTarget, window: QWidget, theme: UiTheme, bindings: Mapping[str, str]) -> None:
        super().__init__(window)
        self._rows = {row.id: row for row in ACTIONS}
        self._actions: dict[str, QAction] = {}
        self._menus: dict[Menu, QMenu] = {}
        self._submenus: dict[str, QMenu] = {}
        self._conditions: Conditions | None = None
        self._bindings = bindings
        self._reasons: dict[str, str] = {}
        """Why actions are disabled; empty for those that are enabled."""
        self._lent: frozenset[str] = frozenset()
        """Actions whose keys are others' now."""
        for row in ACTIONS:
            action = QAction(row.title, self)
            action.setObjectName(row.id)
            action.setCheckable(row.checked is not None)
            action.setAutoRepeat(row.repeats)
            action.triggered.connect(lambda _checked=False, row=row: self._run(row, target))
            self._actions[row.id] = action
            window.addAction(action)
        self.update(Conditions())
        # Icons of all actions take a tenth of a second to draw: the window is shown first.
        QTimer.singleShot(0, self, lambda: self._set_icons(theme))

    def _run(self, row: Action, target: ActionTarget) -> None:
        """Run an action. Qt has toggled a checkable one already: only the conditions say whether it is checked."""
        if row.checked is not None and self._conditions is not None:
            self._actions[row.id].setChecked(row.checked(self._conditions))
        row.run(target)

    def _set_icons(self, theme: UiTheme) -> None:
        for id, row in self._rows.items():
            if row.icon:
                theme.set_icon(self._actions[id], row.icon)
        theme.draw_icons_ahead()

    def __getitem__(self, id: str) -> QAction:
        """Return the QAction of a row."""
        return self._actions[id]

    def row(self, id: str) -> Action:
        """Return the row of an action."""
        return self._rows[id]

    def bind(self, bindings: Mapping[str, str]) -> None:
        """Give every action its keys, and its tooltip with them; nothing happens when they are the same as before."""
        if bindings != self._bindings:
            self._bindings = bindings
            self._bind()

    def _bind(self) -> None:
        """Give every action the keys of `_bindings`. In a stage its own actions go first."""
        bindings, lent = self._bindings, self._lent
        stage = self._conditions.stage if self._conditions is not None else None
        own = [row for row in self._rows.values() if row.stage is stage is not None and row.id not in lent]
        taken = [key for row in own for key in keys_of(row, bindings)]
        for id, row in self._rows.items():
            keys = keys_of(row, bindings)
            action = self._actions[id]
            if row.stage is None:
                action.setShortcuts([key for key in keys if key not in taken])
            else:
                action.setShortcuts(keys if row in own else [])
            self._show_text(row)

    def update(self, conditions: Conditions) -> None:
        """Enable and check the actions as `conditions` say; nothing happens when they are the same as before."""
        if conditions == self._conditions:
            return
        other_stage = self._conditions is None or self._conditions.stage is not conditions.stage
        self._conditions = conditions
        before, self._reasons = self._reasons, disabled_reasons(self._rows.values(), conditions)
        lent = frozenset(id for id, row in self._rows.items() if row.lends and self._reasons[id])
        if other_stage or lent != self._lent:
            self._lent = lent
            self._bind()
        for id, row in self._rows.items():
            action, reason = self._actions[id], self._reasons[id]
            action.setEnabled(not reason)
            if row.checked is not None:
                action.setChecked(row.checked(conditions))
            if row.detail is not None or row.renamed is not None or reason != before.get(id, ""):
                self._show_text(row)

    def _show_text(self, row: Action) -> None:
        """Show text and tooltip, which has the keys, and why the action is disabled."""
        action, conditions = self._actions[row.id], self._conditions
        detail = row.detail(conditions) if row.detail is not None and conditions is not None else ""
        renamed = row.renamed(conditions) if row.renamed is not None and conditions is not None else ""
        text = renamed or (f"{row.title}: {detail}" if detail else row.title)
        action.setText(text.replace("&", "&&"))  # a name in it may have one
        reason = self._reasons.get(row.id, "")
        tip = _with_keys(text, keys_of(row, self._bindings))
        action.setToolTip(plain_tip(f"{tip}\n{reason}" if reason else tip))

    def enabled(self, id: str) -> bool:
        """Return whether an action is enabled."""
        return self._actions[id].isEnabled()

    def retranslate(self, bindings: Mapping[str, str]) -> None:
        """Show all texts in the language that has been installed."""
        for menu, shown in self._menus.items():
            shown.setTitle(self.menu_title(menu))
        for title, inner in self._submenus.items():
            inner.setTitle(translated_title(title))
        conditions, self._conditions = self._conditions or Conditions(), None
        self.update(conditions)
        self.bind(bindings)

    def disabled_reason_of_key(self, key: QKeySequence) -> str:
        """Return why the action of a key is disabled; empty when it is enabled, or no action has the key."""
        return next((self.disabled_reason(id) for id, action in self._actions.items() if key in action.shortcuts()), "")

    def disabled_reason(self, id: str) -> str:
        """Return why an action is disabled; empty when it is enabled."""
        return self._reasons.get(id, "")

    def fill_menus(self, bar: QMenuBar) -> None:
        """Put all menus into a menu bar."""
        for menu in Menu:
            shown = bar.addMenu(self.menu_title(menu))
            section = 0
            for row in ACTIONS:
                if row.menu is not menu or not row.in_menu:
                    continue
                if row.section != section:
                    shown.addSeparator()
                    section = row.section
                self._menu_of(row, shown).addAction(self._actions[row.id])
            self._menus[menu] = shown

    def _menu_of(self, row: Action, menu: QMenu) -> QMenu:
        """Return the menu an action is put into: `menu`, or the one inside of it that has such actions."""
        title = SUBMENUS.get(row.id)
        if title is None:
            return menu
        if title not in self._submenus:
            self._submenus[title] = menu.addMenu(translated_title(title))
        return self._submenus[title]

    def menu_title(self, menu: Menu) -> str:
        """Return the title of a menu in the person's language."""
        return translated_title(menu.value)


def translated_title(title: str) -> str:
    """Return the title of a menu in the person's language."""
    return QCoreApplication.translate("Actions", title)


def _with_keys(text: str, keys: list[QKeySequence]) -> str:
    """Return the tooltip of an action: its text, and its keys dimmed."""
    plain = text.rstrip("…")
    return f"{plain}   {keys_text(keys)}" if keys else plain

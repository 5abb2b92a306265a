"""The table as Qt's actions of one window: shortcuts, enabled or not, checked or not, following the situation."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.ui.actions.action import Action, Menu
from app.ui.actions.action_target import Desk
from app.ui.actions.bindings import keys_in_words, keys_of
from app.ui.actions.disabled_reasons import why_not
from app.ui.actions.enablement import Situation
from app.ui.actions.table import ACTIONS
from app.ui.theme.theme import Theme
from app.ui.widgets.tooltips import plain_tip


class ActionSet(QObject):
    """One QAction a row. They belong to `window`, whose shortcuts they are."""

    def __init__(self, desk: Desk, window: QWidget, theme: Theme, bindings: Mapping[str, str]) -> None:
        super().__init__(window)
        self._rows = {row.id: row for row in ACTIONS}
        self._actions: dict[str, QAction] = {}
        self._menus: dict[Menu, QMenu] = {}
        self._situation: Situation | None = None
        for row in ACTIONS:
            action = QAction(row.title, self)
            action.setObjectName(row.id)
            action.setCheckable(row.checked is not None)
            action.setAutoRepeat(row.repeats)
            action.triggered.connect(lambda _checked=False, row=row: self._run(row, desk))
            self._actions[row.id] = action
            window.addAction(action)
        self.bind(bindings)
        self.update(Situation())
        # Icons of all actions take a tenth of a second to draw: the window is shown first.
        QTimer.singleShot(0, self, lambda: self._wear_icons(theme))

    def _run(self, row: Action, desk: Desk) -> None:
        """Run an action. Qt has turned a switch over already: only the situation says how it stands."""
        if row.checked is not None and self._situation is not None:
            self._actions[row.id].setChecked(row.checked(self._situation))
        row.run(desk)

    def _wear_icons(self, theme: Theme) -> None:
        for id, row in self._rows.items():
            if row.icon:
                theme.wear(self._actions[id], row.icon)
        theme.warm_up()

    def __getitem__(self, id: str) -> QAction:
        """Return the QAction of a row."""
        return self._actions[id]

    def row(self, id: str) -> Action:
        """Return the row of an action."""
        return self._rows[id]

    def bind(self, bindings: Mapping[str, str]) -> None:
        """Give every action its keys, and its tooltip with them."""
        for id, row in self._rows.items():
            keys = keys_of(row, bindings)
            action = self._actions[id]
            action.setShortcuts(keys)
            action.setToolTip(_with_keys(row.title, keys))

    def update(self, situation: Situation) -> None:
        """Follow a new situation; nothing happens when it is the same."""
        if situation == self._situation:
            return
        self._situation = situation
        for id, row in self._rows.items():
            action = self._actions[id]
            action.setEnabled(row.enabled(situation))
            if row.checked is not None:
                action.setChecked(row.checked(situation))
            if row.detail is not None:
                detail = row.detail(situation)
                text = f"{row.title}: {detail}" if detail else row.title
                action.setText(text)
                action.setToolTip(plain_tip(_with_keys(text, action.shortcuts())))

    def enabled(self, id: str) -> bool:
        """Return whether an action makes sense now."""
        return self._actions[id].isEnabled()

    def speak(self, bindings: Mapping[str, str]) -> None:
        """Say everything in the language that has been installed."""
        for id, row in self._rows.items():
            self._actions[id].setText(row.title)
        for menu, shown in self._menus.items():
            shown.setTitle(self.tr_menu(menu))
        self.bind(bindings)
        situation, self._situation = self._situation or Situation(), None
        self.update(situation)

    def refusal(self, key: QKeySequence) -> str:
        """Return why the action of a key makes no sense now; empty when it does, or the key is nobody's."""
        return next((self.why_not(id) for id, action in self._actions.items() if key in action.shortcuts()), "")

    def why_not(self, id: str) -> str:
        """Return why an action makes no sense now; empty when it does."""
        return why_not(self._rows[id], self._situation) if self._situation is not None else ""

    def fill(self, bar: QMenuBar) -> None:
        """Put all menus into a menu bar."""
        for menu in Menu:
            shown = bar.addMenu(self.tr_menu(menu))
            section = 0
            for row in ACTIONS:
                if row.menu is not menu or not row.in_menu:
                    continue
                if row.section != section:
                    shown.addSeparator()
                    section = row.section
                shown.addAction(self._actions[row.id])
            self._menus[menu] = shown

    def tr_menu(self, menu: Menu) -> str:
        """Return the title of a menu in the person's language."""
        return Action("", menu, menu.value, lambda _desk: None).title


def _with_keys(text: str, keys: list[QKeySequence]) -> str:
    """Return the tooltip of an action: its text, and its keys dimmed."""
    plain = text.rstrip("…")
    return f"{plain}   {keys_in_words(keys)}" if keys else plain

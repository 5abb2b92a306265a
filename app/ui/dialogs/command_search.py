"""Command search: type a few letters, press Enter."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAction, QFont, QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.actions.action import Action
from app.ui.actions.action_set import ActionSet
from app.ui.actions.bindings import keys_text
from app.ui.actions.table import ACTIONS
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import CAPTION, UNIT
from app.ui.widgets.widgets import column, label

WIDTH, HEIGHT, LINE, BORDER = 560, 420, 36, 1
_MENU, _KEYS, _DISABLED = (Qt.ItemDataRole.UserRole + n for n in (1, 2, 3))


def rank(text: str, query: str) -> int | None:
    """Return how well `text` matches what was typed, lower is better; None when it does not match.

    All typed words must begin words of the text or occur in it; a text that begins with what was typed comes first.
    """
    text, query = text.casefold(), query.casefold().strip()
    if not query:
        return 0
    if text.startswith(query):
        return 0
    words = text.split()
    score = 1
    for part in query.split():
        if any(word.startswith(part) for word in words):
            score += 1
        elif part in text:
            score += 4
        else:
            return None
    return score


class CommandSearch(QDialog):
    """A list of all actions, filtered by what is typed. Disabled actions are dimmed and come last."""

    def __init__(self, actions: ActionSet, theme: UiTheme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Search commands"))
        self._actions = actions
        self._theme = theme
        self.field = QLineEdit()
        self.field.setObjectName("finder")
        self.field.setPlaceholderText(self.tr("What do you want to do?"))
        self.field.setAccessibleName(self.windowTitle())
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_CommandDelegate(theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._message = label("", "dim")
        self._message.setContentsMargins(4 * UNIT, 4 * UNIT, 4 * UNIT, 4 * UNIT)
        self._message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setObjectName("popup")
        layout = column(self.field, self.list, self._message, gap=0)
        layout.setContentsMargins(BORDER, BORDER, BORDER, BORDER)  # else the field hides that of the window
        self.setLayout(layout)
        self.setFixedWidth(WIDTH)
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self.run_current)
        self.list.itemClicked.connect(lambda _item: self.run_current())
        self.field.installEventFilter(self)
        self._filter("")
        middle = parent.mapToGlobal(parent.rect().center())
        self.move(middle.x() - WIDTH // 2, parent.mapToGlobal(parent.rect().topLeft()).y() + 72)
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move through the list with the arrow keys while typing."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            by = step.get(Qt.Key(event.key()))
            if by is not None and self.list.count():
                self.list.setCurrentRow(max(0, min(self.list.currentRow() + by, self.list.count() - 1)))
                return True
        return super().eventFilter(watched, event)

    def run_current(self) -> None:
        """Run the selected action, or say why it is disabled."""
        item = self.list.currentItem()
        if not self.list.count():
            return
        id = str(item.data(Qt.ItemDataRole.UserRole))
        if self._actions.enabled(id):
            self.close()
            self._actions[id].trigger()
        else:
            self._show_message(self._actions.disabled_reason(id))

    def _filter(self, query: str) -> None:
        found = []
        for order, action in enumerate(ACTIONS):
            if action.id == "edit.find_command":
                continue
            score = rank(f"{action.title} {self._actions.menu_title(action.menu)}", query)
            if score is not None:
                found.append((not self._actions.enabled(action.id), score, order, action))
        self.list.clear()
        for _disabled, _score, _order, action in sorted(found, key=lambda entry: entry[:3]):
            self._add(action)
        self.list.setVisible(bool(found))
        self._show_message("" if found else self.tr("No command found."))
        self.list.setCurrentRow(0)

    def _show_message(self, text: str) -> None:
        """Show a text below the list, or hide it."""
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self._fit()

    def _fit(self) -> None:
        """Be as high as what was found, up to the height of the whole list."""
        field = self.field.sizeHint().height()
        message = self._message.sizeHint().height() if self._message.text() else 0
        around = self.list.contentsMargins()  # what the style gives the list as border and padding
        lines = self.list.count() * LINE + around.top() + around.bottom() if self.list.count() else 0
        lines = min(lines, HEIGHT - field - message)
        self.list.setFixedHeight(lines)
        self.setFixedHeight(field + message + lines + 2 * BORDER)

    def _add(self, action: Action) -> None:
        shown = self._actions[action.id]
        item = QListWidgetItem(shown.text().rstrip("…"), self.list)
        item.setData(Qt.ItemDataRole.UserRole, action.id)
        item.setData(_MENU, " · ".join((self._actions.menu_title(action.menu), *self._state(shown))))
        item.setData(_KEYS, keys_text(shown.shortcuts()))
        item.setData(_DISABLED, not shown.isEnabled())
        item.setSizeHint(QSize(WIDTH - 24, LINE))
        item.setIcon(self._theme.icon(action.icon or "chevron-right", "text_dim" if action.icon else "border_strong"))

    def _state(self, shown: QAction) -> tuple[str, ...]:
        """Return whether a switch is on: its effect may be nowhere in sight."""
        return (self.tr("on") if shown.isChecked() else self.tr("off"),) if shown.isCheckable() else ()


class _CommandDelegate(QStyledItemDelegate):
    """Paints an action: icon, text, menu, and keys at the right."""

    def __init__(self, theme: UiTheme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one line."""
        palette, area = self._theme.palette, option.rect
        disabled = bool(index.data(_DISABLED))
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, palette.color("accent_soft"))
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        mode = QIcon.Mode.Disabled if disabled else QIcon.Mode.Normal
        icon.paint(painter, QRect(area.left() + 16, area.center().y() - 8, 18, 18), mode=mode)
        line = area.adjusted(48, 0, -16, 0)
        painter.setPen(palette.color("text_faint" if disabled else "text"))
        text = str(index.data())
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, flags | Qt.AlignmentFlag.AlignLeft, text)
        text_width = painter.fontMetrics().horizontalAdvance(text) + 12
        painter.setPen(palette.color("text_dim"))
        painter.drawText(line, flags | Qt.AlignmentFlag.AlignRight, str(index.data(_KEYS)))
        font = QFont(option.font)
        font.setPixelSize(CAPTION)
        painter.setFont(font)
        painter.setPen(palette.color("text_faint"))
        painter.drawText(line.adjusted(text_width, 1, 0, 1), flags | Qt.AlignmentFlag.AlignLeft, str(index.data(_MENU)))
        painter.restore()

"""A line of words with an icon before it: how it stands with what a dialog is about to do."""

from PySide6.QtWidgets import QLabel, QWidget

from app.ui.theme.theme import UiTheme
from app.ui.widgets.widgets import label, row, set_role


class IconLine(QWidget):
    """Empty at first. `text` is what it says."""

    def __init__(self, theme: UiTheme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = QLabel()
        self._words = label("", wrap=True)
        layout = row(self._icon, self._words, gap=2)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def say(self, text: str, icon: str = "", color: str = "") -> None:
        """Say something; the color "warning" colors the words, too."""
        self._words.setText(text)
        self._icon.setVisible(bool(icon))
        if icon:
            self._theme.set_pixmap(self._icon, icon, color, 18)
        set_role(self._words, "role", "warning" if color == "warning" else "")

"""Over the lower edge of the picture, in a line or two: what has just happened, and the one thing to do about it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import label, push_button

MARGIN, HEIGHT = 4 * UNIT, 44
FILLED = 0.85
"""Share of two lines that words may fill."""


class OfferBar(QFrame):
    """Lies over `picture`, a child of `host`, and takes no room from it; a newer offer replaces the one shown."""

    def __init__(self, host: QWidget, picture: QWidget, theme: UiTheme) -> None:
        super().__init__(host)  # not of the picture: what it does not use would be a gesture there
        self.setObjectName("offerbar")
        self._picture = picture
        self._theme = theme
        self._run: Callable[[], object] = lambda: None
        self._refuse: Callable[[], object] = lambda: None
        self._icon = QLabel()
        self._whole = ""
        self._words = label("")
        self._words.setObjectName("offerwords")
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = push_button("", "primary")
        self._close = QToolButton()
        theme.set_icon(self._close, "close", "text_dim")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setToolTip(self.tr("Close"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(2 * UNIT)
        for part in (self._icon, self._words, self._button, self._close):
            layout.addWidget(part)
        self._button.clicked.connect(self._accept)
        self._close.clicked.connect(self._dismiss)
        picture.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """What is said; empty while nothing is offered."""
        return "" if self.isHidden() else self._whole

    @property
    def button(self) -> QPushButton:
        """The button that takes the offer."""
        return self._button

    def show_offer(
        self,
        words: str,
        take: str,
        run: Callable[[], object],
        icon: str = "info",
        refuse: Callable[[], object] = lambda: None,
    ) -> None:
        """Say `words`, with a button that reads `take`. `refuse` is called when it is closed by its cross."""
        self._run, self._refuse = run, refuse
        self._whole = words
        self._button.setText(take)
        self._theme.set_pixmap(self._icon, icon, "text_dim", 18)
        self.show()
        self.raise_()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place over the picture."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return super().eventFilter(watched, event)

    def _accept(self) -> None:
        self.hide()
        self._run()

    def _dismiss(self) -> None:
        self.hide()
        self._refuse()

    def _place(self) -> None:
        """Lie in the middle of the lower edge, as wide as the words need."""
        if self.isHidden():
            return
        area = self._picture.geometry().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        metrics = self._words.fontMetrics()
        words = metrics.horizontalAdvance(self._whole) + UNIT
        around = self._icon.sizeHint().width() + self._button.sizeHint().width() + self._close.sizeHint().width()
        width = max(min(words + around + 10 * UNIT, area.width()), 0)
        room = width - around - 10 * UNIT
        two = words > room
        shown = self._whole
        if two:  # a line breaks before it is full
            shown = metrics.elidedText(self._whole, Qt.TextElideMode.ElideMiddle, round(FILLED * 2 * room))
        self._words.setWordWrap(two)
        self._words.setText(shown)
        self._words.setToolTip(plain_tip(self._whole if shown != self._whole else ""))
        height = HEIGHT + metrics.lineSpacing() if two else HEIGHT
        self.setGeometry(area.center().x() - width // 2, max(area.bottom() - height, 0), width, height)

"""The start page: recent projects, a drop zone, the sample, and the hardware card."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QMenu, QScrollArea, QSizePolicy, QWidget

from app.ui.actions.action_set import ActionSet
from app.ui.actions.bindings import keys_text
from app.ui.jobs.progress_bar import ProgressBar
from app.ui.start.card_reader import CardFacts
from app.ui.start.hardware_card import HardwareCard
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.images import cover
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import ElidedLabel, boxed, column, label, push_button, row

CARD = QSize(208, 117)
SHOWN = 8
THUMBNAIL_FILE = Path("cache", "preview.jpg")
"""The thumbnail of a project, relative to its folder."""


class ProjectCard(QFrame):
    """A recent project: thumbnail, name, folder; once known, date and progress. It can be removed from the list."""

    opened = Signal(object)
    forgotten = Signal(object)

    def __init__(self, folder: Path, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._folder = folder
        self._exists = (folder / "project.masklane").exists()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(plain_tip(str(folder)))
        self.setAccessibleName(folder.name)
        self.setFixedWidth(CARD.width() + 2)
        picture = QLabel()
        picture.setFixedSize(CARD)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(self._picture(theme))
        name = ElidedLabel(where=Qt.TextElideMode.ElideMiddle)
        name.setText(folder.name)
        name.setStyleSheet("font-weight: 600;")
        location = ElidedLabel("caption", Qt.TextElideMode.ElideMiddle)
        location.setText(str(folder.parent))
        missing = label(self.tr("Not found:"), "caption")
        if self._exists:
            missing.hide()
        place = row(missing, location, gap=1)
        place.setStretch(1, 1)
        self._date, self._counts, self._progress = (label("", "caption") for _ in range(3))
        self._share = ProgressBar(theme)
        policy = self._share.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._share.setSizePolicy(policy)
        self._share.hide()
        title = row(name, self._date, gap=2)
        title.setStretch(0, 1)
        texts = column(title, place, self._counts, self._progress, gap=0)
        texts.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 3 * UNIT)
        layout = column(picture, self._share, texts, gap=0)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)

    @property
    def folder(self) -> Path:
        """The project's folder."""
        return self._folder

    def show_facts(self, facts: CardFacts) -> None:
        """Show how far the project is, and when it was worked on."""
        self._date.setText(facts.date(datetime.now().astimezone()))
        self._counts.setText(facts.counts())
        self._progress.setText(facts.progress())
        self._share.setVisible(facts.seen.objects > 0)
        self._share.show_share(facts.share)
        self.setAccessibleDescription(
            ", ".join(filter(None, (self._date.text(), self._counts.text(), self._progress.text())))
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open with the left button; the right one shows a menu."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._folder)
        elif event.button() is Qt.MouseButton.RightButton:
            menu = QMenu(self)
            menu.addAction(self.tr("Open")).triggered.connect(lambda: self.opened.emit(self._folder))
            menu.addAction(self.tr("Remove from list")).triggered.connect(lambda: self.forgotten.emit(self._folder))
            menu.exec(event.globalPosition().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._folder)
        else:
            super().keyPressEvent(event)

    def _picture(self, theme: UiTheme) -> QPixmap:
        image = QImage(str(self._folder / THUMBNAIL_FILE)) if self._exists else QImage()
        if image.isNull():
            return theme.pixmap("film" if self._exists else "warning", "text_faint", 32)
        return cover(image, CARD, self.devicePixelRatioF(), 7)


class StartPage(QWidget):
    """`open_requested` carries a project folder, `forgotten` one that should leave the list."""

    open_requested = Signal(object)
    forgotten = Signal(object)

    def __init__(
        self, actions: ActionSet, theme: UiTheme, hardware_card: HardwareCard, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._actions = actions
        self._grid = QGridLayout()
        self._grid.setSpacing(4 * UNIT)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._recent_title = label(self.tr("Recent projects"), "title")
        self._recent: tuple[str, ...] = ()
        self._drop = self._drop_zone()
        left = column(self._drop, hardware_card, None, gap=4)
        left_holder = boxed(left)
        left_holder.setFixedWidth(340)
        self._right = boxed(column(self._recent_title, self._grid, None, gap=3))
        body = row(left_holder, self._right, gap=10)
        page = column(self._head(), body, gap=8)
        page.setContentsMargins(14 * UNIT, 12 * UNIT, 14 * UNIT, 10 * UNIT)
        inner = boxed(page)
        inner.setMaximumWidth(1280)
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = boxed(row(inner, gap=0))
        scroll.setWidget(holder)
        layout = column(scroll, gap=0)
        self.setLayout(layout)

    def show_recent(self, projects: tuple[str, ...]) -> None:
        """Show these project folders, newest first."""
        self._recent = projects
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for index, folder in enumerate(projects[:SHOWN]):
            card = ProjectCard(Path(folder), self._theme)
            card.opened.connect(self.open_requested)
            card.forgotten.connect(self.forgotten)
            self._grid.addWidget(card, index // 3, index % 3)
        self._sample.setVisible(bool(projects))  # without any, its button is where they would be
        if not projects:
            texts = label(self.tr("Projects you open will be listed here. New to Masklane? Try the sample."), "dim")
            sample = push_button(self.tr("Open the sample"))
            self._theme.set_icon(sample, "film")
            sample.clicked.connect(self._actions["file.demo"].trigger)
            self._grid.addWidget(texts, 0, 0)
            self._grid.addWidget(sample, 1, 0, Qt.AlignmentFlag.AlignLeft)

    def show_facts(self, facts: CardFacts) -> None:
        """Show on its card how far a project is."""
        for card in self._cards():
            if card.folder == facts.folder:
                card.show_facts(facts)

    def _cards(self) -> Iterator[ProjectCard]:
        for index in range(self._grid.count()):
            item = self._grid.itemAt(index)
            card = item.widget() if item is not None else None
            if isinstance(card, ProjectCard):
                yield card

    def show_drag(self, over: bool) -> None:
        """Highlight the drop zone while files are dragged over the window."""
        self._drop.setProperty("over", "true" if over else "false")
        self._drop.style().unpolish(self._drop)
        self._drop.style().polish(self._drop)

    def _head(self) -> QFrame:
        icon = QLabel()
        icon.setPixmap(self._theme.logo(48))
        texts = column(
            label("Masklane", "display"),
            label(self.tr("Masks of objects through whole videos: click, track, correct, export."), "dim"),
            gap=0,
        )
        return boxed(row(icon, texts, None, gap=4))

    def _drop_zone(self) -> QFrame:
        icon = QLabel()
        self._theme.set_pixmap(icon, "film", "text_faint", 32)
        icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        texts = label(self.tr("Drop videos, image folders or a project here"), "", wrap=True)
        texts.setAlignment(Qt.AlignmentFlag.AlignCenter)
        new = self._button("file.new", self.tr("New project…"), "primary", "accent_text")
        open_ = self._button("file.open", self.tr("Open project…"), "", "text_dim")
        self._sample = self._button("file.demo", self.tr("Open the sample"), "quiet", "text_dim")
        layout = column(icon, texts, new, open_, self._sample, gap=2)
        layout.setContentsMargins(5 * UNIT, 6 * UNIT, 5 * UNIT, 4 * UNIT)
        layout.insertSpacing(2, 2 * UNIT)
        return boxed(layout, "drop")

    def _button(self, id: str, text: str, kind: str, color: str) -> QWidget:
        action = self._actions[id]
        button = push_button(text, kind)
        self._theme.set_icon(button, self._actions.row(id).icon, color)
        button.setToolTip(keys_text(action.shortcuts()))
        button.clicked.connect(action.trigger)
        return button

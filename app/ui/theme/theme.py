"""The theme in force: follows the system or the setting, styles windows, and draws icons in its colors."""

import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from string import Template
from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QImageReader, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget

from app.paths import icons_folder, resources
from app.settings import Theme
from app.ui.theme.icons import draw_icon, draw_svg
from app.ui.theme.tokens import BODY, CAPTION, CONTROL_HEIGHT, DARK, DISPLAY, LIGHT, RADIUS, TITLE, Palette

BUTTON_ICON, BUTTON_GAP = 16, 4
"""Logical pixels of an icon on a button, and between it and the text."""


class HasIcon(Protocol):
    """A button or an action."""

    def setIcon(self, icon: QIcon, /) -> None:
        """Show `icon`."""


class UiTheme(QObject):
    """One a process. `changed` comes after the windows have the new style sheet."""

    changed = Signal()

    def __init__(self, application: QApplication, choice: Theme = Theme.SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice
        self._palette = DARK
        self._folder = icons_folder()
        self._icons: dict[tuple[str, str, str, int], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}
        self._themed_icons: dict[int, _ThemedIcon] = {}
        self._windows: list[QWidget] = []
        QBrush(QColor())  # its first use names 169 gradients: 14 ms that no painting has to take
        application.setStyle("Fusion")
        application.setFont(interface_font())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)
        application.screenAdded.connect(self._follow_screens)
        self._apply_palette()

    @property
    def palette(self) -> Palette:
        """The tokens in force."""
        return self._palette

    def set_choice(self, choice: Theme) -> None:
        """Follow the system, or stay dark or light."""
        self._choice = choice
        self._follow()

    def add_window(self, window: QWidget) -> None:
        """Give a window the style sheet, now and when the theme changes; dialogs, menus and tooltips of it inherit it.

        The application has no style sheet of its own: Qt would style every widget again for each of its ancestors, nine
        times on average.
        """
        self._windows = [*filter(shiboken6.isValid, self._windows), window]
        window.setStyleSheet(self._sheet())

    def icon(self, name: str, color: str = "text_dim", gap: int = 0) -> QIcon:
        """Return the icon `name` (a file of resources/icons) drawn in the token `color`, with a gap at its right."""
        key = (name, color, self._palette.window, gap)
        if key not in self._icons:
            ratio = self._application.devicePixelRatio()
            self._icons[key] = draw_icon(self._folder / f"{name}.svg", self._palette, color, ratio, gap)
        return self._icons[key]

    def logo(self, size: int) -> QPixmap:
        """Return the application's own icon as a square of `size` logical pixels."""
        return self.pixmap("masklane", "text", size)

    def pixmap(self, name: str, color: str, size: int) -> QPixmap:
        """Return an icon as a square of exactly `size` logical pixels: icons of buttons are not drawn above 22."""
        key = (name, str(getattr(self._palette, color)), size)
        if key not in self._pixmaps:
            svg = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
            self._pixmaps[key] = draw_svg(svg, key[1], size, self._application.devicePixelRatio())
        return self._pixmaps[key]

    def draw_icons_ahead(self) -> None:
        """Draw the icons in advance, one a turn of the event loop, so that a project opens without drawing any.

        Those of a row of the list are faint; drawn at the first click they would delay its dot by 2 ms.

        Qt's image plugins are loaded at once (7 ms): while torch's libraries are being loaded they would have to wait,
        and the window with them.
        """
        QImageReader.supportedImageFormats()
        QIcon(str(resources() / "style" / "up-dark.svg")).pixmap(BUTTON_ICON)
        names = [file.stem for file in sorted(self._folder.glob("*.svg")) if file.stem != "masklane"]
        self._run_one_a_turn(partial(self.icon, name, color) for color in ("text_dim", "text_faint") for name in names)

    def _run_one_a_turn(self, steps: Iterator[Callable[[], object]]) -> None:
        """Take one step in each turn of the event loop: the window answers in between."""
        timer = QTimer(self, interval=0)

        def take_next() -> None:
            step = next(steps, None)
            if step is None:
                timer.deleteLater()
            else:
                step()

        timer.timeout.connect(take_next)
        timer.start()

    def set_pixmap(self, target: QLabel, name: str, color: str, size: int) -> None:
        """Show an icon of `size` logical pixels in a label; it follows the theme, calling again replaces it."""
        self._follow_theme(target, name, color, size)

    def set_icon(self, target: HasIcon, name: str, color: str = "text_dim") -> None:
        """Give `target` an icon that follows the theme; calling again replaces it."""
        self._follow_theme(target, name, color, 0)

    def _follow_theme(self, target: HasIcon | QLabel, name: str, color: str, size: int) -> None:
        """Keep the icon of `target` in the theme's colors; `size` 0: a button or an action, which has its own size."""
        key = id(target)
        themed = _ThemedIcon(weakref.ref(target, lambda _gone: self._themed_icons.pop(key, None)), name, color, size)
        self._themed_icons[key] = themed
        self._apply_icon(themed)

    def _apply_icon(self, themed: "_ThemedIcon") -> None:
        target = themed.alive
        if isinstance(target, QLabel):
            target.setPixmap(self.pixmap(themed.name, themed.color, themed.size))
        elif isinstance(target, QPushButton | QToolButton) and _has_text(target):
            # Qt leaves 4 pixels between icon and text, in spite of the style sheet.
            target.setIcon(self.icon(themed.name, themed.color, BUTTON_GAP))
            target.setIconSize(QSize(BUTTON_ICON + BUTTON_GAP, BUTTON_ICON))
        elif target is not None:
            target.setIcon(self.icon(themed.name, themed.color))

    def _follow(self) -> None:
        if self._chosen_palette() is not self._palette:
            self._apply_palette()

    def _follow_screens(self) -> None:
        """Draw icons again when a screen is added: its pixel ratio may be higher than those they were drawn for."""
        self._icons.clear()
        self._pixmaps.clear()
        self._redraw_icons()

    def _redraw_icons(self) -> None:
        self._run_one_a_turn(partial(self._redraw_icon, key) for key in tuple(self._themed_icons))

    def _redraw_icon(self, key: int) -> None:
        """Draw an icon as it is meant now: its target may have been given another one since the theme changed."""
        themed = self._themed_icons.get(key)
        if themed is not None:
            self._apply_icon(themed)

    def _chosen_palette(self) -> Palette:
        if self._choice is Theme.SYSTEM:
            scheme = QGuiApplication.styleHints().colorScheme()
            return LIGHT if scheme is Qt.ColorScheme.Light else DARK
        return DARK if self._choice is Theme.DARK else LIGHT

    def _apply_palette(self) -> None:
        """Take the chosen colors. Windows are styled and painted in turns of their own: they answer in between."""
        self._palette = self._chosen_palette()
        self._application.setPalette(qt_palette(self._palette))
        windows = tuple(filter(shiboken6.isValid, self._windows))
        for window in windows:
            window.setUpdatesEnabled(False)
        styled = (partial(self._style, window) for window in windows)
        shown = (partial(self._show, window) for window in windows)
        icons = (partial(self._redraw_icon, key) for key in tuple(self._themed_icons))
        self._run_one_a_turn(chain(styled, shown, (self.changed.emit,), icons))

    def _style(self, window: QWidget) -> None:
        if shiboken6.isValid(window):
            window.setStyleSheet(self._sheet())

    def _show(self, window: QWidget) -> None:
        if shiboken6.isValid(window):
            window.setUpdatesEnabled(True)

    def _sheet(self) -> str:
        return style_sheet(self._palette, resources() / "style")


@dataclass(frozen=True, slots=True)
class _ThemedIcon:
    """An icon that follows the theme. `size` in logical pixels, 0 for a button or an action."""

    target: Callable[[], HasIcon | QLabel | None]
    name: str
    color: str
    size: int

    @property
    def alive(self) -> HasIcon | QLabel | None:
        """The target, None when it is gone or Qt has deleted its object."""
        target = self.target()
        return target if target is not None and shiboken6.isValid(target) else None


def _has_text(button: QPushButton | QToolButton) -> bool:
    """Return whether a button shows text beside its icon."""
    beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    return bool(button.text()) and (isinstance(button, QPushButton) or button.toolButtonStyle() is beside)


def interface_font() -> QFont:
    """Return the font of the window: Inter where it is installed, else the system's, with tabular figures."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if "Inter" in QFontDatabase.families():
        font.setFamilies(["Inter", font.family()])
    font.setPixelSize(BODY)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def style_sheet(palette: Palette, folder: Path) -> str:
    """Return the style sheet of `folder` with the tokens filled in."""
    sizes = {"caption": CAPTION, "body": BODY, "title": TITLE, "display": DISPLAY}
    names = palette.colors() | {name: f"{size}px" for name, size in sizes.items()}
    names |= {"radius": f"{RADIUS}px", "control": f"{CONTROL_HEIGHT - 2}px", "marks": folder.as_posix()}
    names["shade"] = "dark" if palette.dark else "light"
    return Template((folder / "masklane.qss").read_text(encoding="utf-8")).substitute(names)


def qt_palette(tokens: Palette) -> QPalette:
    """Return Qt's palette for what the style sheet does not cover."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "panel",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "raised",
        QPalette.ColorRole.AlternateBase: "panel",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.PlaceholderText: "text_faint",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "danger",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "accent_text",
        QPalette.ColorRole.Accent: "accent",
        QPalette.ColorRole.Link: "accent_mark",
        QPalette.ColorRole.Mid: "border_strong",
        QPalette.ColorRole.Dark: "border",
    }
    for role, token in roles.items():
        palette.setColor(role, tokens.color(token))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, tokens.color("border_strong"))
    return palette

"""The bar above the canvas: undo, view modes, opacity, outlines, zoom, command search, export.

It fits any width: what menus and keys do, too, makes room, so that nothing is cut.
"""

from itertools import chain

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QToolButton, QWidget

from app.ui.actions.action_set import ActionSet
from app.ui.actions.bindings import keys_text
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.view_modes import ViewMode
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import label, push_button, segments, separator, tool_button

HEIGHT = 44
LEAST_WIDTH = 420
"""Logical pixels."""
MODES = (ViewMode.OVERLAY, ViewMode.OUTLINE, ViewMode.MATTE, ViewMode.CUTOUT, ViewMode.SIDE_BY_SIDE)


class TopBar(QWidget):
    """Shows and changes view options of the canvas."""

    def __init__(self, canvas: Canvas, actions: ActionSet, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._canvas = canvas
        self._opacity = self._slider(self.tr("Opacity of masks"), 100)
        self._outline = self._slider(self.tr("Thickness of outlines"), round(Canvas.MAX_OUTLINE_WEIGHT * 100))
        self._zoom = label("", "dim")
        self._zoom.setFixedWidth(52)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._export_action = actions["file.export"]
        self.export = self._export_button(self._export_action, theme)
        """The button that opens the export."""
        self._lay_out(actions, theme)
        self._follow_export()
        self._show_looks()
        self._opacity.valueChanged.connect(lambda value: canvas.set_opacity(value / 100))
        self._outline.valueChanged.connect(lambda value: canvas.set_outline_weight(value / 100))
        canvas.display_options_changed.connect(self._show_looks)
        canvas.zoom_changed.connect(self._show_zoom)
        self._show_zoom(canvas.zoom)

    def _lay_out(self, actions: ActionSet, theme: UiTheme) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 0, 3 * UNIT, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(tool_button(actions["edit.undo"]))
        layout.addWidget(tool_button(actions["edit.redo"]))
        layout.addWidget(separator())
        layout.addLayout(segments(*(tool_button(actions[f"view.{mode.value}"]) for mode in MODES)))
        layout.addSpacing(2 * UNIT)
        opacity, outline = self._icon(theme, "opacity"), self._icon(theme, "outline-weight")
        layout.addWidget(opacity)
        layout.addWidget(self._opacity)
        layout.addSpacing(2 * UNIT)
        layout.addWidget(outline)
        layout.addWidget(self._outline)
        layout.addWidget(separator())
        zooming = [tool_button(actions[f"view.{id}"]) for id in ("zoom_out", "zoom_in", "actual_size")]
        layout.addWidget(zooming[0])
        layout.addWidget(self._zoom)
        layout.addWidget(zooming[1])
        layout.addWidget(tool_button(actions["view.fit"]))
        layout.addWidget(zooming[2])
        layout.addStretch(1)
        self._search = self._search_button(actions, theme)
        layout.addWidget(self._search)
        layout.addSpacing(UNIT)
        layout.addWidget(self.export)
        self._first_to_go: tuple[tuple[QWidget, ...], ...] = (
            (outline, self._outline),
            (opacity, self._opacity),
            tuple(zooming),
        )

    def minimumSizeHint(self) -> QSize:
        """Return the width at which only what is needed most is left."""
        return QSize(LEAST_WIDTH, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits: the search loses its words first."""
        super().resizeEvent(event)
        layout = self.layout()
        assert layout is not None
        self._search.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for part in chain.from_iterable(self._first_to_go):
            part.show()
        if layout.minimumSize().width() > self.width():
            self._search.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for parts in self._first_to_go:
            if layout.minimumSize().width() > self.width():
                for part in parts:
                    part.hide()

    def _slider(self, name: str, maximum: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(0, maximum)
        slider.setFixedWidth(72)
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.setToolTip(name)
        slider.setAccessibleName(name)
        return slider

    def _show_looks(self) -> None:
        """Show the values of the canvas: keys and the stored window state change them, too."""
        for slider, value in ((self._opacity, self._canvas.opacity), (self._outline, self._canvas.outline_weight)):
            slider.blockSignals(True)
            slider.setValue(round(value * 100))
            slider.blockSignals(False)

    def _export_button(self, action: QAction, theme: UiTheme) -> QPushButton:
        button = push_button(self.tr("Export"), "primary")
        theme.set_icon(button, "export", "accent_text")
        button.clicked.connect(action.trigger)
        action.changed.connect(self._follow_export)
        return button

    def _follow_export(self) -> None:
        """Be as the action is: its tooltip says why it is disabled."""
        self.export.setEnabled(self._export_action.isEnabled())
        self.export.setToolTip(self._export_action.toolTip())

    def _show_zoom(self, zoom: float) -> None:
        self._zoom.setText(f"{zoom * 100:.0f} %" if zoom else "")

    def _icon(self, theme: UiTheme, name: str) -> QLabel:
        icon = QLabel(self)
        theme.set_pixmap(icon, name, "text_dim", 16)
        return icon

    def _search_button(self, actions: ActionSet, theme: UiTheme) -> QToolButton:
        action = actions["edit.find_command"]
        button = QToolButton(self)
        button.setObjectName("searchbox")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        text = self.tr("Search commands")
        button.setText(f"{text}    {keys_text(action.shortcuts())}")
        theme.set_icon(button, "search", "text_faint")
        button.setToolTip(action.toolTip())
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setFixedHeight(28)
        button.clicked.connect(action.trigger)
        return button

"""Who is working, in the status bar; a click asks anew."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QToolButton

from app.review.consistency import consistency
from app.ui.theme.theme import UiTheme
from app.ui.widgets.tooltips import plain_tip
from app.workspace.workspace import Workspace

WIDEST = 128
"""Logical pixels of a name."""


class AnnotatorButton(QToolButton):
    """Shows the name that verdicts and working times get, cut where it is long."""

    def __init__(self, workspace: Workspace, action: QAction, theme: UiTheme) -> None:
        super().__init__()
        self._workspace = workspace
        theme.set_icon(self, "person", "text_dim")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(action.trigger)
        workspace.settings_changed.connect(self.show_name)
        self.show_name()

    def show_name(self) -> None:
        """Show who is working now."""
        name = self._workspace.settings.annotator
        shown = name or self.tr("No name")
        self.setText(self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, WIDEST).replace("&", "&&"))
        self.setAccessibleName(shown)

    def event(self, event: QEvent) -> bool:
        """Say in the tooltip how often this person answered the same twice, as it is when it is asked for."""
        if event.type() is QEvent.Type.ToolTip:
            self.setToolTip(plain_tip(self._tip()))
        return super().event(event)

    def _tip(self) -> str:
        name = self._workspace.settings.annotator
        if not name:
            return self.tr("Nobody has said who is working. Click to say it.")
        tip = self.tr("{name} is working. Click to change it.").format(name=name)
        known = consistency(self._workspace.document).get(name)
        if known is None:
            return tip
        again = self.tr("Of {looks} masklets that came back, {same} got the same answer twice.")
        return f"{tip}\n{again.format(looks=known.looks, same=known.same)}"

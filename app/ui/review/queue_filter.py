"""The button of a queue that leaves only masklets with a tag in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton

from app.project.model import Stage
from app.ui.theme.theme import UiTheme
from app.ui.widgets.tag_names import tag_name
from app.workspace.workspace import Workspace


class QueueFilter(QToolButton):
    """Offers the tags of what waits in a stage; checked while one is chosen. It is there while there is one to choose.

    All queues go by the same tag.
    """

    def __init__(self, workspace: Workspace, stage: Stage, theme: UiTheme) -> None:
        super().__init__()
        self._workspace = workspace
        self._stage = stage
        theme.set_icon(self, "tag", "text_dim")
        self.setToolTip(self.tr("Go only through masklets with a tag"))
        self.setAccessibleName(self.tr("Go only through masklets with a tag"))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._offer)
        self.hide()

    def follow(self) -> None:
        """Show whether a tag is chosen, and whether there is one to choose."""
        self.setChecked(bool(self._workspace.verification.tag))
        self.setVisible(bool(self.tags()))

    def tags(self) -> tuple[str, ...]:
        """Return the tags of what waits, and the one that is chosen."""
        verification = self._workspace.verification
        used = {tag for record in verification.queue(self._stage) for tag in record.tags}
        known = dict.fromkeys((*self._workspace.tags.known, verification.tag))
        return tuple(tag for tag in known if tag and (tag in used or tag == verification.tag))

    def menu_of_tags(self) -> QMenu:
        """Return the menu: all masklets, or those with one of the tags."""
        menu, verification = QMenu(self), self._workspace.verification
        for tag in ("", *self.tags()):
            text = tag_name(tag).replace("&", "&&") if tag else self.tr("All masklets")
            entry = menu.addAction(text)
            entry.setCheckable(True)
            entry.setChecked(tag == verification.tag)
            entry.triggered.connect(lambda _=False, tag=tag: verification.go_through(tag))
        return menu

    def _offer(self) -> None:
        self.follow()  # a click has turned it
        self.menu_of_tags().popup(self.mapToGlobal(self.rect().bottomLeft()))

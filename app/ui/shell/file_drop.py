"""Drag and drop: what becomes of files and folders that are dropped onto the window."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.ui.dropped_paths import dropped_paths, sort_paths
from app.ui.shell.project_switcher import ProjectSwitcher
from app.ui.shell.window_dialogs import WindowDialogs


class FileDrop(QObject):
    """Event filter of a window: accepts files and folders, and takes them in."""

    def __init__(self, window: QWidget, switcher: ProjectSwitcher, dialogs: WindowDialogs) -> None:
        super().__init__(window)
        self._switcher = switcher
        self._dialogs = dialogs
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept what is dragged over the window, show that it is, and take in what is dropped."""
        start = self._switcher.start
        if isinstance(event, QDragEnterEvent):
            if dropped_paths(event.mimeData()):
                event.acceptProposedAction()
                start.show_drag(over=True)
                return True
        elif event.type() is QEvent.Type.DragLeave:
            start.show_drag(over=False)
        elif event.type() is QEvent.Type.Drop and isinstance(event, QDropEvent):
            start.show_drag(over=False)
            event.acceptProposedAction()
            self._take(dropped_paths(event.mimeData()))
            return True
        return super().eventFilter(watched, event)

    def _take(self, paths: Iterable[Path]) -> None:
        """Open a project; add media or masks to the open project, or make a new project of media."""
        found, view = sort_paths(paths), self._switcher.project_view
        if found.project is not None:
            self._switcher.open(found.project)
        elif found.masks and view is not None:
            self._dialogs.import_masks(found.masks)
        elif found.masks:
            self._dialogs.import_anew(found.masks)
        elif found.media and view is not None:
            view.workspace.videos.propose(found.media)
        elif found.media:
            self._switcher.propose_media(found.media)

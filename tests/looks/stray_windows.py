"""Windows that show although nobody opened them: a widget made visible before it has its place is one of its own."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget


class StrayWindows(QObject):
    """Notes them by the names of their classes and objects, each once."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.found: dict[str, None] = {}
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what is shown."""
        shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and watched.parent() is None and not isinstance(watched, QMainWindow):
            self.found.setdefault(f"{type(watched).__name__} {watched.objectName()}")
        return super().eventFilter(watched, event)

"""Geometry and layout of the window, stored between sessions in a file of its own beside the settings."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from app.ui.actions.action_target import WindowPart
from app.ui.canvas.aids import Aid
from app.ui.shell.project_view import ProjectView

DEFAULT_SIZE = QSize(1440, 900)


class WindowState:
    """Reads and writes one INI file. Qt ignores a geometry that does not fit the screens there are."""

    def __init__(self, file: Path) -> None:
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def restore_window(self, window: QMainWindow) -> None:
        """Restore size and position, or take a default size."""
        if not window.restoreGeometry(self._bytes("window/geometry")):
            screen = QGuiApplication.primaryScreen()
            available = screen.availableSize() if screen is not None else DEFAULT_SIZE
            window.resize(
                DEFAULT_SIZE.boundedTo(QSize(round(available.width() * 0.92), round(available.height() * 0.92)))
            )

    def save_window(self, window: QMainWindow) -> None:
        """Store size and position."""
        self._store.setValue("window/geometry", window.saveGeometry())
        self._store.sync()

    def restore_project_view(self, view: ProjectView) -> None:
        """Restore splitters, hidden parts and view options."""
        for name, splitter in view.splitters.items():
            splitter.restoreState(self._bytes(f"splitters/{name}"))
        for part in WindowPart:
            if self._store.value(f"hidden/{part.value}", False, type=bool):
                view.show_part(part, shown=False)
        view.timeline.set_names_width(int(str(self._store.value("timeline/names", view.timeline.names_width))))
        view.canvas.set_brush_radius(float(str(self._store.value("canvas/brush", view.canvas.brush_radius))))
        view.canvas.set_opacity(float(str(self._store.value("canvas/opacity", view.canvas.opacity))))
        view.canvas.set_outline_weight(float(str(self._store.value("canvas/outline", view.canvas.outline_weight))))
        shown = {aid: self._store.value(f"canvas/{aid.value}", aid in view.canvas.aids, type=bool) for aid in Aid}
        view.canvas.set_aids(frozenset(aid for aid, wanted in shown.items() if wanted))

    def save_project_view(self, view: ProjectView) -> None:
        """Store splitters, hidden parts and view options."""
        for name, splitter in view.splitters.items():
            self._store.setValue(f"splitters/{name}", splitter.saveState())
        for part in WindowPart:
            self._store.setValue(f"hidden/{part.value}", not view.part_shown(part))
        self._store.setValue("timeline/names", view.timeline.names_width)
        self._store.setValue("canvas/brush", view.canvas.brush_radius)
        self._store.setValue("canvas/opacity", view.canvas.opacity)
        self._store.setValue("canvas/outline", view.canvas.outline_weight)
        for aid in Aid:
            self._store.setValue(f"canvas/{aid.value}", aid in view.canvas.aids)
        self._store.sync()

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

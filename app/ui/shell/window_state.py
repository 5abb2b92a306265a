"""Size, place and splitters of the window, kept between sessions apart from the settings."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from app.ui.actions.action_target import Part
from app.ui.canvas.aids import Aid
from app.ui.shell.project_view import Workbench

USUAL = QSize(1440, 900)


class WindowState:
    """Reads and writes one file. What does not fit the screens of today is left out by Qt."""

    def __init__(self, file: Path) -> None:
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def restore_window(self, window: QMainWindow) -> None:
        """Give the window its size and place, or a comfortable size."""
        if not window.restoreGeometry(self._bytes("window/geometry")):
            screen = QGuiApplication.primaryScreen()
            room = screen.availableSize() if screen is not None else USUAL
            window.resize(USUAL.boundedTo(QSize(round(room.width() * 0.92), round(room.height() * 0.92))))

    def save_window(self, window: QMainWindow) -> None:
        """Keep size and place."""
        self._store.setValue("window/geometry", window.saveGeometry())
        self._store.sync()

    def restore_workbench(self, bench: Workbench) -> None:
        """Lay the workbench out as it was left."""
        for name, splitter in bench.splitters.items():
            splitter.restoreState(self._bytes(f"splitters/{name}"))
        for part in Part:
            if self._store.value(f"hidden/{part.value}", False, type=bool):
                bench.show_part(part, shown=False)
        bench.timeline.set_names_width(int(str(self._store.value("timeline/names", bench.timeline.names_width))))
        bench.canvas.set_brush_radius(float(str(self._store.value("canvas/brush", bench.canvas.brush_radius))))
        bench.canvas.set_opacity(float(str(self._store.value("canvas/opacity", bench.canvas.opacity))))
        bench.canvas.set_outline_weight(float(str(self._store.value("canvas/outline", bench.canvas.outline_weight))))
        shown = {aid: self._store.value(f"canvas/{aid.value}", aid in bench.canvas.aids, type=bool) for aid in Aid}
        bench.canvas.set_aids(frozenset(aid for aid, wanted in shown.items() if wanted))

    def save_workbench(self, bench: Workbench) -> None:
        """Keep how the workbench is laid out."""
        for name, splitter in bench.splitters.items():
            self._store.setValue(f"splitters/{name}", splitter.saveState())
        for part in Part:
            self._store.setValue(f"hidden/{part.value}", not bench.part_shown(part))
        self._store.setValue("timeline/names", bench.timeline.names_width)
        self._store.setValue("canvas/brush", bench.canvas.brush_radius)
        self._store.setValue("canvas/opacity", bench.canvas.opacity)
        self._store.setValue("canvas/outline", bench.canvas.outline_weight)
        for aid in Aid:
            self._store.setValue(f"canvas/{aid.value}", aid in bench.canvas.aids)
        self._store.sync()

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

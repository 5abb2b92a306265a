"""The about dialog: version and licences."""

from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QWidget

from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.dialog_size import resize_within_screen
from app.ui.widgets.short_scroll import ShortScroll
from app.ui.widgets.widgets import boxed, column, label, push_button, row, rule

LIBRARIES = (
    ("PySide6-Essentials", "Qt for Python", "LGPL-3.0"),
    ("torch", "PyTorch", "BSD-3-Clause"),
    ("rf-sam-2", "SAM 2 (Meta)", "Apache-2.0"),
    ("av", "PyAV with FFmpeg", "BSD-3-Clause; FFmpeg: GPL-3.0"),
    ("opencv-python-headless", "OpenCV", "Apache-2.0"),
    ("numpy", "NumPy", "BSD-3-Clause"),
    ("msgspec", "msgspec", "BSD-3-Clause"),
    ("pycocotools", "COCO API", "BSD-2-Clause"),
    ("platformdirs", "platformdirs", "MIT"),
)
"""Distribution, name and licence of the libraries in use."""


WIDTH = 520
"""Logical pixels."""


class AboutDialog(QDialog):
    """Shows version and licences of the application and of its libraries."""

    def __init__(self, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About Masklane"))
        logo = QLabel()
        logo.setPixmap(theme.logo(56))
        name = column(
            label("Masklane", "display"),
            label(self.tr("Version {version} · Apache-2.0").format(version=version_of("masklane")), "dim"),
            gap=0,
        )
        text = self.tr(
            "Makes masks of objects through whole videos, on your own computer. Nothing you open is sent "
            "anywhere; only models that you fetch come from the internet."
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(6 * UNIT)
        grid.setVerticalSpacing(UNIT)
        for line, (distribution, title, licence) in enumerate(LIBRARIES):
            grid.addWidget(label(title), line, 0)
            grid.addWidget(label(version_of(distribution), "dim"), line, 1)
            grid.addWidget(label(licence, "dim"), line, 2)
        close = push_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        head = row(logo, name, None, gap=4)
        libraries = ShortScroll(boxed(grid))  # more lines than a low screen has room for
        layout = column(head, label(text, wrap=True), rule(), libraries, row(None, close), gap=4, margin=6)
        self.setLayout(layout)
        self.setFixedWidth(WIDTH)
        resize_within_screen(self, WIDTH, layout.totalHeightForWidth(WIDTH))


def version_of(distribution: str) -> str:
    """Return the installed version of a distribution, or a dash where it is not installed as one."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "–"

"""The main window: start page or workbench, menus, and what actions ask of a window."""

from pathlib import Path

from PySide6.QtCore import QTimer, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QScreen,
)
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.errors import UserError
from app.settings import Settings
from app.ui.actions.action_set import ActionSet
from app.ui.actions.desk import Part
from app.ui.actions.situation import situation
from app.ui.canvas.canvas import Canvas
from app.ui.error_bar import ErrorBar
from app.ui.keys import KeyGuard
from app.ui.machine_card import MachineCard
from app.ui.opening import Opener, dropped_paths
from app.ui.preferences import Preferences
from app.ui.start_page import StartPage
from app.ui.theme.theme import Theme
from app.ui.timeline.timeline import Timeline
from app.ui.window_state import WindowState
from app.ui.workbench import Workbench
from app.workspace.workspace import Workspace

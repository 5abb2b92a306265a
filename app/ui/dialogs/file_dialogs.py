"""The system's dialogs for files and folders."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from app.project.model import Video

translate = QCoreApplication.translate


def ask_project(parent: QWidget, start: Path) -> Path | None:
    """Ask which project folder to open."""
    folder = QFileDialog.getExistingDirectory(parent, translate("FileDialogs", "Open a project folder"), str(start))
    return Path(folder) if folder else None


def ask_videos(parent: QWidget) -> tuple[Path, ...]:
    """Ask for videos."""
    files, _filter = QFileDialog.getOpenFileNames(parent, translate("FileDialogs", "Add videos"))
    return tuple(Path(file) for file in files)


def ask_mask_files(parent: QWidget) -> tuple[Path, ...]:
    """Ask for files with masks of other tools."""
    files, _filter = QFileDialog.getOpenFileNames(parent, translate("FileDialogs", "Files with masks"))
    return tuple(Path(file) for file in files)


def ask_image_folder(parent: QWidget) -> tuple[Path, ...]:
    """Ask for a folder of images; a tuple of one, or of none."""
    folder = QFileDialog.getExistingDirectory(parent, translate("FileDialogs", "Add a folder of images"))
    return (Path(folder),) if folder else ()


def ask_new_place(parent: QWidget, video: Video) -> Path | None:
    """Ask where the media of a video is now: a folder for images, else a file."""
    title = translate("FileDialogs", "Where is {name} now?").format(name=video.name)
    if Path(video.path).suffix:
        found, _filter = QFileDialog.getOpenFileName(parent, title)
    else:
        found = QFileDialog.getExistingDirectory(parent, title)
    return Path(found) if found else None


def ask_model_file(parent: QWidget) -> Path | None:
    """Ask for the file of a model."""
    kinds = translate("FileDialogs", "Models (*.pt *.safetensors)")
    found, _filter = QFileDialog.getOpenFileName(parent, translate("FileDialogs", "Use a model file"), "", kinds)
    return Path(found) if found else None


def ask_folder(parent: QWidget, title: str, start: str) -> str:
    """Ask for a folder under a translated title; empty when none was chosen."""
    return QFileDialog.getExistingDirectory(parent, title, start)

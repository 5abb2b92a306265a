"""What is asked for by the dialogs for files and folders."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from app.errors import MediaError
from app.media.file import PICTURE_SUFFIXES
from app.media.pictures.folder import pictures_in
from app.media.pictures.sequences import are_one_sequence
from app.project.model import Video
from app.ui.dialogs.chooser import Chooser, Kind

VIDEO_SUFFIXES = (
    "mp4", "mov", "m4v", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "mts", "m2ts", "wmv", "flv", "ogv", "3gp", "mxf",
    "y4m", "gif", "apng",
)  # fmt: skip
"""Usual names of videos; others can be chosen under "All files"."""

translate = QCoreApplication.translate


def ask_project(parent: QWidget, start: Path) -> Path | None:
    """Ask which project folder to open."""
    title = translate("FileDialogs", "Open a project folder")
    chosen = Chooser(parent, title, Kind.PROJECT, start=str(start)).ask()
    return Path(chosen[0]) if chosen else None


def ask_videos(parent: QWidget) -> tuple[Path, ...]:
    """Ask for videos, or pictures that are one; a folder stands for all of its pictures."""
    dialog = Chooser(parent, translate("FileDialogs", "Add videos or pictures"), Kind.MEDIA, media_filters(), many=True)
    dialog.offer_folder(translate("FileDialogs", "Add this folder of pictures"))
    return _whole_sequence(parent, tuple(Path(file) for file in dialog.ask()))


def media_filters() -> tuple[str, ...]:
    """Return the kinds of files that are offered when media is chosen, the usual one first."""
    videos = " ".join(f"*.{suffix}" for suffix in VIDEO_SUFFIXES)
    pictures = " ".join(f"*{suffix}" for suffix in sorted(PICTURE_SUFFIXES))
    return (
        translate("FileDialogs", "Videos and pictures ({kinds})").format(kinds=f"{videos} {pictures}"),
        translate("FileDialogs", "Videos ({kinds})").format(kinds=videos),
        translate("FileDialogs", "Pictures ({kinds})").format(kinds=pictures),
        translate("FileDialogs", "All files (*)"),
    )


def _whole_sequence(parent: QWidget, chosen: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the folder when one picture of a numbered sequence was chosen and all of it is meant."""
    if len(chosen) != 1 or chosen[0].suffix.lower() not in PICTURE_SUFFIXES:
        return chosen
    try:
        pictures = pictures_in(chosen[0].parent)
    except MediaError:
        return chosen
    if chosen[0] not in pictures or not are_one_sequence(pictures):
        return chosen
    words = translate("FileDialogs", "{name} is one of {count} numbered pictures in {folder}.")
    question = QMessageBox(parent)
    question.setWindowTitle(translate("FileDialogs", "Add pictures"))
    question.setText(words.format(name=chosen[0].name, count=len(pictures), folder=chosen[0].parent.name))
    whole = question.addButton(translate("FileDialogs", "Add all as one video"), QMessageBox.ButtonRole.AcceptRole)
    question.addButton(translate("FileDialogs", "Only this picture"), QMessageBox.ButtonRole.DestructiveRole)
    question.setDefaultButton(whole)
    question.exec()
    question.deleteLater()
    return (chosen[0].parent,) if question.clickedButton() is whole else chosen


def ask_mask_files(parent: QWidget) -> tuple[Path, ...]:
    """Ask for files with masks of other tools."""
    title, everything = translate("FileDialogs", "Files with masks"), translate("FileDialogs", "All files (*)")
    return tuple(Path(file) for file in Chooser(parent, title, Kind.MASKS, (everything,), many=True).ask())


def ask_image_folder(parent: QWidget) -> tuple[Path, ...]:
    """Ask for a folder of images; a tuple of one, or of none."""
    chosen = Chooser(parent, translate("FileDialogs", "Add a folder of images"), Kind.MEDIA).ask()
    return tuple(Path(folder) for folder in chosen[:1])


def ask_new_place(parent: QWidget, video: Video) -> Path | None:
    """Ask where the media of a video is now: a folder for images, else a file."""
    title = translate("FileDialogs", "Where is {name} now?").format(name=video.name)
    filters = media_filters() if Path(video.path).suffix else ()
    chosen = Chooser(parent, title, Kind.MEDIA, filters).ask()
    return Path(chosen[0]) if chosen else None


def ask_model_file(parent: QWidget) -> Path | None:
    """Ask for the file of a model."""
    kinds = (translate("FileDialogs", "Models (*.pt *.safetensors)"), translate("FileDialogs", "All files (*)"))
    chosen = Chooser(parent, translate("FileDialogs", "Use a model file"), Kind.MODEL, kinds).ask()
    return Path(chosen[0]) if chosen else None


def ask_folder(parent: QWidget, title: str, kind: Kind, start: str) -> str:
    """Ask for a folder under a translated title; empty when none was chosen."""
    return next(iter(Chooser(parent, title, kind, start=start).ask()), "")

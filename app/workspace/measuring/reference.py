"""What masklets are compared with: another project, or masks of another tool that fit the project's videos."""

from collections.abc import Generator
from itertools import count
from pathlib import Path

from app.errors import ImportFileError, ProjectError
from app.interchange.clip import ExportProgress
from app.interchange.fitting import Incoming, fit_all
from app.interchange.questions import Choices
from app.project.document import Contents, Document
from app.project.model import ObjectId
from app.project.paths import database_path
from app.project.storage.store import Store
from app.review.pairing import paired_videos
from app.workspace.edits.imports import PlannedImport, imported
from app.workspace.interchange.imports import frame_names, reading, targets_of


def read_reference(path: Path, document: Document, folder: Path) -> Generator[ExportProgress, None, Document]:
    """Read what lies at `path`; yields progress and returns it as a document with `document`'s videos, or its own.

    `folder` is the project's own. Raises ProjectError and ImportFileError, also where nothing is about the same videos.
    """
    if not path.exists():
        raise ProjectError("There is no file or folder {path}.", "Choose a project, or masks.", path=path)
    file = database_path(path)
    if not file.is_file():
        return (yield from _masks(path, document, folder))
    if file.resolve() == database_path(folder).resolve():
        raise ProjectError("That is this project itself.", "Choose another copy, or the truth.")
    with Store.open_copy(path) as store:
        reference = store.load()
    if not paired_videos(document, reference):
        raise ProjectError(
            "The project {path} has none of the videos of this one.",
            "Choose one that was made from the same files.",
            path=path,
        )
    return reference


def _masks(path: Path, document: Document, folder: Path) -> Generator[ExportProgress, None, Document]:
    """Read masks of another tool into a document that has the videos alone."""
    videos = document.videos()
    names = {video.id: frame_names(folder, video) for video in videos}
    plans: list[PlannedImport] = []
    for step in reading([path], ""):
        if not isinstance(step, Incoming):
            yield step
            continue
        for fit in fit_all(step, targets_of(document, names), Choices()):
            video = None if fit.target is None else document.video(fit.target.id)
            if video is not None and not fit.blocked:
                plans.append(PlannedImport(fit, video, new=False))
    if not plans:
        raise ImportFileError(
            "The masks in {path} fit none of the project's videos.", "Import them to choose where they go.", path=path
        )
    reference = Document(Contents(videos={video.id: video for video in videos}))
    reference.apply(imported(reference, plans, map(ObjectId, count(1))))
    return reference

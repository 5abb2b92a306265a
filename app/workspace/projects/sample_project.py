"""The project on the bundled sample clip: made beside its folder and moved there once everything is in it."""

import shutil
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from app.errors import MediaError, ProjectError
from app.project.edit_builder import EditBuilder
from app.project.paths import DATABASE_NAME
from app.project.storage.store import Store
from app.workspace.media.media_facts import describe

MEDIA = "media"
"""Where in its project the copy of the clip is: it stays there when Masklane is updated."""


def prepare_sample(sample: Path, folder: Path) -> Generator[float, None, None]:
    """Make the project `folder` on a copy of the clip in the folder `sample`, unless it is there; on any thread.

    A project without a video, which earlier versions left when their copy failed, is completed. Yields 0.0 between
    steps. Raises UserError; then, and when it is closed before its end, `folder` is as it was.
    """
    if (folder / DATABASE_NAME).is_file():
        yield from _complete(sample, folder)
        return
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{folder.name} ", dir=folder.parent) as beside:
            made = Path(beside) / folder.name
            Store.create(made).close()
            yield from _complete(sample, made)
            _put(made, folder)
    except OSError as error:
        raise ProjectError(
            "The sample's project cannot be made in {folder}: {reason}",
            "Check that the folder may be written to and that the disk is not full.",
            folder=folder,
            reason=error.strerror or error,
        ) from error


def _put(made: Path, folder: Path) -> None:
    """Move a finished project to `folder`. Raises ProjectError where something else is in its place."""
    with suppress(OSError):
        folder.rmdir()  # succeeds for an empty folder only
    if folder.exists():
        raise ProjectError(
            "“{destination}” exists already and is not empty.",
            "Rename it, then open the sample again.",
            destination=folder,
        )
    made.rename(folder)


def _complete(sample: Path, folder: Path) -> Iterator[float]:
    """Copy the clip into a project and add it as its video, unless there is one."""
    with Store.open(folder) as store:
        document = store.load()
        if document.videos():
            return
        yield 0.0
        clip = _copied(sample, folder / MEDIA)
        yield 0.0
        id, draft = store.new_video_id(), EditBuilder(document)
        draft.video(id, describe(folder, id, clip))
        store.commit(draft.edit())


def _copied(sample: Path, media: Path) -> Path:
    """Return the copy of the sample clip in `media`. Raises MediaError."""
    clip = next(iter(sorted(sample.glob("*.mp4"))), None)
    if clip is None:
        raise MediaError("There is no sample clip in {folder}.", "Install Masklane again.", folder=sample)
    copy = media / clip.name
    try:
        media.mkdir(exist_ok=True)
        shutil.copyfile(clip, copy)
    except OSError as error:
        with suppress(OSError):
            copy.unlink(missing_ok=True)
        raise MediaError(
            "The sample clip cannot be copied to {file}: {reason}",
            "Check that the folder may be written to and that the disk is not full.",
            file=copy,
            reason=error.strerror or error,
        ) from error
    return copy

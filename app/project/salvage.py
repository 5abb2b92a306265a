"""A new project made of what can still be read of a damaged one."""

from pathlib import Path

from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import Cell
from app.project.store import ANNOTATOR, NAME, Store


def salvage(damaged: Path, folder: Path, app_version: str = "") -> tuple[str, ...]:
    """Make a project in `folder` of what is readable in `damaged` (its folder or file); return what was left out.

    Media paths relative to the old folder have to be relinked. ProjectError when not even the tables can be found, or
    the new project cannot be made.
    """
    with Store.open(damaged) as old:
        edit = everything(old.read_what_is_left())
        with Store.create(folder, old.meta(NAME), old.meta(ANNOTATOR), app_version) as new:
            new.commit(edit)
        return old.findings


def everything(document: Document) -> Edit:
    """Return the edit that makes an empty document into `document`."""
    objects = document.all_objects()
    verdicts = document.verdicts()
    return Edit(
        videos={video.id: Delta(None, video) for video in document.videos()},
        objects={record.id: Delta(None, record) for record in objects},
        prompts={
            Cell(record.id, frame): Delta(None, document.prompts(Cell(record.id, frame)))
            for record in objects
            for frame in document.prompt_frames(record.id)
        },
        masks={
            Cell(record.id, frame): Delta(None, mask)
            for record in objects
            for frame, mask in document.masks_of(record.id)
            if mask.mask.damage() is None
        },
        locks={
            Cell(record.id, frame): Delta(None, True) for record in objects for frame in document.lock_frames(record.id)
        },
        runs={run.id: Delta(None, run) for run in document.runs()},
        verdicts={id: Delta(None, verdict) for id, verdict in verdicts.items()},
    )

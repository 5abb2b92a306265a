"""The masklets of an open project that are learned from, as a project of its own that a training can read."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from app.project.cell_changes import CellChanges
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import Cell, CellMask, Run, RunId, VideoObject
from app.project.paths import DATABASE_NAME, media_path
from app.project.storage.store import Store
from app.training.data.project_clips import verified


def write_snapshot(document: Document, project: Path, folder: Path, *, imported: bool = False) -> None:
    """Write what `document` of the project in `project` has to learn from into a new project in `folder`.

    The open project goes on changing; what is learned from does not. Its media is not copied. Raises ProjectError.
    """
    (folder / DATABASE_NAME).unlink(missing_ok=True)
    with Store.create(folder) as store:
        store.commit(_edit(document, project, imported=imported))


def _edit(document: Document, project: Path, *, imported: bool) -> Edit:
    videos, records = {}, list[VideoObject]()
    for video in document.videos():
        found = verified(document, video.id, imported=imported)
        if found:
            placed = replace(video, path=media_path(project, video.path).absolute().as_posix())
            videos[video.id] = Delta(None, placed)
            records += found
    masks = {Cell(record.id, frame): mask for record in records for frame, mask in document.masks_of(record.id)}
    runs = _runs(document, records, masks.values())
    verdicts = ((record.id, document.verdict(record.id)) for record in records)
    return Edit(
        videos=videos,
        objects={record.id: Delta(None, record) for record in records},
        masks=CellChanges(
            {
                cell: Delta(None, mask if mask.run is None or mask.run in runs else replace(mask, run=None))
                for cell, mask in masks.items()
            }
        ),
        runs={id: Delta(None, run) for id, run in runs.items()},
        verdicts={id: Delta(None, verdict) for id, verdict in verdicts if verdict is not None},
    )


def _runs(document: Document, records: Iterable[VideoObject], masks: Iterable[CellMask]) -> dict[RunId, Run]:
    """Return the runs that made some masks; policies of objects that are left out go with them."""
    kept = {record.id for record in records}
    runs = {}
    for id in {mask.run for mask in masks if mask.run is not None}:
        run = document.run(id)
        if run is not None:
            runs[id] = replace(run, objects=tuple(one for one in run.objects if one in kept), policies=())
    return runs

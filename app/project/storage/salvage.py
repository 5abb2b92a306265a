"""A new project made of what can still be read of a damaged one."""

from pathlib import Path

from app.errors import ProjectError
from app.project.cell_changes import CellChanges
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import CellMask, Prompts
from app.project.storage.store import ANNOTATOR, NAME, Store


def salvage(damaged: Path, folder: Path) -> tuple[str, ...]:
    """Make a project in `folder` of what is readable in `damaged` (its folder or file); return what was left out.

    Media paths relative to the old folder have to be relinked. ProjectError when nothing can be read, or the new
    project cannot be made.
    """
    with Store.open_copy(damaged, damaged=True) as old:
        edit = everything(old.load_readable())
        events = list(old.readable_events())
        if edit.empty and old.findings:
            raise ProjectError(
                "Nothing of the project {folder} can be read any more.",
                "Only a copy of the folder from before can help.",
                folder=old.folder,
            )
        with Store.create(folder, _about(old, NAME), _about(old, ANNOTATOR)) as new:
            new.commit(edit)
            for event in events:
                new.append_event(event)
        return old.findings


def _about(old: Store, key: str) -> str:
    try:
        return old.meta(key)
    except ProjectError:  # the page it stood on is lost
        return ""


def everything(document: Document) -> Edit:
    """Return the edit that makes an empty document into `document`, without masks that are damaged."""
    masks: CellChanges[CellMask] = CellChanges()
    prompts: CellChanges[Prompts] = CellChanges()
    locks: CellChanges[bool] = CellChanges()
    objects = document.all_records()
    for record in objects:
        all_masks, its_prompts, its_locks = document.contents_of(record.id)
        in_order = ((frame, all_masks[frame]) for frame in document.mask_frames(record.id))
        usable = {frame: mask for frame, mask in in_order if mask.mask.damage() is None}
        masks.put_all(record.id, dict.fromkeys(usable), usable)
        prompts.put_all(record.id, dict.fromkeys(its_prompts), its_prompts)
        locks.put_all(record.id, dict.fromkeys(its_locks), dict.fromkeys(its_locks, True))
    return Edit(
        videos={video.id: Delta(None, video) for video in document.videos()},
        objects={record.id: Delta(None, record) for record in objects},
        prompts=prompts,
        masks=masks,
        locks=locks,
        runs={run.id: Delta(None, run) for run in document.runs()},
        verdicts={id: Delta(None, verdict) for id, verdict in document.verdicts().items()},
        issues={id: Delta(None, issue) for id, issue in document.issues().items()},
        conventions={name: Delta(None, text) for name, text in document.conventions().items()},
    )

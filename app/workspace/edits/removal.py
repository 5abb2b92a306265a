"""What an edit takes away, so that it can be named: whole videos and objects, many masks at once, or issues."""

from dataclasses import dataclass

from app.project.edit import Edit
from app.project.model import ObjectId


@dataclass(frozen=True, slots=True)
class Removal:
    """Names of videos and of objects that go, objects that stay without masks, how many masks go; or issues alone."""

    videos: tuple[str, ...]
    objects: tuple[str, ...]
    emptied: tuple[ObjectId, ...]
    masks: int
    issues: tuple[str, ...] = ()
    """What they say, which may be nothing."""


def removal(edit: Edit) -> Removal | None:
    """Return what `edit` takes away, if it is several things, or something with work in it.

    None for one mask on one frame, for an edit that makes something too (a merge moves masks), and for candidates that
    nobody has accepted.
    """
    comes = any(delta.before is None for delta in edit.objects.values()) or _writes(edit)
    if comes or any(delta.before is None for delta in edit.videos.values()):
        return None
    videos = tuple(delta.before.name for delta in edit.videos.values() if delta.after is None and delta.before)
    gone = [delta.before for delta in edit.objects.values() if delta.after is None and delta.before is not None]
    objects = tuple(record.name for record in gone if not record.candidate)
    masks = {id: len(frames.before) for id, frames in edit.masks.by_object().items()}
    candidates = {record.id for record in gone if record.candidate}
    count = sum(masks[id] for id in masks.keys() - candidates)
    emptied = tuple(id for id in masks if id not in edit.objects or edit.objects[id].after is not None)
    whole = len(videos) + len(objects)
    worked_on = count > 0 or bool(edit.prompts.by_object().keys() - candidates)
    if whole > 1 or (whole == 1 and worked_on) or (whole == 0 and count > 1):
        return Removal(videos, objects, emptied, count)
    issues = tuple(delta.before.text for delta in edit.issues.values() if delta.after is None and delta.before)
    return Removal((), (), (), 0, issues) if issues and not whole and not count else None


def _writes(edit: Edit) -> bool:
    """Return whether a mask or a prompt is put somewhere."""
    return any(
        any(frames.after.values()) for changes in (edit.masks, edit.prompts) for frames in changes.by_object().values()
    )

"""What a gesture did, read from its edit: the verb of its line in the log, and the cell or object it was about."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from app.project.conventions import MERGES
from app.project.edit import Edit
from app.project.model import Cell, FrameIndex, MaskSource, ObjectId, Prompts
from app.project.second_looks import SECOND_LOOK, look_in
from app.review.work import DELETED, DESCRIBED, FRAMES, LOOK, MOST_FRAMES, OPENED, WHAT, Verb, frames_text


@dataclass(frozen=True, slots=True)
class Gesture:
    """A verb, with the object and frame it was about where there is one, and more about it."""

    verb: Verb
    object: ObjectId | None = None
    frame: FrameIndex | None = None
    details: dict[str, str] = field(default_factory=dict)


def gesture_of(edit: Edit) -> Gesture:
    """Return what an edit did; of an edit with several things, the most telling."""
    if MERGES in edit.conventions:
        return Gesture(Verb.MERGE)
    if edit.objects and all(delta.after is None for delta in edit.objects.values()):
        return Gesture(Verb.DELETE, next(iter(edit.objects)))
    for read in (_verdict, _issue, _prompt, _run, _stage, _masks):
        found = read(edit)
        if found is not None:
            return found
    if edit.locks:
        return _on(Verb.LOCK, next(iter(edit.locks)), len(edit.locks))
    for id, delta in edit.objects.items():
        if delta.before is None or delta.after is None:
            return Gesture(Verb.ADD if delta.before is None else Verb.DELETE, id)
        return Gesture(Verb.EDIT, id)
    return Gesture(Verb.EDIT)


def changed_objects(edit: Edit) -> set[ObjectId]:
    """Return the objects of which an edit changes anything, those that a run is about too."""
    found = {*edit.objects, *edit.verdicts}
    for changes in (edit.masks, edit.prompts, edit.locks):
        found.update(changes.by_object())
    for issue in edit.issues.values():
        found.update(one.object for one in (issue.before, issue.after) if one is not None)
    for run in edit.runs.values():
        found.update(id for one in (run.before, run.after) if one is not None for id in one.objects)
    return found


def _on(verb: Verb, cell: Cell, cells: int = 1) -> Gesture:
    return Gesture(verb, cell.object, cell.frame if cells == 1 else None, {} if cells == 1 else {"cells": str(cells)})


def _verdict(edit: Edit) -> Gesture | None:
    touched = edit.masks.by_object().keys() | edit.prompts.by_object().keys()
    judged = [
        id
        for id, delta in edit.verdicts.items()
        if id not in touched and not (delta.after is None and id in edit.objects)  # else it was handed in again
    ]
    if not judged:
        return None
    after = edit.verdicts[judged[0]].after
    details = {WHAT: after.judgement.value if after is not None else ""}
    for name, text in edit.conventions.items():
        look = look_in(text.after or "") if name.startswith(SECOND_LOOK) else None
        details |= {LOOK: look.kind.value} if look is not None else {}
    return Gesture(Verb.VERDICT, judged[0], after.frame if after is not None else None, details)


def _issue(edit: Edit) -> Gesture | None:
    for delta in edit.issues.values():
        issue = delta.after or delta.before
        if issue is None or issue.object in edit.objects:
            continue
        was, now = delta.before, delta.after
        frame = None if issue.span is None else issue.span[0]
        if was is not None and now is not None and now.resolved:
            return Gesture(Verb.RESOLVE, issue.object, frame)
        details = {} if was is None else {WHAT: DELETED if now is None else OPENED if was.resolved else DESCRIBED}
        return Gesture(Verb.ISSUE, issue.object, frame, details)
    return None


def _prompt(edit: Edit) -> Gesture | None:
    if len(edit.prompts) > 1 or not edit.prompts:
        return None
    cell, delta = next(iter(edit.prompts.items()))
    before, after = delta.before or Prompts(), delta.after or Prompts()
    if len(after.clicks) > len(before.clicks):
        return _on(Verb.CLICK, cell)
    if after.mask is not None and after.mask != before.mask:
        return _on(Verb.PAINT if after.mask.area else Verb.ABSENT, cell)
    return _on(Verb.BOX if after.box is not None and after.box != before.box else Verb.UNPROMPT, cell)


def _run(edit: Edit) -> Gesture | None:
    for delta in edit.runs.values():
        if delta.after is not None and delta.before is None:
            run = delta.after
            one = run.objects[0] if len(run.objects) == 1 else None
            return Gesture(Verb.TRACK, one, None, {} if one is not None else {"objects": str(len(run.objects))})
    return None


def _stage(edit: Edit) -> Gesture | None:
    moved = [
        (id, delta.after.stage)
        for id, delta in edit.objects.items()
        if delta.before is not None and delta.after is not None and delta.before.stage is not delta.after.stage
    ]
    if not moved or edit.masks:
        return None
    details = {WHAT: moved[0][1].value} | ({} if len(moved) == 1 else {"objects": str(len(moved))})
    return Gesture(Verb.STAGE, moved[0][0], None, details)


def _masks(edit: Edit) -> Gesture | None:
    if not edit.masks or any(None in (delta.before, delta.after) for delta in edit.objects.values()):
        return None
    cell, delta = next(iter(edit.masks.items()))
    after = delta.after
    fine = after is not None and after.fine and after.source is MaskSource.TRACKED
    gesture = _on(Verb.FINE if fine else Verb.EDIT, cell, len(edit.masks))
    made = "" if not 1 < len(edit.masks) <= MOST_FRAMES else frames_text(_made(edit, cell.object))
    return replace(gesture, details=gesture.details | {FRAMES: made}) if made else gesture


def _made(edit: Edit, object: ObjectId) -> Iterator[int]:
    """Yield the frames of an object whose masks a person makes by an edit."""
    for frame, after in edit.masks.by_object()[object].after.items():
        if after is not None and after.source.edited:
            yield frame

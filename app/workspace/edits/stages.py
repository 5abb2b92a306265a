"""Edits of stages, verdicts and issues: a masklet's way from a candidate to a verified one, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from app.errors import ProjectError
from app.project.category_checks import CategoryCheck, check_name, check_text
from app.project.cell_changes import CellChanges
from app.project.conventions import AUTO_ACCEPT, REASONS, text_of
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.edit_builder import EditBuilder
from app.project.model import CellMask, Issue, IssueId, Judgement, ObjectId, Stage, Verdict, VideoObject
from app.project.second_looks import LookKind, SecondLook, look_name, look_text
from app.review.auto_accept import (
    AUTOMATIC,
    Audit,
    AutoAccept,
    audit_of,
    auto_accept_in,
    masklet_doubt,
)
from app.review.masklet_states import is_verified
from app.workspace.edits.objects import required


def moved(document: Document, ids: Iterable[ObjectId], stage: Stage, annotator: str | None = None) -> Edit:
    """Return the edit that brings objects to a stage, without a verdict; `annotator` is who hands them in, if so."""
    draft = EditBuilder(document)
    for id in ids:
        record = required(document, id)
        by = record.annotator if annotator is None else annotator
        draft.object(id, replace(record, stage=stage, annotator=by))
        draft.verdict(id, None)
    return draft.edit()


def judged(document: Document, verdict: Verdict, issue: Issue | None = None) -> Edit:
    """Return the edit that gives a masklet a verdict, with what is wrong with it; an unsatisfactory one goes back."""
    record = required(document, verdict.object)
    if not document.mask_frames(record.id):
        raise ProjectError("{name} has no masks to judge.", "Annotate it first.", name=record.name)
    stage = Stage.ANNOTATION if verdict.judgement is Judgement.UNSATISFACTORY else Stage.VERIFICATION
    draft = EditBuilder(document)
    draft.object(record.id, replace(record, stage=stage))
    draft.verdict(record.id, verdict)
    if issue is not None:
        draft.issue(issue.id, issue)
    return draft.edit()


def looked(document: Document, verdict: Verdict, kind: LookKind, issue: Issue | None = None) -> Edit:
    """Return the edit of a verdict that is a second look; an audit that fails switches off what it audits."""
    before = document.verdict(verdict.object)
    edit = judged(document, verdict, issue)
    if before is None:
        return edit
    look = SecondLook(
        verdict.object, kind, before.judgement, before.annotator, verdict.judgement, verdict.annotator, verdict.when
    )
    noted = convention(document, look_name(before), look_text(look))
    rule = auto_accept_in(document.convention(AUTO_ACCEPT))
    if kind is LookKind.AUDIT and rule is not None:
        known = audit_of(document, rule.before)
        if Audit(known.looks + 1, known.wrong + (not look.same)).failed:
            noted = noted.then(convention(document, AUTO_ACCEPT, None))
    return edit.then(noted)


def accepted_unseen(document: Document, ids: Iterable[ObjectId], rule: AutoAccept, when: datetime) -> Edit:
    """Return the edit that gives a satisfactory verdict to those of `ids` that `rule` accepts and that wait for one."""
    draft = EditBuilder(document)
    for id in ids:
        record, doubt = document.object(id), masklet_doubt(document, id)
        if record is None or document.verdict(id) is not None or doubt is None or doubt > rule.threshold:
            continue
        draft.object(id, replace(record, stage=Stage.VERIFICATION))
        draft.verdict(id, Verdict(id, Judgement.SATISFACTORY, AUTOMATIC, when))
    return draft.edit()


def answered_for_category(document: Document, check: CategoryCheck) -> Edit:
    """Return the edit that keeps whether all of a category in a video is masked."""
    return convention(document, check_name(check.video, check.category), check_text(check))


def raised(document: Document, issue: Issue) -> Edit:
    """Return the edit that notes what is wrong with a masklet."""
    required(document, issue.object)
    draft = EditBuilder(document)
    draft.issue(issue.id, issue)
    return draft.edit()


def answered(document: Document, ids: Iterable[IssueId], annotator: str, when: datetime | None) -> Edit:
    """Return the edit that says that issues are resolved, by whom and when; with None that they are open again."""
    draft = EditBuilder(document)
    for id in ids:
        issue = document.issue(id)
        if issue is not None:
            draft.issue(id, replace(issue, resolved_by=annotator if when is not None else "", resolved_at=when))
    return draft.edit()


def described(document: Document, id: IssueId, text: str) -> Edit:
    """Return the edit that says in other words what is wrong."""
    draft = EditBuilder(document)
    issue = document.issue(id)
    if issue is not None:
        draft.issue(id, replace(issue, text=text))
    return draft.edit()


def removed(document: Document, ids: Iterable[IssueId]) -> Edit:
    """Return the edit that removes issues."""
    draft = EditBuilder(document)
    for id in ids:
        draft.issue(id, None)
    return draft.edit()


def agreed(document: Document, reasons: Sequence[str]) -> Edit:
    """Return the edit that sets the reasons a project has for an unsatisfactory masklet; none: the usual ones."""
    draft = EditBuilder(document)
    draft.convention(REASONS, text_of(tuple(reasons)) if reasons else None)
    return draft.edit()


def convention(document: Document, name: str, text: str | None) -> Edit:
    """Return the edit that sets what a project has agreed upon under a name."""
    draft = EditBuilder(document)
    draft.convention(name, text)
    return draft.edit()


def sent_back(document: Document, edit: Edit) -> Edit:
    """Return what follows from `edit`, made against `document` before it: a verdict ends when the masklet changes.

    The masklet waits for verification again. What was called fine is no change, and an unsatisfactory masklet is
    changed to become better: it keeps its verdict until it is handed in.
    """
    verdicts, objects = dict[ObjectId, Delta[Verdict]](), dict[ObjectId, Delta[VideoObject]]()
    if not document.verdicts():
        return Edit()
    for id in edit.masks.by_object().keys() | edit.prompts.by_object().keys():
        verdict, record = document.verdict(id), document.object(id)
        if verdict is None or record is None or not is_verified(document, id) or id in edit.verdicts:
            continue
        if id in edit.prompts.by_object() or _changes(edit.masks, id):
            verdicts[id] = Delta(verdict, None)
            now = edit.objects[id].after if id in edit.objects else record
            if now is not None and now.stage is not Stage.VERIFICATION:
                objects[id] = Delta(now, replace(now, stage=Stage.VERIFICATION))
    return Edit(objects=objects, verdicts=verdicts)


def _changes(masks: CellChanges[CellMask], id: ObjectId) -> bool:
    """Return whether the masks of an object change, not only what is known about them."""
    columns = masks.by_object()[id]
    return any(
        before is None or after is None or before.mask != after.mask
        for before, after in zip(columns.before.values(), columns.after.values(), strict=True)
    )

"""Edits of what makes objects hard: their tags, and those that a project has."""

from collections.abc import Iterable
from dataclasses import replace

from app.project.conventions import TAGS, USUAL_TAGS, tags_in, text_of
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_builder import EditBuilder
from app.project.model import ObjectId
from app.workspace.edits.objects import required


def tagged(document: Document, ids: Iterable[ObjectId], tag: str, *, on: bool) -> Edit:
    """Return the edit that gives a tag to objects, or takes it from them; tags keep the project's order."""
    known, draft = tags_in(document.convention(TAGS)), EditBuilder(document)
    for id in ids:
        record = required(document, id)
        kept = {*record.tags, tag} if on else {*record.tags} - {tag}
        order = (one for one in (*known, *record.tags, tag) if one in kept)
        draft.object(id, replace(record, tags=tuple(dict.fromkeys(order))))
    return draft.edit()


def with_own_tag(document: Document, tag: str) -> Edit:
    """Return the edit by which the project has another tag."""
    draft = EditBuilder(document)
    own = tuple(one for one in tags_in(document.convention(TAGS)) if one not in USUAL_TAGS)
    draft.convention(TAGS, text_of((*own, tag)))
    return draft.edit()


def without_own_tag(document: Document, tag: str) -> Edit:
    """Return the edit by which the project, and each of its objects, has a tag of its own no more."""
    draft = EditBuilder(document)
    own = tuple(one for one in tags_in(document.convention(TAGS)) if one not in (*USUAL_TAGS, tag))
    draft.convention(TAGS, text_of(own) if own else None)
    for record in document.all_objects():
        if tag in record.tags:
            draft.object(record.id, replace(record, tags=tuple(one for one in record.tags if one != tag)))
    return draft.edit()

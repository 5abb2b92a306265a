"""Verbs on tags: what makes a masklet hard, and which tags the project has."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from app.errors import ProjectError
from app.project.conventions import MAX_TAGS, TAGS, USUAL_TAGS, tags_in
from app.project.model import ObjectId
from app.project.rules import clean_text
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.edits import tags as edits


class Tags(QObject):
    """The tags of a project and of its objects."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self.editor = editor

    @property
    def known(self) -> tuple[str, ...]:
        """The usual tags, and the project's own."""
        return tags_in(self.editor.document.convention(TAGS))

    @property
    def own(self) -> tuple[str, ...]:
        """The project's own."""
        return tuple(tag for tag in self.known if tag not in USUAL_TAGS)

    def shared(self, ids: Sequence[ObjectId]) -> frozenset[str]:
        """Return the tags that all of these objects have."""
        records = [record for record in map(self.editor.document.object, ids) if record is not None]
        return frozenset.intersection(*(frozenset(record.tags) for record in records)) if records else frozenset()

    @reports
    def toggle(self, ids: Sequence[ObjectId], tag: str) -> None:
        """Give a tag to objects; if all of them have it, take it from them."""
        tag = clean_text(tag)
        on = tag not in self.shared(ids)
        title = self.tr("Tag object") if on else self.tr("Remove tag")
        self.editor.do(title, edits.tagged(self.editor.document, ids, tag, on=on))

    @reports
    def add(self, tag: str, ids: Sequence[ObjectId] = ()) -> None:
        """Add a tag to the project, and give it to these objects."""
        tag, document = clean_text(tag.strip()), self.editor.document
        if not tag:
            return
        if tag not in self.known and len(self.known) == MAX_TAGS:
            raise ProjectError("The project has {count} tags already.", "Remove one first.", count=MAX_TAGS)
        edit = edits.tagged(document, ids, tag, on=True)
        if tag not in self.known:
            edit = edits.with_own_tag(document, tag).then(edit)
        self.editor.do(self.tr("Add tag"), edit)

    @reports
    def remove(self, tag: str) -> None:
        """Remove one of the project's own tags, from its objects too."""
        self.editor.do(self.tr("Remove tag"), edits.without_own_tag(self.editor.document, tag))

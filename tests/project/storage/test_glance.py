"""A glance counts as the open project does."""

from dataclasses import replace
from pathlib import Path

from app.project.edit_builder import EditBuilder
from app.project.model import ObjectId
from app.project.storage.glance import glance
from app.project.storage.salvage import everything
from app.project.storage.store import Store
from tests.project.samples import apply
from tests.workspace.builders import add_object, document


def test_stale_is_what_can_be_tracked_again(tmp_path: Path) -> None:
    made = document(20)
    add_object(made, 1, clicked=[0, 6], tracked=[*range(1, 6), 7, 8], stale=((3, 8),), locked=[4, 15])
    kept = add_object(made, 2, clicked=[0], tracked=range(1, 10), stale=((1, 9),))
    record = made.object(ObjectId(kept))
    assert record is not None
    draft = EditBuilder(made)
    draft.object(kept, replace(record, locked=True))
    apply(made, draft.edit())
    with Store.create(tmp_path / "project") as store:
        store.commit(everything(made))
    seen = glance(tmp_path / "project")
    assert seen is not None
    assert (seen.objects, seen.masks, seen.stale) == (2, 19, 4)

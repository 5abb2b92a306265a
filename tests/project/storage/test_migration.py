"""A project of the schema before is opened with everything in it, and a copy of it is kept."""

import sqlite3
from pathlib import Path

from app.project.document import Document
from app.project.model import FrameIndex
from app.project.storage.migrations import MIGRATIONS
from app.project.storage.schema import MASK_REVIEW_COLUMNS, SCHEMA, expected_layout, layout
from app.project.storage.store import Store
from tests.project.samples import CELL, OBJECT, a_mask, apply, set_mask, start


def older(file: Path) -> None:
    """Make a project one without issues, conventions and doubts, as it was before."""
    connection = sqlite3.connect(file)
    for column in MASK_REVIEW_COLUMNS:
        connection.execute(f"ALTER TABLE masks DROP COLUMN {column.split()[0]}")
    connection.execute("DROP TABLE issues")
    connection.execute("DROP TABLE conventions")
    version = next(number for number, step in MIGRATIONS.items() if step.__name__ == "add_review")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()


def test_a_project_from_before_issues_and_doubts_is_brought_up_with_a_copy_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "My Project"
    with Store.create(folder) as store:
        store.commit(start())
        document = Document()
        apply(document, start())
        store.commit(set_mask(document, CELL, a_mask()))
    file = folder / "project.masklane"
    older(file)

    with Store.open(folder) as store:
        document = store.load()
        assert store.findings == ()
    connection = sqlite3.connect(file)
    assert layout(connection) == expected_layout()
    assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA
    connection.close()
    mask = document.mask(CELL)
    assert mask == a_mask()
    assert document.mask_frames(OBJECT) == (FrameIndex(CELL.frame),)
    assert len(list(folder.glob("*.bak"))) == 1

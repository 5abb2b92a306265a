"""Projects of earlier schemas are opened with everything in them, and are then as those made today."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import Issue, IssueId
from app.project.paths import DATABASE_NAME
from app.project.storage.lost_tables import ADDED
from app.project.storage.salvage import everything, salvage
from app.project.storage.schema import APPLICATION_ID, SCHEMA, expected_layout, layout
from app.project.storage.store import Store
from tests.project.samples import CELL, VIDEO, a_mask, a_video, apply, set_mask, start

FIRST_SCHEMA = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
CREATE TABLE next_ids (
    kind TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT;
CREATE TABLE videos (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    frame_count INTEGER NOT NULL,
    rate REAL NOT NULL,
    size_bytes INTEGER NOT NULL,
    head_sha256 TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;
CREATE TABLE objects (
    id INTEGER PRIMARY KEY,
    video INTEGER NOT NULL,
    name TEXT NOT NULL,
    color INTEGER NOT NULL,
    category TEXT NOT NULL,
    kind TEXT NOT NULL,
    stage TEXT NOT NULL,
    visible INTEGER NOT NULL,
    locked INTEGER NOT NULL,
    position INTEGER NOT NULL,
    stale TEXT NOT NULL
) STRICT;
CREATE TABLE prompts (
    object INTEGER NOT NULL,
    frame INTEGER NOT NULL,
    clicks TEXT NOT NULL,
    box TEXT,
    mask BLOB,
    PRIMARY KEY (object, frame)
) STRICT;
CREATE TABLE masks (
    object INTEGER NOT NULL,
    frame INTEGER NOT NULL,
    source TEXT NOT NULL,
    run INTEGER,
    score REAL NOT NULL,
    presence REAL NOT NULL,
    area INTEGER NOT NULL,
    data BLOB NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (object, frame)
) STRICT;
CREATE TABLE locks (
    object INTEGER NOT NULL,
    frame INTEGER NOT NULL,
    PRIMARY KEY (object, frame)
) STRICT;
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    video INTEGER NOT NULL,
    objects TEXT NOT NULL,
    direction TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    model TEXT NOT NULL,
    started TEXT NOT NULL,
    frames_done INTEGER NOT NULL
) STRICT;
CREATE TABLE verdicts (
    object INTEGER PRIMARY KEY,
    judgement TEXT NOT NULL,
    annotator TEXT NOT NULL,
    at TEXT NOT NULL,
    reason TEXT NOT NULL,
    frame INTEGER
) STRICT;
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    annotator TEXT NOT NULL,
    verb TEXT NOT NULL,
    video INTEGER,
    object INTEGER,
    frame INTEGER,
    details TEXT NOT NULL
) STRICT;
"""


def of_the_first_schema(folder: Path) -> Path:
    """Make a project as the first schema had it, and return its file."""
    with Store.create(folder) as store:
        store.commit(start())
        document = Document()
        apply(document, start())
        store.commit(set_mask(document, CELL, a_mask()))
    file = folder / DATABASE_NAME
    newer = file.rename(folder / "newer")
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(FIRST_SCHEMA)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.execute("ATTACH ? AS newer", (str(newer),))
    for (table,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
        columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
        connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")
    connection.close()
    newer.unlink()
    return file


def test_a_project_of_the_first_schema_is_opened_with_all_there_is_and_a_copy_beside_it(tmp_path: Path) -> None:
    file = of_the_first_schema(tmp_path / "p")
    with Store.open(tmp_path / "p") as store:
        document = store.load()
        assert document.video(VIDEO) == a_video()
        assert document.mask(CELL) == a_mask()
        assert store.findings == ()
        assert store.check() == []
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert layout(connection) == expected_layout()
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert [copy.name for copy in (tmp_path / "p").glob("*.bak")] == [f"{DATABASE_NAME}.format1.bak"]


def test_tables_of_the_first_schema_stay_on_their_pages(tmp_path: Path) -> None:
    """A first page that is lost is taken from a new project."""
    file = of_the_first_schema(tmp_path / "p")
    before = root_pages(file)
    with Store.open(tmp_path / "p"):
        pass
    after = root_pages(file)
    assert {name: after[name] for name in before} == before


def test_a_migrated_project_whose_first_page_is_lost_is_salvaged_with_the_tables_that_were_added(
    tmp_path: Path,
) -> None:
    """Those begin on other pages than in a new project."""
    file = of_the_first_schema(tmp_path / "p")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:  # pages that a new project does not have
        line = ("2026-01-01T00:00:00+00:00", "Ann", "looked", None, None, None, json.dumps({"at": "x" * 900}))
        connection.executemany("INSERT INTO events VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", [line] * 40)
    issues = {
        IssueId(number): Delta(None, Issue(IssueId(number), CELL.object, "ear " * 200, "Ann", datetime.now(UTC)))
        for number in range(1, 41)
    }
    with Store.open(tmp_path / "p") as store:
        store.commit(Edit(issues=issues, conventions={"phase": Delta(None, "2")}))
    with Store.open_copy(tmp_path / "p") as store:
        before = everything(store.load())
    moved = {name: page for name, page in root_pages(file).items() if name in ADDED}
    with Store.create(tmp_path / "other"):
        pass
    usual = root_pages(tmp_path / "other" / DATABASE_NAME)
    with file.open("r+b") as opened:
        opened.write(bytes(4096))
    salvage(file, tmp_path / "new")
    with Store.open(tmp_path / "new") as store:
        assert everything(store.load()) == before
        assert store.check() == []
    assert any(usual[name] != page for name, page in moved.items())
    assert len(before.issues) == 40


def root_pages(file: Path) -> dict[str, int]:
    connection = sqlite3.connect(file)
    found = dict(connection.execute("SELECT name, rootpage FROM sqlite_master").fetchall())
    connection.close()
    return found

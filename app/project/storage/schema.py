"""The tables of a project's database, and the marks by which the file is known."""

import sqlite3
from typing import Final

APPLICATION_ID: Final = 0x4D4B4C4E
"""Stands in the file's header (the letters MKLN), which tells a project from any other SQLite database."""
SCHEMA: Final = 9
"""Number of the tables' form; kept as the file's user_version, raised by migrations."""

_FIRST_TABLES: Final = """
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
    position INTEGER NOT NULL,
    black REAL,
    white REAL
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
, policy TEXT, exclusive INTEGER NOT NULL DEFAULT 0, tags TEXT NOT NULL DEFAULT '[]', \
annotator TEXT NOT NULL DEFAULT '', adapter TEXT NOT NULL DEFAULT '') STRICT;
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
    checksum INTEGER NOT NULL, disagreement REAL, lookalikes REAL, fine INTEGER NOT NULL DEFAULT 0, stability REAL,
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
, policies TEXT NOT NULL DEFAULT '[]', adapters TEXT NOT NULL DEFAULT '[]') STRICT;
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
CREATE TABLE steps (
    id INTEGER PRIMARY KEY,
    step INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    data BLOB NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
"""

ISSUES_TABLE: Final = """CREATE TABLE issues (
    id INTEGER PRIMARY KEY,
    object INTEGER NOT NULL,
    text TEXT NOT NULL,
    annotator TEXT NOT NULL,
    at TEXT NOT NULL,
    span TEXT,
    region TEXT,
    resolved_by TEXT NOT NULL,
    resolved_at TEXT
) STRICT"""
CONVENTIONS_TABLE: Final = """CREATE TABLE conventions (
    name TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT"""
MASK_REVIEW_COLUMNS: Final = ("disagreement REAL", "lookalikes REAL", "fine INTEGER NOT NULL DEFAULT 0")
STABILITY_COLUMN: Final = "stability REAL"
TABLES: Final = f"""{_FIRST_TABLES}{ISSUES_TABLE};
{CONVENTIONS_TABLE};
"""
"""Colors are 0xRRGGBB. Clicks, boxes, spans, regions, tags, a run's objects, policies and adapters, and an event's
details are JSON. `data` and `mask` are packed masks of the video's size; `checksum` covers them, their cell and their
size (see app.project.storage.rows). `steps` is the history as records in the order they were made (see
app.project.step_records)."""


def layout(connection: sqlite3.Connection) -> dict[str, str | None]:
    """Return the definition of everything in a database by name: what makes two of them the same form."""
    return dict(connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name"))


def expected_layout() -> dict[str, str | None]:
    """Return the layout of a project of this schema."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(TABLES)
        return layout(connection)
    finally:
        connection.close()

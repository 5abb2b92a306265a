"""Projects of earlier schemas are opened with everything in them, and are then as those made today."""

import sqlite3
from pathlib import Path

from app.project.paths import DATABASE_NAME
from app.project.storage.database import fill
from app.project.storage.first_page import mend_first_page
from app.project.storage.schema import SCHEMA, expected_layout, layout
from app.project.storage.store import Store
from tests.project.samples import VIDEO, a_video, start

COLUMNS = ",\n    black REAL,\n    white REAL"


def of_the_first_schema(folder: Path) -> Path:
    """Make a project as the first schema had it: without black and white points."""
    with Store.create(folder) as store:
        store.commit(start())
    file = folder / DATABASE_NAME
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("CREATE TABLE kept AS SELECT * FROM videos")
    for column in ("black", "white"):
        connection.execute(f"ALTER TABLE kept DROP COLUMN {column}")
    (row,) = connection.execute("SELECT * FROM kept")
    connection.execute("DROP TABLE kept")
    connection.execute("DELETE FROM videos")
    connection.execute("PRAGMA writable_schema = ON")
    older = str(expected_layout()["videos"]).replace(COLUMNS, "")
    connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'videos'", (older,))
    connection.execute("PRAGMA writable_schema = RESET")
    connection.execute(f"INSERT INTO videos VALUES ({', '.join('?' * len(row))})", row)
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    return file


def root_pages(file: Path) -> list[tuple[str, int]]:
    connection = sqlite3.connect(file)
    found = connection.execute("SELECT name, rootpage FROM sqlite_master ORDER BY name").fetchall()
    connection.close()
    return found


def test_a_project_of_the_first_schema_gets_black_and_white_points(tmp_path: Path) -> None:
    file = of_the_first_schema(tmp_path / "p")
    with Store.open(tmp_path / "p") as store:
        assert store.load().video(VIDEO) == a_video()
        assert store.findings == ()
        assert store.check() == []
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert layout(connection) == expected_layout()
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert (tmp_path / "p" / f"{DATABASE_NAME}.format1.bak").is_file()


def test_its_tables_begin_where_those_of_a_new_project_do(tmp_path: Path) -> None:
    """A first page that is lost is taken from a new project."""
    file = of_the_first_schema(tmp_path / "p")
    with Store.open(tmp_path / "p"):
        pass
    fill(tmp_path / "new")
    assert root_pages(file) == root_pages(tmp_path / "new")
    file.write_bytes(bytes(100) + file.read_bytes()[100:])
    assert mend_first_page(file)

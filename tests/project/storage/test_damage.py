"""Damaged, foreign, newer and hostile files: an error in words or a project with findings; never anything else."""

import random
import sqlite3
from pathlib import Path

import pytest

from app.errors import ProjectError
from app.project.edit import Delta, Edit
from app.project.storage.migrations import migrate
from app.project.storage.rows import checksum
from app.project.storage.schema import APPLICATION_ID, SCHEMA
from app.project.storage.store import Store
from tests.project.samples import CELL, a_mask, an_object, apply, cell, start
from tests.project.storage.test_store import full_edit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "project"


@pytest.fixture
def file(folder: Path) -> Path:
    """A closed project of a few dozen pages with one of everything."""
    with Store.create(folder) as store:
        store.commit(full_edit())
        store.commit(Edit(masks={cell(2, f): Delta(None, a_mask(f)) for f in range(10, 60)}))
    return folder / "project.masklane"


def use(file: Path) -> bool:
    """Open, load, check and change the project as the application does. False when it was refused in words."""
    try:
        with Store.open(file) as store:
            store.check()
            document = store.load()
            for record in document.all_objects():
                for _frame, mask in document.masks_of(record.id):
                    mask.mask.damage()
            if document.object(CELL.object) is not None:
                store.commit(Edit(masks={CELL: Delta(document.mask(CELL), a_mask(8))}))
            list(store.events())
    except ProjectError as error:
        return not error.message
    return True


def test_any_changed_bytes_are_an_error_in_words_or_a_working_project(file):
    whole, source = file.read_bytes(), random.Random(5)
    worked = 0
    for turn in range(120):
        changed = bytearray(whole)
        # The schema in the first page, and headers and cell pointers of all pages, are where damage is most inventive.
        page = 0 if turn % 3 == 0 else source.randrange(len(whole) // 4096) * 4096
        for _ in range(source.choice([1, 3, 40])):
            changed[page + source.choice([source.randrange(4096), source.randrange(120)])] = source.randrange(256)
        file.write_bytes(changed)
        worked += use(file)
        for rest in file.parent.iterdir():
            rest.unlink()
    assert 10 < worked < 110


def test_a_truncated_file_is_an_error_in_words(file):
    whole, source = file.read_bytes(), random.Random(6)
    for length in [0, 1, 50, 100, 4096, *(source.randrange(len(whole) - 4096) for _ in range(10))]:
        file.write_bytes(whole[:length])
        assert not use(file)
        for rest in file.parent.iterdir():
            rest.unlink()


def test_a_damaged_log_loses_no_more_than_what_was_in_it(folder):
    store = Store.create(folder)
    store.commit(start())
    store._connection.execute("PRAGMA wal_checkpoint")
    store.commit(Edit(masks={CELL: Delta(None, a_mask())}))
    log = Path(f"{store.path}-wal")
    saved, written = store.path.read_bytes(), bytearray(log.read_bytes())
    store.close()
    written[-2000] ^= 255
    store.path.write_bytes(saved)
    log.write_bytes(written)
    with Store.open(folder) as again:
        assert again.load().object(CELL.object) is not None
        assert again.check() == []


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0", bytes(5000), b"\x80\x04\x95cos\nsystem\n"])
def test_files_that_are_no_project_are_refused_and_stay_as_they_are(tmp_path, content):
    file = tmp_path / "project.masklane"
    file.write_bytes(content)
    with pytest.raises(ProjectError):
        Store.open(tmp_path)
    assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


def test_another_applications_database_is_refused_and_stays_as_it_is(tmp_path):
    file = tmp_path / "project.masklane"
    other = sqlite3.connect(file)
    other.executescript("CREATE TABLE masks (id); INSERT INTO masks VALUES (1);")
    other.close()
    before = file.read_bytes()
    with pytest.raises(ProjectError, match="not a Masklane project"):
        Store.open(tmp_path)
    assert file.read_bytes() == before


def test_missing_projects_are_named(tmp_path):
    with pytest.raises(ProjectError, match="no project"):
        Store.open(tmp_path)
    with pytest.raises(ProjectError, match="no project"):
        Store.open(tmp_path / "missing" / "project.masklane")
    assert list(tmp_path.iterdir()) == []


def test_a_newer_project_is_refused_and_stays_as_it_is(file):
    edit_raw(file, f"PRAGMA user_version = {SCHEMA + 1}")
    before = file.read_bytes()
    with pytest.raises(ProjectError, match="newer Masklane") as refused:
        Store.open(file)
    assert refused.value.hint == "Update Masklane to open it."
    assert file.read_bytes() == before


def edit_raw(file: Path, script: str) -> None:
    connection = sqlite3.connect(file)
    connection.executescript(script)
    connection.close()


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TRIGGER gone AFTER INSERT ON masks BEGIN DELETE FROM objects; END;",
        "CREATE VIEW more AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;",
        "ALTER TABLE masks RENAME TO old; CREATE VIEW masks AS SELECT * FROM old;",
        "DROP TABLE locks;",
        "ALTER TABLE videos ADD COLUMN extra TEXT;",
    ],
)
def test_tables_that_are_not_ours_are_refused(file, script):
    edit_raw(file, script)
    with pytest.raises(ProjectError, match="tables are not as Masklane makes them"):
        Store.open(file)


HOSTILE = {
    "UPDATE videos SET width = 1000000000": "videos",
    "UPDATE videos SET frame_count = -5": "videos",
    "UPDATE videos SET rate = 9e999": "videos",
    "UPDATE videos SET path = 'a' || char(0) || 'b'": "videos",
    "UPDATE videos SET head_sha256 = '../../x'": "videos",
    "UPDATE videos SET position = 9223372036854775807": "videos",
    "UPDATE objects SET position = 9223372036854775807 WHERE id = 1": "its place in the list",
    "UPDATE runs SET frames_done = 9223372036854775807": "frames done",
    "UPDATE objects SET kind = 'evil' WHERE id = 1": "Row 1 of objects",
    "UPDATE objects SET video = 99 WHERE id = 1": "its video 99 is not there",
    "UPDATE objects SET stale = '[[3,9999999]]' WHERE id = 1": "stale",
    "UPDATE objects SET stale = '[[[[' WHERE id = 1": "Row 1 of objects",
    "UPDATE objects SET color = 99999999 WHERE id = 1": "color",
    "UPDATE objects SET name = hex(zeroblob(5000)) WHERE id = 1": "name",
    "UPDATE prompts SET clicks = '[[1e999, 2, true]]'": "of prompts",
    "UPDATE prompts SET clicks = '[[null, 2, true]]'": "of prompts",
    "UPDATE prompts SET box = '[5,5,1,1]' WHERE box IS NOT NULL": "box is empty",
    "UPDATE prompts SET clicks = '[[1,2,true,' || replace(hex(zeroblob(90000)), '00', '[') || ']]'": "of prompts",
    "UPDATE prompts SET mask = x'04ffff' WHERE mask IS NOT NULL": "saved mask is damaged",
    "UPDATE prompts SET frame = 100000 WHERE frame = 5": "frame 100000",
    "UPDATE masks SET area = 3 WHERE object = 1": "its bytes are damaged",
    "UPDATE masks SET data = zeroblob(10) WHERE object = 1": "its bytes are damaged",
    "UPDATE masks SET source = 'stolen' WHERE object = 1": "source 'stolen'",
    "UPDATE masks SET run = 77 WHERE object = 1": "run 77",
    "UPDATE masks SET score = -4.0 WHERE object = 1": "score",
    "UPDATE masks SET object = 4611686018427387904 WHERE object = 1": "its object is not there",
    "UPDATE locks SET frame = -1": "of locks",
    "UPDATE runs SET first = 50": "of runs",
    "UPDATE runs SET started = 'yesterday'": "of runs",
    "UPDATE verdicts SET judgement = 'fine'": "of verdicts",
    "UPDATE issues SET object = 555": "its object 555 is not there",
    "UPDATE issues SET span = '[5, 2]'": "of issues",
    "UPDATE issues SET region = '[1, 2]'": "of issues",
    "UPDATE conventions SET text = hex(zeroblob(60000))": "of conventions",
    "UPDATE masks SET disagreement = 7 WHERE object = 1": "out of range",
    "UPDATE masks SET lookalikes = -1 WHERE object = 1": "out of range",
    "UPDATE verdicts SET object = 555": "its object 555 is not there",
}


@pytest.mark.parametrize(("script", "named"), HOSTILE.items(), ids=HOSTILE.keys())
def test_a_row_that_breaks_a_rule_is_left_out_and_named_and_the_rest_is_there(file, script, named):
    edit_raw(file, script)
    with Store.open(file) as store:
        document = store.load()
        assert any(named in finding for finding in store.findings), store.findings
        assert len(store.findings) <= 201
        if "videos" not in script:
            assert len(document.mask_frames(cell(2, 0).object)) == 52
        assert store.check() == list(store.findings)
    assert use(file)


@pytest.mark.parametrize("forged", ["9223372036854775807", "4611686018427387903", "-5", "0"])
def test_forged_ids_leave_room_for_new_ones(file, forged):
    edit_raw(file, f"UPDATE next_ids SET next = {forged}; UPDATE objects SET id = 4611686018427387903 WHERE id = 1;")
    with Store.open(file) as store:
        document = store.load()
        for _ in range(3):
            id = store.new_object_id()
            edit = Edit(objects={id: Delta(None, an_object(id))})
            apply(document, edit)
            store.commit(edit)


def test_text_that_is_no_text_does_not_close_the_project(file):
    edit_raw(file, "UPDATE objects SET name = CAST(x'41ff42' AS TEXT) WHERE id = 1")
    with Store.open(file) as store:
        assert store.load().object(CELL.object).name == "A?B"


def test_a_mask_that_is_nonsense_under_a_right_checksum_is_found_by_checking(file):
    data = b"\x01nonsense"
    right = checksum(data, 1, 5, 9, 12, 16)
    edit_raw(
        file,
        f"UPDATE masks SET data = x'{data.hex()}', checksum = {right}, area = 9 WHERE object = 1 AND frame = 5",
    )
    with Store.open(file) as store:
        mask = store.load().mask(CELL)
        assert store.findings == ()
        assert store.check() == [
            "Mask of object 1 (object 1) on frame 5: A saved mask is damaged: its bytes are broken."
        ]
    with pytest.raises(ProjectError, match="damaged"):
        mask.mask.to_array()


def older(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1; CREATE TABLE a (x);")
    connection.execute("INSERT INTO a VALUES (7)")
    return connection


def test_migrations_run_in_order_after_a_copy(tmp_path):
    file = tmp_path / "old.masklane"
    connection = older(file)
    steps = {
        1: lambda c: c.execute("ALTER TABLE a ADD COLUMN y"),
        2: lambda c: c.execute("UPDATE a SET y = x + 1"),
    }
    copy = migrate(connection, file, 3, steps)
    assert connection.execute("SELECT x, y FROM a").fetchall() == [(7, 8)]
    assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    assert migrate(connection, file, 3, steps) is None
    connection.close()
    kept = sqlite3.connect(copy)
    assert kept.execute("SELECT * FROM a").fetchall() == [(7,)]
    assert kept.execute("PRAGMA user_version").fetchone() == (1,)
    kept.close()


def test_a_failing_migration_changes_nothing_and_keeps_earlier_copies(tmp_path):
    file = tmp_path / "old.masklane"
    connection = older(file)
    steps = {1: lambda c: c.execute("DROP TABLE a"), 2: lambda c: c.execute("NONSENSE")}
    for _ in range(2):
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, file, 3, steps)
    assert connection.execute("SELECT x FROM a").fetchall() == [(7,)]
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()
    assert len(list(tmp_path.glob("*.bak"))) == 2


def test_a_format_without_a_way_up_is_refused(tmp_path):
    connection = older(tmp_path / "old.masklane")
    with pytest.raises(ProjectError, match="unknown format 1"):
        migrate(connection, tmp_path / "old.masklane", 3, {2: lambda c: c.execute("SELECT 1")})
    connection.close()
    assert list(tmp_path.glob("*.bak")) == []

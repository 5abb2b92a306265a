"""What was committed is there again, after closing and after a kill; and nobody else can open it meanwhile."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import ProjectError
from app.masks.mask import Mask
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import (
    Box,
    Click,
    Color,
    Direction,
    Doubts,
    FrameIndex,
    Issue,
    IssueId,
    Judgement,
    MaskSource,
    ObjectId,
    ObjectKind,
    Prompts,
    Run,
    RunId,
    Stage,
    Verdict,
)
from app.project.storage.lock_note import note_path
from app.project.storage.salvage import everything, salvage
from app.project.storage.store import ANNOTATOR, CREATED, MODIFIED, NAME, Store
from tests.project.samples import CELL, FRAMES, OBJECT, VIDEO, a_mask, a_video, an_object, apply, cell, pixels, start

NOW = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "My Project"


AN_ISSUE = Issue(IssueId(4), OBJECT, "Läuft aus", "Ann", NOW, (FrameIndex(3), FrameIndex(9)), Box(1, 2, 3.5, 4))


def full_edit() -> Edit:
    """One of everything, with every field away from its default."""
    run = Run(RunId(1), VIDEO, (OBJECT,), Direction.BOTH, FrameIndex(1), FrameIndex(9), "tiny", NOW, 4)
    return Edit(
        videos={VIDEO: Delta(None, a_video(path="Filme/größe \udcff.mp4", name="Größe", black=-3.5, white=4095.0))},
        objects={
            OBJECT: Delta(
                None,
                an_object(
                    category="animal",
                    kind=ObjectKind.AUTO,
                    stage=Stage.VERIFICATION,
                    visible=False,
                    locked=True,
                    position=-3,
                    stale=((1, 4), (7, 7)),
                    color=Color(255, 0, 17),
                ),
            ),
            ObjectId(2): Delta(None, an_object(2)),
        },
        prompts={
            CELL: Delta(None, Prompts(clicks=(Click(1.25, 0.1), Click(3, 4, False)))),
            cell(1, 6): Delta(None, Prompts(box=Box(0.5, 1, 2, 3), mask=Mask.from_array(pixels(3)))),
        },
        masks={
            CELL: Delta(None, a_mask(run=1)),
            cell(2, 0): Delta(None, a_mask(2, MaskSource.IMPORTED)),
            cell(1, 7): Delta(None, replace(a_mask(3, MaskSource.TRACKED), doubts=Doubts(0.25, 1.5), fine=True)),
            cell(1, 8): Delta(None, replace(a_mask(4, MaskSource.TRACKED), doubts=Doubts(None, 0.0))),
            cell(2, 99): Delta(None, replace(a_mask(), mask=Mask.empty(12, 16))),
        },
        locks={cell(2, 3): Delta(None, True)},
        runs={RunId(1): Delta(None, run)},
        verdicts={OBJECT: Delta(None, Verdict(OBJECT, Judgement.UNSATISFACTORY, "Ann", NOW, "blur", FrameIndex(4)))},
        issues={
            IssueId(1): Delta(None, Issue(IssueId(1), OBJECT, "which one?", "Ann", NOW)),
            IssueId(4): Delta(None, replace(AN_ISSUE, resolved_by="Bob", resolved_at=NOW)),
        },
        conventions={"reasons": Delta(None, '["größer"]'), "phase": Delta(None, "2")},
    )


def reopened(folder: Path) -> Document:
    with Store.open(folder) as store:
        document = store.load()
        assert store.findings == ()
        assert store.check() == []
    return document


def test_everything_comes_back_as_it_was(folder):
    with Store.create(folder) as store:
        document = store.load()
        apply(document, full_edit())
        store.commit(full_edit())
    assert everything(reopened(folder)) == full_edit()
    with Store.open(folder) as store:
        document = store.load()
        store.commit(full_edit().inverse())
    assert everything(reopened(folder)).empty


CHANGES = st.lists(
    st.dictionaries(
        st.builds(cell, st.sampled_from([1, 2]), st.integers(0, 5)),
        st.one_of(st.none(), st.integers(0, 3).map(a_mask)),
        min_size=1,
    ),
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_the_store_follows_the_document_edit_by_edit(tmp_path_factory, changes):
    folder = tmp_path_factory.mktemp("project") / "p"
    with Store.create(folder) as store:
        document = store.load()
        edits = [start((1, 2))]
        apply(document, edits[0])
        store.commit(edits[0])
        for values in changes:
            edit = Edit(masks={c: Delta(document.mask(c), mask) for c, mask in values.items()})
            apply(document, edit)
            store.commit(edit, flush=len(values) > 1)
    assert everything(reopened(folder)) == everything(document)


def test_an_open_project_says_who_has_it(folder):
    with Store.create(folder):
        with pytest.raises(ProjectError) as refused:
            Store.open(folder)
        assert f"process {os.getpid()}" in refused.value.message
        assert refused.value.hint == "Close it there first."
    assert not note_path(folder / "project.masklane").exists()
    Store.open(folder).close()


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"host":"\xff"}', pytest.param(b"[" * 4000, id="deep")])
def test_a_note_that_makes_no_sense_is_no_note(folder, note):
    with Store.create(folder):
        note_path(folder / "project.masklane").write_bytes(note)
        with pytest.raises(ProjectError, match="open in another program"):
            Store.open(folder)


def test_another_process_is_kept_out_too(folder):
    with Store.create(folder):
        reader = subprocess.run(
            [sys.executable, "-c", _TRY_TO_READ, str(folder / "project.masklane")],
            capture_output=True,
            text=True,
            check=True,
        )
    assert reader.stdout.strip() == "database is locked"


_TRY_TO_READ = """
import sqlite3, sys
try:
    print(sqlite3.connect(sys.argv[1], timeout=0).execute("SELECT count(*) FROM masks").fetchall())
except sqlite3.OperationalError as error:
    print(error)
"""

_COMMIT_FOR_EVER = """
import sys
from pathlib import Path
from app.project.edit import Delta, Edit
from app.project.model import MaskSource
from app.project.storage.store import Store
from tests.project.samples import a_mask, cell, start

store = Store.create(Path(sys.argv[1]))
store.commit(start())
for frame in range(100_000):
    where = cell(1, frame % 100)
    store.commit(Edit(masks={where: Delta(None, a_mask(frame % 7, MaskSource.TRACKED))}), flush=frame % 2 == 0)
    print(frame, flush=True)
"""


def test_a_killed_process_loses_nothing_it_committed(folder):
    child = subprocess.Popen(
        [sys.executable, "-c", _COMMIT_FOR_EVER, str(folder)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    lines = [child.stdout.readline() for _ in range(150)]
    child.kill()
    lines += child.stdout.readlines()
    child.stdout.close()
    child.wait()
    last = int([line for line in lines if line.endswith("\n")][-1])
    document = reopened(folder)
    assert last >= 149
    # The kill may have come between a commit and its report, so the frame after the last one may be there already.
    for frame in range(last - 98, last + 1):
        assert document.mask(cell(1, frame % 100)).mask in (a_mask(frame % 7).mask, a_mask((frame + 100) % 7).mask)
    assert document.mask(cell(1, last % 100)).mask == a_mask(last % 7).mask


def test_flushing_from_elsewhere_leaves_the_project_locked_and_usable(folder):
    with Store.create(folder) as store:
        store.commit(start(), flush=False)
        store.flusher()()
        with pytest.raises(ProjectError, match="in use by"):
            Store.open(folder)
        store.commit(Edit(masks={CELL: Delta(None, a_mask())}))
        flush = store.flusher()
    flush()
    assert reopened(folder).mask(CELL) == a_mask()


def test_ids_are_never_given_out_again(folder):
    with Store.create(folder) as store:
        first = store.new_object_id()
        assert (first, store.new_object_id(), store.new_video_id(), store.new_run_id()) == (1, 2, 1, 1)
        edit = start((first, 7))
        store.commit(edit)
        assert store.new_object_id() == 8
        store.commit(edit.inverse())
    with Store.open(folder) as store:
        assert store.load().all_objects() == ()
        assert (store.new_object_id(), store.new_video_id()) == (8, 2)


def test_a_project_knows_its_name_annotator_and_times(folder):
    with Store.create(folder, annotator="Ann") as store:
        assert (store.meta(NAME), store.meta(ANNOTATOR)) == ("My Project", "Ann")
        created = store.meta(CREATED)
    with Store.open(folder) as store:
        store.commit(start())
        assert store.meta("unknown", "default") == "default"
        assert store.meta(CREATED) == created
        assert datetime.fromisoformat(store.meta(MODIFIED)) >= datetime.fromisoformat(created)


def test_the_file_opens_as_well_as_the_folder(folder):
    Store.create(folder).close()
    with Store.open(folder / "project.masklane") as store:
        assert store.folder == folder


@pytest.mark.parametrize("name", ["späce & 100% #1?", "日本語", "a'b\"c;--"])
def test_a_folder_may_have_any_name(tmp_path, name):
    Store.create(tmp_path / name).close()
    with Store.open(tmp_path / name) as store:
        assert store.meta(NAME) == name


def test_a_second_project_in_a_folder_is_refused(folder):
    Store.create(folder).close()
    with pytest.raises(ProjectError, match="already"):
        Store.create(folder)


def test_of_those_that_make_a_project_in_one_folder_at_once_one_is_first(tmp_path):
    def make(folder):
        try:
            Store.create(folder).close()
        except ProjectError as error:
            return error.message
        return ""

    with ThreadPoolExecutor(4) as threads:
        for turn in range(8):
            folder = tmp_path / str(turn)
            said = list(threads.map(make, [folder] * 4))
            assert said.count("") >= 1
            assert all("already" in words or "in use" in words for words in said if words), said
            with Store.open(folder) as store:
                assert store.meta(CREATED)
            assert [place.name for place in folder.iterdir()] == ["project.masklane"]


def test_creating_below_a_file_is_refused_in_words(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ProjectError, match="cannot be made"):
        Store.create(tmp_path / "file" / "project")


def test_an_interrupted_creation_leaves_no_project_and_no_obstacle(folder):
    folder.mkdir()
    (folder / "project.masklane.new").write_bytes(b"half a file")
    os.utime(folder / "project.masklane.new", (0, 0))
    with pytest.raises(ProjectError, match="no project"):
        Store.open(folder)
    Store.create(folder).close()
    assert [p.name for p in folder.iterdir()] == ["project.masklane"]


def limit_pages(store: Store) -> None:
    """Make the database as large as it may get, as a full disk would."""
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_loses_only_the_last_change_and_the_project_goes_on(folder):
    noise = Edit(masks={cell(1, f): Delta(None, a_mask(f)) for f in range(FRAMES)})
    with Store.create(folder) as store:
        store.commit(start())
        limit_pages(store)
        with pytest.raises(ProjectError, match="disk is full") as full:
            store.commit(noise)
        assert "Free some disk space" in full.value.hint
        store._connection.execute("PRAGMA max_page_count = 100000")
        store.commit(Edit(masks={CELL: Delta(None, a_mask())}))
    document = reopened(folder)
    assert document.mask_frames(OBJECT) == (CELL.frame,)


def test_a_read_only_project_is_refused_in_words_and_unharmed(folder):
    with Store.create(folder) as store:
        store.commit(start())
        store._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(ProjectError, match="read-only"):
            store.commit(Edit(masks={CELL: Delta(None, a_mask())}))
    assert reopened(folder).mask(CELL) is None


def test_a_failed_commit_leaves_no_half_of_it(folder):
    with Store.create(folder) as store:
        store.commit(start())
        store._connection.execute(
            "CREATE TEMP TRIGGER no BEFORE INSERT ON prompts BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
        with pytest.raises(ProjectError):
            store.commit(
                Edit(masks={CELL: Delta(None, a_mask())}, prompts={CELL: Delta(None, Prompts(clicks=(Click(1, 1),)))})
            )
        assert store.load().mask(CELL) is None


def test_a_damaged_project_is_saved_as_far_as_it_can_be_read(folder, tmp_path):
    with Store.create(folder, "Cups", "Ann") as store:
        store.commit(full_edit())
        store._connection.execute("UPDATE masks SET data = x'0001' WHERE object = 2 AND frame = 0")
    left_out = salvage(folder, tmp_path / "saved")
    assert len(left_out) == 1
    with Store.open(tmp_path / "saved") as saved:
        document = saved.load()
        assert saved.meta(NAME) == "Cups"
    expected = {c: delta for c, delta in full_edit().masks.items() if c != cell(2, 0)}
    assert everything(document) == replace(full_edit(), masks=expected)


def test_checking_names_what_is_wrong(folder):
    with Store.create(folder) as store:
        store.commit(full_edit())
    with Store.open_copy(folder) as store:
        assert store.check() == []
    with Store.open(folder) as store:
        store._connection.execute("UPDATE masks SET frame = 98 WHERE object = 2 AND frame = 99")
    with Store.open_copy(folder) as store:
        findings = store.check()
    assert len(findings) == 1
    assert findings[0].startswith("Mask of object 2 on frame 98 was left out")


def test_sqlite_is_new_enough_for_strict_tables():
    assert sqlite3.sqlite_version_info >= (3, 37)

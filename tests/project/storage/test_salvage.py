"""Damaged pages: everything behind them comes back, and what masks know of their video and object is made anew."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ProjectError
from app.project.edit import Delta, Edit
from app.project.storage.damaged_reader import size_of
from app.project.storage.gaps import GapReader
from app.project.storage.rows import checksum
from app.project.storage.salvage import everything, salvage
from app.project.storage.store import Store
from tests.project.samples import FRAMES, HEIGHT, WIDTH, a_mask, cell
from tests.project.storage.test_store import full_edit

PAGE = 4096


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A closed project with one of everything and masks on some pages."""
    with Store.create(tmp_path / "project", "Cups", "Ann") as store:
        store.commit(full_edit())
        for frame in range(10, FRAMES):
            store.commit(Edit(masks={cell(2, frame): Delta(None, a_mask(frame))}))
    return tmp_path / "project" / "project.masklane"


def root(file: Path, name: str) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0])


def spoil(file: Path, page: int, content: bytes = bytes(PAGE)) -> None:
    with file.open("r+b") as opened:
        opened.seek((page - 1) * PAGE)
        opened.write(content)


def saved(file: Path) -> Edit:
    new = file.parent.parent / "new"
    salvage(file, new)
    with Store.open(new) as store:
        assert store.check() == []
        return everything(store.load())


def whole(file: Path) -> Edit:
    with Store.open(file) as store:
        return everything(store.load())


@pytest.mark.parametrize(
    "table",
    [
        "meta",
        "sqlite_autoindex_meta_1",
        "next_ids",
        "sqlite_autoindex_next_ids_1",
        "sqlite_autoindex_masks_1",
        "events",
    ],
)
def test_a_damaged_page_of_what_can_be_rebuilt_loses_nothing(file: Path, table: str) -> None:
    before = whole(file)
    spoil(file, root(file, table))
    assert saved(file) == before


def test_a_damaged_first_page_loses_nothing(file: Path) -> None:
    before = whole(file)
    spoil(file, 1)
    assert saved(file) == before


def test_masks_of_lost_runs_come_back_without_them(file: Path) -> None:
    before = whole(file)
    spoil(file, root(file, "runs"))
    now = saved(file)
    assert now.runs == {}
    assert now.masks.keys() == before.masks.keys()
    assert all(delta.after.run is None for delta in now.masks.values())


@pytest.mark.parametrize("table", ["objects", "videos"])
def test_masks_whose_object_or_video_is_lost_come_back_under_a_new_name(file: Path, table: str) -> None:
    before = whole(file)
    spoil(file, root(file, table))
    now = saved(file)
    assert now.masks == before.masks
    (video,) = (delta.after for delta in now.videos.values())
    assert (video.width, video.height) == (WIDTH, HEIGHT)
    assert any(
        "recovered" in delta.after.name for delta in (now.objects if table == "objects" else now.videos).values()
    )


def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes(file: Path) -> None:
    before = whole(file)
    content = file.read_bytes()
    file.write_bytes(content[: -2 * PAGE])
    now = saved(file)
    assert 30 < len(now.masks) < len(before.masks)


def test_a_file_of_another_kind_is_no_project_to_save(tmp_path: Path) -> None:
    file = tmp_path / "project.masklane"
    file.write_bytes(random.Random(3).randbytes(20 * PAGE))
    with pytest.raises(ProjectError, match="not a Masklane project"):
        salvage(tmp_path, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def numbers(connection: sqlite3.Connection, lost: list[tuple[int, int | None]]) -> list[int]:
    reader = GapReader(connection, "t", "x", lambda first, last, _reason: lost.append((first, last)))
    return [row[0] for row in reader.rows()]


def a_table(file: Path, ids: list[int]) -> bytes:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE t (x TEXT)")
        connection.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", ((id, "x" * 500) for id in ids))
        connection.commit()
    return file.read_bytes()


def one_by_one(connection: sqlite3.Connection, ids: list[int]) -> set[int]:
    found = set()
    for id in ids:
        try:
            found.update(id for (x,) in connection.execute("SELECT x FROM t WHERE rowid = ?", (id,)) if x == "x" * 500)
        except sqlite3.DatabaseError:
            continue
    return found


@pytest.mark.parametrize("spread", [1, 1000])
def test_rows_that_can_be_found_one_by_one_are_found_by_reading(tmp_path: Path, spread: int) -> None:
    ids = [1 + number * spread for number in range(400)]
    content, source = a_table(tmp_path / "t", ids), random.Random(9)
    there = missed = 0
    for turn in range(60):
        changed, first = bytearray(content), source.randrange(2, len(content) // PAGE) * PAGE
        if turn % 3 == 0:
            changed[first : first + PAGE] = bytes(PAGE)
        elif turn % 3 == 1:
            other = source.randrange(2, len(content) // PAGE) * PAGE
            changed[first : first + PAGE] = content[other : other + PAGE]
        else:
            for _ in range(5):
                changed[first + source.randrange(PAGE)] = source.randrange(256)
        (tmp_path / "t").write_bytes(changed)
        with closing(sqlite3.connect(tmp_path / "t")) as connection:
            readable, read = one_by_one(connection, ids), set(numbers(connection, []))
        there += len(readable)
        missed += len(readable - read)
    assert there > 20_000
    assert missed <= there // 1000


def test_what_is_lost_is_named_by_its_ids(tmp_path: Path) -> None:
    content, lost = bytearray(a_table(tmp_path / "t", list(range(1, 401)))), []
    content[10 * PAGE : 11 * PAGE] = bytes(PAGE)
    (tmp_path / "t").write_bytes(content)
    with closing(sqlite3.connect(tmp_path / "t")) as connection:
        read = numbers(connection, lost)
    ((first, last),) = lost
    assert last is not None
    assert sorted([*read, *range(first, last + 1)]) == list(range(1, 401))


def test_a_sparse_table_that_is_whole_is_read_as_it_is(tmp_path: Path) -> None:
    ids = sorted(random.Random(1).sample(range(1, 1 << 62), 300))
    a_table(tmp_path / "t", ids)
    lost: list[tuple[int, int | None]] = []
    with closing(sqlite3.connect(tmp_path / "t")) as connection:
        assert numbers(connection, lost) == ids
    assert lost == []


@given(
    st.binary(min_size=1, max_size=60), st.integers(1, 1 << 40), st.integers(0, 1 << 20), st.integers(1, 32768),
    st.integers(1, 32768),
)  # fmt: skip
def test_the_size_of_a_masks_video_is_in_its_checksum(data: bytes, object: int, frame: int, height: int, width: int):
    area = height * width // 2
    assert size_of(data, object, frame, area, checksum(data, object, frame, area, height, width)) == (height, width)

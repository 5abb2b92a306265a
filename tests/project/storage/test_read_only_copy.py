"""Looking at a project changes nothing of it, wherever it lies and whatever state it is in."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import ProjectError
from app.project.storage import migrations
from app.project.storage.salvage import everything, salvage
from app.project.storage.schema import SCHEMA
from app.project.storage.store import Store
from tests.privileges import nobody_may_write
from tests.project.storage.test_store import full_edit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed project with one of everything."""
    with Store.create(tmp_path / "project") as store:
        store.commit(full_edit())
    return tmp_path / "project"


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A project as a killed process leaves it: what it saved is still in the log."""
    with Store.create(tmp_path / "alive") as store:
        store.commit(full_edit())
        shutil.copytree(tmp_path / "alive", tmp_path / "killed")
    assert (tmp_path / "killed" / "project.masklane-wal").stat().st_size > 0
    return tmp_path / "killed"


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {place.name: place.read_bytes() for place in folder.iterdir()}


@pytest.mark.parametrize("which", ["folder", "killed"])
def test_not_a_byte_changes_and_everything_is_seen(request: pytest.FixtureRequest, which: str) -> None:
    place = request.getfixturevalue(which)
    before = bytes_of(place)
    with Store.open_copy(place) as store:
        assert everything(store.load()) == full_edit()
        assert store.check() == []
        assert store.folder == place
        assert store.format_before == SCHEMA
    assert bytes_of(place) == before


@pytest.mark.parametrize("which", ["folder", "killed"])
def test_it_may_lie_where_nobody_may_write(request: pytest.FixtureRequest, tmp_path: Path, which: str) -> None:
    place = request.getfixturevalue(which)
    with nobody_may_write(place):
        with pytest.raises(ProjectError, match="read-only"):
            Store.open(place)
        with Store.open_copy(place) as store:
            assert everything(store.load()) == full_edit()
        salvage(place, tmp_path / "new")
    with Store.open(tmp_path / "new") as store:
        assert everything(store.load()) == full_edit()


def test_a_project_that_is_open_is_left_alone(folder: Path) -> None:
    with Store.open(folder), pytest.raises(ProjectError, match="in use by"), Store.open_copy(folder):
        pass
    with Store.open_copy(folder), Store.open(folder):
        pass  # a copy keeps nobody out


WRITER = """
import sys
from pathlib import Path
from app.project.edit_builder import EditBuilder
from app.project.storage.store import Store

with Store.open(Path(sys.argv[1])) as store:
    document = store.load()
    print("open", flush=True)
    for count, _line in enumerate(sys.stdin, start=1):
        draft = EditBuilder(document)
        draft.convention("rules", str(count))
        store.commit(draft.edit())
        document.apply(draft.edit())
        print(count, flush=True)
"""


@pytest.fixture
def annotator(folder: Path) -> Iterator[Callable[[], str]]:
    """Another process that has the project open; called, it commits another number and returns it."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdin is not None
    assert writer.stdout is not None
    assert writer.stdout.readline() == "open\n"

    def commit() -> str:
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
        return writer.stdout.readline().strip()

    yield commit
    writer.stdin.close()
    assert writer.wait(60) == 0
    writer.stdout.close()


def test_a_project_that_another_process_has_open_is_read_as_it_was_saved_last(
    folder: Path, annotator: Callable[[], str]
) -> None:
    for _ in range(3):
        number = annotator()
        before = bytes_of(folder)
        with Store.open_copy(folder, while_open=True) as store:
            assert store.load().convention("rules") == number
            assert store.check() == []
        assert bytes_of(folder) == before
        with pytest.raises(ProjectError, match="in use by"), Store.open_copy(folder):
            pass


def test_what_is_written_while_it_is_copied_is_read_with_all_it_needs(
    folder: Path, annotator: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copyfile, numbers = shutil.copyfile, iter(range(3))

    def meanwhile(original: Path, copy: Path) -> None:
        copyfile(original, copy)
        if next(numbers, None) is not None:
            annotator()

    monkeypatch.setattr(shutil, "copyfile", meanwhile)
    with Store.open_copy(folder, while_open=True) as store:
        assert store.load().convention("rules") == "3"
        assert store.check() == []
    numbers = iter(range(100))
    with pytest.raises(ProjectError, match="in use by"), Store.open_copy(folder, while_open=True):
        pass


def test_an_older_project_keeps_its_format(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "SCHEMA", SCHEMA + 1)
    monkeypatch.setattr(
        migrations, "MIGRATIONS", {SCHEMA: lambda c: c.execute("UPDATE objects SET name = 'moved up' WHERE id = 2")}
    )
    before = bytes_of(folder)
    with Store.open_copy(folder) as store:
        assert store.format_before == SCHEMA
        assert [record.name for record in store.load().all_objects()][1:] == ["moved up"]
    assert bytes_of(folder) == before
    with Store.open(folder) as store:
        assert store.format_before == SCHEMA
    assert set(bytes_of(folder)) == {"project.masklane", f"project.masklane.format{SCHEMA}.bak"}


def test_what_lies_beside_it_and_is_no_log_is_not_copied(folder: Path) -> None:
    (folder / "project.masklane-wal").symlink_to("/dev/zero")
    with Store.open_copy(folder) as store:
        assert store.check() == []


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0", bytes(5000)])
def test_files_that_are_no_project_are_refused_by_their_own_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "project.masklane").write_bytes(content)
    with pytest.raises(ProjectError) as refused, Store.open_copy(tmp_path):
        pass
    assert str(tmp_path / "project.masklane") in refused.value.message


def test_no_room_for_the_copy_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_files: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(ProjectError, match="No space left on device"), Store.open_copy(folder):
        pass

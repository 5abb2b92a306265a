"""Edits in the file beside the database: taken over once, in order, whole or not at all, and only where they belong."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import ProjectError
from app.project.edit import Delta, Edit
from app.project.model import Event
from app.project.storage.salvage import everything
from app.project.storage.store import Store
from app.project.storage.waiting_edits import WaitingEdits, waiting_path
from tests.project.samples import CELL, a_mask, a_video, cell, start
from tests.project.storage.test_store import full_edit

NO_TEXT = "no \udcff text"


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """A project whose process was killed with two edits waiting: everything there is, and a mask."""
    with Store.create(tmp_path / "open") as store:
        store.append_event(Event(datetime.now(UTC), "", "first"))
        store.keep_waiting(full_edit(), Event(datetime.now(UTC), "me", "second", details={"a": "b"}))
        store.keep_waiting(Edit(masks={cell(2, 9): Delta(None, a_mask(9))}))
        store.tidy()
        shutil.copytree(tmp_path / "open", tmp_path / "left")
    return tmp_path / "left"


def with_mask() -> Edit:
    return full_edit().then(Edit(masks={cell(2, 9): Delta(None, a_mask(9))}))


def test_edits_that_waited_are_in_the_project_at_the_next_opening_with_their_lines_of_the_log(left: Path) -> None:
    for _ in range(2):
        with Store.open(left) as store:
            assert everything(store.load()) == with_mask()
            assert [event.verb for event in store.events()] == ["first", "second"]
            assert store.new_object_id() > 2
    assert not waiting_path(left / "project.masklane").exists()


def test_a_copy_shows_them_and_leaves_them_where_they_are(left: Path) -> None:
    before = waiting_path(left / "project.masklane").read_bytes()
    with Store.open_copy(left) as store:
        assert everything(store.load()) == with_mask()
    assert waiting_path(left / "project.masklane").read_bytes() == before


def test_any_length_of_the_file_gives_the_edits_that_are_whole(left: Path, tmp_path: Path) -> None:
    content = waiting_path(left / "project.masklane").read_bytes()
    seen = set()
    for length in [*range(0, len(content), 97), len(content) - 1, len(content)]:
        folder = shutil.copytree(left, tmp_path / f"{length}")
        waiting_path(folder / "project.masklane").write_bytes(content[:length])
        with Store.open(folder) as store:
            now = everything(store.load())
        assert now in (Edit(), full_edit(), with_mask())
        seen.add(len(now.masks))
    assert len(seen) == 3


def test_changed_bytes_are_no_edit(left: Path) -> None:
    file = waiting_path(left / "project.masklane")
    content = bytearray(file.read_bytes())
    content[40] ^= 255
    file.write_bytes(content)
    with Store.open(left) as store:
        assert everything(store.load()) == Edit()


def test_edits_that_are_committed_are_not_taken_over_again(tmp_path: Path) -> None:
    with Store.create(tmp_path / "open") as store:
        number = store.keep_waiting(start())
        store.commit(start(), waited=number)
        store.commit(Edit(masks={CELL: Delta(None, a_mask(1))}))
        shutil.copytree(tmp_path / "open", tmp_path / "left")
    with Store.open(tmp_path / "left") as again:
        assert again.load().mask(CELL) == a_mask(1)


def test_edits_of_another_database_are_not_taken_over(left: Path, tmp_path: Path) -> None:
    Store.create(tmp_path / "other").close()
    shutil.copy(waiting_path(left / "project.masklane"), tmp_path / "other")
    with Store.open(tmp_path / "other") as store:
        assert everything(store.load()) == Edit()


def test_a_path_that_is_no_valid_text_waits_as_it_is(tmp_path: Path) -> None:
    video = a_video(path=NO_TEXT)
    with Store.create(tmp_path / "open") as store:
        store.append_event(Event(datetime.now(UTC), "", "first"))
        store.keep_waiting(Edit(videos={video.id: Delta(None, video)}))
        shutil.copytree(tmp_path / "open", tmp_path / "left")
    with Store.open(tmp_path / "left") as again:
        assert again.load().videos()[0].path == NO_TEXT


def test_a_link_that_lies_in_the_files_place_is_not_followed(tmp_path: Path) -> None:
    with Store.create(tmp_path / "open") as store:
        store.append_event(Event(datetime.now(UTC), "", "first"))
        waiting_path(store.path).symlink_to(tmp_path / "elsewhere")
        store.keep_waiting(start())
    assert not (tmp_path / "elsewhere").exists()


def test_what_does_not_fit_is_refused_in_words_and_leaves_what_was_there(tmp_path: Path) -> None:
    with Store.create(tmp_path / "open") as store:
        store.append_event(Event(datetime.now(UTC), "", "first"))
        store.keep_waiting(start())
        (tmp_path / "nowhere").mkdir()
        elsewhere = WaitingEdits(tmp_path / "nowhere" / "gone" / "project.masklane", "t")
        with pytest.raises(ProjectError, match="does not answer"):
            elsewhere.append((), {})
        shutil.copytree(tmp_path / "open", tmp_path / "left")
    with Store.open(tmp_path / "left") as again:
        assert everything(again.load()) == start()

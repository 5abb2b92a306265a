"""What is frozen is left out of the collector's walks, and is freed all the same when it was closed."""

import gc
from collections.abc import Callable, Iterator
from weakref import ref

import pytest

from app.collector import collect_closed, collector_resting, freeze_heap


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


class Project:
    """Something that is opened and closed, held by a closure of its own as a signal's follower is."""

    def __init__(self) -> None:
        self.parts = [Part(self) for _ in range(3)]
        self.follow: Callable[[], Project] = lambda: self


class Part:
    def __init__(self, project: Project) -> None:
        self.project = project


def test_a_closed_object_is_freed_though_it_was_frozen() -> None:
    project = Project()
    closed, part = ref(project), ref(project.parts[0])
    freeze_heap()
    del project
    gc.collect()
    assert closed() is not None, "frozen cycles are not walked over"
    assert collect_closed(closed)
    assert part() is None


def test_what_was_frozen_stays_so_when_another_object_is_freed() -> None:
    kept = Project()
    freeze_heap()
    frozen = gc.get_freeze_count()
    project = Project()
    closed = ref(project)
    del project
    assert collect_closed(closed)
    assert gc.get_freeze_count() == frozen
    other = Project()
    closed = ref(other)
    freeze_heap()
    del other
    assert collect_closed(closed)
    assert not any(each is kept for each in gc.get_objects()), "it is frozen again"


def test_an_object_that_refers_to_nothing_frozen_is_freed_from_what_does() -> None:
    before = Project()
    freeze_heap()
    project = Project()
    before.parts.append(Part(project))
    closed = ref(project)
    del project, before
    assert collect_closed(closed)


def test_an_object_that_is_needed_stays() -> None:
    project = Project()
    closed = ref(project)
    freeze_heap()
    assert not collect_closed(closed)
    assert closed() is project


def test_nothing_is_walked_over_for_an_object_that_is_freed_already() -> None:
    project = Project()
    closed = ref(project)
    project.parts.clear()
    del project.follow, project
    walks: list[str] = []
    note = lambda phase, _facts: walks.append(phase)  # noqa: E731
    gc.callbacks.append(note)
    try:
        with collector_resting():
            assert collect_closed(closed)
    finally:
        gc.callbacks.remove(note)
    assert walks == []


def test_the_collector_rests_inside_and_goes_on_as_before() -> None:
    with collector_resting():
        assert not gc.isenabled()
        with collector_resting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()

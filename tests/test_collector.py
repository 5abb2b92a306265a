"""The collector rests where it is asked to, and what is frozen is left out of its walks until it is freed."""

import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from app.collector import collector_resting, freeze_heap


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


class Thing:
    """Something that may be referred to weakly."""


def test_the_collector_rests_and_goes_on_as_before() -> None:
    with collector_resting():
        assert not gc.isenabled()
        with collector_resting():
            assert not gc.isenabled()
        assert not gc.isenabled(), "the inner rest does not end the outer one"
    assert gc.isenabled()


def test_what_is_frozen_is_freed_with_its_last_reference() -> None:
    thing = Thing()
    freeze_heap()
    assert not any(each is thing for each in gc.get_objects())
    gone = ref(thing)
    del thing
    assert gone() is None

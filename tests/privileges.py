"""Root may write everywhere, so tests of places where nobody may write give that up for a while."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

VERSION_3 = 0x20080522
OVERRIDES = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH of Linux: reading and writing whatever the permissions say."""


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def nobody_may_write(folder: Path) -> Iterator[None]:
    """Take the right to write from a folder and its files, and from this thread the right not to care."""
    places = [folder, *folder.rglob("*")]
    modes = {place: place.stat().st_mode for place in places}
    for place, mode in modes.items():
        place.chmod(mode & ~0o222)
    try:
        with _permissions_count():
            yield
    finally:
        for place, mode in modes.items():
            place.chmod(mode)


@contextmanager
def _permissions_count() -> Iterator[None]:
    if os.name == "nt":
        pytest.skip("folders have no such permission on this system")
    if os.geteuid() != 0:
        yield
        return
    if sys.platform != "linux":
        pytest.skip("root cannot give up its rights on this system")
    library = ctypes.CDLL(None, use_errno=True)
    header, data = _Header(VERSION_3, 0), (_Data * 2)()
    assert library.capget(ctypes.byref(header), data) == 0
    before = data[0].effective
    data[0].effective = before & ~OVERRIDES
    assert library.capset(ctypes.byref(header), data) == 0
    try:
        yield
    finally:
        data[0].effective = before
        assert library.capset(ctypes.byref(header), data) == 0

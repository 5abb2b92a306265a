"""Memory that a virtual machine's host took for idle: touched, so that the program is measured and not its host.

A host that lends memory takes back what nobody touched for a second, page by page, and gives it when it is wanted;
the guest sees neither, only that its own processor time goes up. Where that is so, what a person's first click needs
takes up to ten times as long as on a computer that has its memory for itself.
"""

import ctypes
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAPS, TABLE = Path("/proc/self/maps"), Path("/proc/self/pagemap")
ENTRY = 8
"""Bytes of the table of pages for each page."""
IN_MEMORY = 1 << 63
WORD = 8
"""Bytes that are read of a page: as few as will do, as what they push out of the processor's caches is missed later."""
PAGES_AT_ONCE = 1024
"""As many as the system reads by one call."""
STRETCH = np.dtype([("address", np.uint64), ("bytes", np.uint64)])
"""What C calls an iovec, on a computer of 64 bits."""


def touch_memory() -> int:
    """Touch every page that this process has in memory, and return how many: 0 where the system can't be asked."""
    try:
        reader = ctypes.CDLL(None, use_errno=True).process_vm_readv
        pages = np.concatenate(list(_in_memory()))
    except (OSError, AttributeError, TypeError):
        return 0
    into = np.zeros(PAGES_AT_ONCE, np.uint64)
    here = np.array([(into.ctypes.data, into.nbytes)], STRETCH)
    for first in range(0, len(pages), PAGES_AT_ONCE):
        there = np.zeros(len(pages[first : first + PAGES_AT_ONCE]), STRETCH)
        there["address"], there["bytes"] = pages[first : first + PAGES_AT_ONCE], WORD
        stretches = [ctypes.c_void_p(part.ctypes.data) for part in (here, there)]
        # where a page went away meanwhile (another thread's), the rest of its batch is left out
        reader(os.getpid(), stretches[0], 1, stretches[1], ctypes.c_ulong(len(there)), 0)
    return len(pages)


def _in_memory() -> Iterator[NDArray[np.uint64]]:
    """Yield the addresses of the pages that are in memory and can be read."""
    page = os.sysconf("SC_PAGE_SIZE")
    with TABLE.open("rb", buffering=0) as table:
        for line in MAPS.read_text().splitlines():
            addresses, rights, *_ = line.split()
            begin, end = (int(address, 16) for address in addresses.split("-"))
            if rights.startswith("r") and not line.endswith("[vsyscall]"):
                entries = os.pread(table.fileno(), (end - begin) // page * ENTRY, begin // page * ENTRY)
                there = np.flatnonzero(np.frombuffer(entries, np.uint64) >= IN_MEMORY)
                yield there.astype(np.uint64) * np.uint64(page) + np.uint64(begin)

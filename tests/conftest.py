"""What every test stands on: no display, no settings of the person at the keyboard, one thread, nothing left running.

The environment is set before any test module is imported: Qt and torch read it once.
"""

import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

_HOME = tempfile.TemporaryDirectory(prefix="masklane-tests-", ignore_cleanup_errors=True)
_LEAK_GRACE_SECONDS = 30.0  # a thread that ends at its next step may wait for a busy machine's processors


def _redirect_person(home: Path) -> None:
    """Point every folder that belongs to a person into `home`."""
    for variable, folder in {
        "MASKLANE_HOME": home / "masklane",
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "AppData" / "Roaming",
        "LOCALAPPDATA": home / "AppData" / "Local",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_STATE_HOME": home / ".local" / "state",
        "XDG_RUNTIME_DIR": home / "run",
    }.items():
        os.environ[variable] = str(folder)
    (home / "run").mkdir(mode=0o700)


_redirect_person(Path(_HOME.name))
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LC_ALL"] = "C.UTF-8"  # numbers are written with a point
os.environ["TQDM_DISABLE"] = "1"
for _pool in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_pool] = "1"

for _wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitExposed, QtBot.waitCallback):
    _wait.__kwdefaults__["timeout"] = 60_000  # a busy machine takes its time

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as behind a shell that runs the tests in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _no_thread_outlives_its_test() -> Iterator[None]:
    """Fail a test that leaves a thread running: it would write into the next test's window or folder."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if isinstance(thread, threading._DummyThread):  # seen from Python once, owned by Qt or another library
            continue
        thread.join(_LEAK_GRACE_SECONDS)
        assert not thread.is_alive(), f"the test left thread {thread.name!r} running"

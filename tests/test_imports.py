"""PySide reads no sources, whoever imports."""

import subprocess
import sys

import pytest

SCRIPT = """
import builtins, linecache
import PySide6.QtCore
from app.imports import restore_import
{call}
import html.parser, wave
print(sum("wave" in name for name in linecache.cache))
"""


def _read(call: str) -> str:
    run = subprocess.run([sys.executable, "-c", SCRIPT.format(call=call)], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_sources_stay_unread() -> None:
    if _read("") == "0":
        pytest.skip("this PySide reads no sources")
    assert _read("restore_import()") == "0"


def test_an_import_that_somebody_else_put_there_stays() -> None:
    wrapped = "theirs = builtins.__import__\nbuiltins.__import__ = lambda *a, **k: theirs(*a, **k)\n"
    assert _read(wrapped + "restore_import()") == _read("")

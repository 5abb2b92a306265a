"""PySide reads no sources, whoever imports."""

import subprocess
import sys

SCRIPT = """
import builtins, linecache
import PySide6.QtCore
from app.imports import leave_sources_unread
{call}
import html.parser, wave
print(sum("wave" in name for name in linecache.cache))
"""


def _read(call: str) -> str:
    run = subprocess.run([sys.executable, "-c", SCRIPT.format(call=call)], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_sources_stay_unread() -> None:
    assert _read("") == "1", "PySide does not do this any more: app/imports.py has no use"
    assert _read("leave_sources_unread()") == "0"

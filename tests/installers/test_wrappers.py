"""The files to double-click: they start the launcher from a folder with spaces and pass its status on."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.installers.conftest import ROOT

INSTALLERS = ROOT / "installers"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the wrappers and a launch.py that tells how it was called."""
    folder = tmp_path / "My Programs" / "it's 100% here"
    folder.mkdir(parents=True)
    for name in ("masklane.sh", "masklane.command", "masklane.desktop"):
        shutil.copy(INSTALLERS / name, folder)
    (folder / "launch.py").write_text("import sys\nprint(*sys.argv[1:], sep='|')\nsys.exit(3)\n", "utf-8")
    return folder


def run(*command: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=600)


@pytest.mark.parametrize("name", ["masklane.sh", "masklane.command"])
def test_wrapper_passes_arguments_and_status_on(folder: Path, name: str) -> None:
    ended = run(folder / name, "demo", "two words")
    assert ended.stdout == "demo|two words\n"
    assert ended.returncode == 3


def test_shell_wrapper_works_through_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "masklane").symlink_to(folder / "masklane.sh")
    assert run(tmp_path / "masklane", "x").stdout == "x\n"


def test_terminal_stays_open_after_a_failure(folder: Path) -> None:
    controller, terminal = os.openpty()
    with open(terminal, "r+b", buffering=0) as end:  # noqa: PTH123 - a handle, not a path
        process = subprocess.Popen([folder / "masklane.sh", "x"], stdin=end, stdout=end, stderr=end)
    shown = b""
    while b"Press Enter" not in shown:
        shown += os.read(controller, 1000)
    assert process.poll() is None
    os.write(controller, b"\n")
    assert process.wait(30) == 3
    os.close(controller)


@pytest.mark.parametrize("prefix", ["", "file://"])  # file managers give the one or the other
def test_desktop_entry_starts_the_shell_wrapper_beside_it(folder: Path, prefix: str) -> None:
    entry = folder / "masklane.desktop"
    assert run(*exec_of(entry, f"{prefix}{entry}")).stdout == "\n"


def exec_of(entry: Path, place: str) -> list[str]:
    """Return the command of a desktop entry as the specification says: string escapes, then quoted arguments."""
    line = next(line for line in entry.read_text("utf-8").splitlines() if line.startswith("Exec="))
    text = line.removeprefix("Exec=").replace("\\\\", "\\")
    arguments, current, quoted, characters = [], "", False, iter(text)
    for character in characters:
        if character == '"':
            quoted = not quoted
        elif character == "\\" and quoted:
            current += next(characters)
        elif character == " " and not quoted:
            arguments.append(current)
            current = ""
        else:
            current += character
    return [place if argument == "%k" else argument for argument in [*arguments, current]]


def test_windows_wrapper_has_windows_line_ends_and_quotes_its_folder() -> None:
    content = (INSTALLERS / "masklane.bat").read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 10
    assert content.count(b'"%~dp0launch.py"') == content.count(b"%~dp0") == 1
    assert b"(" not in content, "a bracket in an argument would end a block"

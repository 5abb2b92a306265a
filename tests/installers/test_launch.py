"""The front door: readable by every Python, and helpful to those that are too old."""

import ast
import os
import runpy
import sys
from pathlib import Path

import pytest

from tests.installers.conftest import ROOT

LAUNCH = ROOT / "installers" / "launch.py"


def test_front_door_keeps_to_syntax_that_old_pythons_read() -> None:
    tree = ast.parse(LAUNCH.read_text("utf-8"), feature_version=(3, 4))
    for node in ast.walk(tree):
        assert not isinstance(node, ast.JoinedStr | ast.AnnAssign | ast.NamedExpr | ast.Match | ast.AsyncFunctionDef)
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not any(argument.annotation for argument in node.args.args)
            assert not node.args.kwonlyargs


def start_with_python_3_8(monkeypatch: pytest.MonkeyPatch, path: Path, *arguments: str) -> int:
    """Run launch.py as Python 3.8 with `path` as the only place of programs; return its exit status."""
    names = runpy.run_path(str(LAUNCH))
    monkeypatch.setitem(names["main"].__globals__, "PLACES", ())
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    monkeypatch.setattr(sys, "argv", [str(LAUNCH), *arguments])
    monkeypatch.setenv("PATH", str(path))
    with pytest.raises(SystemExit) as ended:
        names["main"]()
    return int(ended.value.code or 0)


def program(file: Path, script: str) -> None:
    file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    file.chmod(0o755)


def test_old_python_says_what_it_needs_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path / "python3.13", "exit 127  # as the stand-ins of version managers do")
    assert start_with_python_3_8(monkeypatch, tmp_path) == 1
    said = capfd.readouterr().err
    assert said.startswith("Masklane needs Python 3.11 or newer, and this is Python 3.8.")
    assert said.count("\n") == 1


def test_old_python_hands_over_to_a_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path / "python3.12", f'[ "$1" = -c ] && exec "{sys.executable}" "$@"; echo "$2|$3"; exit 5')
    assert start_with_python_3_8(monkeypatch, tmp_path, "demo", "a b") == 5
    assert capfd.readouterr().out == "demo|a b\n"
    assert os.access(LAUNCH, os.X_OK)

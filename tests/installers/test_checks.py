"""The one command for all checks: each is run and shown, also after one has failed, and the status tells."""

import os
from pathlib import Path

import pytest

from installers.launcher.environment import Environment
from tests.installers.conftest import Checkout, make_checkout

PROGRAMS = ("ruff", "mypy", "lint-imports")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout that is set up, with checks in its environment that tell where and how they were called."""
    checkout = make_checkout(tmp_path_factory.mktemp("with spaces") / "in it")
    first = checkout.start("check")
    assert "ruff does not start" in " ".join(first.stderr.split()), first.stderr
    assert "Traceback" not in first.stderr
    assert first.returncode == 1
    assert Environment(checkout.venv).made_with().extras == {"dev"}
    return checkout


def write_programs(checkout: Checkout, failing: tuple[str, ...] = ()) -> None:
    for name in PROGRAMS:
        program = checkout.venv / "bin" / name
        program.write_text(f'#!/bin/sh\necho "$(pwd -P)|{name} $*"\nexit {3 if name in failing else 0}\n', "utf-8")
        program.chmod(0o755)


def called(checkout: Checkout, out: str) -> list[str]:
    """Return the checks that ran, in their order; all of them ran in the folder of the checkout."""
    start = f"{checkout.root.resolve()}|"
    return [line.removeprefix(start).strip() for line in out.splitlines() if line.startswith(start)]


ALL = ["ruff check .", "ruff format --check .", "mypy", "lint-imports"]


def test_all_checks_run_in_the_checkout_and_pass(checkout: Checkout) -> None:
    write_programs(checkout)
    run = checkout.start("check")
    assert called(checkout, run.stdout) == ALL
    assert [line for line in run.stdout.splitlines() if line.startswith("==")] == [
        *(f"== {check}" for check in ALL),
        "== all checks passed",
    ]
    assert run.returncode == 0
    assert run.stderr == ""


def test_checks_go_on_after_a_failure_and_the_last_line_names_what_failed(checkout: Checkout) -> None:
    write_programs(checkout, failing=("ruff", "mypy"))
    run = checkout.start("check")
    assert called(checkout, run.stdout) == ALL
    assert run.stdout.splitlines()[-1] == "== failed: ruff check .; ruff format --check .; mypy"
    assert run.returncode == 1


def test_readers_of_others_are_asked_where_there_are_some(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    write_programs(checkout)
    readers = checkout.root / "tests" / "readers"
    readers.mkdir(parents=True)
    for package in (readers.parent, readers):  # so that this one is found, not the one of the suite
        (package / "__init__.py").touch()
    (readers / "__main__.py").write_text("import sys; sys.exit(sys.argv[2] == 'bad python')", "utf-8")
    monkeypatch.setenv("MASKLANE_READERS", f"good python{os.pathsep}bad python")
    run = checkout.start("check")
    assert run.stdout.splitlines()[-3:] == [
        "== readers of good python",
        "== readers of bad python",
        "== failed: readers of bad python",
    ]
    assert run.returncode == 1


def test_check_of_a_project_is_still_masklanes_own(checkout: Checkout, tmp_path: Path) -> None:
    write_programs(checkout)
    run = checkout.start("check", str(tmp_path))
    assert run.stdout == f"arguments:|check|{tmp_path}\n"

"""States of the environment, its lock, and folders that belong to somebody else."""

import dataclasses
import os
import sys
from pathlib import Path

import pytest

from installers.launcher.environment import Environment, State, Wanted
from installers.launcher.failure import SetupFailed

WANTED = Wanted("here", "abc", frozenset())


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """A finished environment with as much in it as the launcher looks at."""
    made = Environment(tmp_path / "venv")
    made.python.parent.mkdir(parents=True)
    made.python.touch()
    made.mark_finished(WANTED, "")
    return made


def test_nothing_or_an_empty_folder_is_missing(tmp_path: Path) -> None:
    environment = Environment(tmp_path / "venv")
    assert environment.state(WANTED) is State.MISSING
    with environment.locked(lambda: None):
        assert environment.state(WANTED) is State.MISSING


def test_finished_environment_is_ready(environment: Environment) -> None:
    assert environment.state(WANTED) is State.READY


def test_other_versions_or_a_new_extra_make_it_outdated(environment: Environment) -> None:
    assert environment.state(dataclasses.replace(WANTED, content="def")) is State.OUTDATED
    assert environment.state(dataclasses.replace(WANTED, extras=frozenset({"dev"}))) is State.OUTDATED


def test_extras_it_has_beyond_those_wanted_do_no_harm(environment: Environment) -> None:
    environment.mark_finished(dataclasses.replace(WANTED, extras=frozenset({"dev"})), "https://index")
    assert environment.state(WANTED) is State.READY
    assert environment.made_with().extras == {"dev"}
    assert environment.made_with().torch_index == "https://index"


def test_other_place_makes_it_worthless(environment: Environment) -> None:
    assert environment.state(dataclasses.replace(WANTED, identity="there")) is State.HALF_MADE


def test_python_that_went_away_makes_it_worthless(environment: Environment) -> None:
    environment.python.unlink()
    assert environment.state(WANTED) is State.HALF_MADE


@pytest.mark.parametrize("mark", ["", "{", "[]", "null", "{}", '{"identity": "here"}'])
def test_damaged_mark_makes_it_worthless(environment: Environment, mark: str) -> None:
    (environment.folder / "masklane.json").write_text(mark, "utf-8")
    assert environment.state(WANTED) is State.HALF_MADE
    assert environment.made_with().extras == frozenset()


def test_begun_work_makes_it_worthless_until_it_is_finished(environment: Environment) -> None:
    environment.mark_unfinished()
    assert environment.state(WANTED) is State.HALF_MADE
    environment.mark_finished(WANTED, "")
    assert environment.state(WANTED) is State.READY


def test_somebody_elses_environment_is_recognized(tmp_path: Path) -> None:
    (tmp_path / "pyvenv.cfg").touch()
    assert Environment(tmp_path).state(WANTED) is State.FOREIGN


def test_clearing_keeps_lock_log_and_mark(environment: Environment) -> None:
    (environment.folder / "lib").symlink_to(environment.folder / "bin", target_is_directory=True)
    environment.log.write_text("what happened", "utf-8")
    with environment.locked(lambda: None):
        environment.clear()
        assert {path.name for path in environment.folder.iterdir()} == {
            "masklane.lock",
            "masklane.json",
            "masklane-setup.log",
        }


def test_second_taker_of_the_lock_is_told_and_waits(tmp_path: Path) -> None:
    first, second = Environment(tmp_path), Environment(tmp_path)
    told = []

    with first.locked(lambda: told.append("first")):
        holding = first.lock_handles

        def give_up() -> None:
            told.append("second")
            raise InterruptedError

        with pytest.raises(InterruptedError), second.locked(give_up):
            pass
    assert len(holding) == (0 if sys.platform == "win32" else 1)
    assert told == ["second"]
    with second.locked(lambda: told.append("free")):
        assert told == ["second"]


def test_place_that_cannot_be_written_to_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    environment = Environment(tmp_path / "file" / "venv")
    with pytest.raises(SetupFailed) as caught, environment.locked(lambda: None):
        pass
    assert os.fspath(environment.folder) in caught.value.message
    assert "MASKLANE_VENV" in caught.value.hint


def test_a_name_no_folder_can_have_is_said_in_words(tmp_path: Path) -> None:
    def use(environment: Environment) -> None:
        environment.state(WANTED)
        with environment.locked(lambda: None):
            pass

    with pytest.raises(SetupFailed) as caught:
        use(Environment(tmp_path / ("x" * 3000)))
    assert "MASKLANE_VENV" in caught.value.hint

"""A training in the background leaves the processor to others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.train import AUTOGROUP, BACKGROUND_NICE

PROGRAM = """
from app.cli.train import AUTOGROUP, _step_aside
_step_aside()
print(AUTOGROUP.read_text())
"""


@pytest.mark.skipif(not AUTOGROUP.is_file(), reason="this system shares the processor among processes alone")
def test_a_session_of_its_own_steps_aside_and_that_of_a_terminal_does_not() -> None:
    before = AUTOGROUP.read_text()
    here, alone = (told(new_session=new) for new in (False, True))
    assert f"nice {BACKGROUND_NICE}" in alone
    assert here == before == AUTOGROUP.read_text()


def told(*, new_session: bool) -> str:
    line = [sys.executable, "-c", PROGRAM]
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        line, cwd=root, env=environment, start_new_session=new_session, capture_output=True, text=True, check=True
    )
    return done.stdout.removesuffix("\n")

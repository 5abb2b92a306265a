"""A process that is killed anywhere in any kind of write leaves what was there before, or what it wanted to leave."""

import os
from pathlib import Path

import pytest

from tests.gui.other_process import run_script

SCRIPT = """
import sys
from pathlib import Path
from tests import killing, killing_scenarios
killing.main(killing_scenarios.ALL, Path(sys.argv[1]))
"""
FEWEST = {
    "make": 10,
    "new": 5,
    "change": 10,
    "migrate": 8,
    "relink": 3,
    "salvage": 8,
    "davis": 5,
    "overlay": 4,
    "publish": 3,
    "settings": 2,
    "index": 2,
}
"""Places at which each must have been killed, at least: that it was not is no proof of anything."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="it takes a fork")
def test_a_process_killed_anywhere_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    words = run_script(SCRIPT, tmp_path)
    places = dict(zip(words[::2], map(int, words[1::2]), strict=True))
    assert places.keys() == FEWEST.keys()
    assert all(places[name] >= fewest for name, fewest in FEWEST.items()), places

"""Forks processes that export, kills them, and prints what was there as JSON. It must have no threads."""

import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from app.interchange.table import FORMATS
from tests.interchange.samples import a_clip, exporting, video_file

FRAMES = 40
NOT_THE_SAME_TWICE = {".mkv", ".mov"}
"""Muxers give each file an id of its own."""
PRECIOUS = ".out.0123abcd.unfinished"
"""Looks like one of ours, and is not."""
LONGEST_S = 120.0


def forms() -> list[tuple[str, str]]:
    """Return every format with every form of it."""
    rows = [row for row in FORMATS.values() if row.write is not None]
    return [(row.id, variant) for row in rows for variant in ([v.id for v in row.variants] or [""])]


def export(root: Path, format_id: str, variant: str, out: Path) -> None:
    """Write a small video in a format."""
    clip = a_clip(root / "walk.mp4")
    for _step in exporting(format_id, [clip], out, variant=variant):
        pass


def film(root: Path) -> None:
    """Make the video."""
    video_file(root / "walk.mp4", frames=FRAMES)


def in_child(act: Callable[[], None], kill_after: float | None = None) -> tuple[bool, float]:
    """Act in a child, which is killed after so many seconds; return whether it came to its end, and its seconds."""
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            act()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        passed = time.monotonic() - start
        if done:
            if os.WIFEXITED(status) and os.WEXITSTATUS(status):
                raise SystemExit(1)  # the child has said why
            return not os.WIFSIGNALED(status), passed
        if passed > (LONGEST_S if kill_after is None else kill_after):
            os.kill(child, signal.SIGKILL)
        time.sleep(0.001)


def tree(folder: Path) -> Mapping[str, bytes]:
    """Return the files of a folder; of videos that are never the same twice only that they are there."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {str(f.relative_to(folder)): b"" if f.suffix in NOT_THE_SAME_TWICE else f.read_bytes() for f in files}


def ours(place: Path) -> list[Path]:
    """Return the hidden folders of exports."""
    return [found for found in place.glob(".*.unfinished") if found.name != PRECIOUS]


class Victim:
    """One format and form, what it writes when nothing happens to it, and what was counted."""

    def __init__(self, root: Path, format_id: str, variant: str, told: dict[str, int]) -> None:
        self._act = partial(export, root, format_id, variant)
        self._place, self._told = root / "place", told
        self._out = self._place / "out"
        _, self._usual = in_child(partial(self._act, root / "whole"))
        self._expected = tree(root / "whole")
        shutil.rmtree(root / "whole")
        (self._place / PRECIOUS).mkdir(parents=True)
        (self._place / PRECIOUS / "mine").write_text("precious")

    def kill(self, chance: random.Random, finish: bool) -> None:
        """Kill it at a random moment, look, and with `finish` let it go on to its end, and look again."""
        told = self._told
        ended, _ = in_child(partial(self._act, self._out), chance.uniform(0, self._usual))
        told["killed"] += not ended
        told["half"] += self._out.exists() and tree(self._out) != self._expected
        seen = {found.name for found in self._place.iterdir()} - {found.name for found in ours(self._place)}
        told["strange"] += not seen <= {"out", PRECIOUS}
        if not self._out.exists() and finish:
            there = [file for found in ours(self._place) for file in (found / "data").rglob("*.*")]
            told["resumed"] += bool(there)
            ended, _ = in_child(partial(self._act, self._out))
        if self._out.exists():
            told["wrong"] += tree(self._out) != self._expected
            told["left" if ended else "moved"] += len(ours(self._place))
            told["strange"] += (self._place / PRECIOUS / "mine").read_text() != "precious"
            shutil.rmtree(self._out)

    def close(self) -> None:
        """Export once more, undisturbed, which takes away what those that were killed have left; then all goes."""
        in_child(partial(self._act, self._out))
        self._told["left"] += len(ours(self._place))
        shutil.rmtree(self._place)


def main(root: Path, kills: int, seed: int) -> None:
    """Kill each format so often, two times of three before it may end."""
    chance = random.Random(seed)
    told = {"formats": 0, "killed": 0, "half": 0, "strange": 0, "resumed": 0, "wrong": 0, "left": 0, "moved": 0}
    in_child(partial(film, root))
    for format_id, variant in forms():
        told["formats"] += 1
        victim = Victim(root, format_id, variant, told)
        for turn in range(kills):
            victim.kill(chance, finish=turn % 3 == 2 or turn == kills - 1)
        victim.close()
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

"""A training that is killed at random moments and started again: it has to come to what it comes to undisturbed.

The model is a tiny one, and the clips are small; all else is as `masklane train --project` does it. `MASKLANE_TURNS`
is how many kills.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch

from app.engine.checkpoints import embedded_file
from app.engine.network.embedded import TEST_TINY, build
from app.training.improving.config import SCORES_FILE
from app.training.torch_files import load_tensors
from tests.bench.result import Result, at_least
from tests.training.verified_project import make_project

KILLS = 20
VIDEOS, EFFORT = 3, 0.6
MOST_LINES, LONGEST_WAIT = 14, 0.5
"""A process is killed after up to so many of its lines, and so many seconds."""


def measure() -> list[Result]:
    """Train once undisturbed, then kill."""
    kills = int(os.environ.get("MASKLANE_TURNS", KILLS))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        folder = Path(home)
        project = make_project(folder / "project", VIDEOS)
        torch.manual_seed(4)
        model = folder / "tiny.safetensors"
        embedded_file.save(build(TEST_TINY), TEST_TINY, model, {})
        whole = folder / "whole"
        _to_its_end(_started(project, model, whole))
        rng, killed, finished, same = random.Random(20), 0, 0, 0
        while killed < kills:
            out = folder / f"killed {finished}"
            while killed < kills and _killed(_started(project, model, out), rng):
                killed += 1
                print(f"killed {killed} times", file=sys.stderr, flush=True)
            _to_its_end(_started(project, model, out))
            finished += 1
            same += _end_of(out) == _end_of(whole)
        return [
            at_least("kills", killed, "", kills),
            at_least(f"of {finished} trainings as undisturbed", same, "", finished),
        ]


def _started(project: Path, model: Path, out: Path) -> "subprocess.Popen[str]":
    line = [sys.executable, "-m", "app", "train", "--project", str(project), "--out", str(out), "--model", str(model)]
    line += ["--device", "cpu", "--effort", str(EFFORT), "--cores", "1"]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _to_its_end(process: "subprocess.Popen[str]") -> None:
    told, _ = process.communicate()
    assert process.returncode in (0, 1), told  # 1: nothing better was found


def _killed(process: "subprocess.Popen[str]", rng: random.Random) -> bool:
    """Kill a process at a random moment; return False where it had come to its end."""
    assert process.stdout is not None
    for _ in range(rng.randint(1, MOST_LINES)):
        process.stdout.readline()
    time.sleep(rng.uniform(0, LONGEST_WAIT))
    there = process.poll() is None
    process.kill()
    process.communicate()
    return there


def _end_of(folder: Path) -> tuple[list[bytes], bytes]:
    """Return the averaged weights of the last step, and all that was measured."""
    (checkpoint,) = folder.glob("improve*.pt")
    average = load_tensors(checkpoint)["average"]
    assert isinstance(average, dict)
    return [average[name].numpy().tobytes() for name in sorted(average)], (folder / SCORES_FILE).read_bytes()

"""The demo: headless it does the main job and says where everything is; with a display it opens the sample's window."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Outcome
from tests.engine.stand_in import DiscPredictor

WINDOW = """
import sys
import app.cli.demo
app.cli.demo._has_display = lambda: True
sys.argv = ["masklane", "demo"]
app.cli.run()
"""
SECONDS = 60


def test_headless_demo_does_the_whole_job(
    run: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.api.session.open_predictor", lambda _choice: DiscPredictor())
    outcome = run("demo", "--headless", "--out", tmp_path / "demo")
    assert outcome.status == 0, outcome.err
    assert outcome.out.count("J&F 0.") == 2
    assert "frames/s" in outcome.out
    for made in ("project.masklane", "exports/overlay", "masklets"):
        assert (tmp_path / "demo" / made).exists()
        assert made.split("/", maxsplit=1)[0] in outcome.out or made == "project.masklane"
    assert any((tmp_path / "demo" / "exports" / "overlay").rglob("*.mp4"))
    assert any((tmp_path / "demo" / "masklets").glob("*.json"))


def test_the_demo_opens_its_project_in_the_window(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", WINDOW],
        env={**os.environ, "MASKLANE_HOME": str(tmp_path)},
        cwd=Path(__file__).parents[2],
        stderr=subprocess.PIPE,
        text=True,
    )
    clip = tmp_path / "data" / "Sample" / "media" / "pond.mp4"
    index = tmp_path / "data" / "Sample" / "cache" / "index"
    end = time.monotonic() + SECONDS
    try:
        while child.poll() is None and not (clip.exists() and index.exists() and any(index.iterdir())):
            assert time.monotonic() < end, "the sample was not opened"
            time.sleep(0.05)
        child.send_signal(signal.SIGTERM)  # Ctrl+C is ignored where the tests run in a shell's background
        _, errors = child.communicate(timeout=SECONDS)
    finally:
        child.kill()
    assert child.returncode == 0, errors
    assert "Traceback" not in errors
    assert not (tmp_path / "data" / "Sample" / "project.masklane-wal").exists(), "the project was not closed"

"""The end of the process: not kept up by the engine, not before the last task of the background."""

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.workspace.jobs.worker import Worker, leave

application = QCoreApplication([])
engine, background = Worker("engine"), Worker("background", outlives_window=True)

def long_step():
    Path(sys.argv[1], "started").touch()
    time.sleep(600)
    yield 0

def last():
    for number in range(3):
        time.sleep(0.05)
        yield number
    Path(sys.argv[1], "published").touch()

engine.submit(long_step)
while not Path(sys.argv[1], "started").exists():
    time.sleep(0.01)
engine.close()
background.close(last=last)
print("closed")
leave(7)
"""


def test_leaving_waits_for_the_last_task_but_not_for_the_engine(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=root, timeout=120, check=False)
    assert run.returncode == 7
    assert run.stdout == "closed\n"
    assert run.stderr == ""
    assert (tmp_path / "published").exists()

"""Torch comes into the process without holding up other threads, and leaves no complaint at the end."""

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import gc, sys, threading, time
import cv2, numpy
from app.engine.arrival import bring_in

assert 'torch' not in sys.modules
worst, last = 0.0, time.perf_counter()
thread = threading.Thread(target=bring_in)
thread.start()
while thread.is_alive():
    time.sleep(0.002)
    now = time.perf_counter()
    worst, last = max(worst, now - last), now
thread.join()
assert 'torch' in sys.modules and gc.isenabled()
print(worst)
"""


def test_other_threads_go_on_while_torch_is_imported() -> None:
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, cwd=root, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    # Without the precautions it is one to two seconds; the goal of 0.1 s is measured by the benchmark.
    assert float(run.stdout) < 0.7

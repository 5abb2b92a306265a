"""Torch is imported without holding up other threads, and nothing complains when the process ends."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from app.engine.hardware import torch_import

SCRIPT = """
import gc, linecache, sys, threading, time
import cv2, numpy, PySide6.QtCore
from app.engine.hardware.torch_import import import_torch

assert 'torch' not in sys.modules
worst, last = 0.0, time.perf_counter()
thread = threading.Thread(target=import_torch)
thread.start()
while thread.is_alive():
    time.sleep(0.002)
    now = time.perf_counter()
    worst, last = max(worst, now - last), now
thread.join()
assert 'torch' in sys.modules and gc.isenabled()
assert len(linecache.cache) < 500, 'PySide read the sources'
print(worst)
"""


def test_other_threads_go_on_while_torch_is_imported() -> None:
    root = Path(__file__).parents[3]
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, cwd=root, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    # Without the precautions it is one to two seconds; the goal of 0.1 s is measured by the benchmark.
    assert float(run.stdout) < 0.7


def test_libraries_of_a_package_are_found_without_importing_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "someparts" / "one" / "lib"
    folder.mkdir(parents=True)
    (tmp_path / "someparts" / "__init__.py").write_text("raise RuntimeError")
    (folder / "libpart.so.13").touch()
    (folder / "libpartner.so.2").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert torch_import._found("someparts", "*/lib/libpart.so.*") == [folder / "libpart.so.13"]
    assert torch_import._found("nosuchparts", "*") == []


def test_what_torch_loads_for_cuda_is_loaded_before() -> None:
    preloaded = re.findall(r'"(lib[\w-]+)\.so', inspect.getsource(torch._preload_cuda_deps))
    ours = torch_import._CUDA_LIBRARIES
    assert [name for name in preloaded if name in ours] == [name for name in ours if name in preloaded]
    assert len(set(preloaded) - set(ours)) <= 3, "a release may add a few"
    assert len(set(ours) - set(preloaded)) <= 3, "or lack a few"

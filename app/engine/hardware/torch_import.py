"""Imports torch and SAM 2 without holding up the other threads.

An import holds the interpreter's lock while the system loads a library's code (a second for torch's), and while the
garbage collector walks the hundreds of thousands of objects that the import makes (half a second each time). So the
libraries are loaded first through a foreign call, which releases the lock, and the collector rests during the import;
what was imported is left out of its walks from then on. Torch's Python part initializes under the lock in one go, 30 to
50 ms with its files in memory; where they are not, another process reads them first (prewarm.py).

While a library is being loaded the system starts no thread. OpenCV starts its threads at its first larger operation,
which would be the first image that the window paints; so it does one before.
"""

import ctypes
import importlib.util
import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from app.collector import collector_resting, freeze_heap
from app.engine.hardware.helper_thread import HelperThread
from app.engine.hardware.prewarm import wait_for_prewarm
from app.imports import restore_import

_LIBRARIES = (
    ("torch", "lib/libtorch_global_deps.so"),
    ("torch", "lib/libc10.so"),
    ("torch", "lib/libtorch_cpu.so"),
    ("torch", "lib/libc10_cuda.so"),
    ("torch", "lib/libtorch_cuda.so"),
    ("torch", "lib/libtorch.so"),
    ("torch", "lib/libshm.so"),
    ("torch", "lib/libtorch_python.so"),
    ("triton", "_C/libtriton.so"),
)
"""In the order in which they depend on each other. Those that a build of torch does not have are skipped."""

_CUDA_LIBRARIES = (
    "libcublasLt",
    "libcublas",
    "libcudnn",
    "libnvrtc",
    "libnvrtc-builtins",
    "libcudart",
    "libcupti",
    "libcufft",
    "libcurand",
    "libnvJitLink",
    "libcusparse",
    "libcusparseLt",
    "libcusolver",
    "libnccl",
    "libnvshmem_host",
    "libcufile",
)
"""What torch itself loads first where CUDA is installed with it (torch/__init__.py, _preload_cuda_deps), in its order.
Not in memory yet, they take half a second. Not every release has all of them."""

_ENVIRONMENT = {
    "PYTORCH_ENABLE_MPS_FALLBACK": "1",  # MPS lacks a few operations
    # Linux: large tensors get large pages. New pages took a quarter of the embedded model's time to encode a frame.
    "THP_MEM_ALLOC_ENABLE": "1",
}
"""What torch reads once, when it is imported. A person's own settings stay."""

_log = logging.getLogger(__name__)


def prepare_environment() -> None:
    """Set what torch reads when it is imported; `import_torch` does it too."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)


def import_torch() -> None:
    """Import torch, torchvision and SAM 2's modules. Takes seconds, and nothing when they are imported already."""
    if "sam2" in sys.modules and "torchvision" in sys.modules:
        return
    # What the import leaves behind holds its frame and its callers', and the heap is frozen: on this thread that would
    # be the first model and the first workspace for good.
    HelperThread("importing torch").submit(_import).result()


def _import() -> None:
    prepare_environment()
    restore_import()
    wait_for_prewarm()
    with collector_resting():
        cv2.cvtColor(np.zeros((1024, 1024, 3), np.uint8), cv2.COLOR_RGB2GRAY)
        cuda = (file for name in _CUDA_LIBRARIES for file in _found("nvidia", f"*/lib/{name}.so.*"))
        _load_libraries(cuda, shared=False)
        _load_libraries((file for package, name in _LIBRARIES for file in _found(package, name)), shared=True)
        import torch

        _load_libraries(_found("torchvision", "*.so"), shared=True)
        import numpy.ma  # noqa: F401  (numpy.unique imports it, on the thread that calls it first)
        import torchvision  # noqa: F401  (SAM 2 needs it; its own imports are the larger part)
        from sam2.modeling import memory_attention, memory_encoder, sam2_base  # noqa: F401
        from sam2.modeling.backbones import image_encoder  # noqa: F401

        freeze_heap()
        _log.info("torch %s", torch.__version__)


def _load_libraries(files: Iterable[Path], *, shared: bool) -> None:
    """Load libraries while other threads run. Only a head start: the import loads what is missing.

    `shared`: later libraries may use their names.
    """
    if not sys.platform.startswith("linux"):
        return
    load = ctypes.CDLL(None).dlopen
    load.restype, load.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    for file in files:
        load(os.fsencode(file), os.RTLD_NOW | (os.RTLD_GLOBAL if shared else os.RTLD_LOCAL))


def _found(package: str, pattern: str) -> list[Path]:
    """Return the files of a package that fit a pattern; the package is not imported."""
    found = importlib.util.find_spec(package)
    places = (found.submodule_search_locations if found is not None else None) or ()
    return [file for place in places for file in sorted(Path(place).glob(pattern)) if file.is_file()]

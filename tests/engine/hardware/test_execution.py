"""What a device refuses is told in its words and offers the processor; what the processor refuses is a bug."""

import pytest

from app.engine.hardware.execution import guarded
from app.errors import DeviceLost, OutOfMemory

REFUSED = [
    "CUDA error: no kernel image is available for execution on the device",
    "No available kernel. Aborting execution.",
    "Unable to find an engine to execute this computation",
    "The NVIDIA driver on your system is too old (found version 11040).",
    "Internal Triton PTX codegen error",
    "Failed to create function state object for: fill_scalar_int",
    "CUDA error: device-side assert triggered",
]


def refusing(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("words", REFUSED)
@pytest.mark.parametrize("kind", [RuntimeError, NotImplementedError])
def test_whatever_a_device_refuses_is_told_with_the_processor_as_a_way_out(
    words: str, kind: type[RuntimeError]
) -> None:
    error = kind(f"{words}\nCompile with `TORCH_USE_CUDA_DSA` to enable device-side assertions.")
    with pytest.raises(DeviceLost) as told:
        guarded(lambda: refusing(error), lambda: None, "SAM 2.1 Tiny at 1024 px", "cuda")
    assert words in told.value.message
    assert "Compile with" not in told.value.message
    assert "processor" in told.value.hint
    assert "kept" in told.value.hint
    with pytest.raises(kind):
        guarded(lambda: refusing(error), lambda: None, "SAM 2.1 Tiny at 1024 px", "cpu")


def test_memory_that_runs_out_is_no_lost_device() -> None:
    with pytest.raises(OutOfMemory):
        guarded(lambda: refusing(RuntimeError("MPS backend out of memory")), lambda: None, "a model", "mps")

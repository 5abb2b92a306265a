"""How a model runs: device, precision and threads, entered for one step at a time; what to do without memory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import torch

from app.errors import DeviceLost, OutOfMemory

Result = TypeVar("Result")

# The allocators of CPU and MPS raise a plain RuntimeError
_EXHAUSTED = ("out of memory", "can't allocate memory", "not enough memory")
_LONGEST_REASON = 200
"""Characters of a device's own words that are shown: the first line says what happened."""


@dataclass(frozen=True, slots=True)
class Mode:
    """Device, number type and threads of a predictor. `threads` counts for the CPU only, 0 leaves torch's choice."""

    device: torch.device
    bfloat16: bool = False
    threads: int = 0

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Run a step without gradients and in the chosen precision.

        Both belong to the thread that enters them, so they are entered around each step and never across a yield.
        """
        self.use_threads()
        with torch.inference_mode(), torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
            yield

    def synchronize(self) -> None:
        """Wait until the device has finished, for measurements."""
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)
        elif self.device.type == "mps":
            torch.mps.synchronize()

    def use_threads(self) -> None:
        """Set how many threads torch uses, which belongs to the process."""
        if self.threads and torch.get_num_threads() != self.threads:
            torch.set_num_threads(self.threads)

    def free(self) -> None:
        """Return cached memory to the device."""
        if self.device.type == "cuda":
            torch.cuda.empty_cache()
        elif self.device.type == "mps":
            torch.mps.empty_cache()


def exhausted(error: BaseException) -> bool:
    """Tell whether an error says that memory ran out, on any device."""
    if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(text in str(error).lower() for text in _EXHAUSTED)


def guarded(work: Callable[[], Result], relieve: Callable[[], None], title: str, device: str) -> Result:
    """Do one step; when memory runs out call `relieve` and try once more.

    `title` names the model and its resolution, `device` is torch's type of device. Raises EngineError when memory still
    does not suffice or the device failed. The step must leave nothing half done when it raises.
    """
    try:
        return work()
    except (RuntimeError, MemoryError) as error:
        if not exhausted(error):
            raise translated(error, title, device) from error
    relieve()  # outside of the handler: the error's traceback would keep the step's tensors alive
    try:
        return work()
    except (RuntimeError, MemoryError) as error:
        raise translated(error, title, device) from error


def translated(error: Exception, title: str, device: str) -> Exception:
    """Return an error of torch as an EngineError, or the error itself when it is a bug.

    Whatever a device other than the processor refuses is no bug of ours: old drivers, kernels that its torch was built
    without, operators it does not know. Their words are no list that could be complete.
    """
    if exhausted(error):
        return OutOfMemory(
            "There is not enough memory for {words}.",
            "Choose a smaller model or a lower model resolution (512 px), or close other programs that use the device.",
            words=title,
        )
    if device != "cpu" and isinstance(error, RuntimeError):
        reason = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
        return DeviceLost(
            "The device ({device}) failed while it ran {words}: {reason}",
            "Masks made so far are kept. Go on with the processor, or choose another device in the settings.",
            device=device,
            words=title,
            reason=reason[:_LONGEST_REASON],
        )
    return error

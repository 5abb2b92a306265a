"""What this computer has, found out without loading torch, and which model fits it."""

import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

from app.engine.checkpoints.catalog import EMBEDDED
from app.engine.hardware.devices import processor_name, system_memory
from app.engine.predictor import Device

GIB = 1 << 30
METAL = "Metal"


@dataclass(frozen=True, slots=True)
class Machine:
    """Names in words, memory in bytes (0: unknown). `gpu` is empty where none was found that models can run on."""

    processor: str
    memory: int
    gpu: str = ""
    gpu_memory: int = 0
    driver: str = ""


def devices_of(machine: Machine) -> tuple[Device, ...]:
    """Return what models could run on, as far as it is known without loading torch: the best first."""
    processor = Device("cpu", "cpu", machine.processor, machine.memory)
    if not machine.gpu:
        return (processor,)
    kind = "mps" if machine.driver == METAL else "cuda"
    return (Device(kind, kind, machine.gpu, machine.gpu_memory), processor)


def fitting_model(machine: Machine) -> str:
    """Return the largest model that runs well: its id in the catalogue.

    Meta's large model needs about 4 GB for 1024 px with a full window of memories and a cache of features; the others
    about 2.5, 2 and 1.5. Without a GPU the embedded model is the one that answers while a person waits.
    """
    if not machine.gpu:
        return EMBEDDED
    if machine.gpu_memory == 0 or machine.gpu_memory >= 8 * GIB:
        return "sam2.1-large"
    if machine.gpu_memory >= 5 * GIB:
        return "sam2.1-base-plus"
    return "sam2.1-small" if machine.gpu_memory >= 3 * GIB else "sam2.1-tiny"


def without_gpu() -> Machine:
    """Return what is known without asking anybody."""
    memory, _available = system_memory()
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return Machine(processor_name(), memory, "Apple GPU", memory, METAL)
    return Machine(processor_name(), memory, *_amd(Path("/sys/class/drm")))


class Probe(QObject):
    """Asks the graphics driver; answers by `found`, at once or when the driver has answered."""

    found = Signal(object)
    """A Machine."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        # Methods, not lambdas: Qt forgets those when this goes while the driver is still asked.
        self._process.finished.connect(self._answer)
        self._process.errorOccurred.connect(self._give_up)

    def start(self) -> None:
        """Ask."""
        wanted = "name,memory.total,driver_version"
        self._process.start("nvidia-smi", [f"--query-gpu={wanted}", "--format=csv,noheader,nounits"])

    def _give_up(self) -> None:
        self.found.emit(without_gpu())

    def _answer(self) -> None:
        lines = bytes(self._process.readAllStandardOutput().data()).decode(errors="replace").splitlines()
        self.found.emit(read_nvidia(lines[0] if lines else "") or without_gpu())


def read_nvidia(line: str) -> Machine | None:
    """Return the machine told by a line of nvidia-smi ("name, MiB, driver"), None when it is not one."""
    parts = [part.strip() for part in line.split(",")]
    if len(parts) != 3 or not parts[1].isdigit():
        return None
    memory, _available = system_memory()
    return Machine(processor_name(), memory, parts[0], int(parts[1]) << 20, parts[2])


def _amd(folder: Path) -> tuple[str, int, str]:
    """Return name, memory and driver of an AMD card that the amdgpu driver tells of, or nothing."""
    for file in sorted(folder.glob("card*/device/mem_info_vram_total")):
        try:
            size = int(file.read_text())
        except (OSError, ValueError):
            continue
        if size >= 2 * GIB:
            return "AMD GPU", size, "amdgpu"
    return "", 0, ""

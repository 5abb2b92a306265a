"""The processor, memory and graphics card of this computer, found without loading torch, and the model that fits."""

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
class Hardware:
    """Names, and memory in bytes (0: unknown). `gpu` is empty when there is none that models can run on."""

    processor: str
    memory: int
    gpu: str = ""
    gpu_memory: int = 0
    driver: str = ""


def devices_of(hardware: Hardware) -> tuple[Device, ...]:
    """Return the devices that models could run on, as far as known without loading torch, the fastest first."""
    processor = Device("cpu", "cpu", hardware.processor, hardware.memory)
    if not hardware.gpu:
        return (processor,)
    kind = "mps" if hardware.driver == METAL else "cuda"
    return (Device(kind, kind, hardware.gpu, hardware.gpu_memory), processor)


def recommended_model(hardware: Hardware) -> str:
    """Return the id of the largest model that runs well.

    Meta's large model needs about 4 GB for 1024 px with a full window of memories and a cache of features; the others
    about 2.5, 2 and 1.5. Without a GPU only the embedded model is fast enough to wait for.
    """
    if not hardware.gpu:
        return EMBEDDED
    if hardware.gpu_memory == 0 or hardware.gpu_memory >= 8 * GIB:
        return "sam2.1-large"
    if hardware.gpu_memory >= 5 * GIB:
        return "sam2.1-base-plus"
    return "sam2.1-small" if hardware.gpu_memory >= 3 * GIB else "sam2.1-tiny"


def hardware_without_nvidia() -> Hardware:
    """Return the hardware where there is no NVIDIA driver to ask."""
    memory, _available = system_memory()
    if sys.platform == "darwin" and platform.hardware() == "arm64":
        return Hardware(processor_name(), memory, "Apple GPU", memory, METAL)
    return Hardware(processor_name(), memory, *_amd(Path("/sys/class/drm")))


class HardwareProbe(QObject):
    """Asks the NVIDIA driver by nvidia-smi, in a process of its own; the answer is the signal `found`."""

    found = Signal(object)
    """A Hardware."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        # Methods, not lambdas: Qt disconnects those when this is deleted before the driver has answered.
        self._process.finished.connect(self._read_answer)
        self._process.errorOccurred.connect(self._answer_without_nvidia)

    def start(self) -> None:
        """Ask."""
        fields = "name,memory.total,driver_version"
        self._process.start("nvidia-smi", [f"--query-gpu={fields}", "--format=csv,noheader,nounits"])

    def _answer_without_nvidia(self) -> None:
        self.found.emit(hardware_without_nvidia())

    def _read_answer(self) -> None:
        lines = bytes(self._process.readAllStandardOutput().data()).decode(errors="replace").splitlines()
        self.found.emit(parse_nvidia_smi(lines[0] if lines else "") or hardware_without_nvidia())


def parse_nvidia_smi(line: str) -> Hardware | None:
    """Return the hardware from a line of nvidia-smi ("name, MiB, driver"), None when it is no such line."""
    parts = [part.strip() for part in line.split(",")]
    if len(parts) != 3 or not parts[1].isdigit():
        return None
    memory, _available = system_memory()
    return Hardware(processor_name(), memory, parts[0], int(parts[1]) << 20, parts[2])


def _amd(folder: Path) -> tuple[str, int, str]:
    """Return name, memory and driver of an AMD card that the amdgpu driver lists; empty when there is none."""
    for file in sorted(folder.glob("card*/device/mem_info_vram_total")):
        try:
            size = int(file.read_text())
        except (OSError, ValueError):
            continue
        if size >= 2 * GIB:
            return "AMD GPU", size, "amdgpu"
    return "", 0, ""

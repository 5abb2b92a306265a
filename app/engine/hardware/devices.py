"""Lists the devices a model can run on, with names and memory, and chooses one; imports torch only in functions."""

import platform
from pathlib import Path

from app.engine.predictor import Device, DeviceInfo
from app.errors import EngineError

AUTO = "auto"
MEBIBYTE = 1024 * 1024


def available() -> tuple[Device, ...]:
    """Return every usable device, the best first; the processor is always there, and last."""
    import torch

    found = []
    if torch.cuda.is_available():
        kind = "rocm" if torch.version.hip else "cuda"
        for index in range(torch.cuda.device_count()):
            facts = torch.cuda.get_device_properties(index)
            found.append(Device(f"cuda:{index}", kind, facts.name, int(facts.total_memory)))
        found.sort(key=lambda device: -device.memory_total)
    if torch.backends.mps.is_available():
        found.append(Device("mps", "mps", "Apple GPU", 0))
    total, _ = system_memory()
    found.append(Device("cpu", "cpu", processor_name(), total))
    return tuple(found)


def choose(preference: str = AUTO) -> Device:
    """Return the device of a preference: "auto", a kind ("cuda", "rocm", "mps", "cpu") or an id ("cuda:1").

    Raises EngineError when there is none, naming those there are.
    """
    devices = available()
    wanted = preference.strip().lower()
    if wanted in ("", AUTO):
        return devices[0]
    for device in devices:
        if wanted in (device.id, device.kind):
            return device
    there = ", ".join(f"{device.id} ({device.name})" for device in devices)
    raise EngineError("There is no device {device!r} here.", "Choose one of: {there}.", device=preference, there=there)


def described(device_id: str) -> DeviceInfo:
    """Return a device with its memory use now."""
    import torch

    if device_id.startswith("cuda"):
        kind = "rocm" if torch.version.hip else "cuda"
        name = torch.cuda.get_device_name(device_id)
        try:
            free, total = torch.cuda.mem_get_info(device_id)
        except RuntimeError:  # the device is lost: the next step on it reports that
            return DeviceInfo(kind, name, 0, 0)
        return DeviceInfo(kind, name, total, total - free, int(torch.cuda.memory_reserved(device_id)))
    if device_id == "mps":
        own = int(torch.mps.driver_allocated_memory())
        return DeviceInfo("mps", "Apple GPU", 0, own, own)
    total, free = system_memory()
    return DeviceInfo("cpu", processor_name(), total, total - free if free else 0, process_memory())


def cache_budget(device: DeviceInfo) -> int:
    """Return how many bytes the feature cache may take: a share of what is free now, within sensible bounds."""
    free = device.memory_total - device.memory_used
    if device.kind in ("cuda", "rocm"):
        return max(256 * MEBIBYTE, min(free // 4, 4096 * MEBIBYTE))
    if device.memory_total == 0:
        return 256 * MEBIBYTE
    return max(64 * MEBIBYTE, min(free // 8, 256 * MEBIBYTE))


def processor_name() -> str:
    """Return the processor's name as far as the system tells it (psutil does not)."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine() or "Processor"


def system_memory() -> tuple[int, int]:
    """Return the machine's memory and what of it is available, in bytes; 0 where the system does not say."""
    import psutil

    try:
        memory = psutil.virtual_memory()
    except (OSError, RuntimeError):
        return 0, 0
    return int(memory.total), int(memory.available)


def process_memory() -> int:
    """Return what of the machine's memory this process holds, in bytes; 0 where the system does not say."""
    import psutil

    try:
        return int(psutil.Process().memory_info().rss)
    except (OSError, RuntimeError, psutil.Error):
        return 0

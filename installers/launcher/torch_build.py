"""Which build of torch fits this machine, and where it comes from."""

import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

_INDEX = "https://download.pytorch.org/whl/"
_PROBE_SECONDS = 4.0
_PAGE_BYTES = 4_000_000
_NVIDIA_SECONDS = 15.0
_ROCM_BUILDS = ("rocm7.2", "rocm7.1", "rocm7.0", "rocm6.4", "rocm6.3")
_LAST_MINOR_OF_CUDA = {13: 6, 12: 9}
VARIABLE = "MASKLANE_TORCH"
LARGE = 10
"""Gigabytes of a build for GPUs while it is set up."""


class Kind(Enum):
    """What the model computes on."""

    CUDA = "an NVIDIA GPU"
    ROCM = "an AMD GPU"
    APPLE = "an Apple GPU"
    CPU = "the processor"


@dataclass(frozen=True, slots=True)
class Hardware:
    """What was found; `cuda` is the newest CUDA version its driver runs, (0, 0) where there is none."""

    kind: Kind
    cuda: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class TorchBuild:
    """A build of torch and torchvision: `index` is where it comes from, empty for pip's usual registry."""

    name: str
    index: str = ""

    @property
    def gigabytes(self) -> float:
        """Disk space that setting Masklane up with this build takes for a moment, roughly."""
        if self.name.startswith("rocm"):
            return 24
        heavy = self.name.startswith("cu") or (not self.index and sys.platform == "linux")
        return LARGE if heavy else 3


DEFAULT = TorchBuild("default")


class Unreachable(Exception):
    """The index gives no answer at all: asking it for something else would be no better."""


Fetch = Callable[[str], str]
"""Returns the page at an address, empty when there is no such page; raises Unreachable."""


def choose(
    versions: Mapping[str, str], default_cuda: int, hardware: Hardware, override: str, fetch: Fetch
) -> TorchBuild:
    """Return the build for `hardware`, or the registry's where PyTorch's own index has none or is out of reach.

    `versions` holds the exact versions of torch and torchvision, `default_cuda` the major CUDA version of the
    registry's build for Linux. `override` is what the person asked for: the name of a build ("cpu", "cu130",
    "default"), the address of an index, or empty.
    """
    if override == DEFAULT.name:
        return DEFAULT
    if override.startswith(("https://", "http://", "file://")):
        return TorchBuild("custom", override)
    names = [override] if override else list(_candidates(hardware, default_cuda))
    try:
        for name in names:
            if all(
                _offers(fetch(f"{_INDEX}{name}/{package}/"), package, version, name)
                for package, version in versions.items()
            ):
                return TorchBuild(name, _INDEX + name)
    except Unreachable:
        return DEFAULT
    return DEFAULT


def remark(build: TorchBuild, hardware: Hardware, override: str) -> str:
    """Return what a person may want to know of a large build before it is loaded; empty where there is nothing."""
    if override or build.gigabytes < LARGE:
        return ""
    if hardware.kind is Kind.CPU:
        return (
            "PyTorch's own index cannot be reached, so its large build is loaded (gigabytes); "
            f"{VARIABLE}=ADDRESS takes the build of another index."
        )
    return f"This build is large (gigabytes to load); {VARIABLE}=cpu takes the small one, which leaves the GPU unused."


def find_hardware() -> Hardware:
    """Look for a GPU. Never fails; what cannot be asked is not there."""
    if sys.platform == "darwin":
        return Hardware(Kind.APPLE if platform.machine() == "arm64" else Kind.CPU)
    cuda = _newest_cuda()
    if cuda > (0, 0):
        return Hardware(Kind.CUDA, cuda)
    if sys.platform == "linux" and Path("/dev/kfd").exists():
        return Hardware(Kind.ROCM)
    return Hardware(Kind.CPU)


def fetch_page(address: str) -> str:
    """Return the page at `address` of PyTorch's index."""
    import http.client
    import urllib.error
    import urllib.request

    try:
        with urllib.request.urlopen(address, timeout=_PROBE_SECONDS) as answer:
            return str(answer.read(_PAGE_BYTES).decode("utf-8", "replace"))
    except urllib.error.HTTPError as error:
        if error.code in (
            http.HTTPStatus.NOT_FOUND,
            http.HTTPStatus.FORBIDDEN,
        ):  # its store answers 403 for "no such page"
            return ""
        raise Unreachable(address) from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Unreachable(address) from error


def _candidates(hardware: Hardware, default_cuda: int) -> Iterator[str]:
    """Yield names of builds that would run on `hardware`, best first; none where the registry's default is right."""
    linux = sys.platform == "linux"
    match hardware.kind:
        case Kind.CUDA if linux and hardware.cuda[0] >= default_cuda:
            return
        case Kind.CUDA:
            driver_major, driver_minor = hardware.cuda
            for major in sorted((major for major in _LAST_MINOR_OF_CUDA if major <= driver_major), reverse=True):
                last = (
                    min(driver_minor, _LAST_MINOR_OF_CUDA[major])
                    if major == driver_major
                    else _LAST_MINOR_OF_CUDA[major]
                )
                yield from (f"cu{major}{minor}" for minor in range(last, -1, -1))
        case Kind.ROCM:
            yield from _ROCM_BUILDS
        case Kind.CPU if linux:
            yield "cpu"


def _offers(page: str, package: str, version: str, build: str) -> bool:
    """Say whether an index page lists `package` in this version and build for this Python and processor."""
    python = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    machine = platform.machine().lower()
    wheel = (
        rf"{package}-{re.escape(version)}(?:\+|%2B){re.escape(build)}-{python}-{python}-\w*{re.escape(machine)}\.whl"
    )
    return re.search(wheel, page, re.IGNORECASE) is not None


def _newest_cuda() -> tuple[int, int]:
    """Return the newest CUDA version the NVIDIA driver runs, (0, 0) without one."""
    windows = Path(os.environ.get("SYSTEMROOT", "C:\\Windows"), "System32", "nvidia-smi.exe")
    for command in ("nvidia-smi", str(windows)):
        try:
            answer = subprocess.run(
                [command], capture_output=True, text=True, errors="replace", timeout=_NVIDIA_SECONDS, check=False
            )
        except (OSError, subprocess.SubprocessError):
            continue
        if found := re.search(r"CUDA (?:UMD )?Version\s*:\s*(\d+)\.(\d+)", answer.stdout):
            return int(found[1]), int(found[2])
    return 0, 0

"""Which torch is taken for which machine, with and without PyTorch's own index."""

import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPMessage

import pytest

from installers.launcher import torch_build
from installers.launcher.torch_build import DEFAULT, Fetch, Hardware, Kind, TorchBuild, Unreachable, choose, remark

VERSIONS = {"torch": "2.15.0", "torchvision": "0.29.2"}
CPU = Hardware(Kind.CPU)


@pytest.fixture(autouse=True)
def _on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch_build.sys, "platform", "linux")
    monkeypatch.setattr(torch_build.platform, "machine", lambda: "x86_64")


def index(*builds: str, versions: dict[str, str] = VERSIONS) -> Fetch:
    """Return an index that holds torch and torchvision in these builds."""
    python = f"cp{sys.version_info[0]}{sys.version_info[1]}"

    def fetch(address: str) -> str:
        build, package = address.rstrip("/").split("/")[-2:]
        if build not in builds or package not in versions:
            return ""
        wheel = f"{package}-{versions[package]}%2B{build}-{python}-{python}-manylinux_2_28_x86_64.whl"
        return f'<a href="/whl/{build}/{wheel}#sha256=00">{wheel}</a>'

    return fetch


def unreachable(address: str) -> str:
    raise Unreachable(address)


def test_without_gpu_the_small_build_is_taken() -> None:
    build = choose(VERSIONS, 13, CPU, "", index("cpu", "cu130"))
    assert build.name == "cpu"
    assert build.index.endswith("/cpu")


def test_without_the_index_the_registry_serves() -> None:
    assert choose(VERSIONS, 13, CPU, "", unreachable) == DEFAULT


@pytest.mark.parametrize("lacking", ["torch", "torchvision"])
def test_build_without_its_torchvision_is_not_taken(lacking: str) -> None:
    rest = {package: version for package, version in VERSIONS.items() if package != lacking}
    assert choose(VERSIONS, 13, CPU, "", index("cpu", versions=rest)) == DEFAULT


def test_other_version_or_processor_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        choose(VERSIONS, 13, CPU, "", index("cpu", versions={"torch": "2.15.00", "torchvision": "0.29.2"})) == DEFAULT
    )
    monkeypatch.setattr(torch_build.platform, "machine", lambda: "aarch64")
    assert choose(VERSIONS, 13, CPU, "", index("cpu")) == DEFAULT


def test_recent_nvidia_driver_takes_the_registrys_build() -> None:
    def fail(address: str) -> str:
        raise AssertionError(f"asked for {address}")

    assert choose(VERSIONS, 13, Hardware(Kind.CUDA, (13, 0)), "", fail) == DEFAULT


def test_older_nvidia_driver_takes_the_newest_build_it_can_run() -> None:
    hardware = Hardware(Kind.CUDA, (12, 7))
    assert choose(VERSIONS, 13, hardware, "", index("cu130", "cu129", "cu126", "cu124")).name == "cu126"


def test_on_windows_an_nvidia_gpu_needs_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch_build.sys, "platform", "win32")
    assert choose(VERSIONS, 13, Hardware(Kind.CUDA, (13, 2)), "", index("cu130", "cu129")).name == "cu130"
    assert choose(VERSIONS, 13, CPU, "", unreachable) == DEFAULT


def test_amd_gpu_takes_the_newest_rocm() -> None:
    assert choose(VERSIONS, 13, Hardware(Kind.ROCM), "", index("rocm6.4", "rocm7.1")).name == "rocm7.1"


def test_a_mac_takes_the_registrys_build() -> None:
    assert choose(VERSIONS, 13, Hardware(Kind.APPLE), "", index("cpu")) == DEFAULT


def test_person_can_choose() -> None:
    assert choose(VERSIONS, 13, Hardware(Kind.CUDA, (13, 0)), "cpu", index("cpu")).name == "cpu"
    assert choose(VERSIONS, 13, CPU, "default", index("cpu")) == DEFAULT
    assert choose(VERSIONS, 13, CPU, "file:///my/wheels", unreachable) == TorchBuild("custom", "file:///my/wheels")


def test_index_that_never_answers_costs_seconds_not_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(torch_build, "_PROBE_SECONDS", 0.2)
        with pytest.raises(Unreachable):
            torch_build.fetch_page(f"http://127.0.0.1:{silent.getsockname()[1]}/cpu/torch/")


def test_refused_connection_is_unreachable(unused_port: int) -> None:
    with pytest.raises(Unreachable):
        torch_build.fetch_page(f"http://127.0.0.1:{unused_port}/cpu/torch/")


@pytest.mark.parametrize("code", [403, 404])
def test_page_that_is_not_there_is_empty(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def answer(address: str, timeout: float) -> None:
        raise urllib.error.HTTPError(address, code, "", HTTPMessage(), None)

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    assert torch_build.fetch_page("https://index.example/cu999/torch/") == ""


def test_server_in_trouble_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(address: str, timeout: float) -> None:
        raise urllib.error.HTTPError(address, 503, "", HTTPMessage(), None)

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    with pytest.raises(Unreachable):
        torch_build.fetch_page("https://index.example/cpu/torch/")


@pytest.fixture
def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize(
    ("answer", "version"),
    [
        ("| NVIDIA-SMI 580.82   Driver Version: 580.82   CUDA Version: 13.0  |", (13, 0)),
        ("| CUDA UMD Version: 12.8 |", (12, 8)),
        ("no devices were found", (0, 0)),
    ],
)
def test_driver_is_asked_for_its_cuda_version(
    answer: str, version: tuple[int, int], fake_nvidia: Callable[[str], None]
) -> None:
    fake_nvidia(answer)
    assert torch_build.find_hardware().cuda == version


@pytest.fixture
def fake_nvidia(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a command nvidia-smi with a fixed answer first on the path."""

    def write(answer: str) -> None:
        command = tmp_path / "nvidia-smi"
        command.write_text(f"#!/bin/sh\necho '{answer}'\n", "utf-8")
        command.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    return write


def test_a_large_build_is_said_with_the_way_to_another() -> None:
    nvidia = Hardware(Kind.CUDA, (13, 0))
    assert "MASKLANE_TORCH=cpu" in remark(DEFAULT, nvidia, "")
    assert "MASKLANE_TORCH=ADDRESS" in remark(DEFAULT, CPU, "")
    assert remark(TorchBuild("cpu", "https://index/cpu"), CPU, "") == ""
    assert remark(DEFAULT, nvidia, "default") == ""

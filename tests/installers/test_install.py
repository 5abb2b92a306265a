"""Words for what goes wrong, and what pip's output means."""

import io
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from installers.launcher import install
from installers.launcher.environment import Environment
from installers.launcher.failure import SetupFailed
from installers.launcher.install import Project, explain
from installers.launcher.progress import Progress, Status, status_of
from installers.launcher.torch_build import DEFAULT, TorchBuild
from tests.installers.conftest import ROOT


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for torch==2.15.0", "not offered for this Python"),
        ("NewConnectionError('<pip._vendor.urllib3 ...>: Failed to establish a new connection')", "cannot be reached"),
        ("ReadTimeoutError: HTTPSConnectionPool(host='x', port=443): Read timed out. ReadTimeout", "cannot be reached"),
        ("PermissionError: [Errno 13] Permission denied: '/x'", "may not be written"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "damaged"),
    ],
)
def test_known_failures_are_explained(output: str, words: str) -> None:
    message, hint = explain(output)
    assert words in message
    assert hint


def test_unknown_failures_are_not_guessed_at() -> None:
    assert explain("something else") == ("", "")


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (
            "  Downloading torch-2.15.0-cp311-cp311-manylinux_2_28_x86_64.whl (899.8 MB)\n",
            Status("downloading torch 2.15.0 (900 MB)", True),
        ),
        ("  Downloading av-18.1.0-cp311.whl.metadata (4.6 kB)\n", Status("downloading av 18.1.0 (5 kB)", False)),
        ("  Using cached numpy-2.4.6-cp311.whl (16 MB)\n", Status("already downloaded: numpy 2.4.6 (16 MB)", False)),
        ("Progress 500000000 of 2100000000\n", Status("downloading: 500 MB of 2.1 GB", False)),
        ("Collecting numpy>=1.26 (from masklane==0.1.0)\n", Status("looking for numpy>=1.26", False)),
        (
            "Installing collected packages: " + ", ".join("abcdefghijkl") + "\n",
            Status("unpacking 12 packages; this takes a minute or two", True),
        ),
        ("Installing collected packages: masklane\n", Status("installing", True)),
        ("     ━━━━━━━━\n", None),
        ("\n", None),
    ],
)
def test_pips_lines_become_a_status(line: str, status: Status | None) -> None:
    assert status_of(line) == status


class Terminal(io.StringIO):
    encoding = "ascii"

    def isatty(self) -> bool:
        return True


def test_terminal_shows_one_changing_line_and_never_fails_on_its_encoding() -> None:
    terminal = Terminal()
    progress = Progress(terminal)
    progress.status(Status("downloading " + "ü" * 500, important=False))
    progress.step("done")
    shown = terminal.getvalue()
    assert shown.startswith("\r  0:00  downloading ???")
    assert shown.endswith("\r\x1b[Kdone\n")
    assert "\n" not in shown[:-1]


def test_log_gets_important_lines_only() -> None:
    log = io.StringIO()
    progress = Progress(log)
    progress.status(Status("small", important=False))
    progress.status(Status("large", important=True))
    assert log.getvalue() == "  large\n"


def test_full_disk_is_noticed_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2.5e9))
    environment = Environment(tmp_path)
    with pytest.raises(SetupFailed, match=r"2\.5 GB left"):
        install.make(environment, DEFAULT, Progress(io.StringIO()))
    assert not environment.python.exists()


def test_python_without_venv_is_told_which_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SetupFailed, match=r"sudo apt install python3\.\d+-venv"):
        install.make(Environment(tmp_path), DEFAULT, Progress(io.StringIO()))


def test_constraints_pin_torch_and_every_dependency_exactly() -> None:
    project = Project(ROOT)
    assert set(project.torch_versions()) == {"torch", "torchvision"}
    assert project.default_cuda() > 0
    for name in ("constraints.txt", "constraints-cuda.txt"):
        lines = (ROOT / "installers" / name).read_text("utf-8").splitlines()
        pins = [line for line in lines if line and not line.startswith("#")]
        assert all("==" in pin and "://" not in pin for pin in pins)
        assert len({pin.partition("==")[0].lower() for pin in pins}) == len(pins)


@pytest.mark.parametrize(("version", "style"), [("23.2.1", "off"), ("24.1", "raw"), ("25.0.1", "raw")])
def test_progress_is_asked_for_as_the_environments_pip_knows_it(tmp_path: Path, version: str, style: str) -> None:
    (tmp_path / "lib" / "python3.12" / "site-packages" / f"pip-{version}.dist-info").mkdir(parents=True)
    assert install._progress_style(Environment(tmp_path)) == style


def recording_environment(folder: Path, fails_on: str) -> Environment:
    """Return an environment whose Python notes its arguments, and fails when they contain `fails_on`."""
    environment = Environment(folder)
    environment.python.parent.mkdir(parents=True)
    script = f'#!/bin/sh\necho "$*" >> "{folder}/calls"\ncase " $* " in *"{fails_on}"*) exit 1;; esac\n'
    environment.python.write_text(script, "utf-8")
    environment.python.chmod(0o755)
    return environment


def calls(environment: Environment) -> list[str]:
    return (environment.folder / "calls").read_text("utf-8").splitlines()


CPU_BUILD = TorchBuild("cpu", "https://index.example/cpu")


def test_torch_and_torchvision_come_from_the_same_index(tmp_path: Path) -> None:
    environment = recording_environment(tmp_path, "nothing")
    assert install.fill(environment, Project(ROOT), ["dev"], CPU_BUILD, Progress(io.StringIO())) == CPU_BUILD
    torch, rest = calls(environment)
    assert f"--index-url {CPU_BUILD.index} torch==" in torch
    assert " torchvision==" in torch
    assert rest.endswith(f"--extra-index-url {CPU_BUILD.index}")
    assert f"--editable {ROOT}[dev] --constraint constraints.txt" in rest
    assert "constraints-cuda.txt" not in rest


def test_index_that_fails_on_the_way_is_replaced_by_the_registry(tmp_path: Path) -> None:
    environment = recording_environment(tmp_path, " --index-url ")
    said = io.StringIO()
    assert install.fill(environment, Project(ROOT), [], CPU_BUILD, Progress(said)) == DEFAULT
    _, uninstall, rest = calls(environment)
    assert uninstall.endswith("pip uninstall --yes torch torchvision")
    assert "index.example" not in rest
    assert "--constraint constraints-cuda.txt" in rest
    assert "taking the registry's" in said.getvalue()


def test_library_that_does_not_load_is_said_with_the_log(tmp_path: Path) -> None:
    environment = recording_environment(tmp_path, "import torch")
    with pytest.raises(SetupFailed, match="does not load") as caught:
        install.verify(environment, Project(ROOT), Progress(io.StringIO()))
    assert str(environment.log) in caught.value.hint


def test_variables_that_would_send_packages_elsewhere_do_not_reach_pip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "https://company.example/simple")
    environment = recording_environment(tmp_path, "nothing")
    script = environment.python.read_text("utf-8")
    environment.python.write_text(f"{script}env\n", "utf-8")
    install.verify(environment, Project(ROOT), Progress(io.StringIO()))
    seen = environment.log.read_text("utf-8")
    assert "PIP_TARGET" not in seen
    assert "PIP_INDEX_URL=https://company.example/simple" in seen
    assert "PIP_BUILD_CONSTRAINT=constraints.txt" in seen

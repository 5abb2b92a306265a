"""Making the environment and putting Masklane into it, with pip; what goes wrong is said in words."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from installers.launcher.environment import Environment
from installers.launcher.failure import SetupFailed
from installers.launcher.progress import Progress, Status, status_of
from installers.launcher.torch_build import DEFAULT, TorchBuild

_RAW_PROGRESS_SINCE = (24, 1)
_TORCH_PACKAGES = ("torch", "torchvision")
_FOREIGN_VARIABLES = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_CONSTRAINT")
_SYMPTOMS = (
    (
        r"No space left on device|Errno 28|not enough space",
        "The disk is full.",
        "Free some space, then start again; what was downloaded is kept.",
    ),
    (
        r"requires a different Python|No matching distribution found|Could not find a version",
        "A package that Masklane needs is not offered for this Python on this system.",
        "Use Python 3.11, 3.12 or 3.13, 64 bit, on Linux, Windows or a Mac with Apple silicon; if pip is set up to use"
        " a registry of your own, see that it offers the package named at the end of the log.",
    ),
    (
        r"NewConnectionError|ConnectTimeout|ReadTimeout|Temporary failure in name resolution|getaddrinfo failed"
        r"|Connection (?:refused|reset|aborted|broken)|ProxyError|SSLError|CERTIFICATE_VERIFY_FAILED|IncompleteRead",
        "The package registry cannot be reached.",
        "Check the network connection (and the proxy or certificates, if your network needs them), then start again.",
    ),
    (
        r"Permission denied|Errno 13|Access is denied",
        "A file may not be written.",
        "Close Masklane wherever it runs, check who owns the folder, then start again.",
    ),
    (
        r"THESE PACKAGES DO NOT MATCH THE HASHES|BadZipFile|is invalid: |corrupt",
        "A download arrived damaged.",
        "Start again; if it happens again, empty pip's cache first: python -m pip cache purge",
    ),
)


@dataclass(frozen=True, slots=True)
class Project:
    """What is to be installed: the checkout in `root`, its command, and the modules that must load afterwards."""

    root: Path
    script: str = "masklane"
    imports: tuple[str, ...] = ("torch", "torchvision", "sam2", "av", "cv2", "numpy", "PySide6.QtCore")

    @property
    def installers(self) -> Path:
        """The folder of constraints and launcher."""
        return self.root / "installers"

    def torch_versions(self) -> dict[str, str]:
        """Return the exact versions of torch and torchvision, as far as the constraints name them."""
        found = re.findall(r"^(torch|torchvision)==(\S+)", self._read("constraints.txt"), re.MULTILINE)
        return dict(found)

    def default_cuda(self) -> int:
        """Return the major CUDA version of the registry's torch for Linux."""
        found = re.search(r"^cuda-toolkit==(\d+)", self._read("constraints-cuda.txt"), re.MULTILINE)
        return int(found[1]) if found else 0

    def _read(self, name: str) -> str:
        file = self.installers / name
        return file.read_text("utf-8") if file.is_file() else ""


def make(environment: Environment, build: TorchBuild, progress: Progress) -> None:
    """Make an empty environment where there is room for it; what was left of an older one is removed first."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise SetupFailed(
            f"This Python ({sys.executable}) lacks the part that makes virtual environments.",
            f"On Debian and Ubuntu install it with: sudo apt install python{version}-venv",
        )
    environment.mark_unfinished()
    environment.clear()
    _require_space(environment.folder, build)
    progress.status(Status("making a private environment", important=True))
    _run(
        [sys.executable, "-m", "venv", str(environment.folder)],
        environment,
        progress,
        "The environment cannot be made.",
    )


def fill(
    environment: Environment, project: Project, extras: Sequence[str], build: TorchBuild, progress: Progress
) -> TorchBuild:
    """Install the project (editable) and `extras` in exact versions. Returns the build of torch that was taken."""
    environment.mark_unfinished()
    pip = [str(environment.python), "-P", "-m", "pip", "install", "--progress-bar", _progress_style(environment)]
    if build.index:
        build = _torch_from_index(pip, environment, project, build, progress)
    target = f"{project.root}[{','.join(sorted(extras))}]" if extras else str(project.root)
    constraints = ["constraints.txt"] if build.index else ["constraints.txt", "constraints-cuda.txt"]
    command = [*pip, "--editable", target]
    for name in constraints:
        if (project.installers / name).is_file():
            command += ["--constraint", name]
    if build.index:
        command += ["--extra-index-url", build.index]
    _run(command, environment, progress, "The packages that Masklane needs cannot be installed.", project)
    return build


def verify(environment: Environment, project: Project, progress: Progress) -> None:
    """Load every large library once. Raises SetupFailed when one does not load."""
    progress.status(Status("checking that everything loads", important=True))
    code = "\n".join(f"import {module}" for module in project.imports)
    _run([str(environment.python), "-P", "-c", code], environment, progress, "An installed library does not load.")


def explain(log: str) -> tuple[str, str]:
    """Return what the end of pip's output means and what to do about it; two empty texts when it is not known."""
    for symptom, message, hint in _SYMPTOMS:
        if re.search(symptom, log):
            return message, hint
    return "", ""


def _torch_from_index(
    pip: Sequence[str], environment: Environment, project: Project, build: TorchBuild, progress: Progress
) -> TorchBuild:
    """Install torch and torchvision, both from the build's index; fall back to the registry's when that fails."""
    packages = [f"{name}=={version}" for name, version in project.torch_versions().items()]
    try:
        command = [*pip, "--no-deps", "--index-url", build.index, *packages]
        _run(command, environment, progress, "PyTorch's own build cannot be installed.", project)
    except SetupFailed:
        progress.step(f"  PyTorch's build {build.name} cannot be had just now; taking the registry's.")
        uninstall = [str(environment.python), "-P", "-m", "pip", "uninstall", "--yes", *_TORCH_PACKAGES]
        _run(uninstall, environment, progress, "A half installed PyTorch cannot be removed.")
        return DEFAULT
    return build


def _run(
    command: Sequence[str], environment: Environment, progress: Progress, failure: str, project: Project | None = None
) -> None:
    """Run `command` with its output in the log. Raises SetupFailed, in words, when it fails."""
    with environment.log.open("a", encoding="utf-8") as log, _scratch(environment.folder) as scratch:
        begun = log.tell()
        log.write(f"\n$ {' '.join(command)}\n")
        folder = project.installers if project else environment.folder
        status = _logged(command, environment, folder, _variables(os.environ, scratch), log, progress.status)
    if status == 0:
        return
    with environment.log.open("rb") as read:
        read.seek(begun)
        message, hint = explain(read.read().decode("utf-8", "replace"))
    raise SetupFailed(
        f"{failure} {message}".strip(),
        f"{hint or 'Start again; if it fails again, the end of the log says why.'} The full log is {environment.log}",
    )


def _logged(
    command: Sequence[str],
    environment: Environment,
    folder: Path,
    variables: Mapping[str, str],
    log: TextIO,
    show: Callable[[Status], None],
) -> int:
    """Run `command`, copy its lines to `log`, show what they mean; return its exit status."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            pass_fds=environment.lock_handles,
        )
    except OSError as error:
        log.write(f"{error}\n")
        return 127
    with process:
        try:
            for line in process.stdout or ():
                log.write(line)
                if status := status_of(line):
                    show(status)
        except BaseException:
            process.terminate()
            raise
    return process.returncode


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Lend a folder for temporary files beside the environment: /tmp is often too small for torch."""
    scratch = folder / "tmp"
    scratch.mkdir(exist_ok=True)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _variables(outside: Mapping[str, str], scratch: Path) -> dict[str, str]:
    """Return the variables pip runs with: the person's, without those that would send packages elsewhere.

    Constraints also hold for what is needed to build a package; pip reads them for that from variables, in which a path
    must not contain spaces: hence a bare name, and pip runs in the folder of the file.
    """
    variables = {name: value for name, value in outside.items() if name not in _FOREIGN_VARIABLES}
    variables |= {
        "PIP_CONSTRAINT": "constraints.txt",
        "PIP_BUILD_CONSTRAINT": "constraints.txt",
        "PIP_NO_INPUT": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    if os.name != "nt":  # there, paths below the environment would grow too long
        variables["TMPDIR"] = str(scratch)
    return variables


def _progress_style(environment: Environment) -> str:
    """Return the kind of progress report that the environment's pip knows."""
    package = "site-packages/pip-*.dist-info"
    for found in (*environment.folder.glob(f"lib/python*/{package}"), *environment.folder.glob(f"Lib/{package}")):
        version = re.match(r"pip-(\d+)\.(\d+)", found.name)
        if version and (int(version[1]), int(version[2])) >= _RAW_PROGRESS_SINCE:
            return "raw"
    return "off"


def _require_space(folder: Path, build: TorchBuild) -> None:
    free = shutil.disk_usage(folder).free / 1e9
    if free < build.gigabytes:
        raise SetupFailed(
            f"Setting Masklane up takes about {build.gigabytes:.0f} GB for a moment, and the disk of {folder} has"
            f" {free:.1f} GB left.",
            "Free some space, or set the variable MASKLANE_VENV to a folder on a larger disk. On Linux without a GPU,"
            " MASKLANE_TORCH=cpu takes a quarter of the space where PyTorch's own index can be reached.",
        )

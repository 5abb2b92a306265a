"""From the command line to the running application: set up what is missing, check the system, hand over."""

import hashlib
import os
import platform
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from installers.launcher import checks, install, qt_libraries, torch_build
from installers.launcher.environment import Environment, State, Wanted
from installers.launcher.failure import SetupFailed
from installers.launcher.install import Project
from installers.launcher.progress import Progress
from installers.launcher.torch_build import DEFAULT, TorchBuild

_PLACE_VARIABLE = "MASKLANE_VENV"
_WITHOUT_WINDOW = frozenset(
    {
        "new",
        "info",
        "check",
        "track",
        "models",
        "export",
        "evaluate",
        "train",
        "-h",
        "--help",
        "--version",
        "--headless",
    }
)
"""Words with which Masklane opens no window."""
_INTERRUPTED = 130
_ALL_TESTS = ("-n", "2")
"""Two processes share all tests."""
_PARAGRAPH_WIDTH = 90


def main(arguments: Sequence[str], project: Project | None = None) -> int:
    """Set up and start. Returns the exit status, if at all.

    `arguments` are masklane's, or "test" and pytest's (none: all tests), or "check" alone; with more words, `check` is
    masklane's own.
    """
    project = project or Project(Path(__file__).resolve().parents[2])
    progress = Progress(sys.stderr)
    try:
        return _start(list(arguments), project, progress)
    except SetupFailed as failure:
        progress.clear()
        message = f"Masklane cannot start. {failure.message} {failure.hint}"
        sys.stderr.write(
            textwrap.fill(message, _PARAGRAPH_WIDTH, break_long_words=False, break_on_hyphens=False) + "\n"
        )
        return 1
    except KeyboardInterrupt:
        progress.clear()
        sys.stderr.write("Stopped. Start again to go on.\n")
        return _INTERRUPTED


def _start(arguments: list[str], project: Project, progress: Progress) -> int:
    testing = arguments[:1] == ["test"]
    checking = arguments == ["check"]
    place = os.environ.get(_PLACE_VARIABLE, "")
    environment = Environment(Path(place).expanduser().absolute() if place else project.root / ".venv")
    wanted = _wanted(project, environment.folder, frozenset({"dev"} if testing or checking else ()))
    if environment.state(wanted) is not State.READY:
        _set_up(environment, wanted, project, progress)
    if checking:
        return checks.run(environment, project.root)
    _check_qt(os.environ, arguments, progress)
    if testing:
        os.chdir(project.root)
        return _become([str(environment.python), "-m", "pytest", *(arguments[1:] or _ALL_TESTS)])
    return _become([str(environment.script(project.script)), *arguments])


def _wanted(project: Project, folder: Path, extras: frozenset[str]) -> Wanted:
    """Describe the environment this checkout needs in `folder`, whichever Python it is or was made with."""
    if not (project.root / "pyproject.toml").is_file():
        raise SetupFailed(f"The folder {project.root} does not hold all of Masklane.", "Download it again.")
    identity = [platform.machine(), str(project.root), str(folder), os.environ.get(torch_build.VARIABLE, "")]
    content = hashlib.sha256()
    for file in (project.root / "pyproject.toml", *sorted(project.installers.glob("constraints*.txt"))):
        content.update(file.read_bytes())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        content.update(module.read_bytes())
    return Wanted("|".join(identity), content.hexdigest(), extras)


def _set_up(environment: Environment, wanted: Wanted, project: Project, progress: Progress) -> None:
    """Make or update the environment; two starts at once do it once."""
    _refuse_foreign(environment, wanted)
    _refuse_unsupported()
    with environment.locked(lambda: progress.step("Another start is setting Masklane up; waiting for it ...")):
        state = environment.state(wanted)
        _refuse_foreign(environment, wanted)
        if state is State.OUTDATED:
            _update(environment, wanted, project, progress)
        elif state is not State.READY:
            _make(environment, wanted, project, progress, again=state is State.HALF_MADE)


def _update(environment: Environment, wanted: Wanted, project: Project, progress: Progress) -> None:
    """Bring other versions or further extras into an environment that works."""
    progress.step("Bringing Masklane's environment up to date ...")
    before = environment.made_with()
    wanted = replace(wanted, extras=wanted.extras | before.extras)
    build = TorchBuild("of the first set-up", before.torch_index)
    try:
        _fill(environment, wanted, project, build, progress)
    except SetupFailed:
        environment.mark_outdated(wanted, before)
        raise


def _make(environment: Environment, wanted: Wanted, project: Project, progress: Progress, *, again: bool) -> None:
    """Make the environment from nothing."""
    build = _choose_torch(project, progress)
    if again:
        progress.step("An earlier set-up was not finished or belongs to another place; making it anew.")
    environment.log.unlink(missing_ok=True)
    install.make(environment, build, progress)
    _fill(environment, wanted, project, build, progress)


def _fill(environment: Environment, wanted: Wanted, project: Project, build: TorchBuild, progress: Progress) -> None:
    build = install.fill(environment, project, sorted(wanted.extras), build, progress)
    install.verify(environment, project, progress)
    environment.mark_finished(wanted, build.index)
    progress.step("Masklane is set up.")


def _choose_torch(project: Project, progress: Progress) -> TorchBuild:
    """Look at the hardware, choose the build of torch that fits and say so."""
    progress.step("Setting Masklane up. This happens once and takes some minutes.")
    versions = project.torch_versions()
    if not versions:
        return DEFAULT
    hardware = torch_build.find_hardware()
    override = os.environ.get(torch_build.VARIABLE, "")
    build = torch_build.choose(versions, project.default_cuda(), hardware, override, torch_build.fetch_page)
    source = f"build {build.name}" if build.index else "the registry's build"
    progress.step(f"  computing on {hardware.kind.value}; PyTorch {versions.get('torch', '')}, {source}")
    remark = torch_build.remark(build, hardware, override)
    if remark:
        progress.step(f"  {remark}")
    return build


def _refuse_foreign(environment: Environment, wanted: Wanted) -> None:
    if environment.state(wanted) is State.FOREIGN:
        raise SetupFailed(
            f"The folder {environment.folder} exists and was not made by this launcher.",
            f"Move it away, or set the variable {_PLACE_VARIABLE} to another folder.",
        )


def _refuse_unsupported() -> None:
    """Refuse systems that PyTorch has no build for, before pip finds out after minutes."""
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        raise SetupFailed(
            "PyTorch no longer exists for Macs with Intel processors.",
            "Use a Mac with Apple silicon; on one, start with a Python made for it, not through Rosetta.",
        )
    if sys.maxsize < 2**32:
        raise SetupFailed("This is a 32-bit Python.", "Install a 64-bit Python and start again.")


def _check_qt(environment: Mapping[str, str], arguments: Sequence[str], progress: Progress) -> None:
    """Say which of the system's libraries Qt would miss; stop when this start cannot do without them."""
    if sys.platform != "linux":
        return
    absent = qt_libraries.missing(qt_libraries.needed(environment))
    if not absent:
        return
    message = f"Qt needs libraries that this system lacks: {', '.join(library.name for library in absent)}."
    hint = qt_libraries.advice(absent, qt_libraries.os_release())
    display = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    if arguments[:1] == ["test"] or (display and not _WITHOUT_WINDOW.intersection(arguments)):
        raise SetupFailed(message, hint)
    progress.step(f"{message} {hint}")


def _become(command: list[str]) -> int:
    """Replace this process by `command`; on Windows, where that cannot be done, run it and return its status."""
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        if os.name != "nt":
            os.execv(command[0], command)
        with subprocess.Popen(command) as process:
            while True:
                try:
                    return process.wait()
                except KeyboardInterrupt:
                    continue  # the application got it too and decides what it means
    except OSError as error:
        raise SetupFailed(
            f"{shlex.join(command[:1])} does not start: {error.strerror}.",
            f"Remove the folder {Path(command[0]).parents[1]} and start again.",
        ) from error

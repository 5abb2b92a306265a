"""A checkout in miniature: the real launcher, and a package of one command that needs no registry."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_PATIENCE_SECONDS = 600
_LAUNCHER_VARIABLES = ("MASKLANE_VENV", "MASKLANE_TORCH")  # this suite may itself run under the launcher
ROOT = Path(__file__).resolve().parents[2]

_PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "tiny"
version = "1.0"
"""

_BACKEND = '''
"""Builds a wheel with the standard library, so that installing needs no network."""
import pathlib, zipfile

INFO = "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\nProvides-Extra: dev\\n"

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        wheel.writestr("tiny.pth", str(pathlib.Path.cwd()))
        wheel.writestr("tiny-1.0.dist-info/METADATA", INFO)
        wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("tiny-1.0.dist-info/entry_points.txt", "[console_scripts]\\ntiny = tiny:main\\n")
        wheel.writestr("tiny-1.0.dist-info/RECORD", "")
    return name
'''

_MODULE = """
import sys

def main():
    print("arguments:", *sys.argv[1:], sep="|")
    return int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdigit() else 0
"""

_DRIVER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from installers.launcher.install import Project
from installers.launcher.start import main
sys.exit(main(sys.argv[2:], Project(Path(sys.argv[1]), "tiny", ("tiny",))))
"""


@dataclass(frozen=True)
class Checkout:
    """A folder with the launcher and the tiny package."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def start(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the launcher as a person would, in a process of its own."""
        process = self.begin(*arguments)
        out, err = process.communicate(timeout=_PATIENCE_SECONDS)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def begin(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start the launcher and do not wait for it."""
        return subprocess.Popen(
            [sys.executable, "-c", _DRIVER, str(self.root), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={name: value for name, value in os.environ.items() if name not in _LAUNCHER_VARIABLES},
        )


def make_checkout(root: Path) -> Checkout:
    shutil.copytree(ROOT / "installers" / "launcher", root / "installers" / "launcher")
    (root / "installers" / "constraints.txt").write_text("# nothing\n", "utf-8")
    (root / "pyproject.toml").write_text(_PYPROJECT, "utf-8")
    (root / "backend.py").write_text(_BACKEND, "utf-8")
    (root / "tiny.py").write_text(_MODULE, "utf-8")
    return Checkout(root)

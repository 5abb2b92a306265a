"""Grab the window in all its states.

    python -m tests.looks --out FOLDER                    every state: dark, light, several sizes, at 150 %, in German
    python -m tests.looks --out FOLDER --look dark work   some states in one look

Needs no display and no model.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from app.settings import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """A theme, a size in logical pixels, the scaling of the screen, which is fixed for a process, and a language."""

    theme: Theme
    width: int
    height: int
    scale: str = "1"
    language: str = "en"


LOOKS = {
    "dark": Look(Theme.DARK, 1440, 900),
    "light": Look(Theme.LIGHT, 1440, 900),
    "small": Look(Theme.DARK, 1280, 720),
    "full": Look(Theme.LIGHT, 1920, 1080),
    "150": Look(Theme.DARK, 1280, 720, "1.5"),
    "4k": Look(Theme.DARK, 1920, 1080, "2"),
    "german": Look(Theme.LIGHT, 1280, 720, language="de"),
    "german-150": Look(Theme.LIGHT, 1280, 720, "1.5", "de"),
    "4k-plain": Look(Theme.LIGHT, 3840, 2160),
}


def main(arguments: list[str]) -> int:
    """Grab what was asked for."""
    from tests.looks.states import STATES

    parser = argparse.ArgumentParser(prog="python -m tests.looks", description=__doc__.splitlines()[0])
    parser.add_argument("states", nargs="*", metavar="STATE", help=f"of: {', '.join(STATES)} (default: all)")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--look", choices=LOOKS, action="append", help="default: all, each in a process of its own")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.states) - set(STATES))
    if unknown:
        parser.error(f"no state is called {', '.join(unknown)}")
    looks = options.look or list(LOOKS)
    if len(looks) > 1:
        again = [sys.executable, "-m", "tests.looks", *options.states, "--out", str(options.out), "--look"]
        return max(subprocess.run([*again, name], check=False).returncode for name in looks)
    look = LOOKS[looks[0]]
    os.environ["QT_SCALE_FACTOR"] = look.scale
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="masklane-looks-", ignore_cleanup_errors=True) as home:
        os.environ["MASKLANE_HOME"] = home
        _grab(options.states or list(STATES), looks[0], look, options.out, Path(home))
    return 0


def _grab(names: list[str], prefix: str, look: Look, out: Path, home: Path) -> None:
    from tests.looks.screenshots import Screenshots
    from tests.looks.states import STATES

    application = QApplication([])
    state = ""

    def save(part: str, picture: QPixmap) -> None:
        file = out / f"{'-'.join(filter(None, (prefix, state, part)))}.png"
        picture.save(str(file))
        sys.stdout.write(f"{file.name}\n")

    shots = Screenshots(application, home / "Projects", save)
    shots.set_look(look.theme, look.language, look.width, look.height)
    for state in names:
        STATES[state](shots)
    shots.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

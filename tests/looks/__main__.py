"""Grab the window in all its states.

    python -m tests.looks --out FOLDER                    every state: dark, light, several sizes, at 150 %, in German
    python -m tests.looks --out FOLDER --look dark work   some states in one look
    python -m tests.looks --words --look german work      no pictures: list the words that are cut, and windows that
                                                          nobody opened; status 1 if there are any

Needs no display and no model.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

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
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--out", type=Path, metavar="FOLDER", help="save pictures there")
    task.add_argument("--words", action="store_true", help="list words that are cut, and windows nobody opened")
    parser.add_argument("--look", choices=LOOKS, action="append", help="default: all, each in a process of its own")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.states) - set(STATES))
    if unknown:
        parser.error(f"no state is called {', '.join(unknown)}")
    looks = options.look or list(LOOKS)
    if len(looks) > 1:
        what = ["--words"] if options.words else ["--out", str(options.out)]
        again = [sys.executable, "-m", "tests.looks", *options.states, *what, "--look"]
        return max(subprocess.run([*again, name], check=False).returncode for name in looks)
    look = LOOKS[looks[0]]
    os.environ["QT_SCALE_FACTOR"] = look.scale
    with tempfile.TemporaryDirectory(prefix="masklane-looks-", ignore_cleanup_errors=True) as home:
        os.environ["MASKLANE_HOME"] = home
        names = options.states or list(STATES)
        if options.words:
            return _list_cut_words(names, looks[0], Path(home))
        options.out.mkdir(parents=True, exist_ok=True)
        _grab(names, looks[0], options.out, Path(home))
    return 0


def _grab(names: list[str], look: str, out: Path, home: Path) -> None:
    """Save a picture of each part of each state."""
    from tests.looks.screenshots import REST_MS

    def save(state: str, part: str, widget: QWidget) -> None:
        file = out / f"{'-'.join(filter(None, (look, state, part)))}.png"
        widget.grab().save(str(file))
        sys.stdout.write(f"{file.name}\n")

    _bring_about(names, LOOKS[look], home, save, REST_MS)


def _list_cut_words(names: list[str], look: str, home: Path) -> int:
    """Write what is cut, each once with the first place; return 1 if anything is."""
    from tests.looks.cut_words import cut_words
    from tests.looks.screenshots import WORDS_MS

    found: dict[str, str] = {}

    def still_cut(widget: QWidget) -> list[str]:
        """Return what is cut for longer than until the window has laid out what has just changed (a run's progress)."""
        cut = cut_words(widget)
        if cut:
            QApplication.processEvents()
            cut = [words for words in cut_words(widget) if words in cut]
        return cut

    def check(state: str, part: str, widget: QWidget) -> None:
        for words in still_cut(widget):
            place = "-".join(filter(None, (look, state, part)))
            if found.setdefault(words, place) == place:
                sys.stdout.write(f"{place}  {words!r}\n")

    strays = _bring_about(names, LOOKS[look], home, check, WORDS_MS)
    for stray in strays:
        sys.stdout.write(f"{look}  a window nobody opened: {stray}\n")
    return 1 if found or strays else 0


def _bring_about(
    names: list[str], look: Look, home: Path, see: Callable[[str, str, QWidget], None], rest_ms: int
) -> tuple[str, ...]:
    """Bring states about one after the other; `see` gets state, part and widget. Return windows that nobody opened."""
    from tests.looks.screenshots import Screenshots
    from tests.looks.states import STATES
    from tests.looks.stray_windows import StrayWindows

    application = QApplication([])
    strays = StrayWindows(application)
    state = ""
    shots = Screenshots(application, home / "Projects", lambda part, widget: see(state, part, widget), rest_ms)
    shots.set_look(look.theme, look.language, look.width, look.height)
    for state in names:
        STATES[state](shots)
    shots.close()
    return tuple(strays.found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

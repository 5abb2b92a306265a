"""Commands to be typed next, as they work here: names with spaces quoted, and as this program was started."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path


def typed(*words: object) -> str:
    """Return the line that runs masklane with these arguments in the person's shell."""
    line = [_command(), *map(str, words)]
    return subprocess.list2cmdline(line) if os.name == "nt" else shlex.join(line)


def _command() -> str:
    """Return "masklane" where a shell finds it, else the file that was started: the launcher's is on no PATH."""
    started = Path(sys.argv[0])
    found = shutil.which("masklane")
    if started.stem != "masklane" or (found is not None and Path(found).samefile(started)):
        return "masklane"
    return str(started)

#!/usr/bin/env python3
"""Set Masklane up on the first start, and start it: python3 installers/launch.py [test | check | masklane's arguments].

This file keeps to a syntax that every Python can read, so that an old one is told in words what is missing, or hands
over to a newer one on the same machine. The rest lives in the folder launcher beside it.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
BEST_FIRST = (13, 12, 11, 14)
PLACES = (
    "/opt/homebrew/bin",
    "/usr/local/bin",
    "/usr/bin",
    "/Library/Frameworks/Python.framework/Versions/Current/bin",
)


def main():
    """Run the launcher in this Python, or in a newer one, or say that there is none."""
    here = os.path.dirname(os.path.abspath(__file__))
    if sys.version_info < OLDEST:
        hand_over(os.path.join(here, "launch.py"))
    sys.path[0] = os.path.dirname(here)
    from installers.launcher.start import main as start

    sys.exit(start(sys.argv[1:]))


def hand_over(this_file):
    """Start `this_file` again in a Python that is new enough; end with a sentence where there is none."""
    for python in newer_pythons():
        sys.exit(subprocess.call(python + [this_file] + sys.argv[1:]))
    sys.stderr.write(
        "Masklane needs Python %d.%d or newer, and this is Python %d.%d. " % (OLDEST + tuple(sys.version_info[:2]))
        + "Install a newer one (from python.org, or with your system's package manager) and start this file with it.\n"
    )
    sys.exit(1)


def newer_pythons():
    """Yield commands of Pythons on this machine that are new enough and do start."""
    check = ["-c", "import sys; sys.exit(sys.version_info < (%d, %d))" % OLDEST]
    folders = os.environ.get("PATH", "").split(os.pathsep) + list(PLACES)
    for minor in BEST_FIRST:
        found = [[os.path.join(folder, "python3.%d" % minor)] for folder in folders]
        for command in found + [["py", "-3.%d" % minor]]:
            if len(command) == 1 and not os.access(command[0], os.X_OK):
                continue
            if len(command) == 2 and os.name != "nt":
                continue
            with open(os.devnull, "w") as nowhere:
                try:
                    works = subprocess.call(command + check, stdout=nowhere, stderr=nowhere) == 0
                except OSError:
                    works = False
            if works:
                yield command


if __name__ == "__main__":
    main()
